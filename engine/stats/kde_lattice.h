/* Sums of Gaussians by way of a coarse lattice: O(points + cells) whatever the
 * bandwidth.
 *
 * Two Gaussians of variance a and b, one after the other, make one of a + b. Points (or
 * an area) are first laid on nodes h / 3 apart with a narrow Gaussian of 1.5 spacings,
 * and the nodes are then read anywhere through the rest, sqrt(h^2 - narrow^2):
 *
 *	points --narrow--> o---o---o---o --rest--> cells, or any places
 *
 * The sum over nodes is a trapezoid rule, whose error for Gaussians of these widths is
 * below 1e-14; both are cut off where they are 1e-16 of their peak. What is left is
 * within 1e-12 of the largest value of the surface. Greengard, Lee, SIAM Rev. 46 (2004),
 * doi 10.1137/S003614450343200X.
 *
 * Order: kde_lattice_make(); kde_lattice_lay(), or fill the nodes; then spread or gather.
 * A lattice lives in ctx->scratch. Functions without a context are those for one worker.
 */
#ifndef LASTSEEN_STATS_KDE_LATTICE_H
#define LASTSEEN_STATS_KDE_LATTICE_H

#include "stats/kde_kernel.h"

struct kde_lattice {
	struct kde_cells cells; /* the nodes are its centres */
	double narrow_m, rest_m;
	double *node;
};

/* Whether nodes lie no closer than cells, and are not many more for the margin around
 * them (a surface of one row has a wide one); no side is longer than 200,000 cells. */
bool kde_lattice_suits(const struct kde_cells *cells, double h);

/* Wide enough for these cells; nodes are 0. */
struct kde_lattice kde_lattice_make(
	struct context *ctx, const struct kde_cells *cells, double h);
/* How many nodes a lattice for a box has. */
double kde_lattice_nodes(struct box box, double h);
struct kde_lattice kde_lattice_make_box(struct context *ctx, struct box box, double h);

/* Adds points to the rows from … to - 1 of cells, each as a Gaussian of bandwidth h and
 * its weight (NULL: 1). room: kde_lay_room() doubles. pick: the points taken, n of them
 * (NULL: the first n). */
size_t kde_lay_room(double h, double cell_m);
void kde_lay_rows(double *value, const struct kde_cells *cells, struct kde_span rows,
	struct points points, const uint32_t *pick, const double *weight, double h,
	double *room);
/* The same to all rows, with ctx->threads. */
void kde_lay(struct context *ctx, double *value, const struct kde_cells *cells,
	struct points points, const double *weight, double h);

/* Reads the nodes at the centres of cells; value is overwritten. */
void kde_lattice_spread(struct context *ctx, const struct kde_lattice *lattice,
	const struct kde_cells *cells, double *value);
/* Reads the nodes at places, each through a Gaussian of its own rest_m (NULL: the
 * lattice's), at least the lattice's; the lattice must reach KDE_REACH of the largest
 * beyond all places. O(2,000 (rest / the lattice's)^2) a place. */
void kde_lattice_gather(struct context *ctx, const struct kde_lattice *lattice,
	struct points places, const double *rest_m, double *value);

/* A spread that is repeated: its weights are made once, and it runs on one thread. */
struct kde_spread {
	const struct kde_lattice *lattice;
	const struct kde_cells *cells;
	size_t taps;
	size_t *column_from, *row_from; /* the first node of each */
	double *column_tap, *row_tap;
};
struct kde_spread kde_spread_make(struct context *ctx,
	const struct kde_lattice *lattice, const struct kde_cells *cells);
/* room: kde_spread_room() doubles, one room a worker.
 * node: as many as the lattice has. */
size_t kde_spread_room(const struct kde_spread *spread);
void kde_spread_rows(const struct kde_spread *spread, const double *node,
	struct kde_span rows, double *room, double *value);

#endif
