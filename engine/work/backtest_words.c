/* What came of a backtest, in plain sentences. */
#include "base/str.h"
#include "work/backtest.h"
#include "work/naming.h"

const char *backtest_method_words(enum forecast_method method)
{
	static const char *const words[FORECAST_METHODS] = {"the same month last year",
		"places children came to before", "space-time clusters",
		"clusters in space (DBSCAN)", "the scan of whole children",
		"density (KDE)", "Gi* on squares", "emerging hot spots",
		"near repeats"};
	return words[method];
}

static double rate_of(const struct backtest_method *m)
{
	return m->of[BACKTEST_CHILDREN].hit_rate;
}

/* The one with the largest share of children; NULL where none has the verdict. */
static const struct backtest_method *best_with(
	const struct backtest *x, unsigned verdicts, size_t *n)
{
	const struct backtest_method *best = NULL;
	*n = 0;
	for (size_t i = 0; i < x->methods_n; i++) {
		const struct backtest_method *m = &x->methods[i];
		if (!(verdicts >> m->verdict & 1))
			continue;
		++*n;
		if (!best || rate_of(m) > rate_of(best))
			best = m;
	}
	return best;
}

/* "16 squares of 250 m (1.00 km²)" */
static const char *area_words(struct context *ctx, const struct backtest_request *r)
{
	return str_printf(ctx->arena, "%lld squares of %.0f m (%.2f km\xc2\xb2)",
		(long long)r->squares, r->square_m,
		(double)r->squares * r->square_m * r->square_m / 1e6);
}

/* "39%", "1.8%" */
static const char *percent(struct context *ctx, double part, double whole)
{
	double share = 100 * part / whole;
	return str_printf(ctx->arena, share < 10 ? "%.1f%%" : "%.0f%%", share);
}

/* The best of `n` by its figures. */
static const char *figures_words(struct context *ctx, const struct backtests *x,
	const struct backtest_method *m, size_t n)
{
	const struct backtest_figures *f = &m->of[BACKTEST_CHILDREN];
	double all = f->counts.events;
	if (naming_suppressed(ctx, (int64_t)f->counts.hits))
		return "";
	const char *last = "", *first = "";
	if (f->common_events >= BACKTEST_LEAST_EVENTS &&
		!naming_suppressed(ctx, (int64_t)f->last_year_hits))
		last = str_printf(ctx->arena,
			" In the months that have a year before they held %s, last "
			"year's %s.",
			percent(ctx, f->common_hits, f->common_events),
			percent(ctx, f->last_year_hits, f->common_events));
	if (n > 1)
		first = str_printf(
			ctx->arena, "The best, %s: ", backtest_method_words(m->method));
	return str_printf(ctx->arena,
		"%sover %u months its %s held %s of the children of the month after "
		"(%s to %s); chance gives %s.%s",
		first, m->months, area_words(ctx, &x->request),
		percent(ctx, f->counts.hits, all),
		percent(ctx, f->hit_rate_in.lower, 1),
		percent(ctx, f->hit_rate_in.upper, 1),
		percent(ctx, f->counts.by_area, all), last);
}

static const char *capital(struct context *ctx, const char *text)
{
	char *copy = str_dup(ctx->arena, text);
	if (*copy >= 'a' && *copy <= 'z')
		*copy = (char)(*copy - 'a' + 'A');
	return copy;
}

static struct backtest_words too_few_words(
	struct context *ctx, const struct backtest *x)
{
	struct backtest_words w = {.nothing = true};
	w.strong = "Too little is known to tell which hotspot method would have found "
		   "the next month's places.";
	if (x->months == 0)
		w.rest = str_printf(ctx->arena,
			"No month of the period has %d located episodes before it and "
			"one of its own.",
			BACKTEST_LEAST_PAST);
	else
		w.rest = str_printf(ctx->arena,
			"%u months could be tried; a verdict needs %d months with %d "
			"children found in them all in all, of %d different ones.",
			x->months, BACKTEST_LEAST_MONTHS, BACKTEST_LEAST_EVENTS,
			BACKTEST_LEAST_CHILDREN);
	return w;
}

struct backtest_words backtest_words(struct work_case *c, const struct backtests *t)
{
	struct context *ctx = c->ctx;
	const struct backtest *x = &t->x;
	size_t n, tested;
	const struct backtest_method *m;
	struct backtest_words w = {.nothing = true};
	best_with(x, ~(1u << BACKTEST_TOO_FEW), &tested);
	if (tested == 0 || x->months == 0)
		return too_few_words(ctx, x);
	m = best_with(x, 1u << BACKTEST_EARNED, &n);
	if (m) {
		w.nothing = false;
		w.strong = n == 1 ? str_printf(ctx->arena,
					    "One hotspot method earned its place here: "
					    "%s.",
					    backtest_method_words(m->method))
				  : str_printf(ctx->arena,
					    "%zu hotspot methods earned their place "
					    "here; the best is %s.",
					    n, backtest_method_words(m->method));
	} else if ((m = best_with(x,
			    1u << BACKTEST_NO_BETTER_THAN_LAST_YEAR |
				    1u << BACKTEST_WORSE_THAN_LAST_YEAR,
			    &n))) {
		w.strong = "No hotspot method found the next month's places better "
			   "than the same month last year did.";
	} else if ((m = best_with(x, 1u << BACKTEST_BETTER_THAN_CHANCE, &n))) {
		w.nothing = false;
		w.strong = str_printf(ctx->arena,
			"%s the next month's places better than chance; there is no "
			"year before to compare with.",
			n == 1 ? "One hotspot method found"
			       : str_printf(
					 ctx->arena, "%zu hotspot methods found", n));
	} else {
		m = best_with(x, 1u << BACKTEST_NO_BETTER_THAN_CHANCE, &n);
		w.strong = "No hotspot method found the next month's places better "
			   "than squares drawn at random.";
	}
	w.rest = m ? capital(ctx, figures_words(ctx, t, m, n)) : "";
	if (m && m->method == FORECAST_REPEAT && n > 1 && !str_empty(w.rest))
		w.rest = str_printf(ctx->arena,
			"%s No other did better than this plain count.", w.rest);
	return w;
}

const char *backtest_not_tried(struct context *ctx, const struct backtests *x)
{
	for (size_t i = 0; i < x->x.methods_n; i++) {
		const struct backtest_method *m = &x->x.methods[i];
		if (m->method == FORECAST_SCAN && m->months < x->x.months)
			return str_printf(ctx->arena,
				"The scan of whole children was tried in %u of %u "
				"months: it takes at most %d episodes of the past.",
				m->months, x->x.months, FORECAST_SCAN_MOST);
	}
	return NULL;
}
