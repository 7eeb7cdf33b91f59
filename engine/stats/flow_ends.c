#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/flows.h"
#include <math.h>
#include <string.h>

#define NEAR_MOST ((size_t)1 << 26)

/* Numbers of places by their coordinates; of the same by input index. */
static void number_places(
	struct context *ctx, struct flow_ends *e, struct points points)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = points.n;
	uint32_t *by_y = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *by_x = arena_array(ctx->scratch, uint32_t, n);
	double *x = arena_array(ctx->scratch, double, n);
	sort_order_double(ctx->scratch, points.y_m, by_y, n);
	for (size_t i = 0; i < n; i++)
		x[i] = points.x_m[by_y[i]];
	sort_order_double(ctx->scratch, x, by_x, n);
	uint32_t last = 0;
	for (size_t k = 0; k < n; k++) {
		uint32_t i = by_y[by_x[k]];
		if (k == 0 || points.x_m[i] != points.x_m[last] ||
			points.y_m[i] != points.y_m[last]) {
			e->x_m[e->places_n] = points.x_m[i];
			e->y_m[e->places_n++] = points.y_m[i];
		}
		e->place[i] = (uint32_t)e->places_n - 1;
		last = i;
	}
	arena_reset(ctx->scratch, mark);
}

enum err_code flow_ends_make(struct context *ctx, struct flow_ends *e,
	struct points points, const uint32_t *child, double radius_m)
{
	memset(e, 0, sizeof *e);
	size_t n = points.n, near_n = 0;
	if (!(radius_m >= 0) || !isfinite(radius_m))
		return err_set(ctx, ERR_USAGE, "flows need a radius of 0 or more");
	struct grid grid;
	e->x_m = arena_array(ctx->arena, double, n);
	e->y_m = arena_array(ctx->arena, double, n);
	e->place = arena_array(ctx->arena, uint32_t, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	enum err_code code = grid_build(
		ctx, &grid, ctx->scratch, points, radius_m > 0 ? radius_m : 1);
	if (code)
		return code;
	number_places(ctx, e, points);
	for (size_t p = 0; p < e->places_n && near_n <= NEAR_MOST; p++)
		near_n += grid_count(
			&grid, (struct point){e->x_m[p], e->y_m[p]}, radius_m);
	if (near_n > NEAR_MOST) {
		arena_reset(ctx->scratch, mark);
		return err_set(ctx, ERR_DATA,
			"too many journeys lie near each other (over %zu, each counted "
			"at every place it is near): give a smaller radius",
			NEAR_MOST);
	}
	uint32_t *place = arena_array(ctx->scratch, uint32_t, near_n);
	uint32_t *near = arena_array(ctx->scratch, uint32_t, near_n);
	size_t at = 0;
	for (uint32_t p = 0; p < e->places_n; p++) {
		size_t found = grid_within(&grid, (struct point){e->x_m[p], e->y_m[p]},
			radius_m, near + at, near_n - at);
		for (size_t end = at + found; at < end; at++) {
			place[at] = p;
			near[at] = child[near[at]];
		}
	}
	e->near = flow_places_same(ctx, near_n, near, place, e->places_n);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
