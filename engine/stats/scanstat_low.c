/* Fewer than expected: windows that are left out where more are sought.
 *
 * No event says where such a window is, so that every zone and every run is looked at.
 * For each count, the largest spread (for Bernoulli: for each number of events, the least
 * count) that was found not to beat the best so far is kept, so that most windows cost
 * no logarithm. O(zones * units * window) a replicate: meant for windows in space alone
 * or in time alone, and for small cases in both.
 */
#include "stats/scanstat_frame.h"
#include <string.h>

struct low {
	uint32_t *cases, *all;       /* by unit, in the zone */
	uint32_t *to_cases, *to_all; /* cumulated */
	double *spread;              /* by count: what isn't enough */
	uint32_t *most; /* by events: 1 + cases that are too many; 0: none known */
	double share[SCANSTAT_STRATA];
	double size;
};

void scanstat_low_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	struct low *l = arena_new(ctx->scratch, struct low);
	l->cases = arena_array(ctx->scratch, uint32_t, f->units);
	l->all = arena_array(ctx->scratch, uint32_t, f->units);
	l->to_cases = arena_array(ctx->scratch, uint32_t, f->units + 1);
	l->to_all = arena_array(ctx->scratch, uint32_t, f->units + 1);
	l->spread = arena_array(ctx->scratch, double, f->cases + 1);
	l->most = arena_array(ctx->scratch, uint32_t, f->n + 1);
	w->low = l;
}

static void try_spread(struct scanstat_worker *w, struct scanstat_best *at)
{
	const struct scanstat_frame *f = w->frame;
	struct low *l = w->low;
	double spread = scanstat_spread(f, l->size, l->share, at->from, at->to);
	if (spread <= l->spread[at->count])
		return;
	at->expected = spread * f->scale;
	at->llr = scanstat_llr_low(at->count, at->expected, (double)f->cases);
	if (at->llr < w->best.llr)
		l->spread[at->count] = spread;
	else
		scanstat_worker_raise(w, at);
}

static void try_labels(struct scanstat_worker *w, struct scanstat_best *at, uint32_t n)
{
	const struct scanstat_frame *f = w->frame;
	struct low *l = w->low;
	double cases = (double)f->cases, all = (double)f->n;
	if (n == 0 || (l->most[n] && at->count + 1 >= l->most[n]))
		return;
	at->expected = cases * n / all;
	/* Few cases are many controls. */
	at->llr = scanstat_llr_bernoulli(n - at->count, n, all - cases, all);
	if (at->llr < w->best.llr)
		l->most[n] = at->count + 1;
	else
		scanstat_worker_raise(w, at);
}

static void look(struct scanstat_worker *w, struct scanstat_best at)
{
	const struct scanstat_frame *f = w->frame;
	struct low *l = w->low;
	for (uint32_t u = 0; u < f->units; u++) {
		l->to_cases[u + 1] = l->to_cases[u] + l->cases[u];
		l->to_all[u + 1] = l->to_all[u] + l->all[u];
	}
	uint32_t first = f->last_only ? f->units - f->window : 0;
	for (at.from = first; at.from < f->units; at.from++) {
		uint32_t end =
			at.from + f->window < f->units ? at.from + f->window : f->units;
		for (at.to = f->last_only ? f->units - 1 : at.from; at.to < end;
			at.to++) {
			at.count = l->to_cases[at.to + 1] - l->to_cases[at.from];
			uint32_t n = l->to_all[at.to + 1] - l->to_all[at.from];
			if (f->model == SCANSTAT_BERNOULLI)
				try_labels(w, &at, n);
			else
				try_spread(w, &at);
		}
	}
}

void scanstat_low_run(struct scanstat_worker *w, size_t from, size_t to)
{
	const struct scanstat_frame *f = w->frame;
	const struct scanstat_draw *draw = &w->draw;
	struct low *l = w->low;
	for (size_t i = 0; i <= f->cases; i++)
		l->spread[i] = 0;
	memset(l->most, 0, (f->n + 1) * sizeof *l->most);
	for (size_t k = from; k < to; k++) {
		struct scanstat_best at = {.centre = k};
		memset(l->cases, 0, f->units * sizeof *l->cases);
		memset(l->all, 0, f->units * sizeof *l->all);
		memset(l->share, 0, sizeof l->share);
		l->size = 0;
		for (size_t i = f->start[k]; i < scanstat_stop(w, k); i++) {
			uint32_t place = f->seq[i] & ~ZONE_END;
			l->size += f->size[place];
			scanstat_add_share(f, l->share, place);
			for (uint32_t e = draw->first[place];
				e < draw->first[place + 1]; e++) {
				uint32_t day = f->model == SCANSTAT_BERNOULLI
						       ? f->day[e]
						       : draw->day[e];
				l->all[day]++;
				l->cases[day] += !draw->control || !draw->control[e];
			}
			at.zone = i;
			if (f->seq[i] & ZONE_END)
				look(w, at);
		}
	}
}
