#include "text/date_parts.h"
#include <string.h>

void time_filler(struct scan *s, struct time_part *time)
{
	static const char *const approximate[] = {"approximately", "approx", "about",
		"abt", "around", "roughly", "circa", "ca", "c", "estimated", "est",
		"ish"};
	static const char *const plain[] = {"at", "on", "time", "the"};
	for (;;) {
		if (*s->at && strchr(" ,;@.", *s->at)) {
			s->at++;
		} else if (scan_char(s, '~') || scan_words(s, approximate, 12) >= 0) {
			time->approximate = true;
		} else if (scan_words(s, plain, 4) < 0) {
			return;
		}
	}
}

static enum date_outcome fail(struct time_part *time, const char *reason)
{
	time->reason = reason;
	return DATE_IMPOSSIBLE;
}

/* am 1, pm 2, none 0. */
static int half_day(struct scan *s)
{
	static const char *const words[] = {"am", "pm", "a.m.", "p.m.", "a.m", "p.m"};
	const char *start = s->at;
	scan_blanks(s);
	int found = scan_words(s, words, 6);
	if (found < 0)
		s->at = start;
	return found < 0 ? 0 : found % 2 + 1;
}

static bool hours_word(struct scan *s)
{
	static const char *const words[] = {
		"hrs.", "hrs", "hours", "hour", "hr", "h", "o'clock"};
	const char *start = s->at;
	scan_blanks(s);
	if (scan_words(s, words, 7) >= 0)
		return true;
	s->at = start;
	return false;
}

/* +01:00, +0100, +01, -05:00. */
static bool offset_scan(struct scan *s, int *offset_s)
{
	const char *start = s->at;
	int sign = *s->at == '-' ? -1 : 1, minute = 0;
	s->at++;
	int n = scan_count(s);
	if (n != 2 && n != 4)
		return s->at = start, false;
	int hour = scan_number(s, 2);
	if (n == 4)
		minute = scan_number(s, 2);
	else if (*s->at == ':' && is_digit(s->at[1]) && is_digit(s->at[2])) {
		s->at++;
		minute = scan_number(s, 2);
	}
	if (hour > 14 || minute > 59 || is_digit(*s->at))
		return s->at = start, false;
	*offset_s = sign * (hour * 3600 + minute * 60);
	return true;
}

static void zone_scan(struct scan *s, struct time_part *time)
{
	static const char *const words[] = {"z", "utc", "gmt", "bst"};
	const char *start = s->at;
	scan_blanks(s);
	int found = scan_words(s, words, 4);
	if (found >= 0)
		time->offset_s = found == 3 ? 3600 : 0;
	else if ((*s->at != '+' && *s->at != '-') || !offset_scan(s, &time->offset_s)) {
		s->at = start;
		return;
	}
	time->zoned = true;
}

/* Minutes and seconds after the hour: ":30", ".30", "h30", ":30:05.123". False where
 * what stands there is no such thing. */
static bool minutes_scan(struct scan *s, struct time_part *time)
{
	char separator = *s->at;
	bool is_separator = separator == ':' || separator == '.' || separator == 'h';
	if (!is_separator || !is_digit(s->at[1]))
		return true;
	s->at++;
	if (scan_count(s) != 2)
		return false;
	time->minute = scan_number(s, 2);
	time->given = true;
	if (separator == 'h' || *s->at != separator || !is_digit(s->at[1]))
		return true;
	s->at++;
	if (scan_count(s) != 2)
		return false;
	time->second = scan_number(s, 2);
	if ((*s->at == '.' || *s->at == ',') && is_digit(s->at[1]))
		for (s->at++; is_digit(*s->at);)
			s->at++;
	return true;
}

/* The figures alone; given is set where they are enough to be a time. */
static bool figures_scan(struct scan *s, struct time_part *time, bool *three)
{
	int n = scan_count(s);
	*three = n == 3;
	if (n == 1 || n == 2) {
		time->hour = scan_number(s, n);
		return minutes_scan(s, time);
	}
	if (n != 3 && n != 4 && n != 6)
		return false;
	time->hour = scan_number(s, n == 3 ? 1 : 2);
	time->minute = scan_number(s, 2);
	time->second = n == 6 ? scan_number(s, 2) : 0;
	time->given = n != 3;
	if (n == 6 && *s->at == '.' && is_digit(s->at[1]))
		for (s->at++; is_digit(*s->at);)
			s->at++;
	return true;
}

static enum date_outcome time_check(struct time_part *time, int half)
{
	if (half) {
		if (time->hour < 1 || time->hour > 12)
			return fail(
				time, "am and pm go with hours from 1 to 12: check it");
		time->hour = time->hour % 12 + (half == 2 ? 12 : 0);
	}
	bool end_of_day = time->hour == 24 && time->minute == 0 && time->second == 0;
	if ((time->hour > 23 && !end_of_day) || time->minute > 59 || time->second > 59)
		return fail(time, "there is no such time of day: check it");
	time->seconds = time->second != 0;
	return DATE_OK;
}

/* noon, midnight, evening, time unknown; "12 noon" through its second word. */
static bool word_scan(struct scan *s, struct time_part *time)
{
	static const char *const vague[] = {"morning", "afternoon", "evening", "night",
		"overnight", "am", "pm", "unknown", "not known", "unk", "n/k", "nk",
		"tbc", "early morning", "late evening", "late"};
	if (scan_word(s, "noon") || scan_word(s, "midday")) {
		time->hour = 12;
		time->given = true;
	} else if (scan_word(s, "midnight")) {
		time->midnight = true;
	} else if (scan_words(s, vague, 16) >= 0) {
		time->part_of_day = true;
	} else {
		return false;
	}
	return true;
}

static enum date_outcome none(struct scan *s, const char *start, struct time_part *time)
{
	bool approximate = time->approximate;
	s->at = start;
	memset(time, 0, sizeof *time);
	time->approximate = approximate;
	return DATE_UNREADABLE;
}

enum date_outcome time_scan(struct scan *s, struct time_part *time)
{
	const char *start = s->at;
	bool three;
	if (word_scan(s, time))
		return DATE_OK;
	if (s->at[0] == '1' && s->at[1] == '2' && s->at[2] == ' ') {
		s->at += 3;
		if ((*s->at == 'n' || *s->at == 'm') && word_scan(s, time))
			return DATE_OK;
		s->at = start;
	}
	if (!is_digit(*s->at) || !figures_scan(s, time, &three))
		return none(s, start, time);
	int half = half_day(s);
	bool hours = !half && hours_word(s);
	if (!half && !hours && (three || !time->given))
		return none(s, start, time);
	time->given = true;
	enum date_outcome outcome = time_check(time, half);
	if (outcome == DATE_OK)
		zone_scan(s, time);
	return outcome;
}
