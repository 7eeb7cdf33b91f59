/* EARS C1, C2, C3: a count against the mean and spread of the few before it.
 *
 * C1 takes the `baseline` counts just before, C2 those two further back, and C3 adds up
 * how far C2 was exceeded at this and the two points before.
 *
 * Hutwagner, Thompson, Seeman, Treadwell, J. Urban Health 80 (2003), doi
 * 10.1007/PL00022319; Fricker, Hegler, Dunfee, Stat. Med. 27 (2008), doi
 * 10.1002/sim.3197. Equals R surveillance::earsC 1.20 to 1e-9. Where a baseline has no
 * spread at all C3 has no number; min_sigma mends that. Short series: a baseline of 0
 * takes 7, or as many from 3 on as a third of the series holds. O(n * baseline).
 */
#ifndef LASTSEEN_STATS_EARS_H
#define LASTSEEN_STATS_EARS_H

#include "stats/surveillance.h"

enum ears_method { EARS_C1, EARS_C2, EARS_C3 };

struct ears_options {
	enum ears_method method;
	size_t baseline;  /* at least 3; 0: by the rule above */
	double alpha;     /* 0: 0.001, for C3 0.025 */
	double min_sigma; /* the least spread that is taken */
};

MUST_USE enum err_code ears_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct ears_options *options);

#endif
