/* The tables of a backtest. */
#include "work/backtest.h"
#include "work/cells.h"
#include "work/hiding.h"
#include "work/months.h"
#include "work/naming.h"
#include <math.h>
#include <stdlib.h>

static const struct column method_columns[] = {
	{"method", NULL, 0, AUDIENCE_PUBLIC},
	{"name", "Method", 0, AUDIENCE_PUBLIC},
	{"unit", "Counted", 0, AUDIENCE_PUBLIC},
	{"months", "Months", 0, AUDIENCE_PUBLIC},
	{"squares_own", "Squares of its own", 1, AUDIENCE_PUBLIC},
	{"counted", "In the months after", 0, AUDIENCE_PUBLIC},
	{"hits", "In its squares", 1, AUDIENCE_PUBLIC},
	{"by_chance", "By chance", 1, AUDIENCE_PUBLIC},
	{"hit_share", "Hit rate", 3, AUDIENCE_PUBLIC},
	{"hit_lower_share", "from", 3, AUDIENCE_PUBLIC},
	{"hit_upper_share", "to", 3, AUDIENCE_PUBLIC},
	{"pai", "PAI", 1, AUDIENCE_PUBLIC},
	{"pai_lower", "from", 1, AUDIENCE_PUBLIC},
	{"pai_upper", "to", 1, AUDIENCE_PUBLIC},
	{"pei", "PEI", 2, AUDIENCE_PUBLIC},
	{"pei_lower", NULL, 2, AUDIENCE_PUBLIC},
	{"pei_upper", NULL, 2, AUDIENCE_PUBLIC},
	{"rri", "RRI", 2, AUDIENCE_PUBLIC},
	{"rri_lower", NULL, 2, AUDIENCE_PUBLIC},
	{"rri_upper", NULL, 2, AUDIENCE_PUBLIC},
	{"p_value", "p (random)", 3, AUDIENCE_PUBLIC},
	{"gain_share", "Gain on last year", 3, AUDIENCE_PUBLIC},
	{"gain_lower_share", "from", 3, AUDIENCE_PUBLIC},
	{"gain_upper_share", "to", 3, AUDIENCE_PUBLIC},
	{"state", "Verdict", 0, AUDIENCE_PUBLIC},
};

static void interval_cells(
	struct context *ctx, struct table *t, int64_t n, struct interval in)
{
	cell_figure(ctx, t, n, in.lower);
	cell_figure(ctx, t, n, in.upper);
}

/* Methods by how much better than chance they were with children. */
static int compare_methods(const void *a, const void *b)
{
	const struct backtest_method *x = *(const struct backtest_method *const *)a,
				     *y = *(const struct backtest_method *const *)b;
	double p = x->of[BACKTEST_CHILDREN].pai, q = y->of[BACKTEST_CHILDREN].pai;
	if (isnan(p) != isnan(q))
		return isnan(p) ? 1 : -1;
	if (p > q || p < q)
		return p > q ? -1 : 1;
	return (x->method > y->method) - (x->method < y->method);
}

const struct backtest_method **backtest_order(
	struct context *ctx, const struct backtest *x)
{
	const struct backtest_method **order =
		arena_array(ctx->arena, const struct backtest_method *, x->methods_n);
	for (size_t i = 0; i < x->methods_n; i++)
		order[i] = &x->methods[i];
	qsort(order, x->methods_n, sizeof *order, compare_methods);
	return order;
}

static void method_row(struct context *ctx, struct table *t,
	const struct backtest_method *m, enum backtest_unit unit)
{
	const struct backtest_figures *f = &m->of[unit];
	/* What may be told is told by the children, whatever is counted. */
	int64_t hits = (int64_t)m->of[BACKTEST_CHILDREN].counts.hits;
	cell_text(t, forecast_method_names[m->method]);
	cell_text(t, backtest_method_words(m->method));
	cell_text(t, unit == BACKTEST_CHILDREN ? "children" : "episodes");
	cell_int(t, m->months);
	cell_real(t, m->squares_own);
	cell_figure(ctx, t, hits, f->counts.events);
	cell_figure(ctx, t, hits, f->counts.hits);
	cell_figure(ctx, t, hits, f->counts.by_area);
	cell_figure(ctx, t, hits, f->hit_rate);
	interval_cells(ctx, t, hits, f->hit_rate_in);
	cell_figure(ctx, t, hits, f->pai);
	interval_cells(ctx, t, hits, f->pai_in);
	cell_figure(ctx, t, hits, f->pei);
	interval_cells(ctx, t, hits, f->pei_in);
	cell_figure(ctx, t, hits, f->rri);
	interval_cells(ctx, t, hits, f->rri_in);
	cell_real(t, f->p_value);
	bool base = m->method == FORECAST_LAST_YEAR;
	cell_figure(ctx, t, hits, base ? NAN : f->gain);
	interval_cells(ctx, t, hits, base ? (struct interval){NAN, NAN} : f->gain_in);
	cell_text(t, backtest_verdict_names[m->verdict]);
}

static const struct table *methods_table(struct context *ctx, const struct backtests *x)
{
	struct table *t = TABLE_CREATE(ctx->arena, "methods",
		"Hotspot methods, made on the past and tried on the month after",
		method_columns);
	t->reading =
		"Every method has the same area. Hit rate: the share of the month "
		"after that lay in its squares. PAI is that share over the share that "
		"chance gives (1: no better than chance), PEI over the best that any "
		"squares could have had (1: perfect), RRI over the share of the past "
		"in them (under 1: the places moved on). Each child counts once a "
		"month. p: squares drawn at random do as well. Intervals hold 95 times "
		"in 100 and draw whole children; those of the gain hold for all "
		"methods together.";
	const struct backtest_method **order = backtest_order(ctx, &x->x);
	for (int u = BACKTEST_UNITS - 1; u >= 0; u--)
		for (size_t i = 0; i < x->x.methods_n; i++)
			method_row(ctx, t, order[i], (enum backtest_unit)u);
	return t;
}

static const struct column month_columns[] = {
	{"month", "Month", 0, AUDIENCE_PARTNER},
	{"method", NULL, 0, AUDIENCE_PARTNER},
	{"name", "Method", 0, AUDIENCE_PARTNER},
	{"squares_own", "Squares of its own", 0, AUDIENCE_PARTNER},
	{"children", "Children", 0, AUDIENCE_PARTNER},
	{"children_hit", "in its squares", 1, AUDIENCE_PARTNER},
	{"children_by_chance", "by chance", 1, AUDIENCE_PARTNER},
	{"children_best", "at best", 0, AUDIENCE_PARTNER},
	{"episodes", "Episodes", 0, AUDIENCE_PARTNER},
	{"episodes_hit", "in its squares", 1, AUDIENCE_PARTNER},
	{"episodes_by_chance", "by chance", 1, AUDIENCE_PARTNER},
	{"episodes_best", "at best", 0, AUDIENCE_PARTNER},
};

static const struct table *backtest_months_table(
	struct context *ctx, const struct backtests *x)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "months", "Methods by month", month_columns);
	t->reading = "A method that chose fewer squares than the others has the rest "
		     "drawn at random, as an expectation: so hits may be broken "
		     "numbers.";
	for (size_t i = 0; i < x->x.lines_n; i++) {
		const struct backtest_line *l = &x->x.lines[i];
		cell_moment(t, month_moment(x->months[l->month]));
		cell_text(t, forecast_method_names[l->method]);
		cell_text(t, backtest_method_words(l->method));
		cell_int(t, l->squares_own);
		for (int u = BACKTEST_UNITS - 1; u >= 0; u--) {
			cell_real(t, l->of[u].events);
			cell_real(t, l->of[u].hits);
			cell_real(t, l->of[u].by_area);
			cell_real(t, l->of[u].best);
		}
	}
	return t;
}

enum err_code backtest_result(
	struct work_case *c, const struct backtests *x, struct result **out)
{
	struct context *ctx = c->ctx;
	struct result *r = result_create(ctx->arena);
	struct result *left = result_create(ctx->arena);
	struct backtest_words words = backtest_words(c, x);
	result_count(ctx, left, "too_coarse", x->too_coarse);
	result_count(ctx, left, "not_located", x->not_located);
	result_count(ctx, left, "not_given", x->not_given);
	result_count(ctx, left, "where_they_belong", x->where_they_belong);
	result_table(r, methods_table(ctx, x));
	result_text(r, "finding", words.strong);
	result_text(r, "figures", words.rest);
	result_int(r, "months_tried", x->x.months);
	result_int(r, "months_without_enough_past", x->x.months_short);
	result_int(r, "months_without_episodes", x->x.months_empty);
	result_int(r, "months_with_a_year_before", x->x.common_months);
	result_count(ctx, r, "children", x->x.children);
	result_text(r, "not_tried", backtest_not_tried(ctx, x));
	result_count(ctx, r, "points", x->points_n);
	result_int(r, "replications_used", x->request.replications);
	result_result(r, "left_out", left);
	result_table(r, backtest_months_table(ctx, x));
	*out = r;
	return ERR_OK;
}
