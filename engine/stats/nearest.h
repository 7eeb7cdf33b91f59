/* Nearest neighbours: how far from each point to the next, and is that less than chance?
 *
 * Clark, Evans, Ecology 35 (1954), doi 10.2307/1931034: index = mean distance over that
 * of a Poisson pattern of the same intensity, 0.5 / sqrt(n / area). Points near the
 * border of the area miss neighbours beyond it; Donnelly's index (1978) allows for that
 * in a rectangle. Equals spatstat's clarkevans() and clarkevans.test(correction =
 * "none").
 *
 * Duplicates are 0 apart: many places that share an address make any pattern look
 * clustered; their share is given beside the index.
 *
 * Cost: O(n log n).
 */
#ifndef LASTSEEN_STATS_NEAREST_H
#define LASTSEEN_STATS_NEAREST_H

#include "geo/point.h"

/* Distance from each point to its nearest other (the first of equals), NAN for n < 2;
 * which (its index) may be NULL. */
MUST_USE enum err_code nearest_distances(
	struct context *ctx, struct points points, double *distance_m, uint32_t *which);

struct clark_evans {
	size_t n, duplicates; /* points with another at the same place */
	double mean_m, expected_m;
	double index; /* below 1 clustered, above 1 regular */
	double z, p_clustered, p_regular, p_value; /* two-sided; normal */
	double index_donnelly;
};

/* area: the box in which points could lie; all zero: that of the points. ERR_DATA for
 * fewer than 2 points or no area. */
MUST_USE enum err_code clark_evans_run(struct context *ctx, struct clark_evans *result,
	struct points points, struct box area);

#endif
