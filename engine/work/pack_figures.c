/* The figures that every pack has, whatever its subject: how many, whose, from when to
 * when. Children, not rows: each child stands with its own number of episodes. */
#include "base/map.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/naming.h"
#include "work/pack_parts.h"

static const struct column child_columns[] = {
	{"child", "Child", 0, AUDIENCE_PARTNER},
	{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
	{"mentions", "Mentions without an episode here", 0, AUDIENCE_PARTNER},
};

/* Counts by child: index into children, in order of first sight. */
struct tally {
	struct pack *p;
	struct map seen;
	const char **names;
	int64_t *episodes, *mentions;
};

static size_t tally_child(struct tally *t, int64_t id, const char *ref)
{
	struct context *ctx = t->p->ctx;
	size_t at =
		map_intern(&t->seen, str_printf(ctx->scratch, "%lld", (long long)id));
	t->names[at] = naming_child(ctx, id, ref);
	return at;
}

static struct tally count(struct pack *p)
{
	size_t most = p->episodes_n + p->mentions_n;
	struct arena *arena = p->ctx->arena;
	struct tally t = {.p = p,
		.names = arena_array(arena, const char *, most),
		.episodes = arena_array(arena, int64_t, most),
		.mentions = arena_array(arena, int64_t, most)};
	bool *taken = arena_array(arena, bool, p->set.n);
	map_init(&t.seen, arena);
	for (size_t i = 0; i < p->episodes_n; i++) {
		const struct episode *e = &p->set.episodes[p->episodes[i]];
		const struct episode_child *k = &p->set.children[e->child];
		taken[p->episodes[i]] = true;
		t.episodes[tally_child(&t, k->id, k->ref)]++;
	}
	for (size_t i = 0; i < p->mentions_n; i++) {
		const struct mention *m = &p->adults.mentions.items[p->mentions[i]];
		bool counted = m->episode != NO_EPISODE && taken[m->episode];
		if (m->child_id && !counted)
			t.mentions[tally_child(&t, m->child_id, m->child_ref)]++;
	}
	return t;
}

static const char *moment_text(struct pack *p, struct moment m)
{
	char text[CIVIL_TEXT_MAX];
	if (m.precision == TIME_NONE)
		return NULL;
	moment_format(m, text);
	return str_dup(p->ctx->arena, text);
}

static void add_span(struct pack *p)
{
	struct moment first = {0}, last = {0};
	for (size_t i = 0; i < p->episodes_n; i++) {
		struct moment gone = p->set.episodes[p->episodes[i]].gone;
		if (first.precision == TIME_NONE || gone.start_s < first.start_s)
			first = gone;
		if (last.precision == TIME_NONE || gone.start_s > last.start_s)
			last = gone;
	}
	result_text(p->figures, "first", moment_text(p, first));
	result_text(p->figures, "last", moment_text(p, last));
}

static void append(struct result *r, const struct result *more)
{
	arena_reserve(r->arena, r->fields, r->capacity, r->n + more->n);
	for (size_t i = 0; i < more->n; i++)
		r->fields[r->n++] = more->fields[i];
}

/* First what every pack says, then what is said of a subject of this kind alone. */
void pack_figures(struct pack *p)
{
	struct tally t = count(p);
	const struct result *own = p->figures;
	p->figures = result_create(p->ctx->arena);
	struct table *table = TABLE_CREATE(
		p->ctx->arena, "by_child", "Whose episodes these are", child_columns);
	table->reading =
		"One child with many episodes does not make a pattern of many.";
	int64_t top = 0;
	for (size_t i = 0; i < t.seen.n; i++) {
		top = t.episodes[i] > top ? t.episodes[i] : top;
		cell_text(table, t.names[i]);
		cell_int(table, t.episodes[i]);
		cell_int(table, t.mentions[i]);
	}
	result_int(p->figures, "episodes", (int64_t)p->episodes_n);
	result_int(p->figures, "mentions", (int64_t)p->mentions_n);
	result_int(p->figures, "children", (int64_t)t.seen.n);
	result_int(p->figures, "episodes_of_the_top_child", top);
	add_span(p);
	append(p->figures, own);
	result_table(p->figures, table);
}
