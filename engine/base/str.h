/* Strings: NUL-terminated UTF-8, made in an arena.
 *
 * What a string means (a date, a postcode, a name) is the business of text/.
 */
#ifndef LASTSEEN_BASE_STR_H
#define LASTSEEN_BASE_STR_H

#include "base/arena.h"
#include "base/context.h"
#include <stdarg.h>

char *str_dup(struct arena *arena, const char *text);
char *str_dup_n(struct arena *arena, const char *text, size_t n);
char *str_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
char *str_vprintf(struct arena *arena, const char *format, va_list args)
	PRINTF_LIKE(2, 0);

/* NULL and "" are both empty. */
bool str_empty(const char *text);
/* NULL as "". */
const char *str_or_empty(const char *text);
bool str_equal(const char *a, const char *b);
/* ASCII case only. */
bool str_equal_fold(const char *a, const char *b);
bool str_starts(const char *text, const char *start);
bool str_ends(const char *text, const char *end);

/* A copy without blanks (space, tab, CR, LF, U+00A0, U+FEFF) at both ends. */
char *str_trim(struct arena *arena, const char *text);
/* A copy with ASCII letters in lower / upper case. */
char *str_lower(struct arena *arena, const char *text);
char *str_upper(struct arena *arena, const char *text);

/* The pieces of text between separators, each trimmed, empty ones left out. */
struct str_list {
	const char **items;
	size_t n;
};
struct str_list str_split(struct arena *arena, const char *text, char separator);
char *str_join(struct arena *arena, struct str_list list, const char *separator);

/* Whether all n bytes are well-formed UTF-8 (no overlong forms, no surrogates). */
bool utf8_valid(const char *text, size_t n);
/* The same text in UTF-8, each byte read as Windows-1252. */
char *utf8_from_1252(struct arena *arena, const char *text, size_t n);
/* In place: control characters, those that turn the direction of writing and those that
 * end a line become a blank, so that nothing of a case moves a terminal's cursor, forges
 * a line or shows a word from its end. */
void text_for_terminal(char *text);

/* Levenshtein distance of two byte strings, at most `limit` + 1. O(len a * len b). */
size_t str_distance(const char *a, const char *b, size_t limit);
/* The nearest of n words by str_distance, or NULL where none is near (a third of its
 * length); the first of equals. */
const char *str_nearest(const char *word, const char *const *words, size_t n);

/* A growing text. */
struct strbuf {
	struct arena *arena;
	char *text; /* always NUL-terminated, never NULL after strbuf_init */
	size_t n, capacity;
};
void strbuf_init(struct strbuf *buf, struct arena *arena);
void strbuf_add(struct strbuf *buf, const char *text);
void strbuf_add_n(struct strbuf *buf, const char *text, size_t n);
void strbuf_char(struct strbuf *buf, char c);
void strbuf_printf(struct strbuf *buf, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
