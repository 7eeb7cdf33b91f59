/* Nearest neighbours and quadrats on any file of events: is the next one nearer than by
 * chance, and do equal parts of the area hold as many? (stats/nearest.h, quadrats.h) */
#ifndef LASTSEEN_WORK_POINTS_NEAREST_H
#define LASTSEEN_WORK_POINTS_NEAREST_H

#include "work/points.h"

struct points_nearest_options {
	const char *area;       /* "x,y,x,y"; NULL: the events' */
	const char *study_area; /* a file; NULL: none */
	double simplify_m;      /* of it; 0: as it is */
	int64_t neighbours;     /* nearest */
	int64_t columns, rows;  /* quadrats */
	int64_t replications;   /* 0: none */
};

MUST_USE enum err_code work_points_clarkevans(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, bool *left_out);
/* A row an event and order of neighbour; the orders against chance. */
MUST_USE enum err_code work_points_nearest(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, bool *left_out);
MUST_USE enum err_code work_points_quadrats(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, bool *left_out);

#endif
