#include "intake/reading.h"
#include <string.h>

enum { HEAD_ROWS = 60, SHEETS_TRIED = 50 };

struct reading {
	struct context *ctx;
	struct arena *arena;
	struct file_facts facts;
	struct table_reader *table;
	struct mapping mapping;
	struct binding binding;
	struct binding_names names;
	struct table_row head[HEAD_ROWS]; /* the first rows, copied */
	size_t head_n, at, header;        /* header: index into head */
	struct str_list fit_too;          /* sheets that could be read as well */
};

/* A mapping with the row that serves it best as a header. */
struct trial {
	struct mapping mapping;
	size_t header; /* index into head; SIZE_MAX none */
	size_t bound_n;
	bool fits;
};

static struct err_where in_file(const struct reading *r)
{
	return (struct err_where){.file = r->facts.name};
}

/* ---- the first rows ---------------------------------------------------------------
 */

static struct table_row copy_row(struct arena *arena, const struct table_row *row)
{
	struct table_row copy = *row;
	const char **cells = arena_array(arena, const char *, row->cells_n);
	for (size_t i = 0; i < row->cells_n; i++)
		cells[i] = str_dup(arena, row->cells[i]);
	copy.cells = cells;
	if (row->raw)
		copy.raw = str_dup(arena, row->raw);
	return copy;
}

static enum err_code read_head(struct reading *r)
{
	bool more = true;
	/* A GIS row's outline is gone once the next row is read: its header is row 1
	 * by nature, so that one row is enough. */
	size_t most = r->mapping.kind == KIND_BOUNDARIES ? 1 : HEAD_ROWS;
	r->head_n = 0;
	while (r->head_n < most) {
		struct table_row row;
		enum err_code err = table_next(r->table, &row, &more);
		if (err)
			return err;
		if (!more)
			break;
		r->head[r->head_n++] = copy_row(r->arena, &row);
	}
	if (r->head_n == 0)
		return err_at(r->ctx, ERR_DATA, in_file(r),
			"has no rows; export it again from its system");
	return ERR_OK;
}

/* ---- the header and the mapping ---------------------------------------------------
 */

static void try_row(struct reading *r, struct trial *t, size_t i)
{
	struct arena_mark mark = arena_mark(r->ctx->scratch);
	struct binding b;
	const struct table_row *row = &r->head[i];
	binding_make(r->ctx->scratch, &t->mapping, row->cells, row->cells_n, &b);
	bool fits = binding_fits(&b) && b.signed_for;
	bool better = t->header == SIZE_MAX || (fits && !t->fits) ||
		      (fits == t->fits && b.bound_n > t->bound_n);
	if (better && (b.bound_n > 0 || i == 0)) {
		t->header = i;
		t->bound_n = b.bound_n;
		t->fits = fits;
	}
	arena_reset(r->ctx->scratch, mark);
}

static void try_mapping(struct reading *r, struct trial *t)
{
	t->header = SIZE_MAX;
	t->bound_n = 0;
	t->fits = false;
	for (size_t i = 0; i < r->head_n; i++) {
		const struct table_row *row = &r->head[i];
		if (row->fault)
			continue;
		if (t->mapping.header_row == 0 || t->mapping.header_row == row->row)
			try_row(r, t, i);
	}
}

static const char *name_nearest(struct reading *r, size_t header, const char *missing)
{
	const struct table_row *row = &r->head[header];
	const char **names = arena_array(r->arena, const char *, row->cells_n);
	for (size_t i = 0; i < row->cells_n; i++)
		names[i] = header_fold(r->arena, row->cells[i]);
	const char *near = str_nearest(missing, names, row->cells_n);
	for (size_t i = 0; near && i < row->cells_n; i++)
		if (names[i] == near)
			return str_trim(r->arena, row->cells[i]);
	return NULL;
}

/* What the mapping would have taken for a canonical column. */
static const char *wanted_name(
	struct reading *r, const struct mapping *mapping, const char *canonical)
{
	size_t i = column_find(mapping->kind, canonical);
	const struct mapping_column *c = &mapping->columns[i];
	for (size_t k = 0; k < c->sources_n; k++)
		for (size_t p = 0; p < c->sources[k].n; p++)
			if (c->sources[k].parts[p].kind == PART_COLUMN)
				return c->sources[k].parts[p].text;
	return str_dup(r->arena, canonical);
}

/* Which of several sheets is spoken of. */
static const char *sheets_text(struct reading *r, const struct table_facts *f)
{
	if (f->other_sheets.n == 0)
		return "";
	return str_printf(r->arena,
		"no sheet fits (%s, %s). Choose one with --sheet. '%s' ", f->sheet,
		str_join(r->arena, f->other_sheets, ", "), f->sheet);
}

static enum err_code does_not_fit(struct reading *r, const struct trial *t)
{
	struct binding b;
	struct strbuf list;
	const char *kind = import_kind_names[t->mapping.kind];
	if (t->header == SIZE_MAX)
		return err_at(r->ctx, ERR_DATA, in_file(r),
			"has no header in row %lld, where the mapping says it is",
			(long long)t->mapping.header_row);
	const struct table_row *row = &r->head[t->header];
	binding_make(r->arena, &t->mapping, row->cells, row->cells_n, &b);
	if (b.twice)
		return err_at(r->ctx, ERR_DATA,
			(struct err_where){r->facts.name, row->row, b.twice},
			"stands twice in the header; rename one of the two");
	strbuf_init(&list, r->arena);
	for (size_t i = 0; i < b.missing.n; i++) {
		const char *wanted = wanted_name(r, &t->mapping, b.missing.items[i]);
		const char *near = name_nearest(r, t->header, wanted);
		strbuf_printf(&list, "%s%s", i ? ", " : "", b.missing.items[i]);
		if (near)
			strbuf_printf(&list, " (is it '%s'?)", near);
	}
	struct table_facts f = table_facts(r->table);
	return err_at(r->ctx, ERR_DATA, in_file(r),
		"%slacks what %s must have: %s; `lastseen template %s --describe` "
		"tells the columns, a mapping (--mapping) gives them other names, and "
		"`lastseen mapping suggest %s --kind %s` proposes one",
		sheets_text(r, &f), kind, list.text, kind, r->facts.name, kind);
}

/* Of the canonical columns and the built-in mappings, what fits and takes the most;
 * the earlier of equals. */
static enum err_code choose_mapping(
	struct reading *r, const struct reading_options *options, struct trial *best)
{
	mapping_identity(r->ctx, options->kind, &best->mapping);
	try_mapping(r, best);
	for (const struct mapping_builtin *m = mapping_builtins; m->name; m++) {
		struct trial t;
		if (!mapping_serves(r->ctx, m, options->kind))
			continue;
		enum err_code err = mapping_read(
			r->ctx, m->name, m->text, options->kind, &t.mapping);
		if (err)
			return err;
		try_mapping(r, &t);
		if (t.fits && (!best->fits || t.bound_n > best->bound_n))
			*best = t;
	}
	return ERR_OK;
}

/* The head of the sheet that the table stands at, under the mapping that serves it
 * best. */
static enum err_code try_sheet(
	struct reading *r, const struct reading_options *options, struct trial *t)
{
	*t = (struct trial){.mapping = r->mapping, .header = SIZE_MAX};
	enum err_code err = read_head(r);
	if (err)
		return err;
	if (!options->mapping)
		return choose_mapping(r, options, t);
	/* A signature is for files without a name. */
	t->mapping.signature.n = 0;
	try_mapping(r, t);
	return ERR_OK;
}

/* ---- the sheet --------------------------------------------------------------------
 */

/* The first sheet that fits, one that people see before those that are hidden; the
 * table stands at the first sheet where none does. The others that fit, hidden ones
 * left out, go to r->fit_too. */
static enum err_code choose_sheet(
	struct reading *r, const struct reading_options *options)
{
	struct table_facts f = table_facts(r->table);
	struct str_list names = {
		arena_array(r->arena, const char *, f.other_sheets.n + 1), 0};
	const char *chosen = NULL;
	struct trial t;
	enum err_code err = ERR_OK;
	names.items[names.n++] = f.sheet;
	for (size_t i = 0; i < f.other_sheets.n && names.n < SHEETS_TRIED; i++)
		names.items[names.n++] = f.other_sheets.items[i];
	r->fit_too.items = arena_array(r->arena, const char *, names.n);
	for (size_t i = 0; i < names.n && !err; i++) {
		bool hidden = table_hides(r->table, names.items[i]);
		if (chosen && hidden)
			break;
		err = table_turn(r->table, names.items[i]);
		if (!err)
			err = try_sheet(r, options, &t);
		if (!err && t.fits && !chosen)
			chosen = names.items[i];
		else if (!err && t.fits)
			r->fit_too.items[r->fit_too.n++] = names.items[i];
	}
	return err ? err : table_turn(r->table, chosen ? chosen : names.items[0]);
}

static enum err_code find_header(
	struct reading *r, const struct reading_options *options, const char *sheet)
{
	struct trial t;
	enum err_code err = ERR_OK;
	if (!sheet && table_facts(r->table).other_sheets.n > 0)
		err = choose_sheet(r, options);
	if (!err)
		err = try_sheet(r, options, &t);
	if (err)
		return err;
	if (!t.fits)
		return does_not_fit(r, &t);
	r->mapping = t.mapping;
	r->header = t.header;
	const struct table_row *row = &r->head[t.header];
	binding_make(r->arena, &r->mapping, row->cells, row->cells_n, &r->binding);
	r->at = t.header + 1;
	/* Nothing says what day it counts from. */
	if (table_facts(r->table).from_1904)
		r->mapping.dates.no_serials = true;
	return ERR_OK;
}

/* ---- opening ----------------------------------------------------------------------
 */

const char *reading_xml_record(enum import_kind kind)
{
	switch (kind) {
	case KIND_EPISODES:
		return "AMISSING";
	case KIND_PLACEMENTS:
		return "EPISODE";
	case KIND_REGISTERS:
		return "AREVIEW";
	default:
		return NULL;
	}
}

static const char *without_ending(struct arena *arena, const char *name)
{
	const char *dot = strrchr(name, '.');
	return dot && dot > name ? str_dup_n(arena, name, (size_t)(dot - name)) : name;
}

static struct str_list other_sheets(struct reading *r, const struct table_facts *f)
{
	struct str_list list = {
		arena_array(r->arena, const char *, f->other_sheets.n), 0};
	for (size_t i = 0; i < f->other_sheets.n; i++) {
		const char *name = f->other_sheets.items[i];
		bool fits = false;
		for (size_t k = 0; k < r->fit_too.n; k++)
			fits = fits || str_equal(r->fit_too.items[k], name);
		if (!fits)
			list.items[list.n++] =
				table_hides(r->table, name)
					? str_printf(r->arena, "%s (hidden)", name)
					: name;
	}
	return list;
}

/* Sheets that hold data too are told of: nothing is left out without a word. */
static void notice_sheets(struct reading *r, const char *asked)
{
	struct table_facts f = table_facts(r->table);
	if (asked || f.other_sheets.n == 0)
		return;
	struct str_list others = other_sheets(r, &f);
	notice(r->ctx, "%s: the %ssheet '%s' is read%s%s%s%s (choose with --sheet)",
		r->facts.name, f.sheet_hidden ? "hidden " : "", f.sheet,
		r->fit_too.n ? "; these could be read too, and are NOT: " : "",
		str_join(r->arena, r->fit_too, ", "), others.n ? "; it also has: " : "",
		str_join(r->arena, others, ", "));
}

static void notice_mapping(struct reading *r, const struct reading_options *options)
{
	if (!options->mapping && r->mapping.name[0])
		notice(r->ctx, "%s: its columns are those of the mapping '%s'",
			r->facts.name, r->mapping.name);
}

static void notice_unknown(struct reading *r)
{
	const struct binding *b = &r->binding;
	const struct table_row *header = &r->head[r->header];
	struct strbuf list;
	size_t unnamed = 0;
	strbuf_init(&list, r->arena);
	for (size_t i = 0; i < b->unknown_n; i++) {
		size_t column = b->unknown[i];
		if (*str_trim(r->arena, header->cells[column]) == '\0')
			unnamed++;
		else
			strbuf_printf(
				&list, "%s%s", list.n ? ", " : "", b->names[column]);
	}
	/* A sheet is often wider than its data: columns without a name alone are no
	 * news. */
	if (list.n == 0)
		return;
	if (unnamed > 0)
		strbuf_printf(&list, ", and %zu without a name", unnamed);
	notice(r->ctx, "%s: columns kept with their rows but not used: %s",
		r->facts.name, list.text);
}

static enum err_code check_rows_follow(struct reading *r)
{
	bool more = true;
	if (r->at == r->head_n && r->head_n < HEAD_ROWS) {
		struct table_row row;
		enum err_code err = table_next(r->table, &row, &more);
		if (err)
			return err;
		if (more)
			r->head[r->head_n++] = copy_row(r->arena, &row);
	}
	if (!more)
		return err_at(r->ctx, ERR_DATA, in_file(r),
			"has a header (row %lld) and nothing below it",
			(long long)r->head[r->header].row);
	return ERR_OK;
}

static enum err_code open_all(
	struct reading *r, const char *path, const struct reading_options *options)
{
	struct context *ctx = r->ctx;
	enum err_code err = file_facts_read(ctx, path, &r->facts);
	if (!err && options->mapping)
		err = mapping_load(ctx, options->mapping, options->kind, &r->mapping);
	if (err)
		return err;
	r->mapping.kind = options->kind;
	const char *sheet = options->sheet ? options->sheet : r->mapping.sheet;
	struct table_options table = {
		sheet, r->mapping.separator, reading_xml_record(options->kind)};
	err = table_open(ctx, path, &r->facts, &table, &r->table);
	if (!err && r->facts.connection)
		err = table_connection_hash(r->table, &r->facts);
	if (!err)
		err = find_header(r, options, sheet);
	if (!err)
		err = check_rows_follow(r);
	if (err)
		return err;
	r->names = (struct binding_names){
		without_ending(r->arena, r->facts.name), table_facts(r->table).sheet};
	notice_mapping(r, options);
	notice_sheets(r, sheet);
	notice_unknown(r);
	return ERR_OK;
}

enum err_code reading_open(struct context *ctx, const char *path,
	const struct reading_options *options, struct reading **reading)
{
	struct arena *arena = arena_create();
	struct reading *r = arena_new(arena, struct reading);
	*reading = NULL;
	r->ctx = ctx;
	r->arena = arena;
	enum err_code err = open_all(r, path, options);
	if (err)
		reading_close(r);
	else
		*reading = r;
	return err;
}

void reading_close(struct reading *r)
{
	if (!r)
		return;
	table_close(r->table);
	arena_free(r->arena);
}

const struct file_facts *reading_file(const struct reading *r)
{
	return &r->facts;
}

const struct mapping *reading_mapping(const struct reading *r)
{
	return &r->mapping;
}

const struct binding *reading_binding(const struct reading *r)
{
	return &r->binding;
}

struct table_facts reading_table(const struct reading *r)
{
	return table_facts(r->table);
}

enum err_code reading_next(struct reading *r, struct arena *arena,
	struct table_row *table, struct canonical_row *row, bool *more)
{
	enum err_code err = ERR_OK;
	*more = true;
	if (r->at < r->head_n)
		*table = r->head[r->at++];
	else
		err = table_next(r->table, table, more);
	if (!err && *more)
		binding_row(arena, &r->binding, &r->names, table, row);
	return err;
}

void reading_again(struct reading *r, struct arena *arena,
	const struct table_row *table, struct canonical_row *row)
{
	binding_row(arena, &r->binding, &r->names, table, row);
}

enum err_code reading_outline(struct reading *r, struct ogr_outline *outline)
{
	return table_outline(r->table, outline);
}
