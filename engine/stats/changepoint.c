#include "stats/changepoint.h"
#include "stats/rates.h"
#include <math.h>
#include <string.h>

/* Sums up to each period, and the best way to cut all before it. */
struct series {
	size_t n, least;
	double penalty;
	uint64_t *count;  /* n + 1 */
	double *exposure; /* n + 1 */
	double *cost;     /* n + 1; INFINITY where no stretch is long enough */
	size_t *cuts, *from;
};

/* Minus twice the log-likelihood, without what every way to cut has in common. */
static double stretch_cost(const struct series *s, size_t from, size_t to)
{
	double count = (double)(s->count[to] - s->count[from]);
	double exposure = s->exposure[to] - s->exposure[from];
	return count > 0 ? 2 * count * (1 - log(count / exposure)) : 0;
}

/* The least cost of the periods before `to`: over every last cut. */
static void best_before(struct series *s, size_t to)
{
	s->cost[to] = INFINITY;
	for (size_t from = 0; from + s->least <= to; from++) {
		double cost = s->cost[from] + stretch_cost(s, from, to) +
			      (from > 0 ? s->penalty : 0);
		size_t cuts = from > 0 ? s->cuts[from] + 1 : 0;
		double slack = 1e-12 * (fabs(cost) + 1);
		bool better = cost < s->cost[to] - slack ||
			      (cost < s->cost[to] + slack && cuts < s->cuts[to]);
		if (isinf(s->cost[from]) || !better)
			continue;
		s->cost[to] = cost;
		s->cuts[to] = cuts;
		s->from[to] = from;
	}
}

static struct stretch describe(const struct series *s, size_t from, size_t to)
{
	struct stretch t = {
		.from = from, .to = to, .count = s->count[to] - s->count[from]};
	double exposure = s->exposure[to] - s->exposure[from], k = (double)t.count;
	t.rate = k / exposure;
	struct interval mean = poisson_interval((int64_t)t.count, 0.95);
	t.lower = mean.lower / exposure;
	t.upper = mean.upper / exposure;
	return t;
}

static enum err_code add_up(struct context *ctx, struct series *s,
	const uint32_t *counts, const struct changepoint_options *o)
{
	for (size_t i = 0; i < s->n; i++) {
		double exposure = o->exposure ? o->exposure[i] : 1;
		if (!(exposure > 0) || !isfinite(exposure))
			return err_set(ctx, ERR_DATA,
				"the exposure of period %zu is not above 0", i + 1);
		s->count[i + 1] = s->count[i] + counts[i];
		s->exposure[i + 1] = s->exposure[i] + exposure;
	}
	return ERR_OK;
}

enum err_code changepoints_run(struct context *ctx, struct changepoints *r, size_t n,
	const uint32_t *counts, const struct changepoint_options *o)
{
	memset(r, 0, sizeof *r);
	if (!(o->penalty >= 0))
		return err_set(ctx, ERR_USAGE, "a penalty must be 0 or more");
	if (n == 0)
		return ERR_OK;
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct series s = {n, o->least ? o->least : 2,
		o->penalty > 0 ? o->penalty : 3 * log((double)n),
		arena_array(ctx->scratch, uint64_t, n + 1),
		arena_array(ctx->scratch, double, n + 1),
		arena_array(ctx->scratch, double, n + 1),
		arena_array(ctx->scratch, size_t, n + 1),
		arena_array(ctx->scratch, size_t, n + 1)};
	/* A series shorter than that is one stretch. */
	s.least = s.least < n ? s.least : n;
	enum err_code code = add_up(ctx, &s, counts, o);
	for (size_t to = 1; !code && to <= n; to++)
		best_before(&s, to);
	if (!code) {
		r->cost = s.cost[n];
		r->stretches_n = s.cuts[n] + 1;
		r->stretches = arena_array(ctx->arena, struct stretch, r->stretches_n);
		for (size_t to = n, k = r->stretches_n; k-- > 0; to = s.from[to])
			r->stretches[k] = describe(&s, s.from[to], to);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
