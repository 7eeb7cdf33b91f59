/* CUSUM of counts: what exceeds the expected adds up until it crosses a line.
 *
 * The sum is max(0, sum + z - k), z being the count made normal by one of four
 * transforms; an alarm where it reaches h. `upper` is the count that would reach it
 * now (for no transform, what is missing from the sum). It isn't set back after an
 * alarm.
 *
 * Rossi, Lampugnani, Marchi, Stat. Med. 18 (1999), doi
 * 10.1002/(SICI)1097-0258(19990830)18:16<2111::AID-SIM171>3.0.CO;2-Q; Pierce, Schafer,
 * J. Am. Stat. Assoc. 81 (1986), doi 10.1080/01621459.1986.10478361. Equals R
 * surveillance::cusum 1.20 to 1e-9. Short series: with `from` 0 the first half, at
 * most 52 points, makes the mean. O(n).
 */
#ifndef LASTSEEN_STATS_CUSUM_H
#define LASTSEEN_STATS_CUSUM_H

#include "stats/surveillance.h"

enum cusum_transform { CUSUM_ROSSI, CUSUM_STANDARD, CUSUM_ANSCOMBE, CUSUM_NONE };

struct cusum_options {
	enum cusum_transform transform;
	double k, h; /* both 0: 1.04 and 2.26 */
	double mean; /* expected a point; 0: the mean before `from` */
	size_t from; /* the first point that is watched; 0: by the rule above */
};

/* ERR_DATA where the mean is 0 and a transform divides by it. */
MUST_USE enum err_code cusum_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct cusum_options *options);

#endif
