#include "base/random.h"
#include "stats/local.h"
#include "stats/moran.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 600 };
static struct context ctx;
static double x_m[MOST], y_m[MOST], value[MOST];

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

static struct points cloud(uint64_t seed, size_t n)
{
	struct stream s = stream_make(seed, 1, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = floor(100 * stream_01(&s));
		y_m[i] = floor(100 * stream_01(&s));
		/* Counts: many ties. */
		value[i] = stream_below(&s, 4) * stream_below(&s, 3);
	}
	return (struct points){n, x_m, y_m, NULL};
}

static void test_rows(void **state)
{
	(void)state;
	double x[] = {0, 3, 3, 100, 0}, y[] = {0, 4, 0, 0, 0};
	struct points p = {5, x, y, NULL};
	struct weights w;
	assert_int_equal(weights_within(&ctx, &w, p, 5, false), ERR_OK);
	/* 0: 1 (at exactly 5), 2, and 4 at the same place. */
	assert_int_equal(w.from[1], 3);
	assert_true(w.to[0] == 1 && w.to[1] == 2 && w.to[2] == 4);
	assert_int_equal(weights_islands(&w), 1);
	assert_int_equal(weights_within(&ctx, &w, p, 5, true), ERR_OK);
	assert_true(w.self && w.from[1] == 4 && w.to[0] == 0);
	assert_int_equal(weights_islands(&w), 1);
	weights_standardise(&w);
	assert_true(w.weight[0] == 0.25);
	assert_int_equal(weights_nearest(&ctx, &w, p, 2), ERR_OK);
	assert_true(w.to[0] == 2 && w.to[1] == 4);
	/* From 3 the nearest are 2 at 97 and 1 at 97.08. */
	assert_true(w.to[6] == 1 && w.to[7] == 2);
	assert_int_equal(weights_nearest(&ctx, &w, p, 5), ERR_USAGE);
	assert_int_equal(weights_within(&ctx, &w, p, 0, true), ERR_USAGE);
	uint32_t i[] = {3, 0}, j[] = {1, 9};
	double one[] = {1, 1};
	assert_int_equal(weights_from_edges(&ctx, &w, 5, 2, i, j, one), ERR_DATA);
	assert_int_equal(weights_from_edges(&ctx, &w, 5, 1, i, j, one), ERR_OK);
	assert_int_equal(weights_islands(&w), 4);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void test_even_on_null_data(void **state)
{
	(void)state;
	enum { CASES = 300 };
	double p[CASES], apart = 0;
	ctx.threads = 2;
	for (uint64_t k = 0; k < CASES; k++) {
		struct points points = cloud(k, 80);
		struct weights w;
		struct autocorrelation a;
		ctx.seed = k + 5;
		assert_int_equal(weights_within(&ctx, &w, points, 20, false), ERR_OK);
		assert_int_equal(
			moran_run(&ctx, &a, value, &w, MORAN_RANDOMISATION, 99),
			ERR_OK);
		p[k] = a.p_permutation;
	}
	qsort(p, CASES, sizeof *p, ascending);
	for (int k = 0; k < CASES; k++)
		apart = fmax(apart, fabs(p[k] - 0.005 - (k + 0.5) / CASES));
	print_message("KS distance %.4f of %.4f\n", apart, 1.63 / sqrt(CASES));
	assert_true(apart < 1.63 / sqrt(CASES));
}

static void test_hot_spot_and_threads(void **state)
{
	(void)state;
	struct points p = cloud(3, MOST);
	for (size_t i = 0; i < MOST; i++)
		value[i] += hypot(x_m[i] - 20, y_m[i] - 20) < 12 ? 20 : 0;
	struct weights w, ws;
	assert_int_equal(weights_within(&ctx, &w, p, 8, false), ERR_OK);
	assert_int_equal(weights_within(&ctx, &ws, p, 8, true), ERR_OK);
	struct local moran[2], star[2];
	for (int k = 0; k < 2; k++) {
		ctx.threads = k + 1;
		assert_int_equal(local_moran_run(&ctx, &moran[k], value, &w,
					 LOCAL_CONDITIONAL, 199),
			ERR_OK);
		assert_int_equal(local_g_run(&ctx, &star[k], value, &ws, 199), ERR_OK);
	}
	assert_memory_equal(
		moran[0].p_permutation, moran[1].p_permutation, MOST * sizeof(double));
	assert_memory_equal(
		star[0].p_permutation, star[1].p_permutation, MOST * sizeof(double));
	size_t hot = 0, wrong = 0, all = 0;
	for (size_t i = 0; i < MOST; i++) {
		bool inside = hypot(x_m[i] - 20, y_m[i] - 20) < 9;
		bool outside = hypot(x_m[i] - 20, y_m[i] - 20) > 21;
		all += inside;
		if (inside && star[0].z[i] > 0 && star[0].p_fdr[i] < 0.05)
			hot++;
		wrong += outside && star[0].z[i] > 0 && star[0].p_fdr[i] < 0.05;
		if (inside)
			assert_int_equal(moran[0].quadrant[i], LOCAL_HIGH_HIGH);
	}
	assert_true(all > 3 && hot == all && wrong <= 1);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

static void test_refuses(void **state)
{
	(void)state;
	struct points p = cloud(1, 30);
	struct weights w, self;
	struct local l;
	struct autocorrelation a;
	assert_int_equal(weights_within(&ctx, &w, p, 30, false), ERR_OK);
	assert_int_equal(weights_within(&ctx, &self, p, 30, true), ERR_OK);
	assert_int_equal(local_moran_run(&ctx, &l, value, &self, LOCAL_CONDITIONAL, 0),
		ERR_USAGE);
	assert_int_equal(global_g_run(&ctx, &a, value, &self, 0), ERR_USAGE);
	value[4] = -1;
	assert_int_equal(global_g_run(&ctx, &a, value, &w, 0), ERR_DATA);
	value[4] = NAN;
	assert_int_equal(moran_run(&ctx, &a, value, &w, MORAN_NORMALITY, 0), ERR_DATA);
	assert_int_equal(local_g_run(&ctx, &l, value, &w, 0), ERR_DATA);
	for (int i = 0; i < 30; i++)
		value[i] = 2;
	assert_int_equal(geary_run(&ctx, &a, value, &w, MORAN_NORMALITY, 0), ERR_DATA);
	assert_int_equal(local_geary_run(&ctx, &l, value, &w, 0), ERR_DATA);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_even_on_null_data, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_hot_spot_and_threads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
	};
	return cmocka_run_group_tests_name("weights", tests, NULL, NULL);
}
