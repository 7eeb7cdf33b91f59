/* Conditional permutation of local statistics: shared by local.c's methods. */
#ifndef LASTSEEN_STATS_LOCAL_PERMUTE_H
#define LASTSEEN_STATS_LOCAL_PERMUTE_H

#include "stats/weights.h"

enum local_form {
	LOCAL_SUM,    /* the weighted sum of the neighbours' values */
	LOCAL_SQUARES /* of the squares of their differences from the place's own */
};

/* p_folded by place, see local.h; NAN where known[i] is NAN. values: deviations from
 * their mean. */
void local_permute(struct context *ctx, double *p_folded, enum local_form form,
	const double *values, const double *known, const struct weights *w,
	uint32_t permutations);

#endif
