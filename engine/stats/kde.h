/* Kernel density: a smooth surface of events per square metre.
 *
 *	gaussian      exp(-d^2 / 2 h^2) / (2 pi h^2), h the standard deviation
 *	quartic       3 (1 - d^2 / h^2)^2 / (pi h^2) up to d = h
 *	epanechnikov  2 (1 - d^2 / h^2) / (pi h^2) up to d = h
 *
 * Values are those at the centres of the cells, not means over them, and points are not
 * moved onto the grid. Without edge correction: near the border of the surface events
 * outside are missed.
 *
 * Silverman, Density estimation, 1986. The Gaussian is summed over all points where
 * that is cheap (equal to direct sums to 1e-13). Else each point is laid on the grid
 * with a narrower Gaussian, and the grid is then smoothed along rows and columns by the
 * rest, as two Gaussians of variance a and b make one of a + b: the trapezoid rule has
 * no error to speak of for them, so that this is within 1e-12 of the largest value.
 * Greengard, Lee, SIAM Rev. 46 (2004), doi 10.1137/S003614450343200X.
 *
 * Cost: O(n + cells * h / cell) for the Gaussian, O(n (h / cell)^2) for the others.
 */
#ifndef LASTSEEN_STATS_KDE_H
#define LASTSEEN_STATS_KDE_H

#include "geo/point.h"

enum kde_kernel { KDE_GAUSSIAN, KDE_QUARTIC, KDE_EPANECHNIKOV };

struct kde_options {
	enum kde_kernel kernel;
	double bandwidth_m;   /* h; > 0 */
	double cell_m;        /* > 0 */
	const double *weight; /* one a point, finite; NULL: 1 each */
	struct box box; /* of the surface; all zero: that of the points, wider by 3 h
			 * (quartic, Epanechnikov: h), on whole multiples of the cell */
};

struct kde {
	size_t columns, rows;
	double cell_m, min_x_m, min_y_m; /* the lower left corner of the first cell */
	double *density; /* row after row from the south; in ctx->arena */
	double maximum;
	struct point maximum_at; /* centre of the first cell that has it */
};

/* More than 10^8 cells are ERR_USAGE. Uses ctx->threads; the result doesn't depend on
 * them. */
MUST_USE enum err_code kde_run(struct context *ctx, struct kde *kde,
	struct points points, const struct kde_options *options);

/* The centre of a column or row. */
static inline double kde_centre(double min_m, double cell_m, size_t at)
{
	return min_m + ((double)at + 0.5) * cell_m;
}

/* The density at one place, by direct sum. */
double kde_at(struct points points, const struct kde_options *options, struct point at);

/* Scott's rule for the Gaussian, on the standard distance: sd n^(-1/6), sd the root of
 * the mean of the variances of x and y. Duplicates do no harm; 0 where all points are
 * at one place. Scott, Multivariate density estimation, 1992. */
double kde_bandwidth_scott(struct points points);

#endif
