/* Knox's test: do pairs that are near in space tend to be near in time?
 *
 * Near means up to and including radius_m and window_s. Expected is close_space *
 * close_time / pairs. p_poisson is P(X >= close_both) for a Poisson count of that mean;
 * p_permutation shuffles the times over the events: (1 + #{>=}) / (1 + replications).
 *
 * Knox, Appl. Stat. 13 (1964), doi 10.2307/2985220. Barton-David variance: Barton,
 * David in Research papers in statistics, 1966. R surveillance::knox permutes pairs and
 * its Poisson p is P(X > close_both): both differ from this on purpose.
 *
 * Cost: O(n log n + pairs close in space), plus that many steps a replicate at worst.
 * Uses ctx->threads; replicate k has stream k.
 */
#ifndef LASTSEEN_STATS_KNOX_H
#define LASTSEEN_STATS_KNOX_H

#include "geo/point.h"
#include "stats/poisson.h"

struct knox_options {
	double radius_m;       /* >= 0 */
	int64_t window_s;      /* >= 0 */
	uint32_t replications; /* 0: no permutation */
};

struct knox {
	size_t n;
	int64_t pairs, close_space, close_time, close_both;
	double expected;
	double ratio;    /* close_both / expected; NAN where nothing is expected */
	double variance; /* Barton-David, under permutation of times; NAN below 4 events
			  */
	double p_poisson;
	double p_permutation; /* NAN without replications */
	uint32_t replications;
	double permuted_mean, permuted_sd; /* of close_both over the replicates */
};

/* points.t_s must be there. Fewer than two events are ERR_DATA. */
MUST_USE enum err_code knox_run(struct context *ctx, struct knox *knox,
	struct points points, const struct knox_options *options);

#endif
