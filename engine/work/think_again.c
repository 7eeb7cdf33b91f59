/* How soon children go again, by where they went from and by interview: within the section
 * of children who repeat. */
#include "work/repeat.h"
#include "work/think_parts.h"
#include <math.h>

/* "Within 28 days 41% against 30%; at any time 2.0 times as often (95% interval 1.4 to
 * 2.9, children as the unit)." */
static const char *figures_words(
	struct think *t, const struct again *a, const struct cox_term *ratio)
{
	return think_text(t,
		"Within 28 days %s against %s went again; at any time %.1f times as "
		"often (95%% interval %.1f to %.1f, children as the unit).",
		think_percent(t, a->group[1].within_28),
		think_percent(t, a->group[0].within_28), ratio->ratio, ratio->lower,
		ratio->upper);
}

static bool can_say(const struct think *t, const struct again *a)
{
	return a->compared && again_shown(t->ctx, a) && isfinite(a->ratio.ratio) &&
	       a->group[0].children >= THINK_FEW && a->group[1].children >= THINK_FEW;
}

static void say_from(struct think *t, const struct again *a)
{
	if (!can_say(t, a))
		return;
	const char *figures = figures_words(t, a, &a->ratio);
	if (a->p_value <= THINK_ALPHA)
		html_finding(t->html,
			"Children who went from care go again %s than those who went "
			"from home",
			a->ratio.ratio > 1 ? "sooner" : "later");
	else
		figures = think_text(t,
			"No difference is shown between children who went from care "
			"and from home. %s",
			figures);
	html_say(t->html, "%s", figures);
}

/* Whoever is likelier to go again may be likelier to be interviewed: a ratio above 1 is no
 * harm done, one below 1 no proof of good. */
static void say_interview(struct think *t, const struct again *a)
{
	if (!can_say(t, a))
		return;
	bool adjusted = isfinite(a->adjusted.ratio);
	const struct cox_term *ratio = adjusted ? &a->adjusted : &a->ratio;
	const char *figures = figures_words(t, a, ratio);
	bool later = ratio->upper<1, sooner = ratio->lower> 1;
	const char *strong =
		later ? "Children interviewed within 72 hours of coming back go again "
			"later than the others."
		: sooner ? "Children interviewed within 72 hours of coming back go "
			   "again "
			   "sooner than the others."
			 : "No difference is shown between children interviewed within "
			   "72 hours of coming back and the others.";
	const char *why =
		sooner ? "Interviews may go to those who are likeliest to go again: "
			 "this does not say that they do harm."
		       : "Who gets an interview is not drawn by lot.";
	if (later)
		html_finding(t->html, "%s", strong);
	html_say(t->html, "%s%s%s%s %s", later ? "" : strong, later ? "" : " ", figures,
		adjusted ? " The comparison is among children from home alike and "
			   "from care alike."
			 : "",
		why);
	if (a->too_soon && !naming_suppressed(t->ctx, a->too_soon))
		html_say(t->html,
			"It begins 72 hours after the return; %s had gone again before "
			"and %s in neither group.",
			think_n(t, a->too_soon, "child", "children"),
			a->too_soon == 1 ? "is" : "are");
	if (later)
		think_finding(
			t, "repeats", strong, think_text(t, "%s %s", figures, why));
}

void think_again(struct think *t, const struct repeat_groups *x)
{
	say_from(t, &x->by[AGAIN_BY_FROM]);
	if (x->interviews)
		say_interview(t, &x->by[AGAIN_BY_INTERVIEW]);
}
