#include "stats/usual.h"
#include <math.h>
#include <stdlib.h>

#define POINTS_TAKEN 2000
#define LEAST 5

static int compare_i64(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static int64_t median_near(struct context *ctx, struct points points,
	const struct grid *grid, double radius_m, int64_t window_s)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t step = points.n / POINTS_TAKEN + 1, n = 0;
	int64_t *counts = arena_array(ctx->scratch, int64_t, points.n / step + 1);
	uint32_t *near = arena_array(ctx->scratch, uint32_t, points.n);
	for (size_t i = 0; i < points.n; i += step) {
		struct point at = {points.x_m[i], points.y_m[i]};
		size_t near_n = grid_within(grid, at, radius_m, near, points.n);
		for (size_t k = 0; k < near_n; k++)
			counts[n] +=
				window_s == INT64_MAX ||
				llabs(points.t_s[near[k]] - points.t_s[i]) <= window_s;
		n++;
	}
	qsort(counts, n, sizeof *counts, compare_i64);
	int64_t median = counts[n / 2] - 1;
	arena_reset(ctx->scratch, mark);
	return median;
}

uint32_t usual_min_points(struct context *ctx, struct points points,
	const struct grid *grid, double radius_m, int64_t window_s)
{
	if (points.n == 0)
		return LEAST;
	double usual = (double)median_near(ctx, points, grid, radius_m, window_s);
	size_t tenth = points.n / 10;
	double least = fmin(ceil(1 + usual + 3 * sqrt(usual)), (double)tenth);
	return (uint32_t)fmax(least, LEAST);
}
