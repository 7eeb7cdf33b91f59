/* Hotspots: where and when do children go from, are they last seen, or found, in
 * numbers and nearness that chance would not give?
 *
 *	episodes_load(); hotspots_compute(); hotspots_result()      or work_hotspots()
 *
 * ST-DBSCAN (stats/dbscan.h) over the points of one role, with distinct children as a
 * condition: a core point has min_points episodes of min_children children around it.
 * For `from`, children who go from the same own home are one household and count as
 * one. Points coarser than the radius are left out and counted; for `found` and
 * `last-seen` so are those where the child belongs. p_value is that of
 * stats/cluster_test.h: whole children are moved, the largest statistic of each
 * replicate is kept, so that the p-values hold for all clusters together and need no
 * further correction. It asks whether children come to a place together; a place that
 * is busy all the time in equal measure may have a large p and still matter: its state
 * then is persistent.
 *
 * Cost: O(n) for the clusters, O(permutations * pairs) for the p-values.
 */
#ifndef LASTSEEN_WORK_HOTSPOTS_H
#define LASTSEEN_WORK_HOTSPOTS_H

#include "work/episodes.h"

struct hotspots_options {
	enum place_role place;
	double radius_m;
	int64_t window_s;
	int64_t min_points; /* 0: by the data */
	int64_t min_children;
	int64_t permutations; /* 0: 999; 199 beyond 50,000 points */
};
/* Two hundred episodes a year in one town still make clusters at these. min_points by
 * the data is 5, or one more than the usual point has around it and three of its
 * standard deviations (m, the median of up to 2,000 points, and 3 sqrt(m)), rounded up
 * and at most a tenth of the points: where everything lies densely, a cluster is what
 * lies more densely than the rest. */
#define HOTSPOTS_DEFAULT                                                               \
	{                                                                              \
		.place = ROLE_FOUND, .radius_m = 250, .window_s = 14 * DAY_S,          \
		.min_children = 3                                                      \
	}

/* Of the episodes around the centre (within the radius of the method, or of the cluster
 * where that is larger) that are core points of this or another cluster, each child
 * counted once a window. Recent is the last two windows of the period, at most its last
 * third; chance is binomial, the episodes falling evenly over the period.
 */
enum hotspot_state {
	HOTSPOT_NEW,          /* all of it recent */
	HOTSPOT_INTENSIFYING, /* more of it recent than chance gives, p <= 0.1 */
	HOTSPOT_PERSISTENT,   /* none of the others */
	HOTSPOT_DIMINISHING,  /* less of it recent than chance gives, p <= 0.1 */
	HOTSPOT_SPORADIC,     /* in fewer than half of the windows it spans */
	HOTSPOT_HISTORICAL,   /* none of it recent */
};
extern const char *const hotspot_state_names[];

struct hotspot {
	int64_t id; /* rank, from 1 */
	double x_m, y_m, radius_m;
	int64_t from_day, to_day;
	uint32_t episodes_n, children_n;
	const uint32_t *episodes; /* indices into the set, in order of time */
	double p_value, children_expected;
	uint32_t children_near; /* at the episode of the largest statistic */
	enum hotspot_state state;
};

struct hotspots {
	struct hotspots_options options;
	struct hotspot
		*items; /* best first: p_value, children, episodes, first member */
	size_t n, points_n;
	int64_t too_coarse, not_located, not_given, where_they_belong;
};

MUST_USE enum err_code hotspots_compute(struct work_case *c,
	const struct episode_set *set, const struct hotspots_options *o,
	struct hotspots *out);
/* Tables: hotspots; points (places of the role as the audience may see them). */
MUST_USE enum err_code hotspots_result(struct work_case *c,
	const struct episode_set *set, const struct hotspots *x, struct result **out);
MUST_USE enum err_code work_hotspots(struct context *ctx,
	const struct work_options *options, const struct hotspots_options *o);

#endif
