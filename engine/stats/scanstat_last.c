/* Runs that last to the end of the period, or purely spatial windows: one end is fixed,
 * so that a zone has no more than `window` of them. O(window) for a zone that takes in
 * an event of the last `window` units. */
#include "stats/scanstat_frame.h"
#include <string.h>

struct last {
	uint32_t *count; /* of the last `window` units */
	double share[SCANSTAT_STRATA];
};

void scanstat_last_init(struct context *ctx, struct scanstat_worker *w)
{
	struct last *l = arena_new(ctx->scratch, struct last);
	l->count = arena_array(ctx->scratch, uint32_t, w->frame->window);
	w->engine = l;
}

static void look_back(struct scanstat_worker *w, struct scanstat_best at, double size,
	uint32_t newest)
{
	const struct scanstat_frame *f = w->frame;
	const struct last *l = w->engine;
	uint32_t begin = f->units - f->window;
	at.to = f->units - 1;
	at.count = 0;
	for (uint32_t i = f->window; i-- > 0;) {
		at.count += l->count[i];
		at.from = begin + i;
		/* Longer runs without new events were there before. */
		if (l->count[i] && i <= newest)
			scanstat_try(w, at,
				scanstat_spread(f, size, l->share, at.from, at.to));
	}
}

static void run_centre(struct scanstat_worker *w, size_t centre)
{
	const struct scanstat_frame *f = w->frame;
	const struct scanstat_draw *draw = &w->draw;
	struct last *l = w->engine;
	struct scanstat_best at = {.centre = centre};
	uint32_t begin = f->units - f->window, newest = 0;
	double size = 0;
	bool any = false;
	memset(l->count, 0, f->window * sizeof *l->count);
	memset(l->share, 0, sizeof l->share);
	for (size_t i = f->start[centre]; i < scanstat_stop(w, centre); i++) {
		uint32_t place = f->seq[i] & ~ZONE_END;
		size += f->size[place];
		scanstat_add_share(f, l->share, place);
		for (uint32_t e = draw->first[place]; e < draw->first[place + 1]; e++) {
			if (draw->day[e] < begin)
				continue;
			uint32_t day = draw->day[e] - begin;
			l->count[day]++;
			newest = any && newest > day ? newest : day;
			any = true;
		}
		if (!(f->seq[i] & ZONE_END))
			continue;
		at.zone = i;
		if (any)
			look_back(w, at, size, newest);
		any = false;
	}
}

void scanstat_last_run(struct scanstat_worker *w, size_t from, size_t to)
{
	for (size_t k = from; k < to; k++)
		run_centre(w, k);
}
