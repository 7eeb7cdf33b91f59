/* Levels worth a contour: those whose areas hold a given share of a surface.
 *
 * The 50 % volume contour is the border of the smallest area (in whole cells) that holds
 * half of what the surface adds up to: what home-range studies call a utilisation
 * distribution (Worton, Ecology 70 (1989), doi 10.2307/1938423). O(cells log cells).
 */
#ifndef LASTSEEN_STATS_CONTOUR_H
#define LASTSEEN_STATS_CONTOUR_H

#include "base/context.h"

struct contour_level {
	double level;    /* the least value among the cells inside */
	double share_01; /* of the surface's sum that they hold: at least what was asked */
	size_t cells;
};

/* level[i] for share_01[i], each in (0, 1]. Values that are NAN or below 0 count as 0.
 * ERR_DATA where the surface adds up to nothing. */
MUST_USE enum err_code contour_volume_levels(struct context *ctx, size_t cells_n,
	const double *value, size_t n, const double *share_01,
	struct contour_level *level);

#endif
