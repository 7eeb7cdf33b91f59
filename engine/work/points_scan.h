/* The scan statistics on any file of events (stats/scanstat.h).
 *
 * Permutation: a row is an event. Poisson: a row is events (--count, 1 without) at a
 * place with a population; the rows of a place name the same one; a row of no events
 * only tells of the place. Bernoulli: a row is a case or a control (--case), or --count
 * cases among a --population of both.
 */
#ifndef LASTSEEN_WORK_POINTS_SCAN_H
#define LASTSEEN_WORK_POINTS_SCAN_H

#include "work/points.h"

struct points_scan_options {
	const char *model; /* "permutation", "poisson", "bernoulli" */
	const char *shape; /* "space-time", "space", "time" */
	const char *unit;  /* "day", "week", "month" */
	const char *rates; /* "high", "low", "both" */
	double max_radius_m;
	const char *max_share; /* "50%" or "0.5"; NULL: none */
	double max_window_s;   /* 0: half of the period */
	int64_t replications, iterations;
	int64_t draws; /* of uncertain places; 0: 99 where there is a precision */
	bool prospective, weekdays, sphere;
	const char *centres; /* a file of id, x, y; NULL: the events' places */
};

/* Prints a row a cluster. *left_out: whether rows were left out. */
MUST_USE enum err_code work_points_scan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_scan_options *o, bool *left_out);

#endif
