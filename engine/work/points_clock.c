#include "work/points_clock.h"
#include "base/civil.h"
#include "base/str.h"
#include "text/date.h"
#include "text/quantity.h"
#include "work/points_read.h"
#include <math.h>
#include <string.h>

/* Two digits at p, or -1. */
static int two_digits(const char *p)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return -1;
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* yyyy-mm-dd, and after a blank or T hh:mm with :ss or without; the clock's own
 * seconds. Anything else is left to date_parse(). */
static bool plain_iso(const char *text, int64_t *t_s)
{
	size_t n = strlen(text);
	if (n != 10 && n != 16 && n != 19)
		return false;
	if (text[4] != '-' || text[7] != '-')
		return false;
	int century = two_digits(text), year = two_digits(text + 2);
	if (century < 0 || year < 0)
		return false;
	struct civil c = {century * 100 + year, two_digits(text + 5),
		two_digits(text + 8), 0, 0, 0};
	if (n > 10) {
		if ((text[10] != ' ' && text[10] != 'T') || text[13] != ':')
			return false;
		c.hour = two_digits(text + 11);
		c.minute = two_digits(text + 14);
	}
	if (n == 19) {
		if (text[16] != ':')
			return false;
		c.second = two_digits(text + 17);
	}
	if (!civil_valid(c))
		return false;
	*t_s = civil_days(c.year, c.month, c.day) * DAY_S + c.hour * 3600 +
	       c.minute * 60 + c.second;
	return true;
}

const char *clock_read(const char *text, int64_t *t_s, bool *as_days)
{
	double days;
	if (plain_iso(text, t_s))
		return NULL;
	if (real_parse(text, &days)) {
		if (!(fabs(days) < 1e8))
			return "is no number of days that can be used";
		*t_s = (int64_t)llround(days * (double)DAY_S);
		*as_days = true;
		return NULL;
	}
	struct date_options options = DATE_OPTIONS_DEFAULT;
	options.no_serials = true;
	struct date_result found = date_parse(text, &options);
	if (found.outcome == DATE_EMPTY)
		return "is empty; give the time of the event";
	if (found.outcome != DATE_OK)
		return found.reason;
	*t_s = found.moment.start_s + london_offset_s(found.moment.start_s);
	return NULL;
}

const char *events_time_text(
	struct arena *arena, const struct events *events, int64_t t_s)
{
	if (events->t_days)
		return str_printf(arena, "%.15g", (double)t_s / (double)DAY_S);
	int64_t days = t_s / DAY_S - (t_s % DAY_S < 0);
	int rest = (int)(t_s - days * DAY_S);
	char day[CIVIL_TEXT_MAX];
	day_format(days, day);
	if (rest == 0)
		return str_dup(arena, day);
	if (rest % 60 == 0)
		return str_printf(
			arena, "%s %02d:%02d", day, rest / 3600, rest / 60 % 60);
	return str_printf(arena, "%s %02d:%02d:%02d", day, rest / 3600, rest / 60 % 60,
		rest % 60);
}
