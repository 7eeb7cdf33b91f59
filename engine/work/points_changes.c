#include "work/points_changes.h"
#include "stats/changepoint.h"
#include "work/points_result.h"
#include "work/points_series.h"

static const struct column stretch_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"days", "Days", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"per_day", "A day", 3, AUDIENCE_PUBLIC},
	{"lower", "at least", 3, AUDIENCE_PUBLIC},
	{"upper", "at most", 3, AUDIENCE_PUBLIC},
};

static const struct table *stretches_table(struct context *ctx, const struct events *e,
	const struct series *u, const struct changepoints *c)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "stretches", "Stretches of one rate", stretch_columns);
	t->reading = "Each row is a time in which the rate stayed the same, as far as "
		     "counts can tell; the limits hold with 95 % confidence.";
	for (size_t k = 0; k < c->stretches_n; k++) {
		const struct stretch *s = &c->stretches[k];
		int64_t from = u->from[s->from], to = u->from[s->to];
		cell_text(t, events_time_text(ctx->arena, e, from * DAY_S));
		cell_text(t, events_time_text(ctx->arena, e, (to - 1) * DAY_S));
		cell_int(t, to - from);
		cell_int(t, (int64_t)s->count);
		cell_real(t, s->rate);
		cell_real(t, s->lower);
		cell_real(t, s->upper);
	}
	return t;
}

static enum err_code changes_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_changes_options *o, const struct events *e, bool *left_out)
{
	struct series u;
	struct step step;
	struct changepoints c;
	enum err_code err = step_parse(ctx, "--unit", o->unit, &step);
	if (!err)
		err = series_make(ctx, &u, e, &options->period, step, SERIES_PARTS);
	if (err)
		return err;
	struct changepoint_options co = {u.days, (size_t)o->least, o->penalty};
	if (!err)
		err = changepoints_run(ctx, &c, u.n, u.counts, &co);
	if (err)
		return err;
	struct result *p = result_create(ctx->arena);
	result_text(p, "t", file->t ? file->t : "t");
	result_text(p, "count", file->count);
	result_text(p, "unit", o->unit);
	result_int(p, "least", o->least);
	result_real(p, "penalty", o->penalty);
	result_text(p, "from", events_time_text(ctx->arena, e, u.from[0] * DAY_S));
	result_text(
		p, "to", events_time_text(ctx->arena, e, (u.from[u.n] - 1) * DAY_S));
	struct result *r = result_create(ctx->arena);
	result_int(r, "n", u.used);
	result_int(r, "outside", u.outside);
	result_int(r, "units", (int64_t)u.n);
	result_int(r, "changes", (int64_t)c.stretches_n - 1);
	result_table(r, stretches_table(ctx, e, &u, &c));
	return points_finish(ctx, options, "points changes", e, p, r, left_out);
}

enum err_code work_points_changes(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_changes_options *o, bool *left_out)
{
	struct events e;
	if (o->least > SERIES_MOST)
		return err_set(ctx, ERR_USAGE, "--least: at most %d", SERIES_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_DATED, &e);
	if (!err)
		err = changes_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
