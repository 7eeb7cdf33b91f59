/* Hour by weekday, for events whose time is known as an interval.
 *
 * An event of weight 1 is spread over the hours of its interval by exact overlap, in
 * London local time: on the day the clocks go forward there is no hour from 1 to 2, on
 * the day they go back that hour is two hours long. An interval of length 0 falls into
 * the hour it is in.
 *
 * Ratcliffe, McCullagh, J. Quant. Criminol. 14 (1998) 23, and Ratcliffe 2000, doi
 * 10.1080/136588100424963. Cost: O(1) an event of up to a day, O(hours) at most.
 */
#ifndef LASTSEEN_STATS_AORISTIC_H
#define LASTSEEN_STATS_AORISTIC_H

#include "base/civil.h"

struct aoristic {
	double weight[7][24]; /* Monday first; local hour */
	double total;         /* their sum: the events that were used */
	size_t used, left_out;
	double pinned; /* share of the weight from intervals of an hour or less */
};
struct aoristic_options {
	int64_t longest_s; /* longer intervals are left out; 0: no limit */
};
/* A week: an event known to a month says nothing about hours. */
#define AORISTIC_DEFAULT                                                               \
	{                                                                              \
		.longest_s = 7 * DAY_S                                                 \
	}

/* Intervals [start_s, end_s) in UTC seconds; end before start is left out. */
void aoristic_run(struct aoristic *result, size_t n, const int64_t *start_s,
	const int64_t *end_s, const struct aoristic_options *options);

#endif
