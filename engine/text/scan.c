#include "text/scan.h"
#include <string.h>

bool scan_word(struct scan *s, const char *word)
{
	size_t n = strlen(word);
	if (strncmp(s->at, word, n) != 0 || is_letter(s->at[n]))
		return false;
	s->at += n;
	return true;
}

int scan_words(struct scan *s, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (words[i][0] == *s->at && scan_word(s, words[i]))
			return i;
	return -1;
}

/* The ASCII form of one character beyond ASCII, its length in *n; 0 for none, '\1' for
 * one that is dropped. */
static char ascii_of(const char *text, size_t *n)
{
	static const struct {
		const char *bytes;
		char ascii;
	} known[] = {
		{"\xC2\xA0", ' '},
		{"\xE2\x80\x89", ' '},
		{"\xE2\x80\xAF", ' '},
		{"\xE2\x80\x90", '-'},
		{"\xE2\x80\x91", '-'},
		{"\xE2\x80\x93", '-'},
		{"\xE2\x80\x94", '-'},
		{"\xE2\x88\x92", '-'},
		{"\xE2\x80\x98", '\''},
		{"\xE2\x80\x99", '\''},
		{"\xE2\x80\x9C", '"'},
		{"\xE2\x80\x9D", '"'},
		{"\xC2\xB0", '*'},
		{"\xC2\xBA", '*'},
		{"\xE2\x80\xB2", '\''},
		{"\xE2\x80\xB3", '"'},
		{"\xEF\xBB\xBF", '\1'},
		{"\xE2\x80\x8B", '\1'},
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		*n = strlen(known[i].bytes);
		if (strncmp(text, known[i].bytes, *n) == 0)
			return known[i].ascii;
	}
	return 0;
}

bool scan_fold(const char *text, char *buffer, size_t size)
{
	size_t used = 0, n = 1;
	for (const char *p = text ? text : ""; *p; p += n) {
		char c = *p;
		n = 1;
		if ((unsigned char)c >= 0x80 && !(c = ascii_of(p, &n)))
			return false;
		if (c == '\1')
			continue;
		if (c == '\t' || c == '\r' || c == '\n')
			c = ' ';
		if (c == ' ' && used == 0)
			continue;
		if (used + 1 >= size)
			return false;
		buffer[used++] = to_lower(c);
	}
	while (used > 0 && buffer[used - 1] == ' ')
		used--;
	buffer[used] = '\0';
	return true;
}
