/* Kulldorff's scan statistics: where, and when, are there more events than chance puts
 * there?
 *
 * Order: scanstat_places() turns coordinates into places; scanstat_run() does the rest.
 *
 * A zone is a circle about a centre, taken as the set of places it holds; places at the
 * same distance come in together. A window is a zone and a run of time units. Its
 * statistic is the log likelihood ratio of c observed against mu expected:
 *   permutation  mu = events of the zone * events of the run / all events. Times are
 *                shuffled over the events. With strata (weekdays) mu is the sum of that
 *                over the strata, and times are shuffled within each.
 *   Poisson      mu = cases * share of the population * share of the time. Cases are
 *                thrown anew on places and times.
 *   Bernoulli    cases and controls; mu = cases / all * events of the window. The
 *                labels are shuffled.
 * c ln(c / mu) + (C - c) ln((C - c) / (C - mu)), C being all cases; for Bernoulli the
 * terms of the controls come on top. Only windows with more than expected, and with at
 * least min_cases, are looked at; with `rates`, those with less, or both. Where units of
 * time are not alike (months), Poisson's share of the time goes by days.
 *
 * Whole children (permutation only, where child is given): c is the number of distinct
 * children in the window, mu the sum over the children of the zone of 1 - (1 - w)^m,
 * with w the run's share of all stays and m the child's stays in the zone (a stay is
 * all that a child does in one unit of time), and the statistic is c ln(c / mu) - (c -
 * mu). A replicate moves each child's series by a random step of its own along the
 * order of all stays, around the end to the start, and ranks all anew (within strata,
 * where there are some), so that each unit of time is given out as often as it was
 * there. Places stay, and what one child does stays together: forty episodes of one
 * child count one in every replicate as in the data. Among children with one stay each
 * it is the shuffle of times, and exact; with others it is close (see tests/bench).
 *
 * The p-value of a cluster is the rank of its statistic among the largest of each
 * replicate, ties counting as at least as extreme: (1 + #{>=}) / (1 + replications).
 * p_gumbel is the tail of a Gumbel distribution fitted to the replicates by moments
 * (Abrams, Kulldorff, Kleinman, Int. J. Health Geogr. 9 (2010), doi
 * 10.1186/1476-072X-9-61): finer than 1 / (1 + replications), but a model.
 *
 * Secondary clusters: the largest statistic among zones that share no place with a
 * cluster before it, and so on, all of them, with the p-value above (which is
 * conservative for them). With iterations, the events of the first cluster are removed
 * while it has p <= 0.05, and everything is done again with what remains (Zhang,
 * Assuncao, Kulldorff, J. Probab. Stat. 2010, doi 10.1155/2010/642379); for Poisson its
 * places are removed.
 *
 * Equal statistics: the zone with the smaller radius comes first, then the lower number
 * of centre, the earlier start, the shorter run.
 *
 * Kulldorff, Commun. Stat. 26 (1997), doi 10.1080/03610929708831995; J. R. Stat. Soc. A
 * 164 (2001), doi 10.1111/1467-985X.00186 (prospective); Kulldorff, Heffernan, Hartman,
 * Assuncao, Mostashari, PLoS Med. 2 (2005) e59, doi 10.1371/journal.pmed.0020059
 * (permutation).
 *
 * Equals SaTScan 10.3 in centre, radius, dates, counts and statistic. Differs: all
 * replications are run and all ties counted; secondary clusters are sought among all
 * zones that are left, where SaTScan takes one window a centre and loses the others of
 * a centre whose best overlaps; clusters below every replicate are told, too. Circles
 * only.
 *
 * Cost: zones O(centres * places log places); a replicate at worst O(added events *
 * window^2), and in practice a small part of it: the bounds in scanstat_sparse.c and
 * scanstat_dense.c are exact, but most windows need no look. Memory O(entries of zones),
 * 6 bytes each, and for large zones 2 bytes * units * window * levels (about 60) a
 * thread. Replicate k has stream k: results don't depend on the threads.
 */
#ifndef LASTSEEN_STATS_SCANSTAT_H
#define LASTSEEN_STATS_SCANSTAT_H

#include "geo/point.h"

enum scanstat_model { SCANSTAT_PERMUTATION, SCANSTAT_POISSON, SCANSTAT_BERNOULLI };
/* Windows with more than expected, with less, or both. */
enum scanstat_rates { SCANSTAT_HIGH, SCANSTAT_LOW, SCANSTAT_BOTH };
enum scanstat_shape { SCANSTAT_SPACE_TIME, SCANSTAT_SPACE, SCANSTAT_TIME };

/* Coordinates in metres; z_m only for places on a globe, where distances go along the
 * chord; NULL in the plane. */
struct scanstat_coordinates {
	size_t n;
	const double *x_m, *y_m, *z_m;
};

struct scanstat_input {
	struct scanstat_coordinates places;
	const double *population; /* by place, > 0 somewhere; Poisson only */
	size_t n;                 /* events: cases, and controls for Bernoulli */
	const uint32_t *place;    /* of each event */
	const uint32_t *unit;     /* of each event, from 0; NULL for SCANSTAT_SPACE */
	uint32_t units;           /* of the study period, at most 65,535 */
	const uint32_t
		*unit_days;     /* by unit, 1 to 366; NULL: all alike; Poisson only */
	const uint8_t *control; /* by event, not 0: a control; Bernoulli only */
	const uint32_t *child;  /* by event, below n; NULL: events are the unit */
	const uint8_t *stratum; /* by unit, below SCANSTAT_STRATA; NULL: none */
	struct scanstat_coordinates centres; /* n == 0: the places */
};
#define SCANSTAT_STRATA 7

struct scanstat_options {
	enum scanstat_model model;
	enum scanstat_shape shape;
	enum scanstat_rates rates; /* low: O(zones * units * window) a replicate */
	double max_radius_m;       /* 0: no limit */
	double max_share;   /* of events or population; 0: 0.5 without a radius */
	uint32_t max_units; /* longest run; 0: half of the period */
	bool prospective;   /* only runs that last to the end of the period */
	uint32_t replications;
	uint32_t iterations; /* 0 or 1: nothing is removed */
	uint32_t min_cases;  /* of a window with more; 0: 2 */
};

struct scanstat_cluster {
	uint32_t iteration; /* from 1 */
	uint32_t centre;    /* number of the centre */
	double radius_m;    /* to the farthest of its places */
	uint32_t from_unit, to_unit;
	uint32_t places_n, *places;   /* with events or population, by distance */
	uint32_t locations_n;         /* those, and other candidate centres within */
	uint32_t members_n, *members; /* events (cases) in it, ascending */
	uint32_t observed;            /* events, or children */
	double expected, ratio, llr;
	double p_value, p_gumbel; /* NAN without replications */
};

struct scanstat {
	uint32_t clusters_n;
	struct scanstat_cluster
		*clusters; /* by iteration, then statistic; in ctx->arena */
	uint32_t replications;
	double *maxima; /* of the replicates of the first iteration, by number */
	size_t entries; /* places of all zones together */
};

/* The distinct places of n coordinates, in order of first sight; place[i] is that of
 * coordinate i. Arrays in ctx->arena. O(n). */
void scanstat_places(struct context *ctx, struct scanstat_coordinates at,
	struct scanstat_coordinates *places, uint32_t **place);

/* ERR_USAGE where the options don't go together, ERR_DATA where the input can't be
 * scanned (fewer than two cases, more than 2^31 entries). */
MUST_USE enum err_code scanstat_run(struct context *ctx, struct scanstat *scan,
	const struct scanstat_input *input, const struct scanstat_options *options);

#endif
