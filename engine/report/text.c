#include "report/formats.h"
#include "report/words.h"
#include <string.h>

enum { CELL_MOST = 48, LIST_MOST = 4 };

/* No control character of a case reaches a terminal. */
static const char *printable(struct arena *arena, const char *text)
{
	char *copy = str_dup(arena, text);
	text_for_terminal(copy);
	return copy;
}

/* A text cut to `most` cells of a terminal, with an ellipsis where it was longer. */
static const char *cut(struct arena *arena, const char *text, size_t most)
{
	if (words_width(text) <= most)
		return text;
	int n = (int)words_fit(text, most - 1);
	return str_printf(arena, "%.*s\xe2\x80\xa6", n, text);
}

static void pad(struct strbuf *buf, size_t cells)
{
	while (cells--)
		strbuf_char(buf, ' ');
}

struct layout {
	const struct table *t;
	size_t shown_n;
	const size_t *shown;
	const size_t *width;
	const bool *right;
};

/* The last column on the left side needs no blanks behind it. */
static void add_line(
	struct strbuf *buf, const struct layout *layout, const char *const *words)
{
	for (size_t i = 0; i < layout->shown_n; i++) {
		size_t room = layout->width[i] - words_width(words[i]);
		bool last = i + 1 == layout->shown_n;
		if (layout->right[i])
			pad(buf, room);
		strbuf_add(buf, words[i]);
		if (!layout->right[i] && !last)
			pad(buf, room);
		strbuf_add(buf, last ? "\n" : "  ");
	}
}

static void add_rule(struct strbuf *buf, const struct layout *layout)
{
	for (size_t i = 0; i < layout->shown_n; i++) {
		for (size_t k = 0; k < layout->width[i]; k++)
			strbuf_char(buf, '-');
		strbuf_add(buf, i + 1 == layout->shown_n ? "\n" : "  ");
	}
}

/* All words of a table, the titles first, row by row. */
static const char **table_words(
	struct arena *arena, const struct table *t, const size_t *shown, size_t shown_n)
{
	const char **words =
		arena_array(arena, const char *, (t->rows_n + 1) * shown_n);
	for (size_t i = 0; i < shown_n; i++)
		words[i] = t->columns[shown[i]].title;
	for (size_t row = 0; row < t->rows_n; row++) {
		for (size_t i = 0; i < shown_n; i++) {
			const char *text = words_cell(arena, &t->columns[shown[i]],
				table_at(t, row, shown[i]), LIST_MOST);
			words[(row + 1) * shown_n + i] =
				cut(arena, printable(arena, text), CELL_MOST);
		}
	}
	return words;
}

static void add_rows(struct strbuf *buf, const struct table *t, enum audience audience)
{
	struct arena *arena = buf->arena;
	size_t *shown = arena_array(arena, size_t, t->columns_n), shown_n = 0;
	for (size_t i = 0; i < t->columns_n; i++)
		if (words_shown(&t->columns[i], audience))
			shown[shown_n++] = i;
	if (shown_n == 0)
		return;
	const char **words = table_words(arena, t, shown, shown_n);
	size_t *width = arena_array(arena, size_t, shown_n);
	bool *right = arena_array(arena, bool, shown_n);
	for (size_t i = 0; i < shown_n; i++) {
		right[i] = words_numeric(t, shown[i]);
		for (size_t row = 0; row <= t->rows_n; row++) {
			size_t w = words_width(words[row * shown_n + i]);
			width[i] = w > width[i] ? w : width[i];
		}
	}
	struct layout layout = {t, shown_n, shown, width, right};
	add_line(buf, &layout, words);
	add_rule(buf, &layout);
	for (size_t row = 1; row <= t->rows_n; row++)
		add_line(buf, &layout, words + row * shown_n);
}

static bool any_shown(const struct table *t, enum audience audience)
{
	for (size_t i = 0; i < t->columns_n; i++)
		if (words_shown(&t->columns[i], audience))
			return true;
	return false;
}

/* A table without a column to show is for figures and files alone. */
static void add_table(struct strbuf *buf, const struct table *t, enum audience audience)
{
	if (!any_shown(t, audience))
		return;
	if (buf->n)
		strbuf_char(buf, '\n');
	if (t->title)
		strbuf_printf(buf, "%s\n\n", t->title);
	if (t->rows_n == 0)
		strbuf_add(buf, "None.\n");
	else
		add_rows(buf, t, audience);
	if (t->reading)
		strbuf_printf(buf, "\n%s\n", t->reading);
}

/* "where_they_belong" reads as "where they belong". */
static const char *field_words(struct arena *arena, const char *name)
{
	char *copy = str_dup(arena, name);
	for (char *p = copy; *p; p++)
		if (*p == '_')
			*p = ' ';
	return copy;
}

static size_t label_width(const struct result *r)
{
	size_t widest = 0;
	for (size_t i = 0; i < r->n; i++) {
		size_t width = words_width(r->fields[i].name);
		if (r->fields[i].value.kind < CELL_TABLE && width > widest)
			widest = width;
	}
	return widest;
}

static void add_scalars(struct strbuf *buf, const struct result *r)
{
	static const struct column plain = {.name = "", .title = "", .decimals = 4};
	size_t width = label_width(r);
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		if (f->value.kind >= CELL_TABLE)
			continue;
		const char *label = field_words(buf->arena, f->name);
		strbuf_add(buf, label);
		pad(buf, width - words_width(label) + 2);
		const char *text = words_cell(buf->arena, &plain, &f->value, LIST_MOST);
		strbuf_printf(buf, "%s\n", printable(buf->arena, text));
	}
}

void text_add_result(struct strbuf *buf, const struct result *r, enum audience audience)
{
	add_scalars(buf, r);
	for (size_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		if (f->value.kind == CELL_TABLE) {
			add_table(buf, f->value.as.table, audience);
		} else if (f->value.kind == CELL_RESULT) {
			strbuf_printf(buf, "%s%s:\n", buf->n ? "\n" : "",
				field_words(buf->arena, f->name));
			add_scalars(buf, f->value.as.result);
		}
	}
}
