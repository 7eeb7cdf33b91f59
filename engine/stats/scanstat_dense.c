/* Large zones, block by block.
 *
 * A block is all zones of a centre whose sizes lie on one level of the grid. No zone of
 * it holds more events in a run than its last one does, and none is smaller than the
 * level: where the last one's count doesn't beat the best so far in the smallest, the
 * whole block needs no further look at that run. The counts of all runs at the end of a
 * block are differences of cumulated counts, compared sixteen at a time with the least
 * count that would do (need), a table for each level that is made again when the best
 * so far has grown by a row of limits. The few runs that pass are followed through the
 * block zone by zone.
 *
 * Centres go through a level together in small groups, so that its table stays in the
 * nearest cache. Where the tables would be too large, or with strata, each count is
 * compared with its own limit in place of them.
 */
#include "stats/scanstat_frame.h"
#include <string.h>

enum {
	LANES = 16,
	TOGETHER = 16,    /* centres */
	TOP_COUNT = 32767 /* counts are signed and 16 bits wide */
};
#define TABLES_MOST ((size_t)96 << 20) /* bytes */

typedef int16_t lanes __attribute__((vector_size(2 * LANES)));

/* A centre on its way. */
struct walker {
	size_t centre, next, stop; /* entries */
	double size;
	double share[SCANSTAT_STRATA];
	uint32_t *count; /* by day */
};

struct dense {
	struct walker walker[TOGETHER];
	int16_t *sum;     /* cumulated counts at the end of the block, padded; */
	uint32_t *wide;   /* or, without tables, these: units + 1 */
	uint16_t *day;    /* of the block's events */
	uint32_t *zone_n; /* events up to the end of each of the block's zones */
	double *zone_size;
	double *zone_share; /* by SCANSTAT_STRATA */
	size_t *zone_at;
	size_t zones;

	bool tabled;
	size_t stride;    /* lanes of a start, a multiple of LANES */
	uint16_t *run_of; /* units by stride: events or units of the run */
	uint16_t run_most;
	int16_t **need;   /* by level: units by stride, the count that isn't enough */
	size_t *need_row; /* by level: the row of limits it was made for */
	int16_t *need_of; /* by what a run holds */
	double *mean;     /* by day, cumulated: spread at the begin of the block */
};

static void tables_init(
	struct context *ctx, const struct scanstat_frame *f, struct dense *d)
{
	d->stride = (f->window + LANES - 1) / LANES * LANES;
	size_t cells = f->units * d->stride;
	d->tabled = !f->stratum && f->n < TOP_COUNT && f->run[f->units] < TOP_COUNT &&
		    cells * sizeof(int16_t) * f->dense_steps <= TABLES_MOST;
	if (!d->tabled)
		return;
	d->run_of = arena_array(ctx->scratch, uint16_t, cells);
	d->need = arena_array(ctx->scratch, int16_t *, f->dense_steps);
	d->need_row = arena_array(ctx->scratch, size_t, f->dense_steps);
	d->need_of = arena_array(ctx->scratch, int16_t, f->run[f->units] + 1);
	for (uint32_t from = 0; from < f->units; from++)
		for (uint32_t i = 0; i < f->window && from + i < f->units; i++) {
			uint16_t run = (uint16_t)scanstat_run_of(f, from, from + i);
			d->run_of[from * d->stride + i] = run;
			d->run_most = run > d->run_most ? run : d->run_most;
		}
	size_t most = 0;
	for (size_t k = 0; k < f->centres; k++)
		if (f->start[k + 1] > f->dense_from[k] &&
			f->level[f->start[k + 1] - 1] >= most)
			most = f->level[f->start[k + 1] - 1] + 1u;
	for (size_t level = 0; level < most; level++)
		d->need[level] = arena_array(ctx->scratch, int16_t, cells);
}

void scanstat_dense_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	struct dense *d = arena_new(ctx->scratch, struct dense);
	w->dense = d;
	size_t longest = 0;
	for (size_t k = 0; k < f->centres; k++)
		if (f->start[k + 1] > f->dense_from[k] &&
			f->start[k + 1] - f->dense_from[k] > longest)
			longest = f->start[k + 1] - f->dense_from[k];
	if (longest == 0)
		return;
	d->sum = arena_array(ctx->scratch, int16_t, f->units + f->window + 2 * LANES);
	d->wide = arena_array(ctx->scratch, uint32_t, f->units + 1);
	d->day = arena_array(ctx->scratch, uint16_t, f->n);
	d->zone_n = arena_array(ctx->scratch, uint32_t, longest);
	d->zone_size = arena_array(ctx->scratch, double, longest);
	d->zone_at = arena_array(ctx->scratch, size_t, longest);
	d->mean = arena_array(ctx->scratch, double, f->units + 1);
	d->zone_share = arena_array(ctx->scratch, double, longest *SCANSTAT_STRATA);
	for (int i = 0; i < TOGETHER; i++)
		d->walker[i].count = arena_array(ctx->scratch, uint32_t, f->units);
	tables_init(ctx, f, d);
}

/* ---- a centre moves on --------------------------------------------------------------
 */

static void add_place(
	struct scanstat_worker *w, struct walker *c, uint32_t place, uint32_t *events)
{
	const struct scanstat_frame *f = w->frame;
	struct dense *d = w->dense;
	c->size += f->size[place];
	scanstat_add_share(f, c->share, place);
	for (uint32_t e = w->draw.first[place]; e < w->draw.first[place + 1]; e++) {
		uint16_t day = w->draw.day[e];
		c->count[day]++;
		if (events)
			d->day[(*events)++] = day;
	}
}

static void walker_begin(struct scanstat_worker *w, struct walker *c, size_t centre)
{
	const struct scanstat_frame *f = w->frame;
	size_t stop = scanstat_stop(w, centre);
	c->centre = centre;
	c->stop = stop;
	c->next = f->dense_from[centre];
	c->size = 0;
	memset(c->share, 0, sizeof c->share);
	if (c->next >= stop)
		return;
	memset(c->count, 0, f->units * sizeof *c->count);
	for (size_t i = f->start[centre]; i < c->next; i++)
		add_place(w, c, f->seq[i] & ~ZONE_END, NULL);
}

/* Takes in all zones of this level. */
static uint32_t add_block(struct scanstat_worker *w, struct walker *c, size_t level)
{
	const struct scanstat_frame *f = w->frame;
	struct dense *d = w->dense;
	uint32_t events = 0;
	d->zones = 0;
	for (; c->next < c->stop && f->level[c->next] == level; c->next++) {
		add_place(w, c, f->seq[c->next] & ~ZONE_END, &events);
		if (!(f->seq[c->next] & ZONE_END))
			continue;
		d->zone_n[d->zones] = events;
		d->zone_size[d->zones] = c->size;
		d->zone_at[d->zones] = c->next;
		if (f->stratum)
			memcpy(d->zone_share + d->zones * SCANSTAT_STRATA, c->share,
				sizeof c->share);
		d->zones++;
	}
	return events;
}

static void cumulate(
	const struct scanstat_frame *f, struct dense *d, const uint32_t *count)
{
	uint32_t sum = 0;
	if (!d->tabled) {
		for (uint32_t u = 0; u < f->units; u++)
			d->wide[u + 1] = sum += count[u];
		return;
	}
	for (uint32_t u = 0; u < f->units; u++) {
		d->sum[u] = (int16_t)sum;
		sum += count[u];
	}
	for (uint32_t u = f->units; u < f->units + f->window + 2 * LANES; u++)
		d->sum[u] = (int16_t)sum;
}

/* ---- runs that pass -----------------------------------------------------------------
 */

/* A run through all zones of the block; `count` is that of the last one. */
static void follow(struct scanstat_worker *w, const struct walker *c, uint32_t from,
	uint32_t to, uint32_t count)
{
	const struct scanstat_frame *f = w->frame;
	const struct dense *d = w->dense;
	uint32_t events = d->zones ? d->zone_n[d->zones - 1] : 0, length = to - from;
	for (uint32_t i = 0; i < events; i++)
		count -= (uint32_t)d->day[i] - from <= length;
	for (uint32_t zone = 0, i = 0; zone < d->zones; zone++) {
		uint32_t before = count;
		for (; i < d->zone_n[zone]; i++)
			count += (uint32_t)d->day[i] - from <= length;
		if (count == before)
			continue;
		struct scanstat_best at = {.centre = c->centre,
			.zone = d->zone_at[zone],
			.from = from,
			.to = to,
			.count = count};
		scanstat_try(w, at,
			scanstat_spread(f, d->zone_size[zone],
				d->zone_share + zone * SCANSTAT_STRATA, from, to));
	}
}

/* ---- the blocks ---------------------------------------------------------------------
 */

static const int16_t *need_at(struct scanstat_worker *w, size_t level)
{
	const struct scanstat_frame *f = w->frame;
	struct dense *d = w->dense;
	int16_t *need = d->need[level];
	if (d->need_row[level] == w->row + 1)
		return need;
	d->need_row[level] = w->row + 1;
	uint32_t c = 0;
	for (uint32_t run = 0; run <= d->run_most; run++) {
		while (f->dense_step[level] * run >= scanstat_limit(w, c))
			c++;
		d->need_of[run] = (int16_t)((int)c - 1);
	}
	for (uint32_t from = 0; from < f->units; from++) {
		int16_t *to = need + from * d->stride;
		const uint16_t *run = d->run_of + from * d->stride;
		uint32_t runs =
			f->units - from < f->window ? f->units - from : f->window;
		for (uint32_t i = 0; i < runs; i++)
			to[i] = d->need_of[run[i]];
		for (size_t i = runs; i < d->stride; i++)
			to[i] = TOP_COUNT;
	}
	return need;
}

static void follow_start(struct scanstat_worker *w, const struct walker *c,
	const int16_t *need, uint32_t from)
{
	const struct scanstat_frame *f = w->frame;
	const struct dense *d = w->dense;
	if (!c->count[from])
		return;
	for (uint32_t i = 0; i < f->window && from + i < f->units; i++) {
		int count = d->sum[from + i + 1] - d->sum[from];
		if (count > need[i] && c->count[from + i])
			follow(w, c, from, from + i, (uint32_t)count);
	}
}

/* Whether any run that begins here has more than isn't enough. */
static inline __attribute__((always_inline)) bool start_passes(
	const int16_t *sum, const int16_t *need, size_t stride)
{
	lanes first = (lanes){0} + sum[0], any = {0};
	for (size_t i = 0; i < stride; i += LANES) {
		lanes counts, enough;
		memcpy(&counts, sum + 1 + i, sizeof counts);
		memcpy(&enough, need + i, sizeof enough);
		any |= (lanes)(counts - first > enough);
	}
	uint64_t words[sizeof any / 8], all = 0;
	memcpy(words, &any, sizeof any);
	for (size_t i = 0; i < sizeof any / 8; i++)
		all |= words[i];
	return all != 0;
}

static inline __attribute__((always_inline)) void block_tabled(
	struct scanstat_worker *w, const struct walker *c, size_t level)
{
	const struct scanstat_frame *f = w->frame;
	const struct dense *d = w->dense;
	const int16_t *need = need_at(w, level);
	for (uint32_t from = 0; from < f->units; from++)
		if (start_passes(d->sum + from, need + from * d->stride, d->stride))
			follow_start(w, c, need + from * d->stride, from);
}

/* The same, run by run: of each zone's spread the first one's is taken, the least. */
static void block_plain(struct scanstat_worker *w, const struct walker *c)
{
	const struct scanstat_frame *f = w->frame;
	struct dense *d = w->dense;
	for (uint32_t u = 0; u < f->units; u++) {
		double size =
			f->stratum ? d->zone_share[f->stratum[u]] : d->zone_size[0];
		d->mean[u + 1] = d->mean[u] + size * (f->run[u + 1] - f->run[u]);
	}
	for (uint32_t from = 0; from < f->units; from++) {
		uint32_t end = from + f->window;
		end = end < f->units ? end : f->units;
		if (!c->count[from])
			continue;
		for (uint32_t to = from; to < end; to++) {
			if (!c->count[to])
				continue;
			uint32_t count = d->wide[to + 1] - d->wide[from];
			/* Cumulated sums are a little off. */
			if ((d->mean[to + 1] - d->mean[from]) * (1 - 1e-9) <
				scanstat_limit(w, count))
				follow(w, c, from, to, count);
		}
	}
}

static inline __attribute__((always_inline)) void run_all(
	struct scanstat_worker *w, size_t begin, size_t end)
{
	const struct scanstat_frame *f = w->frame;
	struct dense *d = w->dense;
	for (size_t k = begin; k < end; k += TOGETHER) {
		size_t n = end - k < TOGETHER ? end - k : TOGETHER;
		size_t first = SIZE_MAX, last = 0;
		for (size_t i = 0; i < n; i++) {
			struct walker *c = &d->walker[i];
			walker_begin(w, c, k + i);
			if (c->next >= c->stop)
				continue;
			first = f->level[c->next] < first ? f->level[c->next] : first;
			last = f->level[c->stop - 1] > last ? f->level[c->stop - 1]
							    : last;
		}
		for (size_t level = first; level <= last && first != SIZE_MAX; level++)
			for (size_t i = 0; i < n; i++) {
				struct walker *c = &d->walker[i];
				if (add_block(w, c, level) == 0)
					continue;
				cumulate(f, d, c->count);
				if (d->tabled)
					block_tabled(w, c, level);
				else
					block_plain(w, c);
			}
	}
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static void run_avx2(
	struct scanstat_worker *w, size_t begin, size_t end)
{
	run_all(w, begin, end);
}
#endif

static void run_any(struct scanstat_worker *w, size_t begin, size_t end)
{
	run_all(w, begin, end);
}

void scanstat_dense_run(struct scanstat_worker *w, size_t begin, size_t end)
{
	if (!((struct dense *)w->dense)->sum)
		return;
#ifdef __x86_64__
	if (__builtin_cpu_supports("avx2")) {
		run_avx2(w, begin, end);
		return;
	}
#endif
	run_any(w, begin, end);
}
