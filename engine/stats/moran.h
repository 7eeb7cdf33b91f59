/* Is a value like its neighbours'? Moran's I, Geary's C and Getis-Ord's G over all.
 *
 * Moran, Biometrika 37 (1950), doi 10.2307/2332142; Geary 1954, doi 10.2307/2986645;
 * Getis, Ord, Geogr. Anal. 24 (1992), doi 10.1111/j.1538-4632.1992.tb00261.x; moments
 * by Cliff, Ord, Spatial processes, 1981. Equals spdep's moran.test(), geary.test() and
 * globalG.test() to 1e-12.
 *
 * Islands: the number of places is that of those with neighbours, as in spdep's
 * zero.policy, but the mean and the spread are of all. For Moran's I that shifts the
 * usual moments a little from those of the permutations, by islands / places: expected,
 * variance, z and p_value are spdep's, and `exact` has the moments of dealing all values
 * out to all places. Geary's C has these alone (spdep's variance of it may be negative).
 * G is of the places with neighbours only, as are its permutations.
 *
 * A permutation deals all values out to all places. Both tails count ties as at least
 * as extreme, also those that differ by rounding alone; p = (1 + #) / (1 + R).
 *
 * Cost: O(n + weights); a permutation as much. Permutation k has stream k: the result
 * depends on the seed, not on the threads.
 */
#ifndef LASTSEEN_STATS_MORAN_H
#define LASTSEEN_STATS_MORAN_H

#include "stats/weights.h"

enum moran_null {
	MORAN_RANDOMISATION, /* the values fall on the places at random */
	MORAN_NORMALITY,     /* the values are normal */
};

/* What permutations say; all NAN without any. */
struct permuted {
	uint32_t permutations;
	double mean, sd;          /* of the statistic over them */
	double p_greater, p_less; /* of a statistic at least / at most as large */
	double p_value;           /* two-sided: twice the smaller, at most 1 */
};

/* z is above 0 where values are like their neighbours' (for Geary's C, which is small
 * then, its sign is turned). p_value is two-sided, p_greater that of likeness, p_less
 * that of its opposite; p_permutation is of likeness. */
struct autocorrelation {
	size_t n, islands;
	double statistic, expected, variance, z, p_value, p_greater, p_less;
	double p_permutation;
	struct permuted permuted;
	struct autocorrelation_exact {
		double expected, variance, z, p_value;
	} exact; /* the same as above without islands */
};

/* ERR_DATA for values that are not finite or all equal, or fewer than 4 places with
 * neighbours. */
MUST_USE enum err_code moran_run(struct context *ctx, struct autocorrelation *result,
	const double *values, const struct weights *weights, enum moran_null null,
	uint32_t permutations);
MUST_USE enum err_code geary_run(struct context *ctx, struct autocorrelation *result,
	const double *values, const struct weights *weights, enum moran_null null,
	uint32_t permutations);
/* Values must not be below 0; weights without self, best 0 and 1. z above 0: large
 * values gather; below 0: small ones. */
MUST_USE enum err_code global_g_run(struct context *ctx, struct autocorrelation *result,
	const double *values, const struct weights *weights, uint32_t permutations);

#endif
