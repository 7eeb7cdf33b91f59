/* Many places in an area of many corners; for stats/kde_window.c. */
#ifndef LASTSEEN_STATS_KDE_WINDOW_MANY_H
#define LASTSEEN_STATS_KDE_WINDOW_MANY_H

#include "stats/kde_window.h"

/* Whether so many places are better read off lattices of the smoothed area. */
bool kde_window_by_lattice(
	const struct kde_window *window, enum kde_kernel kernel, size_t places);

/* As kde_window_masses(), place by place from the edges near it. */
void kde_window_masses_near(struct context *ctx, const struct kde_window *window,
	enum kde_kernel kernel, double h, const double *h_m, struct points points,
	double *mass);

/* As kde_window_field() for a Gaussian with the bandwidth of each cell. */
void kde_window_field_classes(struct context *ctx, const struct kde_window *window,
	const double *h_m, const struct kde_cells *cells, double *mass);

#endif
