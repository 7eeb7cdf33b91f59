#include "text/date_parts.h"
#include <string.h>

static const char *const month_names[] = {"january", "jan", "february", "feb", "march",
	"mar", "april", "apr", "may", "may", "june", "jun", "july", "jul", "august",
	"aug", "september", "sep", "october", "oct", "november", "nov", "december",
	"dec"};
static const char *const weekday_names[] = {"monday", "mon", "tuesday", "tue",
	"wednesday", "wed", "thursday", "thu", "friday", "fri", "saturday", "sat",
	"sunday", "sun", "tues", "weds", "thur", "thurs"};

/* 1 … 12, or 0 where no month's name stands. */
static int month_scan(struct scan *s)
{
	if (!is_lower(*s->at))
		return 0;
	int found = scan_words(s, month_names, 24);
	if (found < 0)
		return scan_word(s, "sept") ? 9 : 0;
	return found / 2 + 1;
}

static void weekday_scan(struct scan *s, struct day_part *day)
{
	static const int other[] = {1, 2, 3, 3};
	day->weekday = -1;
	if (!is_lower(*s->at))
		return;
	int found = scan_words(s, weekday_names, 18);
	if (found < 0)
		return;
	day->weekday = found < 14 ? found / 2 : other[found - 14];
	while (*s->at == ' ' || *s->at == '.' || *s->at == ',')
		s->at++;
	if (scan_word(s, "the"))
		scan_blanks(s);
}

static enum date_outcome fail(
	struct day_part *day, enum date_outcome outcome, const char *reason)
{
	day->reason = reason;
	return outcome;
}

static bool real_day(int year, int month, int day)
{
	return civil_valid((struct civil){year, month, day, 0, 0, 0});
}

static int full_year(
	int year, int digits, const struct date_options *options, struct day_part *day)
{
	if (digits == 4)
		return year;
	day->notes |= DATE_NOTE_TWO_DIGIT_YEAR;
	int century = options->latest_year - options->latest_year % 100;
	return year + (century + year > options->latest_year ? century - 100 : century);
}

/* Checks what was read, and stores it. month 0 or d 0: to the year or the month. */
static enum date_outcome day_set(struct day_part *day, int year, int month, int d)
{
	if (year < 1900 || year > 2100)
		return fail(day, DATE_OUT_OF_RANGE,
			"the year is not between 1900 and 2100: check it");
	if (!real_day(year, month ? month : 1, d ? d : 1))
		return fail(day, DATE_IMPOSSIBLE, "there is no such day: check it");
	day->precision = d ? TIME_DAY : month ? TIME_MONTH : TIME_YEAR;
	day->year = year;
	day->month = month;
	day->day = d;
	return DATE_OK;
}

/* a/b/c, c the year unless the order says that a is. */
static enum date_outcome numeric_set(struct day_part *day, const int part[3],
	int year_digits, const struct date_options *options)
{
	if (options->order == DATE_YMD) {
		if (year_digits == 4)
			return fail(day, DATE_WRONG_ORDER,
				"the year stands last, but the declared date order is "
				"ymd: declare dmy or mdy");
		return day_set(
			day, full_year(part[0], 2, options, day), part[1], part[2]);
	}
	bool month_first = options->order == DATE_MDY;
	int d = part[month_first], month = part[!month_first];
	int year = full_year(part[2], year_digits, options, day);
	if (d == 0 || month == 0)
		return fail(day, DATE_IMPOSSIBLE, "there is no such day: check it");
	if (!real_day(year, month, d) && real_day(year, d, month))
		return fail(day, DATE_WRONG_ORDER,
			month_first ? "the day stands first, but the declared date "
				      "order is "
				      "mdy: declare dmy if that is how the file writes "
				      "dates"
				    : "the month stands first: declare the date order "
				      "mdy if "
				      "that is how the file writes dates");
	return day_set(day, year, month, d);
}

static enum date_outcome none(struct scan *s, const char *start)
{
	s->at = start;
	return DATE_UNREADABLE;
}

/* A year of four digits, or of two with or without an apostrophe before. Its digits in
 * *digits; 0 where none stands. */
static int year_scan(struct scan *s, int *digits)
{
	const char *start = s->at;
	bool short_only = scan_char(s, '\'');
	*digits = scan_count(s);
	if (*digits == 2 || (*digits == 4 && !short_only))
		return scan_number(s, *digits);
	s->at = start;
	*digits = 0;
	return 0;
}

static void name_filler(struct scan *s)
{
	while (*s->at == ' ' || *s->at == '-' || *s->at == '/' || *s->at == '.' ||
		*s->at == ',')
		s->at++;
}

static void ordinal(struct scan *s)
{
	static const char *const endings[] = {"st", "nd", "rd", "th"};
	scan_words(s, endings, 4);
}

/* 28 Mar 2026, 28-Mar-26, 1st of March 2026: the day is read. */
static enum date_outcome day_name_year(struct scan *s, const char *start, int d,
	const struct date_options *options, struct day_part *day)
{
	ordinal(s);
	name_filler(s);
	if (scan_word(s, "of"))
		scan_blanks(s);
	int month = month_scan(s), digits;
	if (!month)
		return none(s, start);
	name_filler(s);
	int year = year_scan(s, &digits);
	if (!digits)
		return none(s, start);
	if (d == 0)
		return fail(day, DATE_IMPOSSIBLE, "there is no such day: check it");
	return day_set(day, full_year(year, digits, options, day), month, d);
}

/* March 28, 2026; March 2026. */
static enum date_outcome name_scan(
	struct scan *s, const struct date_options *options, struct day_part *day)
{
	const char *start = s->at;
	int month = month_scan(s);
	if (!month)
		return none(s, start);
	name_filler(s);
	int n = scan_count(s), digits;
	if (n == 4)
		return day_set(day, scan_number(s, 4), month, 0);
	if (n < 1 || n > 2)
		return none(s, start);
	int d = scan_number(s, n);
	ordinal(s);
	name_filler(s);
	int year = year_scan(s, &digits);
	if (!digits)
		return none(s, start);
	if (d == 0)
		return fail(day, DATE_IMPOSSIBLE, "there is no such day: check it");
	return day_set(day, full_year(year, digits, options, day), month, d);
}

/* 28/03/2026 and its like; 03/2026: the first number is read. */
static enum date_outcome numeric_scan(struct scan *s, const char *start, int first,
	const struct date_options *options, struct day_part *day)
{
	char separator = *s->at++;
	int n = scan_count(s);
	if (n == 4 && (separator == '/' || separator == '-')) {
		int year = scan_number(s, 4);
		if (first == 0)
			return fail(day, DATE_IMPOSSIBLE,
				"there is no such month: check it");
		return day_set(day, year, first, 0);
	}
	if (n < 1 || n > 2)
		return none(s, start);
	int second = scan_number(s, n);
	if (!scan_char(s, separator))
		return none(s, start);
	n = scan_count(s);
	if (n != 4 && (n != 2 || separator == ' ') &&
		!(n == 1 && options->order == DATE_YMD))
		return none(s, start);
	const int part[3] = {first, second, scan_number(s, n)};
	return numeric_set(day, part, n, options);
}

/* 2026-03-28, 2026/3/28, 2026-Mar-28, 2026-03, 2026: the year is read. */
static enum date_outcome year_first(struct scan *s, const char *start, int year,
	const struct date_options *options, struct day_part *day)
{
	char separator = *s->at;
	if (separator == '\0' && options->year_alone)
		return day_set(day, year, 0, 0);
	if (separator != '-' && separator != '/' && separator != '.' &&
		separator != ' ')
		return none(s, start);
	s->at++;
	int n = scan_count(s), month;
	if (n == 0) {
		month = month_scan(s);
		if (!month || !scan_char(s, separator))
			return none(s, start);
	} else {
		if (n > 2 || separator == ' ')
			return none(s, start);
		month = scan_number(s, n);
		if (month == 0)
			return fail(day, DATE_IMPOSSIBLE,
				"there is no such month: check it");
		if (!scan_char(s, separator))
			return separator == '.' ? none(s, start)
						: day_set(day, year, month, 0);
	}
	n = scan_count(s);
	if (n < 1 || n > 2)
		return none(s, start);
	int d = scan_number(s, n);
	if (d == 0)
		return fail(day, DATE_IMPOSSIBLE, "there is no such day: check it");
	return day_set(day, year, month, d);
}

/* A spreadsheet's serial: days since 1899-12-30, with a fraction of the day. */
static enum date_outcome serial_scan(struct scan *s, const char *start,
	const struct date_options *options, struct day_part *day)
{
	int serial = scan_number(s, 5), second = -1;
	if (options->no_serials)
		return none(s, start);
	if (*s->at == '.' && is_digit(s->at[1])) {
		double share = 0, place = 0.1;
		for (s->at++; is_digit(*s->at); s->at++, place /= 10)
			share += place * (*s->at - '0');
		second = (int)(share * 86400.0 + 0.5);
		if (second == 86400) {
			serial++;
			second = 0;
		}
	}
	if (*s->at)
		return none(s, start);
	if (serial < 10000 || serial > 73050)
		return fail(day, DATE_OUT_OF_RANGE,
			"as a spreadsheet's serial this is no date from 1927 to 2099: "
			"check it");
	struct civil c = civil_from_days(civil_days(1899, 12, 30) + serial);
	day->notes |= DATE_NOTE_SERIAL;
	day->second_of_day = second;
	return day_set(day, c.year, c.month, c.day);
}

static enum date_outcome number_scan(
	struct scan *s, const struct date_options *options, struct day_part *day)
{
	const char *start = s->at;
	int n = scan_count(s);
	if (n == 8) {
		int year = scan_number(s, 4), month = scan_number(s, 2);
		int d = scan_number(s, 2);
		if (month == 0 || d == 0)
			return fail(
				day, DATE_IMPOSSIBLE, "there is no such day: check it");
		return day_set(day, year, month, d);
	}
	if (n == 5)
		return serial_scan(s, start, options, day);
	if (n == 4)
		return year_first(s, start, scan_number(s, 4), options, day);
	if (n < 1 || n > 2)
		return DATE_UNREADABLE;
	int first = scan_number(s, n);
	bool separated = *s->at && strchr("/-. ", *s->at);
	if (separated && is_digit(s->at[1]))
		return numeric_scan(s, start, first, options, day);
	return day_name_year(s, start, first, options, day);
}

enum date_outcome day_scan(
	struct scan *s, const struct date_options *options, struct day_part *day)
{
	const char *start = s->at;
	memset(day, 0, sizeof *day);
	day->second_of_day = -1;
	weekday_scan(s, day);
	enum date_outcome outcome = is_digit(*s->at) ? number_scan(s, options, day)
						     : name_scan(s, options, day);
	if (outcome == DATE_OK && is_digit(*s->at))
		outcome = DATE_UNREADABLE;
	if (outcome == DATE_UNREADABLE)
		return none(s, start);
	return outcome;
}
