/* The exact p of Gi* where values are counts: stats/drawsum.h in place of the normal
 * curve, which calls too much hot where counts are small.
 *
 * Two-sided, twice the smaller tail of the sum of as many counts as a place has
 * neighbours (itself among them), drawn from all places: Gi* under permutation of all
 * values, without permuting. Weights of 0 and 1, with self.
 *
 * Cost: O(n + weights) and that of stats/drawsum.h.
 */
#ifndef LASTSEEN_STATS_GI_EXACT_H
#define LASTSEEN_STATS_GI_EXACT_H

#include "stats/weights.h"

/* p and p_fdr by place, n each; *made false where values are no counts, the weights are
 * not such, or it is too much work. Nothing is written then. */
void gi_exact_run(struct context *ctx, double *p, double *p_fdr, const double *values,
	const struct weights *weights, bool *made);

#endif
