/* Scores from points to all squares around them: density, Gi*, near repeats. */
#include "stats/forecast.h"
#include "stats/local.h"
#include <math.h>

/* Within this of the present an episode makes its surroundings more likely. */
#define NEAR_REPEAT_WEEKS 8
#define WEEK_S (7 * INT64_C(86400))

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

enum err_code forecast_gi(struct context *ctx, const struct forecast *f, double *score)
{
	size_t n = f->ground->n;
	double *x_m = arena_array(ctx->arena, double, n);
	double *y_m = arena_array(ctx->arena, double, n);
	double *values = arena_array(ctx->arena, double, n);
	for (uint32_t i = 0; i < n; i++) {
		struct point middle = squares_middle(f->ground, i);
		x_m[i] = middle.x_m;
		y_m[i] = middle.y_m;
		values[i] = f->square[i].children;
	}
	bool alike = true;
	for (size_t i = 1; i < n; i++)
		alike &= values[i] == values[0];
	if (n < 3 || alike)
		return ERR_OK;
	struct points squares = {n, x_m, y_m, NULL};
	struct weights weights;
	struct local local;
	enum err_code err =
		weights_within(ctx, &weights, squares, 1.5 * f->ground->side_m, true);
	if (!err)
		err = local_g_run(ctx, &local, values, &weights, 0);
	for (size_t i = 0; !err && i < n; i++)
		score[i] = local.z[i] > 0 ? local.z[i] : 0;
	return err;
}
