/* The order in which the shortest tree joins points to parts and parts to all.
 *
 * Order: linkage_make() on the tree, then linkage_order() for hierarchies in which it
 * matters which of several edges of one length came first.
 *
 * Ties are the rule, not the exception: a point on a bridge between two clusters has the
 * same mutual reachability to both, its core distance. R dbscan's hdbscan() joins in the
 * order in which Prim's method, begun at the first point, meets the edges (among equal
 * ones the lowest index), so that the bridge belongs to the side that was met first.
 * linkage_order() finds that order from the top down without Prim's n^2: it follows the
 * vertex by which a part is entered, and asks for neighbours only where the parts are
 * large enough to be told apart.
 *
 * Points exactly one length apart that are on no bridge (whole metres on a lattice) are
 * met by the edges of the tree alone, and may be met in another order than R's.
 *
 * Cost: linkage_make() O(n log n); linkage_order() O(n), and for parts that are told apart
 * O(log n + points within its core distance) a place on a bridge, O(log n) a join.
 */
#ifndef LASTSEEN_STATS_LINKAGE_H
#define LASTSEEN_STATS_LINKAGE_H

#include "stats/mst.h"

/* A binary tree: nodes 0 … n - 1 are points, n + k is made by the k-th shortest edge. */
struct linkage {
	size_t n;
	uint32_t *left, *right, *size; /* by k */
	double *height;                /* by k, never 0 where any edge is above 0 */
};

/* In ctx->scratch. */
struct linkage linkage_make(struct context *ctx, const struct mst *mst);

/* Joins of one length in R's order, wherever two parts of at least `least` points come
 * together in them. Needs scratch memory, nothing is returned in it. */
MUST_USE enum err_code linkage_order(struct context *ctx, struct linkage *linkage,
	const struct mst *mst, struct points points, uint32_t least);

static inline uint32_t linkage_size(const struct linkage *linkage, uint32_t node)
{
	return node < linkage->n ? 1 : linkage->size[node - linkage->n];
}

#endif
