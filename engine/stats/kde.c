#include "stats/kde.h"
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define CELLS_MOST 1e8
#define DIRECT_MOST 2e8 /* products of a point and a cell that are cheap enough */
/* The first Gaussian's standard deviation in cells, and how far both reach in their
 * own: beyond, a Gaussian is below 1e-16 of its peak. */
#define NARROW 1.5
#define REACH 8.6

static double weight_of(const struct kde_options *o, size_t i)
{
	return o->weight ? o->weight[i] : 1;
}

static double kernel_value(enum kde_kernel kernel, double h, double distance2)
{
	double u = distance2 / (h * h);
	if (kernel == KDE_GAUSSIAN)
		return exp(-u / 2) / (2 * PI * h * h);
	if (u >= 1)
		return 0;
	return kernel == KDE_QUARTIC ? 3 * (1 - u) * (1 - u) / (PI * h * h)
				     : 2 * (1 - u) / (PI * h * h);
}

double kde_at(struct points points, const struct kde_options *o, struct point at)
{
	double sum = 0;
	for (size_t i = 0; i < points.n; i++) {
		double dx = points.x_m[i] - at.x_m, dy = points.y_m[i] - at.y_m;
		sum += weight_of(o, i) *
		       kernel_value(o->kernel, o->bandwidth_m, dx * dx + dy * dy);
	}
	return sum;
}

double kde_bandwidth_scott(struct points points)
{
	double mean_x = 0, mean_y = 0, squares = 0, n = (double)points.n;
	for (size_t i = 0; i < points.n; i++) {
		mean_x += (points.x_m[i] - mean_x) / (double)(i + 1);
		mean_y += (points.y_m[i] - mean_y) / (double)(i + 1);
	}
	for (size_t i = 0; i < points.n; i++) {
		double dx = points.x_m[i] - mean_x, dy = points.y_m[i] - mean_y;
		squares += dx * dx + dy * dy;
	}
	if (points.n < 2)
		return 0;
	return sqrt(squares / (n - 1) / 2) * pow(n, -1.0 / 6);
}

static enum err_code set_surface(struct context *ctx, struct kde *k,
	struct points points, const struct kde_options *o)
{
	double h = o->bandwidth_m, cell = o->cell_m;
	if (!(h > 0) || !isfinite(h) || !(cell > 0) || !isfinite(cell))
		return err_set(ctx, ERR_USAGE,
			"a surface needs a bandwidth and a cell above 0");
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	for (size_t i = 0; o->weight && i < points.n; i++)
		if (!isfinite(o->weight[i]))
			return err_set(ctx, ERR_DATA,
				"the weight of point %zu is no finite number", i + 1);
	struct box b = o->box;
	if (b.min_x_m == 0 && b.max_x_m == 0 && b.min_y_m == 0 && b.max_y_m == 0) {
		double wider = o->kernel == KDE_GAUSSIAN ? 3 * h : h;
		b = points_box(points);
		b.min_x_m = floor((b.min_x_m - wider) / cell) * cell;
		b.min_y_m = floor((b.min_y_m - wider) / cell) * cell;
		b.max_x_m += wider;
		b.max_y_m += wider;
	}
	double columns = ceil((b.max_x_m - b.min_x_m) / cell - 1e-9);
	double rows = ceil((b.max_y_m - b.min_y_m) / cell - 1e-9);
	if (!(columns >= 1) || !(rows >= 1) || columns * rows > CELLS_MOST)
		return err_set(ctx, ERR_USAGE,
			"cells of %g m make a surface of %.0f by %.0f: take other "
			"cells, or "
			"another box",
			cell, columns, rows);
	k->columns = (size_t)columns;
	k->rows = (size_t)rows;
	k->cell_m = cell;
	k->min_x_m = b.min_x_m;
	k->min_y_m = b.min_y_m;
	k->density = arena_array(ctx->arena, double, k->columns * k->rows);
	return ERR_OK;
}

/* Gaussian factors of a point along one axis, at the centres of cells 0 … n - 1. */
static void factors(
	double *out, size_t n, double min_m, double cell_m, double at_m, double h)
{
	for (size_t i = 0; i < n; i++) {
		double u = (kde_centre(min_m, cell_m, i) - at_m) / h;
		out[i] = exp(-u * u / 2);
	}
}

/* Every point at every cell; workers share out the rows, so that each cell's sum runs
 * over the points in their order. */
static void sum_directly(struct context *ctx, struct kde *k, struct points points,
	const struct kde_options *o)
{
	double h = o->bandwidth_m, scale = 1 / (2 * PI * h * h);
	size_t workers = (size_t)ctx->threads, columns = k->columns;
	double *room = arena_array(ctx->scratch, double, (columns + k->rows) * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		double *along = room + w * (columns + k->rows), *up = along + columns;
		size_t first = k->rows * w / workers,
		       last = k->rows * (w + 1) / workers;
		for (size_t i = 0; i < points.n; i++) {
			factors(along, columns, k->min_x_m, k->cell_m, points.x_m[i],
				h);
			factors(up, last - first,
				k->min_y_m + (double)first * k->cell_m, k->cell_m,
				points.y_m[i], h);
			for (size_t row = first; row < last; row++) {
				double factor =
					up[row - first] * scale * weight_of(o, i);
				double *cells = k->density + row * columns;
				for (size_t c = 0; c < columns; c++)
					cells[c] += factor * along[c];
			}
		}
	}
}

/* A grid that is wider than the surface by what the second Gaussian reaches. */
struct canvas {
	size_t columns, rows, margin;
	double min_x_m, min_y_m, *cells;
};

struct span {
	size_t from, to;
};

/* The cells of an axis whose centres are within `reach_m` of a place. */
static struct span cells_near(
	double at_m, double reach_m, double min_m, double cell_m, size_t cells)
{
	double low = (at_m - reach_m - min_m) / cell_m - 0.5;
	double high = (at_m + reach_m - min_m) / cell_m - 0.5;
	struct span s = {0, 0};
	if (high < 0 || low > (double)cells - 1)
		return s;
	s.from = low > 0 ? (size_t)ceil(low) : 0;
	s.to = high < (double)cells - 1 ? (size_t)floor(high) + 1 : cells;
	return s;
}

/* Lays points on the canvas with a Gaussian of h, cut off at REACH of it. Workers share
 * out the rows. */
static void lay_points(struct context *ctx, struct canvas *c, struct points points,
	const struct kde_options *o, double h, double scale)
{
	size_t workers = (size_t)ctx->threads;
	double cell = o->cell_m;
	size_t room_n = (size_t)(2 * REACH * h / cell) + 4;
	double *room = arena_array(ctx->scratch, double, room_n *workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		double *along = room + w * room_n;
		size_t first = c->rows * w / workers,
		       last = c->rows * (w + 1) / workers;
		for (size_t i = 0; i < points.n; i++) {
			struct span y = cells_near(
				points.y_m[i], REACH * h, c->min_y_m, cell, c->rows);
			y.from = y.from > first ? y.from : first;
			y.to = y.to < last ? y.to : last;
			if (y.from >= y.to)
				continue;
			struct span x = cells_near(
				points.x_m[i], REACH * h, c->min_x_m, cell, c->columns);
			factors(along, x.to - x.from,
				c->min_x_m + (double)x.from * cell, cell, points.x_m[i],
				h);
			for (size_t row = y.from; row < y.to; row++) {
				double u = (kde_centre(c->min_y_m, cell, row) -
						   points.y_m[i]) /
					   h;
				double factor =
					exp(-u * u / 2) * scale * weight_of(o, i);
				double *cells = c->cells + row * c->columns + x.from;
				for (size_t k = 0; k < x.to - x.from; k++)
					cells[k] += factor * along[k];
			}
		}
	}
}

/* One pass along the rows, then one along the columns, of a Gaussian in cells. */
static void smooth(struct context *ctx, const struct canvas *c, struct kde *k, double h)
{
	size_t reach = c->margin, taps_n = 2 * reach + 1;
	double *taps = arena_array(ctx->scratch, double, taps_n);
	for (size_t t = 0; t < taps_n; t++) {
		double u = ((double)t - (double)reach) / h;
		taps[t] = exp(-u * u / 2) / (sqrt(2 * PI) * h);
	}
	double *narrow = arena_array(ctx->scratch, double, c->rows * k->columns);
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t row = 0; row < c->rows; row++) {
		double *out = narrow + row * k->columns;
		const double *in = c->cells + row * c->columns;
		for (size_t t = 0; t < taps_n; t++)
			for (size_t col = 0; col < k->columns; col++)
				out[col] += taps[t] * in[col + t];
	}
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t row = 0; row < k->rows; row++) {
		double *out = k->density + row * k->columns;
		for (size_t t = 0; t < taps_n; t++) {
			const double *in = narrow + (row + t) * k->columns;
			for (size_t col = 0; col < k->columns; col++)
				out[col] += taps[t] * in[col];
		}
	}
}

static void sum_gaussian(struct context *ctx, struct kde *k, struct points points,
	const struct kde_options *o)
{
	double h = o->bandwidth_m, cell = o->cell_m;
	if ((double)points.n * (double)k->columns * (double)k->rows <= DIRECT_MOST) {
		sum_directly(ctx, k, points, o);
		return;
	}
	struct canvas c = {k->columns, k->rows, 0, k->min_x_m, k->min_y_m, k->density};
	if (h < 2 * NARROW * cell) {
		lay_points(ctx, &c, points, o, h, 1 / (2 * PI * h * h));
		return;
	}
	double narrow = NARROW * cell, rest = sqrt(h * h - narrow * narrow) / cell;
	c.margin = (size_t)ceil(REACH * rest);
	c.columns += 2 * c.margin;
	c.rows += 2 * c.margin;
	c.min_x_m -= (double)c.margin * cell;
	c.min_y_m -= (double)c.margin * cell;
	c.cells = arena_array(ctx->scratch, double, c.columns *c.rows);
	lay_points(ctx, &c, points, o, narrow, 1 / (2 * PI * narrow * narrow));
	smooth(ctx, &c, k, rest);
}

/* Kernels that end at h: each point to the cells in its circle. */
static void sum_compact(struct context *ctx, struct kde *k, struct points points,
	const struct kde_options *o)
{
	size_t workers = (size_t)ctx->threads;
	double h = o->bandwidth_m, cell = k->cell_m;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		size_t first = k->rows * w / workers,
		       last = k->rows * (w + 1) / workers;
		for (size_t i = 0; i < points.n; i++) {
			double px = points.x_m[i], py = points.y_m[i];
			struct span y = cells_near(py, h, k->min_y_m, cell, k->rows);
			struct span x = cells_near(px, h, k->min_x_m, cell, k->columns);
			y.from = y.from > first ? y.from : first;
			y.to = y.to < last ? y.to : last;
			for (size_t row = y.from; row < y.to; row++) {
				double dy = kde_centre(k->min_y_m, cell, row) - py;
				double *cells = k->density + row * k->columns;
				for (size_t col = x.from; col < x.to; col++) {
					double dx =
						kde_centre(k->min_x_m, cell, col) - px;
					cells[col] += weight_of(o, i) *
						      kernel_value(o->kernel, h,
							      dx * dx + dy * dy);
				}
			}
		}
	}
}

static void find_maximum(struct kde *k)
{
	size_t at = 0;
	for (size_t i = 1; i < k->columns * k->rows; i++)
		if (k->density[i] > k->density[at])
			at = i;
	k->maximum = k->density[at];
	k->maximum_at.x_m = kde_centre(k->min_x_m, k->cell_m, at % k->columns);
	k->maximum_at.y_m = kde_centre(k->min_y_m, k->cell_m, at / k->columns);
}

enum err_code kde_run(struct context *ctx, struct kde *k, struct points points,
	const struct kde_options *options)
{
	memset(k, 0, sizeof *k);
	enum err_code code = set_surface(ctx, k, points, options);
	if (code)
		return code;
	struct arena_mark mark = arena_mark(ctx->scratch);
	if (options->kernel == KDE_GAUSSIAN)
		sum_gaussian(ctx, k, points, options);
	else
		sum_compact(ctx, k, points, options);
	arena_reset(ctx->scratch, mark);
	find_maximum(k);
	return ERR_OK;
}
