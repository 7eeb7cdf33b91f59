/* Scores from points to all squares around them: density, Gi*, near repeats. */
#include "stats/cube.h"
#include "stats/forecast.h"
#include "stats/local.h"
#include <math.h>
#include <stdlib.h>

/* Within this of the present an episode makes its surroundings more likely. */
#define NEAR_REPEAT_WEEKS 8
#define WEEK_S (7 * INT64_C(86400))
/* Of the cube. */
#define STEP_S (30 * INT64_C(86400))
#define STEPS_MOST 120

typedef double weight_of(const struct forecast *f, double distance_m, int64_t age_s);

/* The weight of each point that counts, on each square whose middle is within reach. */
static void spread(
	const struct forecast *f, double reach_m, weight_of *weight, double *score)
{
	const struct points *p = &f->past.points;
	double side_m = f->ground->side_m;
	int64_t reach = (int64_t)ceil(reach_m / side_m);
	for (size_t i = 0; i < p->n; i++) {
		if (!f->point[i].counts)
			continue;
		for (int64_t dy = -reach; dy <= reach; dy++)
			for (int64_t dx = -reach; dx <= reach; dx++) {
				struct point near = {p->x_m[i] + (double)dx * side_m,
					p->y_m[i] + (double)dy * side_m};
				uint32_t square;
				if (!squares_find(f->ground, near, &square))
					continue;
				struct point middle = squares_middle(f->ground, square);
				double d_m = hypot(
					middle.x_m - p->x_m[i], middle.y_m - p->y_m[i]);
				if (d_m <= reach_m)
					score[square] += weight(
						f, d_m, f->past.now_s - p->t_s[i]);
			}
	}
}

static double quartic(const struct forecast *f, double distance_m, int64_t age_s)
{
	double u = distance_m / (2 * f->options.radius_m);
	(void)age_s;
	return (1 - u * u) * (1 - u * u);
}

static double near_repeat(const struct forecast *f, double distance_m, int64_t age_s)
{
	int64_t weeks = age_s / WEEK_S;
	if (weeks >= NEAR_REPEAT_WEEKS)
		return 0;
	double halves = floor(2 * distance_m / f->ground->side_m);
	return 1 / (1 + halves) / (1 + (double)weeks);
}

enum err_code forecast_kde(struct context *ctx, const struct forecast *f, double *score)
{
	(void)ctx;
	spread(f, 2 * f->options.radius_m, quartic, score);
	return ERR_OK;
}

enum err_code forecast_near_repeat(
	struct context *ctx, const struct forecast *f, double *score)
{
	(void)ctx;
	spread(f, 2 * f->options.radius_m, near_repeat, score);
	return ERR_OK;
}

/* The middles of all squares. */
static struct points middles(struct context *ctx, const struct forecast *f)
{
	size_t n = f->ground->n;
	double *x_m = arena_array(ctx->arena, double, n);
	double *y_m = arena_array(ctx->arena, double, n);
	for (uint32_t i = 0; i < n; i++) {
		struct point middle = squares_middle(f->ground, i);
		x_m[i] = middle.x_m;
		y_m[i] = middle.y_m;
	}
	return (struct points){n, x_m, y_m, NULL};
}

enum err_code forecast_gi(struct context *ctx, const struct forecast *f, double *score)
{
	size_t n = f->ground->n;
	double *values = arena_array(ctx->arena, double, n);
	bool alike = true;
	for (uint32_t i = 0; i < n; i++) {
		values[i] = f->square[i].children;
		alike &= values[i] == values[0];
	}
	if (n < 3 || alike)
		return ERR_OK;
	struct weights weights;
	struct local local;
	enum err_code err = weights_within(
		ctx, &weights, middles(ctx, f), 1.5 * f->ground->side_m, true);
	if (!err)
		err = local_g_run(ctx, &local, values, &weights, 0);
	for (size_t i = 0; !err && i < n; i++)
		score[i] = local.z[i] > 0 ? local.z[i] : 0;
	return err;
}

struct bin {
	uint32_t square, step, child;
};

static int bin_compare(const void *a, const void *b)
{
	const struct bin *x = a, *y = b;
	if (x->square != y->square)
		return x->square < y->square ? -1 : 1;
	if (x->step != y->step)
		return x->step < y->step ? -1 : 1;
	return (x->child > y->child) - (x->child < y->child);
}

/* Points by square and step, the last step ending now; *steps of them. */
static struct bin *bins_of(
	struct context *ctx, const struct forecast *f, size_t *n, size_t *steps)
{
	const struct points *p = &f->past.points;
	struct bin *bins = arena_array(ctx->arena, struct bin, p->n);
	uint32_t oldest = 0;
	*n = 0;
	for (size_t i = 0; i < p->n; i++) {
		int64_t age = (f->past.now_s - 1 - p->t_s[i]) / STEP_S;
		if (f->point[i].square == UINT32_MAX || age >= STEPS_MOST)
			continue;
		bins[(*n)++] = (struct bin){
			f->point[i].square, (uint32_t)age, f->past.child[i]};
		oldest = age > oldest ? (uint32_t)age : oldest;
	}
	for (size_t i = 0; i < *n; i++)
		bins[i].step = oldest - bins[i].step;
	qsort(bins, *n, sizeof *bins, bin_compare);
	*steps = oldest + 1u;
	return bins;
}

enum err_code forecast_emerging(
	struct context *ctx, const struct forecast *f, double *score)
{
	size_t n, steps;
	struct cube cube;
	struct cube_gi gi;
	struct weights near;
	const struct bin *bins = bins_of(ctx, f, &n, &steps);
	if (n == 0 || steps < 2 || f->ground->n < 3)
		return ERR_OK;
	enum err_code err = weights_within(
		ctx, &near, middles(ctx, f), 1.5 * f->ground->side_m, false);
	if (!err)
		err = cube_make(ctx, &cube, ctx->arena, &near, steps, 1);
	if (err)
		return err;
	bool alike = true;
	for (size_t i = 0; i < n; i++)
		cube.counts[bins[i].square * steps + bins[i].step] +=
			i == 0 || bin_compare(&bins[i], &bins[i - 1]) != 0;
	for (size_t i = 1; i < f->ground->n * steps; i++)
		alike &= cube.counts[i] == cube.counts[0];
	if (alike)
		return ERR_OK;
	err = cube_gi_run(ctx, &gi, ctx->arena, &cube, true);
	for (size_t i = 0; !err && i < f->ground->n; i++)
		score[i] = fmax(0, cube_gi_of(&gi, i, steps - 1)->gi_star);
	return err;
}
