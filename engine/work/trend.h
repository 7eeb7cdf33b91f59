/* Do episodes become more or fewer over the months, do they follow the season, and when did
 * their number change?
 *
 *	months_compute(); trend_compute(); trend_results()
 *
 * Trend and season are those of stats/season.h, on the months with the days they have.
 * Changes are those of stats/changepoint.h, with the penalty multiplied by the dispersion
 * of the months (stats/control.h): children who go repeatedly make counts scatter, and
 * without it their runs would look like changes. O(episodes + months^2).
 */
#ifndef LASTSEEN_WORK_TREND_H
#define LASTSEEN_WORK_TREND_H

#include "stats/season.h"
#include "work/months.h"

/* Months of one number of episodes, as far as counts can tell: items[from … to - 1]. */
struct month_stretch {
	size_t from, to;
	int64_t episodes, children;
	double per_month; /* episodes in 30.4 days */
};

struct trend {
	struct season season;
	struct month_stretch *stretches;
	size_t stretches_n; /* changes are one fewer; 0 without months */
};

/* Where the number changed, the limits of the months begin anew: each stretch of six months
 * or more has its own, a shorter one has none. */
MUST_USE enum err_code trend_compute(struct work_case *c, const struct episode_set *set,
	struct months *months, struct trend *out);
/* Adds `season` (figures) and the table `changes`. To the public no stretch is shown where
 * one of its months is hidden. */
void trend_results(struct context *ctx, const struct months *months,
	const struct trend *x, struct result *r);

#endif
