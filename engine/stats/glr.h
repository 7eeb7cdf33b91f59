/* Generalised likelihood ratio: has the mean gone up at some time that is not known, by
 * a factor that is not known?
 *
 * The statistic at a point is the largest, over all beginnings since the last alarm, of
 * the log-likelihood of the counts since then with their own mean, against the expected
 * one; an alarm where it reaches the threshold, after which it begins anew. `upper` is
 * the least count that would have reached it.
 *
 * Hoehle, Paul, Comput. Stat. Data Anal. 52 (2008), doi 10.1016/j.csda.2008.02.015.
 * Equals R surveillance 1.20 glrpois(change = "intercept", dir = "inc", M = -1) to 1e-9;
 * that gives the statistic of a point. Short series: with `from` 0 the first half, at most
 * 52 points, makes the mean.
 *
 * The ratio is convex in (points, sum of counts), so that only beginnings on the lower
 * convex hull of the running sum can be the best (Romano, Eckley, Fearnhead, Rigaill, J.
 * Mach. Learn. Res. 24 (2023) 81): of even counts about log(n), at most n. O(n * hull).
 */
#ifndef LASTSEEN_STATS_GLR_H
#define LASTSEEN_STATS_GLR_H

#include "stats/surveillance.h"

struct glr_options {
	double threshold; /* 0: 5 */
	double mean;      /* expected a point; 0: the mean before `from` */
	size_t from;      /* the first point that is watched; 0: by the rule above */
};

/* ERR_DATA where the mean is 0. */
MUST_USE enum err_code glr_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct glr_options *options);

#endif
