#include "base/civil.h"
#include <string.h>

static bool leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
	static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return days[month - 1] + (month == 2 && leap_year(year));
}

bool civil_valid(struct civil c)
{
	return c.year >= 1 && c.year <= 9999 && c.month >= 1 && c.month <= 12 &&
	       c.day >= 1 && c.day <= days_in_month(c.year, c.month) && c.hour >= 0 &&
	       c.hour <= 23 && c.minute >= 0 && c.minute <= 59 && c.second >= 0 &&
	       c.second <= 59;
}

/* Eras of 400 years with the year beginning in March, so that the leap day comes last
 * (Howard Hinnant, "chrono-compatible low-level date algorithms"). */
int64_t civil_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year =
		(153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int64_t day_of_era =
		year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

struct civil civil_from_days(int64_t days)
{
	struct civil c = {0};
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	return c;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

int civil_weekday(int64_t days)
{
	return (int)(((days + 3) % 7 + 7) % 7);
}

/* The nth (from 1) weekday of a month, or the last one for n = 0. */
static int64_t nth_weekday(int year, int month, int weekday, int n)
{
	if (n == 0) {
		int64_t last = civil_days(year, month, days_in_month(year, month));
		return last - (civil_weekday(last) - weekday + 7) % 7;
	}
	int64_t first = civil_days(year, month, 1);
	return first + (weekday - civil_weekday(first) + 7) % 7 + 7 * (n - 1);
}

/* UTC seconds in which British Summer Time begins and ends in a year. */
static bool summer_time(int year, int64_t *begin_s, int64_t *end_s)
{
	enum { SATURDAY = 5, SUNDAY = 6 };
	if (year < 1972)
		return false;
	int64_t begin_day = year >= 1981 ? nth_weekday(year, 3, SUNDAY, 0)
					 : nth_weekday(year, 3, SATURDAY, 3) + 1;
	int64_t end_day = year >= 1996   ? nth_weekday(year, 10, SUNDAY, 0)
			  : year >= 1990 ? nth_weekday(year, 10, SUNDAY, 4)
					 : nth_weekday(year, 10, SATURDAY, 4) + 1;
	int64_t hour_s = year >= 1981 ? 3600 : 7200;
	*begin_s = begin_day * DAY_S + hour_s;
	*end_s = end_day * DAY_S + hour_s;
	return true;
}

int london_offset_s(int64_t utc_s)
{
	int64_t begin_s, end_s;
	int year = civil_from_days(floor_div(utc_s, DAY_S)).year;
	if (!summer_time(year, &begin_s, &end_s))
		return 0;
	return utc_s >= begin_s && utc_s < end_s ? 3600 : 0;
}

int64_t london_to_utc(struct civil c, enum london_case *found)
{
	int64_t as_gmt = civil_days(c.year, c.month, c.day) * DAY_S + c.hour * 3600 +
			 c.minute * 60 + c.second;
	bool as_summer = london_offset_s(as_gmt - 3600) == 3600;
	bool as_winter = london_offset_s(as_gmt) == 0;
	if (found)
		*found = as_summer && as_winter   ? LONDON_TWICE
			 : as_summer || as_winter ? LONDON_PLAIN
						  : LONDON_MISSING;
	return as_summer ? as_gmt - 3600 : as_gmt;
}

struct civil london_from_utc(int64_t utc_s)
{
	int64_t local = utc_s + london_offset_s(utc_s);
	int64_t days = floor_div(local, DAY_S);
	int rest = (int)(local - days * DAY_S);
	struct civil c = civil_from_days(days);
	c.hour = rest / 3600;
	c.minute = rest / 60 % 60;
	c.second = rest % 60;
	return c;
}

int64_t london_day(int64_t utc_s)
{
	return floor_div(utc_s + london_offset_s(utc_s), DAY_S);
}

/* UTC second in which a local day begins. No change of the clock falls on midnight. */
static int64_t day_start(int64_t days)
{
	return london_to_utc(civil_from_days(days), NULL);
}

static struct moment between_days(int64_t from, int64_t to, enum time_precision p)
{
	int64_t start_s = day_start(from);
	struct moment m = {start_s, day_start(to) - start_s, p};
	return m;
}

struct moment moment_day(int year, int month, int day)
{
	int64_t days = civil_days(year, month, day);
	return between_days(days, days + 1, TIME_DAY);
}

struct moment moment_month(int year, int month)
{
	int next_year = month == 12 ? year + 1 : year,
	    next = month == 12 ? 1 : month + 1;
	return between_days(
		civil_days(year, month, 1), civil_days(next_year, next, 1), TIME_MONTH);
}

void moment_format(struct moment m, char text[CIVIL_TEXT_MAX])
{
	text[0] = '\0';
	if (m.precision == TIME_NONE)
		return;
	/* A time to the hour is stored from half an hour before what was written. */
	int64_t shown_s =
		m.precision == TIME_HOUR ? m.start_s + m.span_s / 2 : m.start_s;
	struct civil c = london_from_utc(shown_s);
	if (m.precision == TIME_YEAR)
		snprintf(text, CIVIL_TEXT_MAX, "%04d", c.year % 10000);
	else if (m.precision == TIME_MONTH)
		snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d", c.year % 10000,
			c.month % 100);
	else if (m.precision == TIME_DAY)
		snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d-%02d", c.year % 10000,
			c.month % 100, c.day % 100);
	else if (m.precision == TIME_SECOND)
		snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d-%02d %02d:%02d:%02d",
			c.year % 10000, c.month % 100, c.day % 100, c.hour % 100,
			c.minute % 100, c.second % 100);
	else
		snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d-%02d %02d:%02d",
			c.year % 10000, c.month % 100, c.day % 100, c.hour % 100,
			c.minute % 100);
}

void day_format(int64_t days, char text[CIVIL_TEXT_MAX])
{
	struct civil c = civil_from_days(days);
	snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d-%02d", c.year % 10000, c.month % 100,
		c.day % 100);
}

void utc_format(int64_t utc_s, char text[CIVIL_TEXT_MAX])
{
	int64_t days = floor_div(utc_s, DAY_S);
	int rest = (int)(utc_s - days * DAY_S);
	struct civil c = civil_from_days(days);
	snprintf(text, CIVIL_TEXT_MAX, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year % 10000,
		c.month % 100, c.day % 100, rest / 3600 % 100, rest / 60 % 60,
		rest % 60);
}

const char *time_precision_name(enum time_precision precision)
{
	static const char *const names[] = {
		"none", "second", "minute", "hour", "day", "month", "year"};
	return names[precision];
}

void period_seconds(struct period p, int64_t *start_s, int64_t *end_s)
{
	*start_s = p.all ? INT64_MIN : day_start(p.from_day);
	*end_s = p.all ? INT64_MAX : day_start(p.to_day + 1);
}
