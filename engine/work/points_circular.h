/* Times on a clock face: mean, spread, and whether they are even. Any file with times or
 * with numbers on a circle (stats/circular.h, circular_tests.h). */
#ifndef LASTSEEN_WORK_POINTS_CIRCULAR_H
#define LASTSEEN_WORK_POINTS_CIRCULAR_H

#include "work/points.h"

struct points_circular_options {
	const char *cycle;    /* "day", "week", "year", or a number for file->value */
	double concentration; /* of the density's curve; 0: by the times */
};

/* file->value: a column of numbers on a circle of `cycle`; else times in file->t (and
 * file->end), of which those known to a 24th of the cycle are used. file->child: each
 * child counts once, with the mean of its own. */
MUST_USE enum err_code work_points_circular(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_circular_options *o, bool *left_out);

#endif
