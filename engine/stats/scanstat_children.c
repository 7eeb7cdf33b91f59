/* Distinct children in each window of large zones; small ones are for scanstat_few.c.
 *
 * Each window has its count. A new event of a child on day t counts only in windows
 * that hold t and none of the days on which the child is there already: with the
 * nearest of these before and after, they are a rectangle of starts and ends.
 *
 *        before < start <= t <= end < after
 *
 * The expected number is not a product, but size * run with the distinct children in
 * place of the events is never more (1 - (1 - w)^m >= w): what that lets pass is
 * computed in full. O(added events * window^2 / 2) at worst.
 */
#include "stats/scanstat_frame.h"
#include <string.h>

/* An event in the zone; those of a child hang together. */
struct stay {
	uint16_t day;
	uint32_t stay;
	uint32_t next; /* index + 1; 0: the last */
};

struct children {
	uint32_t *count;  /* units by window: of [start, start + column] */
	uint32_t *on_day; /* events in the zone: windows begin and end where some are */
	struct stay *stays; /* in order of arrival */
	uint32_t *head;     /* by child: index + 1 of its latest stay */
	uint32_t *events;   /* by child: its stays in the zone */
	uint32_t *with;     /* by number of stays: children with so many */
	uint32_t most, distinct;
};

void scanstat_children_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	struct children *c = arena_new(ctx->scratch, struct children);
	w->dense = c;
	bool any = false;
	for (size_t k = 0; k < f->centres && !f->last_only; k++)
		any |= f->start[k + 1] > f->dense_from[k];
	if (!any)
		return;
	c->on_day = arena_array(ctx->scratch, uint32_t, f->units);
	c->count = arena_array(ctx->scratch, uint32_t, (size_t)f->units * f->window);
	c->stays = arena_array(ctx->scratch, struct stay, f->n);
	c->head = arena_array(ctx->scratch, uint32_t, f->children);
	c->events = arena_array(ctx->scratch, uint32_t, f->children);
	c->with = arena_array(ctx->scratch, uint32_t, f->n + 1);
}

/* The windows in which an event is a child's only one; */
struct rectangle {
	uint32_t start, last_start, last_end;
	bool none;  /* the child is there on that very day */
	bool known; /* by the same stay */
};

/* of the first `below` stays of the zone. */
static struct rectangle alone(const struct scanstat_frame *f, const struct children *c,
	uint32_t slot, uint32_t t, uint32_t below)
{
	struct rectangle r = {.start = t + 1 > f->window ? t + 1 - f->window : 0,
		.last_start = t,
		.last_end = f->units - 1};
	for (uint32_t at = c->head[f->child[slot]]; at; at = c->stays[at - 1].next) {
		uint32_t day = c->stays[at - 1].day;
		if (at > below)
			continue;
		if (day < t && day + 1 > r.start)
			r.start = day + 1;
		else if (day > t && day - 1 < r.last_end)
			r.last_end = day - 1;
		r.none |= day == t;
		r.known |= c->stays[at - 1].stay == f->stay[slot];
	}
	return r;
}

static uint32_t last_end(
	const struct scanstat_frame *f, const struct rectangle *r, uint32_t start)
{
	uint32_t end = start + f->window - 1;
	return end < r->last_end ? end : r->last_end;
}

static void arrive(struct scanstat_worker *w, uint32_t slot, uint32_t n)
{
	const struct scanstat_frame *f = w->frame;
	struct children *c = w->dense;
	uint32_t child = f->child[slot], t = w->draw.day[slot];
	struct rectangle r = alone(f, c, slot, t, n);
	c->stays[n] = (struct stay){(uint16_t)t, f->stay[slot], c->head[child]};
	c->head[child] = n + 1;
	c->on_day[t]++;
	if (r.known)
		return;
	uint32_t m = ++c->events[child];
	c->with[m]++;
	if (m > 1)
		c->with[m - 1]--;
	else
		c->distinct++;
	c->most = m > c->most ? m : c->most;
	for (uint32_t start = r.start; start <= r.last_start && !r.none; start++) {
		uint32_t *row = c->count + (size_t)start * f->window;
		uint32_t end = last_end(f, &r, start);
		for (uint32_t i = t - start; i + start <= end; i++)
			row[i]++;
	}
}

static double expected(const struct scanstat_frame *f, const struct children *c,
	uint32_t from, uint32_t to)
{
	double out = 1 - scanstat_run_of(f, from, to) / f->stays, power = 1, sum = 0;
	for (uint32_t m = 1; m <= c->most; m++) {
		power *= out;
		if (c->with[m])
			sum += c->with[m] * (1 - power);
	}
	return sum;
}

/* All windows that an event may have made better; `before` stays were in the zone
 * before its places came in. */
static void look(struct scanstat_worker *w, struct scanstat_best at, uint32_t slot,
	uint32_t before)
{
	const struct scanstat_frame *f = w->frame;
	const struct children *c = w->dense;
	uint32_t t = w->draw.day[slot];
	struct rectangle r = alone(f, c, slot, t, before);
	for (at.from = r.start; at.from <= r.last_start; at.from++) {
		if (!c->on_day[at.from])
			continue;
		const uint32_t *row = c->count + (size_t)at.from * f->window;
		uint32_t end = last_end(f, &r, at.from);
		for (at.to = t; at.to <= end; at.to++) {
			at.count = row[at.to - at.from];
			if (!c->on_day[at.to] ||
				c->distinct * scanstat_run_of(f, at.from, at.to) >=
					scanstat_limit(w, at.count))
				continue;
			at.expected = expected(f, c, at.from, at.to);
			at.llr = scanstat_llr_children(at.count, at.expected);
			scanstat_worker_raise(w, &at);
		}
	}
}

static void run_centre(struct scanstat_worker *w, size_t centre)
{
	const struct scanstat_frame *f = w->frame;
	struct children *c = w->dense;
	struct scanstat_best at = {.centre = centre};
	uint32_t n = 0, before = 0;
	memset(c->count, 0, (size_t)f->units * f->window * sizeof *c->count);
	memset(c->on_day, 0, f->units * sizeof *c->on_day);
	memset(c->head, 0, f->children * sizeof *c->head);
	memset(c->events, 0, f->children * sizeof *c->events);
	memset(c->with, 0, (c->most + 1) * sizeof *c->with);
	c->most = c->distinct = 0;
	for (size_t i = f->start[centre], from = i; i < scanstat_stop(w, centre); i++) {
		uint32_t place = f->seq[i] & ~ZONE_END;
		for (uint32_t e = f->first[place]; e < f->first[place + 1]; e++)
			arrive(w, e, n++);
		if (!(f->seq[i] & ZONE_END))
			continue;
		at.zone = i;
		from = i < f->dense_from[centre] ? i + 1 : from;
		for (; from <= i; from++) {
			place = f->seq[from] & ~ZONE_END;
			for (uint32_t e = f->first[place]; e < f->first[place + 1]; e++)
				look(w, at, e, before);
		}
		before = n;
	}
}

void scanstat_children_run(struct scanstat_worker *w, size_t from, size_t to)
{
	for (size_t k = from; k < to && !w->frame->last_only; k++)
		if (scanstat_stop(w, k) > w->frame->dense_from[k])
			run_centre(w, k);
}
