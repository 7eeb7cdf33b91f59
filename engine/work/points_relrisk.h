/* Where one kind of event is more likely than the other (relative risk,
 * stats/relrisk.h). */
#ifndef LASTSEEN_WORK_POINTS_RELRISK_H
#define LASTSEEN_WORK_POINTS_RELRISK_H

#include "work/points_surface.h"

struct points_relrisk_options {
	struct surface_options surface; /* levels are p-values */
	/* One of the two: file.is_case, or file.by with two values, of which case_value is
	 * the case (NULL: the rarer one; as many of both: the first in the alphabet). */
	const char *case_value;
	int64_t replications;
	const char *reference; /* "pooled" or "controls" */
};

MUST_USE enum err_code work_points_relrisk(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_relrisk_options *o, bool *left_out);

#endif
