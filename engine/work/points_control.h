/* Which days, weeks or months are above what the past leads one to expect? Charts on the
 * counts of any file with a time (stats/ears.h, cusum.h, farrington.h, predict.h, glr.h,
 * control.h). */
#ifndef LASTSEEN_WORK_POINTS_CONTROL_H
#define LASTSEEN_WORK_POINTS_CONTROL_H

#include "work/points.h"

/* Those that are asked for; 0 or NULL: what suits the method and the length of the series,
 * said in the result's parameters. */
struct points_control_options {
	const char *method;    /* ears-c1 ears-c2 ears-c3 cusum farrington
			       farrington-flexible bayes rki glr limits */
	const char *step;      /* "7d", "1month" */
	int64_t frequency;     /* steps a year */
	int64_t baseline;      /* steps before: EARS; limits */
	int64_t years;         /* of the past: Farrington, Bayes, RKI */
	int64_t window;        /* steps each side: Farrington, Bayes, RKI */
	int64_t from;          /* the first step watched, from 1: CUSUM, GLR */
	double alpha;          /* EARS, Farrington, Bayes */
	double min_sigma;      /* EARS */
	const char *transform; /* CUSUM: rossi standard anscombe none */
	double k, h;           /* CUSUM */
	double mean;           /* expected a step: CUSUM, GLR */
	double threshold;      /* GLR */
	bool no_trend;         /* Farrington */
};

/* A row a step. `n` counts events, `outside` those outside of the whole steps, `watched` the
 * steps with a bound, `alarms` those above it. */
MUST_USE enum err_code work_points_control(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_control_options *o, bool *left_out);

#endif
