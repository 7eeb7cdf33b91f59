/* Which cells hang together: those with two core points within reach of each other. And
 * which core point a border point joins. */
#include "stats/density.h"
#include <math.h>

#define CHUNK 2048 /* cells that a worker takes at a time */

uint32_t density_root(const struct density *d, uint32_t cell)
{
	uint32_t at = cell, up;
	while ((up = __atomic_load_n(&d->parent[at], __ATOMIC_RELAXED)) != at) {
		uint32_t above = __atomic_load_n(&d->parent[up], __ATOMIC_RELAXED);
		if (above == up)
			return up;
		/* Halves the path; whoever comes first, each parent stays lower than
		 * its child, so the forest is the same in the end. */
		__atomic_compare_exchange_n(&d->parent[at], &up, above, true,
			__ATOMIC_RELAXED, __ATOMIC_RELAXED);
		at = above;
	}
	return at;
}

/* The root of a set is its lowest cell, whatever the order of joining. */
static void join(struct density *d, uint32_t a, uint32_t b)
{
	for (;;) {
		a = density_root(d, a);
		b = density_root(d, b);
		if (a == b)
			return;
		uint32_t low = a < b ? a : b, high = a < b ? b : a, still = high;
		if (__atomic_compare_exchange_n(&d->parent[high], &still, low, false,
			    __ATOMIC_ACQ_REL, __ATOMIC_RELAXED))
			return;
	}
}

struct extent {
	double min_x_m, max_x_m, min_y_m, max_y_m;
};

static struct extent core_extent(const struct density *d, size_t cell)
{
	struct extent e = {INFINITY, -INFINITY, INFINITY, -INFINITY};
	for (size_t i = d->cells.start[cell]; i < d->cells.start[cell + 1]; i++) {
		if (!d->core[i])
			continue;
		double x = d->x_m[i], y = d->y_m[i];
		e.min_x_m = x < e.min_x_m ? x : e.min_x_m;
		e.max_x_m = x > e.max_x_m ? x : e.max_x_m;
		e.min_y_m = y < e.min_y_m ? y : e.min_y_m;
		e.max_y_m = y > e.max_y_m ? y : e.max_y_m;
	}
	return e;
}

/* Whether a place may be within the radius of something in the extent. */
static bool may_reach(const struct density *d, size_t place, const struct extent *e)
{
	double x = d->x_m[place], y = d->y_m[place];
	double dx = x < e->min_x_m   ? e->min_x_m - x
		    : x > e->max_x_m ? x - e->max_x_m
				     : 0;
	double dy = y < e->min_y_m   ? e->min_y_m - y
		    : y > e->max_y_m ? y - e->max_y_m
				     : 0;
	return dx * dx + dy * dy <= d->radius2_m2;
}

static bool cells_touch(const struct density *d, size_t a, size_t b)
{
	struct extent extent = core_extent(d, b);
	size_t from = d->cells.start[b], to = d->cells.start[b + 1];
	for (size_t i = d->cells.start[a]; i < d->cells.start[a + 1]; i++) {
		if (!d->core[i] || !may_reach(d, i, &extent))
			continue;
		for (size_t j = from; j < to; j++)
			if (d->core[j] && density_near(d, i, j))
				return true;
	}
	return false;
}

static void join_reached(struct density *d, size_t cell, struct sweep *sweep)
{
	const struct reach *reach = sweep_to(sweep, cell);
	for (int lane = 0; lane < d->lanes; lane++)
		for (size_t other = reach->from[lane]; other < reach->to[lane];
			other++) {
			uint32_t size =
				d->cells.start[other + 1] - d->cells.start[other];
			if (d->core_n[other] < size)
				__atomic_store_n(
					&d->touched[other], 1, __ATOMIC_RELAXED);
			if (other <= cell || d->core_n[other] == 0)
				continue;
			uint32_t a = (uint32_t)cell, b = (uint32_t)other;
			if (density_root(d, a) != density_root(d, b) &&
				cells_touch(d, cell, other))
				join(d, a, b);
		}
}

void density_join_cells(struct context *ctx, struct density *d)
{
	size_t n = d->cells.n, chunks = (n + CHUNK - 1) / CHUNK;
	for (size_t cell = 0; cell < n; cell++)
		d->parent[cell] = (uint32_t)cell;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
	for (size_t chunk = 0; chunk < chunks; chunk++) {
		struct sweep sweep = {.d = d};
		size_t stop = (chunk + 1) * CHUNK < n ? (chunk + 1) * CHUNK : n;
		for (size_t cell = chunk * CHUNK; cell < stop; cell++)
			if (d->core_n[cell])
				join_reached(d, cell, &sweep);
	}
}

static uint32_t nearest_core(
	const struct density *d, const struct reach *reach, size_t place)
{
	double nearest = INFINITY;
	uint32_t first_id = UINT32_MAX, owner = UINT32_MAX;
	for (int lane = 0; lane < d->lanes; lane++)
		for (uint32_t cell = reach->from[lane]; cell < reach->to[lane];
			cell++) {
			if (d->core_n[cell] == 0)
				continue;
			size_t to = d->cells.start[cell + 1];
			for (size_t i = d->cells.start[cell]; i < to; i++) {
				if (!d->core[i] || !density_near(d, place, i))
					continue;
				double dx = d->x_m[i] - d->x_m[place];
				double dy = d->y_m[i] - d->y_m[place];
				double away = dx * dx + dy * dy;
				if (away > nearest ||
					(away == nearest && d->id[i] > first_id))
					continue;
				nearest = away;
				first_id = d->id[i];
				owner = cell;
			}
		}
	return owner;
}

static void claim_in_cell(struct density *d, size_t cell, struct sweep *sweep)
{
	size_t from = d->cells.start[cell], to = d->cells.start[cell + 1];
	for (size_t i = from; i < to; i++)
		d->owner[i] = d->core[i] ? (uint32_t)cell : UINT32_MAX;
	if (!d->touched[cell])
		return;
	const struct reach *reach = sweep_to(sweep, cell);
	for (size_t i = from; i < to; i++)
		if (!d->core[i])
			d->owner[i] = nearest_core(d, reach, i);
}

void density_claim_border(struct context *ctx, struct density *d)
{
	size_t n = d->cells.n, chunks = (n + CHUNK - 1) / CHUNK;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
	for (size_t chunk = 0; chunk < chunks; chunk++) {
		struct sweep sweep = {.d = d};
		size_t stop = (chunk + 1) * CHUNK < n ? (chunk + 1) * CHUNK : n;
		for (size_t cell = chunk * CHUNK; cell < stop; cell++)
			claim_in_cell(d, cell, &sweep);
	}
}
