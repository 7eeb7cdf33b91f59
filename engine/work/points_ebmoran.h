/* Rates of events over a population: steadied, mapped, and whether neighbours' are alike
 * (stats/ebrates.h). */
#ifndef LASTSEEN_WORK_POINTS_EBMORAN_H
#define LASTSEEN_WORK_POINTS_EBMORAN_H

#include "work/points_places.h"

/* file->value (unless rows are counted in areas) and file->population must be named. */
struct points_ebmoran_options {
	struct places_options places;
	int64_t permutations;
};

MUST_USE enum err_code work_points_ebmoran(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_ebmoran_options *o, bool *left_out);

#endif
