/* Clusters where events lie densely, in space (DBSCAN) or in space and time (ST-DBSCAN),
 * in any file of events; radius, window and number of points by the data where asked. */
#ifndef LASTSEEN_WORK_POINTS_DBSCAN_H
#define LASTSEEN_WORK_POINTS_DBSCAN_H

#include "work/points_clusters.h"

struct points_cluster_options {
	double radius_m;    /* 0: by the data (stats/knee.h) */
	double window_s;    /* stdbscan only; below 0: by the data */
	int64_t min_points; /* 0: 5, or by the data where the radius is; below 0: by
			     * the data in any case (stats/usual.h, stats/knee.h) */
	struct points_extras extras;
};

/* Each prints its table (CSV) or figures (JSON) as CLI.md promises. *left_out: whether
 * rows were left out. */
MUST_USE enum err_code work_points_dbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool *left_out);
MUST_USE enum err_code work_points_stdbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool *left_out);

#endif
