/* The bandwidths of an adaptive estimate: Abramson's square-root law. See stats/kde.h.
 *
 * The same as sparr's bivariate.density(adapt = TRUE), which trims at five times the
 * geometric mean too; there pilot values are those of the nearest pixel.
 */
#ifndef LASTSEEN_STATS_KDE_ADAPTIVE_H
#define LASTSEEN_STATS_KDE_ADAPTIVE_H

#include "stats/kde.h"

#define KDE_TRIM 5.0 /* the largest bandwidth, in the middle one */

struct kde_adaptive {
	double *h_m;      /* of each point; in ctx->scratch */
	double *cell_h_m; /* that an event there would have, NAN outside; NULL unless the
			   * correction is uniform */
	double least_m, largest_m;
	double root; /* G, the geometric mean of f^(-1/2) at the points */
};

/* options->pilot_m is the pilot's bandwidth, options->bandwidth_m the middle of those
 * made. ERR_DATA where the pilot is not above 0 at a point. O(a fixed estimate at the
 * points, and at the cells for a uniform correction). */
MUST_USE enum err_code kde_adaptive_make(struct context *ctx,
	struct kde_adaptive *adaptive, struct points points,
	const struct kde_options *options, const struct kde_cells *cells);

#endif
