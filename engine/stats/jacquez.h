/* Jacquez' test: are the nearest in space also the nearest in time?
 *
 * j is the number of ordered pairs in which the second is among the k nearest of the
 * first in space and in time both. Of equally near ones those with the lower index are
 * taken, which duplicates make matter: the order of the file decides, and a replicate
 * moves the neighbourhoods in time as they are from event to event. p is
 * (1 + #{>=}) / (1 + replications).
 *
 * Jacquez, Stat. Med. 15 (1996), doi
 * 10.1002/(SICI)1097-0258(19960930)15:18<1935::AID-SIM406>3.0.CO;2-I. O(n^2) for the
 * neighbours, memory O(n k), and O(n k^2) a replicate.
 */
#ifndef LASTSEEN_STATS_JACQUEZ_H
#define LASTSEEN_STATS_JACQUEZ_H

#include "geo/point.h"

struct jacquez {
	size_t n, k;
	int64_t j;
	double expected; /* n k^2 / (n - 1) */
	double ratio, p_value;
	uint32_t replications;
};

/* ERR_USAGE unless 1 <= k < n. */
MUST_USE enum err_code jacquez_run(struct context *ctx, struct jacquez *jacquez,
	struct points points, size_t k, uint32_t replications);

#endif
