/* Made-up towns without clusters, one kind for each null of the scan, and the p-value of
 * each: for the unit test and the bench. */
#ifndef LASTSEEN_TESTS_SCANSTAT_NULL_H
#define LASTSEEN_TESTS_SCANSTAT_NULL_H

#include "base/random.h"
#include "stats/scanstat.h"
#include <math.h>
#include <stdlib.h>

enum { PLACES = 40, UNITS = 42, MOST = 150 };

struct town {
	double x_m[PLACES], y_m[PLACES], population[PLACES];
	uint32_t place[MOST], unit[MOST], child[MOST];
	uint8_t control[MOST], stratum[UNITS];
};

enum what { PLAIN, WEEKDAYS, CHILDREN, POISSON, BERNOULLI, WHATS };

static const char *const what_names[WHATS] = {
	"permutation", "weekdays", "children", "Poisson", "Bernoulli"};

static void children(struct town *t, struct stream *s)
{
	uint32_t n = 0, child = 0;
	while (n < MOST) {
		uint32_t times = stream_below(s, 10) < 7 ? 1 : 1 + stream_below(s, 9);
		uint32_t favourite = stream_below(s, PLACES);
		uint32_t unit = stream_below(s, UNITS);
		for (uint32_t k = 0; k < times && n < MOST; k++) {
			t->place[n] = stream_below(s, 3) ? favourite
							 : stream_below(s, PLACES);
			t->unit[n] = unit;
			t->child[n++] = child;
			unit = stream_below(s, 2) ? stream_below(s, UNITS)
						  : (unit + stream_below(s, 4)) % UNITS;
		}
		child++;
	}
}

static void fill(struct town *t, enum what what, struct stream *s)
{
	double total = 0;
	for (size_t p = 0; p < PLACES; p++) {
		t->x_m[p] = 10.0 * (double)(p % 8);
		t->y_m[p] = 10.0 * (double)(p / 8);
		total += t->population[p] = 1 + (double)(p % 5);
	}
	for (uint32_t u = 0; u < UNITS; u++)
		t->stratum[u] = (uint8_t)(u % 7);
	for (size_t i = 0; i < MOST; i++) {
		double at = stream_01(s) * total;
		for (t->place[i] = 0; at >= t->population[t->place[i]]; t->place[i]++)
			at -= t->population[t->place[i]];
		do
			t->unit[i] = stream_below(s, UNITS);
		while (what == WEEKDAYS && t->unit[i] % 7 > 4 && stream_below(s, 4));
		t->control[i] = stream_below(s, 3) > 0;
	}
	if (what == CHILDREN)
		children(t, s);
}

static double p_of(enum what what, uint64_t seed)
{
	static struct town t;
	struct context ctx;
	struct scanstat scan;
	context_init(&ctx);
	ctx.seed = seed;
	struct stream s = stream_make(seed, 9, 0);
	fill(&t, what, &s);
	struct scanstat_input in = {.places = {PLACES, t.x_m, t.y_m, NULL},
		.population = what == POISSON ? t.population : NULL,
		.n = MOST,
		.place = t.place,
		.unit = t.unit,
		.units = UNITS,
		.control = what == BERNOULLI ? t.control : NULL,
		.child = what == CHILDREN ? t.child : NULL,
		.stratum = what == WEEKDAYS ? t.stratum : NULL};
	struct scanstat_options o = {.max_radius_m = 15,
		.max_units = 7,
		.replications = 99,
		.model = what == POISSON     ? SCANSTAT_POISSON
			 : what == BERNOULLI ? SCANSTAT_BERNOULLI
					     : SCANSTAT_PERMUTATION};
	if (scanstat_run(&ctx, &scan, &in, &o) || scan.clusters_n == 0) {
		context_release(&ctx);
		return NAN;
	}
	/* Few cases make many ties, and ties make p-values large on purpose: here they
	 * are settled by chance. */
	double llr = scan.clusters[0].llr, above = 0, same = 1;
	for (uint32_t k = 0; k < scan.replications; k++) {
		double apart = scan.maxima[k] - llr;
		same += fabs(apart) <= 1e-11 * llr;
		above += apart > 1e-11 * llr;
	}
	if (fabs(scan.clusters[0].p_value - (above + same) / 100) > 1e-15)
		above = NAN;
	context_release(&ctx);
	return (above + same * stream_01(&s)) / 100;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Kolmogorov's distance of n p-values from evenness; below 1.63 / sqrt(n) in 99 of 100.
 * NAN where a p-value is none. Sorts them. */
static double uneven(double *p, size_t n)
{
	double apart = 0;
	for (size_t k = 0; k < n; k++)
		if (isnan(p[k]))
			return NAN;
	qsort(p, n, sizeof *p, ascending);
	for (size_t k = 0; k < n; k++) {
		apart = fmax(apart, fabs(p[k] - (double)k / (double)n));
		apart = fmax(apart, fabs(p[k] - ((double)k + 1) / (double)n));
	}
	return apart;
}

#endif
