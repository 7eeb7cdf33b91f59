/* Trends by month, and when: hours, weekdays, lengths. */
#include "work/rhythm.h"
#include "work/think_parts.h"
#include <math.h>

static const char *month_name(struct think *t, const struct month *m)
{
	struct civil c = london_from_utc(m->month.start_s);
	const char *day = think_day(t, civil_days(c.year, c.month, 1));
	return day + 2; /* without "1 " */
}

static bool is_point(enum control_signal signal)
{
	return signal == CONTROL_HIGH || signal == CONTROL_LOW;
}

/* "January 2026 (85 episodes of 41 children, usually 40)", at most three, the latest
 * first. */
static const char *signal_words(struct think *t, const struct months *x, size_t *n)
{
	struct strbuf buf;
	strbuf_init(&buf, t->ctx->arena);
	*n = 0;
	for (size_t i = x->n; i-- > 0;) {
		const struct month *m = &x->items[i];
		const struct control_point *p = &x->control.points[i];
		if (!is_point(p->signal) || naming_suppressed(t->ctx, m->children))
			continue;
		if (++*n > 3)
			continue;
		strbuf_printf(&buf, "%s%s (%s, usually %.0f)", buf.n ? "; " : "",
			month_name(t, m), think_both(t, m->episodes, m->children),
			p->centre * (double)m->days);
	}
	return buf.text;
}

/* The eighth month of a run and later carry its signal. */
static int run_at_end(const struct months *x)
{
	if (x->n == 0)
		return 0;
	enum control_signal last = x->control.points[x->n - 1].signal;
	return last == CONTROL_RUN_HIGH ? 1 : last == CONTROL_RUN_LOW ? -1 : 0;
}

static void say_trend(struct think *t, const struct months *x)
{
	size_t n;
	const char *words = signal_words(t, x, &n);
	int run = run_at_end(x);
	bool limits = x->n && isfinite(x->control.points[x->n - 1].upper_998);
	if (n) {
		const char *strong = think_text(t,
			n == 1 ? "One month was out of the ordinary."
			       : "%zu months were out of the ordinary.",
			n);
		html_finding(t->html, "%s", strong);
		html_say(t->html, "%s.", words);
		think_finding(t, "trends", strong, think_text(t, "%s.", words));
	} else if (run) {
		const char *strong = run > 0 ? "Episodes have been above their usual "
					       "number for eight months or more."
					     : "Episodes have been below their usual "
					       "number for eight months or more.";
		html_finding(t->html, "%s", strong);
		think_finding(t, "trends", strong, NULL);
	} else if (limits) {
		html_finding(t->html, "No month was out of the ordinary");
		think_no_finding(t, "trends", "No month was out of the ordinary.",
			"The number of episodes went up and down as chance and "
			"children who go repeatedly make it.");
	} else {
		html_finding(t->html, "Too few months to tell what is usual");
	}
}

/* Police categories that took episodes out of "missing". */
static bool has_categories(const struct episode_set *set)
{
	for (size_t i = 0; i < set->n; i++)
		if (set->episodes[i].type == TYPE_ABSENT ||
			set->episodes[i].type == TYPE_NO_APPARENT_RISK)
			return true;
	return false;
}

enum err_code think_trends(struct think *t)
{
	struct months x;
	struct figure figure;
	struct result *r = result_create(t->ctx->arena);
	enum err_code err = months_compute(t->c, &t->set, &x);
	if (err)
		return err;
	const struct table *table = months_table(t->ctx, &x);
	result_table(r, table);
	result_real(r, "dispersion", x.n ? x.control.dispersion : NAN);
	think_result(t, "trends", r);
	html_open(t->html, "trends", "Trends");
	say_trend(t, &x);
	err = figure_trend(t->ctx, table, &figure);
	if (err)
		return err;
	think_figure(t, &figure,
		"Episodes and children by month reported, %s. The grey band is where "
		"a month lies by chance 998 times in 1,000, given how many there "
		"usually are; the dashed line is the usual number. A month outside is "
		"marked with its number.",
		think_both(t, (int64_t)t->set.n, (int64_t)t->set.children_n));
	if (t->options && t->c->options->type == NULL && has_categories(&t->set))
		html_note(t->html,
			"All types are counted together: the police categories absent "
			"(2013 to 2017) and no apparent risk took episodes from "
			"missing, so that one of them alone would show a change in "
			"recording as a change in children's lives.");
	html_table_folded(t->html, think_table(t, "trends", r, "months"),
		"The months in numbers", 0);
	return ERR_OK;
}

/* ---- when ------------------------------------------------------------------------ */

static void say_lengths(struct think *t, const struct durations *d)
{
	if (d->known < THINK_FEW || !isfinite(d->median) ||
		naming_suppressed(t->ctx, d->children)) {
		html_say(t->html,
			"%s both ends known to the hour: too few to speak of lengths.",
			think_n(t, d->known, "episode has", "episodes have"));
		return;
	}
	const char *strong = think_text(t,
		"Half of the episodes are over within %.*f hours; %s within a day.",
		d->median < 10 ? 1 : 0, d->median,
		think_percent(t, d->within_24_share));
	html_finding(t->html, "%s", strong);
	think_finding(t, "when", strong,
		think_text(t, "Of %s with both ends known to the hour.",
			think_n(t, d->known, "episode", "episodes")));
	html_say(t->html,
		"A quarter are over within %.1f hours, three quarters within %.1f.",
		d->quartile_1, d->quartile_3);
}

static enum err_code draw_lengths(
	struct think *t, const struct durations *d, const struct result *r)
{
	const struct table *curve = result_find_table(r, "duration_curve");
	struct figure figure;
	bool shown = t->ctx->audience > AUDIENCE_PUBLIC;
	enum err_code err = shown ? figure_durations(t->ctx, curve, &figure) : ERR_OK;
	if (err)
		return err;
	if (shown)
		think_figure(t, &figure,
			"Share of episodes still going on, by the hours since the "
			"child went, %s; the hours are set so that each doubling is "
			"as wide. The band is where the share would lie 95 times in "
			"100.",
			think_n(t, d->known, "episode", "episodes"));
	html_table_folded(t->html, think_table(t, "when", r, "durations"),
		"Lengths in numbers", 0);
	if (d->day_only)
		think_caveat(t,
			"%s have an end known to the day only and are in no length.",
			think_n(t, d->day_only, "episode", "episodes"));
	if (d->not_found)
		think_caveat(t,
			"%s have no time found: whether the child is still missing or "
			"nobody wrote it down is not known.",
			think_n(t, d->not_found, "episode", "episodes"));
	return ERR_OK;
}

static void say_hours(struct think *t, const struct rhythm *x)
{
	const struct aoristic *a = &x->hours[RHYTHM_GONE];
	const struct circular *clock = &x->clock[RHYTHM_GONE];
	if (a->used == 0 || naming_suppressed(t->ctx, (int64_t)t->set.children_n))
		return;
	if (clock->n >= 10 && clock->rayleigh_p <= THINK_ALPHA) {
		int minutes = (int)(clock->mean * 60 + 0.5) % 1440;
		int half = (minutes + 15) / 30 * 30 % 1440;
		const char *strong = think_text(
			t, "Children go most around %02d:%02d.", half / 60, half % 60);
		html_finding(t->html, "%s", strong);
		think_finding(t, "when", strong,
			"Each child counts once, whatever the number of their "
			"episodes.");
	} else {
		html_finding(t->html, "No hour of the day stands out from the others");
	}
	if (a->pinned < 0.9)
		think_caveat(t,
			"Only %s of the times when children went are known to the "
			"hour; "
			"the others are spread over what is known.",
			think_percent(t, a->pinned));
}

enum err_code think_when(struct think *t)
{
	struct rhythm x;
	struct result *r;
	struct figure figure;
	enum err_code err = rhythm_compute(t->c, &t->set, &x);
	if (!err)
		err = rhythm_result(t->c, &t->set, &x, &r);
	if (err)
		return err;
	think_result(t, "when", r);
	html_open(t->html, "when", "When");
	say_hours(t, &x);
	err = figure_heat(
		t->ctx, result_find_table(r, "hour_weekday"), "gone", &figure);
	if (err)
		return err;
	think_figure(t, &figure,
		"When children went, by hour and weekday, %s with a time; darker is "
		"more. A time known to the day only is spread over its hours, so that "
		"cells hold parts of episodes.",
		think_n(t, (int64_t)x.hours[RHYTHM_GONE].used, "episode", "episodes"));
	html_table_folded(t->html, think_table(t, "when", r, "rhythm"),
		"Hours and weekdays in numbers", 0);
	html_table_folded(t->html, think_table(t, "when", r, "clock"),
		"Tests of the hour and the weekday", 0);
	say_lengths(t, &x.durations);
	return draw_lengths(t, &x.durations, r);
}
