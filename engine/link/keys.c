#include "base/map.h"
#include "link/keys_stage.h"
#include <stdlib.h>
#include <string.h>

/* Mentions under one key: the same person_ref, name, identifier. */
struct bucket {
	uint32_t *items;
	size_t n, capacity;
};
struct buckets {
	struct arena *arena;
	struct map keys;
	struct bucket *items;
	size_t n, capacity;
};

static void buckets_init(struct buckets *b, struct arena *arena)
{
	memset(b, 0, sizeof *b);
	b->arena = arena;
	map_init(&b->keys, arena);
}

/* Each mention once, though it may carry an identifier twice. */
static void bucket_add(struct buckets *b, const char *key, uint32_t mention)
{
	size_t i = map_intern(&b->keys, key);
	arena_reserve(b->arena, b->items, b->capacity, i + 1);
	b->n = b->keys.n;
	struct bucket *bucket = &b->items[i];
	if (bucket->n > 0 && bucket->items[bucket->n - 1] == mention)
		return;
	arena_reserve(b->arena, bucket->items, bucket->capacity, bucket->n + 1);
	bucket->items[bucket->n++] = mention;
}

static const char *identifier_key(struct arena *arena, const struct key_identifier *id)
{
	return str_printf(arena, "%d %s", (int)id->kind, id->value);
}

static int by_dob(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	if (x[0] != y[0])
		return x[0] < y[0] ? -1 : 1;
	return (x[1] > y[1]) - (x[1] < y[1]);
}

/* Proposes what joins a bucket: a chain through each date of birth, and a proposal
 * between the first of each two neighbouring dates and from the first without to the
 * first of each. O(n log n), not all pairs. */
static void propose_bucket(
	struct joiner *j, struct proposals *p, const struct bucket *b)
{
	int64_t(*order)[2] = arena_alloc(j->arena, b->n, sizeof *order);
	for (size_t i = 0; i < b->n; i++) {
		order[i][0] = j->dob_day[joiner_root(j, b->items[i])];
		order[i][1] = b->items[i];
	}
	qsort(order, b->n, sizeof *order, by_dob);
	size_t first = 0; /* of the present date */
	bool without = b->n > 0 && order[0][0] == KEYS_NO_DOB;
	for (size_t i = 1; i < b->n; i++) {
		if (order[i][0] == order[i - 1][0]) {
			propose(p, (uint32_t)order[i - 1][1], (uint32_t)order[i][1]);
			continue;
		}
		propose(p, (uint32_t)order[first][1], (uint32_t)order[i][1]);
		if (without && first != 0)
			propose(p, (uint32_t)order[0][1], (uint32_t)order[i][1]);
		first = i;
	}
}

static void propose_buckets(
	struct joiner *j, const struct buckets *b, enum link_reason rule)
{
	struct proposals p = {.arena = j->arena};
	for (size_t i = 0; i < b->n; i++)
		propose_bucket(j, &p, &b->items[i]);
	joiner_stage(j, &p, rule);
}

static void link_refs(struct joiner *j, const struct key_mention *m)
{
	struct buckets b;
	buckets_init(&b, j->arena);
	for (size_t i = 0; i < j->n; i++)
		if (!str_empty(m[i].person_ref))
			bucket_add(&b, m[i].person_ref, (uint32_t)i);
	propose_buckets(j, &b, LINK_REF);
}

static void link_names_dob(struct joiner *j, const struct key_mention *m)
{
	struct buckets b;
	buckets_init(&b, j->arena);
	for (size_t i = 0; i < j->n; i++)
		if (m[i].name.full && m[i].dob_day != KEYS_NO_DOB)
			bucket_add(&b,
				str_printf(j->arena, "%lld %s", (long long)m[i].dob_day,
					m[i].name.key),
				(uint32_t)i);
	propose_buckets(j, &b, LINK_NAME_DOB);
}

static void link_names_shared(struct joiner *j, const struct key_mention *m)
{
	struct buckets b;
	buckets_init(&b, j->arena);
	for (size_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < m[i].identifiers_n && !str_empty(m[i].name.key);
			k++)
			bucket_add(&b,
				str_printf(j->arena, "%s\n%s",
					identifier_key(j->arena, &m[i].identifiers[k]),
					m[i].name.key),
				(uint32_t)i);
	propose_buckets(j, &b, LINK_NAME_SHARED);
}

/* Leaves one mention of each group in a bucket, the first. */
static void one_a_group(struct joiner *j, struct bucket *b)
{
	size_t kept = 0;
	for (size_t i = 0; i < b->n; i++) {
		bool known = false;
		for (size_t k = 0; k < kept && !known; k++)
			known = joiner_root(j, b->items[k]) ==
				joiner_root(j, b->items[i]);
		if (!known)
			b->items[kept++] = b->items[i];
	}
	b->n = kept;
}

/* Each two groups of one bucket whose names differ and are similar. */
static void propose_similar(struct joiner *j, struct proposals *p,
	const struct key_mention *m, const struct bucket *b, size_t names_max,
	enum link_reason rule)
{
	struct buckets names;
	buckets_init(&names, j->arena);
	for (size_t i = 0; i < b->n; i++)
		bucket_add(&names, m[b->items[i]].name.key, b->items[i]);
	for (size_t i = 0; i < names.n; i++)
		one_a_group(j, &names.items[i]);
	bool shared = names.n > names_max;
	for (size_t x = 0; x < names.n; x++)
		for (size_t y = x + 1; y < names.n; y++) {
			const struct bucket *a = &names.items[x], *c = &names.items[y];
			if (!name_similar(&m[a->items[0]].name, &m[c->items[0]].name))
				continue;
			if (shared)
				joiner_refuse(j, a->items[0], c->items[0], rule,
					REFUSED_SHARED);
			for (size_t k = 0; !shared && k < a->n * c->n; k++)
				propose(p, a->items[k / c->n], c->items[k % c->n]);
		}
}

static void link_dobs(struct joiner *j, const struct key_mention *m)
{
	struct buckets b;
	struct proposals p = {.arena = j->arena};
	buckets_init(&b, j->arena);
	for (size_t i = 0; i < j->n; i++)
		if (m[i].name.full && m[i].dob_day != KEYS_NO_DOB)
			bucket_add(&b,
				str_printf(j->arena, "%lld", (long long)m[i].dob_day),
				(uint32_t)i);
	for (size_t i = 0; i < b.n; i++)
		propose_similar(j, &p, m, &b.items[i], SIZE_MAX, LINK_DOB_SIMILAR);
	joiner_stage(j, &p, LINK_DOB_SIMILAR);
}

static void link_phones(struct joiner *j, const struct key_mention *m,
	const struct key_options *options)
{
	struct buckets b;
	struct proposals p = {.arena = j->arena};
	buckets_init(&b, j->arena);
	for (size_t i = 0; i < j->n; i++)
		for (size_t k = 0; k < m[i].identifiers_n && !str_empty(m[i].name.key);
			k++)
			if (m[i].identifiers[k].kind != IDENTIFIER_VEHICLE)
				bucket_add(&b,
					identifier_key(j->arena, &m[i].identifiers[k]),
					(uint32_t)i);
	for (size_t i = 0; i < b.n; i++)
		propose_similar(j, &p, m, &b.items[i], options->identifier_names_max,
			LINK_PHONE_NAME);
	joiner_stage(j, &p, LINK_PHONE_NAME);
}

static bool is_bare(const struct key_mention *m)
{
	return m->dob_day == KEYS_NO_DOB && m->identifiers_n == 0 &&
	       str_empty(m->person_ref);
}

/* One full name: its bare mentions to each other, and to the one other group that
 * bears the name, if there is exactly one. */
static void link_one_name(
	struct joiner *j, const struct key_mention *m, const struct bucket *b)
{
	uint32_t other = UINT32_MAX, first = UINT32_MAX, known = UINT32_MAX;
	int64_t dob = KEYS_NO_DOB;
	bool common = false, several = false;
	for (size_t i = 0; i < b->n; i++) {
		uint32_t at = b->items[i], root = joiner_root(j, at);
		int64_t its = j->dob_day[root];
		common = common ||
			 (dob != KEYS_NO_DOB && its != KEYS_NO_DOB && its != dob);
		dob = its != KEYS_NO_DOB ? its : dob;
		if (is_bare(&m[at])) {
			first = first == UINT32_MAX ? at : first;
			continue;
		}
		several = several || (other != UINT32_MAX && other != root);
		other = root;
		known = known == UINT32_MAX ? at : known;
	}
	for (size_t i = 0; i < b->n; i++) {
		uint32_t at = b->items[i];
		if (!is_bare(&m[at]) || at == first)
			continue;
		if (common)
			joiner_refuse(
				j, first, at, LINK_NAME_ONLY, REFUSED_COMMON_NAME);
		else
			joiner_join(j, first, at, LINK_NAME_ONLY);
	}
	if (first == UINT32_MAX || known == UINT32_MAX)
		return;
	if (common || several)
		joiner_refuse(j, known, first, LINK_NAME_ONLY,
			common ? REFUSED_COMMON_NAME : REFUSED_AMBIGUOUS);
	else
		joiner_join(j, known, first, LINK_NAME_ONLY);
}

static void link_names_only(struct joiner *j, const struct key_mention *m)
{
	struct buckets b;
	buckets_init(&b, j->arena);
	for (size_t i = 0; i < j->n; i++)
		if (m[i].name.full)
			bucket_add(&b, m[i].name.key, (uint32_t)i);
	for (size_t i = 0; i < b.n; i++)
		link_one_name(j, m, &b.items[i]);
}

/* Numbers the groups by first member; the count. */
static size_t number_groups(struct joiner *j, uint32_t *group_of)
{
	size_t count = 0;
	for (size_t i = 0; i < j->n; i++) {
		uint32_t root = joiner_root(j, (uint32_t)i);
		group_of[i] = root == i ? (uint32_t)count++ : group_of[root];
	}
	return count;
}

static int by_rank(const uint32_t x[3], const uint32_t y[3])
{
	for (int i = 0; i < 3; i++)
		if (x[i] != y[i])
			return x[i] < y[i] ? -1 : 1;
	return 0;
}

static int by_link(const void *a, const void *b)
{
	const struct key_link *x = a, *y = b;
	const uint32_t p[3] = {x->reason, x->a, x->b}, q[3] = {y->reason, y->a, y->b};
	return by_rank(p, q);
}

static int by_refused(const void *a, const void *b)
{
	const struct key_refused *x = a, *y = b;
	const uint32_t p[3] = {x->rule, x->a, x->b}, q[3] = {y->rule, y->a, y->b};
	int order = by_rank(p, q);
	return order ? order : (x->reason > y->reason) - (x->reason < y->reason);
}

/* Into the results, sorted; the same refusal by two identifiers counts once. */
static void finish(struct context *ctx, struct joiner *j, struct key_groups *g)
{
	g->links_n = j->links_n;
	g->links = arena_array(ctx->arena, struct key_link, j->links_n);
	g->refused = arena_array(ctx->arena, struct key_refused, j->refused_n);
	if (j->links_n > 0)
		memcpy(g->links, j->links, j->links_n * sizeof *g->links);
	if (j->links_n > 0)
		qsort(g->links, g->links_n, sizeof *g->links, by_link);
	if (j->refused_n > 0)
		qsort(j->refused, j->refused_n, sizeof *j->refused, by_refused);
	for (size_t i = 0; i < j->refused_n; i++)
		if (i == 0 || by_refused(&j->refused[i - 1], &j->refused[i]) != 0)
			g->refused[g->refused_n++] = j->refused[i];
	g->weak = arena_array(ctx->arena, bool, g->n);
	g->dob_day = arena_array(ctx->arena, int64_t, g->n);
	for (size_t i = 0; i < j->n; i++)
		g->dob_day[g->group_of[i]] = j->dob_day[joiner_root(j, (uint32_t)i)];
	for (size_t i = 0; i < g->links_n; i++)
		if (g->links[i].reason == LINK_NAME_ONLY)
			g->weak[g->group_of[g->links[i].a]] = true;
}

enum err_code keys_link(struct context *ctx, const struct key_mention *mentions,
	size_t n, const struct key_options *options, struct key_groups *groups)
{
	static const struct key_options usual = {false, 12};
	struct joiner j;
	const struct key_options *o = options ? options : &usual;
	if (n >= UINT32_MAX)
		return err_set(
			ctx, ERR_UNSUPPORTED, "too many mentions to link: give fewer");
	memset(groups, 0, sizeof *groups);
	groups->group_of = arena_array(ctx->arena, uint32_t, n);
	groups->strong_of = arena_array(ctx->arena, uint32_t, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	joiner_init(&j, ctx->scratch, mentions, n);
	link_refs(&j, mentions);
	link_names_dob(&j, mentions);
	link_names_shared(&j, mentions);
	link_dobs(&j, mentions);
	link_phones(&j, mentions, o);
	groups->strong_n = number_groups(&j, groups->strong_of);
	if (!o->no_weak)
		link_names_only(&j, mentions);
	groups->n = number_groups(&j, groups->group_of);
	finish(ctx, &j, groups);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

const char *link_reason_text(enum link_reason reason)
{
	static const char *const texts[] = {"same person reference",
		"same name and date of birth", "same name and a shared identifier",
		"same date of birth and a similar name",
		"shared phone or handle and a similar name",
		"same full name only (weak)"};
	return texts[reason];
}

const char *refused_reason_text(enum refused_reason reason)
{
	static const char *const texts[] = {"different dates of birth",
		"could be either of two people",
		"name borne by people of different birth dates",
		"identifier shared by too many names"};
	return texts[reason];
}
