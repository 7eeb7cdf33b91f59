/* Kernel density: a smooth surface of events per square metre.
 *
 *	gaussian      exp(-d^2 / 2 h^2) / (2 pi h^2), h the standard deviation
 *	quartic       3 (1 - d^2 / h^2)^2 / (pi h^2) up to d = h
 *	epanechnikov  2 (1 - d^2 / h^2) / (pi h^2) up to d = h
 *
 * Values are those at the centres of the cells, not means over them, and points are not
 * moved onto the grid. Silverman, Density estimation, 1986.
 *
 * In a study area what a kernel spills over its border is given back, e(u) being the
 * part of a kernel at u that lies inside (stats/kde_window.h, exact):
 *
 *	uniform  the sum of w k(u - x) / e(u)   Diggle, Appl. Stat. 34 (1985),
 *	                                        doi 10.2307/2347366
 *	diggle   the sum of w k(u - x) / e(x)   Jones, Stat. Comput. 3 (1993),
 *	                                        doi 10.1007/bf00147776; adds up to n
 *
 * as spatstat's density.ppp() has them, which puts points and area on pixels; spatstat's
 * kernels have h as their standard deviation: its quartic of sigma is ours of
 * sigma sqrt(8), its Epanechnikov ours of sigma sqrt(6). Without correction fewer events
 * are seen near the border.
 *
 * Adaptive: each event has a bandwidth h_i = h f(x_i)^(-1/2) / G, f a fixed estimate of
 * bandwidth pilot_m with the same kernel and correction, G the geometric mean of
 * f^(-1/2); none above 5 h (Abramson, Ann. Stat. 10 (1982), doi 10.1214/aos/1176345986).
 * e(u) then has the bandwidth that an event at u would have (Marshall, Hazelton, J.
 * Multivar. Anal. 101 (2010), doi 10.1016/j.jmva.2009.09.003), as in sparr's
 * bivariate.density().
 *
 * The fixed Gaussian is summed over all points where that is cheap (equal to direct
 * sums to 1e-13 of each value), else by way of a lattice (stats/kde_lattice.h): within
 * 1e-12 of the largest value. No fast Fourier transform, so nothing wraps round. The
 * adaptive Gaussian ends where it is 1e-16 of its peak.
 *
 * Cost: O(n + cells) for the fixed Gaussian whatever the bandwidth: 100,000 events on
 * 1000 by 1000 cells take 0.04 s on one core, 1,000,000 take 0.26 s (spatstat: 3.4 s for
 * the former). The adaptive Gaussian as much for each of some twenty classes of bandwidths,
 * the other kernels O(n (h / cell)^2). Edges: O(cells + cells near the border * corners near
 * them). Memory: 8 bytes a cell, as many again for an edge correction, and twice that for
 * an adaptive surface.
 */
#ifndef LASTSEEN_STATS_KDE_H
#define LASTSEEN_STATS_KDE_H

#include "geo/shape.h"
#include "stats/kde_kernel.h"

enum kde_edge { KDE_EDGE_NONE, KDE_EDGE_UNIFORM, KDE_EDGE_DIGGLE };

struct kde_options {
	enum kde_kernel kernel;
	double bandwidth_m;   /* h; > 0 */
	double cell_m;        /* > 0 */
	const double *weight; /* one a point, finite; NULL: 1 each */
	/* Of the surface; all zero: that of the area, else that of the points, wider by 3 h
	 * (quartic, Epanechnikov: h), on whole multiples of the cell. */
	struct box box;
	const struct shape
		*area;      /* cells outside of it are NAN; NULL: the whole plane */
	enum kde_edge edge; /* none without an area */
	double pilot_m;     /* > 0: adaptive, and the pilot's bandwidth */
};

struct kde {
	size_t columns, rows;
	double cell_m, min_x_m, min_y_m; /* the lower left corner of the first cell */
	double *density; /* row after row from the south; in ctx->arena */
	double maximum;
	struct point maximum_at; /* centre of the first cell that has it */
	double total;            /* the sum over cells of density times area */
	double bandwidth_m[2];   /* the least and largest in use */
};

/* The most cells of a surface. */
#define KDE_CELLS_MOST 5e7

/* The widest bandwidth of an edge correction, in diagonals of the study area's box. */
#define KDE_WIDEST 30.0

/* More than KDE_CELLS_MOST cells, or a wider bandwidth, are ERR_USAGE. ERR_DATA for a weight that is no number,
 * and for a point outside of the area where the correction is that of Diggle or the
 * estimate is adaptive. Uses ctx->threads; the result doesn't depend on them. */
MUST_USE enum err_code kde_run(struct context *ctx, struct kde *kde,
	struct points points, const struct kde_options *options);

/* The cells that kde_run() would fill. */
MUST_USE enum err_code kde_lay_out(struct context *ctx, struct kde_cells *cells,
	struct points points, const struct kde_options *options);
static inline struct kde_cells kde_cells_of(const struct kde *k)
{
	struct kde_cells cells = {
		k->columns, k->rows, k->cell_m, k->min_x_m, k->min_y_m};
	return cells;
}

/* The density at one place, by direct sum: fixed bandwidth, no edge correction. */
double kde_at(struct points points, const struct kde_options *options, struct point at);

/* The fixed density at each of m places, each point's own kernel among them where it is
 * one of them; no edge correction. The Gaussian by direct sums (1e-13) or by way of a
 * lattice (within 1e-12 of the largest), whichever is cheaper. */
void kde_at_places(struct context *ctx, struct points points,
	const struct kde_options *options, struct points places, double *density);

/* Scott's rule for the Gaussian: the geometric mean of the standard deviations of x and
 * y times n^(-1/6), as spatstat's bw.scott.iso(). Duplicates do no harm; 0 where all
 * points are at one place or in a line along an axis. Scott, Multivariate density
 * estimation, 1992. */
double kde_bandwidth_scott(struct points points);

#endif
