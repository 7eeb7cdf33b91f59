/* Nearest neighbours: how far from each point to the next, and is that less than chance?
 *
 * Clark, Evans, Ecology 35 (1954), doi 10.2307/1931034: index = mean distance over that
 * of a Poisson pattern of the same intensity, 0.5 / sqrt(n / area). Points near the
 * border of the area miss neighbours beyond it, which makes the plain index too large.
 * Three ways round it: Donnelly's index and its normal test, in a rectangle (Donnelly,
 * in Simulation studies in archaeology, 1978); the mean of the Kaplan-Meier estimate of
 * G (stats/gest.h), anywhere; and replicates thrown evenly into the same area, whose
 * rank is exact. Equals spatstat's clarkevans() ("none", "Donnelly", "cdf") and
 * clarkevans.test(correction = "none").
 *
 * The k-th nearest: expected k (2 k)! / (2^k k!)^2 / sqrt(n / area), variance
 * (k / pi - (k (2 k)! / (2^k k!)^2)^2) / (n / area): Thompson, Ecology 37 (1956), doi
 * 10.2307/1930159.
 *
 * Duplicates are 0 apart: many places that share an address make any pattern look
 * clustered; their share is given beside the index.
 *
 * Cost: O(n k log n); a replicate as much. Replicate m has stream m.
 */
#ifndef LASTSEEN_STATS_NEAREST_H
#define LASTSEEN_STATS_NEAREST_H

#include "stats/study_area.h"

/* Distance from each point to its nearest other (the first of equals), NAN for n < 2;
 * which (its index) may be NULL. */
MUST_USE enum err_code nearest_distances(
	struct context *ctx, struct points points, double *distance_m, uint32_t *which);
/* The k nearest others of each point, row after row, nearest first; NAN and the point
 * itself where there are fewer. which may be NULL. */
MUST_USE enum err_code nearest_orders(struct context *ctx, struct points points,
	uint32_t k, double *distance_m, uint32_t *which);

struct clark_evans {
	size_t n, duplicates; /* points with another at the same place */
	double mean_m, expected_m;
	double index; /* below 1 clustered, above 1 regular */
	double z, p_clustered, p_regular, p_value;     /* two-sided; normal */
	double index_donnelly, z_donnelly, p_donnelly; /* NAN in a polygon */
	double index_cdf;
	/* Of the rank of the mean distance among the replicates; NAN without. */
	double p_rank_clustered, p_rank_regular, p_rank;
	uint32_t replications;
};

/* area: the box in which points could lie; all zero: that of the points. ERR_DATA for
 * fewer than 2 points or no area. */
MUST_USE enum err_code clark_evans_run(struct context *ctx, struct clark_evans *result,
	struct points points, struct box area);
/* In any area; ERR_DATA where a point lies outside of it. */
MUST_USE enum err_code clark_evans_in(struct context *ctx, struct clark_evans *result,
	struct points points, const struct study_area *area, uint32_t replications);

/* One order of neighbours. */
struct nearest_order {
	uint32_t k;
	double mean_m, expected_m, index, z;
	double p_clustered, p_regular; /* of the rank; NAN without replicates */
};
/* orders[0 … k - 1]. ERR_DATA unless k < n. */
MUST_USE enum err_code nearest_orders_test(struct context *ctx,
	struct nearest_order *orders, uint32_t k, struct points points,
	const struct study_area *area, uint32_t replications);

#endif
