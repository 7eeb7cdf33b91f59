#include "work/set_aside.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"

static const char *const own_columns[] = {"set_aside_source", "set_aside_file",
	"set_aside_row", "set_aside_column", "set_aside_reason"};
enum { OWN_COLUMNS_N = 5 };

/* A row of a source with all that is wrong with it. */
struct aside_row {
	int64_t source_id, row,
		first_id; /* first_id: the entry whose cells are taken */
	const char *file;
	struct strbuf columns, reasons;
	const char **cells; /* by the number of the column's name, as far as known */
	size_t cells_n, cells_capacity;
};

struct exporter {
	struct work_case *c;
	struct arena *arena;
	struct map names; /* of the rows' columns, in order of first sight */
	struct aside_row *rows;
	size_t n, capacity;
	int64_t entries, without_cells, last_id;
	const char *kind;
	struct map mappings;
};

static void add_text(struct strbuf *list, const char *text)
{
	if (str_empty(text))
		return;
	strbuf_add(list, list->n ? "; " : "");
	strbuf_add(list, text);
}

static void add_row(struct exporter *e, struct statement *s)
{
	arena_reserve(e->arena, e->rows, e->capacity, e->n + 1);
	struct aside_row *row = &e->rows[e->n++];
	*row = (struct aside_row){.source_id = column_int(s, 1),
		.row = column_int(s, 4),
		.first_id = column_int(s, 0),
		.file = column_dup(s, 2, e->arena)};
	strbuf_init(&row->columns, e->arena);
	strbuf_init(&row->reasons, e->arena);
	e->without_cells += column_null(s, 9);
}

static void add_cell(struct exporter *e, struct aside_row *row, struct statement *s)
{
	size_t i = map_intern(&e->names, column_text(s, 9));
	arena_reserve(e->arena, row->cells, row->cells_capacity, i + 1);
	while (row->cells_n <= i)
		row->cells[row->cells_n++] = "";
	row->cells[i] = column_dup(s, 10, e->arena);
}

static void add_entry(struct exporter *e, struct statement *s)
{
	struct aside_row *row = e->n ? &e->rows[e->n - 1] : NULL;
	if (!row || row->source_id != column_int(s, 1) ||
		row->row != column_int(s, 4)) {
		add_row(e, s);
		row = &e->rows[e->n - 1];
	}
	if (e->last_id != column_int(s, 0)) {
		add_text(&row->columns, column_text(s, 5));
		add_text(&row->reasons, column_text(s, 6));
		if (!str_empty(column_text(s, 8)))
			map_intern(&e->mappings, column_text(s, 8));
		e->entries++;
	}
	e->last_id = column_int(s, 0);
	if (!column_null(s, 9) && row->first_id == e->last_id)
		add_cell(e, row, s);
}

static enum err_code gather(struct exporter *e, const struct set_aside_options *o)
{
	struct context *ctx = e->c->ctx;
	struct statement *s;
	bool more = true;
	enum err_code err = store_prepare(e->c->store, &sql_set_aside_rows, &s);
	if (err)
		return err;
	bind_int(s, ":source_id", o->source_id);
	bind_text(s, ":kind", o->kind);
	while (!(err = statement_step(s, &more)) && more) {
		if (e->kind && !str_equal(e->kind, column_text(s, 3)))
			return err_set(ctx, ERR_USAGE,
				"rows of several kinds were set aside (%s, %s); one "
				"file holds one: give --kind or --source",
				e->kind, column_text(s, 3));
		if (!e->kind)
			e->kind = column_dup(s, 3, e->arena);
		add_entry(e, s);
	}
	if (!err && e->n == 0)
		err = err_set(ctx, ERR_NOT_FOUND,
			"nothing is set aside there; `lastseen status --table "
			"set_aside` lists what is");
	return err;
}

static const struct table *table_of(struct exporter *e)
{
	size_t n = OWN_COLUMNS_N + e->names.n;
	struct column *columns = arena_array(e->arena, struct column, n);
	for (size_t i = 0; i < n; i++)
		columns[i].name = i < OWN_COLUMNS_N ? own_columns[i]
						    : e->names.keys[i - OWN_COLUMNS_N];
	struct table *t = table_create(e->arena, "rows", NULL, columns, n);
	for (size_t r = 0; r < e->n; r++) {
		const struct aside_row *row = &e->rows[r];
		cell_int(t, row->source_id);
		cell_text(t, row->file);
		cell_int(t, row->row);
		cell_text(t, row->columns.text);
		cell_text(t, row->reasons.text);
		for (size_t i = 0; i < e->names.n; i++)
			cell_text(t, i < row->cells_n ? row->cells[i] : "");
	}
	return t;
}

static enum err_code write_file(struct exporter *e, const char *path)
{
	struct context *ctx = e->c->ctx;
	struct out_file *file = NULL;
	if (file_exists(path))
		return err_at(ctx, ERR_STATE, (struct err_where){.file = path},
			"is there already and is left as it is; name another");
	enum err_code err = file_begin(ctx, path, &file);
	if (err)
		return err;
	file_puts(file, emit_csv(ctx, table_of(e)));
	return file_commit(ctx, file, NULL);
}

static void tell(struct exporter *e, const char *path)
{
	struct context *ctx = e->c->ctx;
	struct str_list mappings = {e->mappings.keys, e->mappings.n};
	notice(ctx,
		"%s: mend it and bring it back: lastseen import %s %s%s%s. Leave the "
		"columns set_aside_source and set_aside_row as they are. It holds raw "
		"text of the case: delete it afterwards",
		path, e->kind, path, mappings.n ? " --mapping " : "",
		mappings.n ? str_join(e->arena, mappings, " or ") : "");
	if (e->without_cells > 0)
		notice(ctx,
			"%lld rows have no cells: their line could not be read, or an "
			"older version set them aside; import their files again for "
			"those",
			(long long)e->without_cells);
}

static enum err_code export_all(struct exporter *e, const struct set_aside_options *o)
{
	struct context *ctx = e->c->ctx;
	struct result *parameters = case_parameters(e->c);
	struct result *r = result_create(ctx->arena);
	enum err_code err = gather(e, o);
	if (err)
		return err;
	result_text(parameters, "kind", o->kind);
	result_int(parameters, "source", o->source_id);
	result_text(parameters, "file", file_base(o->file));
	result_int(parameters, "rows", (int64_t)e->n);
	result_text(r, "file", file_base(o->file));
	result_text(r, "kind", e->kind);
	result_int(r, "rows", (int64_t)e->n);
	result_int(r, "entries", e->entries);
	/* In the log before it is on the disk: never the other way round. */
	err = case_save_run(
		e->c, "set-aside export", AUDIT_DISCLOSURE, parameters, NULL, NULL);
	if (!err)
		err = write_file(e, o->file);
	if (!err)
		err = case_print(e->c, "set-aside export", parameters, r);
	if (!err)
		tell(e, o->file);
	return err;
}

enum err_code work_set_aside_export(struct context *ctx,
	const struct work_options *options, const struct set_aside_options *o)
{
	struct work_case c;
	struct exporter e = {.c = &c, .arena = ctx->arena};
	if (ctx->audience != AUDIENCE_ANALYST)
		return err_set(ctx, ERR_USAGE,
			"rows set aside are raw text, with names: give --audience "
			"analyst");
	if (file_exists(o->file))
		return err_at(ctx, ERR_STATE, (struct err_where){.file = o->file},
			"is there already and is left as it is; name another");
	enum err_code err = case_open(ctx, options, STORE_WRITE, &c);
	if (err)
		return err;
	map_init(&e.names, ctx->arena);
	map_init(&e.mappings, ctx->arena);
	err = export_all(&e, o);
	case_close(&c);
	return err;
}
