/* How good was a forecast of places? Four figures from six counts.
 *
 * Of N events of a time that came after, n lay in hotspots of area a, made on the time
 * before, in a study area A. The best hotspots of the same area that anyone could have
 * drawn hold n*. Of the N0 events before, n0 lay in them.
 *
 *	hit rate  n / N
 *	PAI       (n / N) / (a / A)      prediction accuracy index: 1 is chance
 *	PEI       PAI / PAI* = n / n*    prediction efficiency index: 1 is perfect
 *	RRI       (n / N) / (n0 / N0)    recapture rate index: 1, the places stay what they
 *	                                 were; under 1, their events have moved on
 *
 * A figure of several months is a ratio of sums, not a mean of ratios, so that a month
 * of two events doesn't weigh as much as one of fifty; then a / A is the sum over months
 * of what chance would give (N a / A), divided by that of N.
 *
 * PAI: Chainey, Tompson, Uhlig, Secur. J. 21 (2008), doi 10.1057/palgrave.sj.8350066.
 * PEI: Hunt, Do crime hot spots move? PhD thesis, American University, 2016. RRI:
 * Levine, Secur. J. 21 (2008), doi 10.1057/sj.2008.5.
 *
 * Each is O(1), and NAN where it would divide by nothing.
 */
#ifndef LASTSEEN_STATS_PAI_H
#define LASTSEEN_STATS_PAI_H

struct pai_counts {
	double hits, events;           /* n, N */
	double by_area;                /* N a / A: the hits that chance would give */
	double best;                   /* n* */
	double past_hits, past_events; /* n0, N0 */
};

double pai_hit_rate(const struct pai_counts *c);
double pai_index(const struct pai_counts *c);
double pai_efficiency(const struct pai_counts *c);
double pai_recapture(const struct pai_counts *c);

#endif
