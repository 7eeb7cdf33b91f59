/* Do groups differ in how soon it happens? The log-rank test.
 *
 * At each time with events every group is expected to have its share of those still
 * watched; the test weighs how far the groups are from it, with their covariance under no
 * difference. Times may tie. Times of one unit are one row: a child that is in twice makes
 * p too small.
 *
 * Mantel, Cancer Chemother. Rep. 50 (1966) 163; Peto, Peto, J. R. Stat. Soc. A 135 (1972),
 * doi 10.2307/2344317. Equals R survival::survdiff() to 1e-12: a group that nothing was
 * expected of plays no part. O(n log n + times * groups^2).
 */
#ifndef LASTSEEN_STATS_LOGRANK_H
#define LASTSEEN_STATS_LOGRANK_H

#include "base/context.h"

enum { LOGRANK_GROUPS_MOST = 50 };

struct logrank {
	size_t groups;
	size_t *n; /* units of each */
	double *observed, *expected;
	int freedom; /* groups that play a part, less one */
	double chi_square;
	double p_value; /* 1 where nothing can differ */
};

/* time >= 0; event 0 or 1; group 0 … groups - 1. A group without units, fewer than two, or
 * more than LOGRANK_GROUPS_MOST is ERR_DATA. In ctx->arena. */
MUST_USE enum err_code logrank_run(struct context *ctx, struct logrank *logrank,
	size_t n, const double *time, const uint8_t *event, const uint32_t *group,
	size_t groups);

#endif
