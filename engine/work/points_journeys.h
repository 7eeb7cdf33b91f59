/* Journeys in a file: each row from a place to a place. How long they are and which way
 * they go, how their number falls off with distance (stats/decay.h), and which places more
 * children go between than chance gives (stats/flows.h). */
#ifndef LASTSEEN_WORK_POINTS_JOURNEYS_H
#define LASTSEEN_WORK_POINTS_JOURNEYS_H

#include "work/points_read.h"

struct points_journeys_options {
	const char *to_x, *to_y;      /* columns; NULL: to_x, to_y */
	double shortest_m, longest_m; /* decay; longest 0: no end */
	double radius_m, to_radius_m; /* flows; to_radius below 0: the same */
	int64_t min_children, most;   /* flows: of one, and how many are told */
	int64_t replications;
};

/* file->child: whose journey it is; without, each is of its own. */
MUST_USE enum err_code work_points_decay(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_journeys_options *o, bool *left_out);
MUST_USE enum err_code work_points_flows(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_journeys_options *o, bool *left_out);

/* Rows with both ends, in metres of one plane. */
struct events_journeys {
	struct events from; /* rows without the other end are left out, too */
	size_t n;           /* journeys: a row stands for `count` of them */
	size_t *row;        /* of each, among from's */
	uint32_t *child;    /* of each, from 0 */
	size_t children_n;
	double *x_m, *y_m, *to_x_m, *to_y_m;
};
/* events_release(&journeys->from) in any case. */
MUST_USE enum err_code events_journeys_read(struct context *ctx,
	const struct points_file *file, const struct points_journeys_options *o,
	struct events_journeys *journeys);

#endif
