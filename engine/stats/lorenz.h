/* How unevenly events fall on units: which share do the most prolific children make?
 *
 * Lorenz, 1905, doi 10.2307/2276207. Gini by the sorted formula, without the n / (n -
 * 1) correction; equals ineq::Gini in R. O(n).
 */
#ifndef LASTSEEN_STATS_LORENZ_H
#define LASTSEEN_STATS_LORENZ_H

#include "base/context.h"

struct lorenz {
	size_t n;
	double total;
	double gini; /* 0 even, towards 1 all on one; NAN where the total is 0 */
	/* n + 1 points from (0, 0) to (1, 1): the share of events made by this share of
	 * units, the most prolific first. In ctx->arena. */
	double *unit_share, *event_share;
};

/* Counts >= 0, one a unit; units without events count if they are given. A count below
 * 0 or not finite is ERR_DATA. */
MUST_USE enum err_code lorenz_run(
	struct context *ctx, struct lorenz *lorenz, size_t n, const double *counts);
/* The share of events made by the most prolific share of units, linear between units.
 */
double lorenz_top(const struct lorenz *lorenz, double unit_share_01);
/* The smallest share of units that makes this share of events. */
double lorenz_needed(const struct lorenz *lorenz, double event_share_01);

#endif
