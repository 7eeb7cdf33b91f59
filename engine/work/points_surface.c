#include "work/points_surface.h"
#include "base/file.h"
#include "base/str.h"
#include "stats/bandwidth.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

enum { LEVELS_MOST = 50 };

/* ---- before the file is read ------------------------------------------------------- */

static const char *const rules[] = {"auto", "scott", "diggle", "likelihood"};

/* The rule of that name, or NULL: it is a distance. */
static const char *rule_of(const char *text)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if (str_equal_fold(text, rules[i]))
			return i ? rules[i] : "scott";
	return NULL;
}

static enum err_code read_distance(struct context *ctx, const char *text, double *h)
{
	enum err_code err = length_parse(ctx, "--bandwidth", text, UNIT_OPTIONAL, h);
	if (err)
		return err_set(ctx, ERR_USAGE,
			"--bandwidth: '%s' is neither a distance such as 500m nor one "
			"of auto, scott, diggle, likelihood",
			text);
	if (!(*h > 0))
		return err_set(ctx, ERR_USAGE,
			"--bandwidth must be more than 0: give a distance such as "
			"500m");
	return ERR_OK;
}

enum err_code surface_check(struct context *ctx, const struct surface_options *o)
{
	double h;
	if (!rule_of(o->bandwidth)) {
		enum err_code err = read_distance(ctx, o->bandwidth, &h);
		if (err)
			return err;
	}
	if (!(o->cell_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--cell must be more than 0: give a distance such as 100m");
	if (o->edge && !str_equal(o->edge, "none") && !o->study_area)
		return err_set(ctx, ERR_USAGE,
			"--edge %s needs --study-area: the border that events can't "
			"lie "
			"behind",
			o->edge);
	if (o->levels && !o->contours)
		return err_set(ctx, ERR_USAGE,
			"--levels is for contours: name their file with --contours");
	if (o->contours && !contours_suits(o->contours))
		return err_set(ctx, ERR_USAGE,
			"--contours: '%s' should end in .gpkg or .geojson",
			file_base(o->contours));
	return ERR_OK;
}

/* ---- area, events, bandwidth ------------------------------------------------------- */

/* Four numbers that are no file's name. */
static bool is_rectangle(struct context *ctx, const char *text, double corner[4])
{
	struct str_list parts = str_split(ctx->arena, text, ',');
	bool good = parts.n == 4;
	for (size_t i = 0; good && i < parts.n; i++)
		good = real_parse(parts.items[i], &corner[i]);
	return good && !file_exists(text);
}

static enum err_code find_area(
	struct context *ctx, struct surface *s, struct points points)
{
	const char *given = s->o->study_area;
	s->points = points;
	if (!given)
		return ERR_OK;
	double corner[4] = {0};
	if (!is_rectangle(ctx, given, corner))
		s->study_options.file = given;
	else if (corner[2] > corner[0] && corner[3] > corner[1])
		s->study_options.area = given;
	else
		return err_set(ctx, ERR_USAGE,
			"--study-area: the second corner must lie above and right of "
			"the "
			"first");
	enum err_code err =
		points_study_make(ctx, s->events, points, &s->study_options, &s->study);
	if (err)
		return err;
	s->points = s->study.points;
	s->which = s->study.which;
	s->area = s->study.shape;
	if (!s->area) {
		s->area_is_ours = true;
		err = shape_from_box(ctx, &s->area, s->study.area.box);
	}
	return err;
}

/* The rules are for the standard deviation of a Gaussian; the other kernels of the same
 * standard deviation are wider. */
static double as_wide(enum kde_kernel kernel)
{
	return kernel == KDE_GAUSSIAN ? 1 : kernel == KDE_QUARTIC ? sqrt(8) : sqrt(6);
}

static enum err_code by_diggle(
	struct context *ctx, const struct surface *s, struct bandwidth *b)
{
	struct study_area box;
	const struct study_area *area = &s->study.area;
	if (!s->area) {
		enum err_code err = study_area_box(ctx, &box, points_box(s->points));
		if (err)
			return err_prefix(ctx, "--bandwidth diggle");
		area = &box;
	}
	return bandwidth_diggle(ctx, b, s->points, area);
}

static enum err_code find_bandwidth(struct context *ctx, struct surface *s)
{
	struct bandwidth b = {0};
	enum err_code err = ERR_OK;
	s->rule = rule_of(s->o->bandwidth);
	if (!s->rule)
		return read_distance(ctx, s->o->bandwidth, &s->kde.bandwidth_m);
	if (str_equal(s->rule, "diggle"))
		err = by_diggle(ctx, s, &b);
	else if (str_equal(s->rule, "likelihood"))
		err = bandwidth_likelihood(ctx, &b, s->points, s->area);
	else
		b.best_m = kde_bandwidth_scott(s->points);
	if (err)
		return err;
	if (!(b.best_m > 0) || !isfinite(b.best_m))
		return err_set(ctx, ERR_DATA,
			"--bandwidth %s: the events are at one place or in a line; "
			"give "
			"a distance, such as 500m",
			s->rule);
	if (b.at_end)
		notice(ctx,
			"--bandwidth %s: the best is at the end of what was looked at, "
			"%.6g m; take it with care",
			s->rule, b.best_m);
	s->bandwidth_at_end = b.at_end;
	s->kde.bandwidth_m = b.best_m * as_wide(s->kde.kernel);
	return ERR_OK;
}

static enum kde_edge edge_of(const struct surface *s)
{
	const char *name = s->o->edge ? s->o->edge : s->area ? "uniform" : "none";
	return str_equal(name, "uniform")  ? KDE_EDGE_UNIFORM
	       : str_equal(name, "diggle") ? KDE_EDGE_DIGGLE
					   : KDE_EDGE_NONE;
}

enum err_code surface_begin(struct context *ctx, struct surface *s,
	const struct surface_options *o, struct events *e, struct points points)
{
	*s = (struct surface){.o = o, .events = e};
	s->kde.cell_m = o->cell_m;
	s->kde.kernel = str_equal(o->kernel, "quartic")        ? KDE_QUARTIC
			: str_equal(o->kernel, "epanechnikov") ? KDE_EPANECHNIKOV
							       : KDE_GAUSSIAN;
	enum err_code err = points_area(ctx, e, o->box, &s->kde.box);
	if (!err)
		err = find_area(ctx, s, points);
	if (err)
		return err;
	s->kde.area = s->area;
	s->kde.edge = edge_of(s);
	return find_bandwidth(ctx, s);
}

void surface_end(struct surface *s)
{
	if (s->area_is_ours)
		shape_free(s->area);
	s->area = NULL;
	points_study_release(&s->study);
}

/* ---- what is told ------------------------------------------------------------------ */

void surface_parameters(struct context *ctx, const struct surface *s, struct result *p)
{
	static const char *const edges[] = {"none", "uniform", "diggle"};
	const struct surface_options *o = s->o;
	result_text(p, "kernel", o->kernel);
	if (s->rule)
		result_text(p, "bandwidth", s->rule);
	else
		result_real(p, "bandwidth_m", s->kde.bandwidth_m);
	result_real(p, "cell_m", o->cell_m);
	if (o->box)
		result_text(p, "area", o->box);
	if (s->area) {
		result_text(
			p, "study_area", s->study.name ? s->study.name : o->study_area);
		if (s->study.sha256)
			result_text(p, "study_area_sha256",
				str_dup(ctx->arena, s->study.sha256));
		result_text(p, "edge", edges[s->kde.edge]);
	}
	if (o->output)
		result_text(p, "output", file_base(o->output));
	if (o->contours)
		result_text(p, "contours", file_base(o->contours));
	if (o->levels)
		result_text(p, "levels", o->levels);
}

void surface_cells_result(struct result *r, const struct kde_cells *cells)
{
	result_int(r, "columns", (int64_t)cells->columns);
	result_int(r, "rows", (int64_t)cells->rows);
	result_real(r, "cell_m", cells->cell_m);
}

void surface_result(const struct surface *s, struct result *r)
{
	result_int(r, "n", (int64_t)s->points.n);
	result_real(r, "bandwidth_m", s->kde.bandwidth_m);
	if (s->rule) {
		result_text(r, "bandwidth_rule", s->rule);
		result_bool(r, "bandwidth_at_end", s->bandwidth_at_end);
	}
	if (!s->area)
		return;
	result_real(r, "area_m2", s->study.area.area_m2);
	result_int(r, "outside", (int64_t)s->study.outside);
}

const struct result *surface_place(struct context *ctx, const struct surface *s,
	struct point at, const char *name, double value)
{
	struct result *r = result_create(ctx->arena);
	struct point place = events_place(ctx, s->events, at);
	result_real(r, "x", place.x_m);
	result_real(r, "y", place.y_m);
	result_real(r, name, value);
	return r;
}

struct result *surface_density(
	struct context *ctx, const struct surface *s, struct point at, double density)
{
	struct result *r = result_create(ctx->arena);
	struct point place = events_place(ctx, s->events, at);
	result_real(r, "x", place.x_m);
	result_real(r, "y", place.y_m);
	result_real(r, "density", density);
	result_real(r, "per_km2", density * 1e6);
	return r;
}

struct raster surface_raster(const struct surface *s, const struct kde_cells *cells)
{
	const struct projection *p = s->events->projection;
	return (struct raster){.columns = cells->columns,
		.rows = cells->rows,
		.min_x = cells->min_x_m,
		.min_y = cells->min_y_m,
		.cell = cells->cell_m,
		.crs = p ? projection_info(p)->plane : NULL};
}

/* ---- levels ------------------------------------------------------------------------- */

enum err_code surface_levels_read(struct context *ctx, const char *text, bool shares,
	struct surface_levels *levels)
{
	struct str_list parts = str_split(ctx->arena, text, ',');
	levels->n = parts.n;
	levels->value = arena_array(ctx->arena, double, parts.n);
	levels->share_01 = arena_array(ctx->arena, double, parts.n);
	if (parts.n == 0 || parts.n > LEVELS_MOST)
		return err_set(
			ctx, ERR_USAGE, "--levels: from 1 to %d of them", LEVELS_MOST);
	for (size_t i = 0; i < parts.n; i++) {
		char *item = str_dup(ctx->arena, parts.items[i]);
		bool share = str_ends(item, "%");
		double *into = share ? &levels->share_01[i] : &levels->value[i];
		if (share)
			item[strlen(item) - 1] = '\0';
		levels->value[i] = levels->share_01[i] = NAN;
		if ((share && !shares) || !real_parse(item, into) || !(*into > 0) ||
			(share && *into > 100) || (!shares && *into >= 1))
			return err_set(ctx, ERR_USAGE, "--levels: '%s' is no %s",
				parts.items[i],
				shares ? "share from 0 to 100 %, such as 50%, and no "
					 "density above 0"
				       : "p-value between 0 and 1, such as 0.05");
		levels->share_01[i] /= 100;
	}
	return ERR_OK;
}

/* ---- rows --------------------------------------------------------------------------- */

void surface_rows_begin(struct surface_rows *r, struct context *ctx,
	const struct work_options *options, const struct column *columns,
	size_t columns_n)
{
	struct envelope none = {0};
	*r = (struct surface_rows){.columns = columns, .columns_n = columns_n};
	rows_begin(&r->rows, ctx, options->out, FORMAT_CSV, &none, "cells");
}

static bool any_value(const double *const *values, size_t n, size_t cell)
{
	for (size_t k = 0; k < n; k++)
		if (!isnan(values[k][cell]))
			return true;
	return false;
}

/* Up to `most` cells from `*next` on that have a value; how many there are. */
static size_t pick_cells(const struct kde_cells *c, const double *const *values,
	size_t values_n, size_t *next, size_t most, size_t *cell, double *x, double *y)
{
	size_t n = 0;
	for (; *next < c->columns * c->rows && n < most; (*next)++) {
		if (!any_value(values, values_n, *next))
			continue;
		x[n] = kde_centre(c->min_x_m, c->cell_m, *next % c->columns);
		y[n] = kde_centre(c->min_y_m, c->cell_m, *next / c->columns);
		cell[n++] = *next;
	}
	return n;
}

void surface_rows_add(struct surface_rows *r, const struct surface *s,
	const struct kde_cells *cells, const char *const *texts, size_t texts_n,
	const double *const *values)
{
	enum { BATCH = 8192 };
	size_t values_n = r->columns_n - texts_n - 2, next = 0;
	struct context *ctx = r->rows.ctx;
	while (next < cells->columns * cells->rows) {
		struct arena_mark mark = arena_mark(ctx->arena);
		size_t *cell = arena_array(ctx->arena, size_t, BATCH);
		double *x = arena_array(ctx->arena, double, BATCH);
		double *y = arena_array(ctx->arena, double, BATCH);
		size_t n =
			pick_cells(cells, values, values_n, &next, BATCH, cell, x, y);
		if (s->events->projection)
			project_inverse(
				ctx, s->events->projection, n, x, y, x, y, NULL);
		struct table *t = table_create(
			ctx->arena, "cells", NULL, r->columns, r->columns_n);
		for (size_t i = 0; i < n; i++) {
			for (size_t k = 0; k < texts_n; k++)
				cell_text(t, texts[k]);
			cell_real(t, x[i]);
			cell_real(t, y[i]);
			for (size_t k = 0; k < values_n; k++)
				cell_real(t, values[k][cell[i]]);
		}
		if (n > 0)
			rows_write(&r->rows, t);
		arena_reset(ctx->arena, mark);
	}
}

enum err_code surface_rows_end(struct surface_rows *r)
{
	/* Where there are no cells there is a header still. */
	if (r->rows.written == 0)
		rows_write(&r->rows, table_create(r->rows.ctx->arena, "cells", NULL,
					     r->columns, r->columns_n));
	return rows_end(&r->rows);
}
