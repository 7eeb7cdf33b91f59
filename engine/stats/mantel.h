/* Mantel's test: are distances in space and in time related over all pairs?
 *
 * z is the sum over pairs of distance * time apart, r their correlation; with
 * MANTEL_RECIPROCAL each is 1 / (apart + a constant), so that what is near counts most.
 * p is (1 + #{r >= observed}) / (1 + replications) with times shuffled over the events.
 * Sums by another order differ in their last digits: differences below 1e-12 of the
 * largest sum are ties.
 *
 * Mantel, Cancer Res. 27 (1967) 209. Equals R ade4::mantel.rtest in r. O(n^2), and as
 * much a replicate; memory O(n).
 */
#ifndef LASTSEEN_STATS_MANTEL_H
#define LASTSEEN_STATS_MANTEL_H

#include "geo/point.h"

enum mantel_transform { MANTEL_PLAIN, MANTEL_RECIPROCAL };

struct mantel_options {
	enum mantel_transform transform;
	double space_constant_m, time_constant_s; /* > 0 where reciprocal */
	double time_unit_s; /* z is in m * unit; 0: 86,400, a day */
	uint32_t replications;
};

struct mantel {
	size_t n;
	int64_t pairs;
	double z, r;
	double expected_z; /* under permutation, exact */
	double p_value;    /* NAN without replications */
	uint32_t replications;
};

/* ERR_DATA below three events. r is NAN where all distances are the same. */
MUST_USE enum err_code mantel_run(struct context *ctx, struct mantel *mantel,
	struct points points, const struct mantel_options *options);

#endif
