#include "work/points_density.h"
#include "base/str.h"
#include "stats/contour.h"
#include <math.h>

#define DEFAULT_LEVELS "50%,75%,95%"

static const struct column cell_columns[] = {
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"density", "Events per m2", 12, AUDIENCE_PUBLIC},
};
enum { CELL_COLUMNS = sizeof cell_columns / sizeof *cell_columns };

static const struct column contour_columns[] = {
	{"level", "Events per m2", 12, AUDIENCE_PUBLIC},
	{"share", "Share of the surface", 3, AUDIENCE_PUBLIC},
	{"area_m2", "Cells inside (m2)", 0, AUDIENCE_PUBLIC},
};

/* ---- contours ----------------------------------------------------------------------- */

static const struct table *contours_table(struct context *ctx, const struct kde *k,
	size_t n, const struct contour_level *levels)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "contours", "Contours", contour_columns);
	t->reading = "The smallest area that holds this share of the surface, and the "
		     "density at its border.";
	for (size_t i = 0; i < n; i++) {
		cell_real(t, levels[i].level);
		cell_real(t, levels[i].share_01);
		cell_real(t, (double)levels[i].cells * k->cell_m * k->cell_m);
	}
	return t;
}

/* What a density holds above it. */
static struct contour_level above(const struct kde *k, double level)
{
	struct contour_level l = {level, 0, 0};
	for (size_t i = 0; i < k->columns * k->rows; i++)
		if (k->density[i] >= level) {
			l.cells++;
			l.share_01 += k->density[i] * k->cell_m * k->cell_m / k->total;
		}
	return l;
}

static enum err_code find_levels(struct context *ctx,
	const struct surface_levels *given, const struct kde *k,
	struct contour_level *levels)
{
	for (size_t i = 0; i < given->n; i++) {
		if (!isnan(given->value[i])) {
			levels[i] = above(k, given->value[i]);
			continue;
		}
		enum err_code err = contour_volume_levels(ctx, k->columns * k->rows,
			k->density, 1, &given->share_01[i], &levels[i]);
		if (err)
			return err;
	}
	return ERR_OK;
}

static enum err_code write_contours(struct context *ctx, const struct surface *s,
	const struct kde *k, const struct surface_levels *given, struct result *r)
{
	if (!s->o->contours)
		return ERR_OK;
	struct contour_level *levels =
		arena_array(ctx->arena, struct contour_level, given->n);
	struct contour *contours = arena_array(ctx->arena, struct contour, given->n);
	enum err_code err = find_levels(ctx, given, k, levels);
	if (err)
		return err;
	for (size_t i = 0; i < given->n; i++) {
		bool share = isnan(given->value[i]);
		contours[i] =
			(struct contour){share ? str_printf(ctx->arena, "volume %g%%",
							 given->share_01[i] * 100)
					       : "density",
				k->density, levels[i].level, levels[i].level,
				levels[i].share_01};
	}
	struct kde_cells cells = kde_cells_of(k);
	struct raster raster = surface_raster(s, &cells);
	result_table(r, contours_table(ctx, k, given->n, levels));
	return contours_write(ctx, s->o->contours, &raster, given->n, contours);
}

static enum err_code write_raster(
	struct context *ctx, const struct surface *s, const struct kde *k)
{
	if (!s->o->output)
		return ERR_OK;
	struct kde_cells cells = kde_cells_of(k);
	struct raster raster = surface_raster(s, &cells);
	raster.values = k->density;
	raster.name = "events per square metre";
	return raster_write(ctx, s->o->output, &raster);
}

/* ---- the result ---------------------------------------------------------------------- */

static enum err_code print(struct context *ctx, const struct work_options *options,
	const struct surface *s, const struct kde *k, const struct result *parameters,
	const struct result *r, bool *left_out)
{
	if (options->format != FORMAT_CSV)
		return points_finish(
			ctx, options, "points kde", s->events, parameters, r, left_out);
	struct surface_rows rows;
	struct kde_cells cells = kde_cells_of(k);
	const double *values[] = {k->density};
	surface_rows_begin(&rows, ctx, options, cell_columns, CELL_COLUMNS);
	surface_rows_add(&rows, s, &cells, NULL, 0, values);
	points_tell_left_out(ctx, s->events, left_out);
	return surface_rows_end(&rows);
}

static struct result *kde_result(
	struct context *ctx, const struct surface *s, const struct kde *k)
{
	struct result *r = result_create(ctx->arena);
	struct kde_cells cells = kde_cells_of(k);
	surface_cells_result(r, &cells);
	result_result(r, "maximum", surface_density(ctx, s, k->maximum_at, k->maximum));
	surface_result(s, r);
	if (s->kde.pilot_m > 0) {
		result_real(r, "bandwidth_least_m", k->bandwidth_m[0]);
		result_real(r, "bandwidth_largest_m", k->bandwidth_m[1]);
	}
	result_real(r, "events_on_surface", k->total);
	return r;
}

/* The weight of each event of the surface, that of its row. */
static const double *find_weights(
	struct context *ctx, const struct surface *s, size_t n)
{
	const struct events *e = s->events;
	double *all = arena_array(ctx->arena, double, n), *inside;
	size_t at = 0;
	for (size_t i = 0; i < e->n; i++)
		for (uint32_t k = 0; k < (e->count ? e->count[i] : 1); k++)
			all[at++] = e->weight[i];
	if (!s->which)
		return all;
	inside = arena_array(ctx->arena, double, s->points.n);
	for (size_t i = 0; i < s->points.n; i++)
		inside[i] = all[s->which[i]];
	return inside;
}

static enum err_code run(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_kde_options *o,
	struct surface *s, const struct surface_levels *levels, bool *left_out)
{
	struct kde k;
	if (o->adaptive)
		s->kde.pilot_m = o->pilot_m > 0 ? o->pilot_m : s->kde.bandwidth_m;
	enum err_code err = kde_run(ctx, &k, s->points, &s->kde);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	struct result *r = kde_result(ctx, s, &k);
	surface_parameters(ctx, s, p);
	if (file->weight)
		result_text(p, "weight", file->weight);
	if (o->adaptive)
		result_real(p, "pilot_m", s->kde.pilot_m);
	err = write_raster(ctx, s, &k);
	if (!err)
		err = write_contours(ctx, s, &k, levels, r);
	return err ? err : print(ctx, options, s, &k, p, r, left_out);
}

enum err_code work_points_kde(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_kde_options *o,
	bool *left_out)
{
	struct events e = {0};
	struct surface s = {0};
	struct surface_levels levels = {0};
	const struct surface_options *so = &o->surface;
	enum err_code err = surface_check(ctx, so);
	if (!err && o->pilot_m > 0 && !o->adaptive)
		err = err_set(ctx, ERR_USAGE,
			"--pilot is the bandwidth that an adaptive surface begins "
			"with: add --adaptive");
	if (!err && so->contours)
		err = surface_levels_read(
			ctx, so->levels ? so->levels : DEFAULT_LEVELS, true, &levels);
	if (err)
		return err;
	err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = surface_begin(ctx, &s, so, &e, x.points);
		if (!err && e.weight)
			s.kde.weight = find_weights(ctx, &s, x.points.n);
	}
	if (!err)
		err = run(ctx, options, file, o, &s, &levels, left_out);
	surface_end(&s);
	events_release(&e);
	return err;
}
