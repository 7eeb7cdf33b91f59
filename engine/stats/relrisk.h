/* Where are cases more likely than the others, given where all of them are?
 *
 * Two densities with one fixed Gaussian, f of the cases and g of the controls, each made
 * to add up to 1 over the cells of the area:
 *
 *	log_risk     log(f / g)                            (Kelsall, Diggle, Stat. Med. 14
 *	                                                   (1995), doi 10.1002/sim.4780142106)
 *	probability  that an event there is a case: the cases' intensity over that of all,
 *	             as spatstat's relrisk(); edge corrections cancel out if uniform
 *	p_value      one-sided, small where cases are too many, large (near 1) where too few,
 *	             asymptotic: log_risk over
 *	                 sqrt((1/n1 + 1/n0) e2(u) / (e(u)^2 4 pi h^2 r(u)))
 *	             is standard normal, e2 the part inside of a kernel of h / sqrt(2), r the
 *	             density of all events, or of the controls
 *	             (Hazelton, Davies, Biom. J. 51 (2009), doi 10.1002/bimj.200810495)
 *	p_random     the same by relabelling: as many cases are drawn from all events at
 *	             random, and the share of draws (the observed one among them) in which the
 *	             log risk is at least as high is the p. Ties are at least as high
 *	p_any        of all draws, those whose probabilities differ by as much over the area:
 *	             the mean square of probability - n1 / n over all events' density (after
 *	             Diggle, Zheng, Durr, J. R. Stat. Soc. C 54 (2005),
 *	             doi 10.1111/j.1467-9876.2005.05373.x)
 *
 * Many cells are many tests: p_value below 0.05 somewhere is expected by chance; p_any is
 * one test. log_risk and p_value equal sparr's risk(tolerate = TRUE) within what its
 * pixels allow (there r is the density of the controls).
 *
 * Cost: as stats/kde.h twice; each draw O(smaller group + cells), on all threads; draw k
 * has stream k, so that threads change nothing.
 */
#ifndef LASTSEEN_STATS_RELRISK_H
#define LASTSEEN_STATS_RELRISK_H

#include "stats/kde.h"

enum relrisk_reference { RELRISK_POOLED, RELRISK_CONTROLS };

struct relrisk_options {
	struct kde_options kde; /* Gaussian, fixed; no weights */
	enum relrisk_reference reference;
	uint32_t replications; /* 0: no relabelling */
};

struct relrisk {
	struct kde_cells cells;
	size_t cases, controls;
	/* By cell, in ctx->arena; NAN outside of the area and where a density is 0. */
	double *log_risk, *probability, *p_value;
	double *p_random;       /* NULL without relabelling */
	double p_any;           /* NAN without */
	double highest, lowest; /* of log_risk */
	struct point highest_at, lowest_at;
};

/* is_case[i] is 0 or 1. ERR_DATA without cases or controls; else as kde_run(), with at
 * most RELRISK_CELLS_MOST cells. */
#define RELRISK_CELLS_MOST 4e6
MUST_USE enum err_code relrisk_run(struct context *ctx, struct relrisk *result,
	struct points points, const uint8_t *is_case,
	const struct relrisk_options *options);

#endif
