/* Sums of kernels at the centres of cells; for stats/kde.h. */
#ifndef LASTSEEN_STATS_KDE_SUM_H
#define LASTSEEN_STATS_KDE_SUM_H

#include "stats/kde_kernel.h"

struct kde_sum {
	const struct kde_cells *cells;
	struct points points;
	enum kde_kernel kernel;
	const double *weight; /* NULL: 1 each */
	const double *h_m;    /* the bandwidth of each point; NULL: h */
	double h;
};

/* Adds all points to `value`. Directly, or by way of lattices (stats/kde_lattice.h): one
 * for a fixed Gaussian; for an adaptive one a lattice for each class of bandwidths that
 * are within a fifth of each other, the points laid with what each has above the least
 * of its class. Leaves its room in ctx->scratch. */
void kde_sum_run(struct context *ctx, const struct kde_sum *sum, double *value);

#endif
