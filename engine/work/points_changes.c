#include "work/points_changes.h"
#include "base/str.h"
#include "stats/changepoint.h"
#include "work/points_result.h"

/* 100 years of days. */
enum { UNITS_MOST = 36600 };

static const struct column stretch_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"days", "Days", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"per_day", "A day", 3, AUDIENCE_PUBLIC},
	{"lower", "at least", 3, AUDIENCE_PUBLIC},
	{"upper", "at most", 3, AUDIENCE_PUBLIC},
};

/* Units of the period: unit i is the days from[i] … from[i + 1] - 1. */
struct units {
	size_t n;
	int64_t *from;
	double *days;
	uint32_t *counts;
	int64_t used, outside;
};

static int64_t next_unit(int64_t day, const char *unit)
{
	if (str_equal(unit, "day"))
		return day + 1;
	if (str_equal(unit, "week"))
		return day + 7 - civil_weekday(day);
	struct civil c = civil_from_days(day);
	return civil_days(c.year + (c.month == 12), c.month % 12 + 1, 1);
}

static int64_t day_of(int64_t t_s)
{
	return t_s / DAY_S - (t_s % DAY_S < 0);
}

static struct period period_of(const struct events *e, const struct period *asked)
{
	struct period p = {.from_day = INT64_MAX, .to_day = INT64_MIN};
	if (!asked->all)
		return *asked;
	for (size_t i = 0; i < e->n; i++) {
		int64_t day = day_of(e->t_s[i]);
		p.from_day = day < p.from_day ? day : p.from_day;
		p.to_day = day > p.to_day ? day : p.to_day;
	}
	return p;
}

static enum err_code make_units(
	struct context *ctx, struct units *u, struct period p, const char *unit)
{
	if (p.to_day - p.from_day >= UNITS_MOST)
		return err_set(ctx, ERR_DATA,
			"the events span over 100 years: check the column of the time, "
			"or give a --period");
	size_t most = (size_t)(p.to_day - p.from_day) + 1;
	u->from = arena_array(ctx->arena, int64_t, most + 1);
	u->days = arena_array(ctx->arena, double, most);
	u->counts = arena_array(ctx->arena, uint32_t, most);
	for (int64_t day = p.from_day; day <= p.to_day;) {
		int64_t next = next_unit(day, unit);
		next = next <= p.to_day ? next : p.to_day + 1;
		u->days[u->n] = (double)(next - day);
		u->from[u->n++] = day;
		u->from[u->n] = next;
		day = next;
	}
	return ERR_OK;
}

static size_t unit_of(const struct units *u, int64_t day)
{
	size_t low = 0, high = u->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (u->from[middle] <= day)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static enum err_code count_events(
	struct context *ctx, struct units *u, const struct events *e)
{
	for (size_t i = 0; i < e->n; i++) {
		int64_t day = day_of(e->t_s[i]);
		uint32_t k = e->count ? e->count[i] : 1;
		if (day < u->from[0] || day >= u->from[u->n]) {
			u->outside += k;
			continue;
		}
		uint32_t *count = &u->counts[unit_of(u, day)];
		if (*count > UINT32_MAX - k)
			return err_set(ctx, ERR_DATA, "too many events in one unit");
		*count += k;
		u->used += k;
	}
	return ERR_OK;
}

static const struct table *stretches_table(struct context *ctx, const struct events *e,
	const struct units *u, const struct changepoints *c)
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
	struct units u = {0};
	struct changepoints c;
	enum err_code err =
		make_units(ctx, &u, period_of(e, &options->period), o->unit);
	if (!err)
		err = count_events(ctx, &u, e);
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
	if (o->least > UNITS_MOST)
		return err_set(ctx, ERR_USAGE, "--least: at most %d", UNITS_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_DATED, &e);
	if (!err)
		err = changes_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
