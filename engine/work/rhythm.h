/* When do children go, and when are they found: by month, weekday and hour?
 *
 *	episodes_load(); rhythm_compute(); rhythm_result()          or work_rhythm()
 *
 * Hour by weekday is aoristic (stats/aoristic.h): a time known to the day is spread
 * over its hours, and `pinned` says how much is known to the hour. The mean hour and its
 * test (Rayleigh) use the times known to the hour, each child with a weight of 1 in all:
 * one child's habit is no rhythm of the town. Which hours, weekdays and hours of a weekday
 * stand out is tested with whole children (stats/hourweek.h), of when they went. Months
 * with their trend, season and changes (work/trend.h), and durations come with it. O(n log
 * n + permutations).
 */
#ifndef LASTSEEN_WORK_RHYTHM_H
#define LASTSEEN_WORK_RHYTHM_H

#include "stats/aoristic.h"
#include "stats/circular.h"
#include "stats/hourweek.h"
#include "work/durations.h"
#include "work/trend.h"

enum rhythm_time { RHYTHM_GONE, RHYTHM_FOUND, RHYTHM_TIMES_N };

struct rhythm {
	struct aoristic hours[RHYTHM_TIMES_N];
	/* Of times known to the hour, children weighing 1 each; n 0 without any. */
	struct circular clock[RHYTHM_TIMES_N]; /* hours of the day */
	struct circular week[RHYTHM_TIMES_N];  /* days of the week, Monday 00:00 is 0 */
	struct hourweek stand_out;             /* of when they went */
	struct months months;
	struct trend trend;
	struct durations durations;
	int64_t children;
};

MUST_USE enum err_code rhythm_compute(
	struct work_case *c, const struct episode_set *set, struct rhythm *out);
/* Tables: rhythm (an hour a row, a weekday a column); hour_weekday (long, gone and
 * found); clock (mean hour and tests); stand_out, hours, weekdays, cells and the figures
 * `week_tests`; months, changes, and the figures `season`; durations; duration_curve. */
MUST_USE enum err_code rhythm_result(struct work_case *c, const struct episode_set *set,
	const struct rhythm *x, struct result **out);
MUST_USE enum err_code work_rhythm(
	struct context *ctx, const struct work_options *options);

#endif
