/* The valleys of an OPTICS order. */
#include "geo/sort.h"
#include "stats/optics.h"
#include <math.h>

/* Where reachability falls steeply: a valley may begin here. */
struct fall {
	int64_t at;
	double top;     /* reachability there */
	double highest; /* since it ended */
};

struct search {
	struct context *ctx;
	const struct optics *optics;
	int64_t n, at; /* where it stands in the order */
	double *reach; /* by place in the order */
	uint32_t *place;
	double keep;    /* 1 - xi */
	double highest; /* since the last fall or rise */
	size_t falls_n, falls_capacity;
	struct fall *falls;
	size_t valleys_n, valleys_capacity;
	struct valley {
		uint32_t first, last;
	} * valleys;
};

static bool falls(const struct search *s, int64_t at, double keep)
{
	return at + 1 < s->n && isfinite(s->reach[at + 1]) &&
	       s->reach[at] * keep >= s->reach[at + 1];
}

/* The end of the order is as high as can be. */
static bool rises(const struct search *s, int64_t at, double keep)
{
	if (isinf(s->reach[at]))
		return false;
	return at + 1 >= s->n || s->reach[at] <= s->reach[at + 1] * keep;
}

/* Falls that something since was as high as are closed. */
static void close_falls(struct search *s)
{
	size_t open = 0;
	for (size_t i = 0; i < s->falls_n; i++) {
		struct fall f = s->falls[i];
		if (!(f.top * s->keep > s->highest))
			continue;
		f.highest = fmax(f.highest, s->highest);
		s->falls[open++] = f;
	}
	s->falls_n = open;
}

/* A steep area may hold some places that are level, fewer in a row than make a cluster,
 * but none that goes the other way. Leaves s->at behind it. */
static void take_fall(struct search *s)
{
	int64_t end = s->at + 1, least = s->optics->min_points;
	close_falls(s);
	arena_reserve(s->ctx->scratch, s->falls, s->falls_capacity, s->falls_n + 1);
	s->falls[s->falls_n++] = (struct fall){s->at, s->reach[s->at], 0};
	s->highest = 0;
	while (s->at + 1 < s->n) {
		s->at++;
		if (falls(s, s->at, s->keep))
			end = s->at + 1;
		else if (!falls(s, s->at, 1) || s->at - end > least)
			break;
	}
}

struct rise {
	int64_t end;
	double top; /* reachability behind it */
};

static struct rise take_rise(struct search *s)
{
	int64_t least = s->optics->min_points;
	struct rise rise = {s->at + 1, s->reach[s->at + 1]};
	close_falls(s);
	s->highest = s->reach[s->at];
	if (isinf(rise.top))
		return (struct rise){s->at++, rise.top};
	while (s->at + 1 < s->n) {
		s->at++;
		if (rises(s, s->at, s->keep)) {
			bool last = s->at + 1 >= s->n;
			s->highest = s->reach[s->at];
			rise.top = last ? INFINITY : s->reach[s->at + 1];
			rise.end = isinf(rise.top) ? s->at : s->at + 1;
			if (isinf(rise.top))
				break;
		} else if (!rises(s, s->at, 1) || s->at - rise.end > least) {
			break;
		}
	}
	return rise;
}

/* The valley between a fall and a rise, cut to one height at both ends and to what was
 * reached from inside of it; false where too little is left. */
static bool fit_valley(const struct search *s, const struct fall *fall,
	const struct rise *rise, struct valley *valley)
{
	const uint32_t *order = s->optics->order;
	int64_t first = fall->at, last = rise->end;
	while (last > first && isinf(s->reach[last]))
		last--;
	if (fall->top * s->keep >= rise->top)
		while (first < last && s->reach[first + 1] > rise->top)
			first++;
	else if (rise->top * s->keep >= fall->top)
		while (last > first && s->reach[last - 1] > fall->top)
			last--;
	for (; last > first; last--) {
		uint32_t from = s->optics->from[order[last]];
		if (from == OPTICS_NOWHERE)
			continue;
		if (s->place[from] >= first && s->place[from] < last)
			break;
	}
	last -= rises(s, s->at - 1, s->keep);
	if (last - first + 1 < (int64_t)s->optics->min_points || last < first)
		return false;
	*valley = (struct valley){(uint32_t)first, (uint32_t)last};
	return true;
}

static void find_valleys(struct search *s)
{
	while (s->at + 1 < s->n) {
		s->highest = fmax(s->highest, s->reach[s->at]);
		if (falls(s, s->at, s->keep)) {
			take_fall(s);
			continue;
		}
		if (!rises(s, s->at, s->keep)) {
			s->at++;
			continue;
		}
		struct rise rise = take_rise(s);
		for (size_t i = s->falls_n; i-- > 0;) {
			struct valley valley;
			if (s->highest * s->keep < s->falls[i].highest ||
				!fit_valley(s, &s->falls[i], &rise, &valley))
				continue;
			arena_reserve(s->ctx->scratch, s->valleys, s->valleys_capacity,
				s->valleys_n + 1);
			s->valleys[s->valleys_n++] = valley;
		}
	}
}

/* In the order of two numbers, both below 2^32. */
static uint32_t *order_by(struct search *s, const uint32_t *high, const uint32_t *low)
{
	struct arena *arena = s->ctx->scratch;
	size_t n = s->valleys_n;
	uint64_t *keys = arena_array(arena, uint64_t, n);
	uint32_t *ids = arena_array(arena, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		keys[i] = (uint64_t)high[i] << 32 | low[i];
		ids[i] = (uint32_t)i;
	}
	sort_by_key(arena, keys, ids, n, 64);
	return ids;
}

static struct optics_valleys sort_valleys(struct search *s)
{
	size_t n = s->valleys_n;
	struct arena *scratch = s->ctx->scratch, *arena = s->ctx->arena;
	uint32_t *first = arena_array(scratch, uint32_t, n);
	uint32_t *last = arena_array(scratch, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		first[i] = s->valleys[i].first;
		last[i] = s->valleys[i].last;
	}
	uint32_t *order = order_by(s, first, last);
	struct optics_valleys v = {
		n, arena_array(arena, uint32_t, n), arena_array(arena, uint32_t, n)};
	for (size_t i = 0; i < n; i++) {
		v.first[i] = first[order[i]];
		v.last[i] = last[order[i]];
	}
	return v;
}

/* Paints the shortest valleys first, of equals the later, and never a place twice:
 * next[p] leads to the first place from p on that has no colour. */
static void paint_labels(
	struct search *s, const struct optics_valleys *v, struct labels *labels)
{
	struct arena *scratch = s->ctx->scratch;
	uint32_t *length = arena_array(scratch, uint32_t, v->n);
	uint32_t *later = arena_array(scratch, uint32_t, v->n);
	uint32_t *next = arena_array(scratch, uint32_t, (size_t)s->n + 1);
	for (size_t i = 0; i < v->n; i++) {
		length[i] = v->last[i] - v->first[i];
		later[i] = (uint32_t)(v->n - i);
	}
	uint32_t *order = order_by(s, length, later);
	for (uint32_t p = 0; p <= s->n; p++)
		next[p] = p;
	for (size_t i = 0; i < v->n; i++) {
		uint32_t at = v->first[order[i]];
		for (;;) {
			while (next[at] != at)
				at = next[at] = next[next[at]];
			if (at > v->last[order[i]])
				break;
			labels->label[s->optics->order[at]] = order[i] + 1;
			next[at] = at + 1;
		}
	}
}

enum err_code optics_xi(struct context *ctx, const struct optics *o, double xi_01,
	struct labels *labels, struct optics_valleys *valleys)
{
	if (!(xi_01 > 0) || !(xi_01 < 1))
		return err_set(ctx, ERR_USAGE,
			"a steepness of %g can't be used: give one between 0 and 1, "
			"such as 0.05",
			xi_01);
	*labels = (struct labels){.n = o->n,
		.label = arena_array(ctx->arena, uint32_t, o->n),
		.core = arena_array(ctx->arena, uint8_t, o->n)};
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct search s = {.ctx = ctx,
		.optics = o,
		.n = (int64_t)o->n,
		.keep = 1 - xi_01,
		.reach = arena_array(ctx->scratch, double, o->n),
		.place = arena_array(ctx->scratch, uint32_t, o->n)};
	for (size_t k = 0; k < o->n; k++) {
		s.reach[k] = o->reach_m[o->order[k]];
		s.place[o->order[k]] = (uint32_t)k;
	}
	find_valleys(&s);
	struct optics_valleys found = sort_valleys(&s);
	paint_labels(&s, &found, labels);
	for (size_t i = 0; i < o->n; i++)
		labels->core[i] = labels->label[i] != 0;
	labels_renumber(ctx, labels, (uint32_t)found.n + 1);
	if (valleys)
		*valleys = found;
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
