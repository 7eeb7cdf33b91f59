#include "work/status_reasons.h"
#include "base/map.h"
#include "base/str.h"
#include "work/cells.h"
#include <stdlib.h>
#include <string.h>

static const struct column columns[] = {
	{"kind", "Kind", 0, AUDIENCE_PUBLIC},
	{"file", "File", 0, AUDIENCE_PUBLIC},
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"reason", "Reason", 0, AUDIENCE_PARTNER},
	{"rule", NULL, 0, AUDIENCE_PARTNER},
	{"whole", "Whole row", 0, AUDIENCE_PUBLIC},
	{"n", "How many", 0, AUDIENCE_PUBLIC},
	{"rows", "Rows", 0, AUDIENCE_PARTNER},
};

/* Rows of one file that share a column and a reason. */
struct reason {
	int64_t source_id;
	const char *kind, *file, *column, *text, *rule;
	bool whole, rest; /* rest: of all the reasons that are not told one by one */
	const char **rows;
	int64_t n;
	size_t rows_n, capacity;
};

struct reasons {
	struct arena *arena, *scratch;
	struct map keys;
	struct reason *items;
	size_t capacity, listed;
};

static struct reason *reason_of(struct reasons *all, struct statement *s)
{
	bool known = true, rest = false;
	size_t i = 0;
	const char *key = str_printf(all->scratch, "%lld\x1F%d\x1F%s\x1F%s",
		(long long)column_int(s, 7), column_int(s, 4) != 0,
		str_or_empty(column_text(s, 2)), str_or_empty(column_text(s, 3)));
	if (!map_get(&all->keys, key, &i)) {
		rest = all->keys.n >= REASONS_MOST;
		if (rest)
			key = str_printf(all->scratch, "%lld\x1F%d\x1E",
				(long long)column_int(s, 7), column_int(s, 4) != 0);
		known = map_get(&all->keys, key, &i);
	}
	if (known)
		return &all->items[i];
	i = map_intern(&all->keys, key);
	arena_reserve(all->arena, all->items, all->capacity, i + 1);
	all->items[i] = (struct reason){.source_id = column_int(s, 7),
		.kind = column_dup(s, 0, all->arena),
		.file = column_dup(s, 1, all->arena),
		.column = rest ? "" : column_dup(s, 2, all->arena),
		.text = rest ? "further reasons, each of few rows"
			     : column_dup(s, 3, all->arena),
		.rule = rest ? "" : column_dup(s, 6, all->arena),
		.whole = column_int(s, 4) != 0,
		.rest = rest};
	return &all->items[i];
}

static void add(struct reasons *all, struct statement *s)
{
	struct arena_mark mark = arena_mark(all->scratch);
	struct reason *r = reason_of(all, s);
	r->n++;
	if (all->listed < ROWS_LISTED_MOST) {
		all->listed++;
		arena_reserve(all->arena, r->rows, r->capacity, r->rows_n + 1);
		r->rows[r->rows_n++] = column_dup(s, 5, all->arena);
	}
	arena_reset(all->scratch, mark);
}

static int compare(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;
	if (x->source_id != y->source_id)
		return x->source_id < y->source_id ? -1 : 1;
	if (x->whole != y->whole)
		return x->whole ? -1 : 1;
	if (x->rest != y->rest)
		return x->rest ? 1 : -1;
	int by_column = strcmp(x->column, y->column);
	return by_column ? by_column : strcmp(x->text, y->text);
}

static void write_row(struct context *ctx, struct table *t, const struct reason *a)
{
	cell_text(t, a->kind);
	cell_text(t, a->file);
	cell_text(t, a->column);
	cell_text(t, a->text);
	cell_text(t, a->rule);
	cell_bool(t, a->whole);
	cell_count(ctx, t, a->n);
	cell_texts(t, (struct texts){a->rows, a->rows_n});
}

static enum err_code add_reasons(
	struct work_case *c, struct result *r, const struct sql *sql, struct table *t)
{
	struct context *ctx = c->ctx;
	struct reasons all = {.arena = ctx->arena, .scratch = ctx->scratch};
	struct statement *s;
	bool row = false;
	enum err_code err = store_prepare(c->store, sql, &s);
	map_init(&all.keys, ctx->arena);
	/* A block that stays through the resets. */
	arena_alloc(ctx->scratch, 1, 1);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row)
		add(&all, s);
	if (all.keys.n > 0)
		qsort(all.items, all.keys.n, sizeof *all.items, compare);
	for (size_t i = 0; i < all.keys.n; i++)
		write_row(ctx, t, &all.items[i]);
	if (all.listed == ROWS_LISTED_MOST)
		t->reading = "Rows: those that came first; `n` counts all. `lastseen "
			     "set-aside export` writes every row that was set aside.";
	result_table(r, t);
	return err;
}

enum err_code status_set_aside(struct work_case *c, struct result *r)
{
	struct table *t = TABLE_CREATE(c->ctx->arena, "set_aside",
		"What could not be taken, and why", columns);
	return add_reasons(c, r, &sql_status_set_aside, t);
}

enum err_code status_notes(struct work_case *c, struct result *r)
{
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "notes", "Rows that were kept, with a remark", columns);
	return add_reasons(c, r, &sql_status_notes, t);
}
