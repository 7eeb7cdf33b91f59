/* Repeats: how unevenly do episodes fall on children, and how soon do they go again?
 *
 *	episodes_load(); repeat_compute(); repeat_result()          or work_repeat()
 *
 * Time to the next episode runs from when a child went to when they went again, in
 * days, by Kaplan-Meier: those who have not gone again are watched to the end of the
 * period. Curve k is about the k-th episode of a child within the period, and each
 * child is in it once. Episodes before the period are not looked at. Groups of children
 * are compared after the first (work/repeat_groups.h).
 *
 * O(n log n).
 */
#ifndef LASTSEEN_WORK_REPEAT_H
#define LASTSEEN_WORK_REPEAT_H

#include "stats/km.h"
#include "stats/lorenz.h"
#include "work/repeat_groups.h"

#define REPEAT_BANDS_N 7
#define REPEAT_CURVES_N 3 /* after the first, second and third episode */

struct repeat_band {
	uint32_t least, most; /* episodes of a child; most 0: no limit */
	int64_t children, episodes;
};

struct repeat {
	int64_t episodes, children;
	struct repeat_band bands[REPEAT_BANDS_N];
	int64_t children_at_2, children_at_3;
	struct lorenz lorenz;
	double top_6_share, top_10_share, half_by; /* shares 0 … 1 */
	struct km next[REPEAT_CURVES_N];
	size_t watched[REPEAT_CURVES_N]; /* children in each curve */
	/* chance to have gone again within 28 days of the first, with its interval */
	double within_28, within_28_lower, within_28_upper;
	/* of those who went again, the share within 28 days */
	double repeats_within_28;
	struct repeat_groups groups;
};

MUST_USE enum err_code repeat_compute(
	struct work_case *c, const struct episode_set *set, struct repeat *out);
/* Tables: repeat (children by number of episodes); lorenz; next_by_group; next_episode
 * (the curves). */
MUST_USE enum err_code repeat_result(struct work_case *c, const struct episode_set *set,
	const struct repeat *x, struct result **out);
MUST_USE enum err_code work_repeat(
	struct context *ctx, const struct work_options *options);

#endif
