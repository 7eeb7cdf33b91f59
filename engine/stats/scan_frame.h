/* What the parts of the scan share: what stays the same in all replicates (frame), one
 * replicate's times (draw), and what one worker writes in. For stats/scan*.c alone.
 *
 * The frame, from scan_zones.c and scan_limits.c:
 *
 *   seq    centre 0: |place place place.|place.| … centre 1: |place.| …
 *          places by distance; a dot (ZONE_END) closes a zone
 *   level  the step of the grid of zone sizes that the zone of an entry stands on
 *
 * mu = size * run * scale, where size is the zone's events or population and run the
 * run's events or units: both stay under permutation, so that the statistic depends on
 * the count alone. limit[b][c] is the largest size * run for which a count c may still
 * beat the statistic b / LIMIT_STEPS: what lies above needs no look.
 */
#ifndef LASTSEEN_STATS_SCAN_FRAME_H
#define LASTSEEN_STATS_SCAN_FRAME_H

#include "base/random.h"
#include "stats/scan.h"

#define ZONE_END UINT32_C(0x80000000)
#define LIMIT_STEPS 4     /* rows of limits to a unit of the statistic */
#define LIMIT_ROWS 160    /* statistics above have the last one's */
#define LIMIT_COUNTS 4096 /* counts above are always looked at */
#define NEAR_COUNTS 7     /* counts 2 … 8 have a mask of near days */
#define NEAR_REACH 32     /* days that a mask covers on each side, itself included */

struct scan_frame {
	enum scan_model model;
	size_t n, cases; /* events, those among them that are cases */
	size_t places, centres;
	uint32_t units, window; /* in the study, in the longest run */
	bool last_only;         /* runs end with the period */
	uint32_t min_cases;

	size_t *start; /* centres + 1: entries of a centre */
	uint32_t *seq;
	uint16_t *level;
	size_t *dense_from;  /* by centre: the first entry that scan_dense.c takes */
	double *size;        /* by place: its events or population */
	double sparse_size;  /* zones up to this are for scan_sparse.c */
	double *sparse_step; /* sizes of the levels of small zones, ascending */
	size_t sparse_steps;
	double *dense_step; /* and of large ones */
	size_t dense_steps;
	double longest_run; /* the most that a run of `window` units holds */

	uint32_t *run; /* units + 1: cumulated events or units */
	double scale;
	uint32_t limit_counts; /* columns of limit */
	double *limit;         /* LIMIT_ROWS by limit_counts */
	uint64_t *near;        /* LIMIT_ROWS by sparse_steps by NEAR_COUNTS */

	/* Events by place: those of place p are first[p] … first[p + 1]. */
	uint32_t *first;
	uint32_t *event;   /* by slot: the event */
	uint16_t *day;     /* by slot: its unit, as observed */
	uint8_t *control;  /* by slot; NULL without controls */
	uint32_t *child;   /* by slot; NULL without children */
	uint32_t children; /* more than any number of a child */
	uint32_t stays;    /* days of children: what one does on a day moves together */
	uint32_t *stay;    /* by slot: its stay; these are in order of time */
	uint32_t *stay_day, *stay_child;

	const uint8_t *stratum; /* by unit; NULL without strata */
	uint32_t *run_stratum;  /* (units + 1) by SCAN_STRATA, cumulated */
	double *share_stratum;  /* places by SCAN_STRATA: n * its events / all */
	uint32_t *slots; /* by stratum: slots, or stays where there are children */
	uint32_t slots_from[SCAN_STRATA + 1];
	double *population_to; /* places: cumulated; Poisson */

	const struct scan_coordinates *at, *about; /* places, centres */
	uint8_t *shared; /* by centre: whether a place is there, too */
};

/* One assignment of times (and, for Poisson, places; for Bernoulli, labels). */
struct scan_draw {
	const uint32_t *first;
	const uint16_t *day;
	const uint8_t *control;
};

/* A stay and where it stands in the order of a replicate. */
struct scan_turn {
	uint64_t key;
	uint32_t stay;
};

/* A window. `zone` is the entry that closes it. */
struct scan_best {
	double llr;
	size_t centre, zone;
	uint32_t from, to, count;
	double expected;
};

struct scan_worker {
	const struct scan_frame *frame;
	struct scan_draw draw;
	const size_t *stop; /* by centre: where its zones end now; NULL: start[k + 1] */

	struct scan_best best;
	const double *limit;  /* the row for the best so far */
	const uint64_t *near; /* likewise */
	size_t row;

	/* scan_draw.c writes here */
	uint32_t *first, *shuffled, *place_of;
	uint16_t *day;
	uint8_t *control;
	struct scan_turn *turns;
	uint32_t *day_of;

	void *engine, *dense; /* what the engines of this frame need */
	bool observed;        /* ties are settled: only the data needs it */
};

/* ---- scan_zones.c ---- */
MUST_USE enum err_code scan_frame_init(struct context *ctx, struct scan_frame *frame,
	const struct scan_input *input, const struct scan_options *options);
double scan_distance2(const struct scan_coordinates *a, size_t i,
	const struct scan_coordinates *b, size_t j);

/* ---- scan_limits.c ---- */
/* Of c cases where mu are expected, of all cases; 0 unless c > mu. */
double scan_llr_poisson(double c, double mu, double cases);
double scan_llr_children(double c, double mu);
/* Of c cases among n events in the window; of all cases among all. */
double scan_llr_bernoulli(double c, double n, double cases, double all);
void scan_limits_init(struct context *ctx, struct scan_frame *frame);
/* The row of limits for a statistic that is to be beaten. */
size_t scan_limit_row(double llr);

/* ---- scan_draw.c ---- */
void scan_draw_init(struct context *ctx, const struct scan_frame *frame,
	struct scan_worker *worker);
void scan_draw_observed(struct scan_worker *worker);
void scan_draw_replicate(struct scan_worker *worker, uint64_t seed, uint32_t k);

/* ---- the engines: each raises worker->best to the largest of all windows of the
 * centres [from, to). scan_worker_reset() before the first. ---- */
void scan_worker_reset(struct scan_worker *worker, double floor);
void scan_worker_raise(struct scan_worker *worker, const struct scan_best *found);
void scan_engine_init(struct context *ctx, struct scan_worker *worker);
void scan_engine_run(struct scan_worker *worker, size_t from, size_t to);

/* Of two windows with the same statistic: whether a comes first. */
bool scan_comes_first(const struct scan_frame *frame, const struct scan_best *a,
	const struct scan_best *b);
/* At most so many clusters of what was observed, into scan->clusters. */
void scan_pick(struct context *ctx, struct scan_worker *worker, struct scan *scan,
	uint32_t most);

void scan_sparse_init(struct context *ctx, struct scan_worker *worker);
void scan_sparse_run(struct scan_worker *worker, size_t from, size_t to);
void scan_dense_init(struct context *ctx, struct scan_worker *worker);
void scan_dense_run(struct scan_worker *worker, size_t from, size_t to);
void scan_last_init(struct context *ctx, struct scan_worker *worker);
void scan_last_run(struct scan_worker *worker, size_t from, size_t to);
void scan_children_init(struct context *ctx, struct scan_worker *worker);
void scan_children_run(struct scan_worker *worker, size_t from, size_t to);
void scan_bernoulli_init(struct context *ctx, struct scan_worker *worker);
void scan_bernoulli_run(struct scan_worker *worker, size_t from, size_t to);

static inline size_t scan_stop(const struct scan_worker *w, size_t centre)
{
	return w->stop ? w->stop[centre] : w->frame->start[centre + 1];
}

/* What a run holds: events or units. */
static inline double scan_run_of(const struct scan_frame *f, uint32_t from, uint32_t to)
{
	return (double)(f->run[to + 1] - f->run[from]);
}

/* size * run; with strata the sum of that over them, share being the zone's shares. */
static inline double scan_spread(const struct scan_frame *f, double size,
	const double *share, uint32_t from, uint32_t to)
{
	if (!f->stratum)
		return size * scan_run_of(f, from, to);
	const uint32_t *a = f->run_stratum + (size_t)from * SCAN_STRATA;
	const uint32_t *b = f->run_stratum + (size_t)(to + 1) * SCAN_STRATA;
	double sum = 0;
	for (int k = 0; k < SCAN_STRATA; k++)
		sum += share[k] * (b[k] - a[k]);
	return sum;
}

static inline void scan_add_share(
	const struct scan_frame *f, double *share, uint32_t place)
{
	for (size_t k = 0; f->stratum && k < SCAN_STRATA; k++)
		share[k] += f->share_stratum[(size_t)place * SCAN_STRATA + k];
}

static inline double scan_limit(const struct scan_worker *w, uint32_t count)
{
	uint32_t last = w->frame->limit_counts - 1;
	return w->limit[count < last ? count : last];
}

/* Looks at one window of the permutation or Poisson model. */
static inline void scan_try(struct scan_worker *w, struct scan_best at, double spread)
{
	const struct scan_frame *f = w->frame;
	if (!(spread < scan_limit(w, at.count)))
		return;
	at.expected = spread * f->scale;
	at.llr = scan_llr_poisson(at.count, at.expected, (double)f->cases);
	scan_worker_raise(w, &at);
}

#endif
