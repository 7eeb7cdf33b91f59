/* Is a curve of a point pattern one that even points would give?
 *
 * Replicates are as many points thrown evenly into the same area; the curve of each is
 * made as the observed one was. Three answers:
 *
 *   low, high            the least and largest of the replicates at each value: pointwise,
 *                        which is no test over all values at once
 *   p_mad, global_low …  the largest deviation from the mean over all values, ranked
 *                        among those of the replicates: a test, and the band that the
 *                        curve leaves where p_mad is at most `level`
 *   p_dclf               likewise by the sum of squared deviations (Diggle, Cressie,
 *                        Loosmore, Ford)
 *
 * The mean is that of all curves, the observed one among them, so that ranks are exact:
 * p = (1 + #{replicates >= observed}) / (1 + replications). Studentised, a deviation is
 * taken in standard deviations of all curves at that value. Values at which a curve
 * isn't finite are left out of the tests.
 *
 * Baddeley, Diggle, Hardegen, Lawrence, Milne, Nair, Ecol. Monogr. 84 (2014), doi
 * 10.1890/13-2042.1; Myllymaki, Mrkvicka, Grabarnik, Seijo, Hahn, J. R. Stat. Soc. B 79
 * (2017), doi 10.1111/rssb.12172. Replicate k has stream k.
 */
#ifndef LASTSEEN_STATS_ENVELOPE_H
#define LASTSEEN_STATS_ENVELOPE_H

#include "stats/study_area.h"

struct curve_envelope {
	uint32_t replications;
	size_t used; /* values in the tests */
	double *mean, *low, *high;
	double *global_low, *global_high;
	double level; /* of the global band: 0.05, or as near below as there are ranks */
	double p_mad, p_dclf;
};

/* The curve of a pattern, values_n of them. */
typedef enum err_code (*envelope_curve)(
	struct context *ctx, const void *self, struct points points, double *values);

struct envelope_options {
	const struct study_area *area;
	uint32_t replications; /* at least 1 */
	bool studentised;
};

/* observed: the curve of the n points. Results in ctx->arena. ERR_USAGE where the curves
 * of all replicates would take more than 1 GiB. */
MUST_USE enum err_code envelope_run(struct context *ctx,
	struct curve_envelope *envelope, size_t n, size_t values_n,
	const double *observed, envelope_curve curve, const void *self,
	const struct envelope_options *options);

#endif
