#include "work/points_density.h"
#include "base/file.h"
#include "base/str.h"
#include "intake/raster.h"
#include "stats/kde.h"
#include "work/points_result.h"
#include <math.h>

static const struct column cell_columns[] = {
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"density", "Events per m2", 12, AUDIENCE_PUBLIC},
};

/* A row a cell, from the south-west, in the file's own coordinates. */
static const struct table *cells_table(
	struct context *ctx, const struct events *e, const struct kde *k)
{
	size_t n = k->columns * k->rows;
	struct table *t = TABLE_CREATE(ctx->arena, "cells", "Density", cell_columns);
	double *x = arena_array(ctx->arena, double, n);
	double *y = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++) {
		x[i] = kde_centre(k->min_x_m, k->cell_m, i % k->columns);
		y[i] = kde_centre(k->min_y_m, k->cell_m, i / k->columns);
	}
	if (e->projection)
		project_inverse(ctx, e->projection, n, x, y, x, y, NULL);
	for (size_t i = 0; i < n; i++) {
		cell_real(t, x[i]);
		cell_real(t, y[i]);
		cell_real(t, k->density[i]);
	}
	return t;
}

static enum err_code write_raster(struct context *ctx, const struct events *e,
	const struct kde *k, const char *path)
{
	if (!path)
		return ERR_OK;
	struct raster raster = {.columns = k->columns,
		.rows = k->rows,
		.min_x = k->min_x_m,
		.min_y = k->min_y_m,
		.cell = k->cell_m,
		.values = k->density,
		.crs = e->projection ? projection_info(e->projection)->plane : NULL,
		.name = "events per square metre"};
	return raster_write(ctx, path, &raster);
}

static const struct result *surface_result(struct context *ctx,
	const struct work_options *options, const struct events *e, const struct kde *k)
{
	struct result *r = result_create(ctx->arena);
	if (options->format == FORMAT_CSV)
		result_table(r, cells_table(ctx, e, k));
	struct point at = events_place(ctx, e, k->maximum_at);
	struct result *maximum = result_create(ctx->arena);
	result_int(r, "columns", (int64_t)k->columns);
	result_int(r, "rows", (int64_t)k->rows);
	result_real(r, "cell_m", k->cell_m);
	result_real(maximum, "x", at.x_m);
	result_real(maximum, "y", at.y_m);
	result_real(maximum, "density", k->maximum);
	result_result(r, "maximum", maximum);
	return r;
}

static enum err_code kde_print(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_kde_options *o,
	const struct events *e, bool *left_out)
{
	struct kde_options ko = {.bandwidth_m = o->bandwidth_m, .cell_m = o->cell_m};
	struct events_expanded x = events_expand(ctx, e);
	struct kde k;
	ko.kernel = str_equal(o->kernel, "quartic")        ? KDE_QUARTIC
		    : str_equal(o->kernel, "epanechnikov") ? KDE_EPANECHNIKOV
							   : KDE_GAUSSIAN;
	enum err_code err = points_area(ctx, e, o->area, &ko.box);
	if (!err)
		err = kde_run(ctx, &k, x.points, &ko);
	if (!err)
		err = write_raster(ctx, e, &k, o->output);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	result_text(p, "kernel", o->kernel);
	result_real(p, "bandwidth_m", o->bandwidth_m);
	result_real(p, "cell_m", o->cell_m);
	if (o->area)
		result_text(p, "area", o->area);
	if (o->output)
		result_text(p, "output", file_base(o->output));
	return points_finish(ctx, options, "points kde", e, p,
		surface_result(ctx, options, e, &k), left_out);
}

enum err_code work_points_kde(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_kde_options *o,
	bool *left_out)
{
	struct events e;
	if (!(o->bandwidth_m > 0) || !(o->cell_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--bandwidth and --cell must be more than 0: give distances "
			"such as 500m and 100m");
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = kde_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
