#include "stats/ripley.h"
#include "base/random.h"
#include "geo/grid.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define WEIGHT_MOST 100
#define CHUNKS 64 /* sums are made in so many parts, whatever the threads */

struct frame {
	struct box area;
	double wide_m, high_m;
	const struct ripley_options *options;
};

/* The angle of the circle of radius d that lies beyond a side at distance `side`, whose
 * neighbours are at distances a and b. */
static double angle_beyond(double d, double side, double a, double b)
{
	if (d <= side)
		return 0;
	double half = acos(side / d);
	return fmin(half, atan2(a, side)) + fmin(half, atan2(b, side));
}

static double edge_weight(const struct frame *f, struct point at, double dx, double dy)
{
	switch (f->options->edge) {
	case RIPLEY_NONE:
	case RIPLEY_BORDER:
		return 1;
	case RIPLEY_TRANSLATION:
		return f->wide_m * f->high_m /
		       ((f->wide_m - fabs(dx)) * (f->high_m - fabs(dy)));
	case RIPLEY_ISOTROPIC:
		break;
	}
	double left = at.x_m - f->area.min_x_m, right = f->area.max_x_m - at.x_m;
	double down = at.y_m - f->area.min_y_m, up = f->area.max_y_m - at.y_m;
	double d = sqrt(dx * dx + dy * dy);
	double beyond =
		angle_beyond(d, left, up, down) + angle_beyond(d, right, up, down) +
		angle_beyond(d, up, left, right) + angle_beyond(d, down, left, right);
	/* At a corner itself the angle between its two sides is nobody's. */
	if ((left == 0 || right == 0) && (down == 0 || up == 0))
		beyond += PI / 2;
	return fmin(WEIGHT_MOST, 1 / (1 - beyond / (2 * PI)));
}

static size_t first_radius(const struct ripley_options *o, double distance_m)
{
	size_t low = 0, high = o->radii_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (o->radius_m[middle] < distance_m)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static double border_distance(const struct box *area, double x_m, double y_m)
{
	return fmin(fmin(x_m - area->min_x_m, area->max_x_m - x_m),
		fmin(y_m - area->min_y_m, area->max_y_m - y_m));
}

/* Border: a pair counts from its distance up to that of its first point to the border. */
static void add_border_pair(
	const struct frame *f, struct point at, double distance_m, double *sums)
{
	const struct ripley_options *o = f->options;
	double border_m = border_distance(&f->area, at.x_m, at.y_m);
	size_t from = first_radius(o, distance_m), to = from;
	while (to < o->radii_n && o->radius_m[to] < border_m)
		to++;
	if (from == to)
		return;
	sums[from] += 1;
	if (to < o->radii_n)
		sums[to] -= 1;
}

/* Adds the weights of pairs whose first point is in [from, to) to the radius at which
 * they come in. */
static void add_pairs(const struct frame *f, const struct grid *grid, size_t from,
	size_t to, double *sums)
{
	const struct ripley_options *o = f->options;
	double reach_m = o->radius_m[o->radii_n - 1];
	for (size_t i = from; i < to; i++) {
		struct point at = {grid->x_m[i], grid->y_m[i]};
		struct grid_walk walk = grid_walk(grid, at, reach_m);
		uint32_t first, last;
		while (grid_next(&walk, &first, &last))
			for (uint32_t j = first; j < last; j++) {
				double dx = grid->x_m[j] - at.x_m;
				double dy = grid->y_m[j] - at.y_m;
				double distance_m = sqrt(dx * dx + dy * dy);
				if (j == i || distance_m > reach_m)
					continue;
				if (o->edge == RIPLEY_BORDER)
					add_border_pair(f, at, distance_m, sums);
				else
					sums[first_radius(o, distance_m)] +=
						edge_weight(f, at, dx, dy);
			}
	}
}

/* From sums over points far enough from the border to K. */
static void by_points_inside(const struct frame *f, struct points points, double *k)
{
	const struct ripley_options *o = f->options;
	double n = (double)points.n, area_m2 = f->wide_m * f->high_m;
	for (size_t r = 0; r < o->radii_n; r++) {
		size_t inside = 0;
		for (size_t i = 0; i < points.n; i++)
			inside += border_distance(&f->area, points.x_m[i],
					  points.y_m[i]) > o->radius_m[r];
		k[r] = inside > 0 ? area_m2 / n * k[r] / (double)inside : NAN;
	}
}

/* K by radius. */
static enum err_code make_k(struct context *ctx, const struct frame *f,
	struct points points, int threads, double *k)
{
	const struct ripley_options *o = f->options;
	size_t radii = o->radii_n, n = points.n;
	struct arena_mark mark = arena_mark(ctx->scratch);
	double reach_m = o->radius_m[radii - 1];
	struct grid grid;
	enum err_code code = grid_build(
		ctx, &grid, ctx->scratch, points, reach_m > 0 ? reach_m : f->wide_m);
	if (code)
		return code;
	double *parts = arena_array(ctx->scratch, double, CHUNKS *radii);
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
	for (size_t c = 0; c < CHUNKS; c++)
		add_pairs(f, &grid, n * c / CHUNKS, n * (c + 1) / CHUNKS,
			parts + c * radii);
	bool border = o->edge == RIPLEY_BORDER;
	double sum = 0, scale = f->wide_m * f->high_m / ((double)n * (double)(n - 1));
	for (size_t r = 0; r < radii; r++) {
		for (size_t c = 0; c < CHUNKS; c++)
			sum += parts[c * radii + r];
		k[r] = border ? sum : scale * sum;
	}
	if (border)
		by_points_inside(f, points, k);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

static enum err_code check(struct context *ctx, struct frame *f, struct points p,
	const struct ripley_options *o)
{
	enum err_code code = points_check(ctx, p);
	if (code)
		return code;
	if (o->radii_n == 0)
		return err_set(ctx, ERR_USAGE, "K needs at least one distance");
	for (size_t r = 0; r < o->radii_n; r++)
		if (!(o->radius_m[r] >= 0) || !isfinite(o->radius_m[r]) ||
			(r > 0 && o->radius_m[r] < o->radius_m[r - 1]))
			return err_set(ctx, ERR_USAGE, "distances must ascend from 0");
	f->options = o;
	f->area = o->area;
	if (f->area.min_x_m == 0 && f->area.max_x_m == 0 && f->area.min_y_m == 0 &&
		f->area.max_y_m == 0)
		f->area = points_box(p);
	f->wide_m = f->area.max_x_m - f->area.min_x_m;
	f->high_m = f->area.max_y_m - f->area.min_y_m;
	if (p.n < 2 || !(f->wide_m > 0) || !(f->high_m > 0))
		return err_set(ctx, ERR_DATA,
			"K needs at least two points and an area around them");
	for (size_t i = 0; i < p.n; i++)
		if (p.x_m[i] < f->area.min_x_m || p.x_m[i] > f->area.max_x_m ||
			p.y_m[i] < f->area.min_y_m || p.y_m[i] > f->area.max_y_m)
			return err_set(ctx, ERR_DATA,
				"point %zu lies outside of the area", i + 1);
	return ERR_OK;
}

/* L of even points, row after row; row 0 is what was observed. */
static enum err_code simulate(struct context *ctx, const struct frame *f, size_t n,
	uint32_t replications, double *l)
{
	size_t radii = f->options->radii_n;
	double *x_m = arena_array(ctx->scratch, double, n);
	double *y_m = arena_array(ctx->scratch, double, n);
	struct points points = {n, x_m, y_m, NULL};
	for (uint32_t r = 1; r <= replications; r++) {
		struct stream s = stream_make(ctx->seed, STREAM_ENVELOPE, r);
		for (size_t i = 0; i < n; i++) {
			x_m[i] = f->area.min_x_m + f->wide_m * stream_01(&s);
			y_m[i] = f->area.min_y_m + f->high_m * stream_01(&s);
		}
		enum err_code code =
			make_k(ctx, f, points, ctx->threads, l + r * radii);
		if (code)
			return code;
		for (size_t k = 0; k < radii; k++)
			l[r * radii + k] = sqrt(l[r * radii + k] / PI);
	}
	return ERR_OK;
}

static void rank(struct ripley *result, const double *l, uint32_t replications)
{
	size_t radii = result->radii_n;
	double sets = 1.0 + replications, observed = 0;
	uint32_t extreme = 0;
	/* The means go where the envelope will be. */
	for (size_t k = 0; k < radii; k++)
		for (uint32_t r = 0; r <= replications; r++)
			result->low[k] += l[r * radii + k] / sets;
	for (uint32_t r = 0; r <= replications; r++) {
		double largest = 0;
		for (size_t k = 0; k < radii; k++)
			largest =
				fmax(largest, fabs(l[r * radii + k] - result->low[k]));
		if (r == 0)
			observed = largest;
		else
			extreme += largest >= observed;
	}
	result->p_value = (1 + extreme) / sets;
	for (size_t k = 0; k < radii; k++) {
		result->low[k] = INFINITY;
		for (uint32_t r = 1; r <= replications; r++) {
			result->low[k] = fmin(result->low[k], l[r * radii + k]);
			result->high[k] = fmax(result->high[k], l[r * radii + k]);
		}
	}
}

enum err_code ripley_run(struct context *ctx, struct ripley *result,
	struct points points, const struct ripley_options *options)
{
	memset(result, 0, sizeof *result);
	struct frame frame;
	enum err_code code = check(ctx, &frame, points, options);
	if (code)
		return code;
	size_t radii = options->radii_n;
	uint32_t replications = options->replications;
	result->n = points.n;
	result->radii_n = radii;
	result->p_value = NAN;
	result->k = arena_array(ctx->arena, double, radii);
	result->l = arena_array(ctx->arena, double, radii);
	struct arena_mark mark = arena_mark(ctx->scratch);
	code = make_k(ctx, &frame, points, ctx->threads, result->k);
	for (size_t r = 0; !code && r < radii; r++)
		result->l[r] = sqrt(result->k[r] / PI);
	if (!code && replications > 0) {
		double *l =
			arena_array(ctx->scratch, double, (replications + 1) * radii);
		memcpy(l, result->l, radii * sizeof *l);
		result->low = arena_array(ctx->arena, double, radii);
		result->high = arena_array(ctx->arena, double, radii);
		code = simulate(ctx, &frame, points.n, replications, l);
		if (!code)
			rank(result, l, replications);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
