#include "work/points_steps.h"
#include "base/str.h"
#include "text/quantity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Either months or seconds is above 0. */
struct step {
	int months;
	int64_t seconds;
};

static enum err_code wrong(struct context *ctx, const char *text)
{
	return err_set(ctx, ERR_USAGE,
		"--step: '%s' is no step of time: give months or a length, as in "
		"1month, "
		"3months, 1y, 7d or 6h",
		text);
}

static enum err_code parse(struct context *ctx, const char *text, struct step *step)
{
	char *unit;
	double seconds;
	*step = (struct step){0, 0};
	if (text[0] < '0' || text[0] > '9')
		return wrong(ctx, text);
	long number = strtol(text, &unit, 10);
	unit += *unit == ' ';
	bool months = str_equal_fold(unit, "month") || str_equal_fold(unit, "months") ||
		      str_equal_fold(unit, "mo");
	bool years = str_equal_fold(unit, "y") || str_equal_fold(unit, "year") ||
		     str_equal_fold(unit, "years");
	if (months || years) {
		if (number < 1 || number > 1200)
			return wrong(ctx, text);
		step->months = (int)number * (years ? 12 : 1);
		return ERR_OK;
	}
	enum err_code err =
		duration_parse(ctx, "--step", text, UNIT_OPTIONAL, &seconds);
	if (err)
		return wrong(ctx, text);
	step->seconds = seconds < 1e12 ? llround(seconds) : 0;
	if (step->seconds < 1 || fabs((double)step->seconds - seconds) > 1e-6)
		return wrong(ctx, text);
	return ERR_OK;
}

static int64_t day_of(int64_t t_s)
{
	return t_s / DAY_S - (t_s % DAY_S < 0);
}

/* The first of the month, `months` on. */
static int64_t month_day(int64_t day, int64_t months)
{
	struct civil c = civil_from_days(day);
	int64_t month = (int64_t)c.year * 12 + c.month - 1 + months;
	int64_t year = month / 12;
	return civil_days((int)year, (int)(month % 12) + 1, 1);
}

/* So many months before a day; the 31st is the last of a shorter month. */
static int64_t months_before(int64_t day, int64_t months)
{
	struct civil c = civil_from_days(day);
	int64_t first = month_day(day, -months), next = month_day(day, 1 - months);
	int64_t same = first + c.day - 1;
	return same < next ? same : next - 1;
}

struct bounds {
	int64_t from_day, end_day; /* end: past the last */
};

static enum err_code find_bounds(struct context *ctx, const struct events *e,
	const struct period *period, const struct step *step, struct bounds *b)
{
	/* Years that the calendar holds. */
	const int64_t earliest = civil_days(1, 1, 1) + 1,
		      latest = civil_days(9998, 1, 1);
	*b = (struct bounds){INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < e->n; i++) {
		int64_t day = day_of(e->t_s[i]);
		/* A row of no events needs no time. */
		if (e->count && e->count[i] == 0)
			continue;
		b->from_day = day < b->from_day ? day : b->from_day;
		b->end_day = day + 1 > b->end_day ? day + 1 : b->end_day;
	}
	bool asked = period && !period->all;
	if (asked)
		*b = (struct bounds){period->from_day, period->to_day + 1};
	if (step->months == 0)
		return ERR_OK;
	if (b->from_day < earliest || b->end_day > latest)
		return err_set(ctx, ERR_DATA,
			"months of the years 1 to 9997 alone can be counted: check the "
			"column of the time, or give a --step in days");
	if (!asked) {
		b->from_day = month_day(b->from_day, 0);
		b->end_day = month_day(b->end_day - 1, 1);
	}
	return ERR_OK;
}

/* The beginning of the step that is `back` steps from the end. */
static int64_t step_from(const struct bounds *b, const struct step *step, int64_t back)
{
	if (step->months == 0)
		return b->end_day * DAY_S - back * step->seconds;
	return months_before(b->end_day, back * step->months) * DAY_S;
}

static bool reaches(const struct bounds *b, const struct step *step, int64_t back)
{
	if (step->months > 0 && back * step->months > 12 * 9990)
		return false;
	return step_from(b, step, back) >= b->from_day * DAY_S;
}

enum err_code points_steps_make(struct context *ctx, const char *text,
	const struct events *e, const struct period *period, struct points_steps *s)
{
	struct step step;
	struct bounds b;
	memset(s, 0, sizeof *s);
	enum err_code err = parse(ctx, text, &step);
	if (!err)
		err = find_bounds(ctx, e, period, &step, &b);
	if (err)
		return err;
	while (s->n <= STEPS_MOST && reaches(&b, &step, (int64_t)s->n + 1))
		s->n++;
	if (s->n > STEPS_MOST)
		return err_set(ctx, ERR_USAGE,
			"--step %s: the events last for more than %d such steps: take "
			"longer ones, or a --period",
			text, STEPS_MOST);
	if (s->n < 2)
		return err_set(ctx, ERR_USAGE,
			"--step %s: the events last for %zu such steps, and at least 2 "
			"are "
			"needed: take shorter ones",
			text, s->n);
	s->from_s = arena_array(ctx->arena, int64_t, s->n + 1);
	for (size_t i = 0; i <= s->n; i++)
		s->from_s[i] = step_from(&b, &step, (int64_t)(s->n - i));
	for (size_t i = 0; i < e->n; i++)
		s->outside += points_steps_of(s, e->t_s[i]) == UINT32_MAX;
	return ERR_OK;
}

uint32_t points_steps_of(const struct points_steps *s, int64_t t_s)
{
	size_t low = 0, high = s->n;
	if (t_s < s->from_s[0] || t_s >= s->from_s[s->n])
		return UINT32_MAX;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (s->from_s[middle] <= t_s)
			low = middle;
		else
			high = middle;
	}
	return (uint32_t)low;
}
