/* The kernels of density estimates and the cells they are laid on. See stats/kde.h. */
#ifndef LASTSEEN_STATS_KDE_KERNEL_H
#define LASTSEEN_STATS_KDE_KERNEL_H

#include "geo/point.h"
#include <math.h>

#define KDE_PI 3.14159265358979323846
/* How far a Gaussian reaches in its standard deviations: beyond, it is below 1e-16 of
 * its peak. */
#define KDE_REACH 8.6

enum kde_kernel { KDE_GAUSSIAN, KDE_QUARTIC, KDE_EPANECHNIKOV };

/* Square cells, row after row from the south-west. */
struct kde_cells {
	size_t columns, rows;
	double cell_m, min_x_m, min_y_m; /* the lower left corner of the first cell */
};

/* The centre of a column or row. */
static inline double kde_centre(double min_m, double cell_m, size_t at)
{
	return min_m + ((double)at + 0.5) * cell_m;
}

/* Per square metre, at the root of distance2 from an event. */
static inline double kde_kernel_value(
	enum kde_kernel kernel, double h, double distance2_m2)
{
	double u = distance2_m2 / (h * h);
	if (kernel == KDE_GAUSSIAN)
		return exp(-u / 2) / (2 * KDE_PI * h * h);
	if (u >= 1)
		return 0;
	return kernel == KDE_QUARTIC ? 3 * (1 - u) * (1 - u) / (KDE_PI * h * h)
				     : 2 * (1 - u) / (KDE_PI * h * h);
}

/* How far an event reaches. */
static inline double kde_reach_m(enum kde_kernel kernel, double h)
{
	return kernel == KDE_GAUSSIAN ? KDE_REACH * h : h;
}

struct kde_span {
	size_t from, to;
};

/* The cells of an axis whose centres are within `reach_m` of a place. */
static inline struct kde_span kde_cells_near(
	double at_m, double reach_m, double min_m, double cell_m, size_t cells)
{
	double low = (at_m - reach_m - min_m) / cell_m - 0.5;
	double high = (at_m + reach_m - min_m) / cell_m - 0.5;
	struct kde_span s = {0, 0};
	if (high < 0 || low > (double)cells - 1)
		return s;
	s.from = low > 0 ? (size_t)ceil(low) : 0;
	s.to = high < (double)cells - 1 ? (size_t)floor(high) + 1 : cells;
	return s;
}

#endif
