/* Which way of drawing hotspots would have found the next month's episodes?
 *
 * Each month is taken in turn. Each method (stats/forecast.h) chooses so many squares of
 * the ground, from what was known when the month began and from nothing after it; then
 * the month's episodes are counted in them. The ground is made of the squares around all
 * places of that past; an episode outside of it is missed by all. Where a method chooses
 * fewer squares than the others, the rest are counted as if drawn at random from the
 * ground that is left (the expectation of it, no draw), so that all have the same area.
 *
 * Two units. Episodes: each counts. Children: each counts once a month, and is hit where
 * any of its episodes lies in the squares. The verdict rests on children.
 *
 * Figures are those of stats/pai.h. What is best (PEI): of episodes the squares with
 * most of them; of children a square at a time, that with the most who were in none so
 * far (at least 0.63 of the best there is, and mostly all of it; where a method hits
 * more, that is the best).
 *
 * Chance, twice. p_value: the same number of squares drawn at random from the ground,
 * month by month: (1 + #{hits >= the method's}) / (1 + replications). Intervals: children
 * drawn again with replacement, each with all its episodes; squares stay as chosen. So
 * they are about other children like these in this town and these months.
 *
 * Gain: hit rate less that of last year's squares, over the months that have a year
 * before. Its interval is wide enough to hold for all methods together (Bonferroni).
 *
 * Chainey, Tompson, Uhlig 2008, doi 10.1057/palgrave.sj.8350066; Efron, Tibshirani, An
 * introduction to the bootstrap, 1993 (percentile intervals). Cost: months * the
 * methods' own; O(replications * (children * methods + months * squares)). Replicate k
 * has stream k: the result doesn't depend on the threads.
 */
#ifndef LASTSEEN_STATS_BACKTEST_H
#define LASTSEEN_STATS_BACKTEST_H

#include "stats/forecast.h"
#include "stats/pai.h"
#include "stats/rates.h"

enum backtest_unit { BACKTEST_EPISODES, BACKTEST_CHILDREN, BACKTEST_UNITS };

/* A month to be forecast, in the seconds of the points. The past is [past_s, from_s). */
struct backtest_month {
	int64_t past_s, from_s, to_s;
	int64_t last_year_from_s, last_year_to_s; /* 0, 0: not known */
};

struct backtest_input {
	struct points points;  /* with times, in any order */
	const uint32_t *child; /* by point, below children */
	uint32_t children;
	const struct backtest_month *months;
	size_t months_n;
};

struct backtest_options {
	struct forecast_options forecast;
	double side_m, reach_m; /* of a square; of the ground around a place */
	uint32_t
		methods; /* bits: 1 << enum forecast_method; last year's is always in */
	uint32_t replications; /* of both kinds; 0: no p-values, no intervals */
	uint32_t least_past;   /* episodes before a month that is forecast */
};
#define BACKTEST_ALL ((1u << FORECAST_METHODS) - 1)

/* What a verdict needs: months, children a month summed, distinct children, replications
 * (fewer have no p of 0.05). */
#define BACKTEST_LEAST_REPLICATIONS 19
#define BACKTEST_LEAST_MONTHS 3
#define BACKTEST_LEAST_EVENTS 30
#define BACKTEST_LEAST_CHILDREN 10
#define BACKTEST_ALPHA 0.05

enum backtest_verdict {
	BACKTEST_TOO_FEW,
	BACKTEST_NO_BETTER_THAN_CHANCE,
	BACKTEST_BETTER_THAN_CHANCE, /* and no year before to be compared with */
	BACKTEST_WORSE_THAN_LAST_YEAR,
	BACKTEST_NO_BETTER_THAN_LAST_YEAR,
	BACKTEST_EARNED,   /* better than chance and than last year's */
	BACKTEST_BASELINE, /* it is last year's */
	BACKTEST_VERDICTS
};
extern const char *const backtest_verdict_names[BACKTEST_VERDICTS];

struct backtest_figures {
	struct pai_counts counts;
	double hit_rate, pai, pei, rri; /* NAN where there is nothing to divide by */
	struct interval hit_rate_in, pai_in, pei_in, rri_in; /* 95 %; NAN without */
	double p_value;
	/* Over the months with a year before. */
	double common_events, common_hits, last_year_hits, gain;
	struct interval gain_in;
};

struct backtest_method {
	enum forecast_method method;
	uint32_t months;    /* in which it could be asked */
	double squares_own; /* that it chose itself, a month */
	struct backtest_figures of[BACKTEST_UNITS];
	enum backtest_verdict verdict;
};

/* A method in a month. */
struct backtest_line {
	uint32_t month; /* number in the input */
	enum forecast_method method;
	uint32_t squares_own;
	struct pai_counts of[BACKTEST_UNITS];
};

struct backtest {
	struct backtest_method *methods; /* those asked for, as numbered */
	size_t methods_n;
	struct backtest_line *lines; /* by month, then method */
	size_t lines_n;
	uint32_t months, months_empty, months_short; /* forecast; no episode; no past */
	uint32_t common_months;                      /* with a year before */
	uint32_t children; /* distinct, in the months forecast */
	uint32_t compared; /* methods that the interval of a gain holds for */
};

/* Results in ctx->arena. ERR_USAGE for options that make no sense. */
MUST_USE enum err_code backtest_run(struct context *ctx, struct backtest *result,
	const struct backtest_input *input, const struct backtest_options *options);

#endif
