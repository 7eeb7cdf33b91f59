/* Which points are core: enough points, of enough units, within reach. */
#include "geo/sort.h"
#include "stats/density.h"
#include <string.h>

#define CHUNK 2048 /* cells that a worker takes at a time */
#define BLOCK 32   /* points between two looks at whether it is enough */

static bool enough_points(
	const struct density *d, const struct reach *reach, size_t place)
{
	uint32_t near = 0;
	for (int r = 0; r < reach->n; r++) {
		size_t to = d->cells.start[reach->to[r]];
		for (size_t i = d->cells.start[reach->from[r]]; i < to;) {
			size_t stop = to - i > BLOCK ? i + BLOCK : to;
			for (; i < stop; i++)
				near += density_near(d, place, i);
			if (near >= d->min_points)
				return true;
		}
	}
	return false;
}

/* seen[unit] holds the last stamp under which the unit was counted. */
struct tally {
	uint32_t *seen, stamp;
};

static bool enough_units(const struct density *d, const struct reach *reach,
	size_t place, struct tally *tally)
{
	uint32_t units = 0;
	tally->stamp++;
	for (int r = 0; r < reach->n; r++) {
		size_t to = d->cells.start[reach->to[r]];
		for (size_t i = d->cells.start[reach->from[r]]; i < to; i++) {
			uint32_t unit = d->unit[i];
			if (tally->seen[unit] == tally->stamp ||
				!density_near(d, place, i))
				continue;
			tally->seen[unit] = tally->stamp;
			if (++units >= d->min_units)
				return true;
		}
	}
	return false;
}

static void find_core_in_cell(
	const struct density *d, size_t cell, struct sweep *sweep, struct tally *tally)
{
	size_t from = d->cells.start[cell], to = d->cells.start[cell + 1];
	bool full = to - from >= d->min_points;
	if (full && !d->unit) {
		memset(d->core + from, 1, to - from);
		d->core_n[cell] = (uint32_t)(to - from);
		return;
	}
	struct reach reach;
	sweep_to(sweep, cell, &reach);
	size_t reached = 0;
	for (int r = 0; r < reach.n; r++)
		reached += d->cells.start[reach.to[r]] - d->cells.start[reach.from[r]];
	if (reached < d->min_points)
		return;
	for (size_t i = from; i < to; i++) {
		bool core = full || enough_points(d, &reach, i);
		core = core && (!d->unit || enough_units(d, &reach, i, tally));
		d->core[i] = core;
		d->core_n[cell] += core;
	}
}

/* Units as 0, 1, 2 …, so that a tally has no more entries than there are points. */
static void number_units(struct context *ctx, struct density *d)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	int64_t *values = arena_array(ctx->scratch, int64_t, d->n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, d->n);
	for (size_t i = 0; i < d->n; i++)
		values[i] = d->unit[i];
	sort_order_i64(ctx->scratch, values, order, d->n);
	uint32_t number = 0;
	for (size_t i = 0; i < d->n; i++) {
		number += i > 0 && values[order[i]] != values[order[i - 1]];
		d->unit[order[i]] = number;
	}
	arena_reset(ctx->scratch, mark);
}

void density_find_core(struct context *ctx, struct density *d)
{
	if (d->unit)
		number_units(ctx, d);
	struct arena_mark mark = arena_mark(ctx->scratch);
	int workers = ctx->threads;
	struct tally *tallies =
		arena_array(ctx->scratch, struct tally, (size_t)workers);
	for (int w = 0; d->unit && w < workers; w++)
		tallies[w].seen = arena_array(ctx->scratch, uint32_t, d->n);
	size_t next = 0;
#pragma omp parallel for num_threads(workers) schedule(static, 1)
	for (int w = 0; w < workers; w++)
		for (;;) {
			size_t cell =
				__atomic_fetch_add(&next, CHUNK, __ATOMIC_RELAXED);
			if (cell >= d->cells.n)
				break;
			size_t stop = cell + CHUNK;
			struct sweep sweep = {.d = d};
			for (; cell < stop && cell < d->cells.n; cell++)
				find_core_in_cell(d, cell, &sweep, &tallies[w]);
		}
	arena_reset(ctx->scratch, mark);
}
