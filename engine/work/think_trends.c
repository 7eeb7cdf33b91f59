/* Trends by month: limits, changes, trend over the years, season. */
#include "work/points_season.h"
#include "work/think_parts.h"
#include "work/trend.h"
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

/* How the number changed, the last change first; false where it did not, or must not be
 * told. */
static bool say_changes(
	struct think *t, const struct months *x, const struct table *changes)
{
	size_t n = changes->rows_n;
	if (n < 2)
		return false;
	const struct cell *now = table_get(changes, n - 1, "per_month");
	const struct cell *before = table_get(changes, n - 2, "per_month");
	if (now->kind != CELL_REAL || before->kind != CELL_REAL)
		return false;
	int64_t months = table_get(changes, n - 1, "months")->as.integer;
	const struct month *since = &x->items[x->n - (size_t)months];
	double more = now->as.real - before->as.real;
	const char *strong = think_text(t,
		"%s episodes since %s: about %.0f a month, before about %.0f.",
		more > 0 ? "More" : "Fewer", month_name(t, since), now->as.real,
		before->as.real);
	const char *rest =
		n == 2 ? "It is the one change that stands out from chance and from "
			 "children who go repeatedly."
		       : think_text(t, "It is the last of %zu changes.", n - 1);
	html_finding(t->html, "%s", strong);
	html_say(t->html, "%s", rest);
	think_finding(t, "trends", strong, rest);
	return true;
}

/* "12% more", "3% fewer" */
static const char *change_words(struct think *t, double factor)
{
	return think_text(
		t, "%.0f%% %s", fabs(factor - 1) * 100, factor >= 1 ? "more" : "fewer");
}

static void say_years(struct think *t, const struct season *s)
{
	if (s->state == SEASON_TREND_ONLY) {
		html_say(t->html,
			"Under two years of months: a trend cannot be told from a "
			"season.");
		return;
	}
	if (s->state != SEASON_FITTED) {
		html_say(t->html,
			"There are too few months or episodes to speak of a trend over "
			"the years or of a season.");
		return;
	}
	const char *interval = think_text(t, "95%% interval %s to %s",
		change_words(t, s->trend_lower), change_words(t, s->trend_upper));
	if (s->trend_p <= THINK_ALPHA) {
		const char *strong =
			think_text(t, "Year by year there are %s episodes.",
				change_words(t, s->trend));
		const char *rest =
			think_text(t, "The season set apart; %s a year.", interval);
		html_finding(t->html, "%s", strong);
		html_say(t->html, "%s", rest);
		think_finding(t, "trends", strong, rest);
	} else {
		html_say(t->html, "No trend over the years is shown (%s a year).",
			interval);
	}
	if (s->season_p <= THINK_ALPHA) {
		const char *strong = think_text(t,
			"Most episodes come around %s: %.1f times as many as at the "
			"quietest time of the year.",
			season_peak(s), s->amplitude);
		html_finding(t->html, "%s", strong);
		think_finding(t, "trends", strong, NULL);
	} else {
		html_say(t->html, "No season is shown.");
	}
}

static void say_months(struct think *t, const struct months *x, bool changed)
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
	} else if (limits && changed) {
		html_say(t->html, "No single month is outside of its limits.");
	} else if (limits) {
		html_finding(t->html, "No month was out of the ordinary");
		think_no_finding(t, "trends", "No month was out of the ordinary.",
			"The number of episodes went up and down as chance and "
			"children who go repeatedly make it.");
	} else if (changed) {
		html_say(t->html,
			"There are too few months since then to tell what is usual "
			"now.");
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
	struct trend trend;
	struct figure figure;
	struct result *r = result_create(t->ctx->arena);
	enum err_code err = months_compute(t->c, &t->set, &x);
	if (!err)
		err = trend_compute(t->c, &t->set, &x, &trend);
	if (err)
		return err;
	const struct table *table = months_table(t->ctx, &x);
	result_table(r, table);
	result_real(r, "dispersion", x.n ? x.control.dispersion : NAN);
	trend_results(t->ctx, &x, &trend, r);
	think_result(t, "trends", r);
	html_open(t->html, "trends", "Trends");
	bool changed = say_changes(t, &x, result_find_table(r, "changes"));
	say_months(t, &x, changed);
	err = figure_trend(t->ctx, table, &figure);
	if (err)
		return err;
	think_figure(t, &figure,
		"Episodes and children by month reported, %s. The grey band is where "
		"a month lies by chance 998 times in 1,000, given how many there "
		"usually are; the dashed line is the usual number.%s A month outside "
		"is marked with its number.",
		think_both(t, (int64_t)t->set.n, (int64_t)t->set.children_n),
		changed ? " Both begin anew where the number changed." : "");
	/* What changed at once is no steady trend. */
	if (!changed && !naming_suppressed(t->ctx, (int64_t)t->set.children_n))
		say_years(t, &trend.season);
	if (changed)
		html_table(t->html, think_table(t, "trends", r, "changes"), 0);
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
