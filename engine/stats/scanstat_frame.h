/* What the parts of the scan share: what stays the same in all replicates (frame), one
 * replicate's times (draw), and what one worker writes in. For stats/scan*.c alone.
 *
 * The frame, from scanstat_zones.c and scanstat_limits.c:
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
#ifndef LASTSEEN_STATS_SCANSTAT_FRAME_H
#define LASTSEEN_STATS_SCANSTAT_FRAME_H

#include "base/random.h"
#include "stats/scanstat.h"

#define ZONE_END UINT32_C(0x80000000)
#define LIMIT_STEPS 4     /* rows of limits to a unit of the statistic */
#define LIMIT_ROWS 160    /* statistics above have the last one's */
#define LIMIT_COUNTS 4096 /* counts above are always looked at */
#define NEAR_COUNTS 7     /* counts 2 … 8 have a mask of near days */
#define NEAR_REACH 32     /* days that a mask covers on each side, itself included */

struct scanstat_frame {
	enum scanstat_model model;
	size_t n, cases; /* events, those among them that are cases */
	size_t places, centres;
	uint32_t units, window; /* in the study, in the longest run */
	bool last_only;         /* runs end with the period */
	bool high, low;         /* more than expected, less */
	uint32_t min_cases;

	size_t *start; /* centres + 1: entries of a centre */
	uint32_t *seq;
	uint16_t *level;
	size_t *dense_from; /* by centre: the first entry that scanstat_dense.c takes */
	double *size;       /* by place: its events or population */
	double sparse_size; /* zones up to this are for scanstat_sparse.c */
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
	uint32_t *run_stratum;  /* (units + 1) by SCANSTAT_STRATA, cumulated */
	double *share_stratum;  /* places by SCANSTAT_STRATA: n * its events / all */
	uint32_t *slots; /* by stratum: slots, or stays where there are children */
	uint32_t slots_from[SCANSTAT_STRATA + 1];
	double *population_to; /* places: cumulated; Poisson */

	const struct scanstat_coordinates *at, *about; /* places, centres */
	uint8_t *shared; /* by centre: whether a place is there, too */
};

/* One assignment of times (and, for Poisson, places; for Bernoulli, labels). */
struct scanstat_draw {
	const uint32_t *first;
	const uint16_t *day;
	const uint8_t *control;
};

/* A stay and where it stands in the order of a replicate. */
struct scanstat_turn {
	uint64_t key;
	uint32_t stay;
};

/* A window. `zone` is the entry that closes it. */
struct scanstat_best {
	double llr;
	size_t centre, zone;
	uint32_t from, to, count;
	double expected;
};

struct scanstat_worker {
	const struct scanstat_frame *frame;
	struct scanstat_draw draw;
	const size_t *stop; /* by centre: where its zones end now; NULL: start[k + 1] */

	struct scanstat_best best;
	const double *limit;  /* the row for the best so far */
	const uint64_t *near; /* likewise */
	size_t row;

	/* scanstat_draw.c writes here */
	uint32_t *first, *shuffled, *place_of;
	uint16_t *day;
	uint8_t *control;
	struct scanstat_turn *turns;
	uint32_t *day_of;

	void *engine, *dense, *low; /* what the engines of this frame need */
	bool observed;              /* ties are settled: only the data needs it */
};

/* ---- scanstat_zones.c ---- */
MUST_USE enum err_code scanstat_frame_init(struct context *ctx,
	struct scanstat_frame *frame, const struct scanstat_input *input,
	const struct scanstat_options *options);
double scanstat_distance2(const struct scanstat_coordinates *a, size_t i,
	const struct scanstat_coordinates *b, size_t j);

/* ---- scanstat_limits.c ---- */
/* Of c cases where mu are expected, of all cases; 0 unless c > mu. */
double scanstat_llr_poisson(double c, double mu, double cases);
/* The same where c < mu; 0 elsewhere. */
double scanstat_llr_low(double c, double mu, double cases);
double scanstat_llr_children(double c, double mu);
/* Of c cases among n events in the window; of all cases among all. */
double scanstat_llr_bernoulli(double c, double n, double cases, double all);
void scanstat_limits_init(struct context *ctx, struct scanstat_frame *frame);
/* The row of limits for a statistic that is to be beaten. */
size_t scanstat_limit_row(double llr);

/* ---- scanstat_draw.c ---- */
void scanstat_draw_init(struct context *ctx, const struct scanstat_frame *frame,
	struct scanstat_worker *worker);
void scanstat_draw_observed(struct scanstat_worker *worker);
void scanstat_draw_replicate(struct scanstat_worker *worker, uint64_t seed, uint32_t k);

/* ---- the engines: each raises worker->best to the largest of all windows of the
 * centres [from, to). scanstat_worker_reset() before the first. ---- */
void scanstat_worker_reset(struct scanstat_worker *worker, double floor);
void scanstat_worker_raise(
	struct scanstat_worker *worker, const struct scanstat_best *found);
void scanstat_engine_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_engine_run(struct scanstat_worker *worker, size_t from, size_t to);

/* Of two windows with the same statistic: whether a comes first. */
bool scanstat_comes_first(const struct scanstat_frame *frame,
	const struct scanstat_best *a, const struct scanstat_best *b);
/* At most so many clusters of what was observed, into scan->clusters. */
void scanstat_pick(struct context *ctx, struct scanstat_worker *worker,
	struct scanstat *scan, uint32_t most);

void scanstat_sparse_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_sparse_run(struct scanstat_worker *worker, size_t from, size_t to);
void scanstat_dense_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_dense_run(struct scanstat_worker *worker, size_t from, size_t to);
void scanstat_last_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_last_run(struct scanstat_worker *worker, size_t from, size_t to);
void scanstat_low_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_low_run(struct scanstat_worker *worker, size_t from, size_t to);
void scanstat_few_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_few_run(struct scanstat_worker *worker, size_t from, size_t to);
void scanstat_children_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_children_run(struct scanstat_worker *worker, size_t from, size_t to);
void scanstat_bernoulli_init(struct context *ctx, struct scanstat_worker *worker);
void scanstat_bernoulli_run(struct scanstat_worker *worker, size_t from, size_t to);

static inline size_t scanstat_stop(const struct scanstat_worker *w, size_t centre)
{
	return w->stop ? w->stop[centre] : w->frame->start[centre + 1];
}

/* What a run holds: events or units. */
static inline double scanstat_run_of(
	const struct scanstat_frame *f, uint32_t from, uint32_t to)
{
	return (double)(f->run[to + 1] - f->run[from]);
}

/* size * run; with strata the sum of that over them, share being the zone's shares. */
static inline double scanstat_spread(const struct scanstat_frame *f, double size,
	const double *share, uint32_t from, uint32_t to)
{
	if (!f->stratum)
		return size * scanstat_run_of(f, from, to);
	const uint32_t *a = f->run_stratum + (size_t)from * SCANSTAT_STRATA;
	const uint32_t *b = f->run_stratum + (size_t)(to + 1) * SCANSTAT_STRATA;
	double sum = 0;
	for (int k = 0; k < SCANSTAT_STRATA; k++)
		sum += share[k] * (b[k] - a[k]);
	return sum;
}

static inline void scanstat_add_share(
	const struct scanstat_frame *f, double *share, uint32_t place)
{
	for (size_t k = 0; f->stratum && k < SCANSTAT_STRATA; k++)
		share[k] += f->share_stratum[(size_t)place * SCANSTAT_STRATA + k];
}

static inline double scanstat_limit(const struct scanstat_worker *w, uint32_t count)
{
	uint32_t last = w->frame->limit_counts - 1;
	return w->limit[count < last ? count : last];
}

/* Looks at one window of the permutation or Poisson model. */
static inline void scanstat_try(
	struct scanstat_worker *w, struct scanstat_best at, double spread)
{
	const struct scanstat_frame *f = w->frame;
	if (!(spread < scanstat_limit(w, at.count)))
		return;
	at.expected = spread * f->scale;
	at.llr = scanstat_llr_poisson(at.count, at.expected, (double)f->cases);
	scanstat_worker_raise(w, &at);
}

#endif
