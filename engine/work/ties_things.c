#include "work/cells.h"
#include "work/network.h"
#include <stdlib.h>

/* A child at a thing, so many times. */
struct share {
	uint32_t child, episodes;
};

struct sharing {
	struct arena *arena;
	const struct episode_set *set;
	const struct network_case_options *o;
	struct tie_list *ties;
	int64_t *too_many;
	struct share *items;
	size_t n, capacity;
};

static int compare_shares(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	return (x->child > y->child) - (x->child < y->child);
}

static void share_add(struct sharing *s, uint32_t child)
{
	if (child == NO_KEY)
		return;
	arena_reserve(s->arena, s->items, s->capacity, s->n + 1);
	s->items[s->n++] = (struct share){child, 1};
}

/* Ties all children of the thing to each other, and forgets them. */
static void shares_tie(struct sharing *s, enum tie_kind kind)
{
	size_t n = 0;
	if (s->n)
		qsort(s->items, s->n, sizeof *s->items, compare_shares);
	for (size_t i = 0; i < s->n; i++) {
		if (n && s->items[n - 1].child == s->items[i].child)
			s->items[n - 1].episodes++;
		else
			s->items[n++] = s->items[i];
	}
	if (n > (size_t)s->o->shared_max) {
		++*s->too_many;
		n = 0;
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			tie_add(s->arena, s->ties, s->items[i].child, s->items[k].child,
				kind, s->items[i].episodes + s->items[k].episodes);
	s->n = 0;
}

static void mentions_share(struct sharing *s, const struct mention_set *mentions,
	const uint32_t *items, size_t n, enum tie_kind kind)
{
	for (size_t i = 0; i < n; i++)
		share_add(s, child_by_id(s->set, mentions->items[items[i]].child_id));
	shares_tie(s, kind);
}

static enum err_code homes_share(struct work_case *c, struct sharing *s)
{
	struct map numbers;
	enum err_code code = homes_number(c, &numbers);
	if (code)
		return code;
	uint32_t *keys = arena_array(s->arena, uint32_t, s->set->n);
	for (size_t i = 0; i < s->set->n; i++) {
		const char *urn = s->set->episodes[i].from_home_urn;
		keys[i] = urn ? (uint32_t)map_intern(&numbers, urn) : NO_KEY;
	}
	struct groups g = groups_make(s->arena, keys, s->set->n, numbers.n);
	for (size_t k = 0; k < g.n; k++) {
		for (size_t i = 0; i < groups_size(&g, k); i++)
			share_add(s, s->set->episodes[groups_items(&g, k)[i]].child);
		shares_tie(s, TIE_SAME_HOME);
	}
	return ERR_OK;
}

enum err_code ties_of_things(struct work_case *c, const struct episode_set *set,
	const struct addresses *addresses, const struct adults *adults,
	const struct network_case_options *o, struct tie_list *ties, int64_t *too_many)
{
	struct sharing s = {.arena = c->ctx->arena,
		.set = set,
		.o = o,
		.ties = ties,
		.too_many = too_many};
	*too_many = 0;
	for (size_t i = 0; i < adults->n; i++)
		mentions_share(&s, &adults->mentions, adults->items[i].mentions,
			adults->items[i].mentions_n, TIE_SAME_ADULT);
	for (size_t i = 0; i < addresses->n; i++) {
		const struct address *a = &addresses->items[i];
		for (size_t v = 0; v < a->visits_n; v++)
			share_add(&s, child_by_id(set, a->visits[v].child_id));
		shares_tie(&s, TIE_SAME_ADDRESS);
	}
	for (size_t i = 0; i < adults->identifiers_n; i++)
		mentions_share(&s, &adults->mentions, adults->identifiers[i].mentions,
			adults->identifiers[i].mentions_n, TIE_SAME_IDENTIFIER);
	return homes_share(c, &s);
}
