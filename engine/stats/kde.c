#include "stats/kde.h"
#include "stats/kde_adaptive.h"
#include "stats/kde_sum.h"
#include "stats/kde_window.h"
#include <string.h>

static double weight_of(const double *weight, size_t i)
{
	return weight ? weight[i] : 1;
}

double kde_at(struct points points, const struct kde_options *o, struct point at)
{
	double sum = 0;
	for (size_t i = 0; i < points.n; i++) {
		double dx = points.x_m[i] - at.x_m, dy = points.y_m[i] - at.y_m;
		sum += weight_of(o->weight, i) *
		       kde_kernel_value(o->kernel, o->bandwidth_m, dx * dx + dy * dy);
	}
	return sum;
}

double kde_bandwidth_scott(struct points points)
{
	double mean_x = 0, mean_y = 0, x2 = 0, y2 = 0, n = (double)points.n;
	for (size_t i = 0; i < points.n; i++) {
		mean_x += (points.x_m[i] - mean_x) / (double)(i + 1);
		mean_y += (points.y_m[i] - mean_y) / (double)(i + 1);
	}
	for (size_t i = 0; i < points.n; i++) {
		double dx = points.x_m[i] - mean_x, dy = points.y_m[i] - mean_y;
		x2 += dx * dx;
		y2 += dy * dy;
	}
	if (points.n < 2)
		return 0;
	return sqrt(sqrt(x2 / (n - 1)) * sqrt(y2 / (n - 1))) * pow(n, -1.0 / 6);
}

/* ---- the surface ------------------------------------------------------------------ */

static bool no_box(struct box b)
{
	return b.min_x_m == 0 && b.max_x_m == 0 && b.min_y_m == 0 && b.max_y_m == 0;
}

static struct box chosen_box(struct points points, const struct kde_options *o)
{
	double wider = o->kernel == KDE_GAUSSIAN ? 3 * o->bandwidth_m : o->bandwidth_m;
	struct box b = o->box;
	if (!no_box(b))
		return b;
	b = o->area ? shape_box(o->area) : points_box(points);
	if (o->area)
		wider = 0;
	b.min_x_m = floor((b.min_x_m - wider) / o->cell_m) * o->cell_m;
	b.min_y_m = floor((b.min_y_m - wider) / o->cell_m) * o->cell_m;
	b.max_x_m += wider;
	b.max_y_m += wider;
	return b;
}

/* Far wider than the area, of a kernel nothing is left inside to be divided by. */
static enum err_code check_width(struct context *ctx, const struct kde_options *o)
{
	if (!o->area || o->edge == KDE_EDGE_NONE)
		return ERR_OK;
	struct box b = shape_box(o->area);
	double widest = fmax(o->bandwidth_m, o->pilot_m);
	double diagonal = hypot(b.max_x_m - b.min_x_m, b.max_y_m - b.min_y_m);
	if (widest <= KDE_WIDEST * diagonal)
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"a bandwidth of %g m is over %g times as wide as the study area: take "
		"a "
		"smaller one",
		widest, KDE_WIDEST);
}

enum err_code kde_lay_out(struct context *ctx, struct kde_cells *c,
	struct points points, const struct kde_options *o)
{
	double h = o->bandwidth_m, cell = o->cell_m;
	if (!(h > 0) || !isfinite(h) || !(cell > 0) || !isfinite(cell) ||
		!(o->pilot_m >= 0) || !isfinite(o->pilot_m))
		return err_set(ctx, ERR_USAGE,
			"a surface needs a bandwidth and a cell above 0");
	enum err_code code = points_check(ctx, points);
	if (!code)
		code = check_width(ctx, o);
	if (code)
		return code;
	for (size_t i = 0; o->weight && i < points.n; i++)
		if (!isfinite(o->weight[i]))
			return err_set(ctx, ERR_DATA,
				"the weight of point %zu is no finite number", i + 1);
	struct box b = chosen_box(points, o);
	double columns = ceil((b.max_x_m - b.min_x_m) / cell - 1e-9);
	double rows = ceil((b.max_y_m - b.min_y_m) / cell - 1e-9);
	columns = columns == 0 ? 1 : columns;
	rows = rows == 0 ? 1 : rows;
	if (!(columns >= 1) || !(rows >= 1) || !(columns * rows <= KDE_CELLS_MOST))
		return err_set(ctx, ERR_USAGE,
			"cells of %g m make a surface of %.6g by %.6g, and %.0f are "
			"the most: take cells of %.3g m or more, or a smaller area",
			cell, columns, rows, KDE_CELLS_MOST,
			cell * sqrt(columns) * sqrt(rows / KDE_CELLS_MOST) * 1.01);
	*c = (struct kde_cells){
		(size_t)columns, (size_t)rows, cell, b.min_x_m, b.min_y_m};
	return ERR_OK;
}

/* ---- edges ------------------------------------------------------------------------ */

/* Each weight over the part of its kernel that lies inside. */
static enum err_code diggle_weights(struct context *ctx, const struct kde_window *w,
	struct points points, const struct kde_options *o, const double *h_m,
	double *weight)
{
	kde_window_masses(ctx, w, o->kernel, o->bandwidth_m, h_m, points, weight);
	for (size_t i = 0; i < points.n; i++) {
		struct point at = {points.x_m[i], points.y_m[i]};
		if (!(weight[i] > 1e-12) ||
			(weight[i] < 0.5 && !shape_covers_point(o->area, at)))
			return err_set(ctx, ERR_DATA,
				"point %zu lies outside of the study area", i + 1);
		weight[i] = weight_of(o->weight, i) / weight[i];
	}
	return ERR_OK;
}

/* Divides by the part inside, and takes away what is outside. */
static void correct(struct context *ctx, const struct kde_window *w,
	const struct kde_options *o, const double *cell_h_m, const struct kde_cells *c,
	double *density)
{
	size_t n = c->columns * c->rows;
	bool *inside = arena_array(ctx->scratch, bool, n);
	kde_window_cells(ctx, w, c, inside);
	if (o->edge == KDE_EDGE_UNIFORM) {
		double *mass = arena_array(ctx->scratch, double, n);
		kde_window_field(ctx, w, o->kernel, o->bandwidth_m, cell_h_m, c, mass);
		for (size_t i = 0; i < n; i++)
			density[i] /= mass[i];
	}
	for (size_t i = 0; i < n; i++)
		if (!inside[i])
			density[i] = NAN;
}

/* ---- all of it -------------------------------------------------------------------- */

static void summarise(struct kde *k)
{
	size_t n = k->columns * k->rows, at = n;
	double total = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(k->density[i]))
			continue;
		total += k->density[i];
		if (at == n || k->density[i] > k->density[at])
			at = i;
	}
	k->total = total * k->cell_m * k->cell_m;
	k->maximum = at < n ? k->density[at] : NAN;
	at = at < n ? at : 0;
	k->maximum_at.x_m = kde_centre(k->min_x_m, k->cell_m, at % k->columns);
	k->maximum_at.y_m = kde_centre(k->min_y_m, k->cell_m, at / k->columns);
}

static enum err_code run(struct context *ctx, struct kde *k, const struct kde_cells *c,
	struct points points, const struct kde_options *o)
{
	struct kde_window window;
	struct kde_adaptive adaptive = {0};
	const double *weight = o->weight;
	enum err_code err = ERR_OK;
	if (o->area)
		err = kde_window_make(ctx, &window, o->area);
	if (!err && o->pilot_m > 0)
		err = kde_adaptive_make(ctx, &adaptive, points, o, c);
	if (!err && o->area && o->edge == KDE_EDGE_DIGGLE) {
		double *inside = arena_array(ctx->scratch, double, points.n);
		err = diggle_weights(ctx, &window, points, o, adaptive.h_m, inside);
		weight = inside;
	}
	if (err)
		return err;
	struct kde_sum sum = {
		c, points, o->kernel, weight, adaptive.h_m, o->bandwidth_m};
	kde_sum_run(ctx, &sum, k->density);
	if (o->area)
		correct(ctx, &window, o, adaptive.cell_h_m, c, k->density);
	k->bandwidth_m[0] = adaptive.h_m ? adaptive.least_m : o->bandwidth_m;
	k->bandwidth_m[1] = adaptive.h_m ? adaptive.largest_m : o->bandwidth_m;
	return ERR_OK;
}

enum err_code kde_run(struct context *ctx, struct kde *k, struct points points,
	const struct kde_options *options)
{
	struct kde_cells c;
	memset(k, 0, sizeof *k);
	enum err_code err = kde_lay_out(ctx, &c, points, options);
	if (err)
		return err;
	k->columns = c.columns;
	k->rows = c.rows;
	k->cell_m = c.cell_m;
	k->min_x_m = c.min_x_m;
	k->min_y_m = c.min_y_m;
	k->density = arena_array(ctx->arena, double, k->columns * k->rows);
	struct arena_mark mark = arena_mark(ctx->scratch);
	err = run(ctx, k, &c, points, options);
	arena_reset(ctx->scratch, mark);
	if (!err)
		summarise(k);
	return err;
}
