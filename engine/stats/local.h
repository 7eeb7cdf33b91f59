/* Where is a value like its neighbours'? Local Moran, Gi, Gi* and local Geary.
 *
 * Anselin, Geogr. Anal. 27 (1995), doi 10.1111/j.1538-4632.1995.tb00338.x; moments of
 * local Moran given the value itself by Sokal, Oden, Thomson 1998, doi
 * 10.1111/j.1538-4632.1998.tb00406.x; Ord, Getis 1995, doi
 * 10.1111/j.1538-4632.1995.tb00912.x. Equals spdep's localmoran(), localG() and
 * localC() to 1e-12.
 *
 * Many places are many tests: p_fdr is Benjamini and Hochberg's over all of them, and
 * what a map should be drawn by. Places without neighbours have NAN throughout.
 *
 * Conditional permutation keeps the value of a place and deals the others out (for Gi*
 * its own too, as its mean and spread do): p_sim is the smaller tail, (1 + smaller of
 * #{>=} and #{<=}) / (1 + permutations), "folded".
 *
 * Cost: O(n + weights), with permutations O(permutations * weights). Place i has stream
 * i: the result doesn't depend on the threads.
 */
#ifndef LASTSEEN_STATS_LOCAL_H
#define LASTSEEN_STATS_LOCAL_H

#include "stats/weights.h"

enum local_quadrant {
	LOCAL_NONE,
	LOCAL_HIGH_HIGH,
	LOCAL_LOW_LOW,
	LOCAL_HIGH_LOW,
	LOCAL_LOW_HIGH
};

/* All by place, in ctx->arena. For Gi and Gi*, statistic is z. */
struct local {
	size_t n;
	double *statistic, *expected, *variance, *z;
	double *p_value, *p_fdr; /* two-sided, normal */
	double *p_sim;           /* NULL without permutations */
	uint8_t *quadrant; /* local Moran: own value and neighbours', from the mean */
};

MUST_USE enum err_code local_moran_run(struct context *ctx, struct local *local,
	const double *values, const struct weights *weights, uint32_t permutations);
/* Gi where the weights leave a place itself out, Gi* where they hold it. */
MUST_USE enum err_code local_g_run(struct context *ctx, struct local *local,
	const double *values, const struct weights *weights, uint32_t permutations);
/* statistic alone: the weighted squares of differences, values scaled to sd 1 (n - 1).
 */
MUST_USE enum err_code local_geary_run(struct context *ctx, struct local *local,
	const double *values, const struct weights *weights);

#endif
