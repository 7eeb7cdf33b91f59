/* Times on a clock face: the mean hour, how strongly they gather, and whether at all.
 *
 * Fisher, Statistical analysis of circular data, 1993, doi 10.1017/CBO9780511564345.
 * Rayleigh's p as in R circular (exp(-z), with the correction terms below n = 50).
 * O(n).
 */
#ifndef LASTSEEN_STATS_CIRCULAR_H
#define LASTSEEN_STATS_CIRCULAR_H

#include "base/context.h"

struct circular {
	double n;          /* events, or the sum of weights */
	double mean;       /* 0 … period; NAN where there is none */
	double resultant;  /* mean resultant length: 0 none, 1 all at once */
	double sd;         /* circular standard deviation, in units of the period */
	double rayleigh_z; /* n * resultant^2 */
	double rayleigh_p; /* chance of this under evenness */
};

/* values: of any size, taken modulo the period (24 for hours). weight: >= 0 or NULL;
 * weighted, n is the sum of weights. No value is ERR_DATA. */
MUST_USE enum err_code circular_run(struct context *ctx, struct circular *circular,
	size_t n, const double *values, const double *weight, double period);

#endif
