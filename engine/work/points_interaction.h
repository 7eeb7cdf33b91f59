/* Space-time interaction on any file of events: near repeats, local Knox, Mantel,
 * Jacquez (stats/nearrepeat.h, mantel.h, jacquez.h). */
#ifndef LASTSEEN_WORK_POINTS_INTERACTION_H
#define LASTSEEN_WORK_POINTS_INTERACTION_H

#include "work/points.h"

struct points_interaction_options {
	const char *radius_bands;  /* "0m,200m,400m" */
	const char *window_bands;  /* "1d,2d" */
	const char *rules;         /* "plain", "calculator" */
	const char *metric;        /* "euclidean", "manhattan"; NULL: by the rules */
	double radius_m, window_s; /* local Knox */
	bool reciprocal;           /* Mantel */
	double space_constant_m, time_constant_s;
	int64_t neighbours; /* Jacquez */
	int64_t permutations;
};

MUST_USE enum err_code work_points_nearrepeat(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out);
MUST_USE enum err_code work_points_localknox(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out);
MUST_USE enum err_code work_points_mantel(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out);
MUST_USE enum err_code work_points_jacquez(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out);

#endif
