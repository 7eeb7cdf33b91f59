/* Has a cluster in space and time begun to form, told event by event?
 *
 * After each event, a cluster is thought to have begun with every earlier one: within a
 * radius of its place and from its time on, events come by a share epsilon more often. The
 * statistic adds up the likelihood ratios of all of them (Shiryaev-Roberts) or takes the
 * largest (CUSUM); an alarm where it passes the threshold, and the cluster is the one with
 * the largest ratio. How many to expect comes from the events themselves: those near the
 * place at all times, by those since that time everywhere, over all. No population is
 * needed, and events may be more or fewer with the season.
 *
 * Under no change the expected value of the sum grows by one an event: a false alarm comes
 * after `threshold` events or later on average. For a search of the past that is a poor
 * guide: stcd_threshold() finds the one that chance seldom passes (4.7 % of 300 even cases
 * of 200 events at alpha 0.05).
 *
 * Assuncao, Correa, Comput. Stat. Data Anal. 53 (2009), doi 10.1016/j.csda.2008.07.033.
 * Equals R surveillance 1.20 stcd() (areas of 1) to 1e-12, which goes on after its first
 * alarm; with `restart` clusters begin after the last alarm alone. Events of the same
 * time, which R refuses, are taken in the order of x, then y. One child that goes to the
 * same place again and again makes a cluster: look at children too. O(n^2) time, O(n)
 * memory.
 */
#ifndef LASTSEEN_STATS_STCD_H
#define LASTSEEN_STATS_STCD_H

#include "geo/point.h"

enum { STCD_MOST = 50000 };

struct stcd_options {
	double radius_m;
	double epsilon;   /* how much more often: 0.2 is by a fifth */
	double threshold; /* > 0 */
	bool cusum;       /* the largest in place of the sum */
	bool restart;     /* after an alarm */
};

struct stcd_alarm {
	size_t at, centre; /* events: of the alarm, and with which the cluster began */
	size_t n;          /* events of the cluster up to then */
	double expected;   /* of them */
	double ratio;      /* the likelihood ratio of the cluster */
};

struct stcd {
	size_t n;
	double *statistic; /* one an event, as given */
	size_t *order;     /* the events by time */
	/* The first alarm; with `restart` all of them. */
	struct stcd_alarm *alarms;
	size_t alarms_n;
};

/* The threshold that chance passes in no more than a share alpha of cases: by shuffling
 * the times among the places. The sum grows by about one an event whether anything happens
 * or not, so that a threshold for 50 events is none for 500. ERR_DATA where that is too
 * much work (replications * n^2 above STCD_WORK). O(replications * n^2), threads share it;
 * the same for any number of threads. */
#define STCD_WORK 2e10
MUST_USE enum err_code stcd_threshold(struct context *ctx, double *threshold,
	struct points points, const struct stcd_options *options, double alpha,
	uint32_t replications);

/* ERR_USAGE for a radius, epsilon or threshold that is not above 0; ERR_DATA for over
 * STCD_MOST events. In ctx->arena. */
MUST_USE enum err_code stcd_run(struct context *ctx, struct stcd *result,
	struct points points, const struct stcd_options *options);

#endif
