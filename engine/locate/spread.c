#include "locate/spread.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define NEIGHBOUR 4
#define FIRST_RADIUS_M 128.0

static double median(struct arena *scratch, size_t n, const double *values)
{
	uint32_t *order = arena_array(scratch, uint32_t, n);
	sort_order_double(scratch, values, order, n);
	double low = values[order[(n - 1) / 2]], high = values[order[n / 2]];
	return low + (high - low) / 2;
}

struct spread spread_of(
	struct arena *scratch, size_t n, const double *x_m, const double *y_m)
{
	struct arena_mark mark = arena_mark(scratch);
	struct spread s = {
		.x_m = median(scratch, n, x_m), .y_m = median(scratch, n, y_m)};
	double *away = arena_array(scratch, double, n);
	uint32_t *order = arena_array(scratch, uint32_t, n);
	for (size_t i = 0; i < n; i++)
		away[i] = hypot(x_m[i] - s.x_m, y_m[i] - s.y_m);
	sort_order_double(scratch, away, order, n);
	size_t covered = (size_t)ceil(SPREAD_COVER_01 * (double)n);
	s.radius_m = away[order[covered - 1]];
	s.farthest_m = away[order[n - 1]];
	arena_reset(scratch, mark);
	return s;
}

/* The fourth smallest distance, other than to the place itself, among the positions
 * within the radius; INFINITY where there are not so many. */
static double fourth_within(const struct grid *grid, struct point at, double radius_m)
{
	double best[NEIGHBOUR];
	uint32_t from, to;
	struct grid_walk walk = grid_walk(grid, at, radius_m);
	for (int i = 0; i < NEIGHBOUR; i++)
		best[i] = radius_m * radius_m;
	int n = 0;
	while (grid_next(&walk, &from, &to))
		for (uint32_t i = from; i < to; i++) {
			double dx = grid->x_m[i] - at.x_m, dy = grid->y_m[i] - at.y_m;
			double d2 = dx * dx + dy * dy;
			if (d2 == 0 || d2 > best[NEIGHBOUR - 1])
				continue;
			int k = NEIGHBOUR - 1;
			for (; k > 0 && best[k - 1] > d2; k--)
				best[k] = best[k - 1];
			best[k] = d2;
			n++;
		}
	return n >= NEIGHBOUR ? sqrt(best[NEIGHBOUR - 1]) : INFINITY;
}

/* Positions that several postcodes share (a sorting office, a tower) count once. */
static struct points distinct(struct arena *arena, struct points points)
{
	uint32_t *order = arena_array(arena, uint32_t, points.n);
	uint64_t *keys = arena_array(arena, uint64_t, points.n);
	double *x_m = arena_array(arena, double, points.n);
	double *y_m = arena_array(arena, double, points.n);
	struct box box = points_box(points);
	uint64_t wide = (uint64_t)(box.max_x_m - box.min_x_m) + 1, largest = 0;
	size_t n = 0;
	for (size_t i = 0; i < points.n; i++) {
		order[i] = (uint32_t)i;
		keys[i] = (uint64_t)(points.y_m[i] - box.min_y_m) * wide +
			  (uint64_t)(points.x_m[i] - box.min_x_m);
		largest = keys[i] > largest ? keys[i] : largest;
	}
	sort_by_key(arena, keys, order, points.n, sort_bits(largest));
	for (size_t i = 0; i < points.n; i++) {
		if (i > 0 && keys[i] == keys[i - 1])
			continue;
		x_m[n] = points.x_m[order[i]];
		y_m[n++] = points.y_m[order[i]];
	}
	return (struct points){.n = n, .x_m = x_m, .y_m = y_m};
}

static uint16_t radius_of(const struct grid *grid, struct point at)
{
	for (double r = FIRST_RADIUS_M;; r *= 2) {
		double d = fourth_within(grid, at, r);
		if (d <= SPREAD_POSTCODE_LEAST_M)
			return (uint16_t)SPREAD_POSTCODE_LEAST_M;
		if (isfinite(d))
			return (uint16_t)ceil(d);
		if (r >= SPREAD_POSTCODE_MOST_M / 2)
			return (uint16_t)SPREAD_POSTCODE_MOST_M;
	}
}

enum err_code spread_neighbours(
	struct context *ctx, struct points points, uint16_t *radius_m)
{
	return spread_neighbours_among(ctx, points, points, radius_m);
}

enum err_code spread_neighbours_among(struct context *ctx, struct points among,
	struct points points, uint16_t *radius_m)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct points places = distinct(ctx->scratch, among);
	struct grid grid;
	enum err_code err =
		grid_build(ctx, &grid, ctx->scratch, places, FIRST_RADIUS_M);
	if (!err) {
#pragma omp parallel for schedule(static) num_threads(ctx->threads)
		for (size_t i = 0; i < points.n; i++)
			radius_m[i] = radius_of(
				&grid, (struct point){points.x_m[i], points.y_m[i]});
	}
	arena_reset(ctx->scratch, mark);
	return err;
}
