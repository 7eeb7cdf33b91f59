/* Do points gather or keep apart, and at which distances? On any file of events: Ripley's
 * K and L, G and F, the pair correlation (stats/ripley.h, gest.h, pcf.h), each with the
 * envelope and the tests of even patterns. */
#ifndef LASTSEEN_WORK_POINTS_PROCESS_H
#define LASTSEEN_WORK_POINTS_PROCESS_H

#include "work/points.h"

struct points_process_options {
	const char *area; /* "x,y,x,y" in the file's coordinates; NULL: the events' */
	const char *study_area; /* a file; NULL: none */
	double simplify_m;      /* of it; 0: as it is */
	const char *edge;       /* what the method calls its correction */
	const char *function;   /* gest: "g", "f" */
	const char *divisor;    /* pcf: "r", "d" */
	const char *sums;       /* pcf: "exact", "binned" */
	double half_width_m;    /* pcf; 0: Stoyan's */
	double max_radius_m;    /* 0: what the method takes */
	int64_t steps;          /* radii from 0 up to it, in equal steps */
	int64_t places;         /* gest: of F */
	int64_t replications;   /* 0: no envelope */
};

MUST_USE enum err_code work_points_ripley(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_process_options *o, bool *left_out);
MUST_USE enum err_code work_points_gest(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_process_options *o, bool *left_out);
MUST_USE enum err_code work_points_pcf(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_process_options *o, bool *left_out);

#endif
