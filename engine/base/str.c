#include "base/str.h"
#include <string.h>

char *str_dup_n(struct arena *arena, const char *text, size_t n)
{
	char *copy = arena_array(arena, char, n + 1);
	if (n > 0)
		memcpy(copy, text, n);
	return copy;
}

char *str_dup(struct arena *arena, const char *text)
{
	return str_dup_n(arena, text, strlen(text));
}

char *str_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		BUG("bad format");
	char *text = arena_array(arena, char, (size_t)n + 1);
	vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	return text;
}

char *str_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = str_vprintf(arena, format, args);
	va_end(args);
	return text;
}

bool str_empty(const char *text)
{
	return !text || !*text;
}

const char *str_or_empty(const char *text)
{
	return text ? text : "";
}

bool str_equal(const char *a, const char *b)
{
	return strcmp(str_or_empty(a), str_or_empty(b)) == 0;
}

static char lower_ascii(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char upper_ascii(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool str_equal_fold(const char *a, const char *b)
{
	a = str_or_empty(a);
	b = str_or_empty(b);
	while (*a && lower_ascii(*a) == lower_ascii(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

bool str_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool str_ends(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);
	return n >= m && strcmp(text + n - m, end) == 0;
}

/* Bytes of the blank that text begins with; 0 where it begins with none. */
static size_t blank_at(const char *text)
{
	if (*text == ' ' || *text == '\t' || *text == '\r' || *text == '\n')
		return 1;
	if (strncmp(text, "\xC2\xA0", 2) == 0)
		return 2;
	if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
		return 3;
	return 0;
}

static size_t trimmed_end(const char *text, size_t n)
{
	for (;;) {
		if (n >= 1 && blank_at(text + n - 1) == 1)
			n -= 1;
		else if (n >= 2 && blank_at(text + n - 2) == 2)
			n -= 2;
		else if (n >= 3 && blank_at(text + n - 3) == 3)
			n -= 3;
		else
			return n;
	}
}

static char *trim_n(struct arena *arena, const char *text, size_t n)
{
	size_t end = trimmed_end(text, n), start = 0, blank;
	while (start < end && (blank = blank_at(text + start)) > 0)
		start += blank;
	return str_dup_n(arena, text + start, end > start ? end - start : 0);
}

char *str_trim(struct arena *arena, const char *text)
{
	return trim_n(arena, text, strlen(text));
}

char *str_lower(struct arena *arena, const char *text)
{
	char *copy = str_dup(arena, text);
	for (char *c = copy; *c; c++)
		*c = lower_ascii(*c);
	return copy;
}

char *str_upper(struct arena *arena, const char *text)
{
	char *copy = str_dup(arena, text);
	for (char *c = copy; *c; c++)
		*c = upper_ascii(*c);
	return copy;
}

struct str_list str_split(struct arena *arena, const char *text, char separator)
{
	struct str_list list = {NULL, 0};
	size_t capacity = 0;
	if (!text)
		return list;
	for (const char *start = text;;) {
		const char *end = strchr(start, separator);
		size_t n = end ? (size_t)(end - start) : strlen(start);
		char *piece = trim_n(arena, start, n);
		if (*piece) {
			arena_reserve(arena, list.items, capacity, list.n + 1);
			list.items[list.n++] = piece;
		}
		if (!end)
			return list;
		start = end + 1;
	}
}

char *str_join(struct arena *arena, struct str_list list, const char *separator)
{
	struct strbuf buf;
	strbuf_init(&buf, arena);
	for (size_t i = 0; i < list.n; i++) {
		if (i > 0)
			strbuf_add(&buf, separator);
		strbuf_add(&buf, list.items[i]);
	}
	return buf.text;
}

size_t str_distance(const char *a, const char *b, size_t limit)
{
	enum { MOST = 256 };
	size_t n = strlen(a), m = strlen(b);
	size_t apart = n > m ? n - m : m - n;
	if (apart > limit || n >= MOST || m >= MOST)
		return limit + 1;
	size_t row[MOST];
	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t diagonal = row[0], least = i;
		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t change = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			size_t best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (change < best)
				best = change;
			row[j] = best;
			if (best < least)
				least = best;
		}
		if (least > limit)
			return limit + 1;
	}
	return row[m] > limit ? limit + 1 : row[m];
}

const char *str_nearest(const char *word, const char *const *words, size_t n)
{
	size_t limit = strlen(word) / 3 + 1, best = limit + 1;
	const char *nearest = NULL;
	for (size_t i = 0; i < n; i++) {
		size_t d = str_distance(word, words[i], limit);
		if (d < best) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}

void strbuf_init(struct strbuf *buf, struct arena *arena)
{
	buf->arena = arena;
	buf->text = NULL;
	buf->n = 0;
	buf->capacity = 0;
	arena_reserve(arena, buf->text, buf->capacity, 1);
}

void strbuf_add_n(struct strbuf *buf, const char *text, size_t n)
{
	arena_reserve(buf->arena, buf->text, buf->capacity, buf->n + n + 1);
	if (n > 0)
		memcpy(buf->text + buf->n, text, n);
	buf->n += n;
	buf->text[buf->n] = '\0';
}

void strbuf_add(struct strbuf *buf, const char *text)
{
	strbuf_add_n(buf, text, strlen(text));
}

void strbuf_char(struct strbuf *buf, char c)
{
	strbuf_add_n(buf, &c, 1);
}

void strbuf_printf(struct strbuf *buf, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int n = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (n < 0)
		BUG("bad format");
	arena_reserve(buf->arena, buf->text, buf->capacity, buf->n + (size_t)n + 1);
	va_start(args, format);
	vsnprintf(buf->text + buf->n, (size_t)n + 1, format, args);
	va_end(args);
	buf->n += (size_t)n;
}
