/* Which hours, weekdays and hours of a weekday stand out, with whole children as the unit?
 *
 * Each event is spread over the hours of its interval (aoristic.h), and each child's
 * events weigh 1 together, so that one child's habit is no rhythm of the town. Chance is
 * drawn by moving each child's whole week: for the hours by a random number of hours
 * around the clock, for weekdays and for the hours of a weekday by a random number of
 * days. A child's own events stay together, and the hours of the day stay as busy as they
 * are: what stands out among the cells does so against the same hours of other days.
 * Under no common rhythm p is uniform, however a child's own events gather.
 *
 * p of a cell counts chance as far out on the same side, twice; q is for reading all cells
 * of a family together (Benjamini, Hochberg: fdr.h). Hours are gathered into the shortest
 * blocks of 1, 2, 3, 4 or 6 hours that leave four events a cell on average; below
 * HOURWEEK_LEAST events there is no test. On 1,000 cases without a common rhythm, with
 * children of up to twelve events, an hour is called out in 5.7 % of them, a weekday in
 * 2.9 %, hours of a weekday in 1.4 %. Replications, where none are asked for, are as
 * many as take about a second, at most 9,999.
 *
 * Cost: O(cells with weight * replications), threads share it; the same for any number of
 * threads. Permutation by units: Good, Permutation, parametric and bootstrap tests, 2005,
 * doi 10.1007/b138696.
 */
#ifndef LASTSEEN_STATS_HOURWEEK_H
#define LASTSEEN_STATS_HOURWEEK_H

#include "stats/aoristic.h"

enum { HOURWEEK_LEAST = 20, HOURWEEK_MOST = 9999 };

struct hourweek_options {
	int64_t longest_s;     /* as aoristic_options */
	int block_h;           /* 1, 2, 3, 4, 6, 8 or 12; 0: by the rule above */
	uint32_t replications; /* 0: by the rule above */
};

struct hourweek_part {
	double events;           /* aoristic */
	double children;         /* weights, each child's adding up to 1 */
	double expected;         /* of that */
	double p_value, q_value; /* NAN without a test */
};

struct hourweek {
	struct aoristic hours; /* of all events, by the hour */
	size_t children;       /* with a time that can be used */
	int block_h, blocks;   /* of a day */
	bool tested;
	uint32_t replications;
	double p_hours, p_weekdays, p_cells; /* of each family as a whole */
	struct hourweek_part *hour;          /* blocks */
	struct hourweek_part weekday[7];     /* Monday first */
	struct hourweek_part *cell; /* weekday * blocks + block; against the same hours
				       of other days */
};

/* Intervals in UTC seconds; child[i] below children, NULL: every event is a child of its
 * own. ERR_USAGE for a block that is none of those. In ctx->arena. */
MUST_USE enum err_code hourweek_run(struct context *ctx, struct hourweek *result,
	size_t n, const int64_t *start_s, const int64_t *end_s, const uint32_t *child,
	size_t children, const struct hourweek_options *options);

#endif
