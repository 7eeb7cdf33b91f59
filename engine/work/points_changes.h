/* When did events become more or fewer? Counts by day, week or month of any file with a
 * time, cut where their rate changed (stats/changepoint.h). */
#ifndef LASTSEEN_WORK_POINTS_CHANGES_H
#define LASTSEEN_WORK_POINTS_CHANGES_H

#include "work/points.h"

struct points_changes_options {
	const char *unit; /* "day", "week" (from Monday), "month" */
	int64_t least;    /* units in a stretch */
	double penalty;   /* for each cut; 0: 3 log n */
};

/* Over options->period, else from the day of the first event to that of the last. Units
 * that it covers in part count with the days that it covers. Events outside of it are
 * counted and left out. */
MUST_USE enum err_code work_points_changes(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_changes_options *o, bool *left_out);

#endif
