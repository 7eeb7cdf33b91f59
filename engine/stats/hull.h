/* The members of each cluster, and what lies around them: the convex hull, its area, and
 * the span between the two members that are farthest apart.
 *
 * The hull by Andrew's monotone chain, Inf. Process. Lett. 9 (1979), doi
 * 10.1016/0020-0190(79)90072-3; the span by calipers turned around it (Shamos 1978).
 * O(n log n) for a cluster of n.
 */
#ifndef LASTSEEN_STATS_HULL_H
#define LASTSEEN_STATS_HULL_H

#include "stats/cluster.h"

/* Members by cluster: those of label c are item[start[c - 1] … start[c]), ascending. */
struct members {
	size_t *start; /* clusters_n + 1 */
	uint32_t *item;
};
/* In `arena`. O(n). */
struct members labels_members(struct arena *arena, const struct labels *labels);

/* Corners against the clock, none in line with its neighbours: 1 where all points are one
 * place, 2 where all are in line. Indices into the points, written to hull (room for
 * n + 1); returns how many. which: n indices, which are put into another order. */
size_t hull_corners(struct points points, uint32_t *which, size_t n, uint32_t *hull);
double hull_area_m2(struct points points, const uint32_t *hull, size_t n);
/* The largest distance between two corners. */
double hull_span_m(struct points points, const uint32_t *hull, size_t n);

struct cluster_hull {
	double area_m2, span_m;
};
/* One a cluster, by label - 1, in ctx->arena. */
struct cluster_hull *cluster_hulls(
	struct context *ctx, struct points points, const struct labels *labels);

#endif
