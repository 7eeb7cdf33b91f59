/* Do points gather or keep apart? On any file of events: Ripley's K and L, and Clark and
 * Evans' index of nearest neighbours (stats/ripley.h, stats/nearest.h). */
#ifndef LASTSEEN_WORK_POINTS_PROCESS_H
#define LASTSEEN_WORK_POINTS_PROCESS_H

#include "work/points.h"

struct points_ripley_options {
	const char *edge; /* "none", "border", "translation", "isotropic" */
	const char *area; /* "x,y,x,y" in the file's coordinates; NULL: the events' */
	double max_radius_m;  /* 0: a quarter of the shorter side of the area */
	int64_t steps;        /* radii from 0 up to it, in equal steps */
	int64_t replications; /* 0: no envelope */
};

MUST_USE enum err_code work_points_ripley(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_ripley_options *o, bool *left_out);
MUST_USE enum err_code work_points_clarkevans(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const char *area, bool *left_out);

#endif
