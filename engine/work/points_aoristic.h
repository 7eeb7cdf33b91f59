/* When do events happen that are known to lie between two times? Any file with a column
 * of beginnings and one of ends (stats/aoristic.h). */
#ifndef LASTSEEN_WORK_POINTS_AORISTIC_H
#define LASTSEEN_WORK_POINTS_AORISTIC_H

#include "work/points.h"

/* file->t and file->end name the columns (t, end where NULL). Longer intervals than
 * longest_s say nothing of hours: they are counted and left out; 0 is no limit. */
MUST_USE enum err_code work_points_aoristic(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	double longest_s, bool *left_out);

#endif
