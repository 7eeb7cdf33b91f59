/* Points put into circles around the busiest of them: one name for "the same place"
 * where addresses differ.
 *
 * The point with most others within the radius takes all of them, then the busiest of
 * those left, and so on; of equally busy ones the first. Circles may overlap, members
 * belong to one. O(n * points near).
 */
#ifndef LASTSEEN_WORK_CIRCLES_H
#define LASTSEEN_WORK_CIRCLES_H

#include "geo/point.h"

struct circles {
	size_t n;
	double *x_m, *y_m;  /* of each circle's middle point */
	uint32_t *of_point; /* the circle of each point */
};

MUST_USE enum err_code circles_make(struct context *ctx, struct points points,
	double radius_m, struct circles *out);

#endif
