/* How long episodes last, where both ends are known to the hour or better.
 *
 * From when the child went (last seen, else reported) to found. An end known only to
 * the day would make hours of what nobody knows: such episodes are counted and left
 * out. Those without a time found have no length either: a case rarely says whether the
 * child is still missing or nobody wrote it down. O(n log n).
 */
#ifndef LASTSEEN_WORK_DURATIONS_H
#define LASTSEEN_WORK_DURATIONS_H

#include "stats/km.h"
#include "work/episodes.h"

#define DURATION_BANDS_N 7

struct durations {
	struct km km; /* hours; n 0 where none is known */
	int64_t known, day_only, not_found;
	int64_t children;                      /* of those known */
	double quartile_1, median, quartile_3; /* hours, NAN without any */
	double within_24_share;
	int64_t band_episodes[DURATION_BANDS_N], band_children[DURATION_BANDS_N];
};

MUST_USE enum err_code durations_compute(
	struct work_case *c, const struct episode_set *set, struct durations *out);
/* Tables `durations` (bands) and `duration_curve` (share still missing by hour), and
 * figures, into r. */
void durations_result(struct context *ctx, const struct durations *x, struct result *r);

#endif
