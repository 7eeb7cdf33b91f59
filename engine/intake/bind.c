#include "intake/bind.h"
#include "intake/clock_column.h"
#include "text/quantity.h"
#include <string.h>

/* ---- columns by name --------------------------------------------------------------
 */

/* `name` may hold one or more `*`. Greedy with one step back: O(n * m). */
static bool matches(const char *name, const char *header)
{
	const char *star = NULL, *from = NULL;
	while (*header) {
		if (*name == '*') {
			star = name++;
			from = header;
		} else if (*name == *header) {
			name++;
			header++;
		} else if (star) {
			name = star + 1;
			header = ++from;
		} else {
			return false;
		}
	}
	while (*name == '*')
		name++;
	return *name == '\0';
}

struct header {
	const char **folded;
	const char **placed; /* "date (column f)": for names that stand twice */
	size_t n;
};

static size_t find_name(const struct header *h, const char *name, size_t from)
{
	bool pattern = strchr(name, '*') != NULL;
	for (size_t i = from; i < h->n; i++)
		if (pattern ? matches(name, h->folded[i])
			    : strcmp(name, h->folded[i]) == 0 ||
					strcmp(name, h->placed[i]) == 0)
			return i;
	return SIZE_MAX;
}

/* Line breaks inside a header's cell are blanks to a reader. */
static const char *tidy_name(struct arena *arena, const char *text)
{
	char *name = str_trim(arena, text), *to = name;
	for (const char *p = name; *p; p++) {
		char c = *p == '\r' || *p == '\n' || *p == '\t' ? ' ' : *p;
		if (c != ' ' || to[-1] != ' ')
			*to++ = c;
	}
	*to = '\0';
	return name;
}

/* A, B … Z, AA …: how a spreadsheet calls a column. */
static const char *column_letters(struct arena *arena, size_t i)
{
	char text[16];
	size_t n = sizeof text - 1;
	text[n] = '\0';
	for (i++; i > 0 && n > 0; i = (i - 1) / 26)
		text[--n] = (char)('A' + (i - 1) % 26);
	return str_dup(arena, text + n);
}

const char *header_placed(struct arena *arena, const char *cell, size_t i)
{
	const char *name = tidy_name(arena, cell);
	const char *letters = column_letters(arena, i);
	if (*name == '\0')
		return str_printf(arena, "column %s", letters);
	return str_printf(arena, "%s (column %s)", name, letters);
}

static bool name_before(const struct binding *b, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_equal(b->names[k], b->names[i]))
			return true;
	return false;
}

/* Every column gets a name of its own: it is a key in `extra`. */
static void name_columns(struct arena *arena, struct binding *b,
	const char *const *cells, struct header *h)
{
	b->names = arena_array(arena, const char *, b->names_n);
	h->folded = arena_array(arena, const char *, b->names_n);
	h->placed = arena_array(arena, const char *, b->names_n);
	h->n = b->names_n;
	for (size_t i = 0; i < b->names_n; i++) {
		h->folded[i] = header_fold(arena, cells[i]);
		h->placed[i] = header_fold(arena, header_placed(arena, cells[i], i));
		b->names[i] = tidy_name(arena, cells[i]);
		if (b->names[i][0] == '\0' || name_before(b, i))
			b->names[i] = header_placed(arena, cells[i], i);
	}
}

/* ---- binding ----------------------------------------------------------------------
 */

/* A source serves where all its columns are there; a join, where any is. */
static bool bind_source(struct arena *arena, struct binding *b, const struct header *h,
	const struct mapping_source *source, struct bound_source *bound)
{
	size_t present = 0, columns = 0;
	bound->source = source;
	bound->columns = arena_array(arena, size_t, source->n);
	for (size_t i = 0; i < source->n; i++) {
		bound->columns[i] = SIZE_MAX;
		if (source->parts[i].kind != PART_COLUMN)
			continue;
		const char *name = source->parts[i].text;
		columns++;
		bound->columns[i] = find_name(h, name, 0);
		present += bound->columns[i] != SIZE_MAX;
		if (bound->columns[i] != SIZE_MAX && !strchr(name, '*') &&
			find_name(h, name, bound->columns[i] + 1) != SIZE_MAX)
			b->twice = b->names[bound->columns[i]];
	}
	return source->form == SOURCE_JOIN ? present > 0 : present == columns;
}

static bool feeds_from_file(const struct binding *b, size_t column)
{
	for (size_t i = 0; i < b->sources_n[column]; i++) {
		const struct bound_source *s = &b->sources[column][i];
		for (size_t k = 0; k < s->source->n; k++)
			if (s->columns[k] != SIZE_MAX)
				return true;
	}
	return false;
}

static void bind_columns(struct arena *arena, struct binding *b, const struct header *h)
{
	struct column_set set = column_set_of(b->mapping->kind);
	const char **missing = arena_array(arena, const char *, set.n);
	b->sources = arena_array(arena, struct bound_source *, set.n);
	b->sources_n = arena_array(arena, size_t, set.n);
	for (size_t i = 0; i < set.n; i++) {
		const struct mapping_column *c = &b->mapping->columns[i];
		b->sources[i] = arena_array(arena, struct bound_source, c->sources_n);
		for (size_t k = 0; k < c->sources_n; k++)
			if (bind_source(arena, b, h, &c->sources[k],
				    &b->sources[i][b->sources_n[i]]))
				b->sources_n[i]++;
		if (feeds_from_file(b, i))
			b->bound_n++;
		if (set.columns[i].flags & COLUMN_REQUIRED && b->sources_n[i] == 0 &&
			str_empty(c->otherwise))
			missing[b->missing.n++] = set.columns[i].name;
	}
	b->missing.items = missing;
}

static size_t name_of_ours(const struct binding *b, const char *name)
{
	for (size_t i = 0; i < b->names_n; i++)
		if (str_equal_fold(b->names[i], name))
			return i;
	return SIZE_MAX;
}

static void find_unknown(struct arena *arena, struct binding *b)
{
	struct column_set set = column_set_of(b->mapping->kind);
	bool *used = arena_array(arena, bool, b->names_n);
	for (size_t i = 0; i < set.n; i++)
		for (size_t k = 0; k < b->sources_n[i]; k++)
			for (size_t p = 0; p < b->sources[i][k].source->n; p++)
				if (b->sources[i][k].columns[p] != SIZE_MAX)
					used[b->sources[i][k].columns[p]] = true;
	b->mended_source = name_of_ours(b, "set_aside_source");
	b->mended_row = name_of_ours(b, "set_aside_row");
	b->mended_file = name_of_ours(b, "set_aside_file");
	bool ours = b->mended_source != SIZE_MAX && b->mended_row != SIZE_MAX;
	b->unknown = arena_array(arena, size_t, b->names_n);
	for (size_t i = 0; i < b->names_n; i++)
		if (!used[i] && !(ours && str_starts(b->names[i], "set_aside_")))
			b->unknown[b->unknown_n++] = i;
}

void binding_make(struct arena *arena, const struct mapping *mapping,
	const char *const *cells, size_t cells_n, struct binding *b)
{
	struct header h;
	*b = (struct binding){
		.mapping = mapping, .names_n = cells_n, .signed_for = true};
	name_columns(arena, b, cells, &h);
	bind_columns(arena, b, &h);
	find_unknown(arena, b);
	for (size_t i = 0; i < mapping->signature.n; i++)
		if (find_name(&h, mapping->signature.items[i], 0) == SIZE_MAX)
			b->signed_for = false;
}

bool binding_fits(const struct binding *b)
{
	return b->missing.n == 0 && !b->twice;
}

const char *binding_column_name(const struct binding *b, size_t column)
{
	if (b->sources_n[column] == 1) {
		const struct bound_source *s = &b->sources[column][0];
		if (s->source->form == SOURCE_COLUMN)
			return b->names[s->columns[0]];
	}
	return column_set_of(b->mapping->kind).columns[column].name;
}

/* ---- rows -------------------------------------------------------------------------
 */

static bool is_blank_sign(const char *p, size_t *n)
{
	if (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n') {
		*n = 1;
		return true;
	}
	*n = 2;
	return p[0] == '\xC2' && p[1] == '\xA0';
}

/* The text itself where there is nothing to trim, which is nearly always. */
static const char *trimmed(struct arena *arena, const char *text)
{
	size_t n = strlen(text), sign;
	if (n == 0)
		return "";
	bool ends = is_blank_sign(text + n - 1, &sign) || text[n - 1] == '\xA0';
	if (!ends && !is_blank_sign(text, &sign))
		return text;
	return str_trim(arena, text);
}

struct filler {
	struct arena *arena;
	const struct binding *binding;
	const struct binding_names *names;
	const struct table_row *row;
	int64_t row_number;
};

/* A cell of the file; "" where it is a word for nothing. */
static const char *cell_at(const struct filler *f, size_t column)
{
	if (column >= f->row->cells_n)
		return "";
	const char *text = trimmed(f->arena, f->row->cells[column]);
	/* `set-aside export` puts one before what a spreadsheet would run. */
	if (f->binding->mended_row != SIZE_MAX && text[0] == '\'' && text[1] &&
		strchr("=+-@", text[1]))
		text++;
	const struct str_list *blanks = &f->binding->mapping->blanks;
	if (blanks->n == 0 || *text == '\0')
		return text;
	const char *folded = header_fold(f->arena, text);
	for (size_t i = 0; i < blanks->n; i++)
		if (strcmp(folded, blanks->items[i]) == 0)
			return "";
	return text;
}

static const char *part_text(
	const struct filler *f, const struct bound_source *s, size_t i)
{
	switch (s->source->parts[i].kind) {
	case PART_TEXT:
		return s->source->parts[i].text;
	case PART_COLUMN:
		return cell_at(f, s->columns[i]);
	case PART_FILE:
		return f->names->file;
	case PART_SHEET:
		return f->names->sheet;
	case PART_ROW:
		return str_printf(f->arena, "%lld", (long long)f->row_number);
	}
	BUG("unknown part of a mapping");
}

/* The parts of a moment: the first column is its date, others the time of day. */
static const char *moment_part(
	const struct filler *f, const char *text, size_t column, const char **date)
{
	if (column == 0)
		return *date = clock_date(f->arena, text);
	return clock_time(f->arena, *date, text);
}

/* "" where none of its columns is filled. */
static const char *source_text(
	const struct filler *f, const struct bound_source *s, enum column_type type)
{
	if (s->source->form == SOURCE_COLUMN)
		return cell_at(f, s->columns[0]);
	struct strbuf buf;
	size_t columns = 0, filled = 0;
	const char *date = "";
	bool moment = type == COLUMN_TIME && s->source->form == SOURCE_TEMPLATE;
	strbuf_init(&buf, f->arena);
	for (size_t i = 0; i < s->source->n; i++) {
		const char *text = part_text(f, s, i);
		bool column = s->source->parts[i].kind == PART_COLUMN;
		if (column && moment)
			text = moment_part(f, text, columns, &date);
		columns += column;
		filled += column && *text;
		if (s->source->form == SOURCE_JOIN && *text && buf.n)
			strbuf_add(&buf, ", ");
		strbuf_add(&buf, text);
	}
	return columns > 0 && filled == 0 ? "" : trimmed(f->arena, buf.text);
}

static const char *mapped(
	struct arena *arena, const struct mapping_column *c, const char *text)
{
	if (c->values_n == 0 && !c->rest)
		return text;
	const char *folded = header_fold(arena, text);
	for (size_t i = 0; i < c->values_n; i++)
		if (c->values[i].begins ? str_starts(folded, c->values[i].from)
					: strcmp(folded, c->values[i].from) == 0)
			return c->values[i].to;
	return c->rest ? c->rest : text;
}

void json_add_text(struct strbuf *buf, const char *text)
{
	strbuf_char(buf, '"');
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\')
			strbuf_char(buf, '\\');
		if (c < 0x20)
			strbuf_printf(buf, "\\u%04x", c);
		else
			strbuf_char(buf, (char)c);
	}
	strbuf_char(buf, '"');
}

static const char *extra_of(const struct filler *f)
{
	const struct binding *b = f->binding;
	struct strbuf buf;
	bool any = false;
	for (size_t i = 0; i < b->unknown_n; i++) {
		size_t column = b->unknown[i];
		if (column >= f->row->cells_n)
			break;
		const char *text = trimmed(f->arena, f->row->cells[column]);
		if (*text == '\0')
			continue;
		if (!any)
			strbuf_init(&buf, f->arena);
		strbuf_char(&buf, any ? ',' : '{');
		any = true;
		json_add_text(&buf, b->names[column]);
		strbuf_char(&buf, ':');
		json_add_text(&buf, text);
	}
	if (!any)
		return "{}";
	strbuf_char(&buf, '}');
	return buf.text;
}

/* Cells beyond the header: most often an unquoted comma has moved all that follows. */
static const char *width_fault(const struct filler *f)
{
	size_t n = f->row->cells_n;
	while (n > 0 && *trimmed(f->arena, f->row->cells[n - 1]) == '\0')
		n--;
	if (n <= f->binding->names_n)
		return NULL;
	return str_printf(f->arena,
		"has %zu cells, the header %zu; put cells that hold a separator into "
		"quotation marks",
		n, f->binding->names_n);
}

const char *binding_row_json(
	struct arena *arena, const struct binding *b, const struct table_row *row)
{
	struct strbuf buf;
	strbuf_init(&buf, arena);
	strbuf_char(&buf, '{');
	size_t n = row->cells_n > b->names_n ? row->cells_n : b->names_n;
	for (size_t i = 0; i < n && row->cells_n > 0; i++) {
		const char *name =
			i < b->names_n ? b->names[i] : header_placed(arena, "", i);
		const char *cell = i < row->cells_n ? row->cells[i] : "";
		if (b->mended_row != SIZE_MAX && str_starts(name, "set_aside_"))
			continue;
		strbuf_add(&buf, buf.n > 1 ? "," : "");
		json_add_text(&buf, name);
		strbuf_char(&buf, ':');
		json_add_text(&buf, cell);
	}
	strbuf_char(&buf, '}');
	return buf.text;
}

/* A mended row speaks of the row that was set aside: its file, its number. */
static void find_mended(
	struct filler *f, struct binding_names *names, struct canonical_row *canonical)
{
	const struct binding *b = f->binding;
	if (b->mended_source == SIZE_MAX || b->mended_row == SIZE_MAX)
		return;
	const char *source = cell_at(f, b->mended_source);
	const char *row = cell_at(f, b->mended_row);
	if (*source == '\0' && *row == '\0')
		return;
	if (!integer_parse(source, &canonical->mended_source) ||
		!integer_parse(row, &canonical->mended_row) ||
		canonical->mended_source < 1 || canonical->mended_row < 1) {
		canonical->mended_source = canonical->mended_row = -1;
		return;
	}
	const char *file = b->mended_file == SIZE_MAX ? "" : cell_at(f, b->mended_file);
	const char *dot = strrchr(file, '.');
	if (*file)
		names->file = dot && dot > file
				      ? str_dup_n(f->arena, file, (size_t)(dot - file))
				      : file;
	f->names = names;
	f->row_number = canonical->mended_row;
}

void binding_row(struct arena *arena, const struct binding *b,
	const struct binding_names *names, const struct table_row *row,
	struct canonical_row *canonical)
{
	struct filler f = {arena, b, names, row, row->row};
	struct binding_names mended_names = *names;
	struct column_set set = column_set_of(b->mapping->kind);
	*canonical = (struct canonical_row){.row = row->row, .extra = "{}"};
	canonical->fault = row->fault ? row->fault : width_fault(&f);
	if (canonical->fault)
		return;
	find_mended(&f, &mended_names, canonical);
	canonical->cells = arena_array(arena, const char *, set.n);
	canonical->written = arena_array(arena, const char *, set.n);
	for (size_t i = 0; i < set.n; i++) {
		const struct mapping_column *c = &b->mapping->columns[i];
		const char *text = "";
		for (size_t k = 0; k < b->sources_n[i] && *text == '\0'; k++)
			text = source_text(&f, &b->sources[i][k], set.columns[i].type);
		canonical->written[i] = text;
		if (*text)
			text = mapped(arena, c, text);
		canonical->cells[i] =
			*text == '\0' && c->otherwise ? c->otherwise : text;
	}
	canonical->extra = extra_of(&f);
}
