#include "intake/spreadsheet_text.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool spreadsheet_is_date(const char *text)
{
	static const char form[] = "0000/00/00";
	char sign = strlen(text) < 10 ? '\0' : text[4];
	if (sign != '/' && sign != '-')
		return false;
	for (size_t i = 0; form[i]; i++) {
		bool digit = text[i] >= '0' && text[i] <= '9';
		if (form[i] == '0' ? !digit : text[i] != sign)
			return false;
	}
	if (sign == '/')
		return text[10] == '\0' || text[10] == ' ';
	return text[10] == 'T';
}

/* A number of more than 15 figures, or in powers of ten with all its figures there:
 * what a workbook stores of 447700900123 and of 0.1 + 0.2. A short "4.47E+11" has lost
 * its figures and stays what it is. */
static bool is_stored_number(const char *text)
{
	size_t figures = 0, i = text[0] == '-';
	bool point = false;
	for (; (text[i] >= '0' && text[i] <= '9') || text[i] == '.'; i++) {
		point = point || text[i] == '.';
		figures += text[i] != '.';
	}
	if (!point || figures < 2)
		return false;
	if (text[i] == '\0')
		return figures > 15;
	if (text[i] != 'E' && text[i] != 'e')
		return false;
	i += text[i + 1] == '+' ? 2 : 1;
	size_t power = 0;
	for (; text[i] >= '0' && text[i] <= '9' && power < 100; i++)
		power = power * 10 + (size_t)(text[i] - '0');
	return text[i] == '\0' && power < 15 && figures > power;
}

const char *spreadsheet_number(struct arena *arena, double value)
{
	if (value == floor(value) && fabs(value) < 1e15)
		return str_printf(arena, "%.0f", value);
	return str_printf(arena, "%.15g", value);
}

const char *spreadsheet_text(struct arena *arena, const char *text)
{
	if (spreadsheet_is_date(text)) {
		char *iso = str_dup(arena, text);
		iso[4] = iso[7] = '-';
		if (iso[10] == 'T')
			iso[10] = ' ';
		return iso;
	}
	if (is_stored_number(text))
		return spreadsheet_number(arena, strtod(text, NULL));
	return text;
}
