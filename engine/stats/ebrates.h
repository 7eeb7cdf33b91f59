/* Rates of small numbers, made steadier; and which counts are more than the overall rate
 * gives.
 *
 * A rate of few events over a small population swings widely. The empirical Bayes rate
 * draws each towards the overall one, or towards that of its neighbourhood, the more the
 * smaller its population. Marshall, Appl. Stat. 40 (1991), doi 10.2307/2347593. Equals
 * spdep's EBest() and EBlocal() to 1e-12. Choynowski's probability map, J. Am. Stat.
 * Assoc. 54 (1959), doi 10.1080/01621459.1959.10501998, equals its probmap().
 *
 * Moran's I of rates is misled by their unequal variances: each is put into units of its
 * own spread first. Assuncao, Reis, Stat. Med. 18 (1999), doi
 * 10.1002/(SICI)1097-0258(19990830)18:16<2147::AID-SIM179>3.0.CO;2-I. Equals spdep's
 * EBImoran.mc(). A rate's spread rests on its own population, so that they are not quite
 * exchangeable: p is close to even on null data, not exactly.
 *
 * Cost: O(n + weights), and of the permutations those of stats/moran.h.
 */
#ifndef LASTSEEN_STATS_EBRATES_H
#define LASTSEEN_STATS_EBRATES_H

#include "stats/moran.h"

/* All by place, in ctx->arena. */
struct eb_rates {
	size_t n;
	double a, b; /* variance between places, and the overall rate */
	double *raw, *global, *local;
	double *expected;           /* by the overall rate */
	double *p_less, *p_greater; /* Poisson: so few, so many */
	double *p_value, *p_fdr;    /* two-sided: twice the smaller; over all places */
	double *standardised;       /* what Moran's I is taken of */
};

/* events 0 or more, population above 0; else ERR_DATA. Of the weights only who is whose
 * neighbour is used for `local`. */
MUST_USE enum err_code eb_rates_run(struct context *ctx, struct eb_rates *rates,
	const double *events, const double *population, const struct weights *weights);

/* Moran's I of the standardised rates. statistic counts all places, islands too, as
 * EBImoran.mc() does; so do its moments. */
MUST_USE enum err_code eb_moran_run(struct context *ctx, struct autocorrelation *result,
	const struct eb_rates *rates, const struct weights *weights,
	uint32_t permutations);

#endif
