#include "stats/kde_window_many.h"
#include "stats/kde_lattice.h"

/* Fewer are summed as quickly from the edges themselves. */
#define EDGES_FEW 64
#define PLACES_FEW 2000
#define NODES_MOST 2e7 /* of a lattice: 160 MB */
#define CLASS 1.2      /* the largest bandwidth read off a lattice over its own */
#define PLACES_AT_ONCE ((size_t)1 << 21)

bool kde_window_by_lattice(
	const struct kde_window *w, enum kde_kernel kernel, size_t places)
{
	return kernel == KDE_GAUSSIAN && w->edges_n > EDGES_FEW && places > PLACES_FEW;
}

/* Places of one class, and where they come from. */
struct class
{
	struct points places;
	double *h_m, *rest_m, *mass;
	size_t *which;
};

static struct class pick(struct context *ctx, struct points all, double h,
	const double *h_m, double least)
{
	struct class c = {0};
	size_t n = 0;
	double *x_m = arena_array(ctx->scratch, double, all.n);
	double *y_m = arena_array(ctx->scratch, double, all.n);
	c.which = arena_array(ctx->scratch, size_t, all.n);
	c.h_m = arena_array(ctx->scratch, double, all.n);
	for (size_t i = 0; i < all.n; i++) {
		double own = h_m ? h_m[i] : h;
		if (!(own >= least && own < CLASS * least))
			continue;
		x_m[n] = all.x_m[i];
		y_m[n] = all.y_m[i];
		c.h_m[n] = own;
		c.which[n++] = i;
	}
	c.rest_m = arena_array(ctx->scratch, double, n);
	c.mass = arena_array(ctx->scratch, double, n);
	c.places = (struct points){n, x_m, y_m, NULL};
	return c;
}

/* The area smoothed by the narrow part, and then read by each place through the rest of
 * its own Gaussian. */
static void read_class(
	struct context *ctx, const struct kde_window *w, struct class *c, double least)
{
	double wider = (CLASS - 1) * KDE_REACH * least;
	struct box box = points_box(c->places);
	box = (struct box){box.min_x_m - wider, box.min_y_m - wider,
		box.max_x_m + wider, box.max_y_m + wider};
	if (kde_lattice_nodes(box, least) > NODES_MOST || c->places.n < PLACES_FEW) {
		kde_window_masses_near(
			ctx, w, KDE_GAUSSIAN, 0, c->h_m, c->places, c->mass);
		return;
	}
	struct kde_lattice l = kde_lattice_make_box(ctx, box, least);
	for (size_t i = 0; i < c->places.n; i++)
		c->rest_m[i] = sqrt(c->h_m[i] * c->h_m[i] - l.narrow_m * l.narrow_m);
	kde_window_field(ctx, w, KDE_GAUSSIAN, l.narrow_m, NULL, &l.cells, l.node);
	kde_lattice_gather(ctx, &l, c->places, c->rest_m, c->mass);
}

/* The least bandwidth from `from` on; INFINITY where there is none. */
static double least_from(size_t n, double h, const double *h_m, double from)
{
	double least = INFINITY;
	for (size_t i = 0; i < (h_m ? n : 1); i++) {
		double own = h_m ? h_m[i] : h;
		if (own >= from)
			least = fmin(least, own);
	}
	return least;
}

void kde_window_masses(struct context *ctx, const struct kde_window *w,
	enum kde_kernel kernel, double h, const double *h_m, struct points points,
	double *mass)
{
	if (!kde_window_by_lattice(w, kernel, points.n)) {
		kde_window_masses_near(ctx, w, kernel, h, h_m, points, mass);
		return;
	}
	double least = least_from(points.n, h, h_m, 0);
	while (isfinite(least)) {
		struct arena_mark mark = arena_mark(ctx->scratch);
		struct class c = pick(ctx, points, h, h_m, least);
		read_class(ctx, w, &c, least);
		for (size_t i = 0; i < c.places.n; i++)
			mass[c.which[i]] = fmin(fmax(c.mass[i], 0), 1);
		arena_reset(ctx->scratch, mark);
		least = h_m ? least_from(points.n, h, h_m, CLASS * least) : INFINITY;
	}
}

void kde_window_field_classes(struct context *ctx, const struct kde_window *w,
	const double *h_m, const struct kde_cells *cells, double *mass)
{
	size_t n = cells->columns * cells->rows;
	for (size_t from = 0; from < n; from += PLACES_AT_ONCE) {
		size_t some = n - from < PLACES_AT_ONCE ? n - from : PLACES_AT_ONCE;
		struct arena_mark mark = arena_mark(ctx->scratch);
		double *x_m = arena_array(ctx->scratch, double, some);
		double *y_m = arena_array(ctx->scratch, double, some);
		for (size_t i = 0; i < some; i++) {
			size_t at = from + i;
			mass[at] = 0;
			x_m[i] = kde_centre(
				cells->min_x_m, cells->cell_m, at % cells->columns);
			y_m[i] = kde_centre(
				cells->min_y_m, cells->cell_m, at / cells->columns);
		}
		struct points places = {some, x_m, y_m, NULL};
		kde_window_masses(
			ctx, w, KDE_GAUSSIAN, 0, h_m + from, places, mass + from);
		arena_reset(ctx->scratch, mark);
	}
}
