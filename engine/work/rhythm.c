#include "work/rhythm.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/naming.h"
#include "work/points_hourweek.h"
#include <math.h>

static const char *const time_names[RHYTHM_TIMES_N] = {"gone", "found"};

static const struct moment *time_of(const struct episode *e, enum rhythm_time which)
{
	return which == RHYTHM_GONE ? &e->gone : &e->found;
}

static void hours_spread(struct arena *scratch, const struct episode_set *set,
	enum rhythm_time which, struct aoristic *out)
{
	struct arena_mark mark = arena_mark(scratch);
	int64_t *start_s = arena_array(scratch, int64_t, set->n);
	int64_t *end_s = arena_array(scratch, int64_t, set->n);
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct moment *m = time_of(&set->episodes[i], which);
		if (m->precision == TIME_NONE)
			continue;
		start_s[n] = m->start_s;
		end_s[n++] = m->start_s + m->span_s;
	}
	struct aoristic_options o = AORISTIC_DEFAULT;
	aoristic_run(out, n, start_s, end_s, &o);
	arena_reset(scratch, mark);
}

/* Times known to the hour, each child's weights adding up to 1. */
static enum err_code clock_test(struct context *ctx, const struct episode_set *set,
	enum rhythm_time which, struct rhythm *out)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *known = arena_array(ctx->scratch, uint32_t, set->children_n);
	uint32_t *child = arena_array(ctx->scratch, uint32_t, set->n);
	double *hour = arena_array(ctx->scratch, double, set->n);
	double *day = arena_array(ctx->scratch, double, set->n);
	double *weight = arena_array(ctx->scratch, double, set->n);
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct moment *m = time_of(&set->episodes[i], which);
		if (m->precision < TIME_SECOND || m->precision > TIME_HOUR)
			continue;
		int64_t middle_s = m->start_s + m->span_s / 2;
		struct civil c = london_from_utc(middle_s);
		hour[n] = c.hour + c.minute / 60.0 + c.second / 3600.0;
		day[n] = civil_weekday(london_day(middle_s)) + hour[n] / 24.0;
		child[n] = set->episodes[i].child;
		known[child[n++]]++;
	}
	for (size_t i = 0; i < n; i++)
		weight[i] = 1.0 / known[child[i]];
	enum err_code code = ERR_OK;
	if (n)
		code = circular_run(ctx, &out->clock[which], n, hour, weight, 24);
	if (n && !code)
		code = circular_run(ctx, &out->week[which], n, day, weight, 7);
	arena_reset(ctx->scratch, mark);
	return code;
}

/* Which parts of the week stand out, of when children went. */
static enum err_code week_test(
	struct context *ctx, const struct episode_set *set, struct rhythm *out)
{
	struct arena *arena = ctx->arena;
	int64_t *start_s = arena_array(arena, int64_t, set->n);
	int64_t *end_s = arena_array(arena, int64_t, set->n);
	uint32_t *child = arena_array(arena, uint32_t, set->n);
	struct aoristic_options aoristic = AORISTIC_DEFAULT;
	struct hourweek_options o = {.longest_s = aoristic.longest_s};
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct moment *m = &set->episodes[i].gone;
		if (m->precision == TIME_NONE)
			continue;
		start_s[n] = m->start_s;
		end_s[n] = m->start_s + m->span_s;
		child[n++] = set->episodes[i].child;
	}
	return hourweek_run(
		ctx, &out->stand_out, n, start_s, end_s, child, set->children_n, &o);
}

enum err_code rhythm_compute(
	struct work_case *c, const struct episode_set *set, struct rhythm *out)
{
	*out = (struct rhythm){.children = (int64_t)set->children_n};
	enum err_code code = ERR_OK;
	for (int which = 0; !code && which < RHYTHM_TIMES_N; which++) {
		hours_spread(c->ctx->scratch, set, (enum rhythm_time)which,
			&out->hours[which]);
		code = clock_test(c->ctx, set, (enum rhythm_time)which, out);
	}
	if (!code)
		code = week_test(c->ctx, set, out);
	if (!code)
		code = months_compute(c, set, &out->months);
	if (!code)
		code = trend_compute(c, set, &out->months, &out->trend);
	if (!code)
		code = durations_compute(c, set, &out->durations);
	return code;
}

/* A weight is a number of episodes, in parts; under 5 it is not for the public. */
static void cell_weight(
	const struct context *ctx, const struct rhythm *x, struct table *t, double w)
{
	bool few = naming_suppressed(ctx, x->children) ||
		   (ctx->audience == AUDIENCE_PUBLIC && w > 0 && w < 5);
	if (few)
		cell_null(t);
	else
		cell_real(t, w);
}

static const struct table *hours_table(struct context *ctx, const struct rhythm *x)
{
	static const struct column columns[] = {
		{"hour", "Hour", 0, AUDIENCE_PUBLIC},
		{"monday", "Mon", 1, AUDIENCE_PUBLIC},
		{"tuesday", "Tue", 1, AUDIENCE_PUBLIC},
		{"wednesday", "Wed", 1, AUDIENCE_PUBLIC},
		{"thursday", "Thu", 1, AUDIENCE_PUBLIC},
		{"friday", "Fri", 1, AUDIENCE_PUBLIC},
		{"saturday", "Sat", 1, AUDIENCE_PUBLIC},
		{"sunday", "Sun", 1, AUDIENCE_PUBLIC},
		{"all", "All", 1, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "rhythm",
		"When children go: episodes by hour and weekday", columns);
	t->reading = "Hours as clocks on the wall show them. A time known only to the "
		     "day is spread over its hours, so that the cells are not whole "
		     "numbers.";
	static const char *const all_column[] = {"all", NULL};
	const struct aoristic *a = &x->hours[RHYTHM_GONE];
	for (int hour = 0; hour < 24; hour++) {
		double all = 0;
		cell_int(t, hour);
		for (int day = 0; day < 7; day++) {
			double w = a->weight[day][hour];
			all += w;
			cell_weight(ctx, x, t, w);
		}
		cell_weight(ctx, x, t, all);
		size_t hidden = 0;
		for (int day = 0; day < 7; day++)
			hidden += is_hidden(t, (size_t)hour, columns[1 + day].name);
		if (hidden == 1)
			hide_row(ctx, t, (size_t)hour, all_column);
	}
	hide_second_row(ctx, t, all_column);
	return t;
}

static const struct table *long_table(struct context *ctx, const struct rhythm *x)
{
	static const struct column columns[] = {
		{"weekday", NULL, 0, AUDIENCE_PUBLIC},
		{"weekday_number", NULL, 0, AUDIENCE_PUBLIC},
		{"hour", NULL, 0, AUDIENCE_PUBLIC},
		{"gone", NULL, 2, AUDIENCE_PUBLIC},
		{"found", NULL, 2, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "hour_weekday", "Hour by weekday, gone and found", columns);
	t->reading =
		"Aoristic weights: they add up to the episodes whose time is known.";
	for (int day = 0; day < 7; day++)
		for (int hour = 0; hour < 24; hour++) {
			cell_text(t, weekday_names[day]);
			cell_int(t, day + 1);
			cell_int(t, hour);
			for (int which = 0; which < RHYTHM_TIMES_N; which++) {
				double w = x->hours[which].weight[day][hour];
				cell_weight(ctx, x, t, w);
			}
		}
	return t;
}

static const char *clock_text(struct arena *arena, double hours)
{
	if (!isfinite(hours))
		return NULL;
	int minutes = (int)floor(hours * 60 + 0.5) % (24 * 60);
	return str_printf(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

static const struct table *clock_table(struct context *ctx, const struct rhythm *x)
{
	static const struct column columns[] = {
		{"time", "Time", 0, AUDIENCE_PUBLIC},
		{"used", "Episodes", 0, AUDIENCE_PUBLIC},
		{"left_out", "Left out", 0, AUDIENCE_PUBLIC},
		{"pinned_share", "Known to the hour", 2, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"mean_hour", "Mean hour", 0, AUDIENCE_PUBLIC},
		{"sd_hours", "Spread (h)", 1, AUDIENCE_PUBLIC},
		{"hour_p_value", "p (hour)", 4, AUDIENCE_PUBLIC},
		{"mean_weekday", "Middle of the week's peak", 0, AUDIENCE_PUBLIC},
		{"weekday_p_value", "p (weekday)", 4, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "clock",
		"Mean hour, and whether hours and weekdays differ", columns);
	t->reading =
		"Each child counts once, however many episodes they have. p is how "
		"often even hours or weekdays would gather as strongly (Rayleigh).";
	for (int which = 0; which < RHYTHM_TIMES_N; which++) {
		const struct circular *clock = &x->clock[which],
				      *week = &x->week[which];
		const struct aoristic *a = &x->hours[which];
		int64_t n = (int64_t)floor(clock->n + 0.5);
		cell_text(t, time_names[which]);
		cell_count(ctx, t, (int64_t)a->used);
		cell_count(ctx, t, (int64_t)a->left_out);
		cell_figure(ctx, t, n, a->pinned);
		cell_count(ctx, t, n);
		if (naming_suppressed(ctx, n) || n == 0) {
			for (int i = 0; i < 5; i++)
				cell_null(t);
			continue;
		}
		cell_text(t, clock_text(ctx->arena, clock->mean));
		cell_real(t, clock->sd);
		cell_real(t, clock->rayleigh_p);
		cell_text(t, isfinite(week->mean) ? weekday_names[(int)week->mean % 7]
						  : NULL);
		cell_real(t, week->rayleigh_p);
	}
	return t;
}

enum err_code rhythm_result(struct work_case *c, const struct episode_set *set,
	const struct rhythm *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	(void)set;
	result_table(r, hours_table(ctx, x));
	result_table(r, clock_table(ctx, x));
	result_result(r, "week_tests", hourweek_tests(ctx, &x->stand_out));
	result_table(r, hourweek_stand_out(ctx, &x->stand_out));
	result_table(r, hourweek_hours(ctx, &x->stand_out));
	result_table(r, hourweek_weekdays(ctx, &x->stand_out));
	result_table(r, months_table(ctx, &x->months));
	trend_results(ctx, &x->months, &x->trend, r);
	result_real(r, "months_dispersion",
		x->months.n ? x->months.control.dispersion : NAN);
	durations_result(ctx, &x->durations, r);
	result_table(r, long_table(ctx, x));
	result_table(r, hourweek_cells(ctx, &x->stand_out));
	*out = r;
	return ERR_OK;
}

enum err_code work_rhythm(struct context *ctx, const struct work_options *options)
{
	struct work_case c;
	struct episode_set set;
	struct rhythm x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = episodes_load(&c, &set);
	if (!code)
		code = rhythm_compute(&c, &set, &x);
	if (!code)
		code = rhythm_result(&c, &set, &x, &result);
	return analysis_finish(&c, code, "rhythm", case_parameters(&c), result);
}
