/* Each child's pattern, children missing together, and the network. */
#include "work/children.h"
#include "work/network.h"
#include "work/think_parts.h"
#include <string.h>

enum err_code think_patterns(struct think *t)
{
	struct children_options o = CHILDREN_DEFAULT;
	struct children x;
	struct result *r;
	enum err_code err = children_compute(t->c, &t->set, &o, &x);
	if (!err)
		err = children_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	think_result(t, "children", r);
	html_open(t->html, "repeats", "Children who go repeatedly");
	size_t rising = 0;
	for (size_t i = 0; i < x.n; i++)
		rising += x.items[i].trend == CHILD_RISING;
	if (rising && t->ctx->audience > AUDIENCE_PUBLIC)
		html_finding(t->html, "%s more and more often",
			words_of(t->ctx->arena, (int64_t)rising, "child goes",
				"children go"));
	const struct table *table =
		think_hide(t, think_table(t, "children", r, "children"),
			"homes,mean_hour,longest_hours,usual_found_episodes,first");
	html_table(t->html, table, 15);
	return ERR_OK;
}

static bool is_together(const struct table *t, size_t row)
{
	const struct cell *kind = table_get(t, row, "kind");
	return kind->kind == CELL_TEXT &&
	       (strcmp(kind->as.text, tie_kind_names[TIE_CO_MISSING]) == 0 ||
		       strcmp(kind->as.text, tie_kind_names[TIE_FOUND_TOGETHER]) == 0);
}

/* Pairs that chance does not give, and the children in them. */
static size_t pairs_beyond_chance(
	struct think *t, const struct network_case *x, size_t *children)
{
	bool *in = arena_array(t->ctx->arena, bool, t->set.children_n);
	size_t pairs = 0;
	*children = 0;
	for (size_t i = 0; i < x->ties_n; i++) {
		const struct child_tie *tie = &x->ties[i];
		if (tie->kind > TIE_FOUND_TOGETHER || !(tie->q_value <= THINK_ALPHA))
			continue;
		pairs++;
		in[tie->a] = in[tie->b] = true;
	}
	for (size_t i = 0; i < t->set.children_n; i++)
		*children += in[i];
	return pairs;
}

static void say_together(struct think *t, const struct network_case *x)
{
	size_t children, pairs = pairs_beyond_chance(t, x, &children);
	if (pairs == 0) {
		html_finding(t->html,
			"No two children went or were found together more often than "
			"chance gives");
		return;
	}
	const char *strong = think_text(t,
		"%s went or were found together more often than chance gives.",
		words_of(t->ctx->arena, (int64_t)pairs, "pair of children",
			"pairs of children"));
	html_finding(t->html, "%s", strong);
	think_finding(t, "repeats", strong,
		think_text(t, "%s are in them.",
			words_of(t->ctx->arena, (int64_t)children, "child",
				"children")));
}

static void say_groups(struct think *t, const struct network_case *x)
{
	if (x->groups_n == 0) {
		html_finding(t->html, "No children hang together by adults, addresses, "
				      "identifiers or being found together");
		return;
	}
	const struct child_group *first = &x->groups[0];
	const char *strong = think_text(t,
		"%s of children hang together; the largest "
		"has %s.",
		words_of(t->ctx->arena, (int64_t)x->groups_n, "group", "groups"),
		words_of(t->ctx->arena, (int64_t)first->children_n, "child",
			"children"));
	const char *rest = think_text(t, "It shares %s and %s.",
		words_of(t->ctx->arena, (int64_t)first->adults_n, "adult", "adults"),
		words_of(t->ctx->arena, (int64_t)first->addresses_n, "address",
			"addresses"));
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	think_finding(t, "network", strong, rest);
	html_say(t->html,
		"Children are tied by being found together, by the same adult, address "
		"or identifier, and by being missing together more often than chance "
		"gives. A home or one shared evening ties nobody.");
	if (x->shared_by_too_many)
		html_note(t->html, "%s shared by more children than %lld tie nobody.",
			words_of(t->ctx->arena, x->shared_by_too_many, "thing",
				"things"),
			(long long)x->options.shared_max);
}

enum err_code think_network(struct think *t)
{
	struct network_case_options o = NETWORK_CASE_DEFAULT;
	struct network_case x;
	struct result *r;
	enum err_code err = network_compute(
		t->c, &t->set, &t->found.addresses, &t->found.adults, &o, &x);
	if (!err)
		err = network_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	if (t->ctx->audience == AUDIENCE_PUBLIC) {
		html_open(t->html, "network", "The network");
		html_say(t->html, "The network is not shown to the public.");
		return ERR_OK;
	}
	think_result(t, "network", r);
	html_open(t->html, "repeats", "Children who go repeatedly");
	say_together(t, &x);
	struct table *together =
		think_rows(t, think_table(t, "network", r, "ties"), is_together);
	together->title = "Children missing or found together";
	html_table(t->html, together, 15);
	html_open(t->html, "network", "The network");
	say_groups(t, &x);
	html_table(t->html, think_table(t, "network", r, "groups"), 15);
	html_table_folded(t->html, think_table(t, "network", r, "nodes"),
		"The children of the network", 40);
	return ERR_OK;
}
