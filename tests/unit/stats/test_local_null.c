/* Null data: every permutation p is even, ties and duplicates or not; and planted likeness
 * is found. Kolmogorov and Smirnov over 1,000 simulations. */
#include "../unit.h"
#include "base/random.h"
#include "stats/ebrates.h"
#include "stats/gi_exact.h"
#include "stats/joincount.h"
#include "stats/local.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CASES = 1000, PLACES = 40, PERMUTATIONS = 99 };
/* At 1 %; P(sup |F - p| > 1.63 / sqrt(n)) = 0.01. */
#define BOUND (1.63 / sqrt(CASES))

static struct context ctx;

static int setup(void **state)
{
	(void)state;
	context_init(&ctx);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	context_release(&ctx);
	return 0;
}

/* One simulated case. */
struct simulated {
	double x_m[PLACES], y_m[PLACES], value[PLACES], population[PLACES];
	uint32_t colour[PLACES];
	struct weights w, self;
};

enum kind { SMOOTH, COUNTS };

/* Places on few spots, so that some lie on others; values normal, or counts of which most
 * are equal. */
static void simulate(struct simulated *c, uint64_t k, enum kind kind, double planted)
{
	struct stream s = stream_make(11, (uint32_t)kind, k);
	for (size_t i = 0; i < PLACES; i++) {
		c->x_m[i] = stream_below(&s, 12);
		c->y_m[i] = stream_below(&s, 12);
		double u = stream_01(&s);
		c->value[i] = kind == SMOOTH ? stream_normal(&s)
			      : u < 0.6      ? 0
			      : u < 0.85     ? 1
					     : 2 + stream_below(&s, 4);
		c->value[i] += planted * (c->x_m[i] > 5);
		c->population[i] = 100;
		c->colour[i] = stream_below(&s, 3);
	}
	struct points p = {PLACES, c->x_m, c->y_m, NULL};
	assert_int_equal(weights_within(&ctx, &c->w, p, 3, false), ERR_OK);
	weights_with_self(&ctx, &c->self, &c->w);
	ctx.seed = k + 1;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The largest distances of the shares of p-values from what is even: above (p too small)
 * and below. p takes the values k / (PERMUTATIONS + 1). */
struct distance {
	double above, below;
};

static struct distance distance_of(double *p, size_t n)
{
	struct distance d = {0, 0};
	qsort(p, n, sizeof *p, ascending);
	for (size_t k = 0; k < n; k++) {
		if (k + 1 == n || p[k + 1] > p[k])
			d.above = fmax(d.above, (double)(k + 1) / (double)n - p[k]);
		if (k == 0 || p[k - 1] < p[k])
			d.below = fmax(d.below, p[k] - 1.0 / (PERMUTATIONS + 1) -
							(double)k / (double)n);
	}
	return d;
}

/* even: both ways; else p may be too large (ties), never too small. */
static void judge(const char *name, double *p, size_t n, bool even)
{
	struct distance d = distance_of(p, n);
	double bound = BOUND * sqrt((double)CASES / (double)n);
	print_message("%-28s too small by %.4f, too large by %.4f, of %.4f\n", name,
		d.above, d.below, bound);
	assert_true(d.above < bound);
	if (even)
		assert_true(d.below < bound);
	/* Such p-values would not pass if they were too small by a third. */
	for (size_t k = 0; k < n; k++)
		p[k] *= 0.66;
	assert_true(distance_of(p, n).above > bound);
}

enum { MORAN, GEARY, G, RATES, JOINS, GLOBALS };

static void global_ps(struct simulated *c, double p[GLOBALS], enum kind kind)
{
	struct autocorrelation a;
	struct eb_rates rates;
	struct join_counts j;
	double positive[PLACES];
	for (size_t i = 0; i < PLACES; i++)
		positive[i] = kind == COUNTS ? c->value[i] : exp(c->value[i]);
	assert_int_equal(
		moran_run(&ctx, &a, c->value, &c->w, MORAN_RANDOMISATION, PERMUTATIONS),
		ERR_OK);
	p[MORAN] = a.p_permutation;
	assert_int_equal(
		geary_run(&ctx, &a, c->value, &c->w, MORAN_RANDOMISATION, PERMUTATIONS),
		ERR_OK);
	p[GEARY] = a.p_permutation;
	assert_int_equal(global_g_run(&ctx, &a, positive, &c->w, PERMUTATIONS), ERR_OK);
	p[G] = a.p_permutation;
	for (size_t i = 0; i < PLACES; i++)
		positive[i] = floor(4 * positive[i]);
	assert_int_equal(
		eb_rates_run(&ctx, &rates, positive, c->population, &c->w), ERR_OK);
	assert_int_equal(eb_moran_run(&ctx, &a, &rates, &c->w, PERMUTATIONS), ERR_OK);
	p[RATES] = a.p_permutation;
	assert_int_equal(
		join_counts_run(&ctx, &j, c->colour, 3, &c->w, PERMUTATIONS), ERR_OK);
	p[JOINS] = j.unlike.p_permutation_less;
}

static void test_over_all(void **state)
{
	(void)state;
	static const char *const names[] = {
		"Moran's I", "Geary's C", "Getis-Ord's G", "rates", "unlike joins"};
	static double p[GLOBALS][CASES];
	for (int kind = SMOOTH; kind <= COUNTS; kind++) {
		for (uint64_t k = 0; k < CASES; k++) {
			struct arena_mark mark = arena_mark(ctx.arena);
			struct simulated c;
			double one[GLOBALS];
			simulate(&c, k, (enum kind)kind, 0);
			global_ps(&c, one, (enum kind)kind);
			for (int m = 0; m < GLOBALS; m++)
				p[m][k] = one[m];
			arena_reset(ctx.arena, mark);
		}
		for (int m = 0; m < GLOBALS; m++)
			judge(names[m], p[m], CASES, kind == SMOOTH && m != JOINS);
	}
}

enum { LOCAL_I, LOCAL_C, GI, GI_STAR, EXACT, LOCALS };

static void local_ps(struct simulated *c, double p[LOCALS])
{
	struct local l;
	double exact[PLACES], fdr[PLACES];
	bool made;
	assert_int_equal(local_moran_run(&ctx, &l, c->value, &c->w, LOCAL_CONDITIONAL,
				 PERMUTATIONS),
		ERR_OK);
	p[LOCAL_I] = l.p_permutation[0];
	assert_int_equal(
		local_geary_run(&ctx, &l, c->value, &c->w, PERMUTATIONS), ERR_OK);
	p[LOCAL_C] = l.p_permutation[0];
	assert_int_equal(local_g_run(&ctx, &l, c->value, &c->w, PERMUTATIONS), ERR_OK);
	p[GI] = l.p_permutation[0];
	assert_int_equal(
		local_g_run(&ctx, &l, c->value, &c->self, PERMUTATIONS), ERR_OK);
	p[GI_STAR] = l.p_permutation[0];
	gi_exact_run(&ctx, exact, fdr, c->value, &c->self, &made);
	p[EXACT] = made ? exact[0] : NAN;
}

static void test_of_a_place(void **state)
{
	(void)state;
	static const char *const names[] = {
		"local Moran", "local Geary", "Gi", "Gi*", "Gi*, exact"};
	static double p[LOCALS][CASES];
	for (int kind = SMOOTH; kind <= COUNTS; kind++) {
		size_t n[LOCALS] = {0};
		for (uint64_t k = 0; k < CASES; k++) {
			struct arena_mark mark = arena_mark(ctx.arena);
			struct simulated c;
			double one[LOCALS];
			simulate(&c, k, (enum kind)kind, 0);
			local_ps(&c, one);
			/* A place without neighbours has no p. */
			for (int m = 0; m < LOCALS; m++)
				if (!isnan(one[m]))
					p[m][n[m]++] = one[m];
			arena_reset(ctx.arena, mark);
		}
		assert_true(n[EXACT] == (kind == COUNTS ? CASES : 0));
		for (int m = 0; m < LOCALS; m++)
			if (n[m] > 0)
				judge(names[m], p[m], n[m], false);
	}
}

/* The exact p is what permutation comes to. */
static void test_exact_is_the_limit(void **state)
{
	(void)state;
	enum { MANY = 99999 };
	struct simulated c;
	struct local l;
	double exact[PLACES], fdr[PLACES];
	bool made;
	simulate(&c, 3, COUNTS, 0);
	assert_int_equal(local_g_run(&ctx, &l, c.value, &c.self, MANY), ERR_OK);
	gi_exact_run(&ctx, exact, fdr, c.value, &c.self, &made);
	assert_true(made);
	for (size_t i = 0; i < PLACES; i++) {
		double p = exact[i];
		assert_true(fabs(l.p_permutation[i] - p) <
			    5 * sqrt(2 * p * (1 - p / 2) / MANY) + 2e-5);
		assert_true(fdr[i] >= p);
	}
}

/* With islands: the exact moments are those of many permutations. */
static void test_islands(void **state)
{
	(void)state;
	enum { MANY = 20000 };
	struct simulated c;
	simulate(&c, 8, COUNTS, 0);
	struct points p = {PLACES, c.x_m, c.y_m, NULL};
	assert_int_equal(weights_within(&ctx, &c.w, p, 1, false), ERR_OK);
	assert_true(weights_islands(&c.w) > 3 && weights_islands(&c.w) < PLACES - 10);
	for (int k = 0; k < 3; k++) {
		struct autocorrelation a;
		assert_int_equal(k == 0   ? moran_run(&ctx, &a, c.value, &c.w,
						    MORAN_RANDOMISATION, MANY)
				 : k == 1 ? geary_run(&ctx, &a, c.value, &c.w,
						    MORAN_RANDOMISATION, MANY)
					  : global_g_run(&ctx, &a, c.value, &c.w, MANY),
			ERR_OK);
		double sd = sqrt(a.exact.variance);
		assert_true(
			fabs(a.permuted.mean - a.exact.expected) < 5 * sd / sqrt(MANY));
		assert_true(fabs(a.permuted.sd / sd - 1) < 0.05);
	}
}

static void test_power(void **state)
{
	(void)state;
	double found[GLOBALS] = {0}, cases = 100;
	for (uint64_t k = 0; k < 100; k++) {
		struct arena_mark mark = arena_mark(ctx.arena);
		struct simulated c;
		double one[GLOBALS];
		simulate(&c, k, COUNTS, 4);
		for (size_t i = 0; i < PLACES; i++)
			c.colour[i] = c.x_m[i] > 5;
		global_ps(&c, one, COUNTS);
		for (int m = 0; m < GLOBALS; m++)
			found[m] += one[m] <= 0.05;
		arena_reset(ctx.arena, mark);
	}
	/* G looks for large values among large ones alone. */
	for (int m = 0; m < GLOBALS; m++) {
		print_message("power %d: %.2f\n", m, found[m] / cases);
		assert_true(found[m] / cases > (m == G ? 0.4 : 0.8));
	}
}

/* Islands, all places on one spot, one value but for one: figures or NAN, no crash. */
static void test_odd_cases(void **state)
{
	(void)state;
	struct simulated c;
	struct local l;
	struct autocorrelation a;
	simulate(&c, 5, COUNTS, 0);
	for (size_t i = 0; i < PLACES; i++) {
		c.x_m[i] = c.y_m[i] = 7;
		c.value[i] = i == 3;
	}
	struct points p = {PLACES, c.x_m, c.y_m, NULL};
	assert_int_equal(weights_within(&ctx, &c.w, p, 3, false), ERR_OK);
	assert_int_equal(
		moran_run(&ctx, &a, c.value, &c.w, MORAN_RANDOMISATION, 99), ERR_OK);
	/* All are neighbours of all: I is -1 / (n - 1) whatever the order. */
	assert_true(isnan(a.z) && a.p_permutation == 1);
	assert_int_equal(
		local_moran_run(&ctx, &l, c.value, &c.w, LOCAL_CONDITIONAL, 99),
		ERR_OK);
	assert_true(isnan(l.z[0]) && isnan(l.p_permutation[0]));
	for (size_t i = 0; i < PLACES; i++)
		c.x_m[i] = i < 4 ? 0 : 100 * (double)i;
	assert_int_equal(weights_within(&ctx, &c.w, p, 3, false), ERR_OK);
	assert_int_equal(weights_islands(&c.w), PLACES - 4);
	assert_int_equal(local_geary_run(&ctx, &l, c.value, &c.w, 99), ERR_OK);
	assert_true(isnan(l.p_permutation[20]) && isnan(l.statistic[20]));
	assert_true(isfinite(l.statistic[0]));
	for (size_t i = 0; i < PLACES; i++)
		c.value[i] *= 1e250;
	assert_int_equal(
		moran_run(&ctx, &a, c.value, &c.w, MORAN_RANDOMISATION, 99), ERR_OK);
	assert_true(isfinite(a.statistic) && isfinite(a.variance));
	assert_int_equal(local_geary_run(&ctx, &l, c.value, &c.w, 0), ERR_DATA);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_over_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_of_a_place, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_exact_is_the_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_islands, setup, teardown),
		cmocka_unit_test_setup_teardown(test_power, setup, teardown),
		cmocka_unit_test_setup_teardown(test_odd_cases, setup, teardown),
	};
	return cmocka_run_group_tests_name("null places", tests, NULL, NULL);
}
