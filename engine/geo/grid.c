#include "geo/grid.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define SIDE_MOST ((double)(1 << 30)) /* cells side by side: keys stay below 2^61 */

static uint64_t cell_of(double value, double least, double per_m, uint64_t cells)
{
	double cell = (value - least) * per_m;
	if (!(cell > 0))
		return 0;
	return cell >= (double)cells ? cells - 1 : (uint64_t)cell;
}

uint64_t grid_column(const struct grid *grid, double x_m)
{
	return cell_of(x_m, grid->min_x_m, grid->per_m, grid->columns);
}

uint64_t grid_row(const struct grid *grid, double y_m)
{
	return cell_of(y_m, grid->min_y_m, grid->per_m, grid->rows);
}

static void set_extent(struct grid *grid, struct points points, double cell_m)
{
	struct box box = points_box(points);
	grid->n = points.n;
	grid->min_x_m = box.min_x_m;
	grid->min_y_m = box.min_y_m;
	grid->max_x_m = box.max_x_m;
	grid->max_y_m = box.max_y_m;
	double wide = box.max_x_m - box.min_x_m, high = box.max_y_m - box.min_y_m;
	double longest = wide > high ? wide : high;
	grid->cell_m = cell_m * SIDE_MOST < longest ? longest / SIDE_MOST : cell_m;
	grid->per_m = 1 / grid->cell_m;
	grid->columns = (uint64_t)(wide * grid->per_m) + 1;
	grid->rows = (uint64_t)(high * grid->per_m) + 1;
}

enum err_code grid_build(struct context *ctx, struct grid *grid, struct arena *arena,
	struct points points, double cell_m)
{
	memset(grid, 0, sizeof *grid);
	if (!(cell_m > 0) || !isfinite(cell_m))
		return err_set(ctx, ERR_USAGE,
			"a distance of %g m can't be used: give one above 0", cell_m);
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	set_extent(grid, points, cell_m);
	if (!isfinite(grid->max_x_m - grid->min_x_m) ||
		!isfinite(grid->max_y_m - grid->min_y_m) || !isfinite(grid->per_m))
		return err_set(ctx, ERR_DATA,
			"the coordinates are too large for metres: check their unit");
	size_t n = points.n;
	grid->x_m = arena_array(arena, double, n);
	grid->y_m = arena_array(arena, double, n);
	grid->id = arena_array(arena, uint32_t, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, n);
	for (size_t i = 0; i < n; i++) {
		keys[i] = grid_row(grid, points.y_m[i]) * grid->columns +
			  grid_column(grid, points.x_m[i]);
		grid->id[i] = (uint32_t)i;
	}
	sort_by_key(ctx->scratch, keys, grid->id, n,
		sort_bits(grid->columns * grid->rows - 1));
	for (size_t i = 0; i < n; i++) {
		grid->x_m[i] = points.x_m[grid->id[i]];
		grid->y_m[i] = points.y_m[grid->id[i]];
	}
	cells_build(&grid->cells, arena, keys, n, grid->columns * grid->rows);
	if (arena != ctx->scratch)
		arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

struct grid_walk grid_walk(const struct grid *grid, struct point at, double radius_m)
{
	/* A hair wider, so that rounding of at - radius loses no point that the test of
	 * squares would let in. */
	double wide_x = radius_m + (fabs(at.x_m) + radius_m) * 0x1p-50;
	double wide_y = radius_m + (fabs(at.y_m) + radius_m) * 0x1p-50;
	struct grid_walk walk = {grid, grid_column(grid, at.x_m - wide_x),
		grid_column(grid, at.x_m + wide_x), grid_row(grid, at.y_m - wide_y),
		grid_row(grid, at.y_m + wide_y)};
	bool apart = grid->n == 0 || !(at.x_m - wide_x <= grid->max_x_m) ||
		     !(at.x_m + wide_x >= grid->min_x_m) ||
		     !(at.y_m - wide_y <= grid->max_y_m) ||
		     !(at.y_m + wide_y >= grid->min_y_m);
	if (apart)
		walk.row = walk.last_row + 1;
	return walk;
}

bool grid_next(struct grid_walk *walk, uint32_t *from, uint32_t *to)
{
	const struct grid *grid = walk->grid;
	const struct cells *cells = &grid->cells;
	while (walk->row <= walk->last_row) {
		uint64_t first = walk->row * grid->columns + walk->first_column;
		uint64_t last = walk->row * grid->columns + walk->last_column;
		size_t cell = cells_from(cells, first);
		if (cell == cells->n) {
			walk->row = walk->last_row + 1;
			return false;
		}
		uint64_t key = cells->key[cell];
		if (key > last) {
			/* Straight to the next row that has a cell at all. */
			uint64_t row = key / grid->columns;
			walk->row = row > walk->row ? row : walk->row + 1;
			continue;
		}
		walk->row++;
		*from = cells->start[cell];
		while (cell < cells->n && cells->key[cell] <= last)
			cell++;
		*to = cells->start[cell];
		return true;
	}
	return false;
}

size_t grid_count(const struct grid *grid, struct point at, double radius_m)
{
	double radius2 = radius_m * radius_m;
	size_t count = 0;
	uint32_t from, to;
	struct grid_walk walk = grid_walk(grid, at, radius_m);
	while (grid_next(&walk, &from, &to))
		for (uint32_t i = from; i < to; i++) {
			double dx = grid->x_m[i] - at.x_m, dy = grid->y_m[i] - at.y_m;
			count += dx * dx + dy * dy <= radius2;
		}
	return count;
}

static void sort_ids(uint32_t *ids, size_t n)
{
	/* Shell sort: short lists, no memory, no recursion. */
	static const size_t gaps[] = {1093, 364, 121, 40, 13, 4, 1};
	for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++)
		for (size_t i = gaps[g]; i < n; i++) {
			uint32_t id = ids[i];
			size_t j = i;
			for (; j >= gaps[g] && ids[j - gaps[g]] > id; j -= gaps[g])
				ids[j] = ids[j - gaps[g]];
			ids[j] = id;
		}
}

size_t grid_within(const struct grid *grid, struct point at, double radius_m,
	uint32_t *ids, size_t most)
{
	double radius2 = radius_m * radius_m;
	size_t count = 0;
	uint32_t from, to;
	struct grid_walk walk = grid_walk(grid, at, radius_m);
	while (grid_next(&walk, &from, &to))
		for (uint32_t i = from; i < to; i++) {
			double dx = grid->x_m[i] - at.x_m, dy = grid->y_m[i] - at.y_m;
			if (dx * dx + dy * dy > radius2)
				continue;
			if (count < most)
				ids[count] = grid->id[i];
			count++;
		}
	sort_ids(ids, count < most ? count : most);
	return count;
}
