#include "base/str.h"
#include "work/import_row.h"

/* Boundaries are NULL: their cells can't be set aside, and outlines come from no CSV. */
static const struct sql *old_of(enum import_kind kind)
{
	static const struct sql *const list[IMPORT_KINDS_N] = {
		&sql_import_old_episodes,
		&sql_import_old_interviews,
		&sql_import_old_homes,
		&sql_import_old_placements,
		&sql_import_old_people,
		&sql_import_old_mentions,
		&sql_import_old_assessments,
		&sql_import_old_registers,
		NULL,
		&sql_import_old_benchmarks,
	};
	return list[kind];
}

static const struct sql *drop_of(enum import_kind kind)
{
	static const struct sql *const list[IMPORT_KINDS_N] = {
		&sql_import_drop_episodes,
		&sql_import_drop_interviews,
		&sql_import_drop_homes,
		&sql_import_drop_placements,
		&sql_import_drop_people,
		&sql_import_drop_mentions,
		&sql_import_drop_assessments,
		&sql_import_drop_registers,
		NULL,
		&sql_import_drop_benchmarks,
	};
	return list[kind];
}

static const struct sql *renumber_of(enum import_kind kind)
{
	static const struct sql *const list[IMPORT_KINDS_N] = {
		&sql_import_renumber_episodes,
		&sql_import_renumber_interviews,
		&sql_import_renumber_homes,
		&sql_import_renumber_placements,
		&sql_import_renumber_people,
		&sql_import_renumber_mentions,
		&sql_import_renumber_assessments,
		&sql_import_renumber_registers,
		NULL,
		&sql_import_renumber_benchmarks,
	};
	return list[kind];
}

/* The present row of a statement as a JSON object of texts. */
static const char *row_json(struct arena *arena, struct statement *s)
{
	struct strbuf buf;
	strbuf_init(&buf, arena);
	strbuf_char(&buf, '{');
	for (int i = 0; i < column_count(s); i++) {
		if (column_null(s, i))
			continue;
		strbuf_add(&buf, buf.n > 1 ? "," : "");
		json_add_text(&buf, column_name(s, i));
		strbuf_char(&buf, ':');
		json_add_text(&buf, column_text(s, i));
	}
	strbuf_char(&buf, '}');
	return buf.text;
}

struct old_row {
	int64_t id;
	const char *hash, *content, *places;
};

static void bind_at(struct statement *s, int64_t source_id, int64_t row)
{
	bind_int(s, ":source_id", source_id);
	bind_int(s, ":row", row);
}

static enum err_code read_places(
	struct importer *m, int64_t source_id, int64_t row, struct old_row *old)
{
	struct statement *s;
	struct strbuf buf;
	bool more = true;
	enum err_code err = store_prepare(m->c->store, &sql_import_old_places, &s);
	if (err)
		return err;
	strbuf_init(&buf, m->ctx->scratch);
	strbuf_char(&buf, '[');
	bind_at(s, source_id, row);
	while (!(err = statement_step(s, &more)) && more) {
		strbuf_add(&buf, buf.n > 1 ? "," : "");
		strbuf_add(&buf, row_json(m->ctx->scratch, s));
	}
	strbuf_char(&buf, ']');
	old->places = buf.text;
	return err;
}

/* The number is the first column of every table, the hash the fourth. */
static enum err_code read_old(
	struct importer *m, int64_t source_id, int64_t row, struct old_row *old)
{
	struct statement *s;
	bool there = false;
	*old = (struct old_row){0};
	if (!old_of(m->kind))
		return ERR_OK;
	enum err_code err = store_prepare(m->c->store, old_of(m->kind), &s);
	if (err)
		return err;
	bind_at(s, source_id, row);
	err = statement_step(s, &there);
	if (!err && there) {
		old->id = column_int(s, 0);
		old->hash = column_dup(s, 3, m->ctx->scratch);
		old->content = row_json(m->ctx->scratch, s);
	}
	statement_reset(s);
	return err || !old->id ? err : read_places(m, source_id, row, old);
}

static enum err_code keep_history(
	struct importer *m, int64_t source_id, int64_t row, const struct old_row *old)
{
	struct statement *s;
	char now[32];
	enum err_code err = store_prepare(m->c->store, &sql_import_history_insert, &s);
	if (err)
		return err;
	audit_now(now);
	bind_at(s, source_id, row);
	bind_text(s, ":kind", import_kind_names[m->kind]);
	bind_text(s, ":row_hash", old->hash);
	bind_text(s, ":content", old->content);
	bind_text(s, ":places", old->places);
	bind_text(s, ":now", now);
	bind_int(s, ":by_source_id", m->source_id);
	bind_int(s, ":by_row", m->table_row->row);
	return statement_run(s);
}

static enum err_code drop(struct importer *m, int64_t source_id, int64_t row)
{
	const struct sql *const list[] = {&sql_import_drop_located,
		&sql_import_drop_places, &sql_import_drop_notes, drop_of(m->kind)};
	enum err_code err = ERR_OK;
	for (size_t i = 0; i < 4 && !err; i++) {
		struct statement *s;
		err = store_prepare(m->c->store, list[i], &s);
		if (err)
			return err;
		bind_at(s, source_id, row);
		err = statement_run(s);
	}
	return err;
}

enum err_code import_resolve(struct importer *m, int64_t source_id, int64_t row)
{
	struct statement *s;
	char now[32];
	enum err_code err = store_prepare(m->c->store, &sql_import_aside_resolve, &s);
	if (err)
		return err;
	audit_now(now);
	bind_at(s, source_id, row);
	bind_text(s, ":now", now);
	return statement_run(s);
}

enum err_code import_replace(struct importer *m, int64_t source_id, int64_t row,
	const char *hash, int64_t *id, bool *same)
{
	struct old_row old;
	*id = 0;
	*same = false;
	enum err_code err = read_old(m, source_id, row, &old);
	if (err || !old.id)
		return err;
	*same = hash && str_equal(hash, old.hash);
	if (*same)
		return ERR_OK;
	*id = old.id;
	err = keep_history(m, source_id, row, &old);
	if (!err)
		err = drop(m, source_id, row);
	/* What was wrong with the old row is no longer of any use. */
	return err ? err : import_resolve(m, source_id, row);
}

enum err_code import_renumber(struct importer *m, int64_t old_id)
{
	struct statement *s;
	int64_t new_id = store_last_id(m->c->store);
	enum err_code err = store_prepare(m->c->store, renumber_of(m->kind), &s);
	if (err || new_id == old_id)
		return err;
	bind_int(s, ":old_id", old_id);
	bind_int(s, ":new_id", new_id);
	return statement_run(s);
}

static enum err_code counted(struct statement *s, bool *found)
{
	bool there = false;
	enum err_code err = statement_step(s, &there);
	*found = !err && there && column_int(s, 0) > 0;
	statement_reset(s);
	return err;
}

enum err_code import_was_replaced(struct importer *m, const char *hash, bool *found)
{
	struct statement *s;
	*found = false;
	enum err_code err = store_prepare(m->c->store, &sql_import_history_find, &s);
	if (err)
		return err;
	bind_text(s, ":kind", import_kind_names[m->kind]);
	bind_text(s, ":row_hash", hash);
	return counted(s, found);
}

enum err_code import_mended_at(
	struct importer *m, struct checked_row *row, struct fault *fault)
{
	struct statement *s;
	bool found = false;
	m->at_source = m->source_id;
	m->at_row = row->row;
	if (row->mended_source == 0 || m->kind == KIND_BOUNDARIES)
		return ERR_OK;
	enum err_code err = store_prepare(m->c->store, &sql_import_aside_find, &s);
	if (err)
		return err;
	bind_at(s, row->mended_source, row->mended_row);
	bind_text(s, ":kind", import_kind_names[m->kind]);
	err = counted(s, &found);
	if (!err && !found) {
		fault->reason = "names no row of this kind that was set aside; leave "
				"the columns set_aside_... as they were exported";
		row->whole = fault;
		return ERR_OK;
	}
	m->at_source = row->mended_source;
	m->at_row = row->mended_row;
	/* What is still wrong is told anew. */
	return err ? err : import_resolve(m, m->at_source, m->at_row);
}
