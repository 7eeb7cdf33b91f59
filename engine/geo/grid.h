/* A uniform grid over points: who is within a radius of a place?
 *
 * Order: grid_build() once, then any number of grid_count(), grid_within() or walks,
 * from any number of threads. The grid is read only after it is built.
 *
 * Points are sorted by cell, row after row, and only occupied cells are kept: memory
 * is O(n) however far apart the points lie (a stray point in another country does no
 * harm). Cells of a row that lie side by side are one run of points, so that a query
 * reads a few runs in a row:
 *
 *        +---+---+---+---+
 *        |   |###|###|###|   run 3
 *        +---+---+---+---+
 *        |   |###|#x#|###|   run 2      x: the place asked for
 *        +---+---+---+---+
 *        |   |###|###|###|   run 1
 *        +---+---+---+---+
 *
 * Within means up to and including the radius, by dx * dx + dy * dy <= radius * radius
 * in doubles: the same verdict as trying every pair. Duplicates are points of their
 * own. Results come in the order of the cells, and within a cell in the order of input.
 *
 * Cost: building O(n); a query O(cells touched + points in them). Best with a cell
 * about as wide as the radius.
 */
#ifndef LASTSEEN_GEO_GRID_H
#define LASTSEEN_GEO_GRID_H

#include "geo/cells.h"
#include "geo/point.h"

struct grid {
	size_t n;
	double min_x_m, min_y_m, max_x_m, max_y_m;
	double cell_m; /* at least what was asked for, see grid_build() */
	double per_m;  /* 1 / cell_m */
	uint64_t columns, rows;
	struct cells cells; /* by key: row * columns + column */
	double *x_m, *y_m;  /* coordinates sorted by cell */
	uint32_t *id;       /* the input index of each place */
};

/* Builds the grid in `arena`. cell_m > 0 and finite, else ERR_USAGE; the cell grows
 * where more than 2^30 of them would lie side by side. ERR_DATA by points_check(). */
MUST_USE enum err_code grid_build(struct context *ctx, struct grid *grid,
	struct arena *arena, struct points points, double cell_m);

/* A walk over all runs of places that may be within the radius. */
struct grid_walk {
	const struct grid *grid;
	uint64_t first_column, last_column, row, last_row;
};
struct grid_walk grid_walk(const struct grid *grid, struct point at, double radius_m);
/* The next run [*from, *to) of places; false at the end. The distance of each point is
 * still to be checked. */
bool grid_next(struct grid_walk *walk, uint32_t *from, uint32_t *to);

/* How many points are within the radius (a point at the place itself counts). */
size_t grid_count(const struct grid *grid, struct point at, double radius_m);

/* Their input indices, ascending, written to ids (room for `most`); returns how many
 * there are, which may be more than `most`: then ids holds some of them. */
size_t grid_within(const struct grid *grid, struct point at, double radius_m,
	uint32_t *ids, size_t most);

/* Column and row of a coordinate, clamped to the grid. */
uint64_t grid_column(const struct grid *grid, double x_m);
uint64_t grid_row(const struct grid *grid, double y_m);

#endif
