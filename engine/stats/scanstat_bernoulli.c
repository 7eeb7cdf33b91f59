/* Cases among cases and controls: the count that a window needs depends on the events
 * in it, which stay when labels are shuffled. Controls that come in only take away, so
 * that again a window matters only when a case has come in. `least` keeps, by events in
 * the window, the largest count that was found not to beat the best so far. */
#include "stats/scanstat_frame.h"
#include <string.h>

struct bernoulli {
	uint32_t *cases, *all;       /* by unit, in the zone */
	uint32_t *later_c, *later_n; /* from a day on, cumulated */
	size_t *looked;              /* by unit: the zone it was looked at for */
	uint32_t *least;             /* by events: cases that aren't enough, + 1 */
	double best;                 /* the statistic for which least holds */
};

void scanstat_bernoulli_init(struct context *ctx, struct scanstat_worker *w)
{
	const struct scanstat_frame *f = w->frame;
	struct bernoulli *b = arena_new(ctx->scratch, struct bernoulli);
	b->cases = arena_array(ctx->scratch, uint32_t, f->units);
	b->all = arena_array(ctx->scratch, uint32_t, f->units);
	b->later_c = arena_array(ctx->scratch, uint32_t, f->window);
	b->later_n = arena_array(ctx->scratch, uint32_t, f->window);
	b->looked = arena_array(ctx->scratch, size_t, f->units);
	b->least = arena_array(ctx->scratch, uint32_t, f->n + 1);
	w->engine = b;
}

static void try_window(struct scanstat_worker *w, struct scanstat_best at, uint32_t n)
{
	const struct scanstat_frame *f = w->frame;
	struct bernoulli *b = w->engine;
	if (at.count < b->least[n] || at.count < f->min_cases)
		return;
	double cases = (double)f->cases, all = (double)f->n;
	at.expected = cases * n / all;
	at.llr = scanstat_llr_bernoulli(at.count, n, cases, all);
	if (at.llr < w->best.llr)
		b->least[n] = at.count + 1;
	else
		scanstat_worker_raise(w, &at);
}

static void look_around(struct scanstat_worker *w, struct scanstat_best at, uint32_t t)
{
	const struct scanstat_frame *f = w->frame;
	struct bernoulli *b = w->engine;
	uint32_t end = t + f->window < f->units ? t + f->window : f->units;
	uint32_t c = 0, n = 0;
	for (uint32_t d = t; d < end; d++) {
		b->later_c[d - t] = c += b->cases[d];
		b->later_n[d - t] = n += b->all[d];
	}
	c = n = 0;
	uint32_t begin = t + 1 > f->window ? t + 1 - f->window : 0;
	for (at.from = t + 1; at.from-- > begin;) {
		c += at.from < t ? b->cases[at.from] : 0;
		n += at.from < t ? b->all[at.from] : 0;
		if (!b->cases[at.from])
			continue;
		end = at.from + f->window < f->units ? at.from + f->window : f->units;
		for (at.to = f->last_only ? f->units - 1 : t; at.to < end; at.to++) {
			if (!b->cases[at.to] && !f->last_only)
				continue;
			at.count = c + b->later_c[at.to - t];
			try_window(w, at, n + b->later_n[at.to - t]);
		}
	}
}

static void run_centre(struct scanstat_worker *w, size_t centre)
{
	const struct scanstat_frame *f = w->frame;
	struct bernoulli *b = w->engine;
	struct scanstat_best at = {.centre = centre};
	memset(b->cases, 0, f->units * sizeof *b->cases);
	memset(b->all, 0, f->units * sizeof *b->all);
	memset(b->looked, 0, f->units * sizeof *b->looked);
	for (size_t i = f->start[centre], from = i; i < scanstat_stop(w, centre); i++) {
		uint32_t place = f->seq[i] & ~ZONE_END;
		for (uint32_t e = f->first[place]; e < f->first[place + 1]; e++) {
			b->all[f->day[e]]++;
			b->cases[f->day[e]] += !w->draw.control[e];
		}
		if (!(f->seq[i] & ZONE_END))
			continue;
		at.zone = i;
		for (; from <= i; from++) {
			place = f->seq[from] & ~ZONE_END;
			for (uint32_t e = f->first[place]; e < f->first[place + 1];
				e++) {
				uint32_t t = f->day[e];
				if (w->draw.control[e] || b->looked[t] == i + 1)
					continue;
				b->looked[t] = i + 1;
				if (!f->last_only || t + f->window >= f->units)
					look_around(w, at, t);
			}
		}
	}
}

void scanstat_bernoulli_run(struct scanstat_worker *w, size_t from, size_t to)
{
	struct bernoulli *b = w->engine;
	memset(b->least, 0, (w->frame->n + 1) * sizeof *b->least);
	for (size_t k = from; k < to; k++)
		run_centre(w, k);
}
