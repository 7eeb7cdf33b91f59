/* Children who repeat, recurring addresses, recurring adults and identifiers. */
#include "work/addresses.h"
#include "work/adults.h"
#include "work/repeat.h"
#include "work/think_parts.h"
#include <math.h>

static void say_repeats(struct think *t, const struct repeat *x, const struct result *r)
{
	if (x->children < THINK_FEW) {
		html_say(t->html, "%s went: too few to compare.",
			think_n(t, x->children, "child", "children"));
		return;
	}
	const char *strong =
		isfinite(x->top_10_share)
			? think_text(t,
				  "A tenth of the children made %s of the episodes.",
				  think_percent(t, x->top_10_share))
			: "Some children go again and again.";
	/* Hidden in the table, hidden here. */
	bool told = result_get(r, "children_at_2")->kind == CELL_INT &&
		    result_get(r, "children_at_3")->kind == CELL_INT;
	const char *went =
		think_text(t, "%s went twice or more, %s three times or more",
			think_n(t, x->children_at_2, "child", "children"),
			think_n(t, x->children_at_3, "child", "children"));
	html_finding(t->html, "%s", strong);
	think_finding(t, "repeats", strong,
		told ? think_text(t, "%s, of %s.", went,
			       think_n(t, x->children, "child", "children"))
		     : NULL);
	if (told)
		html_say(t->html, "%s.", went);
	if (isfinite(x->within_28) && isfinite(x->repeats_within_28))
		html_say(t->html,
			"After a first episode in the period, %s go again within 28 "
			"days "
			"(95%% interval %s to %s). Of those who do go again, %s do so "
			"in "
			"these 28 days: that is when an interview can change most.",
			think_percent(t, x->within_28),
			think_percent(t, x->within_28_lower),
			think_percent(t, x->within_28_upper),
			think_percent(t, x->repeats_within_28));
}

enum err_code think_repeats(struct think *t)
{
	struct repeat x;
	struct result *r;
	struct figure figure;
	enum err_code err = repeat_compute(t->c, &t->set, &x);
	if (!err)
		err = repeat_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	think_result(t, "repeats", r);
	html_open(t->html, "repeats", "Children who go repeatedly");
	say_repeats(t, &x, r);
	err = figure_lorenz(t->ctx, result_find_table(r, "lorenz"), &figure);
	if (err)
		return err;
	think_figure(t, &figure,
		"How unequally episodes fall on children, %s. The further the curve is "
		"from the dashed line, the more of the episodes fall on few children.",
		think_both(t, x.episodes, x.children));
	html_table(t->html, think_table(t, "repeats", r, "repeat"), 0);
	think_again(t, &x.groups);
	html_table_folded(t->html, think_table(t, "repeats", r, "next_by_group"),
		"How soon children go again, by group", 0);
	if (t->ctx->audience > AUDIENCE_PUBLIC)
		html_table_folded(t->html, think_table(t, "repeats", r, "next_episode"),
			"How soon children go again", 40);
	return ERR_OK;
}

/* ---- addresses ------------------------------------------------------------------- */

static void say_addresses(struct think *t, const struct addresses *x)
{
	size_t unusual = 0;
	for (size_t i = 0; i < x->n; i++)
		unusual += x->items[i].q_value <= THINK_ALPHA;
	if (x->n == 0) {
		html_finding(t->html, "No address came up for two or more children");
		return;
	}
	const char *strong = think_text(t,
		"%s came up for two or more children, %s more often than chance gives.",
		words_of(t->ctx->arena, (int64_t)x->n, "address", "addresses"),
		unusual ? think_text(t, "%zu of them", unusual) : "none of them");
	const struct address *first = &x->items[0];
	const char *rest = think_text(t, "The busiest: %s.",
		think_both(t, first->episodes_n, first->children_n));
	html_finding(t->html, "%s", strong);
	think_finding(t, "addresses", strong, rest);
	html_note(t->html,
		"Left out: %s where the child belongs, %s without a recognised "
		"address. A station or a hospital comes up for reasons of its own: it "
		"is a place to be, not a suspicion.",
		think_n(t, x->where_they_belong, "place", "places"),
		think_n(t, x->without_address, "place", "places"));
}

enum err_code think_addresses(struct think *t)
{
	struct addresses_options o = ADDRESSES_DEFAULT;
	struct addresses *x = &t->found.addresses;
	struct result *r;
	struct figure figure;
	enum err_code err = addresses_compute(t->c, &t->set, &o, x);
	if (!err)
		err = addresses_result(t->c, &t->set, x, &r);
	if (err)
		return err;
	html_open(t->html, "addresses", "Recurring addresses");
	if (t->ctx->audience == AUDIENCE_PUBLIC) {
		html_say(t->html, "Recurring addresses are not shown to the public.");
		return ERR_OK;
	}
	think_result(t, "addresses", r);
	say_addresses(t, x);
	err = figure_timeline(t->ctx, result_find_table(r, "addresses"),
		result_find_table(r, "address_timeline"), &figure);
	if (err)
		return err;
	if (x->n)
		think_figure(t, &figure,
			"When each address came up, a mark a visit, the busiest first "
			"(%zu of %zu addresses).",
			x->n < 15 ? x->n : (size_t)15, x->n);
	html_table(t->html,
		think_hide(t, think_table(t, "addresses", r, "addresses"),
			"easting,northing,first,last,top_child_episodes"),
		20);
	html_table_folded(t->html, think_table(t, "addresses", r, "address_timeline"),
		"Who was there, and when", 40);
	return ERR_OK;
}

/* ---- adults ---------------------------------------------------------------------- */

static void say_adults(struct think *t, const struct adults *x)
{
	size_t unusual = 0;
	for (size_t i = 0; i < x->n; i++)
		unusual += x->items[i].q_value <= THINK_ALPHA;
	if (x->n == 0) {
		html_finding(t->html, "No adult was named with two or more children");
		return;
	}
	const struct adult *first = &x->items[0];
	const char *strong = think_text(t,
		"%s named with two or more children, %s with more than chance gives.",
		words_of(t->ctx->arena, (int64_t)x->n, "adult was", "adults were"),
		unusual ? think_text(t, "%zu of them", unusual) : "none of them");
	const char *rest = think_text(t,
		"The most: %s. To be named with a child is no offence: these are "
		"leads.",
		think_both(t, first->episodes_n, first->children_n));
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	think_finding(t, "adults", strong, rest);
	size_t weak = 0;
	for (size_t i = 0; i < x->n; i++)
		weak += x->items[i].weak;
	if (weak)
		html_note(t->html,
			"Of these, %s held together by a name alone somewhere: look at "
			"\"Children, sure links\" before acting on them.",
			words_of(t->ctx->arena, (int64_t)weak, "is", "are"));
}

enum err_code think_adults(struct think *t)
{
	struct adults_options o = ADULTS_DEFAULT;
	struct adults *x = &t->found.adults;
	struct result *r;
	enum err_code err = adults_compute(t->c, &t->set, &o, x);
	if (!err)
		err = adults_result(t->c, &t->set, x, &r);
	if (err)
		return err;
	html_open(t->html, "adults", "Recurring adults, phones, vehicles and handles");
	if (t->ctx->audience == AUDIENCE_PUBLIC) {
		html_say(t->html, "Adults, phones, vehicles and handles are not shown "
				  "to the public.");
		return ERR_OK;
	}
	think_result(t, "adults", r);
	say_adults(t, x);
	html_table(t->html, think_table(t, "adults", r, "adults"), 20);
	if (x->identifiers_n) {
		html_finding(t->html, "%s with two or more children",
			words_of(t->ctx->arena, (int64_t)x->identifiers_n,
				"phone, vehicle or handle came up",
				"phones, vehicles and handles came up"));
		html_table(t->html, think_table(t, "adults", r, "identifiers"), 20);
	}
	return ERR_OK;
}
