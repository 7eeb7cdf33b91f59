/* Limits of months: how often an even series has a month outside, and whether one far out
 * is seen. */
#include "../unit.h"
#include "base/random.h"
#include "stats/control.h"
#include <math.h>

enum { MONTHS_MOST = 36, RUNS = 1000 };

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

/* Children who go once to `most` times in their month. */
static void series(
	struct stream *s, int64_t *count, size_t n, double mean, uint32_t most)
{
	double children = mean / ((1 + (double)most) / 2);
	for (size_t i = 0; i < n; i++) {
		count[i] = 0;
		for (double t = -log(1 - stream_01(s)); t < children;
			t -= log(1 - stream_01(s)))
			count[i] += 1 + stream_below(s, most);
	}
}

/* The share of series in which month `at` (or any, from n on) is out of its limits. */
static double share(size_t n, double mean, uint32_t most, size_t at, double times)
{
	int out = 0;
	for (uint32_t r = 0; r < RUNS; r++) {
		struct stream s = stream_make(41, (uint32_t)n * 100 + most, r);
		int64_t count[MONTHS_MOST];
		struct control c;
		struct control_options o = {.chart = CONTROL_C};
		struct arena_mark mark = arena_mark(ctx.arena);
		series(&s, count, n, mean, most);
		if (at < n)
			count[at] = (int64_t)(times * mean);
		assert_int_equal(control_run(&ctx, &c, n, count, NULL, &o), ERR_OK);
		bool any = false;
		for (size_t i = 0; i < n; i++) {
			bool far = c.points[i].signal == CONTROL_HIGH ||
				   c.points[i].signal == CONTROL_LOW;
			any = any || (far && (at >= n || i == at));
		}
		out += any;
		arena_reset(ctx.arena, mark);
	}
	return (double)out / RUNS;
}

static void test_even_months(void **state)
{
	(void)state;
	static const size_t lengths[] = {8, 12, 24, 36};
	for (int k = 0; k < 4; k++)
		for (uint32_t most = 1; most <= 5; most += 2)
			for (double mean = 8; mean < 60; mean += 42) {
				size_t n = lengths[k];
				double got = share(n, mean, most, n, 0);
				print_message("%zu months of %g, up to %u each: %.1f "
					      "%% have one outside\n",
					n, mean, most, got * 100);
				/* 36 times 0.2 % is 7 %; few children make counts lopsided. */
				assert_true(got <= 0.12);
			}
}

static void test_a_month_far_out(void **state)
{
	(void)state;
	static const double times[] = {1.5, 1.8, 2.2, 3};
	for (int k = 0; k < 4; k++)
		print_message("%.1f times among 12 months of 50: seen in %.0f %%, of "
			      "children who go up to three times in %.0f %%\n",
			times[k], 100 * share(12, 50, 1, 5, times[k]),
			100 * share(12, 50, 3, 5, times[k]));
	assert_true(share(12, 50, 1, 5, 2.2) > 0.95);
	assert_true(share(12, 50, 3, 5, 3) > 0.95);
	assert_true(share(24, 50, 1, 5, 2.2) > 0.95);
	/* At either end of the series, too. */
	assert_true(share(12, 50, 1, 0, 2.2) > 0.9);
	assert_true(share(12, 50, 1, 11, 2.2) > 0.9);
}

/* Two levels: no month is an outlier of a level that there isn't. */
static void test_two_levels(void **state)
{
	(void)state;
	int64_t count[12];
	struct control c;
	struct control_options o = {.chart = CONTROL_C};
	for (int i = 0; i < 12; i++)
		count[i] = i < 6 ? 10 : 60;
	assert_int_equal(control_run(&ctx, &c, 12, count, NULL, &o), ERR_OK);
	for (int i = 0; i < 12; i++)
		assert_true(c.points[i].baseline);
	assert_true(c.centre == 35);
	count[3] = 400;
	for (int i = 0; i < 12; i++)
		count[i] = i == 3 ? 90 : 30 + i % 3;
	assert_int_equal(control_run(&ctx, &c, 12, count, NULL, &o), ERR_OK);
	assert_false(c.points[3].baseline);
	assert_int_equal(c.points[3].signal, CONTROL_HIGH);
	assert_true(c.centre < 32 && c.dispersion == 1);
	o.poisson_only = true;
	assert_int_equal(control_run(&ctx, &c, 12, count, NULL, &o), ERR_OK);
	assert_true(c.points[3].baseline);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_even_months, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_month_far_out, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_levels, setup, teardown),
	};
	return cmocka_run_group_tests_name("limits of months", tests, NULL, NULL);
}
