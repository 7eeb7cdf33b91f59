/* Which hotspot method would have told where children are found next month. */
#include "work/backtest.h"
#include "work/think_parts.h"
#include <math.h>

static bool counts_children(const struct table *t, size_t row)
{
	return str_equal(table_get(t, row, "unit")->as.text, "children") &&
	       table_get(t, row, "hit_share")->kind == CELL_REAL;
}

static bool counts_episodes(const struct table *t, size_t row)
{
	return str_equal(table_get(t, row, "unit")->as.text, "episodes") &&
	       table_get(t, row, "hit_share")->kind == CELL_REAL;
}

static void add_bar(struct table *bars, const char *label, double share,
	const char *words, bool strong)
{
	cell_text(bars, label);
	cell_real(bars, 100 * share);
	cell_text(bars, words);
	cell_bool(bars, strong);
}

/* A bar a method, and one for squares drawn at random. */
static const struct table *rate_bars(struct think *t, const struct backtests *x)
{
	static const struct column columns[] = {
		{"label", NULL, 0, AUDIENCE_PUBLIC},
		{"value", NULL, 0, AUDIENCE_PUBLIC},
		{"words", NULL, 0, AUDIENCE_PUBLIC},
		{"strong", NULL, 0, AUDIENCE_PUBLIC},
	};
	struct table *bars = TABLE_CREATE(t->ctx->arena, "bars", NULL, columns);
	const struct backtest_figures *most = NULL;
	const struct backtest_method **order = backtest_order(t->ctx, &x->x);
	for (size_t i = 0; i < x->x.methods_n; i++) {
		const struct backtest_method *m = order[i];
		const struct backtest_figures *f = &m->of[BACKTEST_CHILDREN];
		if (!(f->counts.events > 0) ||
			naming_suppressed(t->ctx, (int64_t)f->counts.hits))
			continue;
		if (!most || f->counts.events > most->counts.events)
			most = f;
		add_bar(bars, backtest_method_words(m->method), f->hit_rate,
			think_text(t, "%.1f%% (%.1f%% to %.1f%%)", 100 * f->hit_rate,
				100 * f->hit_rate_in.lower, 100 * f->hit_rate_in.upper),
			m->verdict == BACKTEST_EARNED);
	}
	if (!most)
		return bars;
	double chance = most->counts.by_area / most->counts.events;
	add_bar(bars, "squares drawn at random", chance,
		think_text(t, "%.1f%%", 100 * chance), false);
	return bars;
}

static enum err_code draw_rates(struct think *t, const struct backtests *x)
{
	struct figure figure;
	enum err_code err = figure_bars(t->ctx, "backtest",
		"Share of the next month's children in the squares of each method",
		rate_bars(t, x), &figure);
	if (!err && x->x.months)
		think_figure(t, &figure,
			"Share of the children found in the month after who were found "
			"in the squares that each method had chosen before it, with "
			"the range that chance leaves open 95 times in 100. Each "
			"method "
			"has %lld squares of %.0f m. Orange: it beat last year's.",
			(long long)x->request.squares, x->request.square_m);
	return err;
}

static void write_tables(struct think *t, const struct result *r)
{
	static const char hidden[] =
		"unit,squares_own,counted,hits,by_chance,pai_lower,pai_upper";
	const struct table *methods = think_table(t, "backtest", r, "methods");
	struct table *children =
		think_hide(t, think_rows(t, methods, counts_children), hidden);
	children->title = "Methods tried on the month after, by children";
	html_table(t->html, children, 0);
	struct table *episodes =
		think_hide(t, think_rows(t, methods, counts_episodes), hidden);
	episodes->title = "Methods tried on the month after, by episodes";
	html_table_folded(t->html, episodes, "The same by episodes", 0);
	html_table_folded(t->html, think_table(t, "backtest", r, "months"),
		"The months one by one", 24);
}

enum err_code think_backtest(struct think *t)
{
	struct backtest_request request = BACKTEST_DEFAULT;
	struct backtests x;
	struct result *r;
	enum err_code err = backtest_compute(t->c, &request, &x);
	if (!err)
		err = backtest_result(t->c, &x, &r);
	if (err)
		return err;
	think_result(t, "backtest", r);
	html_open(t->html, "backtest", "Which hotspot method to trust here");
	struct backtest_words words = backtest_words(t->c, &x);
	html_finding(t->html, "%s", words.strong);
	html_say(t->html, "%s", words.rest);
	(words.nothing ? think_no_finding : think_finding)(
		t, "backtest", words.strong, words.rest);
	if (x.x.months) {
		err = draw_rates(t, &x);
		if (err)
			return err;
		write_tables(t, r);
	}
	const char *not_tried = backtest_not_tried(t->ctx, &x);
	html_note(t->html,
		"Each month's squares are chosen from what happened before it; what "
		"was recorded late counts as known in time.%s%s",
		not_tried ? " " : "", str_or_empty(not_tried));
	return ERR_OK;
}
