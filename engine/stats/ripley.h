/* Ripley's K and Besag's L: at which distances do points gather?
 *
 * K(r) = area / (n (n - 1)) * the sum over ordered pairs at most r apart of a weight for
 * the edge; L = sqrt(K / pi), which is r where there is no pattern. Edge weights in a
 * rectangle: none; translation, area / ((wide - |dx|) (high - |dy|)); isotropic (Ripley),
 * one over the part of the circle around the first point through the second that lies
 * inside, at most 100. Border: only points more than r from the border are counted as first
 * ones, NAN where there are none.
 *
 * Ripley, J. Appl. Probab. 13 (1976), doi 10.2307/3212829; Besag 1977. Equals spatstat's
 * Kest() for a rectangle to 1e-12.
 *
 * Envelopes are those of n points thrown evenly into the same rectangle: pointwise, by
 * rank, which is no test over all distances at once; p_value is one: the rank of the
 * largest |L - mean of L| among those of the replicates (the observed one counted in the
 * mean), doi 10.1111/rssb.12085 (Myllymaki et al. 2017).
 *
 * Cost: O(n + pairs at most the last r apart); a replicate as much. Replicate k has
 * stream k.
 */
#ifndef LASTSEEN_STATS_RIPLEY_H
#define LASTSEEN_STATS_RIPLEY_H

#include "geo/point.h"

enum ripley_edge { RIPLEY_NONE, RIPLEY_TRANSLATION, RIPLEY_ISOTROPIC, RIPLEY_BORDER };

struct ripley_options {
	enum ripley_edge edge;
	struct box area; /* all zero: that of the points */
	size_t radii_n;
	const double *radius_m; /* ascending, >= 0 */
	uint32_t replications;  /* 0: no envelope */
};

struct ripley {
	size_t n, radii_n;
	double *k, *l; /* by radius, in ctx->arena */
	double *low,
		*high;  /* of L, least and largest of the replicates; NULL without */
	double p_value; /* NAN without */
};

/* ERR_DATA for fewer than 2 points, no area, or a point outside of it. */
MUST_USE enum err_code ripley_run(struct context *ctx, struct ripley *result,
	struct points points, const struct ripley_options *options);

#endif
