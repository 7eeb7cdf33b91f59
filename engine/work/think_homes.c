/* Homes, and children of other authorities. */
#include "work/homes.h"
#include "work/think_parts.h"
#include <math.h>

static size_t in_state(const struct homes *x, enum home_state state)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n; i++)
		n += x->items[i].state == state;
	return n;
}

/* "SC100002 (31.0 for 1,000 nights, 20 episodes of 7 children)", at most four. */
static const char *home_words(
	struct think *t, const struct homes *x, enum home_state state)
{
	struct strbuf buf;
	strbuf_init(&buf, t->ctx->arena);
	size_t n = 0;
	for (size_t i = 0; i < x->n; i++) {
		const struct home *home = &x->items[i];
		if (home->state != state || ++n > 4 ||
			naming_suppressed(t->ctx, home->children_n))
			continue;
		strbuf_printf(&buf, "%s%s (%.1f for 1,000 nights, %s)",
			buf.n ? "; " : "", naming_home(t->ctx, home->number, home->urn),
			home->rate, think_both(t, home->episodes_n, home->children_n));
	}
	return buf.text;
}

static void say_homes(struct think *t, const struct homes *x)
{
	size_t raised = in_state(x, HOME_RAISED), one = in_state(x, HOME_ONE_CHILD);
	if (x->n == 0) {
		html_finding(t->html, "No home comes up in these episodes");
		return;
	}
	const char *strong = think_text(t,
		raised == 0   ? "No home has more episodes than chance gives, once its "
				"nights and its most frequent child are allowed for."
		: raised == 1 ? "One home has more episodes than chance gives, also "
				"without its most frequent child."
			      : "%zu homes have more episodes than chance gives, also "
				"without their most frequent child.",
		raised);
	const char *rest =
		raised ? think_text(t, "%s. All homes together: %.1f.",
				 home_words(t, x, HOME_RAISED), x->pooled_rate)
		       : NULL;
	html_finding(t->html, "%s", strong);
	if (rest)
		html_say(t->html, "%s", rest);
	if (raised)
		think_finding(t, "homes", strong, rest);
	else
		think_no_finding(t, "homes", strong, NULL);
	if (one && *home_words(t, x, HOME_ONE_CHILD))
		html_say(t->html,
			"%s above the limit only with the one child who went most: %s.",
			words_of(t->ctx->arena, (int64_t)one, "home is", "homes are"),
			home_words(t, x, HOME_ONE_CHILD));
	if (x->episodes_without_home)
		html_note(t->html,
			"%s from own homes, and from care that no URN names, are in "
			"none of these figures.",
			think_n(t, x->episodes_without_home, "episode", "episodes"));
}

static void note_places(struct think *t, const struct homes *x)
{
	int64_t n = 0;
	for (size_t i = 0; i < x->n; i++)
		n += x->items[i].nights > 0 && !x->items[i].nights_from_placements;
	if (n)
		think_caveat(t,
			"%s no placements in the case: their nights are registered "
			"places times days, more than were slept, so that their rates "
			"are higher in truth.",
			words_of(t->ctx->arena, n, "home has", "homes have"));
}

enum err_code think_homes(struct think *t)
{
	struct homes *x = &t->found.homes;
	struct result *r;
	struct figure figure;
	enum err_code err = homes_compute(t->c, &t->set, x);
	if (!err)
		err = homes_result(t->c, &t->set, x, &r);
	if (err)
		return err;
	think_result(t, "homes", r);
	html_open(t->html, "homes", "Children's homes");
	say_homes(t, x);
	err = figure_funnel(t->ctx, result_find_table(r, "homes"),
		result_find_table(r, "funnel"), &figure);
	if (err)
		return err;
	if (x->n)
		think_figure(t, &figure,
			"Episodes for 1,000 nights against the nights children spent "
			"in each home, %s. Were all homes alike, 95 in 100 would lie "
			"in the darker band and 998 in 1,000 in both. This is no "
			"league table: homes take different children.",
			words_of(t->ctx->arena, (int64_t)x->n, "home", "homes"));
	html_table(t->html,
		think_hide(t, think_table(t, "homes", r, "homes"),
			"places,nights_from,expected,lower_998,upper_998,shrunk_rate,"
			"z"),
		25);
	note_places(t, x);
	return ERR_OK;
}
