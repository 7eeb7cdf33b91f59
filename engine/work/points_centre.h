/* Where events lie as a whole and how unevenly they fall on places: centres, spread and
 * hull (stats/ellipse.h); the share of places that has the share of events
 * (stats/lorenz.h). */
#ifndef LASTSEEN_WORK_POINTS_CENTRE_H
#define LASTSEEN_WORK_POINTS_CENTRE_H

#include "work/points.h"

/* file->value: a column of weights; file->child: each child weighs 1 in all. */
MUST_USE enum err_code work_points_centre(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	bool *left_out);

struct points_lorenz_options {
	double cell_m;  /* a place is a square of this side; 0: the same coordinates */
	int64_t places; /* how many there are in all; 0: those with events */
};
/* file->child: children are counted at each place, not events. */
MUST_USE enum err_code work_points_lorenz(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_lorenz_options *o, bool *left_out);

#endif
