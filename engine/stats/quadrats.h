/* Quadrats: the area cut into equal rectangles, and the events of each against evenness.
 *
 * X2 = the sum of (count - expected)^2 / expected, expected by the part of each rectangle
 * that lies in the area; p by the chi-squared distribution with one less degree of
 * freedom than there are rectangles, or by the rank among replicates thrown evenly. A
 * place on the line between two is in the left or lower one. Equals spatstat's
 * quadrat.test().
 *
 * Ripley, Spatial statistics, 1981, section 6.2. O(n + columns * rows).
 */
#ifndef LASTSEEN_STATS_QUADRATS_H
#define LASTSEEN_STATS_QUADRATS_H

#include "stats/study_area.h"

struct quadrat {
	struct box box;
	double area_m2, expected;
	uint32_t count;
	double residual; /* (count - expected) / sqrt(expected) */
};

struct quadrats {
	size_t n, columns, rows;
	size_t used;             /* those with area */
	struct quadrat *quadrat; /* row after row from the lower left, in ctx->arena */
	double x2, variance_to_mean; /* the latter of those wholly inside */
	int64_t df;
	double p_clustered, p_regular, p_value;  /* chi-squared */
	double p_rank_clustered, p_rank_regular; /* NAN without replicates */
};

/* ERR_DATA without points, or with one outside; ERR_USAGE unless there are 2 to 1e6
 * rectangles with area. */
MUST_USE enum err_code quadrats_run(struct context *ctx, struct quadrats *quadrats,
	struct points points, const struct study_area *area, size_t columns,
	size_t rows, uint32_t replications);

#endif
