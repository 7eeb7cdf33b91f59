#include "work/network.h"
#include "base/str.h"
#include "link/network.h"
#include "work/cells.h"
#include "work/naming.h"
#include <math.h>
#include <stdlib.h>

const char *const tie_kind_names[TIE_KINDS_N] = {"co_missing", "found_together",
	"same_adult", "same_address", "same_identifier", "same_home"};

#define SURE_Q 0.05

/* Nodes: the children of the set, then adults, then addresses. */
struct graph {
	struct work_case *c;
	const struct episode_set *set;
	const struct addresses *addresses;
	const struct adults *adults;
	struct network_case *out;
	size_t nodes_n;
	struct tie *ties;
	size_t ties_n, capacity;
	struct network network;
};

static void edge_add(struct graph *g, uint32_t a, uint32_t b, int kind, double weight)
{
	arena_reserve(g->c->ctx->arena, g->ties, g->capacity, g->ties_n + 1);
	g->ties[g->ties_n++] = (struct tie){a, b, kind, weight};
}

static bool makes_groups(const struct child_tie *t)
{
	return t->kind != TIE_SAME_HOME &&
	       (t->kind != TIE_CO_MISSING || t->q_value <= SURE_Q);
}

static void edges_of_children(struct graph *g)
{
	for (size_t i = 0; i < g->out->ties_n; i++) {
		const struct child_tie *t = &g->out->ties[i];
		if (makes_groups(t))
			edge_add(g, t->a, t->b, (int)t->kind, t->episodes);
	}
}

static void edges_of_adults(struct graph *g)
{
	for (size_t i = 0; i < g->adults->n; i++) {
		const struct adult *a = &g->adults->items[i];
		uint32_t node = (uint32_t)(g->set->children_n + i);
		if (a->children_n > g->out->options.shared_max)
			continue;
		for (size_t m = 0; m < a->mentions_n; m++) {
			uint32_t child = child_by_id(g->set,
				g->adults->mentions.items[a->mentions[m]].child_id);
			if (child != NO_KEY)
				edge_add(g, child, node, TIE_SAME_ADULT, 1);
		}
	}
}

static void edges_of_addresses(struct graph *g)
{
	for (size_t i = 0; i < g->addresses->n; i++) {
		const struct address *a = &g->addresses->items[i];
		uint32_t node = (uint32_t)(g->set->children_n + g->adults->n + i);
		if (a->children_n > g->out->options.shared_max)
			continue;
		for (size_t v = 0; v < a->visits_n; v++) {
			uint32_t child = child_by_id(g->set, a->visits[v].child_id);
			if (child != NO_KEY)
				edge_add(g, child, node, TIE_SAME_ADDRESS, 1);
		}
	}
}

/* The ids of a group's nodes in [from, from + n), by the ids of a column. */
static size_t members_of(const struct graph *g, const struct groups *groups,
	size_t group, size_t from, size_t n, uint32_t *members)
{
	size_t k = 0;
	for (size_t i = 0; i < groups_size(groups, group); i++) {
		uint32_t node = groups_items(groups, group)[i];
		if (node >= from && node < from + n)
			members[k++] = (uint32_t)(node - from);
	}
	(void)g;
	return k;
}

static struct child_group group_make(
	struct graph *g, const struct groups *groups, size_t group)
{
	struct arena *arena = g->c->ctx->arena;
	size_t size = groups_size(groups, group), children_n = g->set->children_n;
	uint32_t *children = arena_array(arena, uint32_t, size);
	uint32_t *things = arena_array(arena, uint32_t, size);
	struct child_group out = {.children = children};
	out.children_n = members_of(g, groups, group, 0, children_n, children);
	out.adults_n = members_of(g, groups, group, children_n, g->adults->n, things);
	int64_t *adults = arena_array(arena, int64_t, out.adults_n);
	for (size_t i = 0; i < out.adults_n; i++)
		adults[i] = g->adults->items[things[i]].id;
	out.addresses_n = members_of(
		g, groups, group, children_n + g->adults->n, g->addresses->n, things);
	int64_t *addresses = arena_array(arena, int64_t, out.addresses_n);
	for (size_t i = 0; i < out.addresses_n; i++)
		addresses[i] = g->addresses->items[things[i]].id;
	out.adults = adults;
	out.addresses = addresses;
	return out;
}

static int compare_groups(const void *a, const void *b)
{
	const struct child_group *x = a, *y = b;
	if (x->children_n != y->children_n)
		return x->children_n > y->children_n ? -1 : 1;
	return (x->children[0] > y->children[0]) - (x->children[0] < y->children[0]);
}

static void groups_gather(struct graph *g)
{
	struct arena *arena = g->c->ctx->arena;
	struct network_case *out = g->out;
	struct groups groups = groups_make(
		arena, g->network.group_of, g->nodes_n, g->network.groups_n);
	out->groups = arena_array(arena, struct child_group, g->network.groups_n);
	for (size_t k = 0; k < g->network.groups_n; k++) {
		/* Numbered by size: after the first lone node come only those. */
		if (groups_size(&groups, k) < 2)
			break;
		struct child_group group = group_make(g, &groups, k);
		if (group.children_n >= 2)
			out->groups[out->groups_n++] = group;
	}
	qsort(out->groups, out->groups_n, sizeof *out->groups, compare_groups);
	out->group_of = arena_array(arena, uint32_t, g->set->children_n);
	for (size_t k = 0; k < out->groups_n; k++) {
		out->groups[k].id = (int64_t)k + 1;
		for (size_t i = 0; i < out->groups[k].children_n; i++)
			out->group_of[out->groups[k].children[i]] = (uint32_t)k + 1;
	}
}

/* Distinct children tied to each, whatever the kind but same_home. */
static void degrees(struct graph *g)
{
	struct network_case *out = g->out;
	struct arena *arena = g->c->ctx->arena;
	struct tie_list all = {0};
	for (size_t i = 0; i < out->ties_n; i++)
		if (out->ties[i].kind != TIE_SAME_HOME)
			tie_add(arena, &all, out->ties[i].a, out->ties[i].b,
				TIE_CO_MISSING, 1);
	ties_merge(&all);
	out->degree = arena_array(arena, uint32_t, g->set->children_n);
	for (size_t i = 0; i < all.n; i++) {
		out->degree[all.items[i].a]++;
		out->degree[all.items[i].b]++;
	}
}

enum err_code network_compute(struct work_case *c, const struct episode_set *set,
	const struct addresses *addresses, const struct adults *adults,
	const struct network_case_options *o, struct network_case *out)
{
	*out = (struct network_case){.options = *o};
	struct tie_list time = {0}, things = {0};
	enum err_code code = ties_of_time(c, set, o, &time, &out->pair_share);
	if (!code)
		code = ties_of_things(c, set, addresses, adults, o, &things,
			&out->shared_by_too_many);
	if (code)
		return code;
	ties_merge(&things);
	out->ties_n = time.n + things.n;
	out->ties = arena_array(c->ctx->arena, struct child_tie, out->ties_n);
	for (size_t i = 0; i < time.n; i++)
		out->ties[i] = time.items[i];
	for (size_t i = 0; i < things.n; i++)
		out->ties[time.n + i] = things.items[i];
	struct graph g = {.c = c,
		.set = set,
		.addresses = addresses,
		.adults = adults,
		.out = out,
		.nodes_n = set->children_n + adults->n + addresses->n};
	edges_of_children(&g);
	edges_of_adults(&g);
	edges_of_addresses(&g);
	code = network_build(c->ctx, g.nodes_n, g.ties, g.ties_n, NULL, &g.network);
	if (code)
		return code;
	groups_gather(&g);
	degrees(&g);
	out->community_of = arena_array(c->ctx->arena, uint32_t, set->children_n);
	for (size_t i = 0; i < set->children_n; i++)
		out->community_of[i] = g.network.community_of[i] + 1;
	return ERR_OK;
}
