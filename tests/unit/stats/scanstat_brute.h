/* A made-up town, and the best window of it found by trying every window of every zone,
 * each from its definition: what the engines of the scan must equal. */
#ifndef LASTSEEN_TESTS_SCANSTAT_BRUTE_H
#define LASTSEEN_TESTS_SCANSTAT_BRUTE_H

#include "stats/scanstat_frame.h"
#include <math.h>

enum { MOST = 700, PLACES = 60, UNITS = 40 };

struct town {
	struct context ctx;
	struct scanstat_input in;
	double x_m[PLACES], y_m[PLACES], population[PLACES];
	double centre_x_m[PLACES], centre_y_m[PLACES];
	uint32_t place[MOST], unit[MOST], child[MOST];
	uint8_t control[MOST], stratum[UNITS];
};

/* Places on a coarse grid: equal distances abound. */
static void town_init(struct town *t, uint64_t seed, size_t n, bool centres)
{
	context_init(&t->ctx);
	t->ctx.seed = seed;
	struct stream s = stream_make(seed, 1, 0);
	for (size_t p = 0; p < PLACES; p++) {
		t->x_m[p] = 10.0 * (double)(p % 8);
		t->y_m[p] = 10.0 * (double)(p / 8);
		t->population[p] = p % 7 == 3 ? 0 : 1 + stream_below(&s, 50);
		t->centre_x_m[p] = t->x_m[p] + 5;
		t->centre_y_m[p] = t->y_m[p] + (double)(p % 3);
	}
	for (size_t i = 0; i < n; i++) {
		do {
			t->place[i] = stream_below(&s, PLACES / 2) +
				      stream_below(&s, PLACES / 2);
		} while (t->population[t->place[i]] <= 0);
		t->unit[i] = stream_below(&s, UNITS);
		t->child[i] = stream_below(&s, (uint32_t)n / 3 + 1);
		t->control[i] = stream_below(&s, 3) > 0;
	}
	for (size_t u = 0; u < UNITS; u++)
		t->stratum[u] = (uint8_t)(u % 7);
	t->in = (struct scanstat_input){
		.places = {PLACES, t->x_m, t->y_m, NULL},
		.n = n,
		.place = t->place,
		.unit = t->unit,
		.units = UNITS,
	};
	if (centres)
		t->in.centres = (struct scanstat_coordinates){
			PLACES, t->centre_x_m, t->centre_y_m, NULL};
}

/* ---- every window --------------------------------------------------------------- */

struct brute {
	const struct town *t;
	const struct scanstat_options *o;
	const struct scanstat_frame *f;
	const struct scanstat_draw *draw;
	bool in_zone[PLACES];
};

static double brute_llr(double c, double mu, double all)
{
	if (c <= mu)
		return 0;
	return c * log(c / mu) +
	       (c < all ? (all - c) * log((all - c) / (all - mu)) : 0);
}

static double brute_low(double c, double mu, double all)
{
	if (c >= mu || mu >= all)
		return 0;
	return (c > 0 ? c * log(c / mu) : 0) + (all - c) * log((all - c) / (all - mu));
}

/* Of those that are sought. */
static double brute_rates(const struct brute *b, double c, double mu, double all)
{
	double high = c < 2 || b->o->rates == SCANSTAT_LOW ? 0 : brute_llr(c, mu, all);
	double low = b->o->rates == SCANSTAT_HIGH ? 0 : brute_low(c, mu, all);
	return fmax(high, low);
}

/* The statistic of one window, from the definition. */
static double brute_window(const struct brute *b, uint32_t from, uint32_t to)
{
	const struct scanstat_frame *f = b->f;
	double c = 0, both = 0, cases = 0, n = (double)f->n;
	double z[7] = {0}, t[7] = {0}, all[7] = {0}, pop = 0, pop_z = 0;
	uint32_t there[MOST] = {0};
	uint8_t inside[MOST] = {0}, stay_in[MOST] = {0}, stay_z[MOST] = {0};
	double stays = 0, stays_t = 0;
	for (size_t p = 0; p < PLACES; p++) {
		pop += b->t->population[p];
		pop_z += b->in_zone[p] ? b->t->population[p] : 0;
		for (uint32_t e = b->draw->first[p]; e < b->draw->first[p + 1]; e++) {
			uint32_t day = b->draw->day[e];
			bool now = day >= from && day <= to;
			bool is_case = !b->draw->control || !b->draw->control[e];
			int k = b->t->in.stratum ? b->t->stratum[day] : 0;
			cases += is_case;
			all[k]++;
			t[k] += now;
			z[k] += b->in_zone[p];
			both += now && b->in_zone[p];
			c += now && b->in_zone[p] && is_case;
			if (!f->child)
				continue;
			/* A child's day counts once. */
			bool first = !stay_in[f->stay[e]];
			stay_in[f->stay[e]] = 1;
			stays += first;
			stays_t += first && now;
			if (b->in_zone[p]) {
				there[f->child[e]] += !stay_z[f->stay[e]];
				stay_z[f->stay[e]] = 1;
				inside[f->child[e]] |= now;
			}
		}
	}
	if (b->o->model == SCANSTAT_BERNOULLI) {
		bool high = c >= 2 && c * n > cases * both;
		bool low = c * n < cases * both;
		if (!(high && b->o->rates != SCANSTAT_LOW) &&
			!(low && b->o->rates != SCANSTAT_HIGH))
			return 0;
		double out = n - both, c_out = cases - c;
		double llr = c > 0 ? c * log(c / both) : 0;
		llr += both > c ? (both - c) * log((both - c) / both) : 0;
		llr += c_out > 0 ? c_out * log(c_out / out) : 0;
		llr += out > c_out ? (out - c_out) * log((out - c_out) / out) : 0;
		return llr - cases * log(cases / n) - (n - cases) * log(1 - cases / n);
	}
	if (b->o->model == SCANSTAT_POISSON) {
		double mu = n * pop_z / pop * (to - from + 1) / f->units;
		return brute_rates(b, c, mu, n);
	}
	if (f->child) {
		double mu = 0;
		c = 0;
		for (size_t h = 0; h < f->n; h++) {
			c += inside[h];
			mu += there[h] ? 1 - pow(1 - stays_t / stays, there[h]) : 0;
		}
		return c < 2 || c <= mu ? 0 : c * log(c / mu) - (c - mu);
	}
	double mu = 0;
	for (int k = 0; k < 7; k++)
		mu += all[k] > 0 ? z[k] * t[k] / all[k] : 0;
	return brute_rates(b, c, mu, n);
}

static double brute_zone(const struct brute *b)
{
	double best = 0;
	const struct scanstat_frame *f = b->f;
	for (uint32_t from = 0; from < f->units; from++)
		for (uint32_t to = from; to < f->units && to - from < f->window; to++)
			if (!f->last_only || to == f->units - 1)
				best = fmax(best, brute_window(b, from, to));
	return best;
}

static double brute_best(struct brute *b)
{
	const struct scanstat_frame *f = b->f;
	double best = 0, total = 0;
	for (size_t p = 0; p < PLACES; p++)
		total += f->size[p];
	for (size_t k = 0; k < f->centres; k++) {
		double done = -1;
		for (;;) {
			double next = INFINITY, size = 0;
			for (size_t p = 0; p < PLACES; p++) {
				double d = scanstat_distance2(f->about, k, f->at, p);
				if (d > done && d < next)
					next = d;
			}
			if (!isfinite(next))
				break;
			done = next;
			for (size_t p = 0; p < PLACES; p++) {
				b->in_zone[p] = b->o->shape == SCANSTAT_TIME ||
						scanstat_distance2(
							f->about, k, f->at, p) <= done;
				size += b->in_zone[p] ? f->size[p] : 0;
			}
			if (b->o->shape != SCANSTAT_TIME &&
				((b->o->max_radius_m > 0 &&
					 done > b->o->max_radius_m *
							 b->o->max_radius_m) ||
					(b->o->max_share > 0 &&
						size > b->o->max_share * total)))
				break;
			best = fmax(best, brute_zone(b));
			if (b->o->shape == SCANSTAT_TIME)
				return best;
		}
	}
	return best;
}

#endif
