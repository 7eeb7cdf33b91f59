/* Would chance give an address or an adult as many children?
 *
 * If all n things that come up in a case were alike, the children of each would be a
 * Poisson count of at least one, with a mean that gives as many pairs of child and
 * thing as there are. p_value is its tail at the children seen, by_chance the number of
 * things with as many to expect among the n, q_value the false discovery rate
 * (Benjamini, Hochberg) over all n. The busy ones raise the mean themselves, so that p
 * is rather too large than too small. O(n).
 */
#ifndef LASTSEEN_WORK_RECURRENCE_H
#define LASTSEEN_WORK_RECURRENCE_H

#include "base/context.h"

struct recurrence {
	double mean; /* of the Poisson count */
	double *p_value, *q_value, *by_chance;
};

/* children: at least 1 each. Results in ctx->arena. */
struct recurrence recurrence_run(
	struct context *ctx, const uint32_t *children, size_t n);

#endif
