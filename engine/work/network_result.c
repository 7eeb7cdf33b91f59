#include "base/str.h"
#include "work/cells.h"
#include "work/naming.h"
#include "work/network.h"

static struct texts names_of(struct context *ctx, const struct episode_set *set,
	const uint32_t *children, size_t n)
{
	const char **names = arena_array(ctx->arena, const char *, n);
	for (size_t i = 0; i < n; i++)
		names[i] = child_name(ctx, set, children[i]);
	return (struct texts){names, n};
}

static struct texts ids_of(struct context *ctx, const int64_t *ids, size_t n)
{
	const char **texts = arena_array(ctx->arena, const char *, n);
	for (size_t i = 0; i < n; i++)
		texts[i] = str_printf(ctx->arena, "%lld", (long long)ids[i]);
	return (struct texts){texts, n};
}

static const struct table *groups_table(struct context *ctx,
	const struct episode_set *set, const struct network_case *x)
{
	static const struct column columns[] = {
		{"id", "No.", 0, AUDIENCE_PARTNER},
		{"children", "Children", 0, AUDIENCE_PARTNER},
		{"adults", "Adults", 0, AUDIENCE_PARTNER},
		{"addresses", "Addresses", 0, AUDIENCE_PARTNER},
	};
	struct table *t = TABLE_CREATE(
		ctx->arena, "groups", "Children who are tied to each other", columns);
	t->reading = "A group hangs together by being found together, missing together "
		     "more than chance, or sharing an adult, an address or an "
		     "identifier. Living in the same home makes no group.";
	for (size_t i = 0; i < x->groups_n && ctx->audience > AUDIENCE_PUBLIC; i++) {
		const struct child_group *g = &x->groups[i];
		cell_int(t, g->id);
		cell_texts(t, names_of(ctx, set, g->children, g->children_n));
		cell_ids(t, ids_of(ctx, g->adults, g->adults_n));
		cell_ids(t, ids_of(ctx, g->addresses, g->addresses_n));
	}
	return t;
}

static const struct table *ties_table(struct context *ctx,
	const struct episode_set *set, const struct network_case *x)
{
	static const struct column columns[] = {
		{"a", "Child", 0, AUDIENCE_PARTNER},
		{"b", "and child", 0, AUDIENCE_PARTNER},
		{"kind", "Tie", 0, AUDIENCE_PARTNER},
		{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
		{"expected", "By chance", 2, AUDIENCE_PARTNER},
		{"p_value", NULL, 4, AUDIENCE_PARTNER},
		{"q_value", "q", 3, AUDIENCE_PARTNER},
	};
	struct table *t =
		TABLE_CREATE(ctx->arena, "ties", "Ties between two children", columns);
	t->reading = "By chance is how often the two would begin an episode within the "
		     "same hours if they went independently; q is the share of false "
		     "ties among those with a q as small, over all pairs of children.";
	for (size_t i = 0; i < x->ties_n && ctx->audience > AUDIENCE_PUBLIC; i++) {
		const struct child_tie *tie = &x->ties[i];
		cell_text(t, child_name(ctx, set, tie->a));
		cell_text(t, child_name(ctx, set, tie->b));
		cell_text(t, tie_kind_names[tie->kind]);
		cell_int(t, tie->episodes);
		cell_real(t, tie->expected);
		cell_real(t, tie->p_value);
		cell_real(t, tie->q_value);
	}
	return t;
}

static const struct table *nodes_table(struct context *ctx,
	const struct episode_set *set, const struct network_case *x)
{
	static const struct column columns[] = {
		{"child", "Child", 0, AUDIENCE_PARTNER},
		{"group", "Group", 0, AUDIENCE_PARTNER},
		{"community", "Community", 0, AUDIENCE_PARTNER},
		{"tied_to", "Tied to", 0, AUDIENCE_PARTNER},
		{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
	};
	struct table *t =
		TABLE_CREATE(ctx->arena, "nodes", "Children of the network", columns);
	t->reading = "Tied to counts distinct children, homes left aside. A community "
		     "is a reading of the denser parts of a group, no fact.";
	for (uint32_t i = 0; i < set->children_n && ctx->audience > AUDIENCE_PUBLIC;
		i++) {
		if (!x->degree[i])
			continue;
		cell_text(t, child_name(ctx, set, i));
		if (x->group_of[i])
			cell_int(t, x->group_of[i]);
		else
			cell_null(t);
		cell_int(t, x->community_of[i]);
		cell_int(t, x->degree[i]);
		cell_int(t, set->children[i].episodes_n);
	}
	return t;
}

enum err_code network_result(struct work_case *c, const struct episode_set *set,
	const struct network_case *x, struct result **out)
{
	struct result *r = result_create(c->ctx->arena);
	result_table(r, groups_table(c->ctx, set, x));
	result_table(r, ties_table(c->ctx, set, x));
	result_table(r, nodes_table(c->ctx, set, x));
	result_int(r, "shared_by_too_many", x->shared_by_too_many);
	*out = r;
	return ERR_OK;
}

static enum err_code load_and_compute(struct work_case *c, struct episode_set *set,
	const struct network_case_options *o, struct network_case *x)
{
	static const struct addresses_options address_options = ADDRESSES_DEFAULT;
	static const struct adults_options adult_options = ADULTS_DEFAULT;
	struct addresses addresses;
	struct adults adults;
	enum err_code code = episodes_load(c, set);
	if (!code)
		code = addresses_compute(c, set, &address_options, &addresses);
	if (!code)
		code = adults_compute(c, set, &adult_options, &adults);
	if (!code)
		code = network_compute(c, set, &addresses, &adults, o, x);
	return code;
}

enum err_code work_network(struct context *ctx, const struct work_options *options,
	const struct network_case_options *o)
{
	struct work_case c;
	struct episode_set set;
	struct network_case x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = load_and_compute(&c, &set, o, &x);
	if (!code)
		code = network_result(&c, &set, &x, &result);
	struct result *parameters = case_parameters(&c);
	result_real(parameters, "window_hours", (double)o->window_s / 3600);
	result_int(parameters, "shared_max", o->shared_max);
	return analysis_finish(&c, code, "network", parameters, result);
}
