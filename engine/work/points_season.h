/* Do events become more or fewer over the years, and do they follow the season? Counts of
 * any file with a time (stats/season.h). */
#ifndef LASTSEEN_WORK_POINTS_SEASON_H
#define LASTSEEN_WORK_POINTS_SEASON_H

#include "stats/season.h"
#include "work/points.h"

struct points_season_options {
	const char *step;  /* "1month" */
	int64_t harmonics; /* of the season; 0: 1 */
};

/* Over whole and partial steps, with the days they have. */
MUST_USE enum err_code work_points_season(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_season_options *o, bool *left_out);

/* The figures of a fit: state, trend_per_year with interval and p, dispersion, season_p,
 * amplitude, peak ("July"), and note, a sentence on what can't be said. */
const struct result *season_result(
	struct context *ctx, const struct season *season, bool dated);
/* The month in which the season is highest; NULL without one. */
const char *season_peak(const struct season *season);

/* Middles of periods in years: from[i] … from[i + 1] - 1 are the days of period i. */
double *season_years(struct context *ctx, size_t n, const int64_t *from);

#endif
