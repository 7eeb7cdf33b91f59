/* How long until it happens, and do groups differ? Any file with a time to the event or to
 * the end of the watch (stats/km.h, logrank.h, cox.h). */
#ifndef LASTSEEN_WORK_POINTS_SURVIVAL_H
#define LASTSEEN_WORK_POINTS_SURVIVAL_H

#include "work/points.h"

struct points_survival_options {
	const char *event;      /* column: 1 it happened, 0 the watch ended before */
	const char *group;      /* column; NULL: all are one */
	const char *covariates; /* columns of numbers, with commas; NULL: none */
};

/* file->t is the column of the time: a number of 0 or more. A row is one child, home or
 * case: rows of the same one make intervals too narrow. */
MUST_USE enum err_code work_points_survival(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_survival_options *o, bool *left_out);

#endif
