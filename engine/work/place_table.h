/* The places of a role as points for a map, as exact as an audience may see them.
 *
 * analyst: as located. partner: where a child lives with family or foster carers only
 * as the middle of its kilometre square, all else as located. public: kilometre squares
 * with five or more children.
 */
#ifndef LASTSEEN_WORK_PLACE_TABLE_H
#define LASTSEEN_WORK_PLACE_TABLE_H

#include "work/episodes.h"

#define PLACE_SQUARE_M 1000.0

/* A table `name` of x, y, precision_m, episodes, children, one row a distinct point, in
 * order of x, y. leave_belonging as in episodes_points(). O(n log n). */
const struct table *place_table(struct context *ctx, const char *name,
	const struct episode_set *set, enum place_role role, bool leave_belonging);

/* A coordinate of a place as the audience may see it (whether it is where a child
 * lives is the caller's to say). */
double place_shown_m(const struct context *ctx, bool lives_there, double metres);

#endif
