#include "base/str.h"

/* Length of the well-formed sequence at p (Unicode 15, table 3-7), 0 where ill-formed.
 */
static size_t sequence(const unsigned char *p, size_t n)
{
	if (p[0] < 0x80)
		return 1;
	size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || length > n)
		return 0;
	unsigned char low = 0x80, high = 0xBF;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if (p[i] < 0x80 || p[i] > 0xBF)
			return 0;
	return length;
}

bool utf8_valid(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text;
	for (size_t i = 0; i < n;) {
		size_t length = sequence(p + i, n - i);
		if (length == 0)
			return false;
		i += length;
	}
	return true;
}

/* Windows-1252 0x80 … 0x9F; 0 where the code page has nothing. */
static const uint16_t high_1252[32] = {0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026,
	0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018,
	0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
	0x0153, 0, 0x017E, 0x0178};

char *utf8_from_1252(struct arena *arena, const char *text, size_t n)
{
	struct strbuf buf;
	strbuf_init(&buf, arena);
	for (size_t i = 0; i < n; i++) {
		unsigned code = (unsigned char)text[i];
		if (code >= 0x80 && code < 0xA0)
			code = high_1252[code - 0x80] ? high_1252[code - 0x80] : 0xFFFD;
		if (code < 0x80) {
			strbuf_char(&buf, (char)code);
		} else if (code < 0x800) {
			strbuf_char(&buf, (char)(0xC0 | code >> 6));
			strbuf_char(&buf, (char)(0x80 | (code & 0x3F)));
		} else {
			strbuf_char(&buf, (char)(0xE0 | code >> 12));
			strbuf_char(&buf, (char)(0x80 | (code >> 6 & 0x3F)));
			strbuf_char(&buf, (char)(0x80 | (code & 0x3F)));
		}
	}
	return buf.text;
}

/* U+061C, 200E, 200F, 202A … 202E, 2066 … 2069 turn the order of what follows; 2028 and
 * 2029 end a line; FEFF is a byte order mark out of its place. */
static bool turns_or_breaks(const unsigned char *p)
{
	if (p[0] == 0xD8)
		return p[1] == 0x9C;
	if (p[0] == 0xEF)
		return p[1] == 0xBB && p[2] == 0xBF;
	if (p[0] != 0xE2)
		return false;
	return (p[1] == 0x80 && (p[2] == 0x8E || p[2] == 0x8F ||
					(p[2] >= 0xA8 && p[2] <= 0xAE))) ||
	       (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9);
}

/* C1 controls are C2 80 … C2 9F in UTF-8. */
static bool is_control(const unsigned char *p)
{
	return p[0] < 0x20 || p[0] == 0x7F ||
	       (p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0);
}

void text_for_terminal(char *text)
{
	const unsigned char *from = (const unsigned char *)text;
	unsigned char *to = (unsigned char *)text;
	while (*from) {
		size_t length = from[0] < 0x80 ? 1 : from[0] < 0xE0 ? 2 : 3;
		if (is_control(from) || turns_or_breaks(from)) {
			*to++ = ' ';
			/* Of text that is no UTF-8 nothing beyond its end is taken. */
			for (; length > 0 && *from; length--)
				from++;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}
