/* A fixed density at places of any kind. */
#include "geo/grid.h"
#include "stats/kde.h"
#include "stats/kde_lattice.h"

#define DIRECT_MOST 2e6 /* pairs of a point and a place */
#define NODES_MOST 1e7  /* of a lattice: 80 MB */
#define NEAR_MOST 300.0 /* points within reach, for which a walk is as good */

static double value_from(
	const struct kde_options *o, double h, size_t i, double dx, double dy)
{
	return (o->weight ? o->weight[i] : 1) *
	       kde_kernel_value(o->kernel, h, dx * dx + dy * dy);
}

static void directly(struct context *ctx, struct points points,
	const struct kde_options *o, struct points places, double *density)
{
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t k = 0; k < places.n; k++)
		density[k] =
			kde_at(points, o, (struct point){places.x_m[k], places.y_m[k]});
}

/* The points within reach alone, found through a grid. */
static bool nearby(struct context *ctx, struct points points,
	const struct kde_options *o, struct points places, double *density)
{
	struct grid grid;
	double h = o->bandwidth_m, reach_m = kde_reach_m(o->kernel, h);
	if (grid_build(ctx, &grid, ctx->scratch, points, reach_m))
		return false;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t k = 0; k < places.n; k++) {
		struct point at = {places.x_m[k], places.y_m[k]};
		struct grid_walk walk = grid_walk(&grid, at, reach_m);
		uint32_t from, to;
		double sum = 0;
		while (grid_next(&walk, &from, &to))
			for (uint32_t i = from; i < to; i++)
				sum += value_from(o, h, grid.id[i],
					grid.x_m[i] - at.x_m, grid.y_m[i] - at.y_m);
		density[k] = sum;
	}
	return true;
}

/* How many points a place has within its reach, were they spread evenly. */
static double neighbours(struct points points, double reach_m)
{
	struct box b = points_box(points);
	double area_m2 = (b.max_x_m - b.min_x_m) * (b.max_y_m - b.min_y_m);
	return (double)points.n * fmin(1, 4 * reach_m * reach_m / area_m2);
}

static struct box common_box(struct box a, struct box b)
{
	return (struct box){fmin(a.min_x_m, b.min_x_m), fmin(a.min_y_m, b.min_y_m),
		fmax(a.max_x_m, b.max_x_m), fmax(a.max_y_m, b.max_y_m)};
}

void kde_at_places(struct context *ctx, struct points points,
	const struct kde_options *o, struct points places, double *density)
{
	double h = o->bandwidth_m;
	if ((double)points.n * (double)places.n <= DIRECT_MOST) {
		directly(ctx, points, o, places, density);
		return;
	}
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct box box = common_box(points_box(points), points_box(places));
	bool lattice = o->kernel == KDE_GAUSSIAN &&
		       kde_lattice_nodes(box, h) <= NODES_MOST &&
		       neighbours(points, KDE_REACH * h) > NEAR_MOST;
	if (lattice) {
		struct kde_lattice l = kde_lattice_make_box(ctx, box, h);
		kde_lay(ctx, l.node, &l.cells, points, o->weight, l.narrow_m);
		kde_lattice_gather(ctx, &l, places, NULL, density);
	} else if (!nearby(ctx, points, o, places, density)) {
		directly(ctx, points, o, places, density);
	}
	arena_reset(ctx->scratch, mark);
}
