/* When children go: hours, weekdays, lengths. */
#include "work/points_hourweek.h"
#include "work/rhythm.h"
#include "work/think_parts.h"
#include <math.h>

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

/* ---- parts of the week ------------------------------------------------------------- */

/* Under 5 children are not for the public. */
static bool stands_out(const struct think *t, const struct hourweek_part *p, bool more)
{
	return p->q_value <= HOURWEEK_ALPHA && (p->children > p->expected) == more &&
	       !naming_suppressed(t->ctx, (int64_t)p->children);
}

/* Runs of hours that stand out from hour `from` on, as "18:00 to 22:00", and what they have
 * together; *from is where the next may begin, 24 at the end. NULL: none. */
static const char *next_run(struct think *t, const struct hourweek *h,
	const struct hourweek_part *parts, int *from, struct hourweek_part *sum)
{
	int begin = *from / h->block_h, end;
	*sum = (struct hourweek_part){0};
	while (begin < h->blocks && !stands_out(t, &parts[begin], true))
		begin++;
	for (end = begin; end < h->blocks && stands_out(t, &parts[end], true); end++) {
		sum->children += parts[end].children;
		sum->expected += parts[end].expected;
	}
	*from = end * h->block_h;
	return begin == end ? NULL
			    : think_text(t, "%02d:00 to %02d:00", begin * h->block_h,
				      end * h->block_h);
}

/* "18:00 to 22:00 and 07:00 to 08:00"; NULL: none stand out. */
static const char *hours_words(
	struct think *t, const struct hourweek *h, double *children)
{
	struct strbuf buf;
	strbuf_init(&buf, t->ctx->arena);
	*children = 0;
	for (int from = 0; from < 24;) {
		struct hourweek_part own;
		const char *run = next_run(t, h, h->hour, &from, &own);
		if (run)
			strbuf_printf(&buf, "%s%s", buf.n ? " and " : "", run);
		*children += own.children;
	}
	return buf.n ? buf.text : NULL;
}

/* "Friday 20:00 to 24:00 (2.1 times as many)"; NULL: none. */
static const char *cells_words(struct think *t, const struct hourweek *h)
{
	struct strbuf buf;
	strbuf_init(&buf, t->ctx->arena);
	for (int day = 0; day < 7 && t->ctx->audience > AUDIENCE_PUBLIC; day++)
		for (int from = 0; from < 24;) {
			struct hourweek_part own;
			const char *run =
				next_run(t, h, h->cell + day * h->blocks, &from, &own);
			if (run)
				strbuf_printf(&buf, "%s%s %s (%.1f times as many)",
					buf.n ? ", " : "", weekday_names[day], run,
					own.children / own.expected);
		}
	return buf.n ? buf.text : NULL;
}

/* "Saturdays (1.4 times the average day)"; NULL: none. */
static const char *weekdays_words(struct think *t, const struct hourweek *h, bool more)
{
	struct strbuf buf;
	strbuf_init(&buf, t->ctx->arena);
	for (int day = 0; day < 7; day++) {
		const struct hourweek_part *p = &h->weekday[day];
		if (stands_out(t, p, more))
			strbuf_printf(&buf, "%s%ss (%.1f times the average day)",
				buf.n ? ", " : "", weekday_names[day],
				p->children / p->expected);
	}
	return buf.n ? buf.text : NULL;
}

static void say_weekdays(struct think *t, const struct hourweek *h)
{
	if (!h->tested) {
		html_say(t->html, "There are too few episodes with a time to say "
				  "whether weekdays differ.");
		return;
	}
	const char *more = weekdays_words(t, h, true);
	const char *fewer = weekdays_words(t, h, false);
	const char *cells = cells_words(t, h);
	if (more || fewer) {
		const char *strong =
			more ? think_text(t, "More children go on %s.", more)
			     : think_text(t, "Fewer children go on %s.", fewer);
		const char *rest = more && fewer
					   ? think_text(t, "Fewer go on %s.", fewer)
					   : "Each child counts once; by chance so "
					     "much comes in fewer "
					     "than one case in twenty.";
		html_finding(t->html, "%s", strong);
		html_say(t->html, "%s", rest);
		think_finding(t, "when", strong, rest);
	} else if (h->p_weekdays <= THINK_ALPHA) {
		html_say(t->html,
			"Weekdays differ more than chance gives (%s), but none stands "
			"out by itself.",
			think_p(t, h->p_weekdays));
	} else {
		html_say(t->html, "No weekday stands out (%s).",
			think_p(t, h->p_weekdays));
	}
	if (cells) {
		const char *strong = think_text(t,
			"More children go on %s than in the same hours of the average "
			"day.",
			cells);
		html_finding(t->html, "%s", strong);
		think_finding(t, "when", strong, "Each child counts once.");
	} else if (t->ctx->audience > AUDIENCE_PUBLIC) {
		html_say(t->html,
			"No hours of a single weekday stand out from the same hours of "
			"other days.");
	}
}

/* A mean hour means something where times gather around it. */
#define GATHERED 0.3

static void say_hours(struct think *t, const struct rhythm *x)
{
	const struct aoristic *a = &x->hours[RHYTHM_GONE];
	const struct circular *clock = &x->clock[RHYTHM_GONE];
	const struct hourweek *h = &x->stand_out;
	if (a->used == 0 || naming_suppressed(t->ctx, (int64_t)t->set.children_n))
		return;
	double children;
	const char *hours = hours_words(t, h, &children);
	bool one_peak = clock->n >= THINK_FEW && clock->rayleigh_p <= THINK_ALPHA &&
			clock->resultant >= GATHERED;
	const char *strong = NULL,
		   *rest = "Each child counts once, whatever the number "
			   "of their episodes.";
	if (one_peak) {
		int minutes = (int)(clock->mean * 60 + 0.5) % 1440;
		int half = (minutes + 15) / 30 * 30 % 1440;
		strong = think_text(
			t, "Children go most around %02d:%02d.", half / 60, half % 60);
		if (hours)
			rest = think_text(t,
				"%s of departures fall within %s, each child counted "
				"once.",
				think_percent(t, children / (double)h->children),
				hours);
	} else if (hours) {
		strong = think_text(t, "Children go most from %s.", hours);
	}
	if (strong) {
		html_finding(t->html, "%s", strong);
		html_say(t->html, "%s", rest);
		think_finding(t, "when", strong, rest);
	} else {
		html_finding(t->html, "No hour of the day stands out from the others");
	}
	say_weekdays(t, h);
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
	html_table_folded(t->html, think_table(t, "when", r, "weekdays"),
		"Weekdays, and whether they stand out", 0);
	html_table_folded(t->html, think_table(t, "when", r, "hours"),
		"Hours of the day, and whether they stand out", 0);
	html_table_folded(t->html, think_table(t, "when", r, "stand_out"),
		"Hours of a weekday that stand out", 0);
	html_table_folded(t->html, think_table(t, "when", r, "clock"),
		"Mean hour, and tests of the hour and the weekday", 0);
	say_lengths(t, &x.durations);
	return draw_lengths(t, &x.durations, r);
}
