#include "text/fold.h"
#include "base/str.h"
#include <string.h>
#include <utf8proc.h>

/* Latin letters that have no decomposition, in lower case. */
static const char *spelt_out(utf8proc_int32_t c)
{
	switch (c) {
	case 0xE6:
		return "ae";
	case 0xF0:
	case 0x111:
		return "d";
	case 0xF8:
		return "o";
	case 0xFE:
		return "th";
	case 0x127:
		return "h";
	case 0x131:
		return "i";
	case 0x142:
		return "l";
	case 0x153:
		return "oe";
	default:
		return NULL;
	}
}

/* Quotation marks and dashes; 0 for any other. */
static char ascii_mark(utf8proc_int32_t c)
{
	if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0xB4 || c == 0x2BC ||
		c == 0x2032)
		return '\'';
	if (c == 0x201C || c == 0x201D || c == 0x2033)
		return '"';
	if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return '-';
	return 0;
}

static bool blank(utf8proc_int32_t c)
{
	return c == ' ' || (c >= 9 && c <= 13) || c == 0xA0 ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZS ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZL ||
	       utf8proc_category(c) == UTF8PROC_CATEGORY_ZP;
}

/* Control and format characters (byte order mark, soft hyphen) say nothing. */
static bool dropped(utf8proc_int32_t c)
{
	utf8proc_category_t kind = utf8proc_category(c);
	return kind == UTF8PROC_CATEGORY_CC || kind == UTF8PROC_CATEGORY_CF ||
	       kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_ME;
}

static void add(struct strbuf *out, utf8proc_int32_t c)
{
	utf8proc_uint8_t bytes[4];
	const char *spelt = spelt_out(c);
	char mark = ascii_mark(c);
	if (blank(c)) {
		if (out->n > 0 && out->text[out->n - 1] != ' ')
			strbuf_char(out, ' ');
	} else if (mark) {
		strbuf_char(out, mark);
	} else if (spelt) {
		strbuf_add(out, spelt);
	} else if (!dropped(c)) {
		utf8proc_ssize_t n = utf8proc_encode_char(c, bytes);
		strbuf_add_n(out, (const char *)bytes, (size_t)n);
	}
}

static void fold_unicode(struct strbuf *out, const char *text, size_t n)
{
	const utf8proc_option_t options =
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t left = (utf8proc_ssize_t)n;
	while (left > 0) {
		utf8proc_int32_t c, parts[32];
		utf8proc_ssize_t used = utf8proc_iterate(at, left, &c);
		if (used <= 0)
			BUG("text that was valid UTF-8 no longer is");
		at += used;
		left -= used;
		/* Marks first: the prime's own compatibility form is no apostrophe. */
		if (ascii_mark(c) || blank(c)) {
			add(out, c);
			continue;
		}
		int last = 0;
		utf8proc_ssize_t parts_n =
			utf8proc_decompose_char(c, parts, 32, options, &last);
		for (utf8proc_ssize_t i = 0; i < parts_n && i < 32; i++)
			add(out, parts[i]);
	}
}

char *text_fold(struct arena *arena, const char *text)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	size_t n = text ? strlen(text) : 0;
	bool ascii = true;
	for (size_t i = 0; i < n && ascii; i++)
		ascii = (unsigned char)text[i] < 0x80;
	if (!ascii && !utf8_valid(text, n)) {
		text = utf8_from_1252(arena, text, n);
		n = strlen(text);
	}
	if (!ascii)
		fold_unicode(&out, text, n);
	for (size_t i = 0; i < n && ascii; i++) {
		char c = text[i];
		bool space = c == ' ' || (c >= 9 && c <= 13);
		if (space && out.n > 0 && out.text[out.n - 1] != ' ')
			strbuf_char(&out, ' ');
		else if (!space && c >= ' ' && c != 0x7F)
			strbuf_char(&out, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
	}
	if (out.n > 0 && out.text[out.n - 1] == ' ')
		out.text[--out.n] = '\0';
	return out.text;
}

char *text_fold_upper(struct arena *arena, const char *text)
{
	char *folded = text_fold(arena, text);
	for (char *p = folded; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 32);
	return folded;
}
