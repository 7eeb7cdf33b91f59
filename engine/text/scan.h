/* A cursor over a short text, for the parsers of this layer. Nothing is copied. */
#ifndef LASTSEEN_TEXT_SCAN_H
#define LASTSEEN_TEXT_SCAN_H

#include <stdbool.h>
#include <stddef.h>

struct scan {
	const char *at; /* NUL-terminated */
};

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}
static inline bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}
static inline bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}
static inline bool is_letter(char c)
{
	return is_lower(c) || is_upper(c);
}
static inline char to_upper(char c)
{
	return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}
static inline char to_lower(char c)
{
	return is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline void scan_blanks(struct scan *s)
{
	while (*s->at == ' ')
		s->at++;
}
/* How many digits stand at the cursor. */
static inline int scan_count(const struct scan *s)
{
	int n = 0;
	while (n < 64 && is_digit(s->at[n]))
		n++;
	return n;
}
/* Takes n digits (n <= 9) that are known to be there. */
static inline int scan_number(struct scan *s, int n)
{
	int value = 0;
	while (n-- > 0)
		value = value * 10 + (*s->at++ - '0');
	return value;
}
static inline bool scan_char(struct scan *s, char c)
{
	if (*s->at != c)
		return false;
	s->at++;
	return true;
}

/* Takes `word` (lower case) where it stands and no letter follows. */
bool scan_word(struct scan *s, const char *word);
/* The index of the first of n words that scan_word() takes, or -1. */
int scan_words(struct scan *s, const char *const *words, int n);

/* Copies text in lower case into a buffer: every kind of blank and of dash as ' ' and
 * '-', blanks at the ends dropped, ’ as '. false where it is too long or holds other
 * bytes than ASCII (° and ′ ″ º become d m s marks: '*' '\'' '"'). */
bool scan_fold(const char *text, char *buffer, size_t size);

#endif
