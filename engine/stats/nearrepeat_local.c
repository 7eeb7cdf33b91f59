#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/nearrepeat.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

/* Others whose times lie within the window, from the sorted times. */
static void count_times(struct context *ctx, struct points points, int64_t window_s,
	struct local_knox *local)
{
	uint32_t *order = arena_array(ctx->scratch, uint32_t, points.n);
	sort_order_i64(ctx->scratch, points.t_s, order, points.n);
	uint64_t window = (uint64_t)window_s;
	const int64_t *t = points.t_s;
	for (size_t i = 0, low = 0, high = 0; i < points.n; i++) {
		while ((uint64_t)t[order[i]] - (uint64_t)t[order[low]] > window)
			low++;
		while (high < points.n &&
			(uint64_t)t[order[high]] - (uint64_t)t[order[i]] <= window)
			high++;
		local[order[i]].close_time = (uint32_t)(high - low - 1);
	}
}

enum err_code local_knox_run(struct context *ctx, struct local_knox **result,
	struct points points, double radius_m, int64_t window_s)
{
	if (!(radius_m >= 0) || !isfinite(radius_m) || window_s < 0 || !points.t_s)
		return err_set(ctx, ERR_USAGE,
			"the local Knox test needs times, and a radius and a window of "
			"0 "
			"or more");
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct grid grid;
	enum err_code err = grid_build(
		ctx, &grid, ctx->scratch, points, radius_m > 0 ? radius_m : 1);
	if (err)
		return err;
	size_t n = points.n;
	struct local_knox *local = arena_array(ctx->arena, struct local_knox, n);
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, n);
	count_times(ctx, points, window_s, local);
	for (size_t i = 0; i < n; i++) {
		struct local_knox *l = &local[i];
		struct point at = {points.x_m[i], points.y_m[i]};
		size_t near = grid_within(&grid, at, radius_m, ids, n);
		for (size_t k = 0; k < near; k++) {
			int64_t a = points.t_s[i], b = points.t_s[ids[k]];
			uint64_t apart = a > b ? (uint64_t)a - (uint64_t)b
					       : (uint64_t)b - (uint64_t)a;
			l->close_both += ids[k] != i && apart <= (uint64_t)window_s;
		}
		l->close_space = (uint32_t)near - 1;
		l->p_value = 1;
		if (n < 2)
			continue;
		l->expected = (double)l->close_space * l->close_time / (double)(n - 1);
		if (l->close_both > 0)
			l->p_value = gsl_cdf_hypergeometric_Q(l->close_both - 1,
				l->close_time, (unsigned)n - 1 - l->close_time,
				l->close_space);
	}
	*result = local;
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
