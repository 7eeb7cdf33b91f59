/* Clusters of any density in any file of events: HDBSCAN* (stats/hdbscan.h), and the
 * order of OPTICS (stats/optics.h). */
#ifndef LASTSEEN_WORK_POINTS_HDBSCAN_H
#define LASTSEEN_WORK_POINTS_HDBSCAN_H

#include "work/points.h"

struct points_hdbscan_options {
	int64_t min_cluster_size; /* at least 2 */
	int64_t min_points;       /* for the core distance; 0: min_cluster_size */
};

MUST_USE enum err_code work_points_hdbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hdbscan_options *o, bool *left_out);

struct points_optics_options {
	double radius_m, cut_m; /* cut_m at most radius_m; 0: radius_m */
	int64_t min_points;
};

MUST_USE enum err_code work_points_optics(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_optics_options *o, bool *left_out);

#endif
