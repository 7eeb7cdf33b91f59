/* Points in a plane of metres, as columns.
 *
 * Every method works on columns: they are what the store gives and what vectors of a
 * processor like. A point is a value; the owner of the columns is whoever made them.
 */
#ifndef LASTSEEN_GEO_POINT_H
#define LASTSEEN_GEO_POINT_H

#include "base/context.h"

struct point {
	double x_m, y_m;
};

/* n points; t_s may be NULL where time plays no part. Times are whole seconds UTC, or
 * any other whole unit as long as every window of the call is given in it too. */
struct points {
	size_t n;
	const double *x_m, *y_m;
	const int64_t *t_s;
};

struct box {
	double min_x_m, min_y_m, max_x_m, max_y_m;
};

/* The largest number of points that a method takes: ids are 32 bits wide. */
#define POINTS_MOST ((size_t)0x7fffffff)

/* ERR_DATA where a coordinate is not a finite number (the text says which row, from 1)
 * or where there are more than POINTS_MOST. O(n). */
MUST_USE enum err_code points_check(struct context *ctx, struct points points);

/* The smallest box with all points in it; all zero for n == 0. */
struct box points_box(struct points points);

double point_distance_m(struct point a, struct point b);

#endif
