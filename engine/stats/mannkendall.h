/* Mann-Kendall: does a series rise or fall?
 *
 * S counts the pairs of steps that rise less those that fall. Mann, Econometrica 13
 * (1945), doi 10.2307/1907187; Kendall, Rank correlation methods, 1975. Without ties and
 * up to MANN_KENDALL_EXACT steps, p is that of all orders of the series, by Kendall's
 * recurrence; else normal, with the variance corrected for ties (Kendall, chapter 4) and
 * S brought one step towards 0. Equals R's cor.test(method = "kendall") of the series
 * with its steps, exact and (with continuity) not, to 1e-12. z is the normal one always.
 *
 * Steps must be independent under the null: a series that was smoothed, or whose windows
 * overlap, shows trends where there are none (Yue et al., Hydrol. Process. 16 (2002),
 * doi 10.1002/hyp.1095).
 *
 * Cost: O(n log n), and for an exact p O(n^3) once.
 */
#ifndef LASTSEEN_STATS_MANNKENDALL_H
#define LASTSEEN_STATS_MANNKENDALL_H

#include "base/context.h"

#define MANN_KENDALL_EXACT 49

struct mann_kendall {
	int64_t s;
	double tau; /* tau-b: S over the pairs that could rise or fall; 0 where none */
	double variance, z;
	double p_value; /* two-sided */
	double p_rising, p_falling;
};

/* Tails of S for every length up to MANN_KENDALL_EXACT; made once, for any number of
 * series and threads. */
struct mann_kendall_table {
	double *tail[MANN_KENDALL_EXACT + 1]; /* P(inversions <= k) by k */
};
void mann_kendall_table(struct context *ctx, struct mann_kendall_table *table);

/* values: n of them, none NAN; room for 2 n numbers. Fewer than 3 steps, or all equal:
 * z 0 and p 1. */
struct mann_kendall mann_kendall(const struct mann_kendall_table *table,
	const double *values, size_t n, double *room);

#endif
