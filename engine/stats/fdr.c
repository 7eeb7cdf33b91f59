#include "stats/fdr.h"
#include "geo/sort.h"
#include <math.h>

/* The factor of the p-value with rank `rank` (from 1) of m. */
static double factor(enum fdr_method method, size_t rank, size_t m, double harmonic)
{
	switch (method) {
	case FDR_BENJAMINI_HOCHBERG:
		return (double)m / (double)rank;
	case FDR_BENJAMINI_YEKUTIELI:
		return harmonic * (double)m / (double)rank;
	case FDR_HOLM:
		return (double)(m - rank + 1);
	case FDR_BONFERRONI:
		return (double)m;
	}
	BUG("no such method");
}

void fdr_adjust(struct context *ctx, enum fdr_method method, size_t n, const double *p,
	double *adjusted)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *which = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	double *values = arena_array(ctx->scratch, double, n), harmonic = 0;
	size_t m = 0;
	for (size_t i = 0; i < n; i++) {
		if (isnan(p[i])) {
			adjusted[i] = NAN;
			continue;
		}
		which[m] = (uint32_t)i;
		values[m++] = p[i];
		harmonic += 1 / (double)m;
	}
	sort_order_double(ctx->scratch, values, order, m);
	/* Holm steps down from the smallest and may only grow; the others step up from
	 * the largest and may only shrink. */
	bool down = method == FDR_HOLM;
	double running = down ? 0 : 1;
	for (size_t step = 0; step < m; step++) {
		size_t at = down ? step : m - 1 - step;
		double value = values[order[at]] * factor(method, at + 1, m, harmonic);
		if (method == FDR_BONFERRONI)
			running = fmin(1, value);
		else
			running = down ? fmin(1, fmax(running, value))
				       : fmin(running, value);
		adjusted[which[order[at]]] = running;
	}
	arena_reset(ctx->scratch, mark);
}
