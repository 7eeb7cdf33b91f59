/* The K function of space and time on any file of events (stats/stk.h). */
#ifndef LASTSEEN_WORK_POINTS_STK_H
#define LASTSEEN_WORK_POINTS_STK_H

#include "work/points.h"

struct points_stk_options {
	const char *radius_bands; /* "200m,400m" */
	const char *window_bands; /* "1d,2d" */
	const char *edge;         /* "none", "isotropic", "translation" */
	const char *area;         /* "x,y,x,y"; NULL: the events' */
	const char *study_area;   /* a file; NULL: none */
	double simplify_m;        /* of it; 0: as it is */
	int64_t permutations;
};

MUST_USE enum err_code work_points_stk(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_stk_options *o, bool *left_out);

#endif
