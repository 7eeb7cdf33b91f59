#include "work/circles.h"
#include "geo/grid.h"
#include "geo/sort.h"

#define UNTAKEN UINT32_MAX

/* The points, busiest first. */
static uint32_t *by_busyness(struct context *ctx, const struct grid *grid,
	struct points points, double radius_m)
{
	uint32_t *order = arena_array(ctx->arena, uint32_t, points.n);
	int64_t *fewer = arena_array(ctx->arena, int64_t, points.n);
	for (size_t i = 0; i < points.n; i++)
		fewer[i] = -(int64_t)grid_count(
			grid, (struct point){points.x_m[i], points.y_m[i]}, radius_m);
	sort_order_i64(ctx->scratch, fewer, order, points.n);
	return order;
}

enum err_code circles_make(
	struct context *ctx, struct points points, double radius_m, struct circles *out)
{
	*out = (struct circles){.x_m = arena_array(ctx->arena, double, points.n),
		.y_m = arena_array(ctx->arena, double, points.n),
		.of_point = arena_array(ctx->arena, uint32_t, points.n)};
	if (points.n == 0)
		return ERR_OK;
	struct grid grid;
	enum err_code code = grid_build(ctx, &grid, ctx->arena, points, radius_m);
	if (code)
		return code;
	const uint32_t *order = by_busyness(ctx, &grid, points, radius_m);
	uint32_t *near = arena_array(ctx->arena, uint32_t, points.n);
	for (size_t i = 0; i < points.n; i++)
		out->of_point[i] = UNTAKEN;
	for (size_t k = 0; k < points.n; k++) {
		uint32_t i = order[k];
		if (out->of_point[i] != UNTAKEN)
			continue;
		struct point at = {points.x_m[i], points.y_m[i]};
		size_t n = grid_within(&grid, at, radius_m, near, points.n);
		for (size_t m = 0; m < n; m++)
			if (out->of_point[near[m]] == UNTAKEN)
				out->of_point[near[m]] = (uint32_t)out->n;
		out->x_m[out->n] = at.x_m;
		out->y_m[out->n++] = at.y_m;
	}
	return ERR_OK;
}
