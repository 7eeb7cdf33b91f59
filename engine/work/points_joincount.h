/* Do places of a kind lie side by side? (stats/joincount.h) */
#ifndef LASTSEEN_WORK_POINTS_JOINCOUNT_H
#define LASTSEEN_WORK_POINTS_JOINCOUNT_H

#include "work/points_places.h"

/* Kinds are those of places.colour, or two: values above `above`, and the others. */
struct points_joincount_options {
	struct places_options places;
	double above;
	int64_t permutations;
};

MUST_USE enum err_code work_points_joincount(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_joincount_options *o, bool *left_out);

#endif
