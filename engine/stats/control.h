/* A monthly trend with limits: which months are out of the ordinary?
 *
 * Counts (c-chart), counts per exposure (u-chart) or shares (p-chart). The centre comes
 * from the baseline; limits are those in which 95 % and 99.8 % of exact Poisson (or
 * binomial) counts lie, interpolated as in rates.h, in place of mean +- 3 sd, which
 * goes below 0 on small counts. Children who go repeatedly make counts spread wider
 * than Poisson; the dispersion (from successive differences within the baseline, so
 * that a trend doesn't inflate it; at least 1) widens the limits: those of count /
 * dispersion, times dispersion. Laney, Qual. Eng. 14 (2002), doi 10.1081/QEN-120006555;
 * Spiegelhalter 2005, doi 10.1002/sim.1970.
 *
 * The dispersion is measured on few points: limits are those of Student's t in place of
 * the normal, with the centre's own error. A point of the baseline that is out of limits
 * drawn from all the others plays no part in it; it would widen its own limits, and of
 * twelve months one of three times the usual went unseen. Where over a quarter is, all
 * stay: such a series has no one level. On 1,000 even series, of children who go one to
 * five times, any month is out of its limits in 1 to 4 % of them for 12 months, in 2 to 11 %
 * for 24 or 36 (exact limits would give 2, 5 and 7 %). One of twelve months with 1.8 times
 * the usual 50 is seen in 83 %, with 2.2 times in 99 %; where children go up to three
 * times in 31 and 78 %.
 *
 * Short series: below 6 points there are no limits (NAN); below 24 all points make the
 * baseline; from 24 on all but the last 12. A signal is a point outside of 99.8 %, or
 * the eighth and later of a run on the same side of the centre (Provost, Murray 2011).
 * O(n).
 */
#ifndef LASTSEEN_STATS_CONTROL_H
#define LASTSEEN_STATS_CONTROL_H

#include "base/context.h"

enum control_chart { CONTROL_C, CONTROL_U, CONTROL_P };
enum control_signal {
	CONTROL_NONE,
	CONTROL_HIGH,
	CONTROL_LOW,
	CONTROL_RUN_HIGH,
	CONTROL_RUN_LOW
};

struct control_options {
	enum control_chart chart;
	size_t baseline_n; /* 0: by the rule above */
	int run;           /* points of a run; 0: 8 */
	bool poisson_only; /* no widening, and no point left out of the baseline */
};
struct control_point {
	double value; /* count, rate or share */
	double centre;
	double lower_95, upper_95, lower_998, upper_998;
	enum control_signal signal;
	bool baseline; /* it made the limits */
};
struct control {
	size_t n, baseline_n;
	double centre;                /* count, rate or share */
	double dispersion;            /* 1: as Poisson */
	struct control_point *points; /* in ctx->arena */
};

/* exposure: nights (u) or episodes (p), one a month; NULL for c. A month without
 * exposure has no value (NAN) and no signal. A p-chart's count over its exposure is
 * ERR_DATA. */
MUST_USE enum err_code control_run(struct context *ctx, struct control *control,
	size_t n, const int64_t *count, const double *exposure,
	const struct control_options *options);

#endif
