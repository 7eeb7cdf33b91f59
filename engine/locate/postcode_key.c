#include "locate/postcode_key.h"
#include <string.h>

enum { BASE = 37, OUTWARD = 4, WHOLE = 7 };

static int64_t digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0' + 1;
	if (c >= 'A' && c <= 'Z')
		return c - 'A' + 11;
	return 0;
}

static char char_of(int64_t digit)
{
	if (digit == 0)
		return ' ';
	return (char)(digit <= 10 ? '0' + digit - 1 : 'A' + digit - 11);
}

static int64_t pack(const char fixed[WHOLE])
{
	int64_t key = 0;
	for (int i = 0; i < WHOLE; i++)
		key = key * BASE + digit_of(fixed[i]);
	return key;
}

int64_t postcode_key(const struct postcode *p)
{
	char fixed[WHOLE];
	memset(fixed, ' ', sizeof fixed);
	size_t outward = strlen(p->district);
	switch (p->kind) {
	case POSTCODE_UNIT:
		return pack(p->fixed);
	case POSTCODE_SECTOR:
		fixed[OUTWARD] = p->sector[strlen(p->sector) - 1];
		break;
	case POSTCODE_DISTRICT:
		break;
	case POSTCODE_NONE:
		return 0;
	}
	memcpy(fixed, p->district, outward < OUTWARD ? outward : OUTWARD);
	return pack(fixed);
}

static bool is_letter(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

int64_t postcode_key_fixed(const char fixed[WHOLE])
{
	const char *c = fixed;
	/* Code-Point's own shapes, without the cost of a full parse. */
	bool inward = is_digit(c[4]) && is_letter(c[5]) && is_letter(c[6]);
	bool outward = is_letter(c[0]) && (is_digit(c[1]) || is_letter(c[1])) &&
		       (is_digit(c[1]) || is_digit(c[2])) &&
		       (c[2] != ' ' || c[3] == ' ');
	for (int i = 2; i < OUTWARD; i++)
		outward = outward && (c[i] == ' ' || is_digit(c[i]) || is_letter(c[i]));
	return inward && outward ? pack(fixed) : 0;
}

enum postcode_kind postcode_key_kind(int64_t key)
{
	if (key <= 0)
		return POSTCODE_NONE;
	if (key % POSTCODE_KEY_DISTRICT == 0)
		return POSTCODE_DISTRICT;
	return key % POSTCODE_KEY_SECTOR == 0 ? POSTCODE_SECTOR : POSTCODE_UNIT;
}

int64_t postcode_key_sector(int64_t key)
{
	return key - key % POSTCODE_KEY_SECTOR;
}

int64_t postcode_key_district(int64_t key)
{
	return key - key % POSTCODE_KEY_DISTRICT;
}

void postcode_key_format(int64_t key, char text[POSTCODE_TEXT_MAX])
{
	char fixed[WHOLE];
	size_t n = 0;
	for (int i = WHOLE - 1; i >= 0; i--, key /= BASE)
		fixed[i] = char_of(key % BASE);
	for (int i = 0; i < WHOLE; i++) {
		if (i == OUTWARD && fixed[i] != ' ')
			text[n++] = ' ';
		if (fixed[i] != ' ')
			text[n++] = fixed[i];
	}
	text[n] = '\0';
}
