/* Kaplan-Meier: how long until the next episode, where some have not come yet.
 *
 * Kaplan, Meier, J. Am. Stat. Assoc. 53 (1958), doi 10.2307/2281868. Greenwood's
 * variance, interval by log(-log S) (Kalbfleisch, Prentice), as R survfit(conf.type =
 * "log-log"). Groups are compared in logrank.h and cox.h. O(n log n).
 */
#ifndef LASTSEEN_STATS_KM_H
#define LASTSEEN_STATS_KM_H

#include "base/context.h"

/* One row a distinct time with an event, ascending. */
struct km_step {
	double time;
	size_t at_risk, events;
	double survival;     /* S(time), after the events */
	double se;           /* of S */
	double lower, upper; /* 95 %; NAN where S is 0 or 1 */
};
struct km {
	size_t n, events_n, steps_n;
	struct km_step *steps; /* in ctx->arena */
	double median; /* first time with S <= 0.5 (at exactly 0.5: the middle to the
			* next event, as R); NAN where it is not reached */
	double median_lower, median_upper;
};

/* time >= 0; event[i] 1 where it happened, 0 where the watch ended before. */
MUST_USE enum err_code km_run(struct context *ctx, struct km *km, size_t n,
	const double *time, const uint8_t *event);
/* S at a time: 1 before the first event. */
double km_at(const struct km *km, double time);

#endif
