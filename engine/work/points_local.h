/* Is a value like its neighbours', and where? On any file of places with a value:
 * Getis-Ord Gi* and Moran's I with its local form (stats/local.h, stats/moran.h). */
#ifndef LASTSEEN_WORK_POINTS_LOCAL_H
#define LASTSEEN_WORK_POINTS_LOCAL_H

#include "work/points.h"

/* file->value must be named, file->count must not: a row is a place. */
struct points_local_options {
	double radius_m;    /* neighbours within it; or 0 and */
	int64_t neighbours; /* so many nearest (moran alone) */
	int64_t permutations;
};

/* Gi* with weights of 0 and 1, a place its own neighbour. */
MUST_USE enum err_code work_points_getis(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out);
/* Moran's I, weights standardised by row. CSV has the local form. */
MUST_USE enum err_code work_points_moran(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out);

#endif
