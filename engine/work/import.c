#include "work/import.h"
#include "base/str.h"
#include "work/import_row.h"

static const struct column set_aside_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Why", 0, AUDIENCE_PUBLIC},
	{"raw", NULL, 0, AUDIENCE_PUBLIC},
	{"whole", "Whole row", 0, AUDIENCE_PUBLIC},
};

static enum err_code find_kind(
	struct context *ctx, const char *name, enum import_kind *kind)
{
	*kind = import_kind_of(name);
	if (*kind < IMPORT_KINDS_N)
		return ERR_OK;
	if (*kind < KINDS_N)
		return err_set(ctx, ERR_USAGE,
			"%s go into the gazetteer: lastseen gazetteer add %s FILE",
			name, name);
	const char *near = str_nearest(name, import_kind_names, IMPORT_KINDS_N);
	return err_set(ctx, ERR_USAGE, "'%s' is no kind of import%s%s; see --help",
		name, near ? "; did you mean " : "", near ? near : "");
}

static void now_seconds(struct importer *m)
{
	char now[32];
	audit_now(now);
	struct date_result date = date_parse(now, NULL);
	m->check.now_s = date.moment.start_s;
}

static void tell_encoding(struct importer *m)
{
	struct table_facts f = reading_table(m->reading);
	if (f.row_1252 > 0)
		notice(m->ctx,
			"%s: is not in UTF-8 (first in row %lld); such rows were read "
			"as "
			"Windows-1252. Look at their accents and signs",
			reading_file(m->reading)->name, (long long)f.row_1252);
}

static enum err_code read_rows(struct importer *m)
{
	struct context *ctx = m->ctx;
	struct table_facts f = reading_table(m->reading);
	struct progress bar;
	enum err_code err = ERR_OK;
	bool more = true;
	/* A block that stays through the resets, one row after the other. */
	arena_alloc(ctx->scratch, 1, 1);
	progress_begin(&bar, ctx, "import", f.done_at_most);
	while (!err) {
		struct arena_mark mark = arena_mark(ctx->scratch);
		struct table_row table;
		struct canonical_row canonical;
		struct checked_row row = {0};
		err = reading_next(m->reading, ctx->scratch, &table, &canonical, &more);
		if (!err && more)
			err = import_respell(m, &table, &canonical);
		if (!err && more) {
			check_row(ctx->scratch, reading_binding(m->reading), &m->check,
				&canonical, &row);
			import_remark_respelt(m, &row);
			m->rows++;
			err = import_row(m, &table, &row);
		}
		arena_reset(ctx->scratch, mark);
		if (!more)
			break;
		if (m->rows % 1024 == 0)
			progress_step(&bar, reading_table(m->reading).done);
	}
	progress_end(&bar);
	return err;
}

static struct result *parameters_of(
	struct importer *m, const struct import_options *import)
{
	struct result *r = case_parameters(m->c);
	struct table_facts f = reading_table(m->reading);
	const struct mapping *mapping = reading_mapping(m->reading);
	result_text(r, "mapping", mapping->name[0] ? mapping->name : NULL);
	result_text(r, "sheet", f.sheet[0] ? str_dup(m->ctx->arena, f.sheet) : NULL);
	result_bool(r, "dry_run", import->mode == IMPORT_TRY);
	result_bool(r, "update", import->update);
	return r;
}

static int64_t not_listed(const struct importer *m)
{
	return m->whole + m->cells - (int64_t)m->set_aside->rows_n;
}

static struct result *result_of(struct importer *m)
{
	struct result *r = result_create(m->ctx->arena);
	result_text(r, "kind", import_kind_names[m->kind]);
	result_text(r, "file", str_dup(m->ctx->arena, reading_file(m->reading)->name));
	result_int(r, "rows", m->rows);
	result_int(r, "added", m->added);
	result_int(r, "updated", m->updated);
	result_int(r, "unchanged", m->unchanged);
	if (not_listed(m) > 0)
		result_int(r, "set_aside_not_listed", not_listed(m));
	result_table(r, m->set_aside);
	return r;
}

static enum err_code write_audit(struct importer *m, const struct result *parameters)
{
	struct context *ctx = m->ctx;
	struct result *r = result_create(ctx->arena);
	result_text(r, "kind", import_kind_names[m->kind]);
	result_text(r, "file", reading_file(m->reading)->name);
	result_text(r, "sha256", reading_file(m->reading)->sha256);
	result_int(r, "source", m->source_id);
	result_int(r, "rows", m->rows);
	result_int(r, "added", m->added);
	result_int(r, "unchanged", m->unchanged);
	result_int(r, "rows_set_aside", m->whole);
	result_int(r, "cells_set_aside", m->cells);
	result_result(r, "parameters", parameters);
	return audit_add(
		m->c->store, AUDIT_COLLECTION, "import", emit_json_line(ctx, r));
}

/* Rows that were changed are an alteration, beside the collection. */
static enum err_code write_alteration(struct importer *m)
{
	struct result *r = result_create(m->ctx->arena);
	if (m->updated + m->mended == 0)
		return ERR_OK;
	result_text(r, "kind", import_kind_names[m->kind]);
	result_text(r, "file", reading_file(m->reading)->name);
	result_int(r, "source", m->source_id);
	result_int(r, "rows_updated", m->updated);
	result_int(r, "rows_mended", m->mended);
	return audit_add(
		m->c->store, AUDIT_ALTERATION, "import", emit_json_line(m->ctx, r));
}

static void tell_end(struct importer *m, const struct import_options *import)
{
	const char *file = reading_file(m->reading)->name;
	bool tried = import->mode == IMPORT_TRY;
	if (m->whole > 0 || m->cells > 0)
		notice(m->ctx,
			"%s: %lld of %lld rows %s set aside, and %lld single cells of "
			"rows that %s%s",
			file, (long long)m->whole, (long long)m->rows,
			tried ? "would be" : "were", (long long)m->cells,
			tried ? "would be kept" : "were kept",
			tried ? ""
			      : "; they lie in the case with their reasons (lastseen "
				"status)");
	if (not_listed(m) > 0)
		notice(m->ctx,
			"%s: the first %d of these are listed, %lld more are not; "
			"%s `lastseen set-aside export` writes all of them",
			file, IMPORT_LISTED_MOST, (long long)not_listed(m),
			tried ? "once they are imported," : "then");
	if (m->mended > 0)
		notice(m->ctx,
			"%s: %lld rows that had been set aside before are brought in",
			file, (long long)m->mended);
	if (m->respelt_cells > 0)
		notice(m->ctx,
			"%s: %lld cells that a spreadsheet had rewritten (dates, "
			"leading zeros, long numbers) are read as they were; `lastseen "
			"status --table notes` lists them",
			file, (long long)m->respelt_cells);
	if (m->updated > 0)
		notice(m->ctx,
			"%s: %lld rows replace what was there; what they said before "
			"is kept in the case. Run geocode for their places",
			file, (long long)m->updated);
	if (tried)
		notice(m->ctx, "%s: only tried (--dry-run): the case is as it was",
			file);
}

/* Everything between begin and commit. */
static enum err_code import_all(struct importer *m, const struct import_options *import)
{
	enum err_code err = import_source(m);
	if (!err)
		err = import_rows_begin(m);
	if (!err)
		err = read_rows(m);
	if (!err)
		err = import_rules(m);
	if (!err)
		err = import_source_counts(m);
	if (err)
		return err;
	tell_encoding(m);
	const struct result *parameters = parameters_of(m, import);
	err = write_audit(m, parameters);
	if (!err)
		err = write_alteration(m);
	if (!err)
		err = case_print(m->c, "import", parameters, result_of(m));
	return err;
}

static enum err_code run(struct importer *m, const struct import_options *import)
{
	struct reading_options reading = {m->kind, import->mapping, import->sheet};
	enum err_code err = reading_open(m->ctx, import->file, &reading, &m->reading);
	if (!err)
		err = store_begin(m->c->store);
	if (!err)
		err = import_all(m, import);
	if (!err && import->mode == IMPORT_KEEP)
		err = store_commit(m->c->store);
	else if (m->reading)
		store_rollback(m->c->store);
	if (!err)
		tell_end(m, import);
	reading_close(m->reading);
	return err;
}

enum err_code work_import(struct context *ctx, const struct work_options *options,
	const struct import_options *import, bool *set_aside)
{
	struct work_case c;
	struct importer m = {.c = &c, .ctx = ctx};
	enum err_code err = find_kind(ctx, import->kind, &m.kind);
	if (!err)
		err = case_open(ctx, options, STORE_WRITE, &c);
	if (err)
		return err;
	m.update = import->update;
	m.set = column_set_of(m.kind);
	m.check.period = options->period;
	m.set_aside =
		TABLE_CREATE(ctx->arena, "set_aside", "Set aside", set_aside_columns);
	now_seconds(&m);
	err = run(&m, import);
	*set_aside = m.whole > 0 || m.cells > 0;
	arena_free(m.child_arena);
	case_close(&c);
	return err;
}
