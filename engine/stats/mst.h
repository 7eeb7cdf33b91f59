/* The shortest tree that joins all points by mutual reachability: the backbone of
 * HDBSCAN and of single linkage.
 *
 * The core distance of a point is that to its min_points-th nearest point, itself
 * counted. Mutual reachability of two points is the largest of their distance and their
 * two core distances. The tree is Boruvka's: in each round every component finds its
 * nearest other component through a k-d tree; a point is not asked again before its
 * component is so poor that it might help. Edges are ordered by (length, lower id,
 * higher id), so that there is one shortest tree, whatever the threads.
 *
 * March, Ram, Gray: Fast Euclidean minimum spanning tree, KDD 2010, doi
 * 10.1145/1835804.1835882. Duplicates are one place with a count, joined first.
 *
 * Cost: O(n log n) for the core distances, O(n log n) expected a round, rounds at most
 * log2 n; some 120 bytes a point.
 */
#ifndef LASTSEEN_STATS_MST_H
#define LASTSEEN_STATS_MST_H

#include "geo/point.h"

struct mst_edge {
	double length_m;   /* mutual reachability */
	double distance_m; /* as the crow flies: the rest is core distance */
	uint32_t a, b;     /* input indices, a < b */
};

struct mst {
	size_t n;
	double *core_m;         /* by input index */
	struct mst_edge *edges; /* n - 1, ascending by (length, distance, a, b) */
};

/* In ctx->arena. min_points >= 1. Fewer than min_points points: every core distance
 * is that to the farthest. */
MUST_USE enum err_code mst_build(struct context *ctx, struct mst *mst,
	struct points points, uint32_t min_points);

#endif
