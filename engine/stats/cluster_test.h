/* Is a space-time cluster more than chance? Whole children are the unit.
 *
 * The null: each child goes to the places it goes to, with the bouts and pauses it has,
 * on the weekdays and at the hours it has, and each week of the period is as busy in
 * all as it was; but children do not come together: what one child does says nothing
 * about when another is at the same place.
 *
 * A replicate moves each child's whole series along the period by a random step of its
 * own, around the end to the start. The step is taken in the order of all episodes (so
 * that a busy summer stays busy); then all are ranked anew, so that each week of the
 * calendar is given out as often as it was there. Places, weekday and hour stay.
 * Nothing is moved between children, and nothing within a child is shuffled, so that
 * forty episodes of one child stay what they are: one child. Among children with one
 * episode each it is a permutation of weeks, and exact; with others it is close
 * (p-values of null cases are even to the eye of 600 simulations, see the tests).
 *
 * The statistic at an episode is Kulldorff's Poisson log likelihood ratio of m, the
 * distinct other children within radius_m and window_s, against e, the number to expect
 * there at that time: each child that comes to the place in b bouts at any time counts
 * 1 - (1 - w)^b, w being the share of all episodes in the window
 * (those of a week taken as evenly spread). A cluster's statistic is the largest of its
 * members'. It is ranked among the largest statistic anywhere in each replicate, so
 * that the p-values hold for all clusters together (family-wise). Ties count as at
 * least as extreme: p = (1 + #{replicates >= observed}) / (1 + replications).
 *
 * Circular shifts: Lotwick, Silverman, J. R. Stat. Soc. B 44 (1982), doi
 * 10.1111/j.2517-6161.1982.tb01221.x. The ratio:
 * Kulldorff, Commun. Stat. 26 (1997), doi 10.1080/03610929708831995. The rank of the
 * maximum: Westfall, Young, Resampling-based multiple testing, 1993.
 *
 * Cost: O(replications * (n + pairs near in both)). Replicate k has stream k: the
 * result depends on the seed, not on the threads.
 */
#ifndef LASTSEEN_STATS_CLUSTER_TEST_H
#define LASTSEEN_STATS_CLUSTER_TEST_H

#include "stats/cluster.h"

struct cluster_test_options {
	double radius_m;  /* > 0, as the clusters were made with */
	int64_t window_s; /* >= 0, seconds */
	uint32_t replications;
	int64_t from_s, to_s; /* the study period [from, to); 0, 0: of the points */
};
#define CLUSTER_TEST_DEFAULT                                                           \
	{                                                                              \
		.radius_m = 250, .window_s = 14 * 86400, .replications = 999           \
	}

struct cluster_test {
	uint32_t replications;
	double *statistic; /* one a cluster, by label - 1 */
	double *p_value;
	double *children_expected; /* 1 + e at the episode that gave the statistic */
	uint32_t *children_near;   /* 1 + m there */
	uint32_t *peak;            /* the input index of that episode */
	double *maxima;            /* of the replicates, by number */
};

/* child: a number per point below n. labels: any clusters of the points. Fewer than two
 * children: every p is 1. Times in seconds. ERR_DATA where an episode lies outside of
 * the period. */
MUST_USE enum err_code cluster_test_run(struct context *ctx, struct cluster_test *test,
	struct points points, const uint32_t *child, const struct labels *labels,
	const struct cluster_test_options *options);

#endif
