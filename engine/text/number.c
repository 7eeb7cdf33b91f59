#include "text/quantity.h"
#include "text/scan.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 64

/* The text without the commas between thousands; false where one stands wrong. */
static bool without_commas(char *text)
{
	char *out = text;
	int group = -1; /* figures since the last comma; -1 before the first */
	int lead = 0;
	for (const char *p = text; *p; p++) {
		bool whole = is_digit(*p) && !memchr(text, '.', (size_t)(p - text));
		if (*p == ',') {
			if ((group < 0 && (lead < 1 || lead > 3)) ||
				(group >= 0 && group != 3) || !is_digit(p[1]))
				return false;
			group = 0;
			continue;
		}
		if (group >= 0 && group < 3 && !is_digit(*p))
			return false;
		group += group >= 0 && whole;
		lead += group < 0 && whole;
		*out++ = *p;
	}
	*out = '\0';
	return group < 0 || group == 3;
}

/* Sign, figures, commas between thousands: the plain text of a number. */
static bool number_text(const char *text, char plain[NUMBER_MAX])
{
	return scan_fold(text, plain, NUMBER_MAX) && plain[0] && without_commas(plain);
}

bool integer_parse(const char *text, int64_t *value)
{
	char plain[NUMBER_MAX];
	if (!number_text(text, plain))
		return false;
	struct scan s = {plain};
	bool negative = scan_char(&s, '-');
	if (!negative)
		scan_char(&s, '+');
	if (!is_digit(*s.at))
		return false;
	int64_t sum = 0;
	for (; is_digit(*s.at); s.at++) {
		int digit = *s.at - '0';
		if (sum < (INT64_MIN + digit) / 10)
			return false;
		sum = sum * 10 - digit;
	}
	if (*s.at || (!negative && sum == INT64_MIN))
		return false;
	*value = negative ? sum : -sum;
	return true;
}

/* Sign, figures, point, figures, exponent; at least one figure before or after the
 * point. Checked here because strtod() takes far more. */
static bool real_shape(const char *text)
{
	struct scan s = {text};
	if (!scan_char(&s, '-'))
		scan_char(&s, '+');
	int figures = scan_count(&s);
	s.at += figures;
	if (scan_char(&s, '.')) {
		int after = scan_count(&s);
		s.at += after;
		figures += after;
	}
	if (figures == 0)
		return false;
	if (scan_char(&s, 'e')) {
		if (!scan_char(&s, '-'))
			scan_char(&s, '+');
		figures = scan_count(&s);
		if (figures == 0)
			return false;
		s.at += figures;
	}
	return *s.at == '\0';
}

/* The program never calls setlocale(), so that strtod() reads a point. */
bool real_parse(const char *text, double *value)
{
	char plain[NUMBER_MAX];
	if (!number_text(text, plain) || !real_shape(plain))
		return false;
	double read = strtod(plain, NULL);
	if (!isfinite(read))
		return false;
	*value = read;
	return true;
}

bool yes_no_parse(const char *text, bool *value)
{
	static const char *const words[] = {
		"y", "yes", "true", "t", "1", "n", "no", "false", "f", "0"};
	char plain[NUMBER_MAX];
	if (!scan_fold(text, plain, sizeof plain))
		return false;
	for (int i = 0; i < 10; i++)
		if (strcmp(plain, words[i]) == 0) {
			*value = i < 5;
			return true;
		}
	return false;
}
