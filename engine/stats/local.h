/* Where is a value like its neighbours'? Local Moran, Gi, Gi* and local Geary.
 *
 * Anselin, Geogr. Anal. 27 (1995), doi 10.1111/j.1538-4632.1995.tb00338.x; moments of
 * local Moran and local Geary given the value itself by Sokal, Oden, Thomson 1998, doi
 * 10.1111/j.1538-4632.1998.tb00406.x; Ord, Getis 1995, doi
 * 10.1111/j.1538-4632.1995.tb00912.x. Equals spdep's localmoran() (conditional = TRUE
 * and FALSE), localG() and localC() to 1e-12.
 *
 * Many places are many tests: p_fdr is Benjamini and Hochberg's over all of them, and
 * what a map should be drawn by. Places without neighbours have NAN throughout; so have
 * those whose statistic can take one value only.
 *
 * Conditional permutation keeps the value of a place and deals the others out (for Gi*
 * its own too, as its mean and spread do), each at most once. Ties count as at least as
 * extreme, also those that differ by rounding alone. p_folded is the smaller tail, (1 +
 * smaller of #{>=} and #{<=}) / (1 + permutations), as GeoDa and PySAL have it;
 * p_permutation is twice that, at most 1, to be read beside p_value.
 *
 * A permutation is dealt once for all places, as PySAL does: each takes the first cards
 * but its own. So one costs O(n + most neighbours) where a row's weights are equal, and
 * the sum of its first cards is kept; else O(weights). Permutation k has stream k: the
 * result doesn't depend on the threads.
 *
 * Cost: O(n + weights) and the permutations.
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

enum local_moments {
	LOCAL_CONDITIONAL, /* given the value of the place: the default */
	LOCAL_TOTAL        /* over all values (local Moran alone) */
};

/* All by place, in ctx->arena. For Gi and Gi*, statistic is z. Of local Geary, z is
 * below 0 where a value is like its neighbours'. */
struct local {
	size_t n;
	double *statistic, *expected, *variance, *z;
	double *p_value, *p_fdr; /* two-sided, normal */
	/* NULL without permutations; p_permutation_fdr can't be below their number. */
	double *p_permutation, *p_folded, *p_permutation_fdr;
	uint8_t *quadrant; /* own value and neighbours', from the mean; not of G */
};

MUST_USE enum err_code local_moran_run(struct context *ctx, struct local *local,
	const double *values, const struct weights *weights, enum local_moments moments,
	uint32_t permutations);
/* Gi where the weights leave a place itself out, Gi* where they hold it. */
MUST_USE enum err_code local_g_run(struct context *ctx, struct local *local,
	const double *values, const struct weights *weights, uint32_t permutations);
/* The weighted squares of differences, values scaled to sd 1 (n - 1). Weights without
 * self. */
MUST_USE enum err_code local_geary_run(struct context *ctx, struct local *local,
	const double *values, const struct weights *weights, uint32_t permutations);

#endif
