#include "stats/lorenz.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

enum err_code lorenz_run(
	struct context *ctx, struct lorenz *lorenz, size_t n, const double *counts)
{
	memset(lorenz, 0, sizeof *lorenz);
	lorenz->n = n;
	for (size_t i = 0; i < n; i++) {
		if (!(counts[i] >= 0) || !isfinite(counts[i]))
			return err_set(ctx, ERR_DATA,
				"count %zu is no number of events: it must be 0 or "
				"more",
				i + 1);
		lorenz->total += counts[i];
	}
	lorenz->unit_share = arena_array(ctx->arena, double, n + 1);
	lorenz->event_share = arena_array(ctx->arena, double, n + 1);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_double(ctx->scratch, counts, order, n);
	double sum = 0, weighted = 0, units = (double)n;
	for (size_t k = 0; k < n; k++) {
		double count = counts[order[n - 1 - k]];
		sum += count;
		/* Rank from the smallest, n - k, times the count. */
		weighted += (units - (double)k) * count;
		lorenz->unit_share[k + 1] = (double)(k + 1) / units;
		lorenz->event_share[k + 1] =
			lorenz->total > 0 ? sum / lorenz->total : 0;
	}
	arena_reset(ctx->scratch, mark);
	lorenz->gini = lorenz->total > 0
			       ? (2 * weighted / lorenz->total - (units + 1)) / units
			       : NAN;
	return ERR_OK;
}

double lorenz_top(const struct lorenz *lorenz, double unit_share_01)
{
	if (lorenz->n == 0 || !(unit_share_01 > 0))
		return 0;
	double place = unit_share_01 * (double)lorenz->n;
	if (place >= (double)lorenz->n)
		return lorenz->event_share[lorenz->n];
	size_t whole = (size_t)place;
	double part = place - (double)whole;
	double low = lorenz->event_share[whole], high = lorenz->event_share[whole + 1];
	return low + part * (high - low);
}

double lorenz_needed(const struct lorenz *lorenz, double event_share_01)
{
	for (size_t k = 0; k < lorenz->n; k++) {
		double low = lorenz->event_share[k], high = lorenz->event_share[k + 1];
		if (high < event_share_01 || high == low)
			continue;
		double part = fmax(0, (event_share_01 - low) / (high - low));
		return ((double)k + part) / (double)lorenz->n;
	}
	return 1;
}
