/* Which clusters are told: the largest statistic of all, then the largest among zones
 * that share no place with it, and so on.
 *
 * Each centre has its best window, or, while that isn't needed yet, a bound: it was
 * looked for from a floor upwards and not found. When a bound comes to the front, the
 * floor is lowered and all such centres are looked at again. When a cluster is taken,
 * only centres whose best zone shares a place with it are looked at again.
 */
#include "stats/scanstat_frame.h"
#include <math.h>
#include <string.h>

#define FLOOR_STEP 0.8
#define FLOOR_LEAST 0.5

struct pick {
	const struct scanstat_frame *frame;
	struct scanstat_worker *worker;
	struct scanstat_best *best; /* by centre; llr 0: none above the floor */
	size_t *stop;               /* by centre: where its zones end now */
	uint8_t *used;              /* by place */
	double floor;
};

/* Places and candidate centres in the circle, those at the same spot once. */
static uint32_t locations_within(
	const struct scanstat_frame *f, size_t centre, uint32_t places_n, uint32_t last)
{
	double reach = scanstat_distance2(f->about, centre, f->at, last);
	uint32_t n = places_n;
	if (f->about == f->at)
		return n;
	for (size_t k = 0; k < f->about->n; k++)
		n += !f->shared[k] &&
		     scanstat_distance2(f->about, centre, f->about, k) <= reach;
	return n;
}

static void fill_cluster(struct context *ctx, const struct scanstat_frame *f,
	const struct scanstat_best *best, struct scanstat_cluster *c)
{
	size_t first = f->start[best->centre];
	uint32_t last = f->seq[best->zone] & ~ZONE_END;
	memset(c, 0, sizeof *c);
	c->iteration = 1;
	c->centre = (uint32_t)best->centre;
	c->radius_m = sqrt(scanstat_distance2(f->about, best->centre, f->at, last));
	c->from_unit = best->from;
	c->to_unit = best->to;
	c->observed = best->count;
	c->expected = best->expected;
	c->ratio = best->count / best->expected;
	c->llr = best->llr;
	c->p_value = c->p_gumbel = NAN;
	c->places_n = (uint32_t)(best->zone - first + 1);
	c->locations_n = locations_within(f, best->centre, c->places_n, last);
	c->places = arena_array(ctx->arena, uint32_t, c->places_n);
	size_t most = 0;
	for (uint32_t i = 0; i < c->places_n; i++) {
		uint32_t p = c->places[i] = f->seq[first + i] & ~ZONE_END;
		most += f->first[p + 1] - f->first[p];
	}
	c->members = arena_array(ctx->arena, uint32_t, most);
	for (uint32_t i = 0; i < c->places_n; i++) {
		uint32_t p = c->places[i];
		for (uint32_t e = f->first[p]; e < f->first[p + 1]; e++)
			if (f->day[e] >= best->from && f->day[e] <= best->to &&
				!(f->control && f->control[e]))
				c->members[c->members_n++] = f->event[e];
	}
	/* Few to a place and places few: insertion is enough. */
	for (uint32_t i = 1; i < c->members_n; i++)
		for (uint32_t j = i; j > 0 && c->members[j] < c->members[j - 1]; j--) {
			uint32_t kept = c->members[j];
			c->members[j] = c->members[j - 1];
			c->members[j - 1] = kept;
		}
}

/* The best window of centre k above the floor. */
static void look_at(struct pick *p, size_t k)
{
	scanstat_worker_reset(p->worker, p->floor);
	scanstat_engine_run(p->worker, k, k + 1);
	p->best[k] = p->worker->best;
	/* Nothing above the floor: a window has something expected. */
	if (!(p->best[k].expected > 0))
		p->best[k].llr = 0;
}

/* Zones end before the first place of a cluster that was told. */
static bool cut_zones(struct pick *p, size_t k)
{
	const struct scanstat_frame *f = p->frame;
	size_t whole = f->start[k];
	for (size_t i = f->start[k]; i < p->stop[k]; i++) {
		if (p->used[f->seq[i] & ~ZONE_END])
			break;
		if (f->seq[i] & ZONE_END)
			whole = i + 1;
	}
	p->stop[k] = whole;
	return p->best[k].llr > 0 && p->best[k].zone >= whole;
}

/* The first of all that are known; false where something may lie below the floor. */
static bool front(const struct pick *p, size_t *at)
{
	const struct scanstat_frame *f = p->frame;
	bool any = false;
	for (size_t k = 0; k < f->centres; k++) {
		const struct scanstat_best *b = &p->best[k];
		if (!(b->llr > 0))
			continue;
		const struct scanstat_best *a = &p->best[*at];
		double apart = any ? b->llr - a->llr : INFINITY;
		bool same = fabs(apart) <= 1e-12 * b->llr;
		if (same ? scanstat_comes_first(f, b, a) : apart > 0)
			*at = k;
		any = true;
	}
	return any;
}

static void lower_floor(struct pick *p)
{
	p->floor = p->floor * FLOOR_STEP < FLOOR_LEAST ? 0 : p->floor * FLOOR_STEP;
	for (size_t k = 0; k < p->frame->centres; k++)
		if (!(p->best[k].llr > 0))
			look_at(p, k);
}

void scanstat_pick(struct context *ctx, struct scanstat_worker *w,
	struct scanstat *scan, uint32_t most)
{
	const struct scanstat_frame *f = w->frame;
	struct pick p = {.frame = f, .worker = w};
	p.best = arena_array(ctx->scratch, struct scanstat_best, f->centres);
	p.stop = arena_array(ctx->scratch, size_t, f->centres);
	p.used = arena_array(ctx->scratch, uint8_t, f->places);
	memcpy(p.stop, f->start + 1, f->centres * sizeof *p.stop);
	w->stop = p.stop;
	w->observed = true;
	scanstat_draw_observed(w);
	scanstat_worker_reset(w, 0);
	scanstat_engine_run(w, 0, f->centres);
	p.floor = w->best.llr;
	size_t capacity = 0, at = 0;
	while (scan->clusters_n < most) {
		if (!front(&p, &at)) {
			if (!(p.floor > 0))
				break;
			lower_floor(&p);
			continue;
		}
		arena_reserve(
			ctx->arena, scan->clusters, capacity, scan->clusters_n + 1u);
		struct scanstat_cluster *c = &scan->clusters[scan->clusters_n++];
		fill_cluster(ctx, f, &p.best[at], c);
		for (uint32_t i = 0; i < c->places_n; i++)
			p.used[c->places[i]] = 1;
		for (size_t k = 0; k < f->centres; k++)
			if (cut_zones(&p, k))
				look_at(&p, k);
	}
	w->stop = NULL;
	w->observed = false;
}
