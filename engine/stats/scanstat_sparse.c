/* Small zones: the days with events of the zone as bits, and only windows that hold an
 * event which has just come in.
 *
 * A window without one was there before, with the same count in a smaller zone, and
 * that was the better one. A window that begins or ends on an empty day is no better
 * than the shorter one. So a new event on day t can only beat the best so far with k
 * events on some days around t; how many days that may be at most, by k, by the size of
 * the zone and by the best so far, is tabulated (near, in scanstat_limits.c), and nearly
 * all events fail all of these. What is left is looked at window by window.
 */
#include "stats/scanstat_frame.h"
#include <string.h>

struct sparse {
	uint64_t *bits, *twice; /* days with one event or more; with two or more */
	uint32_t *count;        /* by day */
	uint32_t *later;        /* days from t on, and their events so far */
	uint32_t *sum;
	double share[SCANSTAT_STRATA];
};

/* Day d is bit d + BIT_FROM, so that the view of any day begins inside the words. */
enum { BIT_FROM = 32 };

static uint64_t *bits_new(struct arena *arena, uint32_t units)
{
	return arena_array(arena, uint64_t, units / 64 + 3);
}

void scanstat_sparse_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	struct sparse *s = arena_new(ctx->scratch, struct sparse);
	s->bits = bits_new(ctx->scratch, f->units);
	s->twice = bits_new(ctx->scratch, f->units);
	s->count = arena_array(ctx->scratch, uint32_t, f->units);
	s->later = arena_array(ctx->scratch, uint32_t, f->window);
	s->sum = arena_array(ctx->scratch, uint32_t, f->window);
	w->engine = s;
}

/* The 64 days around day t, which is bit 31. */
static inline uint64_t view(const uint64_t *bits, uint32_t t)
{
	uint32_t from = t + BIT_FROM - 31, word = from >> 6, shift = from & 63;
	return bits[word] >> shift | bits[word + 1] << 1 << (63 - shift);
}

/* All windows that hold day t. */
static void look_around(
	struct scanstat_worker *w, struct scanstat_best at, double size, uint32_t t)
{
	const struct scanstat_frame *f = w->frame;
	const struct sparse *s = w->engine;
	uint32_t later_n = 0, sum = 0, before = 0;
	uint32_t end = t + f->window < f->units ? t + f->window : f->units;
	for (uint32_t d = t; d < end; d++)
		if (s->count[d]) {
			s->later[later_n] = d;
			s->sum[later_n++] = sum += s->count[d];
		}
	uint32_t begin = t + 1 > f->window ? t + 1 - f->window : 0;
	for (uint32_t from = t + 1; from-- > begin;) {
		if (!s->count[from])
			continue;
		before += from < t ? s->count[from] : 0;
		/* Not even with all that comes after, in the shortest run. */
		if (scanstat_spread(f, size, s->share, from, t) >=
			scanstat_limit(w, before + sum))
			continue;
		at.from = from;
		for (uint32_t i = 0; i < later_n && s->later[i] - from < f->window;
			i++) {
			at.to = s->later[i];
			at.count = before + s->sum[i];
			scanstat_try(
				w, at, scanstat_spread(f, size, s->share, from, at.to));
		}
	}
}

/* Whether so many events lie so near to day t that a window may beat the best. */
static inline bool may_beat(const struct sparse *s, const uint64_t *near, uint32_t t)
{
	uint64_t once = view(s->bits, t), twice = view(s->twice, t);
	int any = 0;
	for (int k = 0; k < NEAR_COUNTS; k++)
		any |= __builtin_popcountll(once & near[k]) +
			       __builtin_popcountll(twice & near[k]) >=
		       k + 2;
	return any;
}

static inline bool add_day(struct sparse *s, uint32_t t)
{
	uint32_t at = t + BIT_FROM;
	uint64_t bit = UINT64_C(1) << (at & 63);
	s->twice[at >> 6] |= s->bits[at >> 6] & bit;
	s->bits[at >> 6] |= bit;
	return ++s->count[t] > 2;
}

static void clear(const struct scanstat_frame *f, struct sparse *s)
{
	memset(s->bits, 0, (f->units / 64 + 3) * sizeof *s->bits);
	memset(s->twice, 0, (f->units / 64 + 3) * sizeof *s->twice);
	memset(s->count, 0, f->units * sizeof *s->count);
	memset(s->share, 0, sizeof s->share);
}

static inline __attribute__((always_inline)) void run_centre(
	struct scanstat_worker *w, size_t centre, size_t stop)
{
	const struct scanstat_frame *f = w->frame;
	const struct scanstat_draw *draw = &w->draw;
	struct sparse *s = w->engine;
	struct scanstat_best at = {.centre = centre};
	double size = 0;
	bool often = !f->near || f->window > NEAR_REACH;
	clear(f, s);
	for (size_t i = f->start[centre], from = i; i < stop; i++) {
		uint32_t place = f->seq[i] & ~ZONE_END;
		size += f->size[place];
		scanstat_add_share(f, s->share, place);
		for (uint32_t e = draw->first[place]; e < draw->first[place + 1]; e++)
			often |= add_day(s, draw->day[e]);
		if (!(f->seq[i] & ZONE_END))
			continue;
		size_t row = f->level[i] * (size_t)NEAR_COUNTS;
		at.zone = i;
		for (; from <= i; from++) {
			place = f->seq[from] & ~ZONE_END;
			for (uint32_t e = draw->first[place];
				e < draw->first[place + 1]; e++)
				if (often || may_beat(s, w->near + row, draw->day[e]))
					look_around(w, at, size, draw->day[e]);
		}
	}
}

static inline __attribute__((always_inline)) void run_all(
	struct scanstat_worker *w, size_t begin, size_t end)
{
	const struct scanstat_frame *f = w->frame;
	for (size_t k = begin; k < end; k++) {
		size_t stop = scanstat_stop(w, k);
		stop = stop < f->dense_from[k] ? stop : f->dense_from[k];
		if (stop > f->start[k])
			run_centre(w, k, stop);
	}
}

/* The same code for processors that count bits in one step. */
#ifdef __x86_64__
__attribute__((target("popcnt"))) static void run_popcnt(
	struct scanstat_worker *w, size_t begin, size_t end)
{
	run_all(w, begin, end);
}
#endif

static void run_plain(struct scanstat_worker *w, size_t begin, size_t end)
{
	run_all(w, begin, end);
}

void scanstat_sparse_run(struct scanstat_worker *w, size_t begin, size_t end)
{
#ifdef __x86_64__
	if (__builtin_cpu_supports("popcnt")) {
		run_popcnt(w, begin, end);
		return;
	}
#endif
	run_plain(w, begin, end);
}
