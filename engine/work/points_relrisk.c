#include "work/points_relrisk.h"
#include "base/str.h"
#include "stats/relrisk.h"
#include <math.h>
#include <string.h>

#define DEFAULT_LEVELS "0.05"
#define SIGNIFICANT 0.05
enum { REPLICATIONS_MOST = 1000000 };

static const struct column cell_columns[] = {
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"log_risk", "Log relative risk", 4, AUDIENCE_PUBLIC},
	{"probability", "Share of cases", 4, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_random", "p (relabelling)", 4, AUDIENCE_PUBLIC},
};
enum { PLAIN_COLUMNS = 5, CELL_COLUMNS = 6, SURFACES_MOST = 4 };

struct job {
	struct context *ctx;
	const struct points_file *file;
	const struct points_relrisk_options *o;
	struct events events;
	struct surface surface;
	struct relrisk risk;
	const char *case_value; /* NULL: told by 0 and 1 */
};

/* ---- who is a case ------------------------------------------------------------------ */

struct kinds {
	const char *name[2];
	size_t n[2];
};

static enum err_code count_kinds(struct job *j, struct kinds *kinds)
{
	const struct events *e = &j->events;
	size_t found = 0;
	*kinds = (struct kinds){0};
	for (size_t i = 0; i < e->n; i++) {
		size_t k = 0;
		while (k < found && !str_equal(kinds->name[k], e->by[i]))
			k++;
		if (k == 2)
			return err_set(j->ctx, ERR_DATA,
				"--by %s: the column has more than two values ('%s', "
				"'%s', '%s'); a comparison is of two",
				j->file->by, kinds->name[0], kinds->name[1], e->by[i]);
		if (k == found)
			kinds->name[found++] = e->by[i];
		kinds->n[k] += e->count ? e->count[i] : 1;
	}
	if (found == 2)
		return ERR_OK;
	return err_set(j->ctx, ERR_DATA,
		"--by %s: all rows have the value '%s'; a comparison is of two",
		j->file->by, kinds->name[0]);
}

static enum err_code choose_case(struct job *j)
{
	struct kinds k;
	enum err_code err = count_kinds(j, &k);
	if (err)
		return err;
	const char *asked = j->o->case_value;
	size_t chosen = k.n[0] != k.n[1] ? k.n[1] < k.n[0]
					 : (size_t)(strcmp(k.name[1], k.name[0]) < 0);
	if (asked && !str_equal(asked, k.name[0]) && !str_equal(asked, k.name[1]))
		return err_set(j->ctx, ERR_USAGE,
			"--case-value: '%s' is neither '%s' nor '%s', the values of %s",
			asked, k.name[0], k.name[1], j->file->by);
	j->case_value = asked ? asked : k.name[chosen];
	return ERR_OK;
}

static bool row_is_case(const struct job *j, size_t row)
{
	const struct events *e = &j->events;
	return j->case_value ? str_equal(e->by[row], j->case_value)
			     : e->control[row] == 0;
}

/* For each event of the surface, whether it is a case. */
static const uint8_t *find_cases(struct job *j, size_t events_n)
{
	const struct events *e = &j->events;
	uint8_t *all = arena_array(j->ctx->arena, uint8_t, events_n);
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		for (uint32_t k = 0; k < (e->count ? e->count[i] : 1); k++)
			all[n++] = row_is_case(j, i);
	if (!j->surface.which)
		return all;
	uint8_t *inside = arena_array(j->ctx->arena, uint8_t, j->surface.points.n);
	for (size_t i = 0; i < j->surface.points.n; i++)
		inside[i] = all[j->surface.which[i]];
	return inside;
}

/* ---- files ----------------------------------------------------------------------------
 */

static size_t surfaces(const struct relrisk *r, const double *values[SURFACES_MOST])
{
	values[0] = r->log_risk;
	values[1] = r->probability;
	values[2] = r->p_value;
	values[3] = r->p_random;
	return r->p_random ? 4 : 3;
}

static enum err_code write_raster(const struct job *j)
{
	static const char *const names[SURFACES_MOST] = {"log relative risk",
		"probability of a case", "p of a raised risk",
		"p of a raised risk by relabelling"};
	const double *values[SURFACES_MOST];
	size_t n = surfaces(&j->risk, values);
	struct raster_file *file;
	struct raster raster = surface_raster(&j->surface, &j->risk.cells);
	if (!j->o->surface.output)
		return ERR_OK;
	enum err_code err =
		raster_begin(j->ctx, j->o->surface.output, &raster, n, &file);
	if (err)
		return err;
	for (size_t k = 0; !err && k < n; k++)
		err = raster_add(file, names[k], values[k]);
	if (!err)
		return raster_commit(file);
	raster_abort(file);
	return err;
}

/* The p that is judged by. */
static const double *judged(const struct relrisk *r)
{
	return r->p_random ? r->p_random : r->p_value;
}

/* Two for each level: where the risk is raised (p at most the level), and where lowered
 * (at least 1 - level). */
static enum err_code write_contours(
	const struct job *j, const struct surface_levels *levels)
{
	if (!j->o->surface.contours)
		return ERR_OK;
	const double *p = judged(&j->risk);
	size_t n = j->risk.cells.columns * j->risk.cells.rows;
	double *turned = arena_array(j->ctx->arena, double, n);
	for (size_t i = 0; i < n; i++)
		turned[i] = 1 - p[i];
	struct contour *c = arena_array(j->ctx->arena, struct contour, 2 * levels->n);
	for (size_t i = 0; i < levels->n; i++) {
		double level = levels->value[i];
		c[2 * i] = (struct contour){"raised", turned, 1 - level, level, NAN};
		c[2 * i + 1] = (struct contour){"lowered", p, 1 - level, level, NAN};
	}
	struct raster raster = surface_raster(&j->surface, &j->risk.cells);
	return contours_write(
		j->ctx, j->o->surface.contours, &raster, 2 * levels->n, c);
}

/* ---- the result --------------------------------------------------------------------- */

static double area_m2(const struct relrisk *r, bool raised)
{
	const double *p = judged(r);
	size_t n = 0;
	for (size_t i = 0; i < r->cells.columns * r->cells.rows; i++)
		n += raised ? p[i] <= SIGNIFICANT : p[i] >= 1 - SIGNIFICANT;
	return (double)n * r->cells.cell_m * r->cells.cell_m;
}

static const struct result *make_result(const struct job *j)
{
	const struct relrisk *r = &j->risk;
	struct result *result = result_create(j->ctx->arena);
	surface_cells_result(result, &r->cells);
	if (j->case_value)
		result_text(result, "case_value", j->case_value);
	result_int(result, "cases", (int64_t)r->cases);
	result_int(result, "controls", (int64_t)r->controls);
	surface_result(&j->surface, result);
	result_result(result, "highest",
		surface_place(
			j->ctx, &j->surface, r->highest_at, "log_risk", r->highest));
	result_result(result, "lowest",
		surface_place(
			j->ctx, &j->surface, r->lowest_at, "log_risk", r->lowest));
	result_real(result, "raised_m2", area_m2(r, true));
	result_real(result, "lowered_m2", area_m2(r, false));
	if (r->p_random)
		result_real(result, "p_any", r->p_any);
	return result;
}

static enum err_code print(
	struct job *j, const struct work_options *options, bool *left_out)
{
	struct context *ctx = j->ctx;
	if (options->format == FORMAT_CSV) {
		struct surface_rows rows;
		const double *values[SURFACES_MOST];
		size_t n = surfaces(&j->risk, values);
		surface_rows_begin(&rows, ctx, options, cell_columns,
			n == SURFACES_MOST ? CELL_COLUMNS : PLAIN_COLUMNS);
		surface_rows_add(&rows, &j->surface, &j->risk.cells, NULL, 0, values);
		points_tell_left_out(ctx, &j->events, left_out);
		return surface_rows_end(&rows);
	}
	struct result *p = points_parameters(ctx, j->file, false);
	if (j->file->is_case)
		result_text(p, "case", j->file->is_case);
	if (j->file->by)
		result_text(p, "by", j->file->by);
	if (j->o->case_value)
		result_text(p, "case_value", j->o->case_value);
	surface_parameters(ctx, &j->surface, p);
	result_text(p, "reference", j->o->reference);
	result_int(p, "replications", j->o->replications);
	return points_finish(ctx, options, "points relrisk", &j->events, p,
		make_result(j), left_out);
}

/* ---- all of it ------------------------------------------------------------------------
 */

static enum err_code compute(struct job *j)
{
	struct events_expanded x = events_expand(j->ctx, &j->events);
	enum err_code err = j->file->by ? choose_case(j) : ERR_OK;
	if (!err)
		err = surface_begin(
			j->ctx, &j->surface, &j->o->surface, &j->events, x.points);
	if (err)
		return err;
	struct relrisk_options o = {.kde = j->surface.kde,
		.reference = str_equal(j->o->reference, "controls") ? RELRISK_CONTROLS
								    : RELRISK_POOLED,
		.replications = (uint32_t)j->o->replications};
	return relrisk_run(
		j->ctx, &j->risk, j->surface.points, find_cases(j, x.points.n), &o);
}

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct points_relrisk_options *o, struct surface_levels *levels)
{
	enum err_code err = surface_check(ctx, &o->surface);
	if (err)
		return err;
	if (!file->is_case == !file->by)
		return err_set(ctx, ERR_USAGE,
			"points relrisk needs one of --case COL (1 a case, 0 not) and "
			"--by COL (a column of two values)");
	if (o->case_value && !file->by)
		return err_set(ctx, ERR_USAGE, "--case-value goes with --by");
	if (o->replications > REPLICATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--replications: at most %d",
			REPLICATIONS_MOST);
	if (!o->surface.contours)
		return ERR_OK;
	return surface_levels_read(ctx,
		o->surface.levels ? o->surface.levels : DEFAULT_LEVELS, false, levels);
}

enum err_code work_points_relrisk(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_relrisk_options *o, bool *left_out)
{
	struct job j = {.ctx = ctx, .file = file, .o = o};
	struct surface_levels levels = {0};
	enum err_code err = check(ctx, file, o, &levels);
	if (err)
		return err;
	err = events_read(ctx, file, EVENTS_TIMELESS, &j.events);
	if (!err)
		err = compute(&j);
	if (!err)
		err = write_raster(&j);
	if (!err)
		err = write_contours(&j, &levels);
	if (!err)
		err = print(&j, options, left_out);
	surface_end(&j.surface);
	events_release(&j.events);
	return err;
}
