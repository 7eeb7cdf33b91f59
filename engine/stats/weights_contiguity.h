/* Which areas touch: contiguity weights of polygons.
 *
 * Areas touch where they share a vertex (queen), or a side between two (rook): the
 * coordinates must be the same numbers in both, as they are in files that were cut from
 * one map. Equals spdep's poly2nb() with snap = 0. Weight 1 each way; an area does not
 * touch itself; areas without a neighbour are islands.
 *
 * Cost: O(vertices log vertices + touches); a place where k areas meet gives k^2
 * touches.
 */
#ifndef LASTSEEN_STATS_WEIGHTS_CONTIGUITY_H
#define LASTSEEN_STATS_WEIGHTS_CONTIGUITY_H

#include "stats/weights.h"

/* Rings, closed or not; ring r is vertices from[r] … from[r + 1] of area owner[r]. Holes
 * are rings too. */
struct outlines {
	size_t n; /* areas */
	size_t rings_n;
	const size_t *from;    /* rings_n + 1 */
	const uint32_t *owner; /* by ring, below n */
	const double *x_m, *y_m;
};

/* corners: touching at one is enough (queen). In ctx->arena. */
MUST_USE enum err_code weights_contiguous(struct context *ctx, struct weights *weights,
	const struct outlines *outlines, bool corners);

#endif
