/* Who is whose neighbour, and how much: spatial weights, row by row.
 *
 * Order: one of the makers; weights_standardise() where rows are to sum to 1; then any
 * method of autocorrelation. A row without neighbours is an island: its weights are all
 * 0, it stays in means and spreads, and the number of places is counted without it (as
 * spdep's zero.policy does).
 *
 * All in ctx->arena. Cost: O(n + neighbours), after finding them.
 */
#ifndef LASTSEEN_STATS_WEIGHTS_H
#define LASTSEEN_STATS_WEIGHTS_H

#include "geo/point.h"

struct weights {
	size_t n;
	size_t *from;   /* n + 1: row i is to[from[i] … from[i + 1]) */
	uint32_t *to;   /* ascending in each row */
	double *weight; /* likewise */
	bool self;      /* each place is its own neighbour too (Gi*) */
};

/* Weight 1 for all within radius_m, up to and including; themselves too if self. */
MUST_USE enum err_code weights_within(struct context *ctx, struct weights *weights,
	struct points points, double radius_m, bool self);
/* Weight 1 for the k nearest others; of equally near ones the first. */
MUST_USE enum err_code weights_nearest(
	struct context *ctx, struct weights *weights, struct points points, uint32_t k);
/* From edges i → j of weight w, in any order, i and j below n; w finite. */
MUST_USE enum err_code weights_from_edges(struct context *ctx, struct weights *w,
	size_t n, size_t edges, const uint32_t *i, const uint32_t *j,
	const double *weight);

/* Makes each row sum to 1; islands stay. */
void weights_standardise(struct weights *weights);
/* Rows without a neighbour other than themselves. */
size_t weights_islands(const struct weights *weights);

#endif
