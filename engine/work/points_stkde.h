/* A density of events in space and time, in slices of time (stats/stkde.h). */
#ifndef LASTSEEN_WORK_POINTS_STKDE_H
#define LASTSEEN_WORK_POINTS_STKDE_H

#include "work/points_surface.h"

struct points_stkde_options {
	struct surface_options surface; /* no contours */
	double window_s;                /* standard deviation in time */
	double slice_s;
};

/* The time looked at is options->period, else the days of the events. */
MUST_USE enum err_code work_points_stkde(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_stkde_options *o, bool *left_out);

#endif
