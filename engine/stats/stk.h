/* The K function of space and time: do events gather in both at once more than the
 * gathering in each explains?
 *
 * K(s, t) = area * length / (n (n - 1)) * the sum over ordered pairs at most s and t apart
 * of w v: w the weight for the border of the area (stats/study_area.h), v that for the
 * ends of the period: 1 where the time of the first event less and more the pair's time
 * apart both lie in it, else 2. K(s) and K(t) likewise. Without interaction K(s, t) = K(s)
 * K(t), and
 *
 *	d = K(s, t) - K(s) K(t)        d0 = d / (K(s) K(t)): 1 is twice as many as expected
 *
 * Replicates shuffle the times over the events, which leaves K(s) and K(t) as they are.
 * sd is that of d over all sets, the observed one among them; r = d / sd; two tests over
 * all s and t at once rank the sum of r and the largest r among the replicates; p of each
 * cell ranks its d alone. All p = (1 + #{>=}) / (1 + replications).
 *
 * Diggle, Chetwynd, Haggkvist, Morris, Stat. Methods Med. Res. 4 (1995), doi
 * 10.1177/096228029500400203. The sums are those of splancs' stkhat(), which takes `at
 * most` as `less than` and gives an event exactly one time apart from an end the weight 2;
 * the test is its stmctest() with r in place of d.
 *
 * Cost: O(windows n log n + pairs within the last s), and those pairs a replicate. Replicate k has stream k.
 */
#ifndef LASTSEEN_STATS_STK_H
#define LASTSEEN_STATS_STK_H

#include "stats/study_area.h"

struct stk_options {
	const struct study_area *area;
	enum ripley_edge edge; /* not border */
	size_t radii_n, windows_n;
	const double *radius_m;  /* ascending, >= 0 */
	const int64_t *window_s; /* likewise */
	int64_t from_s, to_s; /* the period; 0, 0: from the first to the last event */
	uint32_t replications;
};

struct stk_cell {
	double k, d, d0;
	double sd, r, p_value; /* NAN without replicates, or where d never changes */
};

struct stk {
	size_t n, radii_n, windows_n;
	double *k_space_m2, *k_time_s; /* by radius, by window */
	struct stk_cell *cells;        /* radii by windows; k and d in m2 s */
	double p_sum, p_largest;       /* NAN without replicates */
	uint32_t replications;
};

/* points.t_s must be there. ERR_DATA for fewer than 2 events, one outside of the area or
 * the period, no length of the period, or too many near pairs to keep. */
MUST_USE enum err_code stk_run(struct context *ctx, struct stk *stk,
	struct points points, const struct stk_options *options);

#endif
