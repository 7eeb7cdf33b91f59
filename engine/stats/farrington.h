/* Farrington's method: a count against those of the same season in past years.
 *
 * Reference points are those up to `half_window` away from the same point in each of
 * the last `years`; with `periods` above 1 (Noufaily) all other points come in, too, as
 * that many seasons, the current one being the last. A quasi-Poisson regression with a
 * trend in time is fitted, past outbreaks weigh less (by Anscombe's residuals above
 * `weights_above`), the trend is kept where its p is below `trend_below`, there are
 * three years, and it leads no higher than any count of the past. The bound is that of
 * the 2/3 power scale (delta) or of a negative binomial (nb_plugin). There is no bound
 * where fewer than five events came in the last four points.
 *
 * Farrington, Andrews, Beale, Catchpole, J. R. Stat. Soc. A 159 (1996), doi
 * 10.2307/2983331; Noufaily, Enki, Farrington, Garthwaite, Andrews, Charlett, Stat.
 * Med. 32 (2013), doi 10.1002/sim.5595. Equals R surveillance 1.20 farrington() and
 * farringtonFlexible() to 1e-9, with weeks by index or by date, their ways of stopping and of counting
 * degrees of freedom included; where they put 0 or NA for too few events, there is no
 * bound (NAN) here. Short series: years 0 takes as many as a point has, at most 5.
 * O(n * reference points * periods^2).
 */
#ifndef LASTSEEN_STATS_FARRINGTON_H
#define LASTSEEN_STATS_FARRINGTON_H

#include "stats/surveillance.h"

enum farrington_bound { FARRINGTON_DELTA, FARRINGTON_NB_PLUGIN };

struct farrington_options {
	bool flexible;      /* Noufaily's; else the original's, which ignores some */
	size_t frequency;   /* points a year: 52, 12 */
	const int64_t *day; /* on which each point begins (since 1970): past years are
			     then found by date, as a year has 52 weeks or 53;
			     NULL: by frequency */
	size_t years;       /* 0: as many as there are, at most 5 */
	size_t half_window; /* points each side */
	size_t periods;     /* flexible only; 1: reference points alone */
	size_t left_out;    /* flexible only: points just before that play no part */
	bool trend;
	double trend_below; /* p of the trend; the original's is 0.05 */
	bool reweight;
	double weights_above;        /* the original's is 1 */
	enum farrington_bound bound; /* the original's is delta */
	double alpha;                /* one-sided; the original takes half of it */
};
/* Weekly counts, as Noufaily recommends, and the original. */
#define FARRINGTON_FLEXIBLE                                                            \
	{                                                                              \
		.flexible = true, .frequency = 52, .half_window = 3, .periods = 10,    \
		.left_out = 26, .trend = true, .trend_below = 1, .reweight = true,     \
		.weights_above = 2.58, .bound = FARRINGTON_NB_PLUGIN, .alpha = 0.01    \
	}
#define FARRINGTON_ORIGINAL                                                            \
	{                                                                              \
		.frequency = 52, .half_window = 3, .periods = 1, .trend = true,        \
		.trend_below = 0.05, .reweight = true, .weights_above = 1,             \
		.alpha = 0.01                                                          \
	}

MUST_USE enum err_code farrington_run(struct context *ctx, struct surveillance *s,
	size_t n, const int64_t *count, const struct farrington_options *options);

#endif
