#include "base/random.h"
#include "stats/ellipse.h"
#include "stats/knox.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 300 };
static struct context ctx;
static double x_m[MOST], y_m[MOST];
static int64_t t_s[MOST];

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
		x_m[i] = 350000 + floor(40 * stream_normal(&s));
		y_m[i] = 430000 + floor(20 * stream_normal(&s));
		t_s[i] = stream_below(&s, 60);
	}
	return (struct points){n, x_m, y_m, t_s};
}

static void test_knox_counts_every_pair(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 6; seed++) {
		struct points p = cloud(seed, MOST);
		struct knox_options o = {
			.radius_m = 5 * (double)seed, .window_s = (int64_t)seed * 2};
		int64_t space = 0, time = 0, both = 0;
		for (size_t i = 0; i < p.n; i++)
			for (size_t j = i + 1; j < p.n; j++) {
				double dx = x_m[i] - x_m[j], dy = y_m[i] - y_m[j];
				bool s = dx * dx + dy * dy <= o.radius_m * o.radius_m;
				bool t = llabs(t_s[i] - t_s[j]) <= o.window_s;
				space += s;
				time += t;
				both += s && t;
			}
		struct knox k;
		assert_int_equal(knox_run(&ctx, &k, p, &o), ERR_OK);
		assert_int_equal(k.close_space, space);
		assert_int_equal(k.close_time, time);
		assert_int_equal(k.close_both, both);
		assert_true(isnan(k.p_permutation));
		/* With permutations the pairs are kept, which must not change a count.
		 */
		o.replications = 50;
		struct knox one, two;
		assert_int_equal(knox_run(&ctx, &one, p, &o), ERR_OK);
		ctx.threads = 2;
		assert_int_equal(knox_run(&ctx, &two, p, &o), ERR_OK);
		ctx.threads = 1;
		assert_memory_equal(&one, &two, sizeof one);
		assert_int_equal(one.close_both, both);
		assert_true(
			one.permuted_sd == 0 || fabs(one.permuted_mean - one.expected) <
							4 * sqrt(one.variance / 50));
	}
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void test_knox_is_even_on_null_data(void **state)
{
	(void)state;
	enum { CASES = 300 };
	double p[CASES], apart = 0;
	ctx.threads = 2;
	for (uint64_t k = 0; k < CASES; k++) {
		struct points points = cloud(1000 + k, 150);
		struct knox_options o = {
			.radius_m = 20, .window_s = 6, .replications = 99};
		struct knox knox;
		ctx.seed = k;
		assert_int_equal(knox_run(&ctx, &knox, points, &o), ERR_OK);
		p[k] = knox.p_permutation;
	}
	qsort(p, CASES, sizeof *p, ascending);
	for (int k = 0; k < CASES; k++)
		apart = fmax(apart, fabs(p[k] - 0.005 - (k + 0.5) / CASES));
	print_message("KS distance %.4f of %.4f\n", apart, 1.63 / sqrt(CASES));
	assert_true(apart < 1.63 / sqrt(CASES));
}

static void test_knox_refuses(void **state)
{
	(void)state;
	struct points p = cloud(1, 10);
	struct knox k;
	struct knox_options o = {.radius_m = -1};
	assert_int_equal(knox_run(&ctx, &k, p, &o), ERR_USAGE);
	o.radius_m = 5;
	p.n = 1;
	assert_int_equal(knox_run(&ctx, &k, p, &o), ERR_DATA);
	p = cloud(1, 10);
	p.t_s = NULL;
	assert_int_equal(knox_run(&ctx, &k, p, &o), ERR_USAGE);
	p = cloud(1, 10);
	t_s[0] = INT64_MIN;
	assert_int_equal(knox_run(&ctx, &k, p, &o), ERR_DATA);
	x_m[4] = INFINITY;
	assert_int_equal(knox_run(&ctx, &k, p, &o), ERR_DATA);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* Four points on the axes: a = 2 along a line turned clockwise by 30 degrees from
 * north, b = 1 across it. */
static void test_ellipse(void **state)
{
	(void)state;
	double turn = 30 * acos(-1) / 180;
	double along[] = {2, -2, 0, 0}, across[] = {0, 0, 1, -1};
	for (int i = 0; i < 4; i++) {
		x_m[i] = 100 + along[i] * sin(turn) + across[i] * cos(turn);
		y_m[i] = 200 + along[i] * cos(turn) - across[i] * sin(turn);
	}
	struct points p = {4, x_m, y_m, NULL};
	struct ellipse e;
	assert_int_equal(ellipse_run(&ctx, &e, p, NULL), ERR_OK);
	assert_true(fabs(e.angle_deg - 30) < 1e-9);
	/* sqrt(2 * 8 / (4 - 2)) and sqrt(2 * 2 / 2). */
	assert_true(fabs(e.major_m - sqrt(8)) < 1e-12);
	assert_true(fabs(e.minor_m - sqrt(2)) < 1e-12);
	assert_true(fabs(e.standard_distance_m - sqrt(10.0 / 4)) < 1e-12);
	assert_true(fabs(e.mean.x_m - 100) < 1e-12 && fabs(e.median.y_m - 200) < 1e-6);
	for (int i = 0; i < 4; i++) {
		x_m[i] = 100 + along[i];
		y_m[i] = 200 + across[i];
	}
	assert_int_equal(ellipse_run(&ctx, &e, p, NULL), ERR_OK);
	assert_true(e.angle_deg == 90);
	double weight[] = {2, 2, 2, 2};
	assert_int_equal(ellipse_run(&ctx, &e, p, weight), ERR_OK);
	assert_true(e.weight == 8 && fabs(e.major_m - sqrt(2 * 16 / 6.0)) < 1e-12);
}

static double sum_of_distances(struct points p, struct point at)
{
	double sum = 0;
	for (size_t i = 0; i < p.n; i++)
		sum += hypot(p.x_m[i] - at.x_m, p.y_m[i] - at.y_m);
	return sum;
}

static void test_median_centre(void **state)
{
	(void)state;
	struct points p = cloud(3, 101);
	struct ellipse e;
	assert_int_equal(ellipse_run(&ctx, &e, p, NULL), ERR_OK);
	double least = sum_of_distances(p, e.median);
	for (int k = 0; k < 8; k++) {
		struct point off = {
			e.median.x_m + 0.01 * cos(k), e.median.y_m + 0.01 * sin(k)};
		assert_true(sum_of_distances(p, off) > least);
	}
	/* More than half at one place: that place, though the mean starts elsewhere. */
	for (int i = 0; i < 60; i++) {
		x_m[i] = 350500;
		y_m[i] = 430300;
	}
	assert_int_equal(ellipse_run(&ctx, &e, p, NULL), ERR_OK);
	assert_true(hypot(e.median.x_m - 350500, e.median.y_m - 430300) < 1e-3);
	p.n = 1;
	assert_int_equal(ellipse_run(&ctx, &e, p, NULL), ERR_OK);
	assert_true(e.median.x_m == 350500 && isnan(e.major_m));
	p.n = 0;
	assert_int_equal(ellipse_run(&ctx, &e, p, NULL), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_knox_counts_every_pair, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_knox_is_even_on_null_data, setup, teardown),
		cmocka_unit_test_setup_teardown(test_knox_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(test_ellipse, setup, teardown),
		cmocka_unit_test_setup_teardown(test_median_centre, setup, teardown),
	};
	return cmocka_run_group_tests_name("spread", tests, NULL, NULL);
}
