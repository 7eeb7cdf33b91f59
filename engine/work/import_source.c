#include "base/str.h"
#include "work/import_row.h"

static const char *unknown_columns(struct importer *m)
{
	const struct binding *b = reading_binding(m->reading);
	struct strbuf buf;
	strbuf_init(&buf, m->ctx->arena);
	strbuf_char(&buf, '[');
	for (size_t i = 0; i < b->unknown_n; i++) {
		if (i > 0)
			strbuf_char(&buf, ',');
		json_add_text(&buf, b->names[b->unknown[i]]);
	}
	strbuf_char(&buf, ']');
	return buf.text;
}

static enum err_code find(struct importer *m)
{
	const struct file_facts *file = reading_file(m->reading);
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(m->c->store, &sql_import_source_find, &s);
	if (err)
		return err;
	bind_text(s, ":kind", import_kind_names[m->kind]);
	bind_text(s, ":sha256", file->sha256);
	bind_text(s, ":sheet", reading_table(m->reading).sheet);
	bind_text(s, ":mapping_sha256", reading_mapping(m->reading)->sha256);
	err = statement_step(s, &row);
	if (!err && row)
		m->source_id = column_int(s, 0);
	statement_reset(s);
	return err;
}

static enum err_code add(struct importer *m)
{
	const struct file_facts *file = reading_file(m->reading);
	const struct mapping *mapping = reading_mapping(m->reading);
	struct statement *s;
	char now[32];
	enum err_code err = store_prepare(m->c->store, &sql_import_source_insert, &s);
	if (err)
		return err;
	audit_now(now);
	bind_text(s, ":kind", import_kind_names[m->kind]);
	bind_text(s, ":file", file->name);
	bind_text(s, ":sha256", file->sha256);
	bind_int(s, ":bytes", file->bytes);
	bind_text(s, ":sheet", reading_table(m->reading).sheet);
	bind_text(s, ":mapping", mapping->name);
	bind_text(s, ":mapping_text", mapping->text);
	bind_text(s, ":mapping_sha256", mapping->sha256);
	bind_text(s, ":unknown_columns", unknown_columns(m));
	bind_text(s, ":imported_utc", now);
	bind_text(s, ":imported_by", audit_who(m->ctx->arena));
	bind_text(s, ":version", LASTSEEN_VERSION);
	err = statement_run(s);
	m->source_id = store_last_id(m->c->store);
	m->source_is_new = true;
	return err;
}

enum err_code import_source(struct importer *m)
{
	enum err_code err = find(m);
	if (!err && m->source_id == 0)
		return add(m);
	if (!err)
		notice(m->ctx, "%s: was imported before; only what is new is added",
			reading_file(m->reading)->name);
	return err;
}

enum err_code import_source_counts(struct importer *m)
{
	struct statement *s;
	enum err_code err = store_prepare(m->c->store, &sql_import_source_update, &s);
	if (err)
		return err;
	bind_text(s, ":encoding", reading_table(m->reading).encoding);
	bind_int(s, ":rows", m->rows);
	bind_int(s, ":added", m->added);
	bind_int(s, ":set_aside", m->whole);
	bind_int(s, ":source_id", m->source_id);
	return statement_run(s);
}
