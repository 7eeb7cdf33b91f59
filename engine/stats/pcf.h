/* The pair correlation: how many more pairs lie at a distance than chance gives?
 *
 * g(r) = area / (n (n - 1)) * the sum over ordered pairs of weight * k(r - d) over
 * 2 pi r (or 2 pi d: PCF_BY_DISTANCE, better near 0); k is Epanechnikov's kernel of the
 * half width h; 1 where there is no pattern. h by default is Stoyan's, 0.15 / sqrt(n /
 * area). Weights: stats/study_area.h (no border).
 *
 * PCF_EXACT adds the kernel pair by pair. PCF_BINNED gives the figures of spatstat's
 * pcf() on R before 4.4 to 1e-12: R's density() there shares each pair between two of
 * its grid's values, then takes the kernel at (2 n - 2) / (2 n - 1) of the true distance;
 * the figures are off by some 0.2 % for it, more near 0.
 *
 * Stoyan, Stoyan, Fractals, random shapes and point fields, 1994; Guan, Biometrics 63
 * (2007), doi 10.1111/j.1541-0420.2007.00773.x for the divisor d.
 *
 * The envelope is studentised (stats/envelope.h): g varies most near 0.
 *
 * Cost: O(n + pairs within the last radius + h, times the radii within h); a replicate
 * as much.
 */
#ifndef LASTSEEN_STATS_PCF_H
#define LASTSEEN_STATS_PCF_H

#include "stats/envelope.h"

enum pcf_divisor { PCF_BY_RADIUS, PCF_BY_DISTANCE };
enum pcf_sums { PCF_EXACT, PCF_BINNED };

struct pcf_options {
	const struct study_area *area;
	enum ripley_edge edge;
	enum pcf_divisor divisor;
	enum pcf_sums sums;
	size_t radii_n;         /* at least 2 */
	const double *radius_m; /* evenly spaced from 0 */
	double half_width_m;    /* 0: Stoyan's */
	uint32_t replications;  /* 0: no envelope */
};

struct pcf {
	size_t n, radii_n;
	double half_width_m;
	uint64_t at_0; /* pairs at one place, which PCF_BY_DISTANCE leaves out */
	double *g;     /* by radius, in ctx->arena; not finite at 0 by radius */
	struct curve_envelope envelope;
};

/* ERR_DATA for fewer than 2 points or one outside; ERR_USAGE for the edge "border". */
MUST_USE enum err_code pcf_run(struct context *ctx, struct pcf *pcf,
	struct points points, const struct pcf_options *options);

#endif
