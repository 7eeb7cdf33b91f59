/* A count against a prediction from the few before it and those of the same season in
 * past years: Bayes and RKI.
 *
 * Bayes takes the past as Poisson counts of one unknown mean with Jeffreys' prior: the
 * next count is negative binomial, and the bound its 1 - alpha quantile. It stands on few
 * and small counts, and is the default where a series is short. RKI takes mean + 2
 * standard deviations above a mean of 20, below it the upper limit of Crow and Gardner's
 * interval for the whole part of the mean. Even counts of mean 4 with six points before:
 * false alarms at 3.4 % of points (Bayes, alpha 0.05) and 2.2 % (RKI).
 *
 * Riebler, Empirischer Vergleich von statistischen Methoden zur Ausbruchserkennung, 2004;
 * Crow, Gardner, Biometrika 46 (1959), doi 10.2307/2333547. Equals R surveillance 1.20
 * bayes() and rki(). O(n * (recent + years * window)), the quantile O(log) more.
 */
#ifndef LASTSEEN_STATS_PREDICT_H
#define LASTSEEN_STATS_PREDICT_H

#include "stats/surveillance.h"

enum predict_method { PREDICT_BAYES, PREDICT_RKI };

struct predict_options {
	enum predict_method method;
	size_t frequency; /* points a year; not asked for without years */
	size_t years;     /* of the past */
	size_t window;  /* points before, and each side of the same point in past years;
			     0: 6, or as many from 3 on as a third of the series holds */
	bool no_recent; /* leave out the points just before */
	double alpha;   /* of Bayes, one-sided; 0: 0.05 */
};

/* ERR_USAGE where there is nothing to predict from, or windows meet across a year. */
MUST_USE enum err_code predict_run(struct context *ctx, struct surveillance *s,
	size_t n, const int64_t *count, const struct predict_options *options);

#endif
