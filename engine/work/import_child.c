#include "base/str.h"
#include "text/fold.h"
#include "work/import_row.h"
#include <string.h>

enum { CHILDREN_MOST = 200000 };

static const char *const fact_names[CHILD_FIELDS_N] = {
	[CHILD_NAME] = ":name",
	[CHILD_DOB] = ":dob",
	[CHILD_SEX] = ":sex",
	[CHILD_ETHNICITY] = ":ethnicity",
};

static enum err_code find(
	struct importer *m, const char *ref, struct import_child *child)
{
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(m->c->store, &sql_import_child_find, &s);
	if (err)
		return err;
	bind_text(s, ":child_ref", ref);
	err = statement_step(s, &row);
	if (!err && row) {
		child->id = column_int(s, 0);
		for (int f = CHILD_NAME; f < CHILD_FIELDS_N; f++)
			child->facts[f] =
				column_dup(s, f - CHILD_NAME + 1, m->child_arena);
	}
	statement_reset(s);
	return err;
}

static void bind_facts(struct statement *s, const struct import_child *child)
{
	for (size_t f = CHILD_NAME; f < CHILD_FIELDS_N; f++)
		bind_text(s, fact_names[f], child->facts[f]);
}

static enum err_code save(
	struct importer *m, const char *ref, struct import_child *child)
{
	struct statement *s;
	bool is_new = child->id == 0;
	enum err_code err = store_prepare(m->c->store,
		is_new ? &sql_import_child_insert : &sql_import_child_update, &s);
	if (err)
		return err;
	if (is_new)
		bind_text(s, ":child_ref", ref);
	bind_facts(s, child);
	if (!is_new)
		bind_int(s, ":child_id", child->id);
	err = statement_run(s);
	if (is_new)
		child->id = store_last_id(m->c->store);
	return err;
}

/* "M" and "male" are the same sex; names differ by more than case and accents. */
static bool same_fact(
	struct arena *scratch, enum child_field field, const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		return true;
	const char *x = text_fold(scratch, a), *y = text_fold(scratch, b);
	if (field == CHILD_SEX && (x[1] == '\0' || y[1] == '\0'))
		return x[0] == y[0];
	return strcmp(x, y) == 0;
}

static void contradicts(struct importer *m, struct checked_row *row, size_t column,
	enum child_field field)
{
	struct value *value = &row->values[column];
	const char *name = binding_column_name(reading_binding(m->reading), column);
	if (field == CHILD_DOB || field == CHILD_SEX) {
		import_add_fault(m, row,
			(struct fault){name,
				"differs from what an earlier row says of the same "
				"child; correct one of the two",
				"child_differs", value->text, false});
	} else {
		struct strbuf extra;
		strbuf_init(&extra, m->ctx->scratch);
		strbuf_add_n(&extra, row->extra, strlen(row->extra) - 1);
		strbuf_add(&extra, extra.n > 1 ? "," : "");
		json_add_text(&extra, name);
		strbuf_char(&extra, ':');
		json_add_text(&extra, value->text);
		strbuf_char(&extra, '}');
		row->extra = extra.text;
		import_add_remark(m, row,
			(struct row_remark){name, "child_differs",
				"differs from what an earlier row says of the same "
				"child; kept with the row"});
	}
	*value = (struct value){0};
}

/* Takes what the row adds to the child; true where something is new. */
static bool take_facts(
	struct importer *m, struct checked_row *row, struct import_child *child)
{
	bool news = false;
	for (size_t i = 0; i < m->set.n; i++) {
		enum child_field field = m->set.columns[i].child;
		const char *fact = row->values[i].text;
		if (field < CHILD_NAME || !fact)
			continue;
		const char *known = child->facts[field];
		/* "2010" becomes "2010-03-05", not the other way round. */
		bool finer = known && field == CHILD_DOB && str_starts(fact, known);
		if (!known || (finer && strcmp(fact, known) != 0)) {
			child->facts[field] = str_dup(m->child_arena, fact);
			news = true;
		} else if (!same_fact(m->ctx->scratch, field, known, fact) &&
			   !(field == CHILD_DOB && str_starts(known, fact))) {
			contradicts(m, row, i, field);
		}
	}
	return news;
}

/* A case has more children than memory should hold at once: what is forgotten here is
 * looked up again. */
static void forget_children(struct importer *m)
{
	arena_free(m->child_arena);
	m->child_arena = arena_create();
	map_init(&m->child_refs, m->child_arena);
	m->children = NULL;
	m->children_n = m->children_capacity = 0;
}

enum err_code import_child(
	struct importer *m, struct checked_row *row, int64_t *child_id)
{
	const char *ref = row->values[column_find(m->kind, "child_ref")].text;
	if (!m->child_arena || m->children_n >= CHILDREN_MOST)
		forget_children(m);
	size_t i = map_intern(&m->child_refs, ref);
	enum err_code err = ERR_OK;
	if (i == m->children_n) {
		arena_reserve(m->child_arena, m->children, m->children_capacity,
			m->children_n + 1);
		m->children[m->children_n++] = (struct import_child){0};
		err = find(m, ref, &m->children[i]);
	}
	struct import_child *child = &m->children[i];
	if (!err && (take_facts(m, row, child) || child->id == 0))
		err = save(m, ref, child);
	*child_id = child->id;
	return err;
}
