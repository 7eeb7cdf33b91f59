/* A k-d tree over points, for questions without a radius: the nearest, the k nearest,
 * the nearest that is something.
 *
 * All leaves lie at one level, and each node's points are one run of the sorted places,
 * so that a node is a number and its run is arithmetic:
 *
 *     level 0                    node 0: places [0, n)
 *     level 1           node 1                   node 2
 *     level 2      node 3     node 4        node 5     node 6   (leaves)
 *
 * Built by splitting the longer side of each node's box at its median: O(n log n). Read
 * only afterwards, from any number of threads.
 */
#ifndef LASTSEEN_GEO_KDTREE_H
#define LASTSEEN_GEO_KDTREE_H

#include "geo/point.h"

struct kdtree {
	size_t n;
	unsigned levels;   /* the leaves' level */
	size_t nodes;      /* 2^(levels + 1) - 1 */
	struct box *box;   /* by node */
	double *x_m, *y_m; /* by place */
	uint32_t *id;      /* the input index of each place */
};

#define KDTREE_LEVELS_MOST 32

/* In `arena`; ERR_DATA by points_check(). Uses ctx->threads. */
MUST_USE enum err_code kdtree_build(struct context *ctx, struct kdtree *tree,
	struct arena *arena, struct points points);

static inline bool kdtree_leaf(const struct kdtree *tree, size_t node)
{
	return node >= tree->nodes / 2;
}

/* The run of places of a node. */
static inline void kdtree_run(
	const struct kdtree *tree, size_t node, size_t *from, size_t *to)
{
	unsigned level = 63 - (unsigned)__builtin_clzll(node + 1);
	uint64_t at = node + 1 - (UINT64_C(1) << level);
	*from = (size_t)(tree->n * at >> level);
	*to = (size_t)(tree->n * (at + 1) >> level);
}

/* The square of the distance from a place to the nearest point of a node's box. */
static inline double kdtree_distance2(
	const struct kdtree *tree, size_t node, double x_m, double y_m)
{
	const struct box *b = &tree->box[node];
	double dx = x_m < b->min_x_m ? b->min_x_m - x_m
				     : (x_m > b->max_x_m ? x_m - b->max_x_m : 0);
	double dy = y_m < b->min_y_m ? b->min_y_m - y_m
				     : (y_m > b->max_y_m ? y_m - b->max_y_m : 0);
	return dx * dx + dy * dy;
}

/* One of the nearest places. */
struct kdtree_near {
	double distance2_m2;
	uint32_t place;
};

/* The nearest places around a point until their counts reach k (count by place; NULL: 1
 * each), nearest first, equally near ones by input index; never more than k places.
 * near has room for k + 1. Places of input index `without` are left out (UINT32_MAX:
 * none). Returns how many there are. O(log n + k log k) expected. */
size_t kdtree_nearest(const struct kdtree *tree, struct point at, uint32_t k,
	const uint32_t *count, uint32_t without, struct kdtree_near *near);

#endif
