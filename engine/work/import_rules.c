#include "base/str.h"
#include "work/import_row.h"

static enum err_code run_rule(struct importer *m, const struct sql *sql)
{
	struct statement *s;
	enum err_code err = store_prepare(m->c->store, sql, &s);
	if (err)
		return err;
	bind_int(s, ":source_id", m->source_id);
	return statement_run(s);
}

enum err_code import_rules(struct importer *m)
{
	enum err_code err = ERR_OK;
	if (m->added + m->updated == 0)
		return ERR_OK;
	if (m->kind == KIND_EPISODES)
		err = run_rule(m, &sql_import_rule_overlap);
	if (!err && m->kind == KIND_EPISODES)
		err = run_rule(m, &sql_import_rule_open_before);
	if (!err && (m->kind == KIND_EPISODES || m->kind == KIND_PLACEMENTS))
		err = run_rule(m, &sql_import_rule_placement_ended);
	return err;
}
