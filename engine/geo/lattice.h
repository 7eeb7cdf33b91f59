/* A plane cut into equal cells, squares or hexagons, to count things in.
 *
 * Order: lattice_make() over a box; lattice_cell() of places; lattice_inside() for the
 * cells of an area; centres, corners and neighbours of cells.
 *
 * Cells lie on multiples of their size from 0, 0 whatever the box: two files cut alike
 * have the same cells. cell_m is the side of a square, and the width of a hexagon from
 * side to side, which is the distance of neighbours' centres. Hexagons stand on a corner;
 * each second row is moved by half a width:
 *
 *	+---+---+---+		/ \ / \ / \
 *	|   |   |   |		|  |  |  |
 *	+---+---+---+		 \ / \ / \ / \
 *	|   |   |   |		  |  |  |  |
 *	+---+---+---+		   \ / \ / \ /
 *
 * A place on a border belongs to the cell above or right of it (squares), or to the
 * nearest centre, of equally near ones the lowest, then leftmost (hexagons). Cells are
 * numbered row after row from the lower left: row * columns + column.
 *
 * Cost: O(1) a cell or place; lattice_inside() O(cells + corners * rows they span).
 */
#ifndef LASTSEEN_GEO_LATTICE_H
#define LASTSEEN_GEO_LATTICE_H

#include "geo/point.h"
#include "geo/shape.h"

enum lattice_kind { LATTICE_SQUARE, LATTICE_HEXAGON };

struct lattice {
	enum lattice_kind kind;
	double cell_m, row_m;  /* width of a cell, height of a row */
	int64_t column0, row0; /* of the first column and row, from 0, 0 */
	uint64_t columns, rows;
};

/* Cells that a lattice may have, empty ones included. */
#define LATTICE_MOST ((uint64_t)50000000)
#define LATTICE_NONE UINT64_MAX

/* Covers the box. ERR_USAGE for a cell that is not above 0, or too small for the box:
 * the text says how many cells there would be. */
MUST_USE enum err_code lattice_make(struct context *ctx, struct lattice *lattice,
	enum lattice_kind kind, double cell_m, struct box box);

uint64_t lattice_cell(const struct lattice *lattice, struct point at);
struct point lattice_centre(const struct lattice *lattice, uint64_t cell);
double lattice_area_m2(const struct lattice *lattice);
/* Anticlockwise from the lower right; returns 4 or 6. */
int lattice_corners(
	const struct lattice *lattice, uint64_t cell, struct point corners[6]);
/* Cells that share a side, or (squares, corners) a corner; ascending. Returns how many
 * there are, at most 8; none lies outside of the lattice. */
int lattice_neighbours(const struct lattice *lattice, uint64_t cell, bool corners,
	uint64_t neighbours[8]);

/* inside[cell] = true for each cell whose centre lies in the shape; others are left. */
void lattice_inside(struct context *ctx, const struct lattice *lattice,
	const struct shape *shape, bool *inside);
/* cut[cell] = true for each cell through which the boundary of the shape runs, but for
 * corners that it cuts off by less than an eighth of a cell. O(its length / cell_m). */
void lattice_cut(struct context *ctx, const struct lattice *lattice,
	const struct shape *shape, bool *cut);

#endif
