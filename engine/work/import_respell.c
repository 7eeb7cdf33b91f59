/* A row that comes back from a spreadsheet: cells that nobody had to mend, and that the
 * spreadsheet alone rewrote, are read as they were. */
#include "base/str.h"
#include "intake/rewritten.h"
#include "work/import_row.h"

/* The cells of the row as they were, by the file's columns; NULL not known. */
struct old_cells {
	const char **cells;
	bool *to_mend; /* the column was named as wrong */
	const char *row_text;
};

/* The columns of the file that a fault is about. */
static void mark(const struct binding *b, const char *column, enum import_kind kind,
	bool *to_mend)
{
	size_t k = column_find(kind, column);
	bool whole = *column == '\0';
	for (size_t i = 0; i < b->names_n; i++)
		to_mend[i] = to_mend[i] || whole || str_equal(b->names[i], column);
	for (size_t s = 0; k != SIZE_MAX && s < b->sources_n[k]; s++)
		for (size_t p = 0; p < b->sources[k][s].source->n; p++)
			if (b->sources[k][s].columns[p] != SIZE_MAX)
				to_mend[b->sources[k][s].columns[p]] = true;
}

static enum err_code find_old(
	struct importer *m, const struct canonical_row *row, struct old_cells *old)
{
	const struct binding *b = reading_binding(m->reading);
	struct statement *s;
	bool more = true;
	enum err_code err = store_prepare(m->c->store, &sql_import_aside_texts, &s);
	if (err)
		return err;
	bind_int(s, ":source_id", row->mended_source);
	bind_int(s, ":row", row->mended_row);
	while (!(err = statement_step(s, &more)) && more) {
		mark(b, column_text(s, 0), m->kind, old->to_mend);
		if (!old->row_text)
			old->row_text = column_dup(s, 1, m->ctx->scratch);
	}
	statement_reset(s);
	return err;
}

static enum err_code find_cells(struct importer *m, struct old_cells *old)
{
	const struct binding *b = reading_binding(m->reading);
	struct statement *s;
	bool more = true;
	enum err_code err = store_prepare(m->c->store, &sql_set_aside_cells, &s);
	if (err)
		return err;
	bind_text(s, ":row_text", old->row_text);
	while (!(err = statement_step(s, &more)) && more)
		for (size_t i = 0; i < b->names_n; i++)
			if (str_equal(b->names[i], column_text(s, 0)))
				old->cells[i] = column_dup(s, 1, m->ctx->scratch);
	statement_reset(s);
	return err;
}

static bool was_rewritten(struct importer *m, const char *was, const char *now)
{
	struct arena *scratch = m->ctx->scratch;
	return was &&
	       rewritten_by_spreadsheet(str_trim(scratch, was), str_trim(scratch, now),
		       &reading_mapping(m->reading)->dates);
}

enum err_code import_respell(
	struct importer *m, struct table_row *table, struct canonical_row *canonical)
{
	struct arena *scratch = m->ctx->scratch;
	const struct binding *b = reading_binding(m->reading);
	struct old_cells old = {arena_array(scratch, const char *, b->names_n),
		arena_array(scratch, bool, b->names_n), NULL};
	const char **cells = arena_array(scratch, const char *, table->cells_n);
	size_t respelt = 0;
	m->respelt_n = 0;
	if (canonical->mended_row < 1 || table->cells_n == 0)
		return ERR_OK;
	enum err_code err = find_old(m, canonical, &old);
	if (!err && old.row_text)
		err = find_cells(m, &old);
	if (err)
		return err;
	m->respelt = arena_array(scratch, const char *, table->cells_n);
	for (size_t i = 0; i < table->cells_n; i++) {
		cells[i] = table->cells[i];
		if (i >= b->names_n || old.to_mend[i] ||
			!was_rewritten(m, old.cells[i], table->cells[i]))
			continue;
		cells[i] = old.cells[i];
		m->respelt[respelt++] = b->names[i];
	}
	if (respelt == 0)
		return ERR_OK;
	table->cells = cells;
	table->raw = NULL;
	m->respelt_n = respelt;
	m->respelt_cells += (int64_t)respelt;
	reading_again(m->reading, scratch, table, canonical);
	return ERR_OK;
}

void import_remark_respelt(struct importer *m, struct checked_row *row)
{
	for (size_t i = 0; i < m->respelt_n; i++)
		import_add_remark(m, row,
			(struct row_remark){m->respelt[i], "respelt",
				"read as it was before a spreadsheet rewrote it"});
	m->respelt_n = 0;
}
