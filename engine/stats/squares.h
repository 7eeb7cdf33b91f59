/* The ground on which places are forecast: squares on whole multiples of their side.
 *
 *	squares_around(ctx, &ground, arena, points, 250, 1000);
 *	if (squares_find(&ground, at, &square)) …
 *
 * A square is part of the ground where its middle is within `reach_m` of the middle of a
 * square with a point in it, up to and including. Squares are numbered row by row from the
 * south west. Where a square begins doesn't depend on the points (250 m: on the lines of
 * the National Grid), so that a later point never moves an earlier square.
 *
 * Cost: O(n + occupied squares * (reach / side)^2); squares_find O(1).
 */
#ifndef LASTSEEN_STATS_SQUARES_H
#define LASTSEEN_STATS_SQUARES_H

#include "geo/cells.h"
#include "geo/point.h"

struct squares {
	size_t n;
	double side_m;
	int64_t first_column, first_row; /* of what the keys count from */
	uint64_t columns;
	struct cells cells; /* by key: (row - first_row) * columns + column */
};

/* side_m > 0, reach_m >= 0. ERR_USAGE where the reach is over 100 sides, or where the
 * points lie so far apart that squares can't be numbered. */
MUST_USE enum err_code squares_around(struct context *ctx, struct squares *squares,
	struct arena *arena, struct points points, double side_m, double reach_m);

/* The number of the square that a place is in; false where it is none of these. */
bool squares_find(const struct squares *squares, struct point at, uint32_t *number);

struct point squares_middle(const struct squares *squares, uint32_t number);

#endif
