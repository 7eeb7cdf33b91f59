/* Sums of numbers drawn from a bag without putting back: their exact tails.
 *
 * The bag holds whole numbers from 0 up, most of them small: the counts of the cells of a
 * map. What do m of them add up to, when the m are any of them? This is what Gi* is under
 * permutation of the counts, without permuting: the normal curve that Gi* is usually read
 * by is far too thin on the right where counts are small, and finds hot spots in noise.
 *
 * By the recurrence over the distinct numbers v, of which there are h among the first H:
 *
 *	P(j drawn add up to s) = sum over k of
 *		hypergeometric(k of h, j - k of H) * P'(j - k drawn add up to s - k v)
 *
 * which is exact to rounding, as all terms are positive; probabilities below 1e-40 are
 * dropped on the way, and a tail is never said to be less than 1e-30.
 *
 * Cost: O(distinct numbers * m^2 * largest sum) at worst, far less where the large
 * numbers are rare; all m up to the largest come together. Past DRAW_SUMS_WORK steps, or
 * too much memory, it gives up, and says so.
 */
#ifndef LASTSEEN_STATS_DRAWSUM_H
#define LASTSEEN_STATS_DRAWSUM_H

#include "base/context.h"

#define DRAW_SUMS_WORK ((uint64_t)4000000000)
#define DRAW_SUMS_LEAST 1e-30

struct draw_sums {
	size_t most;      /* the largest m */
	size_t width;     /* sums are below it */
	double *at_least; /* by m, then sum: P(m drawn add up to that much or more) */
	double *at_most;
};

/* values ascending and distinct, howmany[i] above 0 of each; most at most their sum.
 * *made: whether it didn't give up. In ctx->arena. */
void draw_sums_make(struct context *ctx, struct draw_sums *sums, const uint32_t *values,
	const uint32_t *howmany, size_t n, size_t most, bool *made);

/* Tails of a sum of m, m from 1 to most. */
double draw_sums_at_least(const struct draw_sums *sums, size_t m, uint64_t sum);
double draw_sums_at_most(const struct draw_sums *sums, size_t m, uint64_t sum);

#endif
