/* Join counts: do places of the same kind lie side by side?
 *
 * Each place has a colour, two or more of them. A join is a pair of neighbours, with its
 * weight (half of it each way): of one colour, of two, and all joins of unlike ones
 * together. Moments are those of colours dealt out at random with their numbers kept
 * (non-free sampling), exact for any weights without self. Cliff, Ord, Spatial
 * processes, 1981, chapter 2; the moments as one case of Mantel's, Cancer Res. 27 (1967)
 * 209. Equals spdep's joincount.test() and joincount.multi() to 1e-12 where no place is
 * an island; islands have colours too, and here are counted with them (spdep counts
 * their colours but not their places).
 *
 * Cost: O(n + weights + colours^2); a permutation O(n + weights). Permutation k has
 * stream k: the result depends on the seed, not on the threads.
 */
#ifndef LASTSEEN_STATS_JOINCOUNT_H
#define LASTSEEN_STATS_JOINCOUNT_H

#include "stats/weights.h"

#define JOIN_COLOURS_MOST 64

struct join {
	uint32_t a, b; /* colours, a <= b */
	double count, expected, variance, z;
	double p_value, p_greater,
		p_less; /* normal: other, more, fewer than by chance */
	/* (1 + #) / (1 + permutations), ties counted; NAN without. */
	double p_permutation_greater, p_permutation_less;
};

struct join_counts {
	size_t n, islands, colours_n, joins_n;
	size_t *places;     /* by colour */
	struct join *joins; /* by a, then b: same and different; in ctx->arena */
	struct join unlike; /* all of different colours */
};

/* colour[i] below colours_n, from 2 to JOIN_COLOURS_MOST. ERR_DATA for fewer than 4
 * places or more colours; ERR_USAGE for weights with self. Where the count can take one
 * value only, z and p are NAN. */
MUST_USE enum err_code join_counts_run(struct context *ctx, struct join_counts *result,
	const uint32_t *colour, size_t colours_n, const struct weights *weights,
	uint32_t permutations);

#endif
