/* Join counts: do places of the same kind lie side by side?
 *
 * Each place is black (1) or white (0). A join is a pair of neighbours, with its weight:
 * black-black, white-white, or black-white. Moments are those of colours dealt out at
 * random with their numbers kept (non-free sampling). Cliff, Ord, Spatial processes,
 * 1981, chapter 2. Equals spdep's joincount.test() to 1e-12. Weights need not be
 * symmetric; without self.
 *
 * Cost: O(n + weights).
 */
#ifndef LASTSEEN_STATS_JOINCOUNT_H
#define LASTSEEN_STATS_JOINCOUNT_H

#include "stats/weights.h"

struct join {
	double count, expected, variance, z;
	double p_greater, p_less; /* normal: more joins, fewer joins than by chance */
};

struct join_counts {
	size_t n, black;
	struct join black_black, white_white, black_white;
};

/* ERR_DATA for fewer than 4 places; ERR_USAGE for weights with self. A kind with fewer
 * than 2 places has z and p NAN. */
MUST_USE enum err_code join_counts_run(struct context *ctx, struct join_counts *result,
	const uint8_t *black, const struct weights *weights);

#endif
