/* Episodes by month with limits: which months are out of the ordinary?
 *
 * A month of which the period has only a part counts for the days it has: the chart is
 * of episodes per day (stats/control.h, u-chart), shown as counts of each month. The
 * types stand beside each other, because the police categories absent (2013-17) and no
 * apparent risk took episodes from missing: read the total across such a change.
 * O(n).
 */
#ifndef LASTSEEN_WORK_MONTHS_H
#define LASTSEEN_WORK_MONTHS_H

#include "stats/control.h"
#include "work/episodes.h"

struct month {
	struct moment month;
	int64_t days; /* of the month within the period */
	int64_t episodes, children, by_type[TYPES_N];
	int64_t home, care, unknown; /* by where they went from */
};

struct months {
	struct month *items; /* every month of the period, also empty ones */
	size_t n;
	struct control control; /* of episodes per day; n 0 without months */
};

/* Whether a child went from care: 1 (a placement), 0 (home), -1 (not known). By
 * from_kind, then looked_after. */
int episode_from_care(const struct episode *e);

MUST_USE enum err_code months_compute(
	struct work_case *c, const struct episode_set *set, struct months *out);
/* Table `months`. */
const struct table *months_table(struct context *ctx, const struct months *x);

/* The month of a UTC second, by number from 0 in January of year 1 on. */
int64_t month_number(int64_t utc_s);
struct moment month_moment(int64_t number);

#endif
