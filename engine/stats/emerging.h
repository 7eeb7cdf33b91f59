/* Emerging hot spots: where events gather in space and time, and whether it is new, lasts
 * or fades.
 *
 * For each bin of a space-time cube its Gi* (stats/cube.h): hot where it is above 0 and
 * p_fdr at most alpha, cold where below 0. For each cell the Mann-Kendall trend
 * (stats/mannkendall.h) of its neighbourhood's counts, which is that of Gi* of each step
 * taken alone, and that of its own counts. From them, of a cell whose bins are hot in
 * `hot` of T steps (and the mirror image for cold, with a falling trend in place of a
 * rising one), the first that fits:
 *
 *	hot in nine tenths of the steps or more:
 *	  historical    but not in the last step
 *	  intensifying  in the last step, and the trend rises
 *	  diminishing   in the last step, and the trend falls
 *	  persistent    in the last step, with neither trend
 *	hot in fewer:
 *	  oscillating   in the last step, and cold in an earlier one
 *	  new           in the last step and never before
 *	  consecutive   in a run of two or more up to the last step, and never before
 *	  sporadic      in some steps, and never cold
 *	  no pattern detected
 *
 * These are the categories of ArcGIS's Emerging Hot Spot Analysis ("How Emerging Hot Spot
 * Analysis works", pro.arcgis.com, space-time-pattern-mining/learnmoreemerging), its texts
 * read so that no two of them fit one cell; sporadic is its older text, which asks nothing
 * of the last step. It differs in these on purpose:
 *	- p of a bin is exact and not from the normal curve, which in cubes of small counts
 *	  calls noise hot: see the rates below;
 *	- the trend is taken of steps that do not overlap. Gi* itself looks back `lags`
 *	  steps, so that neighbouring values share events, and a trend of it is found in
 *	  noise far more often than it should be (of 12 steps at 0.05: in 0.12 of 20,000
 *	  series; of steps alone in 0.04);
 *	- a trend is judged by p_fdr over the cells that are hot or cold in nine tenths of
 *	  the steps, those of which it decides something.
 *
 * A cell that the border of the area cuts (`cut`) holds too little: it is left out of
 * what bins are compared with, and where a neighbourhood has one in it (`edge`), its cell
 * is never said to be cold.
 *
 * Share of cells that are given any category, and of cubes with any such cell, in 1,000
 * null cubes of 400 hexagons and 12 steps, Poisson counts, alpha 0.05 (tests/unit/stats/
 * test_emerging.c prints it for fewer):
 *
 *	mean of a bin		0.05	0.2	1	5
 *	exact p, share		0.00002	0.00003	0.00003	0.00014
 *	exact p, cubes		0.005	0.009	0.012	0.042
 *	normal p, share		0.055	0.008	0.0012	0.0004
 *	normal p, cubes		0.995	0.752	0.245	0.099
 *
 * Permutations ask another question: how many cells of each category would there be if
 * where and when had nothing to do with each other? Without children the times of all
 * events are dealt out among them; with children each child's events are moved by one
 * random number of steps, round from the last to the first, so that what one child does
 * stays together and cannot make a pattern by itself. Places, and the number of events in
 * each, stay. p = (1 + #{replicates with at least as many}) / (1 + permutations).
 *
 * Cost: that of stats/cube.h and O(cells * steps log steps); a permutation as much.
 * Permutation k has stream k: the result depends on the seed, not on the threads.
 */
#ifndef LASTSEEN_STATS_EMERGING_H
#define LASTSEEN_STATS_EMERGING_H

#include "stats/cube.h"
#include "stats/mannkendall.h"

enum emerging_category {
	EMERGING_NONE,
	EMERGING_NEW,
	EMERGING_CONSECUTIVE,
	EMERGING_INTENSIFYING,
	EMERGING_PERSISTENT,
	EMERGING_DIMINISHING,
	EMERGING_SPORADIC,
	EMERGING_OSCILLATING,
	EMERGING_HISTORICAL,
	EMERGING_COLD = 8, /* added to a category: of a cold spot */
};
/* 0 none, 1 … 8 hot, 9 … 16 cold. */
enum { EMERGING_CATEGORIES = 17 };
extern const char *const emerging_names[EMERGING_CATEGORIES];

/* Events: where and when, by number. */
struct emerging_events {
	size_t n;
	const uint32_t *cell, *step;
	const uint32_t *count; /* NULL: 1 each */
	const uint32_t *child; /* NULL: not known; numbers below children_n */
	size_t children_n;
};

struct emerging_options {
	size_t steps;
	uint32_t lags; /* steps before one that count with it */
	double alpha;
	bool normal; /* p of a bin by the normal curve */
	uint32_t permutations;
	const bool *cut; /* by cell: by the border of the area; NULL: none */
};
#define EMERGING_DEFAULT                                                               \
	{                                                                              \
		.lags = 1, .alpha = 0.05                                               \
	}

struct emerging_cell {
	uint8_t category; /* see emerging_names */
	bool edge;
	uint32_t hot_steps, cold_steps;
	uint64_t count;
	double gi_star, p_value, p_fdr; /* of the last step */
	struct mann_kendall trend;      /* of the neighbourhood: of Gi* */
	double trend_p_fdr; /* NAN but for cells hot or cold in nine tenths */
	struct mann_kendall count_trend; /* of the cell alone */
};

struct emerging {
	size_t cells_n, steps;
	struct emerging_cell *cells;
	uint64_t *step_counts;     /* by step */
	struct mann_kendall trend; /* of them */
	bool exact;
	uint64_t hot_bins, cold_bins;
	size_t categories[EMERGING_CATEGORIES]; /* cells of each */
	uint32_t permutations;
	double expected[EMERGING_CATEGORIES]; /* over the permutations; NAN without */
	double p_value[EMERGING_CATEGORIES];
};

/* near: who is whose neighbour, without self. ERR_USAGE for fewer than 2 steps. In
 * ctx->arena. */
MUST_USE enum err_code emerging_run(struct context *ctx, struct emerging *emerging,
	const struct emerging_events *events, const struct weights *near,
	const struct emerging_options *options);

/* The category of a cell: state by step 1 hot, -1 cold, 0 neither; trend 1 rising, -1
 * falling, 0 neither. */
uint8_t emerging_categorise(const int8_t *state, size_t steps, int trend);

#endif
