#include "work/points_stkde.h"
#include "base/civil.h"
#include "base/str.h"
#include "stats/stkde.h"
#include <math.h>

/* Of all slices together: what a file of them, and a person, can take. */
#define VALUES_MOST 2e8

static const struct column cell_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"until", "Until", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"density", "Events per m2 and day", 12, AUDIENCE_PUBLIC},
};
enum { CELL_COLUMNS = sizeof cell_columns / sizeof *cell_columns };

static const struct column slice_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"until", "Until (not in it)", 0, AUDIENCE_PUBLIC},
	{"expected", "Events on the surface", 2, AUDIENCE_PUBLIC},
	{"x", "x of the highest", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"density", "Events per m2 and day", 12, AUDIENCE_PUBLIC},
};

struct job {
	struct context *ctx;
	const struct work_options *options;
	struct events events;
	struct surface surface;
	struct stkde_options stkde;
	struct surface_rows rows; /* CSV only */
	struct raster_file *file; /* NULL: none */
	struct table *slices;
	struct kde_cells cells;
	struct stkde_slice highest; /* without its surface */
	double maximum;
	struct point maximum_at;
};

/* The density of everything at a slice, or what is best kept of it. */
static enum err_code take_slice(void *caller, const struct stkde_slice *s)
{
	struct job *j = caller;
	struct arena *arena = j->slices->arena;
	const struct kde *k = &s->surface;
	const char *times[] = {events_time_text(arena, &j->events, s->from),
		events_time_text(arena, &j->events, s->until)};
	struct point at = events_place(j->ctx, &j->events, k->maximum_at);
	cell_text(j->slices, times[0]);
	cell_text(j->slices, times[1]);
	cell_real(j->slices, s->expected);
	cell_real(j->slices, at.x_m);
	cell_real(j->slices, at.y_m);
	cell_real(j->slices, k->maximum);
	j->cells = kde_cells_of(k);
	if (s->at == 0 || k->maximum > j->maximum) {
		j->maximum = k->maximum;
		j->maximum_at = k->maximum_at;
		j->highest = *s;
	}
	const double *values[] = {k->density};
	if (j->options->format == FORMAT_CSV)
		surface_rows_add(&j->rows, &j->surface, &j->cells, times, 2, values);
	return j->file ? raster_add(j->file, times[0], k->density) : ERR_OK;
}

/* Whole days around the events, or those of --period. */
static void find_times(struct job *j)
{
	const struct period *period = &j->options->period;
	const struct points *p = &j->surface.points;
	int64_t first = INT64_MAX, last = INT64_MIN;
	if (!period->all) {
		j->stkde.from = period->from_day * DAY_S;
		j->stkde.until = (period->to_day + 1) * DAY_S;
		return;
	}
	for (size_t i = 0; i < p->n; i++) {
		first = p->t_s[i] < first ? p->t_s[i] : first;
		last = p->t_s[i] > last ? p->t_s[i] : last;
	}
	j->stkde.from = (first / DAY_S - (first % DAY_S < 0)) * DAY_S;
	j->stkde.until = (last / DAY_S - (last % DAY_S < 0) + 1) * DAY_S;
}

static enum err_code check_size(struct job *j)
{
	struct kde_cells c;
	enum err_code err = kde_lay_out(j->ctx, &c, j->surface.points, &j->stkde.kde);
	double slices = (double)stkde_slices(&j->stkde);
	j->cells = c;
	if (err || slices > STKDE_SLICES_MOST ||
		(double)c.columns * (double)c.rows * slices <= VALUES_MOST)
		return err;
	return err_set(j->ctx, ERR_USAGE,
		"%.0f slices of %zu by %zu cells are more than %.0f values: take "
		"larger "
		"cells, longer slices or a smaller area",
		slices, c.columns, c.rows, VALUES_MOST);
}

static enum err_code begin_file(struct job *j)
{
	const char *path = j->surface.o->output;
	if (!path)
		return ERR_OK;
	struct raster raster = surface_raster(&j->surface, &j->cells);
	return raster_begin(j->ctx, path, &raster, stkde_slices(&j->stkde), &j->file);
}

static enum err_code compute(struct job *j, const struct points_stkde_options *o)
{
	struct events_expanded x = events_expand(j->ctx, &j->events);
	enum err_code err =
		surface_begin(j->ctx, &j->surface, &o->surface, &j->events, x.points);
	if (err)
		return err;
	j->stkde = (struct stkde_options){.kde = j->surface.kde,
		.window = o->window_s,
		.slice = (int64_t)o->slice_s,
		.unit = (double)DAY_S};
	find_times(j);
	err = check_size(j);
	if (!err)
		err = begin_file(j);
	if (err)
		return err;
	j->slices = TABLE_CREATE(j->ctx->arena, "slices", "Slices", slice_columns);
	/* The arena is given back after each slice: the table has its own. */
	j->slices->arena = arena_create();
	if (j->options->format == FORMAT_CSV)
		surface_rows_begin(
			&j->rows, j->ctx, j->options, cell_columns, CELL_COLUMNS);
	err = stkde_run(j->ctx, j->surface.points, &j->stkde, take_slice, j);
	if (!err && j->file) {
		struct raster_file *file = j->file;
		j->file = NULL;
		err = raster_commit(file);
	}
	return err;
}

static enum err_code print(struct job *j, const struct points_file *file,
	const struct points_stkde_options *o, bool *left_out)
{
	struct context *ctx = j->ctx;
	if (j->options->format == FORMAT_CSV) {
		points_tell_left_out(ctx, &j->events, left_out);
		return surface_rows_end(&j->rows);
	}
	struct result *p = points_parameters(ctx, file, true);
	surface_parameters(ctx, &j->surface, p);
	result_real(p, "window_days", o->window_s / (double)DAY_S);
	result_real(p, "slice_days", o->slice_s / (double)DAY_S);
	result_text(p, "from", events_time_text(ctx->arena, &j->events, j->stkde.from));
	result_text(
		p, "until", events_time_text(ctx->arena, &j->events, j->stkde.until));
	struct result *r = result_create(ctx->arena);
	surface_cells_result(r, &j->cells);
	struct result *maximum =
		surface_density(ctx, &j->surface, j->maximum_at, j->maximum);
	result_text(maximum, "from",
		events_time_text(ctx->arena, &j->events, j->highest.from));
	result_text(maximum, "until",
		events_time_text(ctx->arena, &j->events, j->highest.until));
	result_result(r, "maximum", maximum);
	surface_result(&j->surface, r);
	result_table(r, j->slices);
	return points_finish(
		ctx, j->options, "points stkde", &j->events, p, r, left_out);
}

enum err_code work_points_stkde(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_stkde_options *o,
	bool *left_out)
{
	struct job j = {.ctx = ctx, .options = options};
	enum err_code err = surface_check(ctx, &o->surface);
	if (err)
		return err;
	if (!(o->window_s > 0) || !(o->slice_s >= 1) || !(o->slice_s < 1e12))
		return err_set(ctx, ERR_USAGE,
			"--window-bandwidth and --slice must be more than 0: give "
			"times "
			"such as 14d and 7d");
	err = events_read(ctx, file, EVENTS_TIMED, &j.events);
	if (!err)
		err = compute(&j, o);
	raster_abort(j.file);
	if (!err)
		err = print(&j, file, o, left_out);
	if (j.slices)
		arena_free(j.slices->arena);
	surface_end(&j.surface);
	events_release(&j.events);
	return err;
}
