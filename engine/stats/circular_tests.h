/* Are times spread evenly around the clock, and what curve fits them? Beside the mean
 * and Rayleigh's test of circular.h, which see one peak alone.
 *
 * Kuiper's V and Watson's U2 measure how far the times stray from an even spread
 * anywhere on the circle; both are scaled for n (Stephens, J. R. Stat. Soc. B 32 (1970),
 * doi 10.1111/j.2517-6161.1970.tb00821.x), with p by their limiting distributions
 * (Kuiper's with its second term: 1960, doi 10.1016/S1385-7258(60)50006-0). Rao's
 * test looks at the gaps between neighbours; its p is from seeded even spreads up to
 * RAO_EXACT_MOST times, above from the normal limit (Sherman, Ann. Math. Stat. 21 (1950),
 * doi 10.1214/aoms/1177729742). All three are for times known sharply: where many share
 * the full hour, the gaps of 0 between them make Rao's p too small. See `distinct`.
 *
 * Von Mises: kappa by Fisher's formula (1993, 4.40), as R circular has it, with Best and
 * Fisher's correction for small n, and the exact maximum of the likelihood beside it.
 *
 * Statistics, median and density equal R circular 0.4-95 to 1e-12. Cost: O(n log n), Rao
 * O(n * replications), a density O(n) a point.
 */
#ifndef LASTSEEN_STATS_CIRCULAR_TESTS_H
#define LASTSEEN_STATS_CIRCULAR_TESTS_H

#include "base/context.h"

enum { RAO_EXACT_MOST = 20000, RAO_REPLICATIONS = 999 };

struct circular_tests {
	size_t n, distinct; /* distinct times, modulo the period */
	double median;      /* a time that is nearest to all, 0 … period */
	double kuiper_v;    /* scaled: V * (sqrt(n) + 0.155 + 0.24 / sqrt(n)) */
	double kuiper_p;
	double watson_u2; /* scaled: (U2 - 0.1 / n + 0.1 / n^2) * (1 + 0.8 / n) */
	double watson_p;
	double rao_degrees;     /* 0 even … 360 all at once */
	double rao_p;           /* by the seed */
	double kappa;           /* of the von Mises curve, Fisher's formula */
	double kappa_corrected; /* for small n */
	double kappa_exact;     /* of greatest likelihood; INFINITY: all at once */
};

/* values as for circular_run(), without weights; none is ERR_DATA. */
MUST_USE enum err_code circular_tests_run(struct context *ctx, struct circular_tests *t,
	size_t n, const double *values, double period);

/* The density at `at` (in units of the period; it adds up to 1 over a period), smoothed
 * by a von Mises curve of this concentration: 0 is even, 40 narrow. weight: > 0, how often
 * each value stands, or NULL. */
double circular_density(size_t n, const double *values, const double *weight,
	double period, double concentration, double at);

#endif
