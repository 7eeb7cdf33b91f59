/* What every point method does last: say what it was asked, what it read and what was
 * left out, and print. */
#ifndef LASTSEEN_WORK_POINTS_RESULT_H
#define LASTSEEN_WORK_POINTS_RESULT_H

#include "stats/cluster.h"
#include "work/points_read.h"

/* Events in place of rows: a row that stands for k events is there k times. */
struct events_expanded {
	struct points points;
	size_t *first; /* of each row; NULL where rows are events */
};
struct events_expanded events_expand(struct context *ctx, const struct events *events);

/* The names of the columns and the CRS, to which a method adds its own. */
struct result *points_parameters(
	struct context *ctx, const struct points_file *file, bool timed);

/* Adds {x, y} of a place, in the file's own coordinates. */
void points_result_place(struct context *ctx, struct result *r, const struct events *e,
	const char *name, struct point at);

/* A rectangle given as "x,y,x,y" in the file's coordinates, as metres; all zero for
 * NULL. ERR_USAGE says how to write one. */
MUST_USE enum err_code points_area(struct context *ctx, const struct events *e,
	const char *text, struct box *area);

/* Tells of rows that were left out; for a command that prints its table itself. */
void points_tell_left_out(
	struct context *ctx, const struct events *events, bool *left_out);

/* Prints, and tells of rows that were left out (*left_out: whether there are any). */
MUST_USE enum err_code points_finish(struct context *ctx,
	const struct work_options *options, const char *command,
	const struct events *events, const struct result *parameters,
	const struct result *result, bool *left_out);

#endif
