#include "base/str.h"
#include "work/import_row.h"

static void bind_file(struct importer *m, struct statement *s)
{
	bind_text(s, ":kind", import_kind_names[m->kind]);
	bind_text(s, ":file", reading_file(m->reading)->name);
	bind_int(s, ":source_id", m->source_id);
}

enum err_code import_pending(struct importer *m)
{
	struct statement *s;
	enum err_code err = store_prepare(m->c->store, &sql_import_pending, &s);
	if (err)
		return err;
	bind_file(m, s);
	err = statement_step(s, &m->pending);
	statement_reset(s);
	return err;
}

static enum err_code mended(struct importer *m, int64_t row, const char *ref)
{
	struct statement *s;
	char now[32];
	enum err_code err = store_prepare(m->c->store, &sql_import_mended, &s);
	if (err)
		return err;
	audit_now(now);
	bind_file(m, s);
	bind_int(s, ":row", row);
	bind_text(s, ":ref", ref);
	bind_text(s, ":now", now);
	err = statement_run(s);
	m->mended += store_changes(m->c->store);
	return err;
}

/* Whether a cell says which thing the row is about, as no other row's does. */
static bool names_the_row(const struct column_spec *spec)
{
	return spec->flags & COLUMN_REF || spec->child == CHILD_REF ||
	       str_equal(spec->name, "urn") || str_equal(spec->name, "episode_ref");
}

enum err_code import_mended(struct importer *m, const struct checked_row *row)
{
	enum err_code err = ERR_OK;
	if (!m->pending)
		return ERR_OK;
	for (size_t k = 0; k < m->set.n && !err; k++)
		if (row->values[k].text && names_the_row(&m->set.columns[k]))
			err = mended(m, row->row, row->written[k]);
	return err;
}
