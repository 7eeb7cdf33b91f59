/* How many points make a place dense, by the data itself.
 *
 * The median, over points taken evenly, of the points within reach of one in space and
 * time, and three of its standard deviations above (m + 3 sqrt(m), itself counted),
 * rounded up: where everything lies densely, a cluster is what lies more densely than
 * the rest. At most a tenth of the points, at least 5. O(2,000 * points within reach).
 */
#ifndef LASTSEEN_STATS_USUAL_H
#define LASTSEEN_STATS_USUAL_H

#include "geo/grid.h"

/* The grid is of these points. window_s INT64_MAX: space alone; points.t_s may then be
 * NULL. */
uint32_t usual_min_points(struct context *ctx, struct points points,
	const struct grid *grid, double radius_m, int64_t window_s);

#endif
