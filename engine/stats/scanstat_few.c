/* Distinct children in small zones, and in runs that last to the end.
 *
 * As with events (scanstat_sparse.c), a window matters only where a child has just come
 * in on one of its days, and only windows that begin and end on days with children. How
 * many children must be how near to that day for any window around it to beat the best
 * so far is tabulated (near, in scanstat_limits.c; the expected number is never less than
 * distinct children * the run's share of the stays), and nearly all fail. What is left
 * is counted window by window from the lists of who is there on which day.
 *
 *	day    3: -> stay 7 -> stay 2
 *	day    5: -> stay 9
 *	child  1: -> stay 9 -> stay 2
 */
#include "stats/scanstat_frame.h"
#include <string.h>

/* A stay in the zone: next of its day, next of its child; index + 1, 0: the last. */
struct link {
	uint32_t child, day, stay, day_next, child_next;
};

struct few {
	uint64_t *bits, *twice; /* days with one child or more; with two or more */
	uint32_t *count;        /* by day: distinct children */
	uint32_t *day_head, *child_head;
	struct link *links;
	uint32_t links_n;
	uint32_t *events; /* by child: its stays in the zone */
	uint32_t *with;   /* by number of stays: children with so many */
	uint32_t most, distinct;
	bool often;         /* a day has more children than two bits can tell */
	bool fresh;         /* a child came in since the last zone */
	uint16_t *level_of; /* by distinct children, up to levels */
	uint32_t levels;
	uint32_t *seen, *later; /* by child: stamps */
	uint32_t stamp;
};

/* Day d is bit d + BIT_FROM, so that the view of any day begins inside the words. */
enum { BIT_FROM = 32 };

void scanstat_few_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	struct arena *arena = ctx->scratch;
	struct few *s = arena_new(arena, struct few);
	s->bits = arena_array(arena, uint64_t, f->units / 64 + 3);
	s->twice = arena_array(arena, uint64_t, f->units / 64 + 3);
	s->count = arena_array(arena, uint32_t, f->units);
	s->day_head = arena_array(arena, uint32_t, f->units);
	s->child_head = arena_array(arena, uint32_t, f->children);
	s->links = arena_array(arena, struct link, f->n);
	s->events = arena_array(arena, uint32_t, f->children);
	s->with = arena_array(arena, uint32_t, f->n + 1);
	s->seen = arena_array(arena, uint32_t, f->children);
	s->later = arena_array(arena, uint32_t, f->children);
	s->levels = f->sparse_size < (double)f->n ? (uint32_t)f->sparse_size
						  : (uint32_t)f->n;
	s->level_of = arena_array(arena, uint16_t, s->levels + 1);
	for (uint32_t d = 0, level = 0; d <= s->levels; d++) {
		while (level + 1 < f->sparse_steps && f->sparse_step[level + 1] <= d)
			level++;
		s->level_of[d] = (uint16_t)level;
	}
	w->engine = s;
}

static void empty_zone(const struct scanstat_frame *f, struct few *s)
{
	for (uint32_t i = 0; i < s->links_n; i++) {
		const struct link *l = &s->links[i];
		s->count[l->day] = s->day_head[l->day] = 0;
		s->child_head[l->child] = s->events[l->child] = 0;
	}
	memset(s->bits, 0, (f->units / 64 + 3) * sizeof *s->bits);
	memset(s->twice, 0, (f->units / 64 + 3) * sizeof *s->twice);
	memset(s->with, 0, (s->most + 1) * sizeof *s->with);
	s->links_n = s->most = s->distinct = 0;
	s->often = !f->near || f->window > NEAR_REACH;
}

static void add_day(struct few *s, uint32_t t)
{
	uint32_t at = t + BIT_FROM;
	uint64_t bit = UINT64_C(1) << (at & 63);
	s->twice[at >> 6] |= s->bits[at >> 6] & bit;
	s->bits[at >> 6] |= bit;
	s->often |= ++s->count[t] > 2;
}

/* Whether it may have made a window better: the child wasn't there on that day. */
static bool arrive(struct scanstat_worker *w, uint32_t slot)
{
	const struct scanstat_frame *f = w->frame;
	struct few *s = w->engine;
	uint32_t child = f->child[slot], t = w->draw.day[slot], stay = f->stay[slot];
	bool that_day = false;
	for (uint32_t at = s->child_head[child]; at; at = s->links[at - 1].child_next) {
		if (s->links[at - 1].stay == stay)
			return false;
		that_day |= s->links[at - 1].day == t;
	}
	s->links[s->links_n++] =
		(struct link){child, t, stay, s->day_head[t], s->child_head[child]};
	s->day_head[t] = s->child_head[child] = s->links_n;
	uint32_t m = ++s->events[child];
	s->with[m]++;
	if (m > 1)
		s->with[m - 1]--;
	else
		s->distinct++;
	s->most = m > s->most ? m : s->most;
	if (!that_day)
		add_day(s, t);
	return !that_day;
}

/* ---- windows ------------------------------------------------------------------------ */

static double expected(
	const struct scanstat_frame *f, const struct few *s, uint32_t from, uint32_t to)
{
	double out = 1 - scanstat_run_of(f, from, to) / f->stays, power = 1, sum = 0;
	for (uint32_t m = 1; m <= s->most; m++) {
		power *= out;
		if (s->with[m])
			sum += s->with[m] * (1 - power);
	}
	return sum;
}

static void try_window(struct scanstat_worker *w, struct scanstat_best *at)
{
	const struct scanstat_frame *f = w->frame;
	const struct few *s = w->engine;
	if (s->distinct * scanstat_run_of(f, at->from, at->to) >=
		scanstat_limit(w, at->count))
		return;
	at->expected = expected(f, s, at->from, at->to);
	at->llr = scanstat_llr_children(at->count, at->expected);
	scanstat_worker_raise(w, at);
}

/* Room for a stamp a day before they begin anew. */
static void reserve_stamps(const struct scanstat_frame *f, struct few *s)
{
	if (s->stamp < UINT32_MAX - f->units - 1)
		return;
	memset(s->seen, 0, f->children * sizeof *s->seen);
	memset(s->later, 0, f->children * sizeof *s->later);
	s->stamp = 0;
}

/* Marks the children of a day; how many were not marked before, in either. */
static uint32_t mark_day(const struct few *s, uint32_t day, uint32_t *marks,
	uint32_t stamp, uint32_t before)
{
	uint32_t fresh = 0;
	for (uint32_t at = s->day_head[day]; at; at = s->links[at - 1].day_next) {
		uint32_t child = s->links[at - 1].child;
		if (marks[child] == stamp || (before && s->seen[child] == before))
			continue;
		marks[child] = stamp;
		fresh++;
	}
	return fresh;
}

/* All windows that hold day t, with children on their first and last day. */
static void look_around(struct scanstat_worker *w, struct scanstat_best at, uint32_t t)
{
	const struct scanstat_frame *f = w->frame;
	struct few *s = w->engine;
	reserve_stamps(f, s);
	uint32_t before = ++s->stamp, in = 0, after = 0;
	uint32_t end = t + f->window < f->units ? t + f->window : f->units;
	for (uint32_t d = t + 1; d < end; d++)
		after += s->count[d];
	uint32_t begin = t + 1 > f->window ? t + 1 - f->window : 0;
	for (at.from = t + 1; at.from-- > begin;) {
		if (!s->count[at.from])
			continue;
		in += mark_day(s, at.from, s->seen, before, 0);
		/* Not even with all that come after, in the shortest run. */
		if (s->distinct * scanstat_run_of(f, at.from, t) >=
			scanstat_limit(w, in + after))
			continue;
		uint32_t stamp = ++s->stamp;
		at.count = in;
		for (at.to = t; at.to < end && at.to - at.from < f->window; at.to++) {
			if (!s->count[at.to])
				continue;
			if (at.to > t)
				at.count += mark_day(s, at.to, s->later, stamp, before);
			try_window(w, &at);
		}
	}
}

/* Runs that last to the end of the period. */
static void look_back(struct scanstat_worker *w, struct scanstat_best at)
{
	const struct scanstat_frame *f = w->frame;
	struct few *s = w->engine;
	reserve_stamps(f, s);
	uint32_t stamp = ++s->stamp;
	at.to = f->units - 1;
	at.count = 0;
	for (at.from = f->units; at.from-- > f->units - f->window;) {
		if (!s->count[at.from])
			continue;
		at.count += mark_day(s, at.from, s->seen, stamp, 0);
		try_window(w, &at);
	}
}

/* Whether so many children are so near to day t that a window may beat the best. */
static inline bool may_beat(
	const struct scanstat_worker *w, const struct few *s, uint32_t t)
{
	if (s->often || s->distinct > s->levels)
		return true;
	const uint64_t *near = w->near + s->level_of[s->distinct] * (size_t)NEAR_COUNTS;
	uint32_t from = t + BIT_FROM - 31, word = from >> 6, shift = from & 63;
	uint64_t once = s->bits[word] >> shift | s->bits[word + 1] << 1 << (63 - shift);
	uint64_t twice = s->twice[word] >> shift | s->twice[word + 1] << 1
								      << (63 - shift);
	int any = 0;
	for (int k = 0; k < NEAR_COUNTS; k++)
		any |= __builtin_popcountll(once & near[k]) +
			       __builtin_popcountll(twice & near[k]) >=
		       k + 2;
	return any;
}

static void run_centre(struct scanstat_worker *w, size_t centre, size_t stop)
{
	const struct scanstat_frame *f = w->frame;
	struct few *s = w->engine;
	struct scanstat_best at = {.centre = centre};
	uint32_t first_day = f->last_only ? f->units - f->window : 0;
	empty_zone(f, s);
	s->fresh = false;
	for (size_t i = f->start[centre], from = s->links_n; i < stop; i++) {
		uint32_t place = f->seq[i] & ~ZONE_END;
		for (uint32_t e = f->first[place]; e < f->first[place + 1]; e++)
			s->fresh |= arrive(w, e) && w->draw.day[e] >= first_day;
		if (!(f->seq[i] & ZONE_END))
			continue;
		at.zone = i;
		if (f->last_only && s->fresh)
			look_back(w, at);
		for (; !f->last_only && from < s->links_n; from++)
			if (may_beat(w, s, s->links[from].day))
				look_around(w, at, s->links[from].day);
		s->fresh = false;
	}
}

void scanstat_few_run(struct scanstat_worker *w, size_t begin, size_t end)
{
	const struct scanstat_frame *f = w->frame;
	for (size_t k = begin; k < end; k++) {
		size_t stop = scanstat_stop(w, k);
		if (!f->last_only && f->dense_from[k] < stop)
			stop = f->dense_from[k];
		if (stop > f->start[k])
			run_centre(w, k, stop);
	}
}
