/* A smooth surface of any file of events (kernel density, stats/kde.h). */
#ifndef LASTSEEN_WORK_POINTS_DENSITY_H
#define LASTSEEN_WORK_POINTS_DENSITY_H

#include "work/points.h"

struct points_kde_options {
	double bandwidth_m, cell_m;
	const char *kernel; /* "gaussian", "quartic", "epanechnikov" */
	const char *area;   /* "x,y,x,y" in the file's coordinates; NULL: the events' */
	const char *output; /* a GeoTIFF; NULL: none */
};

MUST_USE enum err_code work_points_kde(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_kde_options *o, bool *left_out);

#endif
