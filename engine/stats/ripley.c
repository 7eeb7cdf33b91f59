#include "stats/ripley.h"
#include "geo/grid.h"
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define CHUNKS 64 /* sums are made in so many parts, whatever the threads */

struct frame {
	const struct study_area *area;
	const struct ripley_options *options;
};

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

/* Border: a pair counts from its distance up to that of its first point to the border. */
static void add_border_pair(const struct ripley_options *o, double border_m,
	double distance_m, double *sums)
{
	size_t from = first_radius(o, distance_m), to = first_radius(o, border_m);
	if (from >= to)
		return;
	sums[from] += 1;
	if (to < o->radii_n)
		sums[to] -= 1;
}

/* Adds the weights of pairs whose first point is in [from, to) to the radius at which
 * they come in. */
static void add_pairs(const struct frame *f, const struct grid *grid,
	const double *border_m, size_t from, size_t to, double *sums)
{
	const struct ripley_options *o = f->options;
	double reach_m = o->radius_m[o->radii_n - 1];
	/* Weights that don't ask which point is first: each pair once, for both ways. */
	bool both = o->edge == RIPLEY_TRANSLATION;
	for (size_t i = from; i < to; i++) {
		struct point at = {grid->x_m[i], grid->y_m[i]};
		struct grid_walk walk = grid_walk(grid, at, reach_m);
		uint32_t first, last;
		while (grid_next(&walk, &first, &last))
			for (uint32_t j = first; j < last; j++) {
				double dx = grid->x_m[j] - at.x_m;
				double dy = grid->y_m[j] - at.y_m;
				double distance_m = sqrt(dx * dx + dy * dy);
				if (j == i || (both && j < i) || distance_m > reach_m)
					continue;
				if (o->edge == RIPLEY_BORDER)
					add_border_pair(o, border_m[grid->id[i]],
						distance_m, sums);
				else
					sums[first_radius(o, distance_m)] +=
						(both ? 2 : 1) *
						study_area_weight(f->area, o->edge, at,
							border_m ? border_m[grid->id[i]]
								 : 0,
							dx, dy);
			}
	}
}

/* From sums over points far enough from the border to K. */
static void by_points_inside(
	const struct frame *f, size_t n, const double *border_m, double *k)
{
	const struct ripley_options *o = f->options;
	for (size_t r = 0; r < o->radii_n; r++) {
		size_t inside = 0;
		for (size_t i = 0; i < n; i++)
			inside += border_m[i] > o->radius_m[r];
		k[r] = inside > 0 ? f->area->area_m2 / (double)n * k[r] / (double)inside
				  : NAN;
	}
}

static double *border_distances(
	struct context *ctx, const struct frame *f, struct points points)
{
	double *border_m = arena_array(ctx->scratch, double, points.n);
	for (size_t i = 0; i < points.n; i++)
		border_m[i] = study_area_border_m(
			f->area, (struct point){points.x_m[i], points.y_m[i]});
	return border_m;
}

/* K by radius. */
static enum err_code make_k(
	struct context *ctx, const struct frame *f, struct points points, double *k)
{
	const struct ripley_options *o = f->options;
	size_t radii = o->radii_n, n = points.n;
	struct arena_mark mark = arena_mark(ctx->scratch);
	double reach_m = o->radius_m[radii - 1];
	bool border = o->edge == RIPLEY_BORDER;
	const struct box *box = &f->area->box;
	struct grid grid;
	enum err_code code = grid_build(ctx, &grid, ctx->scratch, points,
		reach_m > 0 ? reach_m : box->max_x_m - box->min_x_m);
	if (code)
		return code;
	const double *border_m =
		border ? border_distances(ctx, f, points)
		       : study_area_borders(ctx, f->area, o->edge, points);
	double *parts = arena_array(ctx->scratch, double, CHUNKS *radii);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
	for (size_t c = 0; c < CHUNKS; c++)
		add_pairs(f, &grid, border_m, n * c / CHUNKS, n * (c + 1) / CHUNKS,
			parts + c * radii);
	double sum = 0, scale = f->area->area_m2 / ((double)n * (double)(n - 1));
	for (size_t r = 0; r < radii; r++) {
		for (size_t c = 0; c < CHUNKS; c++)
			sum += parts[c * radii + r];
		k[r] = border ? sum : scale * sum;
	}
	if (border)
		by_points_inside(f, n, border_m, k);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

static enum err_code make_l(
	struct context *ctx, const void *self, struct points points, double *l)
{
	const struct frame *f = self;
	enum err_code code = make_k(ctx, f, points, l);
	for (size_t k = 0; !code && k < f->options->radii_n; k++)
		l[k] = sqrt(l[k] / PI);
	return code;
}

static enum err_code check(struct context *ctx, struct frame *f, struct study_area *own,
	struct points p, const struct ripley_options *o)
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
	if (p.n < 2)
		return err_set(ctx, ERR_DATA,
			"K needs at least two points and an area around them");
	struct box box = o->area;
	if (box.min_x_m == 0 && box.max_x_m == 0 && box.min_y_m == 0 &&
		box.max_y_m == 0)
		box = points_box(p);
	f->options = o;
	f->area = o->study ? o->study : own;
	if (!o->study)
		code = study_area_box(ctx, own, box);
	return code ? code : study_area_check(ctx, f->area, p);
}

enum err_code ripley_run(struct context *ctx, struct ripley *result,
	struct points points, const struct ripley_options *options)
{
	memset(result, 0, sizeof *result);
	struct frame frame;
	struct study_area own;
	enum err_code code = check(ctx, &frame, &own, points, options);
	if (code)
		return code;
	size_t radii = options->radii_n;
	result->n = points.n;
	result->radii_n = radii;
	result->p_value = NAN;
	result->k = arena_array(ctx->arena, double, radii);
	result->l = arena_array(ctx->arena, double, radii);
	code = make_k(ctx, &frame, points, result->k);
	for (size_t r = 0; !code && r < radii; r++)
		result->l[r] = sqrt(result->k[r] / PI);
	if (code || options->replications == 0)
		return code;
	struct envelope_options eo = {frame.area, options->replications, false};
	code = envelope_run(ctx, &result->envelope, points.n, radii, result->l, make_l,
		&frame, &eo);
	result->low = result->envelope.low;
	result->high = result->envelope.high;
	result->p_value = result->envelope.p_mad;
	return code;
}
