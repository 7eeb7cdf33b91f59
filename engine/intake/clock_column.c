#include "intake/clock_column.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

/* The blank between a date and what follows, or NULL where the text has no such form:
 * ten signs or fewer of figures, `/`, `-` and `.`, four figures among them in a row. */
static const char *after_date(const char *text)
{
	size_t n = strspn(text, "0123456789/-."), figures = 0, most = 0;
	if (n < 6 || n > 10 || (text[n] != ' ' && text[n] != 'T'))
		return NULL;
	for (size_t i = 0; i < n; i++) {
		figures = text[i] >= '0' && text[i] <= '9' ? figures + 1 : 0;
		most = figures > most ? figures : most;
	}
	return most == 4 ? text + n : NULL;
}

const char *clock_date(struct arena *arena, const char *date)
{
	const char *rest = after_date(date);
	if (!rest)
		return date;
	const char *time = rest + 1;
	size_t n = strspn(time, "0:.");
	bool midnight = time[n] == '\0' && n >= 4 && strchr(time, ':');
	return midnight ? str_dup_n(arena, date, (size_t)(rest - date)) : date;
}

/* Days that stand before a time where a program has no day: what serial 0 and 1 of a
 * spreadsheet are, and the first of SQL. */
static bool is_no_day(const char *text, size_t n)
{
	static const char *const days[] = {"1899-12-30", "1899-12-31", "1900-01-00",
		"1900-01-01", "30/12/1899", "31/12/1899", "00/01/1900", "01/01/1900",
		"1899/12/30", "1899/12/31", "1900/01/00", "1900/01/01"};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		if (n == strlen(days[i]) && memcmp(text, days[i], n) == 0)
			return true;
	return false;
}

static const char *share_of_day(struct arena *arena, double share)
{
	int second = (int)floor(share * 86400 + 0.5);
	if (second >= 86400)
		second = 86399;
	return str_printf(
		arena, "%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
}

const char *clock_time(struct arena *arena, const char *date, const char *time)
{
	double share = 0;
	const char *point = strchr(time, '.');
	/* "0.30" is half past midnight to most who write it. */
	bool figures = point && strlen(point) != 3 && real_parse(time, &share);
	if (figures && share >= 0 && share < 1)
		return share_of_day(arena, share);
	const char *rest = after_date(time);
	if (!rest)
		return time;
	size_t n = (size_t)(rest - time);
	bool same = strlen(date) == n && memcmp(date, time, n) == 0;
	return same || is_no_day(time, n) ? rest + 1 : time;
}
