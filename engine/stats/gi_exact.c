#include "stats/gi_exact.h"
#include "geo/sort.h"
#include "stats/drawsum.h"
#include "stats/fdr.h"
#include <math.h>

#define COUNT_MOST 4e9

static bool fits(const double *values, const struct weights *w)
{
	if (!w->self)
		return false;
	for (size_t i = 0; i < w->n; i++)
		if (!(values[i] >= 0) || values[i] > COUNT_MOST ||
			values[i] != floor(values[i]))
			return false;
	for (size_t e = 0; e < w->from[w->n]; e++)
		if (w->weight[e] != 1)
			return false;
	return true;
}

struct bag {
	size_t n;
	uint32_t *values, *howmany;
};

static struct bag bag_of(struct context *ctx, const double *values, size_t n)
{
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	struct bag bag = {0, arena_array(ctx->scratch, uint32_t, n),
		arena_array(ctx->scratch, uint32_t, n)};
	sort_order_double(ctx->scratch, values, order, n);
	for (size_t i = 0; i < n; i++) {
		uint32_t value = (uint32_t)values[order[i]];
		bag.n += bag.n == 0 || bag.values[bag.n - 1] != value;
		bag.values[bag.n - 1] = value;
		bag.howmany[bag.n - 1]++;
	}
	return bag;
}

void gi_exact_run(struct context *ctx, double *p, double *p_fdr, const double *values,
	const struct weights *w, bool *made)
{
	*made = false;
	if (w->n == 0 || !fits(values, w))
		return;
	struct arena_mark mark = arena_mark(ctx->scratch),
			  tails = arena_mark(ctx->arena);
	struct bag bag = bag_of(ctx, values, w->n);
	struct draw_sums sums;
	size_t most = 0;
	for (size_t i = 0; i < w->n; i++) {
		size_t m = w->from[i + 1] - w->from[i];
		most = m > most ? m : most;
	}
	draw_sums_make(ctx, &sums, bag.values, bag.howmany, bag.n, most, made);
	for (size_t i = 0; *made && i < w->n; i++) {
		size_t m = w->from[i + 1] - w->from[i];
		double sum = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			sum += values[w->to[e]];
		double up = draw_sums_at_least(&sums, m, (uint64_t)sum);
		double down = draw_sums_at_most(&sums, m, (uint64_t)sum);
		p[i] = m < w->n ? fmin(1, 2 * fmin(up, down)) : NAN;
	}
	if (*made)
		fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, w->n, p, p_fdr);
	arena_reset(ctx->arena, tails);
	arena_reset(ctx->scratch, mark);
}
