#include "work/set_aside.h"
#include "base/file.h"
#include "base/map.h"
#include "base/str.h"
#include <stdlib.h>

static const char *const own_columns[] = {"set_aside_source", "set_aside_file",
	"set_aside_row", "set_aside_column", "set_aside_reason"};
enum { OWN_COLUMNS_N = 5 };

struct exporter {
	struct work_case *c;
	struct context *ctx;
	struct map names;    /* of the rows' columns, in order of first sight */
	struct map mappings; /* that their sources were read with */
	const char *kind;
	int64_t rows, entries, without_cells; /* as counted first */
	/* The present row, gathered in ctx->scratch from `mark` on. */
	struct arena_mark mark;
	int64_t source_id, row;
	const char *file;
	struct strbuf columns, reasons;
	const char **cells; /* by the number of the column's name */
	/* Of the writing. */
	struct out_file *out;
	FILE *line; /* in memory; what it holds is line_text */
	char *line_text;
	size_t line_n;
	int64_t written;
};

/* ---- entry by entry ---------------------------------------------------------------
 */

struct visitor {
	/* The first entry of a row, then each of its entries, then its end. */
	enum err_code (*begin)(struct exporter *e, struct statement *s);
	enum err_code (*entry)(struct exporter *e, struct statement *s);
	enum err_code (*end)(struct exporter *e);
};

static enum err_code visit_entry(
	struct exporter *e, const struct visitor *v, struct statement *s)
{
	enum err_code err = ERR_OK;
	bool same = e->row == column_int(s, 4) && e->source_id == column_int(s, 1);
	if (!same && e->row)
		err = v->end(e);
	if (!err && !same) {
		e->source_id = column_int(s, 1);
		e->row = column_int(s, 4);
		err = v->begin(e, s);
	}
	return err ? err : v->entry(e, s);
}

static enum err_code visit(struct exporter *e, const struct set_aside_options *o,
	const struct visitor *visitor)
{
	struct statement *s;
	bool more = true;
	enum err_code err = store_prepare(e->c->store, &sql_set_aside_rows, &s);
	if (err)
		return err;
	bind_int(s, ":source_id", o->source_id);
	bind_text(s, ":kind", o->kind);
	e->source_id = e->row = 0;
	while (!(err = statement_step(s, &more)) && more)
		if ((err = visit_entry(e, visitor, s)))
			break;
	statement_reset(s);
	return !err && e->row ? visitor->end(e) : err;
}

/* Each cell of the row that a statement of the entries stands at. */
static enum err_code visit_cells(struct exporter *e, struct statement *entry,
	enum err_code (*cell)(
		struct exporter *e, const char *name, struct statement *s))
{
	struct statement *s;
	bool more = true;
	enum err_code err = store_prepare(e->c->store, &sql_set_aside_cells, &s);
	if (err)
		return err;
	bind_text(s, ":row_text", column_text(entry, 8));
	while (!(err = statement_step(s, &more)) && more)
		if ((err = cell(e, column_text(s, 0), s)))
			break;
	statement_reset(s);
	return err;
}

/* ---- what there is ----------------------------------------------------------------
 */

static enum err_code name_seen(
	struct exporter *e, const char *name, struct statement *s)
{
	(void)s;
	map_intern(&e->names, name);
	return ERR_OK;
}

static enum err_code count_row(struct exporter *e, struct statement *s)
{
	if (e->kind && !str_equal(e->kind, column_text(s, 3)))
		return err_set(e->ctx, ERR_USAGE,
			"rows of several kinds were set aside (%s, %s); one "
			"file holds one: give --kind or --source",
			e->kind, column_text(s, 3));
	if (!e->kind)
		e->kind = column_dup(s, 3, e->ctx->arena);
	e->rows++;
	e->without_cells += str_equal(column_text(s, 8), "{}");
	if (!str_empty(column_text(s, 7)))
		map_intern(&e->mappings, column_text(s, 7));
	return visit_cells(e, s, name_seen);
}

static enum err_code count_entry(struct exporter *e, struct statement *s)
{
	(void)s;
	e->entries++;
	return ERR_OK;
}

static enum err_code count_end(struct exporter *e)
{
	(void)e;
	return ERR_OK;
}

static enum err_code count_all(struct exporter *e, const struct set_aside_options *o)
{
	static const struct visitor counting = {count_row, count_entry, count_end};
	enum err_code err = visit(e, o, &counting);
	if (!err && e->rows == 0)
		err = err_set(e->ctx, ERR_NOT_FOUND,
			"nothing is set aside there; `lastseen status --table "
			"set_aside` lists what is");
	return err;
}

/* ---- the file ---------------------------------------------------------------------
 */

/* The log entry is committed between the count and the writing; another import may
 * come in there. */
static enum err_code changed(struct exporter *e)
{
	return err_set(e->ctx, ERR_STATE,
		"rows were set aside or brought in meanwhile by another command; run "
		"this one again");
}

static void add_text(struct strbuf *list, const char *text)
{
	if (str_empty(text))
		return;
	strbuf_add(list, list->n ? "; " : "");
	strbuf_add(list, text);
}

static enum err_code keep_cell(
	struct exporter *e, const char *name, struct statement *s)
{
	size_t i;
	if (!map_get(&e->names, name, &i))
		return changed(e);
	e->cells[i] = column_dup(s, 1, e->ctx->scratch);
	return ERR_OK;
}

static enum err_code write_begin(struct exporter *e, struct statement *s)
{
	struct arena *scratch = e->ctx->scratch;
	e->file = column_dup(s, 2, scratch);
	strbuf_init(&e->columns, scratch);
	strbuf_init(&e->reasons, scratch);
	e->cells = arena_array(scratch, const char *, e->names.n);
	return visit_cells(e, s, keep_cell);
}

static enum err_code write_entry(struct exporter *e, struct statement *s)
{
	add_text(&e->columns, column_text(s, 5));
	add_text(&e->reasons, column_text(s, 6));
	return ERR_OK;
}

static void end_line(struct exporter *e)
{
	fputs("\r\n", e->line);
	fflush(e->line);
	file_write(e->out, e->line_text, e->line_n);
	rewind(e->line);
}

static enum err_code write_end(struct exporter *e)
{
	fprintf(e->line, "%lld,", (long long)e->source_id);
	csv_cell(e->line, e->file);
	fprintf(e->line, ",%lld,", (long long)e->row);
	csv_cell(e->line, e->columns.text);
	fputc(',', e->line);
	csv_cell(e->line, e->reasons.text);
	for (size_t i = 0; i < e->names.n; i++) {
		fputc(',', e->line);
		csv_cell(e->line, str_or_empty(e->cells[i]));
	}
	end_line(e);
	e->written++;
	arena_reset(e->ctx->scratch, e->mark);
	return ERR_OK;
}

static void write_header(struct exporter *e)
{
	for (size_t i = 0; i < OWN_COLUMNS_N; i++)
		fprintf(e->line, "%s%s", i ? "," : "", own_columns[i]);
	for (size_t i = 0; i < e->names.n; i++) {
		fputc(',', e->line);
		csv_cell(e->line, e->names.keys[i]);
	}
	end_line(e);
}

static enum err_code write_lines(struct exporter *e, const struct set_aside_options *o)
{
	static const struct visitor writing = {write_begin, write_entry, write_end};
	e->line = open_memstream(&e->line_text, &e->line_n);
	if (!e->line)
		return err_set(e->ctx, ERR_IO, "a line could not be begun; try again");
	write_header(e);
	enum err_code err = visit(e, o, &writing);
	if (!err && e->written != e->rows)
		err = changed(e);
	fclose(e->line);
	free(e->line_text);
	return err;
}

static enum err_code write_file(struct exporter *e, const struct set_aside_options *o)
{
	if (file_exists(o->file))
		return err_at(e->ctx, ERR_STATE, (struct err_where){.file = o->file},
			"is there already and is left as it is; name another");
	arena_alloc(e->ctx->scratch, 1, 1);
	e->mark = arena_mark(e->ctx->scratch);
	enum err_code err = file_begin(e->ctx, o->file, &e->out);
	if (err)
		return err;
	err = write_lines(e, o);
	if (!err)
		return file_commit(e->ctx, e->out, NULL);
	file_abort(e->out);
	return err;
}

static void tell(struct exporter *e, const char *path)
{
	struct context *ctx = e->ctx;
	struct str_list mappings = {e->mappings.keys, e->mappings.n};
	notice(ctx,
		"%s: mend it and bring it back: lastseen import %s %s%s%s. Leave the "
		"columns set_aside_source and set_aside_row as they are. It holds raw "
		"text of the case: delete it afterwards",
		path, e->kind, path, mappings.n ? " --mapping " : "",
		mappings.n ? str_join(ctx->arena, mappings, " or ") : "");
	if (e->without_cells > 0)
		notice(ctx,
			"%lld rows have no cells: their line could not be read, or an "
			"older version set them aside; import their files again for "
			"those",
			(long long)e->without_cells);
}

static enum err_code export_all(struct exporter *e, const struct set_aside_options *o)
{
	struct result *parameters = case_parameters(e->c);
	struct result *r = result_create(e->ctx->arena);
	enum err_code err = count_all(e, o);
	if (err)
		return err;
	result_text(parameters, "kind", o->kind);
	result_int(parameters, "source", o->source_id);
	result_text(parameters, "file", file_base(o->file));
	result_int(parameters, "rows", e->rows);
	result_text(r, "file", file_base(o->file));
	result_text(r, "kind", e->kind);
	result_int(r, "rows", e->rows);
	result_int(r, "entries", e->entries);
	/* In the log before it is on the disk: never the other way round. */
	err = case_save_run(
		e->c, "set-aside export", AUDIT_DISCLOSURE, parameters, NULL, NULL);
	if (!err)
		err = write_file(e, o);
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
	struct exporter e = {.c = &c, .ctx = ctx};
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
