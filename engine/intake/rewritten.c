#include "intake/rewritten.h"
#include "base/str.h"
#include "text/quantity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool all_digits(const char *text)
{
	return *text && text[strspn(text, "0123456789")] == '\0';
}

/* "4.477E+10": the figures that are left, and the power of ten. */
static bool is_scientific(const char *text, int *decimals)
{
	size_t whole = strspn(text, "0123456789");
	const char *at = text + whole;
	*decimals = 0;
	if (whole != 1)
		return false;
	if (*at == '.') {
		*decimals = (int)strspn(at + 1, "0123456789");
		at += 1 + *decimals;
	}
	return (*at == 'E' || *at == 'e') && at[1] == '+' && all_digits(at + 2);
}

/* Leading zeros, a plus sign and a decimal's last zeros are gone, or all but the first
 * figures. */
static bool same_number(const char *was, const char *now)
{
	double a, b;
	int decimals;
	const char *digits = was + (*was == '+');
	if (!real_parse(was, &a) || !real_parse(now, &b))
		return false;
	if (is_scientific(now, &decimals) && all_digits(digits)) {
		char text[40];
		snprintf(text, sizeof text, "%.*E", decimals, strtod(digits, NULL));
		return strtod(text, NULL) == strtod(now, NULL);
	}
	/* Beyond fifteen figures a spreadsheet puts noughts. */
	return a == b ||
	       (all_digits(digits) && strlen(digits) > 15 && fabs(a - b) < a * 1e-14);
}

static bool has_year_first(const char *text)
{
	return strspn(text, "0123456789") == 4 && (text[4] == '-' || text[4] == '/');
}

/* Seconds may be lost. */
static bool same_moment(const struct date_result *a, const struct date_result *b)
{
	bool days = a->moment.precision == TIME_DAY && b->moment.precision == TIME_DAY;
	bool times = a->moment.precision < TIME_DAY && b->moment.precision < TIME_DAY;
	int64_t apart_s = a->moment.start_s - b->moment.start_s;
	return a->outcome == DATE_OK && b->outcome == DATE_OK &&
	       ((days && apart_s == 0) || (times && apart_s >= 0 && apart_s < 60));
}

static bool same_date(
	const char *was, const char *now, const struct date_options *dates)
{
	struct date_options o = *dates;
	double number;
	if (real_parse(was, &number) || real_parse(now, &number))
		return false;
	struct date_result a = date_parse(was, dates), b = date_parse(now, dates);
	if (same_moment(&a, &b))
		return true;
	for (int order = 0; order < 3 && has_year_first(was); order++) {
		o.order = (enum date_order)order;
		b = date_parse(now, &o);
		if (same_moment(&a, &b))
			return true;
	}
	return false;
}

/* "3/4" and "3-4" become "03-Apr", or "04-Mar" where months come first. */
static bool became_day(const char *was, const char *now)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	size_t n = strspn(was, "0123456789");
	size_t m = strspn(now, "0123456789");
	if (n < 1 || n > 2 || (was[n] != '/' && was[n] != '-') ||
		!all_digits(was + n + 1) || m < 1 || m > 2 || now[m] != '-' ||
		strlen(now + m + 1) != 3)
		return false;
	const char *month = strstr(months, now + m + 1);
	long a = strtol(was, NULL, 10), b = strtol(was + n + 1, NULL, 10);
	long day = strtol(now, NULL, 10);
	if (!month)
		return false;
	long number = (month - months) / 3 + 1;
	return (a == day && b == number) || (a == number && b == day);
}

bool rewritten_by_spreadsheet(
	const char *was, const char *now, const struct date_options *dates)
{
	if (*was == '\0' || *now == '\0' || strcmp(was, now) == 0)
		return false;
	return same_number(was, now) || became_day(was, now) ||
	       same_date(was, now, dates);
}
