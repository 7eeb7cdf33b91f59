#include "stats/kde_sum.h"
#include "stats/kde_lattice.h"
#include <string.h>

#define DIRECT_MOST 2e8 /* products of a point and a cell that are cheap enough */
#define CLASS 1.2       /* the largest bandwidth of a class over the least */

static double weight_of(const double *weight, size_t i)
{
	return weight ? weight[i] : 1;
}

/* ---- the fixed Gaussian ----------------------------------------------------------- */

/* Gaussian factors of a point along one axis, at the centres of cells from … to - 1. */
static void factors(double *out, size_t from, size_t to, double min_m, double cell_m,
	double at_m, double h)
{
	for (size_t i = from; i < to; i++) {
		double u = (kde_centre(min_m, cell_m, i) - at_m) / h;
		out[i - from] = exp(-u * u / 2);
	}
}

/* Every point at every cell; workers share out the rows, so that each cell's sum runs
 * over the points in their order. */
static void sum_directly(struct context *ctx, const struct kde_cells *c,
	struct points points, const double *weight, double h, double *density)
{
	double scale = 1 / (2 * KDE_PI * h * h);
	size_t workers = (size_t)ctx->threads, columns = c->columns;
	double *room = arena_array(ctx->scratch, double, (columns + c->rows) * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		double *along = room + w * (columns + c->rows), *up = along + columns;
		size_t first = c->rows * w / workers,
		       last = c->rows * (w + 1) / workers;
		for (size_t i = 0; i < points.n; i++) {
			factors(along, 0, columns, c->min_x_m, c->cell_m, points.x_m[i],
				h);
			factors(up, first, last, c->min_y_m, c->cell_m, points.y_m[i],
				h);
			for (size_t row = first; row < last; row++) {
				double factor =
					up[row - first] * scale * weight_of(weight, i);
				double *cells = density + row * columns;
#pragma omp simd
				for (size_t k = 0; k < columns; k++)
					cells[k] += factor * along[k];
			}
		}
	}
}

static void sum_gaussian(struct context *ctx, const struct kde_cells *c,
	struct points points, const double *weight, double h, double *density)
{
	if ((double)points.n * (double)c->columns * (double)c->rows <= DIRECT_MOST) {
		sum_directly(ctx, c, points, weight, h, density);
	} else if (!kde_lattice_suits(c, h)) {
		kde_lay(ctx, density, c, points, weight, h);
	} else {
		struct kde_lattice l = kde_lattice_make(ctx, c, h);
		kde_lay(ctx, l.node, &l.cells, points, weight, l.narrow_m);
		kde_lattice_spread(ctx, &l, c, density);
	}
}

/* ---- kernels that end, and bandwidths of their own ---------------------------------- */

static void lay_gaussian(const struct kde_sum *l, size_t i, struct kde_span y,
	struct kde_span x, double *along, double *density)
{
	const struct kde_cells *c = l->cells;
	double h = l->h_m ? l->h_m[i] : l->h;
	double scale = weight_of(l->weight, i) / (2 * KDE_PI * h * h);
	factors(along, x.from, x.to, c->min_x_m, c->cell_m, l->points.x_m[i], h);
	for (size_t row = y.from; row < y.to; row++) {
		double u =
			(kde_centre(c->min_y_m, c->cell_m, row) - l->points.y_m[i]) / h;
		double factor = exp(-u * u / 2) * scale;
		double *cells = density + row * c->columns + x.from;
#pragma omp simd
		for (size_t k = 0; k < x.to - x.from; k++)
			cells[k] += factor * along[k];
	}
}

static void lay_compact(const struct kde_sum *l, size_t i, struct kde_span y,
	struct kde_span x, double *density)
{
	const struct kde_cells *c = l->cells;
	double h = l->h_m ? l->h_m[i] : l->h;
	for (size_t row = y.from; row < y.to; row++) {
		double dy = kde_centre(c->min_y_m, c->cell_m, row) - l->points.y_m[i];
		double *cells = density + row * c->columns;
		for (size_t col = x.from; col < x.to; col++) {
			double dx = kde_centre(c->min_x_m, c->cell_m, col) -
				    l->points.x_m[i];
			cells[col] += weight_of(l->weight, i) *
				      kde_kernel_value(l->kernel, h, dx * dx + dy * dy);
		}
	}
}

/* Each point to the cells within its reach; workers share out the rows. */
static void sum_each(struct context *ctx, const struct kde_sum *l, double *density)
{
	const struct kde_cells *c = l->cells;
	size_t workers = (size_t)ctx->threads;
	double *room = arena_array(ctx->scratch, double, c->columns *workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		size_t first = c->rows * w / workers,
		       last = c->rows * (w + 1) / workers;
		for (size_t i = 0; i < l->points.n; i++) {
			double reach_m =
				kde_reach_m(l->kernel, l->h_m ? l->h_m[i] : l->h);
			struct kde_span y = kde_cells_near(l->points.y_m[i], reach_m,
				c->min_y_m, c->cell_m, c->rows);
			struct kde_span x = kde_cells_near(l->points.x_m[i], reach_m,
				c->min_x_m, c->cell_m, c->columns);
			y.from = y.from > first ? y.from : first;
			y.to = y.to < last ? y.to : last;
			if (y.from >= y.to || x.from >= x.to)
				continue;
			if (l->kernel == KDE_GAUSSIAN)
				lay_gaussian(
					l, i, y, x, room + w * c->columns, density);
			else
				lay_compact(l, i, y, x, density);
		}
	}
}

/* ---- classes of bandwidths --------------------------------------------------------- */

/* How many products of a point and a cell sum_each() would make. */
static double work_of_each(const struct kde_sum *s)
{
	double cells = (double)s->cells->columns * (double)s->cells->rows, sum = 0;
	for (size_t i = 0; i < s->points.n; i++) {
		double side = 2 * kde_reach_m(s->kernel, s->h_m[i]) / s->cells->cell_m;
		sum += fmin(side * side, cells);
	}
	return sum;
}

/* The points whose bandwidths are at least `least` and below CLASS times that, each with
 * the part of its Gaussian that the lattice's own does not have. */
static struct kde_sum pick_class(struct context *ctx, const struct kde_sum *s,
	double least, double rest, const struct kde_cells *cells)
{
	size_t n = 0;
	double *column[4];
	for (size_t i = 0; i < s->points.n; i++)
		n += s->h_m[i] >= least && s->h_m[i] < CLASS * least;
	for (int k = 0; k < 4; k++)
		column[k] = arena_array(ctx->scratch, double, n);
	n = 0;
	for (size_t i = 0; i < s->points.n; i++) {
		double h = s->h_m[i];
		if (!(h >= least && h < CLASS * least))
			continue;
		column[0][n] = s->points.x_m[i];
		column[1][n] = s->points.y_m[i];
		column[2][n] = weight_of(s->weight, i);
		column[3][n++] = sqrt(h * h - rest * rest);
	}
	return (struct kde_sum){cells, {n, column[0], column[1], NULL}, KDE_GAUSSIAN,
		column[2], column[3], 0};
}

static void sum_class(
	struct context *ctx, const struct kde_sum *s, double least, double *value)
{
	size_t n = s->cells->columns * s->cells->rows;
	struct arena_mark mark = arena_mark(ctx->scratch);
	if (kde_lattice_suits(s->cells, least)) {
		struct kde_lattice l = kde_lattice_make(ctx, s->cells, least);
		struct kde_sum part = pick_class(ctx, s, least, l.rest_m, &l.cells);
		double *added = arena_array(ctx->scratch, double, n);
		sum_each(ctx, &part, l.node);
		kde_lattice_spread(ctx, &l, s->cells, added);
		for (size_t i = 0; i < n; i++)
			value[i] += added[i];
	} else {
		struct kde_sum part = pick_class(ctx, s, least, 0, s->cells);
		sum_each(ctx, &part, value);
	}
	arena_reset(ctx->scratch, mark);
}

static void sum_classes(struct context *ctx, const struct kde_sum *s, double *value)
{
	double next = 0;
	for (;;) {
		double least = INFINITY;
		for (size_t i = 0; i < s->points.n; i++)
			if (s->h_m[i] >= next)
				least = fmin(least, s->h_m[i]);
		if (!isfinite(least))
			return;
		sum_class(ctx, s, least, value);
		next = CLASS * least;
	}
}

void kde_sum_run(struct context *ctx, const struct kde_sum *s, double *value)
{
	bool gaussian = s->kernel == KDE_GAUSSIAN;
	if (gaussian && !s->h_m)
		sum_gaussian(ctx, s->cells, s->points, s->weight, s->h, value);
	else if (gaussian && work_of_each(s) > DIRECT_MOST)
		sum_classes(ctx, s, value);
	else
		sum_each(ctx, s, value);
}
