/* A smooth surface of any file of events (kernel density, stats/kde.h). */
#ifndef LASTSEEN_WORK_POINTS_DENSITY_H
#define LASTSEEN_WORK_POINTS_DENSITY_H

#include "work/points_surface.h"

struct points_kde_options {
	struct surface_options surface;
	bool adaptive;
	double pilot_m; /* of an adaptive surface; 0: the bandwidth */
};

MUST_USE enum err_code work_points_kde(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_kde_options *o, bool *left_out);

#endif
