/* Series of counts watched as they come in: what is above what the past leads one to
 * expect? Shared by ears.h, cusum.h, farrington.h, predict.h and glr.h.
 *
 * A point that has too little past has no bound (NAN) and no alarm.
 */
#ifndef LASTSEEN_STATS_SURVEILLANCE_H
#define LASTSEEN_STATS_SURVEILLANCE_H

#include "base/context.h"

struct surveillance_point {
	double expected;  /* NAN where the method has none */
	double upper;     /* an alarm is a count above (or, for a sum, reaching) it */
	double statistic; /* of cusum.h and glr.h: the sum that is watched; else NAN */
	bool alarm;
};

struct surveillance {
	size_t n;
	struct surveillance_point *points; /* one a count; in ctx->arena */
};

/* n points without a bound. */
void surveillance_init(struct context *ctx, struct surveillance *s, size_t n);

#endif
