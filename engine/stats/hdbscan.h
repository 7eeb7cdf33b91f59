/* HDBSCAN*: clusters of any density, without a radius.
 *
 * The shortest tree of mutual reachability (mst.h) is cut edge by edge, longest first.
 * Where a part falls into two of at least min_cluster_size points each, its cluster
 * ends and two begin; else the cluster goes on, and a point leaves it when it is cut
 * off alone, at the latest when the cluster ends. With lambda = 1 / length, the
 * stability of a cluster is the sum over its points of lambda when they leave it less
 * lambda when it began. Of a cluster and those inside of it the more stable are
 * selected (the outer one where they are even). The whole is no cluster. A point
 * belongs to the selected cluster that it left last.
 *
 * Campello, Moulavi, Sander, PAKDD 2013, doi 10.1007/978-3-642-37456-2_14, and Campello
 * et al., ACM Trans. Knowl. Discov. Data 10 (2015), doi 10.1145/2733381 (GLOSH). Equals
 * R dbscan's hdbscan(minPts = min_cluster_size = min_points): labels, membership,
 * stabilities, and outlier scores but for ties; which of several joins of one length came
 * first is linkage.h. Lengths of 0 (duplicates) count as half the shortest above 0, where
 * R gets infinite stabilities: a heap of points at one place is a cluster.
 *
 * Cost: that of mst_build(), and O(n) after it.
 */
#ifndef LASTSEEN_STATS_HDBSCAN_H
#define LASTSEEN_STATS_HDBSCAN_H

#include "stats/cluster.h"

struct hdbscan_options {
	uint32_t min_cluster_size; /* >= 2 */
	uint32_t min_points;       /* for the core distance; 0: min_cluster_size */
};

struct hdbscan {
	struct labels labels; /* core: 1 for every member */
	/* By point: 0 for noise, else (most - core distance) / most, where most is the
	 * largest core distance of its cluster: R dbscan's membership. */
	double *probability;
	double *outlier;   /* by point: GLOSH, 0 deep inside … 1 far outside */
	double *core_m;    /* by point */
	double *stability; /* by cluster: label - 1 */
};

MUST_USE enum err_code hdbscan_run(struct context *ctx, struct hdbscan *result,
	struct points points, const struct hdbscan_options *options);

#endif
