#include "text/name.h"
#include "text/scan.h"
#include <string.h>

struct pieces {
	struct arena *arena;
	const char **items;
	size_t n, capacity;
};

static bool word_byte(char c)
{
	return is_letter(c) || is_digit(c) || (unsigned char)c >= 0x80;
}

static void piece_add(struct pieces *p, const char *text, size_t n)
{
	const char *piece = str_trim(p->arena, str_dup_n(p->arena, text, n));
	bool says = false;
	while (*piece == ',' || *piece == ':' || *piece == ' ')
		piece++;
	for (const char *c = piece; *c; c++)
		says = says || is_letter(*c) || (unsigned char)*c >= 0x80;
	if (!says)
		return;
	arena_reserve(p->arena, p->items, p->capacity, p->n + 1);
	p->items[p->n++] = piece;
}

/* The length of a word at `at` that parts two names; 0 for none. */
static size_t parting_word(const char *text, size_t at)
{
	static const char *const words[] = {"aka", "a.k.a.", "a.k.a", "a/k/a", "alias",
		"also known as", "formerly", "nee",
		("n\xC3\xA9"
		 "e")};
	if (at > 0 && word_byte(text[at - 1]))
		return 0;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t n = strlen(words[i]), k = 0;
		while (k < n && to_lower(text[at + k]) == words[i][k])
			k++;
		if (k == n && !word_byte(text[at + n]))
			return n;
	}
	return 0;
}

/* "Jo Smith / Joan Smythe" are two, "n/k" is one. */
static bool parting_slash(const char *text, size_t at)
{
	if (at < 2 || !text[at + 1])
		return false;
	return !(word_byte(text[at - 1]) && !word_byte(text[at - 2])) &&
	       !(word_byte(text[at + 1]) && !word_byte(text[at + 2]));
}

static void split_words(struct pieces *p, const char *text)
{
	size_t from = 0, at = 0, skip;
	while (text[at]) {
		skip = parting_word(text, at);
		if (!skip && (text[at] == ';' || text[at] == '\n' ||
				     (text[at] == '/' && parting_slash(text, at))))
			skip = 1;
		if (skip) {
			piece_add(p, text + from, at - from);
			from = at + skip;
		}
		at += skip ? skip : 1;
	}
	piece_add(p, text + from, at - from);
}

/* Curly quotation marks as straight ones. */
static char *straight(struct arena *arena, const char *text)
{
	static const char *const marks[] = {
		"\xE2\x80\x98", "\xE2\x80\x99", "\xE2\x80\x9C", "\xE2\x80\x9D"};
	char *copy = str_dup(arena, text), *out = copy;
	for (const char *p = copy; *p;) {
		size_t mark = 4;
		for (size_t i = 0; i < 4 && mark == 4; i++)
			if (strncmp(p, marks[i], 3) == 0)
				mark = i;
		*out++ = mark == 4 ? *p : mark < 2 ? '\'' : '"';
		p += mark == 4 ? 1 : 3;
	}
	*out = '\0';
	return copy;
}

/* The length of what stands in marks from text[at] on, marks included; 0 for none. An
 * apostrophe opens only after a blank and closes only before one: O'Brien. */
static size_t marked(const char *text, size_t at)
{
	static const char opening[] = "\"([{'", closing[] = "\")]}'";
	const char *which = text[at] ? strchr(opening, text[at]) : NULL;
	if (!which || (*which == '\'' && at > 0 && text[at - 1] != ' '))
		return 0;
	char close = closing[which - opening];
	for (const char *p = text + at + 1; *p; p++)
		if (*p == close && (close != '\'' || !word_byte(p[1])))
			return (size_t)(p - (text + at)) + 1;
	return 0;
}

struct str_list name_split_aliases(struct arena *arena, const char *text)
{
	struct pieces p = {arena, NULL, 0, 0}, inner = {arena, NULL, 0, 0};
	struct strbuf outer;
	strbuf_init(&outer, arena);
	const char *plain = straight(arena, str_or_empty(text));
	for (size_t at = 0; plain[at];) {
		size_t n = marked(plain, at);
		if (n > 1) {
			split_words(&inner, str_dup_n(arena, plain + at + 1, n - 2));
			if (outer.n > 0 && outer.text[outer.n - 1] != ' ')
				strbuf_char(&outer, ' ');
			while (plain[at + n] == ' ')
				n++;
			at += n;
			continue;
		}
		strbuf_char(&outer, plain[at++]);
	}
	split_words(&p, outer.text);
	for (size_t i = 0; i < inner.n; i++)
		piece_add(&p, inner.items[i], strlen(inner.items[i]));
	return (struct str_list){p.items, p.n};
}
