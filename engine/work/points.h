/* The point methods on any file of events, no case needed.
 *
 * A row is an event: x and y, a time where the method takes one, an id if there is one,
 * and a count where a row stands for several events at once. A row without a place or a
 * time that the method needs is left out and told with its row and column.
 */
#ifndef LASTSEEN_WORK_POINTS_H
#define LASTSEEN_WORK_POINTS_H

#include "work/case.h"

struct points_file {
	const char *path;
	const char *x, *y, *t, *id,
		*count;  /* column names; NULL: the default of each */
	const char *crs; /* "none", "EPSG:N"; NULL is none */
	/* Read only where named. */
	const char *population, *child, *is_case, *value, *end;
	const char *weight, *precision, *place, *by;
};

/* Each prints its table (CSV) or figures (JSON) as CLI.md promises. *left_out: whether
 * rows were left out. */
struct points_knox_options {
	double radius_m, window_s;
	int64_t permutations;
};
MUST_USE enum err_code work_points_knox(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_knox_options *o, bool *left_out);

MUST_USE enum err_code work_points_ellipse(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	bool *left_out);

#endif
