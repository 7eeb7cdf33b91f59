/* Where next? Each hotspot method as a choice of squares, made on the past alone.
 *
 *	forecast_begin(); for each method: forecast_choose()
 *
 * A method gives each square of the ground (stats/squares.h) a score; the squares with
 * the highest are chosen, as many as asked for, so that methods are compared at the same
 * area. Of equal scores the square with more distinct children comes first, then the one
 * with more episodes, the one with the latest, the lower number. A score of 0 is not
 * chosen: a method may choose fewer squares than asked for.
 *
 * Each child counts once a square (its latest stay there), so that forty episodes of one
 * child don't make a forecast. The methods:
 *
 *	last year     distinct children in the same month of the year before
 *	repeat        distinct children in the square
 *	clusters      space-time clusters (ST-DBSCAN with distinct children as a condition),
 *	              those with a member in the last two windows first, then by the
 *	              statistic of stats/cluster_test.h; within one by children
 *	dbscan        clusters in space alone, by children
 *	scan          circles of the space-time permutation scan of whole children, those
 *	              with a member in the last two windows first, then by statistic
 *	kde           quartic kernel of twice the radius at the middle of the square
 *	gi            Gi* of distinct children, a square's neighbours being the eight around
 *	emerging      Gi* of the last step of a cube of squares and 30 days (stats/cube.h),
 *	              distinct children in each
 *	near repeat   within twice the radius and 8 weeks, 1 / (1 + whole halves of a side)
 *	              / (1 + whole weeks) summed: Bowers, Johnson, Pease, Br. J. Criminol.
 *	              44 (2004), doi 10.1093/bjc/azh036
 *
 * Cost: O(n + squares) but for the clusters (O(pairs within reach)) and the scan, which
 * is left out beyond FORECAST_SCAN_MOST episodes.
 */
#ifndef LASTSEEN_STATS_FORECAST_H
#define LASTSEEN_STATS_FORECAST_H

#include "stats/squares.h"

enum forecast_method {
	FORECAST_LAST_YEAR,
	FORECAST_REPEAT,
	FORECAST_CLUSTERS,
	FORECAST_DBSCAN,
	FORECAST_SCAN,
	FORECAST_KDE,
	FORECAST_GI,
	FORECAST_EMERGING,
	FORECAST_NEAR_REPEAT,
	FORECAST_METHODS
};
extern const char *const forecast_method_names[FORECAST_METHODS];

#define FORECAST_SCAN_MOST 5000

struct forecast_options {
	double radius_m;                   /* > 0: near in space */
	int64_t window_s;                  /* > 0: near in time */
	uint32_t min_points, min_children; /* of a cluster; min_points 0: 5, or more
					    * where points lie densely */
	uint32_t squares;                  /* to choose, >= 1 */
};

/* What is known when a forecast is made. */
struct forecast_past {
	struct points points;  /* all before now_s; times in seconds */
	const uint32_t *child; /* by point, below children */
	uint32_t children;
	int64_t now_s;
	int64_t last_year_from_s, last_year_to_s; /* [from, to); 0, 0: not known */
};

/* A point of the past: its square (UINT32_MAX outside of the ground), and whether it is
 * its child's latest there. */
struct forecast_point {
	uint32_t square;
	bool counts;
};

struct forecast_square {
	uint32_t children, episodes;
	int64_t last_s;
};

struct forecast {
	const struct squares *ground;
	struct forecast_past past;
	struct forecast_options options;
	struct forecast_point *point;   /* by point */
	struct forecast_square *square; /* by square */
};

/* The ground should hold all points of the past. Arrays in `arena`. O(n log n). */
void forecast_begin(struct context *ctx, struct forecast *f, struct arena *arena,
	const struct squares *ground, const struct forecast_past *past,
	const struct forecast_options *options);

/* Whether the method can be asked at all: there is a year before, the scan isn't too
 * long. */
bool forecast_can(const struct forecast *f, enum forecast_method method);

/* Fills chosen (room for options.squares) with squares, best first; *n of them. What
 * the method took of ctx->arena is given back. */
MUST_USE enum err_code forecast_choose(struct context *ctx, const struct forecast *f,
	enum forecast_method method, uint32_t *chosen, size_t *n);

/* ---- the methods, for forecast.c: scores by square, all 0 before ---- */
MUST_USE enum err_code forecast_clusters(
	struct context *ctx, const struct forecast *f, double *score);
MUST_USE enum err_code forecast_dbscan(
	struct context *ctx, const struct forecast *f, double *score);
MUST_USE enum err_code forecast_scan(
	struct context *ctx, const struct forecast *f, double *score);
MUST_USE enum err_code forecast_kde(
	struct context *ctx, const struct forecast *f, double *score);
MUST_USE enum err_code forecast_gi(
	struct context *ctx, const struct forecast *f, double *score);
MUST_USE enum err_code forecast_emerging(
	struct context *ctx, const struct forecast *f, double *score);
MUST_USE enum err_code forecast_near_repeat(
	struct context *ctx, const struct forecast *f, double *score);

#endif
