#include "work/points_stcd.h"
#include "stats/stcd.h"
#include "work/points_result.h"
#include "work/points_series.h"

static const struct column event_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"statistic", "Statistic", 4, AUDIENCE_PUBLIC},
	{"alarm", "Alarm", 0, AUDIENCE_PUBLIC},
};
static const struct column alarm_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"at", "On", 0, AUDIENCE_PUBLIC},
	{"centre_row", "Row of the centre", 0, AUDIENCE_PUBLIC},
	{"centre_id", "Centre", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"from", "Since", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"ratio", "Likelihood ratio", 2, AUDIENCE_PUBLIC},
};

/* The row of an event: where rows stand for several, the last that begins before it. */
static size_t row_of(
	const struct events_expanded *x, const struct events *e, size_t event)
{
	if (!x->first)
		return event;
	size_t low = 0, high = e->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (x->first[middle] <= event)
			low = middle;
		else
			high = middle;
	}
	/* Rows of no events begin where the next one does. */
	while (low > 0 && e->count[low] == 0)
		low--;
	return low;
}

static const struct table *alarms_table(struct context *ctx, const struct events *e,
	const struct events_expanded *x, const struct stcd *s)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "alarms", "Clusters that began to form", alarm_columns);
	t->reading = "On the day of the alarm, the events near the centre since it "
		     "began, and how many to expect there in that time. One child who "
		     "comes back makes a cluster too.";
	for (size_t i = 0; i < s->alarms_n; i++) {
		const struct stcd_alarm *a = &s->alarms[i];
		size_t at = row_of(x, e, a->at), centre = row_of(x, e, a->centre);
		cell_int(t, e->row[at]);
		cell_text(t, e->id ? e->id[at] : NULL);
		cell_text(t, events_time_text(ctx->arena, e, e->t_s[at]));
		cell_int(t, e->row[centre]);
		cell_text(t, e->id ? e->id[centre] : NULL);
		cell_real(t, e->x[centre]);
		cell_real(t, e->y[centre]);
		cell_text(t, events_time_text(ctx->arena, e, e->t_s[centre]));
		cell_int(t, (int64_t)a->n);
		cell_real(t, a->expected);
		cell_real(t, a->ratio);
	}
	return t;
}

static const struct table *events_table(struct context *ctx, const struct events *e,
	const struct events_expanded *x, const struct stcd *s)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "events", "The statistic after each event", event_columns);
	bool *alarm = arena_array(ctx->arena, bool, s->n);
	for (size_t i = 0; i < s->alarms_n; i++)
		alarm[s->alarms[i].at] = true;
	for (size_t i = 0; i < s->n; i++) {
		size_t row = row_of(x, e, i);
		cell_int(t, e->row[row]);
		cell_text(t, e->id ? e->id[row] : NULL);
		cell_real(t, s->statistic[i]);
		cell_bool(t, alarm[i]);
	}
	return t;
}

static enum err_code stcd_print(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_stcd_options *o,
	const struct events *e, bool *left_out)
{
	size_t total;
	enum err_code err = events_total(ctx, e, STCD_MOST, &total);
	if (err)
		return err;
	struct events_expanded x = events_expand(ctx, e);
	struct stcd s;
	struct stcd_options so = {
		o->radius_m, o->epsilon, o->threshold, o->cusum, o->restart};
	/* The work grows with the square of the events: 39 still give a rank of 0.05. */
	int64_t permutations = o->permutations      ? o->permutations
			       : x.points.n <= 2000 ? 99
						    : 39;
	if (o->threshold == 0)
		err = stcd_threshold(ctx, &so.threshold, x.points, &so, o->alpha,
			(uint32_t)permutations);
	if (!err)
		err = stcd_run(ctx, &s, x.points, &so);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, true);
	result_real(p, "radius_m", o->radius_m);
	result_real(p, "epsilon", o->epsilon);
	result_real(p, "threshold", so.threshold);
	if (o->threshold == 0) {
		result_real(p, "alpha", o->alpha);
		result_int(p, "permutations", permutations);
	}
	result_bool(p, "cusum", o->cusum);
	result_bool(p, "restart", o->restart);
	struct result *r = result_create(ctx->arena);
	if (options->format != FORMAT_CSV)
		result_table(r, alarms_table(ctx, e, &x, &s));
	result_int(r, "n", (int64_t)s.n);
	if (s.alarms_n == 0 && options->format != FORMAT_CSV)
		result_text(r, "note", "No cluster began to form.");
	if (options->format != FORMAT_TEXT)
		result_table(r, events_table(ctx, e, &x, &s));
	return points_finish(ctx, options, "points stcd", e, p, r, left_out);
}

enum err_code work_points_stcd(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_stcd_options *o,
	bool *left_out)
{
	struct events e = {0};
	if (!(o->radius_m > 0) || !(o->epsilon > 0) || o->epsilon > 1e6 ||
		!(o->threshold >= 0) || !(o->alpha > 0) || !(o->alpha < 1) ||
		o->permutations > 100000)
		return err_set(ctx, ERR_USAGE,
			"--radius, --epsilon and --threshold must be above 0, --alpha "
			"between 0 and 1, --permutations at most 100000");
	enum err_code err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err)
		err = stcd_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
