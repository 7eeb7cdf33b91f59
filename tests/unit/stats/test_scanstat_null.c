/* Without clusters the p-values of each null are even: few towns here, a thousand in
 * tests/bench/bench_scan.c. */
#include "../unit.h"
#include "base/random.h"
#include "stats/scanstat.h"
#include <math.h>
#include <stdlib.h>

enum { TOWNS = 120, PLACES = 40, UNITS = 42, MOST = 150 };

struct town {
	double x_m[PLACES], y_m[PLACES], population[PLACES];
	uint32_t place[MOST], unit[MOST], child[MOST];
	uint8_t control[MOST], stratum[UNITS];
};

enum what { PLAIN, WEEKDAYS, CHILDREN, POISSON, BERNOULLI, WHATS };

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
	assert_int_equal(scanstat_run(&ctx, &scan, &in, &o), ERR_OK);
	assert_true(scan.clusters_n > 0);
	/* Few cases make many ties, and ties make p-values large on purpose: here they
	 * are settled by chance. */
	double llr = scan.clusters[0].llr, above = 0, same = 1;
	for (uint32_t k = 0; k < scan.replications; k++) {
		double apart = scan.maxima[k] - llr;
		same += fabs(apart) <= 1e-11 * llr;
		above += apart > 1e-11 * llr;
	}
	assert_true(fabs(scan.clusters[0].p_value - (above + same) / 100) < 1e-15);
	context_release(&ctx);
	return (above + same * stream_01(&s)) / 100;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Kolmogorov's distance from evenness; below 1.63 / sqrt(n) in 99 of 100. */
static void test_even(void **state)
{
	(void)state;
	static const char *const names[WHATS] = {
		"permutation", "weekdays", "children", "Poisson", "Bernoulli"};
	for (int what = 0; what < WHATS; what++) {
		double p[TOWNS], apart = 0;
		for (int k = 0; k < TOWNS; k++)
			p[k] = p_of((enum what)what, (uint64_t)(1000 + k));
		qsort(p, TOWNS, sizeof *p, ascending);
		for (int k = 0; k < TOWNS; k++) {
			apart = fmax(apart, fabs(p[k] - (double)k / TOWNS));
			apart = fmax(apart, fabs(p[k] - (k + 1.0) / TOWNS));
		}
		print_message("%s: distance %.4f of %.4f\n", names[what], apart,
			1.63 / sqrt(TOWNS));
		assert_true(apart < 1.63 / sqrt(TOWNS));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_even)};
	return cmocka_run_group_tests_name("scan without clusters", tests, NULL, NULL);
}
