/* Radius and window from the data: the bend of a known curve, gatherings of a known
 * width, and points that have no bend. */
#include "../unit.h"
#include "base/random.h"
#include "stats/knee.h"
#include <math.h>
#include <string.h>

enum { MOST = 30000 };
static struct context ctx;
static double x_m[MOST], y_m[MOST];
static int64_t t_s[MOST];
static uint32_t count[MOST];

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

/* Gatherings of 40 with a standard deviation of 50 m and three days around a moment,
 * and as many points anywhere on 30 by 30 km in 1000 days. */
static struct points gatherings(uint64_t seed, size_t n)
{
	struct stream s = stream_make(seed, 1, 0);
	double x = 0, y = 0, t = 0;
	for (size_t i = 0; i < n; i++) {
		bool stray = i % 2 == 1;
		if (i % 80 == 0) {
			x = 30000 * stream_01(&s);
			y = 30000 * stream_01(&s);
			t = 1000 * stream_01(&s);
		}
		x_m[i] = stray ? 30000 * stream_01(&s) : x + 50 * stream_normal(&s);
		y_m[i] = stray ? 30000 * stream_01(&s) : y + 50 * stream_normal(&s);
		double day = stray ? 1000 * stream_01(&s) : t + 3 * stream_normal(&s);
		t_s[i] = (int64_t)(86400 * day);
	}
	return (struct points){n, x_m, y_m, t_s};
}

static void test_bend_of_a_known_curve(void **state)
{
	(void)state;
	/* 95 values are kept: level to the 57th, then steep. */
	double values[100];
	struct knee knee;
	for (size_t i = 0; i < 100; i++)
		values[i] = i <= 57 ? 10 + 0.1 * (double)i : 20 + 30 * (double)(i - 57);
	values[99] = 1e9;
	assert_true(knee_find(values, 100, &knee));
	assert_true(knee.value == values[57]);
	assert_true(fabs(knee.share_01 - 0.58) < 1e-12);
	double want = 57 / 94.0 - 5.7 / (values[94] - 10);
	assert_true(fabs(knee.height_01 - want) < 1e-12);
	assert_false(knee_find(values, 4, &knee));
	for (size_t i = 0; i < 100; i++)
		values[i] = 7;
	assert_false(knee_find(values, 100, &knee));
	values[99] = 8;
	assert_false(knee_find(values, 100, &knee));
}

static void test_radius_of_gatherings(void **state)
{
	(void)state;
	const size_t sizes[] = {800, 4000, MOST};
	for (size_t k = 0; k < 2; k++) {
		struct points p = gatherings(k + 1, sizes[k]);
		struct knee one, two;
		ctx.threads = 1;
		assert_int_equal(knee_radius(&ctx, &one, p, NULL, 6), ERR_OK);
		ctx.threads = 2;
		assert_int_equal(knee_radius(&ctx, &two, p, NULL, 6), ERR_OK);
		assert_memory_equal(&one, &two, sizeof one);
		assert_true(one.value >= 40 && one.value <= 160);
		assert_true(one.share_01 > 0.4 && one.share_01 < 0.65);
		assert_true(one.height_01 > 0.1 && one.height_01 < 1);
		/* Two digits. */
		assert_true(fmod(one.value, one.value < 100 ? 1 : 10) == 0);
	}
	/* A sample gives nearly the same as all. */
	struct knee sample;
	struct points p = gatherings(9, MOST);
	assert_int_equal(knee_radius(&ctx, &sample, p, NULL, 6), ERR_OK);
	assert_int_equal(sample.asked, 10000);
	struct knee again;
	assert_int_equal(knee_radius(&ctx, &again, p, NULL, 6), ERR_OK);
	assert_memory_equal(&sample, &again, sizeof again);
}

static void test_window_of_gatherings(void **state)
{
	(void)state;
	struct points p = gatherings(4, 4000);
	struct knee knee;
	assert_int_equal(knee_window(&ctx, &knee, p, NULL, 100, 6), ERR_OK);
	assert_true(knee.value >= 86400 && knee.value <= 8 * 86400);
	assert_true(fmod(knee.value, 3600) == 0);
}

/* A row that counts k is k points. */
static void test_counts_are_points(void **state)
{
	(void)state;
	struct knee of_rows, of_points;
	struct stream s = stream_make(3, 1, 0);
	size_t n = 0;
	for (size_t i = 0; i < 300; i++)
		for (size_t k = 0; k < 3; k++, n++) {
			x_m[n] = k ? x_m[n - 1] : 1000 * pow(stream_01(&s), 3);
			y_m[n] = k ? y_m[n - 1] : 1000 * pow(stream_01(&s), 3);
		}
	struct points p = {n, x_m, y_m, NULL};
	assert_int_equal(knee_radius(&ctx, &of_points, p, NULL, 7), ERR_OK);
	for (size_t i = 0; i < 300; i++) {
		x_m[i] = x_m[3 * i];
		y_m[i] = y_m[3 * i];
		count[i] = 3;
	}
	p.n = 300;
	assert_int_equal(knee_radius(&ctx, &of_rows, p, count, 7), ERR_OK);
	assert_true(fabs(of_rows.value - of_points.value) <= 0.1 * of_points.value);
	assert_int_equal(of_rows.asked, 300);
}

static void test_no_bend(void **state)
{
	(void)state;
	struct knee knee;
	struct points p = gatherings(1, 500);
	for (size_t i = 0; i < 500; i++) {
		x_m[i] = y_m[i] = 5;
		t_s[i] = 86400;
	}
	assert_int_equal(knee_radius(&ctx, &knee, p, NULL, 5), ERR_DATA);
	assert_non_null(strstr(ctx.error, "give a radius"));
	assert_int_equal(knee_window(&ctx, &knee, p, NULL, 100, 5), ERR_DATA);
	assert_non_null(strstr(ctx.error, "give a window"));
	assert_int_equal(knee_radius(&ctx, &knee, p, NULL, 501), ERR_DATA);
	assert_int_equal(knee_radius(&ctx, &knee, p, NULL, 1001), ERR_USAGE);
	p.n = 0;
	assert_int_equal(knee_radius(&ctx, &knee, p, NULL, 5), ERR_DATA);
	assert_int_equal(knee_window(&ctx, &knee, p, NULL, 100, 5), ERR_DATA);
	p.n = 3;
	assert_int_equal(knee_radius(&ctx, &knee, p, NULL, 2), ERR_DATA);
	p = gatherings(1, 500);
	x_m[3] = NAN;
	assert_int_equal(knee_radius(&ctx, &knee, p, NULL, 5), ERR_DATA);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* Times as far apart as can be written; a bend there is no fault. */
static void test_extreme_times(void **state)
{
	(void)state;
	struct knee knee;
	struct points p = gatherings(2, 400);
	for (size_t i = 0; i < 400; i++) {
		x_m[i] = (double)(i % 3);
		t_s[i] = i % 2 ? INT64_MAX - (int64_t)i : INT64_MIN + (int64_t)i;
	}
	if (!knee_window(&ctx, &knee, p, NULL, 50000, 5))
		assert_true(isfinite(knee.value) && knee.value > 0);
}

static void test_min_points(void **state)
{
	(void)state;
	assert_int_equal(knee_min_points(0), 5);
	assert_int_equal(knee_min_points(148), 5);
	assert_int_equal(knee_min_points(149), 6);
	assert_int_equal(knee_min_points(1000000), 14);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_bend_of_a_known_curve),
		TEST(test_radius_of_gatherings),
		TEST(test_window_of_gatherings),
		TEST(test_counts_are_points),
		TEST(test_no_bend),
		TEST(test_extreme_times),
		TEST(test_min_points),
	};
	return cmocka_run_group_tests_name("knee", tests, NULL, NULL);
}
