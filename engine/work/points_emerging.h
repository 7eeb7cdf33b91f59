/* Emerging hot spots of any file of events (stats/emerging.h): counted in cells or areas
 * and in steps of time. */
#ifndef LASTSEEN_WORK_POINTS_EMERGING_H
#define LASTSEEN_WORK_POINTS_EMERGING_H

#include "work/points_places.h"

/* file->child, where named: each child is counted once in a cell and step, and
 * permutations move whole children. */
struct points_emerging_options {
	struct places_options places; /* grid or areas */
	const char *step;             /* "1month", "7d" */
	int64_t time_neighbours;      /* steps before one that count with it */
	double alpha;
	bool normal; /* p of a bin by the normal curve */
	int64_t permutations;
};

MUST_USE enum err_code work_points_emerging(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_emerging_options *o, bool *left_out);

#endif
