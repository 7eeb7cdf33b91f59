/* How far a place may be from the point that stands for it.
 *
 * Two questions, both answered from the points alone:
 *   - of a group (a sector's postcodes, a street's addresses): the middle and the
 *     radius that covers 95 in 100 of them;
 *   - of single postcodes: how far an address of the postcode may be from its point.
 *
 * A unit postcode is about 15 addresses, and Code-Point gives a point within the
 * building nearest their mean. If postcodes lay at random with L of them a square
 * metre, and an address belonged to the nearest, it would be farther than r from its
 * postcode's point with probability exp(-L pi r^2); the mean distance from a postcode
 * to the fourth nearest other one is 1.09 / sqrt(L), where that is 2 %. So the fourth
 * neighbour's distance is taken, and never under 50 m: a row of fifteen houses is
 * about 100 m long. In Code-Point Open its median is 115 m, and 15 % are beyond 250 m:
 * in the country it is a kilometre and more.
 */
#ifndef LASTSEEN_LOCATE_SPREAD_H
#define LASTSEEN_LOCATE_SPREAD_H

#include "geo/point.h"

#define SPREAD_POSTCODE_LEAST_M 50.0
#define SPREAD_POSTCODE_MOST_M 5000.0
/* Share of a group that its radius covers. */
#define SPREAD_COVER_01 0.95

struct spread {
	double x_m, y_m;   /* medians of the coordinates: strays don't move them */
	double radius_m;   /* covers SPREAD_COVER_01 of the points */
	double farthest_m; /* covers all */
};

/* n >= 1; scratch memory is given back. O(n log n). */
struct spread spread_of(
	struct arena *scratch, size_t n, const double *x_m, const double *y_m);

/* For each of n points the distance to its fourth nearest other position, within the
 * two limits above, rounded up to whole metres. O(n) where they are spread evenly. */
MUST_USE enum err_code spread_neighbours(
	struct context *ctx, struct points points, uint16_t *radius_m);
/* The same, counting the positions of `among` alone: for postcodes that are no longer
 * in use, which lie among those that are. */
MUST_USE enum err_code spread_neighbours_among(struct context *ctx, struct points among,
	struct points points, uint16_t *radius_m);

#endif
