/* Counts against exposure: intervals, funnel limits, shrinkage.
 *
 * A home's episodes are a count, its occupied nights the exposure. All functions are
 * O(1) but the shrinkage, which is O(n).
 */
#ifndef LASTSEEN_STATS_RATES_H
#define LASTSEEN_STATS_RATES_H

#include "base/context.h"
#include "stats/poisson.h"

struct interval {
	double lower, upper;
};

/* The exact interval of a Poisson mean at a level such as 0.95: chi-square quantiles
 * halved. Lower is 0 for count 0. Garwood, Biometrika 28 (1936), doi 10.2307/2333958.
 */
struct interval poisson_interval(int64_t count, double level);
/* The exact interval of a share of n. Clopper, Pearson, Biometrika 26 (1934), doi
 * 10.2307/2331986. */
struct interval share_interval(int64_t count, int64_t n, double level);

/* Limits of a funnel plot in counts: where an exact Poisson count of mean `expected`
 * lies with this probability, between whole numbers by interpolation: with r the
 * smallest count with P(X <= r) > p, the limit is r - (P(X <= r) - p) / P(X = r), never
 * below 0. Spiegelhalter, Stat. Med. 24 (2005) 1185, appendix A.1.1, doi
 * 10.1002/sim.1970. Divide by the exposure for rates. */
struct funnel {
	double expected;
	struct interval limits_95, limits_998;
	double z; /* of the count: the normal quantile of its mid-p */
};
struct funnel funnel_at(int64_t count, double expected);
struct interval funnel_limits(double expected, double level);

/* The normal quantile of the mid-p of a Poisson count: P(X < count) + P(X = count) / 2.
 * 0 where nothing is expected and nothing seen. */
double poisson_z(int64_t count, double mean);

/* Empirical-Bayes shrinkage towards the common rate: a gamma prior whose mean and
 * variance are found by moments. Marshall, Appl. Stat. 40 (1991), doi 10.2307/2347593;
 * equals spdep::EBest(family = "poisson"). */
struct shrinkage {
	double mean;           /* the common rate */
	double variance;       /* between the true rates; 0: all shrink to the mean */
	double *rate;          /* one each, in ctx->arena */
	double *lower, *upper; /* 95 % interval of the gamma posterior */
};
/* Exposure 0 gives the common rate. Exposure below 0, or none at all, is ERR_DATA. */
MUST_USE enum err_code shrink_rates(struct context *ctx, struct shrinkage *shrinkage,
	size_t n, const int64_t *count, const double *exposure);

#endif
