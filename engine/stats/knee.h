/* Radius and window from the data: where the curve of k-distances bends.
 *
 * The distance from each point to its min_points-th nearest (itself counted), from the
 * shortest to the longest: low and level inside of clusters, steep outside of them. The
 * bend is Kneedle's: the curve is scaled to 0 … 1 on both axes, and it is where it lies
 * farthest below the diagonal. Satopaa, Albrecht, Irwin, Raghavan, ICDCSW 2011, doi
 * 10.1109/ICDCSW.2011.20; the curve: Ester et al., KDD 1996. The longest twentieth is
 * left out first: a few points far away would else draw the bend to themselves. The
 * value is rounded to two digits, which is more than a bend knows.
 *
 * The window likewise: of the points within radius_m of a point, how far in time its
 * min_points-th nearest in time is; of those that have so many. Rounded to whole days,
 * or hours below two days, or minutes below two hours, never to 0.
 *
 * A suggestion, not a finding: height_01 says how sharp the bend is; below 0.1 the
 * points lie so evenly that any radius is as good.
 *
 * Cost: at most 10,000 points are asked, drawn by ctx->seed: O(n log n) for the index,
 * O(k log n) a question; the window O(points within radius_m) a question, and fewer are
 * asked where those are many.
 */
#ifndef LASTSEEN_STATS_KNEE_H
#define LASTSEEN_STATS_KNEE_H

#include "geo/point.h"

struct knee {
	double value;     /* metres, or seconds: rounded */
	double height_01; /* how far below the diagonal; 0 is straight */
	double share_01;  /* of the points that were asked: at or below the bend */
	size_t asked;
};

/* The bend of n values in ascending order, none rounded; false where fewer than five are
 * left, or all of those are equal. O(n). */
bool knee_find(const double *values, size_t n, struct knee *knee);

/* count: how many points each stands for, or NULL. ERR_DATA where there is no bend: the
 * text says why and that a radius must be given. min_points at most 1000 and n. */
MUST_USE enum err_code knee_radius(struct context *ctx, struct knee *knee,
	struct points points, const uint32_t *count, uint32_t min_points);

/* points.t_s must be there. */
MUST_USE enum err_code knee_window(struct context *ctx, struct knee *knee,
	struct points points, const uint32_t *count, double radius_m,
	uint32_t min_points);

/* Points that make a place dense where nothing is known: the logarithm of their number,
 * rounded up, at least 5 (Birant, Kut, doi 10.1016/j.datak.2006.01.013). */
uint32_t knee_min_points(size_t n);

#endif
