#include "report/rows.h"
#include "report/formats.h"
#include "report/words.h"
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* The envelope without what ends it: "\n }\n}", after the fields of the result. */
static void begin_json(struct rows *rows, const char *text, const char *name)
{
	const char *cut = strrchr(text, '}');
	while (cut > text && cut[-1] != '}')
		cut--;
	if (cut <= text + 1)
		BUG("an envelope without its result");
	cut--;
	while (cut > text && (cut[-1] == '\n' || cut[-1] == ' '))
		cut--;
	fwrite(text, 1, (size_t)(cut - text), rows->out);
	fprintf(rows->out, "%s\n  \"%s\": [", cut[-1] == '{' ? "" : ",", name);
	rows->rest = "]\n }\n}\n";
}

void rows_begin(struct rows *rows, struct context *ctx, FILE *out, enum format format,
	const struct envelope *envelope, const char *name)
{
	*rows = (struct rows){.ctx = ctx, .out = out, .format = format, .rest = ""};
	struct envelope head = *envelope;
	if (!head.result)
		head.result = result_create(ctx->arena);
	if (format == FORMAT_JSON)
		begin_json(rows, emit_json(ctx, &head), name);
}

/* 15 significant digits; most values have at most seven decimals, which need no
 * general printing. `point`: a whole number gets ".0". */
static void add_real(struct strbuf *buf, double value, bool point)
{
	char text[REAL_TEXT_MAX];
	double scaled = value * 1e7;
	if (!(fabs(value) < 1e7) || rint(scaled) / 1e7 != value) {
		words_real(value, text);
		strbuf_add(buf, text);
		if (point && !strpbrk(text, ".eE"))
			strbuf_add(buf, ".0");
		return;
	}
	int64_t n = (int64_t)rint(fabs(scaled));
	size_t at = sizeof text - 1;
	int places = 7;
	text[at] = '\0';
	for (; places > 0 && n % 10 == 0; places--)
		n /= 10;
	for (int i = 0; i < places; i++, n /= 10)
		text[--at] = (char)('0' + n % 10);
	if (places > 0)
		text[--at] = '.';
	do {
		text[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	if (signbit(value) && value != 0)
		text[--at] = '-';
	strbuf_add_n(buf, text + at, sizeof text - 1 - at);
	if (point && places == 0)
		strbuf_add(buf, ".0");
}

static void add_string(struct strbuf *buf, const char *text)
{
	size_t n = strlen(text);
	if (!utf8_valid(text, n))
		text = utf8_from_1252(buf->arena, text, n);
	strbuf_char(buf, '"');
	while (*text) {
		size_t plain =
			strcspn(text, "\"\\\n\r\t\b\f\001\002\003\004\005\006\007"
				      "\013\016\017\020\021\022\023\024\025\026"
				      "\027\030\031\032\033\034\035\036\037");
		strbuf_add_n(buf, text, plain);
		text += plain;
		if (*text == '"' || *text == '\\')
			strbuf_printf(buf, "\\%c", *text++);
		else if (*text)
			strbuf_printf(buf, "\\u%04X", (unsigned)*text++);
	}
	strbuf_char(buf, '"');
}

static void add_texts(struct strbuf *buf, struct texts texts)
{
	strbuf_char(buf, '[');
	for (size_t i = 0; i < texts.n; i++) {
		strbuf_add(buf, i ? ", " : "");
		add_string(buf, str_or_empty(texts.items[i]));
	}
	strbuf_char(buf, ']');
}

static void add_ids(struct strbuf *buf, struct texts ids)
{
	strbuf_char(buf, '[');
	for (size_t i = 0; i < ids.n; i++)
		strbuf_printf(buf, "%s%s", i ? ", " : "", ids.items[i]);
	strbuf_char(buf, ']');
}

static void json_cell(struct strbuf *buf, const struct cell *c, enum audience audience)
{
	switch (c->kind) {
	case CELL_NULL:
		strbuf_add(buf, "null");
		return;
	case CELL_TEXT:
		add_string(buf, c->as.text);
		return;
	case CELL_INT:
		strbuf_printf(buf, "%" PRId64, c->as.integer);
		return;
	case CELL_REAL:
		if (isfinite(c->as.real))
			add_real(buf, c->as.real, true);
		else
			strbuf_add(buf, "null");
		return;
	case CELL_BOOL:
		strbuf_add(buf, c->as.boolean ? "true" : "false");
		return;
	case CELL_TEXTS:
		add_texts(buf, c->as.texts);
		return;
	case CELL_IDS:
		add_ids(buf, c->as.texts);
		return;
	case CELL_TABLE:
		strbuf_add(buf,
			c->as.table->rows_n == 0
				? "[]"
				: json_of_table(buf->arena, c->as.table, audience));
		return;
	case CELL_RESULT:
		strbuf_add(buf, json_of_result(buf->arena, c->as.result, audience));
		return;
	}
	BUG("unknown kind of cell");
}

static void json_rows(struct rows *rows, struct strbuf *buf, const struct table *t)
{
	enum audience audience = rows->ctx->audience;
	for (size_t row = 0; row < t->rows_n; row++) {
		bool first = true;
		strbuf_add(buf, rows->written++ ? ",\n   {" : "\n   {");
		for (size_t i = 0; i < t->columns_n; i++) {
			if (audience < t->columns[i].clearance)
				continue;
			strbuf_add(buf, first ? "\"" : ", \"");
			strbuf_add(buf, t->columns[i].name);
			strbuf_add(buf, "\": ");
			json_cell(buf, table_at(t, row, i), audience);
			first = false;
		}
		strbuf_char(buf, '}');
	}
}

/* Numbers and texts are most of what there is; the rest goes through JSON. */
static void csv_value(struct strbuf *buf, const struct cell *c, enum audience audience)
{
	struct strbuf nested;
	switch (c->kind) {
	case CELL_NULL:
		return;
	case CELL_TEXT:
		csv_add_cell(buf, c->as.text);
		return;
	case CELL_REAL:
		if (isfinite(c->as.real))
			add_real(buf, c->as.real, false);
		return;
	case CELL_TABLE:
		if (c->as.table->rows_n == 0)
			return;
		break;
	case CELL_INT:
	case CELL_BOOL:
	case CELL_TEXTS:
	case CELL_IDS:
	case CELL_RESULT:
		break;
	}
	strbuf_init(&nested, buf->arena);
	bool list = c->kind == CELL_TEXTS || c->kind == CELL_IDS;
	if (!list)
		json_cell(&nested, c, audience);
	for (size_t i = 0; list && i < c->as.texts.n; i++) {
		strbuf_add(&nested, i ? ";" : "");
		strbuf_add(&nested, str_or_empty(c->as.texts.items[i]));
	}
	csv_add_cell(buf, nested.text);
}

static void csv_rows(struct rows *rows, struct strbuf *buf, const struct table *t)
{
	enum audience audience = rows->ctx->audience;
	for (size_t row = 0; row <= t->rows_n; row++) {
		bool first = true;
		/* Row 0 is the header, before the first batch alone. */
		if (row == 0 && rows->written > 0)
			continue;
		for (size_t i = 0; i < t->columns_n; i++) {
			if (audience < t->columns[i].clearance)
				continue;
			strbuf_add(buf, first ? "" : ",");
			first = false;
			if (row == 0)
				csv_add_cell(buf, t->columns[i].name);
			else
				csv_value(buf, table_at(t, row - 1, i), audience);
		}
		strbuf_add(buf, "\r\n");
		rows->written += row > 0;
	}
}

void rows_write(struct rows *rows, const struct table *batch)
{
	struct strbuf buf;
	struct arena *arena = arena_create();
	strbuf_init(&buf, arena);
	if (rows->format == FORMAT_JSON) {
		json_rows(rows, &buf, batch);
	} else if (rows->format == FORMAT_CSV) {
		csv_rows(rows, &buf, batch);
	} else {
		struct result *r = result_create(arena);
		result_table(r, batch);
		text_add_result(&buf, r, rows->ctx->audience);
		rows->written += batch->rows_n;
	}
	fwrite(buf.text, 1, buf.n, rows->out);
	arena_free(arena);
}

enum err_code rows_end(struct rows *rows)
{
	if (rows->format == FORMAT_JSON)
		fprintf(rows->out, "%s%s", rows->written ? "\n  " : "", rows->rest);
	if (fflush(rows->out) == 0 && !ferror(rows->out))
		return ERR_OK;
	return err_set(rows->ctx, ERR_IO,
		"the result could not be written: %s; is the disk full?",
		strerror(errno));
}
