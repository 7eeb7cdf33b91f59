/* What systems and hurried hands put into a cell besides the address: marks of HTML and
 * of bad transfers, line ends written out, telephone numbers, dates, times of day. */
#include "base/str.h"
#include "text/address_words.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

struct replacement {
	const char *bytes, *with;
};

/* Longest first among those that begin alike. */
static const struct replacement replacements[] = {
	{"&amp;", "&"},
	{"&nbsp;", " "},
	{"&apos;", "'"},
	{"&rsquo;", "'"},
	{"&lsquo;", "'"},
	{"&quot;", " "},
	{"&ndash;", "-"},
	{"&#39;", "'"},
	{"&#039;", "'"},
	{"&#x27;", "'"},
	{"&#44;", ","},
	{"&#38;", "&"},
	{"&#160;", " "},
	{"&#8217;", "'"},
	{"_x000D_", ","},
	{"\\r", ","},
	{"\\n", ","},
	{"\\t", " "},
	{"\r", ","},
	{"\n", ","},
	{"\t", ","},
	{"\x1f", ","},
	/* UTF-8 that was read as Windows-1252 and written as UTF-8 again. */
	{"\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2", "'"},
	{"\xC3\xA2\xE2\x82\xAC\xCB\x9C", "'"},
	{"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9C", "-"},
	{"\xC3\xA2\xE2\x82\xAC\xE2\x80\x9D", "-"},
	{"\xC3\x82\xC2\xA0", " "},
	{"\xC3\x82 ", " "},
	{"\xC2\xB4", "'"},
	{"\xCA\xBC", "'"},
	{"`", "'"},
	{"->", ","},
	{"=>", ","},
};

/* How many bytes a line end written out, an entity or a broken letter takes. */
static size_t replace_at(const char *p, struct strbuf *out)
{
	for (size_t i = 0; i < COUNT(replacements); i++) {
		size_t n = strlen(replacements[i].bytes);
		if (strncmp(p, replacements[i].bytes, n) == 0) {
			strbuf_add(out, replacements[i].with);
			return n;
		}
	}
	/* C3 83 C2 xx is what C3 xx became, an accented letter. */
	const unsigned char *u = (const unsigned char *)p;
	if (u[0] == 0xC3 && u[1] == 0x83 && u[2] == 0xC2 && u[3] >= 0x80) {
		strbuf_char(out, (char)0xC3);
		strbuf_char(out, (char)u[3]);
		return 4;
	}
	return 0;
}

#define TAG_MOST 12

/* "<br>", "</p>": a mark of HTML. */
static size_t tag_at(const char *p)
{
	if (*p != '<' || !(is_letter(p[1]) || p[1] == '/'))
		return 0;
	for (size_t n = 2; n < TAG_MOST && p[n]; n++)
		if (p[n] == '>')
			return n + 1;
	return 0;
}

static bool letter_at(const char *text, size_t i)
{
	return is_letter(text[i]) || (unsigned char)text[i] >= 0x80;
}

/* "Bishop?s": a quotation mark that a transfer lost. */
static bool lost_mark(const char *text, size_t i)
{
	return text[i] == '?' && i > 0 && letter_at(text, i - 1) &&
	       (text[i + 1] == 's' || text[i + 1] == 'S') && !is_letter(text[i + 2]);
}

/* " - ", " \ ", " ~ ", " : ", " . " part the lines of an address; "12 - 14" is a range. */
static bool parts_lines(const char *text, size_t i)
{
	if (!strchr("-\\~:.", text[i]) || i == 0 || text[i - 1] != ' ' ||
		(text[i + 1] != ' ' && text[i + 1] != '\0'))
		return text[i] == '\\' || text[i] == '~';
	size_t before = i, after = i + 1;
	while (before > 0 && text[before - 1] == ' ')
		before--;
	while (text[after] == ' ')
		after++;
	return !(before > 0 && is_digit(text[after]) &&
		 (is_digit(text[before - 1]) ||
			 (before > 1 && is_digit(text[before - 2]))));
}

static const char *replaced(struct arena *arena, const char *text)
{
	struct strbuf out;
	strbuf_init(&out, arena);
	for (size_t i = 0; text[i];) {
		size_t n = replace_at(text + i, &out);
		if (n == 0 && (n = tag_at(text + i)) > 0)
			strbuf_char(&out, ',');
		if (n == 0) {
			strbuf_char(&out, lost_mark(text, i)     ? '\''
					  : parts_lines(text, i) ? ','
								 : text[i]);
			n = 1;
		}
		i += n;
	}
	return out.text;
}

/* A telephone number: ten figures or more from a nought or +44, blanks within. */
static size_t telephone_at(const char *p)
{
	size_t figures = 0, n = 0, end = 0;
	if (strncmp(p, "+44", 3) == 0)
		n = 1;
	else if (*p != '0')
		return 0;
	for (; is_digit(p[n]) || (p[n] == ' ' && is_digit(p[n + 1])); n++)
		if (is_digit(p[n])) {
			figures++;
			end = n + 1;
		}
	return figures >= 10 && figures <= 13 ? end : 0;
}

/* "12/03/2025", "1.3.25" */
static size_t date_at(const char *p)
{
	size_t n = strspn(p, "0123456789"), at = n;
	if (n < 1 || n > 2 || !p[at] || !strchr("/.", p[at]))
		return 0;
	char mark = p[at++];
	n = strspn(p + at, "0123456789");
	at += n;
	if (n < 1 || n > 2 || p[at] != mark)
		return 0;
	n = strspn(p + ++at, "0123456789");
	return n == 2 || n == 4 ? at + n : 0;
}

/* "23:00", "2300hrs", "23:00hrs", "2300 hours" */
static size_t time_at(const char *p)
{
	static const char *const hours[] = {"hours", "hrs", "hr", "pm", "am"};
	size_t n = strspn(p, "0123456789"), at = n;
	bool colon = n >= 1 && n <= 2 && p[n] == ':' && is_digit(p[n + 1]) &&
		     is_digit(p[n + 2]) && !is_digit(p[n + 3]);
	if (colon)
		at += 3;
	else if (n < 1 || (n > 2 && n != 4))
		return 0;
	size_t after = at + strspn(p + at, " ");
	for (size_t i = 0; i < COUNT(hours); i++) {
		size_t m = strlen(hours[i]);
		size_t k = 0;
		while (k < m && to_lower(p[after + k]) == hours[i][k])
			k++;
		/* "14 am" alone may be a name: two figures need to touch it; and 7HR
		 * ends a postcode. */
		bool touches = after == at && strcmp(hours[i], "hr") != 0;
		if (k == m && !is_letter(p[after + m]) && (n == 4 || colon || touches))
			return after + m;
	}
	return colon ? at : 0;
}

static size_t remark_at(const char *text, size_t i)
{
	if (i > 0 &&
		(is_digit(text[i - 1]) || is_letter(text[i - 1]) || text[i - 1] == '/'))
		return 0;
	const char *p = text + i;
	size_t n = telephone_at(p);
	if (n == 0)
		n = date_at(p);
	if (n == 0)
		n = time_at(p);
	return n > 0 && !is_digit(p[n]) && !is_letter(p[n]) ? n : 0;
}

/* "14High", "FLAT2", "40AGeorge", "TheAvenue": where a blank was forgotten. The first
 * letters of a postcode, 1ST and 12A are none. */
static bool blank_lost(const char *text, size_t i)
{
	if (i == 0 || !text[i])
		return false;
	char a = text[i - 1], b = text[i];
	size_t letters = 0, before = 0;
	while (is_letter(text[i + letters]))
		letters++;
	while (before < i && is_letter(text[i - 1 - before]))
		before++;
	if (is_digit(a) && is_upper(b) && letters == 2 && is_lower(text[i + 1]))
		return text[i + 2] == ' ' && is_upper(text[i + 3]);
	if (is_digit(a) && is_letter(b))
		return letters >= 3 &&
		       !(is_upper(b) && is_upper(text[i + 1]) && is_lower(text[i + 2]));
	if (is_letter(a) && is_digit(b))
		return before >= 3;
	if (!is_upper(b) || !is_letter(a) || !is_lower(text[i + 1]))
		return false;
	/* The letter of a house number and the street's first. */
	if (is_upper(a))
		return before == 1 && i > 1 && is_digit(text[i - 2]);
	bool mac = before == 3 && strncmp(text + i - 3, "Mac", 3) == 0;
	return before >= 3 && letters >= 3 && !mac;
}

const char *address_clean(struct arena *arena, const char *text)
{
	struct strbuf out;
	const char *plain = replaced(arena, text);
	strbuf_init(&out, arena);
	for (size_t i = 0; plain[i];) {
		size_t n = remark_at(plain, i);
		if (n > 0) {
			strbuf_add(&out, ", ");
			i += n;
			continue;
		}
		if (blank_lost(plain, i))
			strbuf_char(&out, ' ');
		strbuf_char(&out, plain[i++]);
	}
	return out.text;
}
