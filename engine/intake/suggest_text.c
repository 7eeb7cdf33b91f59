#include "intake/suggest.h"
#include <string.h>

enum { TEXT_MOST = 150 };

static const char *const order_names[] = {"dmy", "mdy", "ymd"};

/* Signs that mean something in a mapping become `*`, which stands for any. */
static const char *written_name(struct arena *arena, const char *name)
{
	static const char *const signs[] = {
		" + ", " | ", " ;", "{", "}", "\"", "\n", "\r"};
	char *text = str_dup(arena, name);
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		for (char *at = strstr(text, signs[i]); at;
			at = strstr(at + 1, signs[i]))
			memset(at, '*', strlen(signs[i]));
	if (*text == ';' || *text == '#')
		*text = '*';
	/* A line of a mapping has 190 bytes at most. */
	if (strlen(text) > TEXT_MOST) {
		size_t n = TEXT_MOST;
		while (n > 0 && (text[n] & 0xC0) == 0x80)
			n--;
		text[n] = '*';
		text[n + 1] = '\0';
	}
	return text;
}

/* A comment, in lines that a mapping may have. */
static void comment(struct strbuf *buf, const char *text)
{
	size_t at = 0;
	strbuf_add(buf, ";");
	while (*text) {
		size_t n = strcspn(text, " \n\r");
		if (at > 0 && at + n > 84) {
			strbuf_add(buf, "\n;");
			at = 0;
		}
		if (n > TEXT_MOST) {
			strbuf_add(buf, " ...");
			n = strcspn(text, " \n\r");
		} else {
			strbuf_char(buf, ' ');
			strbuf_add_n(buf, text, n);
		}
		at += n + 1;
		text += n;
		text += strspn(text, " \n\r");
	}
	strbuf_char(buf, '\n');
}

static void add_head(
	struct context *ctx, struct strbuf *buf, const struct mapping_suggestion *s)
{
	const char *kind = import_kind_names[s->kind];
	comment(buf, str_printf(ctx->arena,
			     "A proposal for %s, made from its first %lld rows. Read "
			     "it, mend it, then try it: lastseen import %s FILE "
			     "--mapping THIS --dry-run",
			     s->file.name, (long long)s->rows, kind));
	if (s->missing.n > 0)
		comment(buf, str_printf(ctx->arena,
				     "MUST BE FILLED, and no column was found for: %s",
				     str_join(ctx->arena, s->missing, ", ")));
	strbuf_printf(buf, "[mapping]\nkind = %s\n", kind);
	strbuf_printf(buf, "header = %lld\n", (long long)s->header_row);
	if (s->other_sheets.n > 0)
		comment(buf, str_printf(ctx->arena, "It also has the sheets: %s",
				     str_join(ctx->arena, s->other_sheets, ", ")));
	/* The only sheet is next month's too, under another name. */
	if (s->other_sheets.n > 0 && *s->sheet && strlen(s->sheet) < TEXT_MOST &&
		!strpbrk(s->sheet, ";\r\n"))
		strbuf_printf(buf, "sheet = %s\n", s->sheet);
	comment(buf, str_printf(ctx->arena, "Order of dates: %s.", s->order_why));
	strbuf_printf(buf, "dates = %s\n", order_names[s->order]);
}

/* "{Date} {Time}" */
static void add_template(struct context *ctx, struct strbuf *buf,
	const struct mapping_suggestion *s, const struct suggested_column *c)
{
	strbuf_printf(buf, "{%s}", written_name(ctx->arena, s->names[c->column]));
	for (size_t i = 0; i < c->parts_n; i++)
		strbuf_printf(buf, "%s{%s}", c->joins[i],
			written_name(ctx->arena, s->names[c->parts[i]]));
}

/* "Address 1 + Address 2", as far as a line of a mapping reaches. */
static void add_lines(struct context *ctx, struct strbuf *buf,
	const struct mapping_suggestion *s, const struct suggested_column *c,
	size_t length)
{
	const char *name = written_name(ctx->arena, s->names[c->column]);
	strbuf_add(buf, name);
	length += strlen(name);
	for (size_t i = 1; i <= c->lines_n; i++) {
		const char *line = written_name(ctx->arena, s->names[c->column + i]);
		length += strlen(line) + 3;
		if (length < 180)
			strbuf_printf(buf, " + %s", line);
	}
}

static void add_column(struct context *ctx, struct strbuf *buf,
	const struct mapping_suggestion *s, size_t k)
{
	struct column_set set = column_set_of(s->kind);
	const struct column_spec *spec = &set.columns[k];
	const struct suggested_column *c = &s->columns[k];
	bool must = spec->flags & COLUMN_REQUIRED;
	bool assumed = s->assumed_type && strcmp(spec->name, "type") == 0;
	if (c->column == SIZE_MAX) {
		if (must && !assumed)
			strbuf_printf(buf, "; MUST BE FILLED (%s):\n; %s = \n",
				spec->help, spec->name);
		return;
	}
	comment(buf, str_printf(ctx->arena, "%.2f: %s", c->confidence_01, c->why));
	strbuf_printf(buf, "%s = ", spec->name);
	if (c->parts_n > 0)
		add_template(ctx, buf, s, c);
	else
		add_lines(ctx, buf, s, c, strlen(spec->name));
	strbuf_char(buf, '\n');
}

static void add_rest(
	struct context *ctx, struct strbuf *buf, const struct mapping_suggestion *s)
{
	struct column_set set = column_set_of(s->kind);
	bool any = false;
	for (size_t c = 0; c < s->names_n; c++) {
		const struct suggested_column *rest = &s->rest[c];
		if (s->used[c])
			continue;
		if (!any)
			comment(buf, "Columns of the file that nothing takes; they are "
				     "kept with their rows:");
		any = true;
		const char *name = written_name(ctx->arena, s->names[c]);
		if (rest->column == SIZE_MAX)
			comment(buf, name);
		else
			comment(buf, str_printf(ctx->arena, "%s (is it %s? %.2f: %s)",
					     name, set.columns[rest->column].name,
					     rest->confidence_01, rest->why));
	}
}

/* A key may hold no `=` or `:`, and not begin as a comment or a section does. */
static bool can_be_key(const char *text)
{
	return !strpbrk(text, "=:;\r\n") && !strchr("[#*", text[0]) &&
	       text[strlen(text) - 1] != '*';
}

static void add_values(struct strbuf *buf, const struct mapping_suggestion *s, size_t k)
{
	struct column_set set = column_set_of(s->kind);
	const struct column_spec *spec = &set.columns[k];
	static const char *const yes_no[] = {"Y", "N", NULL};
	const char *const *known = spec->codes ? spec->codes : yes_no;
	struct str_list codes = {(const char **)(uintptr_t)known, 0};
	if (s->values_n[k] == 0)
		return;
	while (known[codes.n])
		codes.n++;
	strbuf_printf(buf, "[values %s]\n", spec->name);
	comment(buf,
		str_printf(buf->arena, "Codes: %s", str_join(buf->arena, codes, ", ")));
	for (size_t i = 0; i < s->values_n[k]; i++) {
		const struct suggested_value *v = &s->values[k][i];
		if (v->to && can_be_key(v->from))
			strbuf_printf(buf, "%s = %s\n", v->from, v->to);
		else
			strbuf_printf(buf, "; in %zu cells. WHICH CODE?\n; %s = \n",
				v->cells, written_name(buf->arena, v->from));
	}
}

const char *mapping_suggest_text(
	struct context *ctx, const struct mapping_suggestion *s)
{
	struct column_set set = column_set_of(s->kind);
	struct strbuf buf;
	strbuf_init(&buf, ctx->arena);
	if (s->builtin) {
		comment(&buf, str_printf(ctx->arena,
				      "The built-in mapping '%s' fits %s as it is: "
				      "import it without --mapping. This is its text, "
				      "to be changed if you need to.",
				      s->builtin, s->file.name));
		strbuf_add(&buf, s->builtin_text);
		return buf.text;
	}
	add_head(ctx, &buf, s);
	strbuf_add(&buf, "\n[columns]\n");
	for (size_t k = 0; k < set.n; k++)
		add_column(ctx, &buf, s, k);
	add_rest(ctx, &buf, s);
	for (size_t k = 0; k < set.n; k++) {
		if (s->values_n[k] > 0)
			strbuf_char(&buf, '\n');
		add_values(&buf, s, k);
	}
	if (s->assumed_type) {
		strbuf_add(&buf, "\n[defaults]\n");
		comment(&buf, "ASSUMED: no column says what was recorded, and the file "
			      "speaks of missing children. Is it so of every row?");
		strbuf_printf(&buf, "type = %s\n", s->assumed_type);
	}
	return buf.text;
}
