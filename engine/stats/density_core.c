/* Which points are core: enough points, of enough units, within reach. */
#include "geo/sort.h"
#include "stats/density.h"
#include <math.h>
#include <string.h>

#define CHUNK 2048 /* cells that a worker takes at a time */
#define BLOCK_SHIFT 3
#define SLACK 1e-6 /* of a cell: more than any rounding of where its edge is */

/* Points by squares of eight by eight cells, whatever their time. What a cell can reach
 * lies in four of them at most: where those hold too few points, as where points are
 * strewn about, nothing in the cell is core and nobody need look. */
struct blocks {
	uint64_t columns, rows;
	uint32_t *n; /* NULL: too many for their use */
};

/* Column and row of a cell, for cells in ascending order: a division a row. */
struct cursor {
	uint64_t begin, row; /* key of the row's first column; the row in its slot */
	uint64_t column;
};

static void cursor_to(struct cursor *at, const struct density *d, size_t cell)
{
	uint64_t key = d->cells.key[cell];
	if (key - at->begin >= d->columns) {
		at->row = key / d->columns;
		at->begin = at->row * d->columns;
		at->row %= d->rows;
	}
	at->column = key - at->begin;
}

static struct blocks count_blocks(struct context *ctx, const struct density *d)
{
	struct blocks b = {
		(d->columns >> BLOCK_SHIFT) + 1, (d->rows >> BLOCK_SHIFT) + 1, NULL};
	if (d->weight || b.columns > 2 * (uint64_t)d->n / b.rows)
		return b;
	b.n = arena_array(ctx->scratch, uint32_t, b.columns * b.rows);
	struct cursor at = {0};
	for (size_t cell = 0; cell < d->cells.n; cell++) {
		cursor_to(&at, d, cell);
		b.n[(at.row >> BLOCK_SHIFT) * b.columns + (at.column >> BLOCK_SHIFT)] +=
			d->cells.start[cell + 1] - d->cells.start[cell];
	}
	return b;
}

/* An upper bound of the points that a cell can reach. Two columns and rows at the far
 * side are empty, so that the last block is never passed. */
static uint64_t reached_at_most(const struct blocks *b, const struct cursor *at)
{
	uint64_t left = (at->column > 2 ? at->column - 2 : 0) >> BLOCK_SHIFT;
	uint64_t right = (at->column + 2) >> BLOCK_SHIFT;
	uint64_t low = (at->row > 2 ? at->row - 2 : 0) >> BLOCK_SHIFT;
	uint64_t high = (at->row + 2) >> BLOCK_SHIFT;
	uint64_t n = 0;
	for (uint64_t r = low; r <= high; r++)
		for (uint64_t c = left; c <= right; c++)
			n += b->n[r * b->columns + c];
	return n;
}

/* How many of the points [from, to) are within reach of a place. */
static size_t near_in_run(const struct density *d, size_t place, size_t from, size_t to)
{
	const double *x_m = d->x_m, *y_m = d->y_m;
	double x = x_m[place], y = y_m[place], radius2_m2 = d->radius2_m2;
	size_t near = 0;
	if (d->t) {
		for (size_t i = from; i < to; i++)
			near += density_near(d, place, i);
		return near;
	}
#pragma omp simd reduction(+ : near)
	for (size_t i = from; i < to; i++) {
		double dx = x - x_m[i], dy = y - y_m[i];
		near += dx * dx + dy * dy <= radius2_m2;
	}
	return near;
}

/* How far a place is from the edges of its cell, in cells. */
struct inset {
	double left, right, below, above;
};

static struct inset inset_of(const struct density *d, size_t place)
{
	double column = (d->x_m[place] - d->min_x_m) * d->per_m;
	double row = (d->y_m[place] - d->min_y_m) * d->per_m;
	double left = column - floor(column), below = row - floor(row);
	return (struct inset){left, 1 - left, below, 1 - below};
}

/* A lane without the cells at its ends, or all of it, where they are out of reach. */
static void clip_lane(const struct density *d, const struct reach *reach, int lane,
	size_t cell, const struct inset *inset, uint32_t *from, uint32_t *to)
{
	/* By lane % 5, as set in density_init(). */
	double gap = 0, across = d->radius_cells;
	switch (lane % 5) {
	case 1:
		gap = inset->below;
		break;
	case 2:
		gap = inset->above;
		break;
	case 3:
		gap = 1 + inset->below;
		break;
	case 4:
		gap = 1 + inset->above;
		break;
	}
	*from = reach->from[lane];
	*to = reach->to[lane];
	if (gap > across + SLACK) {
		*to = *from;
		return;
	}
	const int64_t *keys = (const int64_t *)d->cells.key;
	int64_t first = keys[cell] + d->offset[lane];
	if (*from < *to && keys[*from] == first && inset->left + 1 > across + SLACK)
		++*from;
	if (*from < *to && keys[*to - 1] == first + 4 &&
		inset->right + 1 > across + SLACK)
		--*to;
}

static bool enough_points(
	const struct density *d, const struct reach *reach, size_t cell, size_t place)
{
	const uint32_t *start = d->cells.start;
	struct inset inset = inset_of(d, place);
	size_t near = 0;
	for (int lane = 0; lane < d->lanes && near < d->min_points; lane++) {
		uint32_t from, to;
		clip_lane(d, reach, lane, cell, &inset, &from, &to);
		near += near_in_run(d, place, start[from], start[to]);
	}
	return near >= d->min_points;
}

static bool enough_weight(
	const struct density *d, const struct reach *reach, size_t cell, size_t place)
{
	const uint32_t *start = d->cells.start;
	struct inset inset = inset_of(d, place);
	double near = 0;
	for (int lane = 0; lane < d->lanes && near < d->min_points; lane++) {
		uint32_t from, to;
		clip_lane(d, reach, lane, cell, &inset, &from, &to);
		for (size_t i = start[from]; i < start[to]; i++)
			if (density_near(d, place, i))
				near += d->weight[i];
	}
	return near >= d->min_points;
}

/* Points of a cell reach each other: whether they are enough by themselves. */
static bool is_full(const struct density *d, size_t from, size_t to)
{
	if (!d->weight)
		return to - from >= d->min_points;
	double sum = 0;
	for (size_t i = from; i < to; i++)
		sum += d->weight[i];
	return sum >= d->min_points;
}

/* Whether the cells in reach hold enough to be worth a look. */
static bool may_be_core(const struct density *d, const struct reach *reach)
{
	size_t reached = 0;
	for (int lane = 0; lane < d->lanes; lane++)
		reached += d->cells.start[reach->to[lane]] -
			   d->cells.start[reach->from[lane]];
	return d->weight || reached >= d->min_points;
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
	for (int lane = 0; lane < d->lanes; lane++) {
		size_t to = d->cells.start[reach->to[lane]];
		for (size_t i = d->cells.start[reach->from[lane]]; i < to; i++) {
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

/* What a worker carries from cell to cell. */
struct walker {
	struct sweep sweep;
	struct cursor at;
	struct tally *tally;
};

static void find_core_in_cell(const struct density *d, const struct blocks *blocks,
	size_t cell, struct walker *walker)
{
	size_t from = d->cells.start[cell], to = d->cells.start[cell + 1];
	bool full = is_full(d, from, to);
	if (full && !d->unit) {
		memset(d->core + from, 1, to - from);
		d->core_n[cell] = (uint32_t)(to - from);
		return;
	}
	if (blocks->n) {
		cursor_to(&walker->at, d, cell);
		if (reached_at_most(blocks, &walker->at) < d->min_points)
			return;
	}
	const struct reach *reach = sweep_to(&walker->sweep, cell);
	if (!may_be_core(d, reach))
		return;
	for (size_t i = from; i < to; i++) {
		bool core = full || (d->weight ? enough_weight(d, reach, cell, i)
					       : enough_points(d, reach, cell, i));
		core = core && (!d->unit || enough_units(d, reach, i, walker->tally));
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
	struct blocks blocks = count_blocks(ctx, d);
	size_t next = 0;
#pragma omp parallel for num_threads(workers) schedule(static, 1)
	for (int w = 0; w < workers; w++)
		for (;;) {
			size_t cell =
				__atomic_fetch_add(&next, CHUNK, __ATOMIC_RELAXED);
			if (cell >= d->cells.n)
				break;
			size_t stop = cell + CHUNK;
			struct walker walker = {{.d = d}, {0}, &tallies[w]};
			for (; cell < stop && cell < d->cells.n; cell++)
				find_core_in_cell(d, &blocks, cell, &walker);
		}
	arena_reset(ctx->scratch, mark);
}
