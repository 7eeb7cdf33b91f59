#include "text/date_parts.h"
#include <string.h>

#define HOW_TO_WRITE "write it as 28/03/2026 21:30 or 2026-03-28 21:30"

static struct date_result result(enum date_outcome outcome, const char *reason)
{
	struct date_result r = {outcome, {0, 0, TIME_NONE}, 0, reason};
	return r;
}

static bool says_unknown(const char *text)
{
	static const char *const words[] = {"unknown", "not known", "n/k", "nk", "tbc",
		"n/a", "na", "none", "null", "nil", "unk", "-", "--", "?", "."};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

/* Both parts in either order, and nothing else. */
static enum date_outcome parts_scan(const char *text,
	const struct date_options *options, struct day_part *day,
	struct time_part *time)
{
	struct scan s = {text};
	memset(time, 0, sizeof *time);
	time_filler(&s, time);
	enum date_outcome outcome = day_scan(&s, options, day);
	bool time_first = outcome == DATE_UNREADABLE;
	if (time_first) {
		outcome = time_scan(&s, time);
		if (outcome != DATE_OK)
			return DATE_UNREADABLE;
		time_filler(&s, time);
		if (!*s.at)
			return DATE_NO_DATE;
		outcome = day_scan(&s, options, day);
	}
	if (outcome != DATE_OK)
		return outcome;
	if (*s.at == 't' && is_digit(s.at[1]))
		s.at++;
	while (*s.at == ' ' || (*s.at == '-' && !time_first))
		s.at++;
	time_filler(&s, time);
	if (*s.at && !time_first) {
		outcome = time_scan(&s, time);
		day->reason = time->reason;
		time_filler(&s, time);
	}
	return outcome == DATE_OK && *s.at ? DATE_UNREADABLE : outcome;
}

static void serial_time(const struct day_part *day, struct time_part *time)
{
	int second = day->second_of_day;
	if (second < 0)
		return;
	time->given = true;
	time->hour = second / 3600;
	time->minute = second / 60 % 60;
	time->second = second % 60;
	time->seconds = time->second != 0;
}

/* UTC second of a local or zoned time; LONDON_MISSING where it does not exist. */
static int64_t utc_of(const struct day_part *day, const struct time_part *time,
	enum london_case *found)
{
	*found = LONDON_PLAIN;
	int64_t days = civil_days(day->year, day->month, day->day) + (time->hour == 24);
	struct civil c = civil_from_days(days);
	c.hour = time->hour % 24;
	c.minute = time->minute;
	c.second = time->second;
	if (!time->zoned)
		return london_to_utc(c, found);
	return days * DAY_S + c.hour * 3600 + c.minute * 60 + c.second - time->offset_s;
}

static struct date_result timed(
	const struct day_part *day, const struct time_part *time, struct date_result r)
{
	enum london_case found;
	int64_t start_s = utc_of(day, time, &found);
	if (found == LONDON_MISSING) {
		r.notes |= DATE_NOTE_CLOCK_SKIPPED;
		return r;
	}
	if (found == LONDON_TWICE)
		r.notes |= DATE_NOTE_CLOCK_TWICE;
	if (time->zoned)
		r.notes |= DATE_NOTE_ZONE;
	struct moment m = {start_s, 60, TIME_MINUTE};
	if (time->approximate) {
		m = (struct moment){start_s - 1800, 3600, TIME_HOUR};
	} else if (time->hour == 24) {
		/* The minute that ends its day, so that it counts on that day. */
		r.notes |= DATE_NOTE_END_OF_DAY;
		m.start_s -= 60;
	} else if (time->seconds) {
		m.span_s = 1;
		m.precision = TIME_SECOND;
	}
	r.moment = m;
	return r;
}

static struct moment whole(const struct day_part *day)
{
	if (day->precision == TIME_DAY)
		return moment_day(day->year, day->month, day->day);
	if (day->precision == TIME_MONTH)
		return moment_month(day->year, day->month);
	struct moment m = moment_month(day->year, 1),
		      december = moment_month(day->year, 12);
	m.span_s = december.start_s + december.span_s - m.start_s;
	m.precision = TIME_YEAR;
	return m;
}

static struct date_result assemble(const struct day_part *day, struct time_part *time)
{
	struct date_result r = result(DATE_OK, "");
	serial_time(day, time);
	r.notes = day->notes;
	r.moment = whole(day);
	if (time->approximate)
		r.notes |= DATE_NOTE_APPROXIMATE;
	if (day->precision != TIME_DAY)
		return time->given ? result(DATE_UNREADABLE,
					     "a time needs its day: " HOW_TO_WRITE)
				   : r;
	int weekday = civil_weekday(civil_days(day->year, day->month, day->day));
	if (day->weekday >= 0 && day->weekday != weekday)
		r.notes |= DATE_NOTE_WEEKDAY_WRONG;
	if (time->part_of_day)
		r.notes |= DATE_NOTE_PART_OF_DAY;
	bool zero = time->given && time->hour + time->minute + time->second == 0;
	bool bare = zero && !time->approximate && day->second_of_day < 0;
	if (time->midnight || bare)
		r.notes |= DATE_NOTE_BARE_MIDNIGHT;
	if (!time->given || time->midnight || bare || (zero && day->second_of_day == 0))
		return r;
	return timed(day, time, r);
}

struct date_result date_parse(const char *text, const struct date_options *options)
{
	static const struct date_options usual = {DATE_DMY, 2039, false, false};
	char folded[DATE_TEXT_MAX + 1];
	if (!scan_fold(text, folded, sizeof folded))
		return result(DATE_UNREADABLE, "not a date: " HOW_TO_WRITE);
	if (!folded[0] || says_unknown(folded))
		return result(DATE_EMPTY, "no date is given");
	for (char *p = folded; *p; p++)
		if (*p == '(' || *p == ')')
			*p = ' ';
	struct day_part day = {0};
	struct time_part time;
	enum date_outcome outcome =
		parts_scan(folded, options ? options : &usual, &day, &time);
	if (outcome == DATE_OK)
		return assemble(&day, &time);
	if (outcome == DATE_NO_DATE)
		return result(outcome, "a time without its date: " HOW_TO_WRITE);
	if (outcome == DATE_UNREADABLE || !day.reason)
		return result(
			DATE_UNREADABLE, "not a date that is known: " HOW_TO_WRITE);
	return result(outcome, day.reason);
}

const char *date_note_text(enum date_note note)
{
	static const char *const texts[DATE_NOTES_N] = {"two-digit year",
		"approximate time", "midnight taken as the day",
		"24:00 taken as the day's last minute",
		"time that the clock change skipped: kept to the day",
		"time that comes twice at the clock change: the earlier taken",
		"spreadsheet serial", "time zone written", "weekday of another day",
		"part of the day: kept to the day"};
	for (int i = 0; i < DATE_NOTES_N; i++)
		if ((unsigned)note == 1U << i)
			return texts[i];
	return "";
}
