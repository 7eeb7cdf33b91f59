#include "text/postcode.h"
#include "text/scan.h"
#include <stdint.h>
#include <string.h>

/* Longer than any postcode with its punctuation. */
#define TEXT_MAX 24

/* The letters and figures of a text, and where it was parted last. */
struct compact {
	char text[TEXT_MAX];
	size_t n;
	size_t parted; /* characters before the last gap; 0 where there is none */
};

static bool outward_shape(const char *s, size_t n)
{
	static const char *const shapes[] = {"A9", "A99", "AA9", "AA99", "A9A", "AA9A"};
	char shape[5] = "";
	if (n < 2 || n > 4)
		return false;
	for (size_t i = 0; i < n; i++)
		shape[i] = is_digit(s[i]) ? '9' : 'A';
	if (n > 2 && (s[n - 1] == 'I' || s[n - 1] == 'O'))
		return false;
	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (strcmp(shape, shapes[i]) == 0)
			return true;
	return n == 3 && strncmp(s, "GIR", 3) == 0;
}

static bool inward_letter(char c)
{
	return is_upper(c) && !strchr("CIKMOV", c);
}

static bool inward_shape(const char *s)
{
	return is_digit(s[0]) && inward_letter(s[1]) && inward_letter(s[2]);
}

static bool unit_shape(const char *s, size_t n)
{
	if (n < 5 || n > 7 || !inward_shape(s + n - 3) || !outward_shape(s, n - 3))
		return false;
	return !(strncmp(s, "GIR", 3) == 0 && strcmp(s, "GIR0AA") != 0 && n == 6);
}

static void outward_set(struct postcode *p, const char *s, size_t n)
{
	memcpy(p->district, s, n);
	memcpy(p->area, s, is_letter(s[1]) ? 2 : 1);
}

static void sector_set(struct postcode *p, const char *s, size_t n, char digit)
{
	outward_set(p, s, n);
	memcpy(p->sector, s, n);
	p->sector[n] = ' ';
	p->sector[n + 1] = digit;
}

static void unit_set(struct postcode *p, const char *s, size_t n)
{
	size_t outward = n - 3;
	p->kind = POSTCODE_UNIT;
	sector_set(p, s, outward, s[outward]);
	memcpy(p->unit, p->sector, outward + 2);
	memcpy(p->unit + outward + 2, s + outward + 1, 2);
	memset(p->fixed, ' ', 7);
	memcpy(p->fixed, s, outward);
	memcpy(p->fixed + 4, s + outward, 3);
}

static bool compact_make(const char *text, struct compact *c)
{
	char folded[TEXT_MAX * 2];
	memset(c, 0, sizeof *c);
	if (!scan_fold(text, folded, sizeof folded))
		return false;
	for (const char *p = folded; *p; p++) {
		if (strchr(" .-,_'", *p)) {
			c->parted = c->n;
			continue;
		}
		if ((!is_digit(*p) && !is_letter(*p)) || c->n + 1 >= TEXT_MAX)
			return false;
		c->text[c->n++] = to_upper(*p);
	}
	if (c->parted == c->n)
		c->parted = 0;
	return c->n > 0;
}

static char confused(char c)
{
	switch (c) {
	case 'O':
		return '0';
	case '0':
		return 'O';
	case 'I':
	case 'L':
		return '1';
	case '1':
		return 'I';
	default:
		return 0;
	}
}

/* The one unit that the fewest changes of O/0 and I/1 give; none where two do. */
static void suggest(struct postcode *p, const struct compact *c)
{
	int best = 8;
	if (c->n < 5 || c->n > 7)
		return;
	for (unsigned mask = 1; mask < 1U << c->n; mask++) {
		char changed[8] = "";
		int changes = 0;
		bool possible = true;
		memcpy(changed, c->text, c->n);
		for (size_t i = 0; i < c->n && possible; i++)
			if (mask >> i & 1) {
				changed[i] = confused(changed[i]);
				possible = changed[i] != 0;
				changes++;
			}
		if (!possible || changes > best || !unit_shape(changed, c->n))
			continue;
		struct postcode unit = {0};
		unit_set(&unit, changed, c->n);
		memcpy(p->suggested, unit.unit, sizeof p->suggested);
		if (changes == best)
			p->suggested[0] = '\0';
		best = changes;
	}
}

enum postcode_kind postcode_parse(const char *text, struct postcode *p)
{
	struct compact c;
	memset(p, 0, sizeof *p);
	if (!compact_make(text, &c))
		return POSTCODE_NONE;
	if (unit_shape(c.text, c.n)) {
		unit_set(p, c.text, c.n);
	} else if (c.parted && c.parted == c.n - 1 && is_digit(c.text[c.parted]) &&
		   outward_shape(c.text, c.parted)) {
		p->kind = POSTCODE_SECTOR;
		sector_set(p, c.text, c.parted, c.text[c.parted]);
	} else if (outward_shape(c.text, c.n)) {
		p->kind = POSTCODE_DISTRICT;
		outward_set(p, c.text, c.n);
	} else {
		suggest(p, &c);
	}
	return p->kind;
}

const char *postcode_reason(const char *text)
{
	struct postcode p;
	struct compact c;
	if (postcode_parse(text, &p) != POSTCODE_NONE)
		return "";
	if (p.suggested[0])
		return "the letters O and I or the figures 0 and 1 seem to be mixed "
		       "up: check "
		       "it against its source";
	if (!compact_make(text, &c))
		return "not a postcode: write it as PR1 2RL";
	if (strncmp(c.text, "BFPO", 4) == 0)
		return "a BFPO number is no place: give the address";
	if (c.n < 5)
		return "too short for a postcode: write it as PR1 2RL";
	if (c.n > 7)
		return "too long for a postcode: write it as PR1 2RL";
	return "not the shape of a postcode: write it as PR1 2RL";
}

static bool word_char(char c)
{
	return is_digit(c) || is_letter(c);
}

/* "5TH Avenue" and the like: an ordinal with a word that goes with one. */
static bool ordinal_before_word(const char *inward)
{
	static const char *const words[] = {"floor", "flr", "fl", "avenue", "ave",
		"street", "st", "road", "rd", "lane", "scout", "scouts", "battalion"};
	static const char *const endings[] = {"th", "st", "nd", "rd", "th"};
	char ending[3] = {to_lower(inward[1]), to_lower(inward[2]), '\0'};
	int digit = inward[0] - '0';
	if (strcmp(ending, endings[digit >= 1 && digit <= 3 ? digit : 4]) != 0)
		return false;
	char word[16] = "";
	const char *p = inward + 3;
	while (*p == ' ')
		p++;
	for (size_t i = 0; i + 1 < sizeof word && is_letter(p[i]); i++)
		word[i] = to_lower(p[i]);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

/* Where the outward part of the inward one at text[at] begins, or SIZE_MAX. */
static size_t outward_before(const char *text, size_t at, char unit[8])
{
	size_t end = at;
	for (int gaps = 0; end > 0 && gaps < 3; gaps++) {
		if (strchr(" .-", text[end - 1]))
			end--;
		else if (end > 1 && memcmp(text + end - 2, "\xC2\xA0", 2) == 0)
			end -= 2;
		else
			break;
	}
	for (size_t n = 4; n >= 2; n--) {
		if (n > end || (n < end && word_char(text[end - n - 1])))
			continue;
		for (size_t i = 0; i < n; i++)
			unit[i] = to_upper(text[end - n + i]);
		for (size_t i = 0; i < 3; i++)
			unit[n + i] = to_upper(text[at + i]);
		unit[n + 3] = '\0';
		bool words = true;
		for (size_t i = 0; i < n; i++)
			words = words && word_char(unit[i]);
		if (words && unit_shape(unit, n + 3))
			return end - n;
	}
	return SIZE_MAX;
}

bool postcode_find(const char *text, struct postcode *p, size_t *start, size_t *end)
{
	char unit[8];
	memset(p, 0, sizeof *p);
	size_t length = text ? strlen(text) : 0;
	for (size_t at = length < 3 ? 0 : length - 2; at-- > 2;) {
		const char *s = text + at;
		if (!is_digit(s[0]) || !is_letter(s[1]) || !is_letter(s[2]) ||
			word_char(s[3]) || ordinal_before_word(s))
			continue;
		size_t from = outward_before(text, at, unit);
		if (from == SIZE_MAX)
			continue;
		unit_set(p, unit, strlen(unit));
		*start = from;
		*end = at + 3;
		return true;
	}
	return false;
}
