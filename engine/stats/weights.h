/* Who is whose neighbour, and how much: spatial weights, row by row.
 *
 * Order: one of the makers; weights_style() where they are not to be 0 and 1; then any
 * method of autocorrelation. A row without neighbours is an island: its weights are all
 * 0, it stays in means and spreads, and the number of places is counted without it (as
 * spdep's zero.policy does).
 *
 * Styles equal spdep's nb2listw(); Tiefelsdorf, Griffith, Boots, Environ. Plan. A 31
 * (1999), doi 10.1068/a310165. Higher orders equal its nblag().
 *
 * All in ctx->arena. Cost: O(n + neighbours), after finding them: O(n log n) for the
 * nearest, O(pairs within) for a radius; 12 bytes a neighbour. ctx->threads are used,
 * and change nothing.
 */
#ifndef LASTSEEN_STATS_WEIGHTS_H
#define LASTSEEN_STATS_WEIGHTS_H

#include "geo/point.h"

/* Neighbours that are held at most; more are refused. */
#define WEIGHTS_MOST ((size_t)300000000)

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
/* Weight 1 for others further than from_m and within to_m; from_m 0: those at the place
 * itself too. */
MUST_USE enum err_code weights_ring(struct context *ctx, struct weights *weights,
	struct points points, double from_m, double to_m);
/* Weight 1 for the k nearest others; of equally near ones the first. */
MUST_USE enum err_code weights_nearest(
	struct context *ctx, struct weights *weights, struct points points, uint32_t k);
/* From edges i → j of weight w, in any order, i and j below n; w finite; each pair once,
 * else ERR_DATA. */
MUST_USE enum err_code weights_from_edges(struct context *ctx, struct weights *w,
	size_t n, size_t edges, const uint32_t *i, const uint32_t *j,
	const double *weight);

/* The places that are `order` steps away and no fewer, weight 1. order at least 1.
 * O(places within so many steps). */
MUST_USE enum err_code weights_lag(struct context *ctx, struct weights *further,
	const struct weights *weights, uint32_t order);
/* The same, and each place its own neighbour with weight 1 (Gi*); not twice. */
void weights_with_self(
	struct context *ctx, struct weights *with, const struct weights *weights);

enum weights_style {
	WEIGHTS_B, /* as they are: 0 and 1 */
	WEIGHTS_W, /* each row sums to 1 */
	WEIGHTS_C, /* all sum to the number of places that are no islands */
	WEIGHTS_U, /* all sum to 1 */
	WEIGHTS_S /* each row over the root of its squares, then as C: evens variances */
};
/* Islands stay. Weights must be 0 or more. */
void weights_style(struct weights *weights, enum weights_style style);
/* WEIGHTS_W. */
void weights_standardise(struct weights *weights);
/* Rows without a neighbour other than themselves. */
size_t weights_islands(const struct weights *weights);
/* The weight of j in the row of i; 0 where it is none. O(log neighbours). */
double weights_at(const struct weights *weights, uint32_t i, uint32_t j);

/* What moments are made of, as Cliff and Ord name it: S0 the sum of the weights, S1 half
 * the sum of (w_ij + w_ji)^2, S2 the sum over places of (row + column)^2. n counts the
 * places with neighbours. */
struct weights_sums {
	double n, s0, s1, s2;
};
struct weights_sums weights_sums(struct context *ctx, const struct weights *weights);

#endif
