#include "work/points_columns.h"
#include "base/file.h"
#include "base/str.h"
#include "intake/table_reader.h"
#include "text/quantity.h"
#include <string.h>

struct reading {
	struct context *ctx;
	const struct column_wanted *wanted;
	size_t wanted_n, capacity;
	size_t *at; /* of each column in the file */
	const char *path;
	struct columns_read *out;
};

static const struct column left_out_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Reason", 0, AUDIENCE_PUBLIC},
	{"raw", "As written", 0, AUDIENCE_PUBLIC},
};

static enum err_code find_column(
	const struct reading *r, const struct table_row *header, size_t k)
{
	const struct column_wanted *w = &r->wanted[k];
	for (size_t i = 0; i < header->cells_n; i++)
		if (str_equal_fold(
			    str_trim(r->ctx->arena, header->cells[i]), w->name)) {
			r->at[k] = i;
			return ERR_OK;
		}
	struct str_list list = {(const char **)header->cells, header->cells_n};
	const char *near = str_nearest(w->name, list.items, list.n);
	return err_at(r->ctx, ERR_DATA,
		(struct err_where){.file = file_base(r->path), .row = header->row},
		"there is no column '%s'%s%s%s; name it with --%s (the columns are: "
		"%s)",
		w->name, near ? "; did you mean '" : "", str_or_empty(near),
		near ? "'?" : "", w->option, str_join(r->ctx->arena, list, ", "));
}

/* Why a cell cannot be used, or NULL. */
static const char *read_cell(enum column_kind kind, const char *text, double *number)
{
	bool yes;
	switch (kind) {
	case COLUMN_NUMBER:
	case COLUMN_LENGTH:
		if (!real_parse(text, number))
			return "is no number";
		if (kind == COLUMN_LENGTH && !(*number >= 0))
			return "is below 0";
		break;
	case COLUMN_YES_NO:
		if (!yes_no_parse(text, &yes))
			return "is neither 1 (yes) nor 0 (no)";
		*number = yes;
		break;
	case COLUMN_TEXT:
		if (str_empty(text))
			return "is empty";
		break;
	}
	return NULL;
}

static void leave_out(struct reading *r, const struct table_row *row,
	const char *column, const char *reason, const char *raw)
{
	struct table *t = r->out->events.left_out;
	struct arena *arena = r->ctx->arena;
	cell_int(t, row->row);
	cell_text(t, column);
	cell_text(t, str_dup(arena, reason));
	cell_text(t, raw ? str_dup(arena, raw) : table_row_text(arena, row));
}

static void reserve(struct reading *r)
{
	struct columns_read *out = r->out;
	size_t capacity = r->capacity;
	if (out->n < r->capacity)
		return;
	for (size_t k = 0; k < r->wanted_n; k++) {
		capacity = r->capacity;
		if (r->wanted[k].kind == COLUMN_TEXT)
			arena_reserve(
				r->ctx->arena, out->texts[k], capacity, out->n + 1);
		else
			arena_reserve(
				r->ctx->arena, out->numbers[k], capacity, out->n + 1);
	}
	r->capacity = capacity;
}

static void add_row(struct reading *r, const struct table_row *row)
{
	struct columns_read *out = r->out;
	reserve(r);
	for (size_t k = 0; k < r->wanted_n; k++) {
		const struct column_wanted *w = &r->wanted[k];
		const char *cell = r->at[k] < row->cells_n ? row->cells[r->at[k]] : "";
		double number = 0;
		const char *why = read_cell(w->kind, cell, &number);
		if (why) {
			leave_out(r, row, w->name, why, cell);
			return;
		}
		if (w->kind == COLUMN_TEXT)
			out->texts[k][out->n] =
				str_dup(r->ctx->arena, str_trim(r->ctx->arena, cell));
		else
			out->numbers[k][out->n] = number;
	}
	out->n++;
}

static enum err_code read_rows(struct reading *r, struct table_reader *reader)
{
	struct table_row row;
	bool more = false, header = false;
	enum err_code err = ERR_OK;
	while (!err && !(err = table_next(reader, &row, &more)) && more) {
		if (row.fault)
			leave_out(r, &row, NULL, row.fault, NULL);
		else if (header)
			add_row(r, &row);
		else
			for (size_t k = 0; !err && k < r->wanted_n; k++)
				err = find_column(r, &row, k);
		header |= !row.fault;
	}
	if (!err && !header)
		err = err_set(
			r->ctx, ERR_DATA, "%s: has no header row", file_base(r->path));
	return err;
}

enum err_code columns_read(struct context *ctx, const char *path,
	const struct column_wanted *wanted, size_t wanted_n, struct columns_read *out)
{
	memset(out, 0, sizeof *out);
	struct reading r = {ctx, wanted, wanted_n, 0,
		arena_array(ctx->arena, size_t, wanted_n), path, out};
	struct file_facts facts;
	struct table_reader *reader = NULL;
	const struct table_options options = {0};
	out->numbers = arena_array(ctx->arena, double *, wanted_n);
	out->texts = arena_array(ctx->arena, const char **, wanted_n);
	struct events *e = &out->events;
	e->left_out = TABLE_CREATE(
		ctx->arena, "set_aside", "Rows left out", left_out_columns);
	enum err_code err = file_facts_read(ctx, path, &facts);
	if (!err) {
		e->file = facts.name;
		memcpy(e->sha256, facts.sha256, sizeof e->sha256);
		err = table_open(ctx, path, &facts, &options, &reader);
	}
	if (!err)
		err = read_rows(&r, reader);
	table_close(reader);
	e->n = out->n;
	if (!err && out->n == 0)
		err = err_set(ctx, ERR_DATA, "%s: has no row that can be used%s%s",
			e->file, e->left_out->rows_n ? ": the first " : "",
			e->left_out->rows_n
				? str_or_empty(table_at(e->left_out, 0, 2)->as.text)
				: "");
	return err;
}
