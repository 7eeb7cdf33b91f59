/* Do events become more or fewer over the years, and do they follow the season?
 *
 * Quasi-Poisson regression of counts (log link; the exposure of each period as offset) on
 * time and, where there are two years or more, on the season as a wave of one year (its
 * harmonics with `harmonics` above 1). Counts that scatter wider than Poisson make the
 * intervals wider by the dispersion; it is taken as 1 at least. The trend's interval is by
 * Student's t, the season's test by F against the fit without it.
 *
 * What cannot be said is not: below SEASON_LEAST periods or SEASON_EVENTS events nothing,
 * below two years no season, and then a trend may be the season's. A season found in two
 * years is a lead: two summers are two observations. On 1,000 series of 36 months without
 * either, of children who go one to five times, a trend is found at 0.05 in 5.5 % and a
 * season in 4.4 %.
 *
 * McCullagh, Nelder, Generalized linear models, 2nd ed. 1989; Stolwijk, Straatman,
 * Zielhuis, J. Epidemiol. Community Health 53 (1999), doi 10.1136/jech.53.4.235. Equals R
 * glm(family = quasipoisson) to 1e-9. O(rounds * n * columns^2).
 */
#ifndef LASTSEEN_STATS_SEASON_H
#define LASTSEEN_STATS_SEASON_H

#include "base/context.h"

enum { SEASON_LEAST = 6, SEASON_EVENTS = 10, SEASON_HARMONICS_MOST = 3 };

enum season_state {
	SEASON_TOO_SHORT,  /* fewer than SEASON_LEAST periods */
	SEASON_TOO_FEW,    /* fewer than SEASON_EVENTS events */
	SEASON_TREND_ONLY, /* under two years: no season */
	SEASON_FITTED,
	SEASON_NO_FIT, /* the regression found no top */
};

struct season_options {
	int harmonics; /* 0: 1; at most SEASON_HARMONICS_MOST */
	bool no_season;
};

struct season {
	enum season_state state;
	size_t n;
	int harmonics;                          /* in the fit */
	double dispersion;                      /* as measured */
	double trend, trend_lower, trend_upper; /* factor a year, 95 % */
	double trend_p;
	double season_p;  /* of all harmonics together; NAN without */
	double amplitude; /* highest over lowest of the wave; NAN without */
	double peak;      /* share of the year at which it is highest, from 0 */
	double *fitted;   /* counts, one a period; NAN where there is no fit */
	double *usual;    /* the trend alone */
};

/* year: the middle of each period, in years, its fraction the part of the year (0 is 1
 * January); ascending. exposure > 0. ERR_USAGE for absurd options; in ctx->arena. */
MUST_USE enum err_code season_run(struct context *ctx, struct season *season, size_t n,
	const double *count, const double *exposure, const double *year,
	const struct season_options *options);

#endif
