#include "stats/squares.h"
#include "geo/sort.h"
#include <math.h>

#define SIDES_MOST 100
#define REACHED_MOST 100000000
/* Columns and rows beyond this lose their last digits in a double. */
#define NUMBER_MOST 1e15

static int64_t line_before(double metres, double side_m)
{
	return (int64_t)floor(metres / side_m);
}

/* The lines that bound all squares there may be. */
static enum err_code frame(struct context *ctx, struct squares *s, struct points points,
	int64_t reach, uint64_t *rows)
{
	struct box box = points_box(points);
	double side_m = s->side_m;
	if (fmax(fmax(fabs(box.min_x_m), fabs(box.max_x_m)),
		    fmax(fabs(box.min_y_m), fabs(box.max_y_m))) /
			side_m >
		NUMBER_MOST)
		return err_set(ctx, ERR_USAGE,
			"the squares are too small for places so far apart: give a "
			"longer side");
	s->first_column = line_before(box.min_x_m, side_m) - reach;
	s->first_row = line_before(box.min_y_m, side_m) - reach;
	s->columns = (uint64_t)(line_before(box.max_x_m, side_m) + reach + 1 -
				s->first_column);
	*rows = (uint64_t)(line_before(box.max_y_m, side_m) + reach + 1 - s->first_row);
	if (*rows > (UINT64_C(1) << 62) / s->columns)
		return err_set(ctx, ERR_USAGE,
			"the squares are too small for places so far apart: give a "
			"longer side");
	return ERR_OK;
}

static uint64_t key_of(const struct squares *s, int64_t column, int64_t row)
{
	return (uint64_t)(row - s->first_row) * s->columns +
	       (uint64_t)(column - s->first_column);
}

/* The squares with a point in them. */
static struct cells occupied(struct context *ctx, const struct squares *s,
	struct points points, uint64_t limit)
{
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, points.n);
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, points.n);
	for (size_t i = 0; i < points.n; i++)
		keys[i] = key_of(s, line_before(points.x_m[i], s->side_m),
			line_before(points.y_m[i], s->side_m));
	sort_by_key(ctx->scratch, keys, ids, points.n, sort_bits(limit));
	struct cells cells;
	cells_build(&cells, ctx->scratch, keys, points.n, limit);
	return cells;
}

/* All squares within reach of an occupied one, some of them many times. */
static size_t reached(const struct squares *s, const struct cells *from, double reach_m,
	int64_t reach, uint64_t *keys)
{
	double sides = reach_m / s->side_m;
	size_t n = 0;
	for (size_t i = 0; i < from->n; i++)
		for (int64_t dy = -reach; dy <= reach; dy++)
			for (int64_t dx = -reach; dx <= reach; dx++)
				if ((double)(dx * dx + dy * dy) <= sides * sides)
					keys[n++] =
						from->key[i] +
						(uint64_t)(dy * (int64_t)s->columns +
							   dx);
	return n;
}

enum err_code squares_around(struct context *ctx, struct squares *s,
	struct arena *arena, struct points points, double side_m, double reach_m)
{
	*s = (struct squares){.side_m = side_m, .columns = 1};
	enum err_code err = points_check(ctx, points);
	uint64_t rows = 1;
	if (!err && !(side_m > 0 && isfinite(side_m)))
		err = err_set(ctx, ERR_USAGE, "a square needs a side above 0 m");
	if (!err && !(reach_m >= 0 && reach_m <= SIDES_MOST * side_m))
		err = err_set(ctx, ERR_USAGE,
			"the ground reaches at most %d squares around a place",
			SIDES_MOST);
	if (err)
		return err;
	int64_t reach = (int64_t)floor(reach_m / side_m);
	if (points.n)
		err = frame(ctx, s, points, reach, &rows);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t limit = s->columns * rows;
	struct cells from = occupied(ctx, s, points, limit);
	size_t around = (size_t)((2 * reach + 1) * (2 * reach + 1));
	if (from.n > REACHED_MOST / around) {
		arena_reset(ctx->scratch, mark);
		return err_set(ctx, ERR_USAGE,
			"the squares are too small for so many places: give a longer "
			"side");
	}
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, from.n * around);
	size_t n = reached(s, &from, reach_m, reach, keys);
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, n);
	sort_by_key(ctx->scratch, keys, ids, n, sort_bits(limit));
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || keys[i] != keys[i - 1])
			keys[kept++] = keys[i];
	s->n = kept;
	cells_build(&s->cells, arena, keys, kept, limit);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

bool squares_find(const struct squares *s, struct point at, uint32_t *number)
{
	if (!(fmax(fabs(at.x_m), fabs(at.y_m)) / s->side_m <= NUMBER_MOST))
		return false;
	int64_t column = line_before(at.x_m, s->side_m);
	int64_t row = line_before(at.y_m, s->side_m);
	if (column < s->first_column || row < s->first_row ||
		(uint64_t)(column - s->first_column) >= s->columns ||
		(uint64_t)(row - s->first_row) > UINT64_MAX / 2 / s->columns)
		return false;
	uint64_t key = key_of(s, column, row);
	size_t cell = cells_from(&s->cells, key);
	if (cell >= s->cells.n || s->cells.key[cell] != key)
		return false;
	*number = (uint32_t)cell;
	return true;
}

struct point squares_middle(const struct squares *s, uint32_t number)
{
	uint64_t key = s->cells.key[number];
	double column = (double)(s->first_column + (int64_t)(key % s->columns));
	double row = (double)(s->first_row + (int64_t)(key / s->columns));
	return (struct point){(column + 0.5) * s->side_m, (row + 0.5) * s->side_m};
}
