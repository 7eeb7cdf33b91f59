#include "geo/lattice.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

/* Cells from 0, 0 fit in 40 bits: the numbers stay exact in a double. */
#define FARTHEST 0x1p40

enum err_code lattice_make(struct context *ctx, struct lattice *l,
	enum lattice_kind kind, double cell_m, struct box box)
{
	memset(l, 0, sizeof *l);
	if (!(cell_m > 0) || !isfinite(cell_m))
		return err_set(ctx, ERR_USAGE,
			"cells of %g m can't be made: give a size above 0", cell_m);
	bool hexagon = kind == LATTICE_HEXAGON;
	l->kind = kind;
	l->cell_m = cell_m;
	l->row_m = hexagon ? cell_m * sqrt(0.75) : cell_m;
	/* A hexagon reaches over its row, and every second row begins half a width
	 * further. */
	double edge = hexagon ? 1 : 0;
	double left = floor(box.min_x_m / cell_m) - edge;
	double low = floor(box.min_y_m / l->row_m) - edge;
	double columns = floor(box.max_x_m / cell_m) + edge - left + 1;
	double rows = floor(box.max_y_m / l->row_m) + edge - low + 1;
	if (!(columns * rows <= (double)LATTICE_MOST))
		return err_set(ctx, ERR_USAGE,
			"cells of %g m would be %.3g of them here, and at most %llu "
			"can "
			"be held: take larger ones",
			cell_m, columns * rows, (unsigned long long)LATTICE_MOST);
	if (!(fabs(left) < FARTHEST) || !(fabs(low) < FARTHEST))
		return err_set(ctx, ERR_USAGE,
			"cells of %g m are too small for places so far from 0, 0",
			cell_m);
	l->column0 = (int64_t)left;
	l->row0 = (int64_t)low;
	l->columns = (uint64_t)columns;
	l->rows = (uint64_t)rows;
	return ERR_OK;
}

/* Half a width for each second row of hexagons, counted from 0, 0. */
static double shift_of(const struct lattice *l, int64_t row)
{
	return l->kind == LATTICE_HEXAGON && (row & 1) ? 0.5 : 0;
}

static struct point centre_of(const struct lattice *l, int64_t column, int64_t row)
{
	return (struct point){((double)column + 0.5 + shift_of(l, row)) * l->cell_m,
		((double)row + 0.5) * l->row_m};
}

struct point lattice_centre(const struct lattice *l, uint64_t cell)
{
	return centre_of(l, l->column0 + (int64_t)(cell % l->columns),
		l->row0 + (int64_t)(cell / l->columns));
}

static uint64_t number_of(const struct lattice *l, int64_t column, int64_t row)
{
	column -= l->column0;
	row -= l->row0;
	if (column < 0 || row < 0 || (uint64_t)column >= l->columns ||
		(uint64_t)row >= l->rows)
		return LATTICE_NONE;
	return (uint64_t)row * l->columns + (uint64_t)column;
}

uint64_t lattice_cell(const struct lattice *l, struct point at)
{
	double up = floor(at.y_m / l->row_m), across = at.x_m / l->cell_m;
	if (!(fabs(up) < FARTHEST) || !(fabs(across) < FARTHEST))
		return LATTICE_NONE;
	int64_t row = (int64_t)up, column = (int64_t)floor(across), best_row = row;
	if (l->kind == LATTICE_SQUARE)
		return number_of(l, column, row);
	double best = INFINITY;
	for (int64_t r = row - 1; r <= row + 1; r++) {
		/* The nearest of a row; halfway, the left one. */
		int64_t c = (int64_t)ceil(across - shift_of(l, r)) - 1;
		struct point centre = centre_of(l, c, r);
		double dx = at.x_m - centre.x_m, dy = at.y_m - centre.y_m;
		double distance2 = dx * dx + dy * dy;
		if (distance2 < best) {
			best = distance2;
			best_row = r;
			column = c;
		}
	}
	return number_of(l, column, best_row);
}

double lattice_area_m2(const struct lattice *l)
{
	return l->cell_m * l->row_m;
}

int lattice_corners(const struct lattice *l, uint64_t cell, struct point corners[6])
{
	static const double square_x[] = {1, 1, -1, -1}, square_y[] = {-1, 1, 1, -1};
	static const double hexagon_x[] = {1, 1, 0, -1, -1, 0};
	/* In thirds of a row's height. */
	static const double hexagon_y[] = {-1, 1, 2, 1, -1, -2};
	struct point at = lattice_centre(l, cell);
	bool hexagon = l->kind == LATTICE_HEXAGON;
	int n = hexagon ? 6 : 4;
	for (int i = 0; i < n; i++) {
		double x = hexagon ? hexagon_x[i] : square_x[i];
		double y = hexagon ? hexagon_y[i] * 2 / 3 : square_y[i];
		corners[i].x_m = at.x_m + x * l->cell_m / 2;
		corners[i].y_m = at.y_m + y * l->row_m / 2;
	}
	return n;
}

int lattice_neighbours(
	const struct lattice *l, uint64_t cell, bool corners, uint64_t neighbours[8])
{
	static const int8_t square[][2] = {
		{-1, -1}, {-1, 0}, {-1, 1}, {0, -1}, {0, 1}, {1, -1}, {1, 0}, {1, 1}};
	static const int8_t even[][2] = {
		{-1, -1}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 0}};
	static const int8_t odd[][2] = {
		{-1, 0}, {-1, 1}, {0, -1}, {0, 1}, {1, 0}, {1, 1}};
	int64_t column = l->column0 + (int64_t)(cell % l->columns);
	int64_t row = l->row0 + (int64_t)(cell / l->columns);
	bool hexagon = l->kind == LATTICE_HEXAGON;
	const int8_t(*steps)[2] = !hexagon ? square : row & 1 ? odd : even;
	int n = 0, all = hexagon ? 6 : 8;
	for (int i = 0; i < all; i++) {
		if (!hexagon && !corners && steps[i][0] != 0 && steps[i][1] != 0)
			continue;
		uint64_t other = number_of(l, column + steps[i][1], row + steps[i][0]);
		if (other != LATTICE_NONE)
			neighbours[n++] = other;
	}
	return n;
}

/* Where a side of the outline crosses the line of the centres of a row. */
struct crossings {
	size_t n, rows_capacity, x_capacity;
	uint32_t *row;
	double *x;
};

static void cross(struct context *ctx, const struct lattice *l, struct crossings *c,
	struct point a, struct point b)
{
	struct point low = a.y_m < b.y_m ? a : b, high = a.y_m < b.y_m ? b : a;
	double first = ceil(low.y_m / l->row_m - 0.5) - (double)l->row0;
	double start = fmax(0, fmin(first - 1, (double)l->rows));
	for (uint64_t row = (uint64_t)start; row < l->rows; row++) {
		double y = ((double)row + (double)l->row0 + 0.5) * l->row_m;
		/* A corner on the line counts with the side that goes up from it. */
		if (y >= high.y_m)
			break;
		if (y < low.y_m)
			continue;
		arena_reserve(ctx->scratch, c->row, c->rows_capacity, c->n + 1);
		arena_reserve(ctx->scratch, c->x, c->x_capacity, c->n + 1);
		c->row[c->n] = (uint32_t)row;
		c->x[c->n++] = low.x_m + (y - low.y_m) / (high.y_m - low.y_m) *
						 (high.x_m - low.x_m);
	}
}

/* Marks the cells of a row whose centres lie from x to x. */
static void mark(
	const struct lattice *l, uint64_t row, double from_x, double to_x, bool *inside)
{
	double shift = shift_of(l, l->row0 + (int64_t)row) + (double)l->column0 + 0.5;
	double all = (double)l->columns;
	double first = fmin(all, fmax(0, ceil(from_x / l->cell_m - shift)));
	double end = fmin(all, fmax(0, floor(to_x / l->cell_m - shift) + 1));
	for (uint64_t column = (uint64_t)first; column < (uint64_t)end; column++)
		inside[row * l->columns + column] = true;
}

void lattice_inside(struct context *ctx, const struct lattice *l,
	const struct shape *shape, bool *inside)
{
	struct arena_mark scratch = arena_mark(ctx->scratch);
	struct crossings c = {0};
	struct rings rings = shape_rings(ctx, shape);
	for (size_t r = 0; r < rings.n; r++) {
		const struct ring *ring = &rings.items[r];
		for (size_t i = 0; i + 1 < ring->n; i++)
			cross(ctx, l, &c, (struct point){ring->x_m[i], ring->y_m[i]},
				(struct point){ring->x_m[i + 1], ring->y_m[i + 1]});
	}
	/* By row, and from left to right in each. */
	uint32_t *order = arena_array(ctx->scratch, uint32_t, c.n);
	uint64_t *rows = arena_array(ctx->scratch, uint64_t, c.n);
	sort_order_double(ctx->scratch, c.x, order, c.n);
	for (size_t i = 0; i < c.n; i++)
		rows[i] = c.row[order[i]];
	sort_by_key(ctx->scratch, rows, order, c.n, sort_bits(l->rows));
	for (size_t i = 0; i + 1 < c.n; i += 2)
		mark(l, rows[i], c.x[order[i]], c.x[order[i + 1]], inside);
	arena_reset(ctx->scratch, scratch);
}

/* Steps along a side; what lies far outside of the lattice is passed over. */
static void cut_side(const struct lattice *l, struct point a, struct point b, bool *cut)
{
	double length = point_distance_m(a, b), steps = ceil(8 * length / l->cell_m);
	struct point low = centre_of(l, l->column0 - 1, l->row0 - 1);
	struct point high = centre_of(
		l, l->column0 + (int64_t)l->columns, l->row0 + (int64_t)l->rows);
	bool beside = fmax(a.x_m, b.x_m) < low.x_m || fmin(a.x_m, b.x_m) > high.x_m ||
		      fmax(a.y_m, b.y_m) < low.y_m || fmin(a.y_m, b.y_m) > high.y_m;
	/* A side of an outline that is vastly larger than the lattice. */
	if (beside || !(steps < 1e9))
		return;
	for (uint64_t k = 0; k <= (uint64_t)steps; k++) {
		double share = steps > 0 ? (double)k / steps : 0;
		uint64_t cell =
			lattice_cell(l, (struct point){a.x_m + share * (b.x_m - a.x_m),
						a.y_m + share * (b.y_m - a.y_m)});
		if (cell != LATTICE_NONE)
			cut[cell] = true;
	}
}

void lattice_cut(struct context *ctx, const struct lattice *l,
	const struct shape *shape, bool *cut)
{
	struct rings rings = shape_rings(ctx, shape);
	for (size_t r = 0; r < rings.n; r++) {
		const struct ring *ring = &rings.items[r];
		for (size_t i = 0; i + 1 < ring->n; i++)
			cut_side(l, (struct point){ring->x_m[i], ring->y_m[i]},
				(struct point){ring->x_m[i + 1], ring->y_m[i + 1]},
				cut);
	}
}
