/* Clusters of any density in any file of events: HDBSCAN* (stats/hdbscan.h), and the
 * order of OPTICS (stats/optics.h) with its clusters at a length or by its valleys. */
#ifndef LASTSEEN_WORK_POINTS_HDBSCAN_H
#define LASTSEEN_WORK_POINTS_HDBSCAN_H

#include "work/points_clusters.h"

struct points_hdbscan_options {
	int64_t min_cluster_size; /* at least 2 */
	int64_t min_points;       /* for the core distance; 0: min_cluster_size */
	struct points_extras extras;
};

MUST_USE enum err_code work_points_hdbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hdbscan_options *o, bool *left_out);

struct points_optics_options {
	double radius_m; /* 0: the largest distance to a min_points-th nearest */
	double cut_m;    /* at most the radius; 0: the radius */
	double xi_01;    /* 0: the clusters of the cut; else those of the valleys */
	int64_t min_points;
	struct points_extras extras;
};

MUST_USE enum err_code work_points_optics(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_optics_options *o, bool *left_out);

#endif
