/* How much of a kernel around a place lies inside of a study area: what edge corrections
 * divide by.
 *
 *	e(u) = the integral over the area of k(u - v) dv
 *
 * By Green's theorem in polar coordinates around u, an edge of the border that runs at
 * distance p from u adds
 *
 *	1 / 2 pi * the integral along it of M(r) p / r^2 dt,   r^2 = p^2 + t^2
 *
 *	          u
 *	         /|\            M(r): the kernel's mass within r
 *	        / | \ r         t: along the edge, from the foot of p
 *	       /  |p \
 *	   ---+---+---+---
 *	   from   0   t  to
 *
 * with its sign by the side on which u lies. M(r) / r^2 is a polynomial for the quartic
 * and the Epanechnikov kernel, and an entire function for the Gaussian, which is
 * integrated by Gauss-Legendre to 1e-15; where M is 1 what remains is an angle. The same
 * sum as DiDonato, Hageman, SIAM J. Sci. Stat. Comput. 3 (1982), doi 10.1137/0903027.
 * Nothing is drawn on pixels. Equals products of
 * error functions in a rectangle to 1e-14, and integration line by line in a polygon with
 * holes to 1e-10 (what the latter is good to).
 *
 * Order: kde_window_make(); any of the questions, from any number of threads.
 */
#ifndef LASTSEEN_STATS_KDE_WINDOW_H
#define LASTSEEN_STATS_KDE_WINDOW_H

#include "geo/shape.h"
#include "stats/kde_kernel.h"

struct kde_window {
	double area_m2;
	struct box box;
	size_t edges_n; /* the inside lies to the left of each */
	const double *x0_m, *y0_m, *x1_m, *y1_m;
};

/* In ctx->arena. ERR_DATA where the shape has no area. O(corners). */
MUST_USE enum err_code kde_window_make(
	struct context *ctx, struct kde_window *window, const struct shape *shape);

/* e at one place, in the area or not. O(corners). */
double kde_window_mass(const struct kde_window *window, enum kde_kernel kernel,
	double h, struct point at);

/* mass[i] = e at place i; h_m NULL: bandwidth h for all. O(n corners), most of them only
 * looked at to see that they are far; many places and corners under Gaussians go by way
 * of lattices (stats/kde_lattice.h, within 1e-12): O(n + corners). */
void kde_window_masses(struct context *ctx, const struct kde_window *window,
	enum kde_kernel kernel, double h, const double *h_m, struct points points,
	double *mass);

/* inside[row * columns + column]: whether a cell's centre is in the area; a centre on
 * its border may be taken either way. O(rows * corners + cells). */
void kde_window_cells(struct context *ctx, const struct kde_window *window,
	const struct kde_cells *cells, bool *inside);

/* e at the centres of all cells. h_m: the bandwidth of each cell, which may be NAN
 * outside of the area; NULL: h. O(cells + cells near the border * corners near them). */
void kde_window_field(struct context *ctx, const struct kde_window *window,
	enum kde_kernel kernel, double h, const double *h_m,
	const struct kde_cells *cells, double *mass);

#endif
