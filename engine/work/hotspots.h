/* Hotspots: where and when do children go from, are they last seen, or found, in
 * numbers and nearness that chance would not give?
 *
 *	episodes_load(); hotspots_compute(); hotspots_result()      or work_hotspots()
 *
 * Points of one role; those coarser than the radius are left out and counted; for
 * `found` and `last-seen` so are those where the child belongs. For `from`, children who
 * go from the same own home are one household and count as one. Two methods:
 *
 * Clusters: ST-DBSCAN (stats/dbscan.h), with distinct children as a condition: a core
 * point has min_points episodes of min_children children around it. p_value is that of
 * stats/cluster_test.h: whole children are moved, the largest statistic of each
 * replicate is kept, so that the p-values hold for all clusters together and need no
 * further correction. It asks whether children come to a place together; a place that
 * is busy all the time in equal measure may have a large p and still matter: its state
 * then is persistent.
 *
 * Scan: circles and runs of days with more distinct children than they would have if
 * each child's series fell at another time (the space-time permutation scan of whole
 * children, stats/scanstat.h). p_value holds for all circles and runs together. Beyond
 * 10,000 points it isn't run, and that is said.
 *
 * The public is told of one method alone: of both, the clusters.
 *
 * q_value is Benjamini and Hochberg's over all that are told. Draws: places are drawn
 * anew from their precision (stats/draws.h) and the hotspots made again; `survives` is
 * the share of the draws in which a hotspot is there again.
 *
 * Cost: O(n) for the clusters, O(permutations * pairs) for the p-values; the scan as
 * there; draws times the method's own without p-values.
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
	int64_t permutations; /* 0: 999; 199 beyond 50,000 points. The scan: 999; 199 beyond
			  1,000 points, 99 beyond 5,000 */
	unsigned methods;     /* HOTSPOTS_CLUSTERS, HOTSPOTS_SCAN or both */
	double scan_radius_m;      /* the largest circle */
	int64_t scan_window_s;     /* the longest run */
	int64_t scan_permutations; /* as used */
	int64_t draws;             /* of places by their precision; 0: none */
};
#define HOTSPOTS_CLUSTERS 1u
#define HOTSPOTS_SCAN 2u
/* Two hundred episodes a year in one town still make clusters at these. min_points by
 * the data is 5, or one more than the usual point has around it and three of its
 * standard deviations (m, the median of up to 2,000 points, and 3 sqrt(m)), rounded up
 * and at most a tenth of the points: where everything lies densely, a cluster is what
 * lies more densely than the rest. */
#define HOTSPOTS_DEFAULT                                                               \
	{                                                                              \
		.place = ROLE_FOUND, .radius_m = 250, .window_s = 14 * DAY_S,          \
		.min_children = 3, .methods = HOTSPOTS_CLUSTERS, .scan_radius_m = 500, \
		.scan_window_s = 28 * DAY_S                                            \
	}

/* Of the episodes around the centre (within the radius of the method, or of the cluster
 * where that is larger) that are the cluster's own or core points of another (of the
 * scan: in a circle with p <= 0.1), each child counted once a window. Recent is the last two windows of the period, at most its last
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
	int64_t id;         /* rank, from 1 */
	const char *method; /* "stdbscan", "scan" */
	double x_m, y_m, radius_m;
	int64_t from_day, to_day;
	uint32_t episodes_n, children_n;
	const uint32_t *episodes; /* indices into the set, in order of time */
	double p_value, q_value, children_expected;
	double survives, alike; /* share of draws; mean Jaccard index; NAN without */
	uint32_t children_near; /* at the episode of the largest statistic */
	enum hotspot_state state;
};

struct hotspots {
	struct hotspots_options options;
	struct hotspot
		*items; /* best first: p_value, children, episodes, first member */
	size_t n, points_n;
	int64_t too_coarse, not_located, not_given, where_they_belong;
	bool scan_left_out; /* too many points for it */
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
