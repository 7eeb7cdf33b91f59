#include "work/points_series.h"
#include "base/str.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

/* 100 years. */
enum { MONTHS_MOST = 1200 };

/* ---- steps ------------------------------------------------------------------------- */

static const struct {
	const char *word;
	struct step step;
} words[] = {
	{"day", {1, 0}},
	{"d", {1, 0}},
	{"days", {1, 0}},
	{"week", {7, 0}},
	{"w", {7, 0}},
	{"weeks", {7, 0}},
	{"month", {0, 1}},
	{"months", {0, 1}},
	{"quarter", {0, 3}},
	{"year", {0, 12}},
	{"y", {0, 12}},
	{"years", {0, 12}},
};

enum err_code step_parse(
	struct context *ctx, const char *option, const char *text, struct step *step)
{
	size_t digits = strspn(text, "0123456789");
	int64_t n = 1;
	const char *unit = str_trim(ctx->arena, text + digits);
	bool good =
		digits == 0 ||
		integer_parse(str_printf(ctx->arena, "%.*s", (int)digits, text), &n);
	good = good && n > 0 && n <= SERIES_MOST;
	*step = (struct step){0};
	for (size_t i = 0; good && i < sizeof words / sizeof *words; i++)
		if (str_equal_fold(unit, words[i].word))
			*step = (struct step){
				words[i].step.days * n, words[i].step.months * n};
	if (step->months > 0)
		good = step->months <= MONTHS_MOST &&
		       (12 % step->months == 0 || step->months % 12 == 0);
	if (good && step->days <= SERIES_MOST && step->days + step->months > 0)
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"%s: '%s' is no step: give days (7d), weeks (2w), months that divide "
		"a year (1month, 3month) or years (1year)",
		option, text);
}

size_t step_frequency(struct step step)
{
	if (step.months > 0)
		return step.months >= 12 ? 1 : (size_t)(12 / step.months);
	double times = 365.25 / (double)step.days;
	return times < 1.5 ? 1 : (size_t)floor(times + 0.5);
}

/* ---- their edges ------------------------------------------------------------------- */

static int64_t day_of(int64_t t_s)
{
	return t_s / DAY_S - (t_s % DAY_S < 0);
}

static int64_t month_of(int64_t day)
{
	struct civil c = civil_from_days(day);
	return (int64_t)c.year * 12 + c.month - 1;
}

static int64_t month_begin(int64_t month)
{
	return civil_days((int)(month / 12), (int)(month % 12) + 1, 1);
}

/* The beginning of the step that a day is in; `first` is where steps of days begin. */
static int64_t step_begin(struct step step, int64_t day, int64_t first)
{
	if (step.months > 0) {
		int64_t month = month_of(day);
		return month_begin(month - month % step.months);
	}
	int64_t off = (day - first) % step.days;
	return day - (off < 0 ? off + step.days : off);
}

static int64_t step_next(struct step step, int64_t begin)
{
	if (step.months > 0)
		return month_begin(month_of(begin) + step.months);
	return begin + step.days;
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

/* Where steps of days begin: Mondays for weeks of dated events. */
static int64_t first_of(const struct events *e, struct period p, struct step step)
{
	bool weeks = step.days > 0 && step.days % 7 == 0 && !e->t_days;
	return weeks ? p.from_day - civil_weekday(p.from_day) : p.from_day;
}

static enum err_code make_steps(struct context *ctx, struct series *s, struct period p,
	struct step step, int64_t first, enum series_ends ends, bool asked)
{
	if (p.to_day - p.from_day >= SERIES_MOST)
		return err_set(ctx, ERR_DATA,
			"the events span over 100 years: check the column of the time, "
			"or give a --period");
	size_t most = (size_t)(p.to_day - p.from_day) + 3;
	s->from = arena_array(ctx->arena, int64_t, most + 1);
	s->days = arena_array(ctx->arena, double, most);
	s->counts = arena_array(ctx->arena, uint32_t, most);
	for (int64_t at = step_begin(step, p.from_day, first); at <= p.to_day;) {
		int64_t next = step_next(step, at), from = at, to = next;
		if (ends == SERIES_PARTS) {
			from = from < p.from_day ? p.from_day : from;
			to = to > p.to_day ? p.to_day + 1 : to;
		}
		bool whole = from >= p.from_day && to <= p.to_day + 1;
		if (whole || !asked) {
			s->from[s->n] = from;
			s->days[s->n++] = (double)(to - from);
			s->from[s->n] = to;
		}
		at = next;
	}
	if (s->n == 0)
		return err_set(ctx, ERR_DATA,
			"the period has no whole step in it: give a longer --period or "
			"a shorter --step");
	return ERR_OK;
}

static size_t step_of(const struct series *s, int64_t day)
{
	size_t low = 0, high = s->n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (s->from[middle] <= day)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static enum err_code count_events(
	struct context *ctx, struct series *s, const struct events *e)
{
	for (size_t i = 0; i < e->n; i++) {
		int64_t day = day_of(e->t_s[i]);
		uint32_t k = e->count ? e->count[i] : 1;
		if (day < s->from[0] || day >= s->from[s->n]) {
			s->outside += k;
			continue;
		}
		uint32_t *count = &s->counts[step_of(s, day)];
		if (*count > UINT32_MAX - k)
			return err_set(ctx, ERR_DATA, "too many events in one step");
		*count += k;
		s->used += k;
	}
	return ERR_OK;
}

enum err_code series_make(struct context *ctx, struct series *s, const struct events *e,
	const struct period *period, struct step step, enum series_ends ends)
{
	memset(s, 0, sizeof *s);
	struct period p = period_of(e, period);
	if (p.to_day < p.from_day)
		return err_set(ctx, ERR_DATA, "the period ends before it begins");
	enum err_code err = make_steps(ctx, s, p, step, first_of(e, p, step), ends,
		ends == SERIES_WHOLE && !period->all);
	return err ? err : count_events(ctx, s, e);
}

enum err_code events_total(
	struct context *ctx, const struct events *e, size_t most, size_t *total)
{
	*total = 0;
	for (size_t i = 0; i < e->n; i++)
		*total += e->count ? e->count[i] : 1;
	if (*total <= most)
		return ERR_OK;
	return err_set(ctx, ERR_DATA,
		"%zu events are more than the %zu that this method takes: give fewer "
		"rows",
		*total, most);
}

const char *series_from_text(
	struct context *ctx, const struct events *e, const struct series *s, size_t i)
{
	return events_time_text(ctx->arena, e, s->from[i] * DAY_S);
}

const char *series_to_text(
	struct context *ctx, const struct events *e, const struct series *s, size_t i)
{
	return events_time_text(ctx->arena, e, (s->from[i + 1] - 1) * DAY_S);
}
