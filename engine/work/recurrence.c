#include "work/recurrence.h"
#include "stats/fdr.h"
#include "stats/knox.h"
#include <math.h>

/* The mean of a Poisson count whose mean, given that it is not 0, is `mean` >= 1. */
static double truncated_mean(double mean)
{
	double low = 0, high = mean;
	for (int i = 0; i < 100; i++) {
		double middle = (low + high) / 2;
		double given = middle > 0 ? middle / -expm1(-middle) : 1;
		if (given < mean)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

struct recurrence recurrence_run(
	struct context *ctx, const uint32_t *children, size_t n)
{
	struct recurrence r = {.p_value = arena_array(ctx->arena, double, n),
		.q_value = arena_array(ctx->arena, double, n),
		.by_chance = arena_array(ctx->arena, double, n)};
	double pairs = 0;
	for (size_t i = 0; i < n; i++)
		pairs += children[i];
	r.mean = n ? truncated_mean(pairs / (double)n) : 0;
	for (size_t i = 0; i < n; i++) {
		r.p_value[i] = children[i] > 1 ? poisson_p_upper(children[i], r.mean) /
							 -expm1(-r.mean)
					       : 1;
		r.by_chance[i] = r.p_value[i] * (double)n;
	}
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, n, r.p_value, r.q_value);
	return r;
}
