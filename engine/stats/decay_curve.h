/* The curves of stats/decay.h, truncated, by their free parameters. Inside stats/ only.
 *
 * theta runs over all numbers: log rate; the exponent, or the log of what it is above 1
 * where there is no end; mean and log sd; log shape and log rate.
 */
#ifndef LASTSEEN_STATS_DECAY_CURVE_H
#define LASTSEEN_STATS_DECAY_CURVE_H

#include "stats/decay.h"

struct decay_curve {
	enum decay_family family;
	double from, to; /* to INFINITY: no end */
};

/* What the likelihood needs of the distances: sums of weights, of weight times d, log d
 * and its square. */
struct decay_sums {
	double weight, distance, log, log2;
};

size_t decay_parameters(const struct decay_curve *c);
/* Where to begin; false where the curve is not defined. */
bool decay_begin(
	const struct decay_curve *c, const struct decay_sums *s, double theta[2]);
/* The log likelihood over the sum of weights; -INFINITY where theta is beyond sense. */
double decay_likelihood(
	const struct decay_curve *c, const struct decay_sums *s, const double theta[2]);
/* The share of journeys up to d, and the distance up to which a share goes. */
double decay_cumulative(const struct decay_curve *c, const double theta[2], double d);
double decay_quantile(
	const struct decay_curve *c, const double theta[2], double share_01);

#endif
