/* Ripley's K and Besag's L: at which distances do points gather?
 *
 * K(r) = area / (n (n - 1)) * the sum over ordered pairs at most r apart of a weight for
 * the edge (stats/study_area.h); L = sqrt(K / pi), which is r where there is no pattern.
 * Border: only points more than r from the border are counted as first ones, NAN where
 * there are none.
 *
 * Ripley, J. Appl. Probab. 13 (1976), doi 10.2307/3212829; Besag 1977. Equals spatstat's
 * Kest() to 1e-12 in a rectangle, and in a polygon with holes, where three things differ:
 * its translation weights are read off pixels unless exact, some isotropic ones are wrong
 * (stats/study_area.h), and its border correction puts the distances to the border into
 * classes. Pairs at one place count at r = 0 here, at its next radius there.
 *
 * The envelope is that of L (stats/envelope.h).
 *
 * Cost: O(n + pairs at most the last r apart), in a polygon times a weight's; a
 * replicate as much.
 */
#ifndef LASTSEEN_STATS_RIPLEY_H
#define LASTSEEN_STATS_RIPLEY_H

#include "stats/envelope.h"

struct ripley_options {
	enum ripley_edge edge;
	struct box area;                /* all zero: that of the points */
	const struct study_area *study; /* in its place; NULL: the box */
	size_t radii_n;
	const double *radius_m; /* ascending, >= 0 */
	uint32_t replications;  /* 0: no envelope */
};

struct ripley {
	size_t n, radii_n;
	double *k, *l; /* by radius, in ctx->arena */
	double *low,
		*high;  /* of L, least and largest of the replicates; NULL without */
	double p_value; /* of the largest deviation of L; NAN without */
	struct curve_envelope envelope;
};

/* ERR_DATA for fewer than 2 points, no area, or a point outside of it. */
MUST_USE enum err_code ripley_run(struct context *ctx, struct ripley *result,
	struct points points, const struct ripley_options *options);

#endif
