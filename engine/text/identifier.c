#include "text/identifier.h"
#include "text/scan.h"
#include <string.h>

static struct identifier identifier(enum identifier_outcome outcome, const char *reason)
{
	struct identifier id = {outcome, reason, ""};
	return id;
}

static bool says_unknown(const char *text)
{
	static const char *const words[] = {"", "unknown", "not known", "n/k", "nk",
		"unk", "tbc", "n/a", "na", "none", "no", "nil", "null", "-", "?",
		"no phone", "not given", "withheld", "no caller id"};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(text, words[i]) == 0)
			return true;
	return false;
}

/* 4.47E+11: the spreadsheet kept three figures of the number. */
static bool spreadsheet_power(const char *text)
{
	size_t n = strspn(text, "0123456789.");
	return n > 0 && text[n] == 'e' && (text[n + 1] == '+' || is_digit(text[n + 1]));
}

/* The figures of a phone number, up to a word after them. *plus: international. */
static bool phone_figures(const char *text, char figures[24], bool *plus, size_t *rest)
{
	size_t n = 0;
	const char *p = text;
	while (*p && !is_digit(*p) && *p != '+')
		p++;
	*plus = *p == '+';
	p += *plus;
	for (; *p && (is_digit(*p) || strchr(" -.()/", *p)); p++)
		if (is_digit(*p)) {
			if (n >= 20)
				return false;
			figures[n++] = *p;
		}
	figures[n] = '\0';
	*rest = 0;
	for (; *p; p++)
		*rest += is_digit(*p);
	return true;
}

static bool placeholder(const char *figures)
{
	int run = 1;
	for (const char *p = figures; *p; p++) {
		run = p > figures && *p == p[-1] ? run + 1 : 1;
		if (run >= 7)
			return true;
	}
	return strstr(figures, "1234567") || strstr(figures, "7654321");
}

/* The national number with its 0, or the figures abroad with *abroad; NULL for none. */
static const char *national(char figures[24], bool plus, bool *abroad)
{
	size_t n = strlen(figures);
	*abroad = false;
	if (!plus && strncmp(figures, "00", 2) == 0 && n > 10) {
		figures += 2;
		n -= 2;
		plus = true;
	}
	bool britain = strncmp(figures, "44", 2) == 0 && (plus || n >= 11);
	if (britain) {
		figures += figures[2] == '0' ? 2 : 1;
		figures[0] = '0';
		return figures;
	}
	if (plus) {
		*abroad = n >= 7 && n <= 15;
		return *abroad ? figures : NULL;
	}
	if (n == 10 && strchr("1237", figures[0])) {
		memmove(figures + 1, figures, n + 1);
		figures[0] = '0';
	}
	return figures;
}

struct identifier phone_parse(const char *text)
{
	char folded[IDENTIFIER_MAX], figures[24];
	bool plus, abroad;
	size_t rest;
	if (!scan_fold(text, folded, sizeof folded))
		return identifier(IDENTIFIER_REFUSED, "not a phone number: check it");
	if (says_unknown(folded))
		return identifier(IDENTIFIER_EMPTY, "no phone number is given");
	if (spreadsheet_power(folded))
		return identifier(IDENTIFIER_REFUSED,
			"a spreadsheet has cut this number short (4.47E+11): format "
			"the column "
			"as text and export it again");
	if (!phone_figures(folded, figures, &plus, &rest) || rest >= 7)
		return identifier(IDENTIFIER_REFUSED,
			"more figures than one phone number has: part several with ;");
	const char *number = national(figures, plus, &abroad);
	size_t n = number ? strlen(number) : 0;
	if (!abroad && (n < 10 || (number[0] == '0' && number[1] == '7' && n < 11)))
		return identifier(
			IDENTIFIER_REFUSED, "too few figures for a phone number");
	if (!abroad && n > 11)
		return identifier(IDENTIFIER_REFUSED,
			"more figures than one phone number has: part several with ;");
	if (placeholder(number))
		return identifier(
			IDENTIFIER_REFUSED, "a placeholder, not a phone number");
	if (!abroad && (number[0] != '0' || number[1] == '0'))
		return identifier(IDENTIFIER_REFUSED,
			"not a UK number: write a foreign one with + and its country");
	struct identifier id = identifier(IDENTIFIER_OK, "");
	id.key[0] = '+';
	memcpy(id.key + abroad, number, n + 1);
	return id;
}

static bool plate_shape(const char *shape)
{
	static const char *const shapes[] = {
		"AA99AAA", "A9AAA", "A99AAA", "A999AAA", "AAA9A", "AAA99A", "AAA999A"};
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (strcmp(shape, shapes[i]) == 0)
			return true;
	/* Dateless: 1 to 3 letters and 1 to 4 figures, either first. */
	size_t n = strlen(shape), letters = strspn(shape, "A"),
	       figures = strspn(shape, "9");
	if (letters > 0)
		figures = strspn(shape + letters, "9");
	else
		letters = strspn(shape + figures, "A");
	return n >= 5 && letters + figures == n && letters >= 1 && letters <= 3 &&
	       figures >= 1 && figures <= 4;
}

static bool plate_beginning(const char *shape)
{
	static const char *const shapes[] = {
		"AA99AAA", "A999AAA", "A99AAA", "A9AAA", "AAA999A"};
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (strncmp(shapes[i], shape, strlen(shape)) == 0)
			return true;
	return false;
}

struct identifier vehicle_parse(const char *text)
{
	static const char *const part =
		"a part of a registration fits many vehicles: give the whole of it";
	char folded[IDENTIFIER_MAX], shape[12] = "";
	struct identifier id = identifier(IDENTIFIER_OK, "");
	size_t n = 0, figures = 0;
	if (!scan_fold(text, folded, sizeof folded))
		return identifier(IDENTIFIER_REFUSED, "not a registration: check it");
	if (says_unknown(folded))
		return identifier(IDENTIFIER_EMPTY, "no registration is given");
	for (const char *p = folded; *p && *p != '('; p++) {
		if (strchr(" -.,'", *p))
			continue;
		if (strchr("?*#_", *p))
			return identifier(IDENTIFIER_REFUSED, part);
		if ((!is_digit(*p) && !is_letter(*p)) || n >= 10)
			return identifier(IDENTIFIER_REFUSED,
				"not a registration: write it as "
				"AB12 CDE, without words");
		figures += is_digit(*p);
		shape[n] = is_digit(*p) ? '9' : 'A';
		id.key[n++] = to_upper(*p);
	}
	if (figures == 0)
		return identifier(
			IDENTIFIER_REFUSED, "not a registration: it holds no figure");
	if (plate_shape(shape))
		return id;
	if (n < 5 || plate_beginning(shape))
		return identifier(IDENTIFIER_REFUSED, part);
	id.outcome = IDENTIFIER_ODD;
	id.reason = "not the shape of a UK registration: kept as written";
	return id;
}

struct identifier email_parse(const char *text)
{
	char folded[IDENTIFIER_MAX];
	if (!scan_fold(text, folded, sizeof folded))
		return identifier(
			IDENTIFIER_REFUSED, "not an e-mail address: check it");
	if (says_unknown(folded))
		return identifier(IDENTIFIER_EMPTY, "no e-mail address is given");
	const char *start = folded + (strncmp(folded, "mailto:", 7) == 0 ? 7 : 0);
	const char *at = strchr(start, '@'), *dot = at ? strrchr(at, '.') : NULL;
	bool good = at && at > start && !strchr(at + 1, '@') && dot && dot > at + 1 &&
		    strlen(dot) >= 3 && !strpbrk(start, " ,;:<>()\"'*") &&
		    !strstr(at, "..");
	if (!good)
		return identifier(IDENTIFIER_REFUSED,
			"not an e-mail address: write it as name@example.org");
	struct identifier id = identifier(IDENTIFIER_OK, "");
	memcpy(id.key, start, strlen(start) + 1);
	return id;
}
