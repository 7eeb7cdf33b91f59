/* A space-time cube: counts by cell and step of time, and where and when they gather.
 *
 * A bin is one cell in one step. Its neighbourhood is the cell and those beside it, in
 * this step and the `lags` before it (as many as there are). Gi* of a bin asks whether
 * its neighbourhood holds more than as many bins taken from anywhere in the cube: Ord,
 * Getis 1995, doi 10.1111/j.1538-4632.1995.tb00912.x, with weights of 0 and 1, as in
 * ArcGIS's Emerging Hot Spot Analysis with the whole cube as its window.
 *
 * gi_star is the usual z. The p-value is not that of the normal curve, which calls noise
 * hot where counts are small, but the exact one under permutation of all bins
 * (stats/drawsum.h): two-sided, twice the smaller tail, never below 2e-30. Where that is
 * too much work (thousands of bins around each, or counts in the thousands), it is the
 * normal one, and `exact` is false. p_fdr is Benjamini and Hochberg's over all bins.
 *
 * Cells that the border of the area cuts (`cut`) hold too little. They are left out of
 * the bag that bins are compared with, unless the others are all equal. A neighbourhood
 * that has one in it (`edge`) can be hot, by a p that is then too large if anything, and
 * never cold: its p is twice the upper tail.
 *
 * Cost: O(bins * cells around), and for p what drawsum.h says; 8 bytes a bin.
 */
#ifndef LASTSEEN_STATS_CUBE_H
#define LASTSEEN_STATS_CUBE_H

#include "stats/drawsum.h"
#include "stats/weights.h"

#define CUBE_BINS_MOST ((uint64_t)100000000)

struct cube {
	size_t cells, steps;
	uint32_t lags;
	const struct weights
		*near;    /* by cell, without self; the weights are not looked at */
	uint32_t *counts; /* by cell, then step */
	const bool *cut, *edge; /* by cell; NULL: none */
};

/* All bins with as many around and the same sum are alike. */
struct cube_kind {
	uint32_t around, sum;
	bool edge;
	uint64_t bins;
	double gi_star, p_value, p_fdr;
};

struct cube_gi {
	const struct cube *cube;
	double bag, mean, variance; /* of the bins that are compared with: how many */
	bool exact;
	size_t kinds_n;
	struct cube_kind *kinds;
	uint32_t *kind; /* by bin */
};

/* Empty bins; ERR_USAGE for more than CUBE_BINS_MOST. In `arena`. */
MUST_USE enum err_code cube_make(struct context *ctx, struct cube *cube,
	struct arena *arena, const struct weights *near, size_t steps, uint32_t lags);

/* normal: by the normal curve in any case. ERR_DATA where all bins are equal, or hold too
 * much. In `arena`, which is not ctx->scratch. */
MUST_USE enum err_code cube_gi_run(struct context *ctx, struct cube_gi *gi,
	struct arena *arena, const struct cube *cube, bool normal);

static inline const struct cube_kind *cube_gi_of(
	const struct cube_gi *gi, size_t cell, size_t step)
{
	return &gi->kinds[gi->kind[cell * gi->cube->steps + step]];
}

/* The sums of a cell's neighbourhood in each step alone, no step before it. */
void cube_alone(const struct cube *cube, size_t cell, double *sums);

#endif
