#include "work/trend.h"
#include "stats/changepoint.h"
#include "work/cells.h"
#include "work/naming.h"
#include "work/points_season.h"
#include <math.h>

#define MONTH_DAYS (365.25 / 12)
/* Below, limits and dispersion say nothing (stats/control.h). */
enum { MONTHS_LEAST = 6, MONTHS_MOST = 1200 };

/* Days on which the months of the period begin, and the day after the last. */
static int64_t *edges(
	struct context *ctx, const struct episode_set *set, const struct months *m)
{
	int64_t *from = arena_array(ctx->arena, int64_t, m->n + 1);
	for (size_t i = 0; i < m->n; i++)
		from[i] = london_day(m->items[i].month.start_s);
	from[0] = set->first_day;
	from[m->n] = set->last_day + 1;
	return from;
}

static enum err_code fit_season(struct context *ctx, const struct episode_set *set,
	const struct months *m, struct season *out)
{
	double *count = arena_array(ctx->arena, double, m->n);
	double *days = arena_array(ctx->arena, double, m->n);
	struct season_options o = {0};
	for (size_t i = 0; i < m->n; i++) {
		count[i] = (double)m->items[i].episodes;
		days[i] = (double)m->items[i].days;
	}
	return season_run(ctx, out, m->n, count, days,
		season_years(ctx, m->n, edges(ctx, set, m)), &o);
}

/* Distinct children of a stretch; the episodes are in order of time. */
static int64_t children_of(struct context *ctx, const struct episode_set *set,
	const struct months *m, const struct month_stretch *s)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	bool *seen = arena_array(ctx->scratch, bool, set->children_n);
	int64_t first = month_number(m->items[0].month.start_s), n = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct episode *e = &set->episodes[i];
		int64_t at = month_number(e->reported.start_s) - first;
		if (at < (int64_t)s->from || at >= (int64_t)s->to || seen[e->child])
			continue;
		seen[e->child] = true;
		n++;
	}
	arena_reset(ctx->scratch, mark);
	return n;
}

static enum err_code find_changes(struct context *ctx, const struct episode_set *set,
	const struct months *m, struct trend *out)
{
	uint32_t *counts = arena_array(ctx->arena, uint32_t, m->n);
	double *days = arena_array(ctx->arena, double, m->n);
	for (size_t i = 0; i < m->n; i++) {
		counts[i] = (uint32_t)m->items[i].episodes;
		days[i] = (double)m->items[i].days;
	}
	double scatter = m->n < MONTHS_LEAST ? NAN : m->control.dispersion;
	/* Too few months to tell: one stretch. */
	double penalty = isfinite(scatter) ? 3 * log((double)m->n) * scatter : 1e12;
	struct changepoint_options o = {days, 0, penalty};
	struct changepoints c;
	enum err_code err = changepoints_run(ctx, &c, m->n, counts, &o);
	if (err)
		return err;
	out->stretches_n = c.stretches_n;
	out->stretches = arena_array(ctx->arena, struct month_stretch, c.stretches_n);
	for (size_t k = 0; k < c.stretches_n; k++) {
		struct month_stretch *s = &out->stretches[k];
		*s = (struct month_stretch){.from = c.stretches[k].from,
			.to = c.stretches[k].to,
			.episodes = (int64_t)c.stretches[k].count,
			.per_month = c.stretches[k].rate * MONTH_DAYS};
		s->children = children_of(ctx, set, m, s);
	}
	return ERR_OK;
}

/* The limits of each stretch, from its own months. */
static enum err_code begin_anew(
	struct context *ctx, struct months *m, const struct trend *x)
{
	struct control_options o = {.chart = CONTROL_U};
	enum err_code err = ERR_OK;
	for (size_t k = 0; !err && x->stretches_n > 1 && k < x->stretches_n; k++) {
		const struct month_stretch *s = &x->stretches[k];
		size_t n = s->to - s->from;
		int64_t *count = arena_array(ctx->arena, int64_t, n);
		double *days = arena_array(ctx->arena, double, n);
		struct control control;
		for (size_t i = 0; i < n; i++) {
			count[i] = m->items[s->from + i].episodes;
			days[i] = (double)m->items[s->from + i].days;
		}
		err = control_run(ctx, &control, n, count, days, &o);
		for (size_t i = 0; !err && i < n; i++)
			m->control.points[s->from + i] = control.points[i];
	}
	return err;
}

enum err_code trend_compute(struct work_case *c, const struct episode_set *set,
	struct months *m, struct trend *out)
{
	*out = (struct trend){
		.season = {.trend = NAN, .season_p = NAN, .trend_p = NAN}};
	if (m->n == 0)
		return ERR_OK;
	enum err_code err = fit_season(c->ctx, set, m, &out->season);
	/* A hundred years of months are a slip of the period. */
	if (!err && m->n <= MONTHS_MOST)
		err = find_changes(c->ctx, set, m, out);
	return err ? err : begin_anew(c->ctx, m, out);
}

/* A stretch of shown months and one hidden would tell the hidden one. */
static bool is_told(const struct context *ctx, const struct months *m,
	const struct month_stretch *s)
{
	for (size_t i = s->from; i < s->to; i++)
		if (naming_suppressed(ctx, m->items[i].episodes) ||
			naming_suppressed(ctx, m->items[i].children))
			return false;
	return true;
}

static const struct table *changes_table(
	struct context *ctx, const struct months *m, const struct trend *x)
{
	static const struct column columns[] = {
		{"from_month", "From", 0, AUDIENCE_PUBLIC},
		{"to_month", "To", 0, AUDIENCE_PUBLIC},
		{"months", "Months", 0, AUDIENCE_PUBLIC},
		{"episodes", "Episodes", 0, AUDIENCE_PUBLIC},
		{"children", "Children", 0, AUDIENCE_PUBLIC},
		{"per_month", "Episodes a month", 1, AUDIENCE_PUBLIC},
	};
	struct table *t = TABLE_CREATE(ctx->arena, "changes",
		"Months in which the number of episodes stayed the same", columns);
	t->reading = "A new row where the number changed by more than chance and "
		     "children who go repeatedly make it. One row: no change is shown.";
	for (size_t k = 0; k < x->stretches_n; k++) {
		const struct month_stretch *s = &x->stretches[k];
		cell_moment(t, m->items[s->from].month);
		cell_moment(t, m->items[s->to - 1].month);
		cell_int(t, (int64_t)(s->to - s->from));
		if (!is_told(ctx, m, s)) {
			for (int i = 0; i < 3; i++)
				cell_null(t);
			continue;
		}
		cell_int(t, s->episodes);
		cell_int(t, s->children);
		cell_real(t, s->per_month);
	}
	return t;
}

void trend_results(struct context *ctx, const struct months *m, const struct trend *x,
	struct result *r)
{
	if (m->n > 0)
		result_result(r, "season", season_result(ctx, &x->season, true));
	result_table(r, changes_table(ctx, m, x));
}
