#include "report/formats.h"
#include "report/words.h"
#include <inttypes.h>
#include <string.h>

static const char *skip_digits(const char *p)
{
	return p + strspn(p, "0123456789");
}

/* [+-] digits [. digits] [e [+-] digits], and nothing else. */
static bool is_number(const char *p)
{
	p += *p == '+' || *p == '-';
	const char *whole = skip_digits(p), *end = whole;
	size_t digits = (size_t)(whole - p);
	if (*whole == '.') {
		end = skip_digits(whole + 1);
		digits += (size_t)(end - whole - 1);
	}
	if (digits == 0)
		return false;
	if (*end == 'e' || *end == 'E') {
		const char *power = end + 1;
		power += *power == '+' || *power == '-';
		end = skip_digits(power);
		if (end == power)
			return false;
	}
	return *end == '\0';
}

/* A spreadsheet runs a cell that begins so, quoted or not. */
static bool would_run(const char *text)
{
	return *text && strchr("=+-@\t\r", *text) && !is_number(text);
}

void csv_add_cell(struct strbuf *buf, const char *text)
{
	bool quoted = strpbrk(text, ",\"\r\n") != NULL;
	if (quoted)
		strbuf_char(buf, '"');
	if (would_run(text))
		strbuf_char(buf, '\'');
	for (; *text; text++) {
		if (*text == '"')
			strbuf_char(buf, '"');
		strbuf_char(buf, *text);
	}
	if (quoted)
		strbuf_char(buf, '"');
}

void csv_cell(FILE *out, const char *text)
{
	bool quoted = strpbrk(text, ",\"\r\n") != NULL;
	if (quoted)
		putc('"', out);
	if (would_run(text))
		putc('\'', out);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', out);
		putc(*text, out);
	}
	if (quoted)
		putc('"', out);
}

static void add_list(struct strbuf *buf, struct texts texts)
{
	struct strbuf list;
	strbuf_init(&list, buf->arena);
	for (size_t i = 0; i < texts.n; i++) {
		if (i)
			strbuf_char(&list, ';');
		strbuf_add(&list, str_or_empty(texts.items[i]));
	}
	csv_add_cell(buf, list.text);
}

static void add_value(
	struct strbuf *buf, const struct cell *cell, enum audience audience)
{
	char number[REAL_TEXT_MAX];
	switch (cell->kind) {
	case CELL_NULL:
		return;
	case CELL_TEXT:
		csv_add_cell(buf, cell->as.text);
		return;
	case CELL_INT:
		strbuf_printf(buf, "%" PRId64, cell->as.integer);
		return;
	case CELL_REAL:
		words_real(cell->as.real, number);
		strbuf_add(buf, number);
		return;
	case CELL_BOOL:
		strbuf_add(buf, cell->as.boolean ? "true" : "false");
		return;
	case CELL_TEXTS:
	case CELL_IDS:
		add_list(buf, cell->as.texts);
		return;
	case CELL_TABLE:
		csv_add_cell(buf, json_of_table(buf->arena, cell->as.table, audience));
		return;
	case CELL_RESULT:
		csv_add_cell(
			buf, json_of_result(buf->arena, cell->as.result, audience));
		return;
	}
	BUG("unknown kind of cell");
}

/* A record of one empty cell would read as an empty line: it is quoted (RFC 4180 has
 * no other way). */
static void end_record(struct strbuf *buf, size_t start)
{
	if (buf->n == start)
		strbuf_add(buf, "\"\"");
	strbuf_add(buf, "\r\n");
}

void csv_add_table(struct strbuf *buf, const struct table *t, enum audience audience)
{
	bool first = true;
	for (size_t i = 0; i < t->columns_n; i++) {
		if (audience < t->columns[i].clearance)
			continue;
		strbuf_add(buf, first ? "" : ",");
		csv_add_cell(buf, t->columns[i].name);
		first = false;
	}
	if (first)
		return;
	strbuf_add(buf, "\r\n");
	for (size_t row = 0; row < t->rows_n; row++) {
		size_t start = buf->n;
		first = true;
		for (size_t i = 0; i < t->columns_n; i++) {
			if (audience < t->columns[i].clearance)
				continue;
			strbuf_add(buf, first ? "" : ",");
			add_value(buf, table_at(t, row, i), audience);
			first = false;
		}
		end_record(buf, start);
	}
}

void csv_add_result(struct strbuf *buf, const struct result *r, enum audience audience)
{
	strbuf_add(buf, "name,value\r\n");
	for (size_t i = 0; r && i < r->n; i++) {
		csv_add_cell(buf, r->fields[i].name);
		strbuf_char(buf, ',');
		add_value(buf, &r->fields[i].value, audience);
		strbuf_add(buf, "\r\n");
	}
}
