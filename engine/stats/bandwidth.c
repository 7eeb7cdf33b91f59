#include "stats/bandwidth.h"
#include "geo/grid.h"
#include "geo/kdtree.h"
#include "stats/kde_window.h"
#include "stats/ripley.h"
#include <stdlib.h>
#include <string.h>

/* ---- Berman and Diggle ------------------------------------------------------------ */

enum { RADII = 512, ISOTROPIC_MOST = 3000 };

/* As far as K is worth asking: a quarter of the shorter side, and no more than 1,000
 * neighbours. */
static double widest_radius(const struct study_area *a, double per_m2)
{
	double side =
		fmin(a->box.max_x_m - a->box.min_x_m, a->box.max_y_m - a->box.min_y_m);
	return fmin(side / 4, sqrt(1000 / (KDE_PI * per_m2)));
}

/* M(h) of each bandwidth r / 2: the error but for a constant. */
static double error_of(const struct ripley *k, const double *radius_m, size_t used,
	size_t i, double per_m2)
{
	double r = radius_m[i], sum = 0, circle = KDE_PI * r * r;
	for (size_t j = 0; j + 1 < used && radius_m[j] < 2 * r; j++) {
		double u = radius_m[j] / (2 * r);
		sum += (acos(u) - u * sqrt(1 - u * u)) * (k->k[j + 1] - k->k[j]);
	}
	return (1 / per_m2 - 2 * (k->k[i] - k->k[0])) / circle +
	       2 * r * r * sum / (circle * circle);
}

enum err_code bandwidth_diggle(struct context *ctx, struct bandwidth *b,
	struct points points, const struct study_area *area)
{
	double radius_m[RADII], per_m2 = (double)points.n / area->area_m2;
	struct ripley k;
	for (size_t i = 0; i < RADII; i++)
		radius_m[i] = widest_radius(area, per_m2) * (double)i / (RADII - 1);
	struct ripley_options o = {
		.edge = points.n < ISOTROPIC_MOST ? RIPLEY_ISOTROPIC : RIPLEY_BORDER,
		.study = area,
		.radii_n = RADII,
		.radius_m = radius_m};
	enum err_code err = ripley_run(ctx, &k, points, &o);
	if (err)
		return err;
	size_t used = 0, best = 0;
	while (used < RADII && isfinite(k.k[used]))
		used++;
	size_t last = used ? (used - 1) / 2 : 0;
	double least = INFINITY;
	for (size_t i = 1; i <= last; i++) {
		double error = error_of(&k, radius_m, used, i, per_m2);
		if (error < least) {
			least = error;
			best = i;
		}
	}
	if (best == 0 || k.k[used - 1] <= k.k[0])
		return err_set(ctx, ERR_DATA,
			"no two places are near enough to judge a bandwidth by; give "
			"one, such as 500m");
	*b = (struct bandwidth){
		radius_m[best] / 2, radius_m[best] / 2, best == 1 || best == last, 0};
	return ERR_OK;
}

/* ---- likelihood ------------------------------------------------------------------- */

enum { GRID = 16, STEPS = 24 };
#define CELLS_A_SIDE_MOST 512.0
/* Below this part of the largest a sum by way of a lattice has too few digits. */
#define FAINT 1e-6

/* Distinct places and how many events each has. */
struct places {
	struct points points;
	double *events, *mass, *sum, *nearest2;
	struct grid grid;
	double events_n;
	const struct shape *area;
	struct kde_window window;
	struct box box;
};

struct place {
	double x_m, y_m;
};

static int by_place(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	if (p->x_m != q->x_m)
		return p->x_m < q->x_m ? -1 : 1;
	return p->y_m < q->y_m ? -1 : p->y_m > q->y_m;
}

static void gather_places(struct context *ctx, struct places *p, struct points points)
{
	struct place *sorted = arena_array(ctx->scratch, struct place, points.n);
	double *x_m = arena_array(ctx->scratch, double, points.n);
	double *y_m = arena_array(ctx->scratch, double, points.n);
	size_t n = 0;
	p->events = arena_array(ctx->scratch, double, points.n);
	p->mass = arena_array(ctx->scratch, double, points.n);
	p->sum = arena_array(ctx->scratch, double, points.n);
	p->events_n = (double)points.n;
	for (size_t i = 0; i < points.n; i++)
		sorted[i] = (struct place){points.x_m[i], points.y_m[i]};
	qsort(sorted, points.n, sizeof *sorted, by_place);
	for (size_t i = 0; i < points.n; i++) {
		if (i == 0 || by_place(&sorted[i], &sorted[i - 1]) != 0) {
			x_m[n] = sorted[i].x_m;
			y_m[n++] = sorted[i].y_m;
		}
		p->events[n - 1]++;
	}
	p->points = (struct points){n, x_m, y_m, NULL};
}

/* To the nearest other place, of each. */
static enum err_code find_nearest(
	struct context *ctx, struct places *p, double *least_m)
{
	struct kdtree tree;
	enum err_code err = kdtree_build(ctx, &tree, ctx->scratch, p->points);
	double least2 = INFINITY;
	p->nearest2 = arena_array(ctx->scratch, double, p->points.n);
	for (size_t i = 0; !err && i < p->points.n; i++) {
		struct kdtree_near near[2];
		struct point at = {p->points.x_m[i], p->points.y_m[i]};
		if (kdtree_nearest(&tree, at, 1, NULL, (uint32_t)i, near) > 0)
			p->nearest2[i] = near[0].distance2_m2;
		least2 = fmin(least2, p->nearest2[i]);
	}
	*least_m = sqrt(least2);
	if (err)
		return err;
	/* About four places a cell. */
	double area =
		(p->box.max_x_m - p->box.min_x_m) * (p->box.max_y_m - p->box.min_y_m);
	double cell = 2 * sqrt(area / (double)p->points.n);
	return grid_build(ctx, &p->grid, ctx->scratch, p->points, fmax(cell, *least_m));
}

/* The furthest that two corners of the area are apart. */
static double diameter(struct context *ctx, const struct places *p)
{
	struct shape *hull;
	const struct kde_window *w = &p->window;
	double width = p->box.max_x_m - p->box.min_x_m, most = 0;
	double diagonal = hypot(width, p->box.max_y_m - p->box.min_y_m);
	struct points corners = {w->edges_n, w->x0_m, w->y0_m, NULL};
	if (!p->area || shape_from_hull(ctx, &hull, corners))
		return diagonal;
	struct rings rings = shape_rings(ctx, hull);
	for (size_t i = 0; rings.n && i < rings.items[0].n; i++)
		for (size_t j = 0; j < i; j++)
			most = fmax(most,
				hypot(rings.items[0].x_m[i] - rings.items[0].x_m[j],
					rings.items[0].y_m[i] - rings.items[0].y_m[j]));
	shape_free(hull);
	return most;
}

/* The integral of the corrected surface over the area. */
static enum err_code integral(
	struct context *ctx, const struct places *p, double h, double *sum)
{
	struct kde k;
	double side =
		fmax(p->box.max_x_m - p->box.min_x_m, p->box.max_y_m - p->box.min_y_m);
	*sum = p->events_n;
	if (!p->area || h < 2 * side / CELLS_A_SIDE_MOST)
		return ERR_OK;
	struct kde_options o = {.bandwidth_m = h,
		.cell_m = fmin(h / 2, side / 128),
		.weight = p->events,
		.area = p->area,
		.edge = KDE_EDGE_UNIFORM,
		.box = p->box};
	enum err_code err = kde_run(ctx, &k, p->points, &o);
	if (!err)
		*sum = k.total;
	return err;
}

/* The log of the density at a place without its own events, from those that are not so
 * much further than the nearest that they add less than e^-60 of it. */
static double log_without_own(const struct places *p, size_t place, double h)
{
	struct point at = {p->points.x_m[place], p->points.y_m[place]};
	double nearest2 = p->nearest2[place], sum = 0;
	struct grid_walk walk = grid_walk(&p->grid, at, sqrt(nearest2 + 120 * h * h));
	uint32_t from, to;
	while (grid_next(&walk, &from, &to))
		for (uint32_t k = from; k < to; k++) {
			double dx = p->grid.x_m[k] - at.x_m;
			double dy = p->grid.y_m[k] - at.y_m;
			double further = dx * dx + dy * dy - nearest2;
			if (p->grid.id[k] != place)
				sum += p->events[p->grid.id[k]] *
				       exp(-further / (2 * h * h));
		}
	return log(sum) - nearest2 / (2 * h * h) - log(2 * KDE_PI * h * h);
}

/* The log likelihood of the events, each given those of all other places. */
static enum err_code likelihood(
	struct context *ctx, struct places *p, double h, double *value)
{
	struct kde_options o = {.bandwidth_m = h, .cell_m = 1, .weight = p->events};
	double own = kde_kernel_value(KDE_GAUSSIAN, h, 0), largest = 0, sum = 0;
	size_t n = p->points.n;
	kde_at_places(ctx, p->points, &o, p->points, p->sum);
	if (p->area)
		kde_window_masses(
			ctx, &p->window, KDE_GAUSSIAN, h, NULL, p->points, p->mass);
	for (size_t i = 0; i < n; i++)
		largest = fmax(largest, p->sum[i]);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64)
	for (size_t i = 0; i < n; i++) {
		double others = p->sum[i] - p->events[i] * own;
		p->sum[i] = others < FAINT * largest ? log_without_own(p, i, h)
						     : log(others);
	}
	for (size_t i = 0; i < n; i++)
		sum += p->events[i] * (p->sum[i] - (p->area ? log(p->mass[i]) : 0));
	enum err_code err = integral(ctx, p, h, value);
	*value = isfinite(sum) ? sum - *value : -INFINITY;
	return err;
}

/* Golden section between two bandwidths, on the scale of logarithms. */
static enum err_code refine(struct context *ctx, struct places *p, double low,
	double high, struct bandwidth *b, double best)
{
	const double golden = (sqrt(5) - 1) / 2;
	double at[2] = {high - golden * (high - low), low + golden * (high - low)};
	double value[2];
	enum err_code err = likelihood(ctx, p, exp(at[0]), &value[0]);
	if (!err)
		err = likelihood(ctx, p, exp(at[1]), &value[1]);
	for (int k = 2; !err && k < STEPS; k++) {
		int worse = value[0] >= value[1];
		if (worse)
			high = at[1];
		else
			low = at[0];
		at[worse] = at[1 - worse];
		value[worse] = value[1 - worse];
		at[1 - worse] = worse ? high - golden * (high - low)
				      : low + golden * (high - low);
		err = likelihood(ctx, p, exp(at[1 - worse]), &value[1 - worse]);
	}
	int better = value[1] > value[0];
	if (!err && value[better] >= best)
		b->best_m = exp(at[better]);
	return err;
}

static enum err_code seek(struct context *ctx, struct places *p, struct bandwidth *b)
{
	double least_m, most_m = diameter(ctx, p) / 2, best = -INFINITY;
	int at = 0;
	enum err_code err = find_nearest(ctx, p, &least_m);
	double step = log(most_m / least_m) / (GRID - 1), first = log(least_m);
	for (int k = 0; !err && k < GRID; k++) {
		double value;
		struct arena_mark mark = arena_mark(ctx->arena);
		err = likelihood(ctx, p, exp(first + step * k), &value);
		arena_reset(ctx->arena, mark);
		if (value > best) {
			best = value;
			at = k;
		}
	}
	if (err)
		return err;
	b->best_m = b->grid_m = exp(first + step * at);
	b->at_end = at == 0 || at == GRID - 1;
	struct arena_mark mark = arena_mark(ctx->arena);
	err = refine(ctx, p, first + step * (at > 0 ? at - 1 : 0),
		first + step * (at < GRID - 1 ? at + 1 : GRID - 1), b, best);
	arena_reset(ctx->arena, mark);
	return err;
}

enum err_code bandwidth_likelihood(struct context *ctx, struct bandwidth *b,
	struct points points, const struct shape *area)
{
	struct places p = {.area = area};
	*b = (struct bandwidth){0};
	enum err_code err = points_check(ctx, points);
	if (!err && area)
		err = kde_window_make(ctx, &p.window, area);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	gather_places(ctx, &p, points);
	p.box = area ? shape_box(area) : points_box(points);
	b->places = p.points.n;
	if (p.points.n < 2)
		err = err_set(ctx, ERR_DATA,
			"all events are at one place: no bandwidth can be judged by "
			"them; give one, such as 500m");
	else
		err = seek(ctx, &p, b);
	arena_reset(ctx->scratch, mark);
	return err;
}
