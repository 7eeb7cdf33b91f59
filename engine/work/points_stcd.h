/* Has a cluster begun to form? Event by event, on any file with places and times
 * (stats/stcd.h). */
#ifndef LASTSEEN_WORK_POINTS_STCD_H
#define LASTSEEN_WORK_POINTS_STCD_H

#include "work/points.h"

struct points_stcd_options {
	double radius_m, epsilon;
	double threshold; /* 0: the one that chance passes in a share alpha of cases */
	double alpha;
	int64_t permutations; /* for it; 0: 99, of over 2,000 events 39 */
	bool cusum, restart;
};

/* A row an event in the order of the file. */
MUST_USE enum err_code work_points_stcd(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_stcd_options *o, bool *left_out);

#endif
