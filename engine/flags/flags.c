#include "flags/flags.h"
#include "base/str.h"
#include <stdlib.h>
#include <string.h>

const char *const flag_severity_names[] = {"high", "medium", "low"};

#define RULE_PREFIX "flag_"

enum rule_column {
	RULE_SUBJECT,
	RULE_SEVERITY,
	RULE_TITLE,
	RULE_FIGURES,
	RULE_CAVEATS,
	RULE_KIND,
	RULE_REF,
	RULE_SOURCE_ID,
	RULE_ROW,
	RULE_COLUMNS_N
};
static const char *const rule_columns[RULE_COLUMNS_N] = {"subject", "severity", "title",
	"figures", "caveats", "kind", "ref", "source_id", "row"};

struct gatherer {
	struct store *store;
	struct arena *arena;
	struct flag_list *out;
	size_t capacity, evidence_capacity;
};

static void columns_find(struct statement *s, int column[RULE_COLUMNS_N])
{
	for (int c = 0; c < RULE_COLUMNS_N; c++) {
		column[c] = -1;
		for (int i = 0; i < column_count(s); i++)
			if (str_equal(column_name(s, i), rule_columns[c]))
				column[c] = i;
		if (column[c] < 0)
			BUG("a flag rule lacks one of its columns");
	}
}

static enum flag_severity severity_of(const char *name)
{
	for (int i = FLAG_HIGH; i <= FLAG_LOW; i++)
		if (str_equal(name, flag_severity_names[i]))
			return (enum flag_severity)i;
	BUG("a flag rule gives an unknown severity");
}

/* The flag that the present row belongs to: the last one, or a new one. */
static struct flag *flag_of(
	struct gatherer *g, struct statement *s, const int *column, const char *rule)
{
	struct flag_list *out = g->out;
	const char *subject = column_text(s, column[RULE_SUBJECT]);
	struct flag *last = out->n ? &out->items[out->n - 1] : NULL;
	if (last && str_equal(last->rule, rule) && str_equal(last->subject, subject))
		return last;
	arena_reserve(g->arena, out->items, g->capacity, out->n + 1);
	struct flag *f = &out->items[out->n++];
	*f = (struct flag){.rule = rule,
		.subject = str_dup(g->arena, str_or_empty(subject)),
		.title = column_dup(s, column[RULE_TITLE], g->arena),
		.severity = severity_of(column_text(s, column[RULE_SEVERITY])),
		.figures = column_dup(s, column[RULE_FIGURES], g->arena),
		.caveats = column_dup(s, column[RULE_CAVEATS], g->arena)};
	g->evidence_capacity = 0;
	return f;
}

static enum err_code rule_run(struct gatherer *g, const struct sql *sql)
{
	struct statement *s;
	enum err_code code = store_prepare(g->store, sql, &s);
	if (code)
		return code;
	int column[RULE_COLUMNS_N];
	columns_find(s, column);
	size_t prefix = strlen(RULE_PREFIX), ending = strlen(".sql");
	size_t n = strlen(sql->name);
	if (str_ends(sql->name, ".sql"))
		n -= ending;
	const char *rule = str_dup_n(g->arena, sql->name + prefix, n - prefix);
	for (bool row;;) {
		code = statement_step(s, &row);
		if (code || !row)
			return code;
		struct flag *f = flag_of(g, s, column, rule);
		if (column_null(s, column[RULE_SOURCE_ID]))
			continue;
		arena_reserve(
			g->arena, f->evidence, g->evidence_capacity, f->evidence_n + 1);
		f->evidence[f->evidence_n++] = (struct flag_evidence){
			.kind = column_dup(s, column[RULE_KIND], g->arena),
			.ref = column_dup(s, column[RULE_REF], g->arena),
			.source_id = column_int(s, column[RULE_SOURCE_ID]),
			.row = column_int(s, column[RULE_ROW])};
	}
}

/* id holds the order in which the rules gave them. */
static int compare_flags(const void *a, const void *b)
{
	const struct flag *x = a, *y = b;
	if (x->severity != y->severity)
		return x->severity < y->severity ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

enum err_code flags_run(struct store *store, struct flag_list *out)
{
	*out = (struct flag_list){0};
	struct gatherer g = {
		.store = store, .arena = store_context(store)->arena, .out = out};
	enum err_code code = ERR_OK;
	for (size_t i = 0; !code && sql_all[i]; i++)
		if (str_starts(sql_all[i]->name, RULE_PREFIX))
			code = rule_run(&g, sql_all[i]);
	if (code)
		return code;
	for (size_t i = 0; i < out->n; i++)
		out->items[i].id = (int64_t)i;
	if (out->n)
		qsort(out->items, out->n, sizeof *out->items, compare_flags);
	for (size_t i = 0; i < out->n; i++)
		out->items[i].id = (int64_t)i + 1;
	return ERR_OK;
}

static enum err_code evidence_save(
	struct store *store, int64_t flag_id, const struct flag *f)
{
	struct statement *s;
	enum err_code code = store_prepare(store, &sql_flags_evidence_insert, &s);
	for (size_t i = 0; !code && i < f->evidence_n; i++) {
		bind_int(s, ":flag_id", flag_id);
		bind_int(s, ":ordinal", (int64_t)i + 1);
		bind_text(s, ":kind", f->evidence[i].kind);
		bind_text(s, ":ref", str_or_empty(f->evidence[i].ref));
		bind_int(s, ":source_id", f->evidence[i].source_id);
		bind_int(s, ":row", f->evidence[i].row);
		code = statement_run(s);
	}
	return code;
}

enum err_code flags_save(
	struct store *store, int64_t run_id, const struct flag_list *flags)
{
	struct statement *s;
	enum err_code code = store_prepare(store, &sql_flags_insert, &s);
	for (size_t i = 0; !code && i < flags->n; i++) {
		const struct flag *f = &flags->items[i];
		bind_int(s, ":run_id", run_id);
		bind_text(s, ":rule", f->rule);
		bind_text(s, ":subject", f->subject);
		bind_text(s, ":severity", flag_severity_names[f->severity]);
		bind_text(s, ":title", f->title);
		bind_text(s, ":figures", f->figures);
		bind_text(s, ":caveats", f->caveats);
		code = statement_run(s);
		if (!code)
			code = evidence_save(store, store_last_id(store), f);
	}
	return code;
}
