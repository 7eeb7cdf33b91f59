#include "stats/aoristic.h"
#include "stats/circular.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

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

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-12;
}

static int64_t london(int year, int month, int day, int hour, int minute)
{
	struct civil c = {year, month, day, hour, minute, 0};
	return london_to_utc(c, NULL);
}

static struct aoristic spread_one(int64_t start_s, int64_t end_s)
{
	struct aoristic a;
	struct aoristic_options o = AORISTIC_DEFAULT;
	aoristic_run(&a, 1, &start_s, &end_s, &o);
	double sum = 0;
	for (int d = 0; d < 7; d++)
		for (int h = 0; h < 24; h++)
			sum += a.weight[d][h];
	assert_true(near(sum, a.total));
	return a;
}

enum { MONDAY, FRIDAY = 4, SATURDAY, SUNDAY };

static void test_spread(void **state)
{
	(void)state;
	/* Friday 22 May 2026 22:30 to Saturday 01:00, in summer time. */
	struct aoristic a =
		spread_one(london(2026, 5, 22, 22, 30), london(2026, 5, 23, 1, 0));
	assert_true(near(a.weight[FRIDAY][22], 0.2) && near(a.weight[FRIDAY][23], 0.4));
	assert_true(near(a.weight[SATURDAY][0], 0.4) && a.weight[SATURDAY][1] == 0);
	assert_true(a.pinned == 0);
	/* A point in time, and a minute. */
	a = spread_one(london(2026, 1, 12, 23, 59), london(2026, 1, 12, 23, 59));
	assert_true(a.weight[MONDAY][23] == 1 && a.pinned == 1);
	a = spread_one(london(2026, 1, 12, 0, 0), london(2026, 1, 12, 0, 1));
	assert_true(a.weight[MONDAY][0] == 1);
}

static void test_changes_of_the_clock(void **state)
{
	(void)state;
	/* Sunday 29 March 2026 has 23 hours and none from 1 to 2. */
	struct moment day = moment_day(2026, 3, 29);
	struct aoristic a = spread_one(day.start_s, day.start_s + day.span_s);
	assert_true(a.weight[SUNDAY][1] == 0 && near(a.weight[SUNDAY][0], 1 / 23.0));
	assert_true(near(a.weight[SUNDAY][23], 1 / 23.0) && a.weight[MONDAY][0] == 0);
	/* Sunday 25 October 2026 has 25, and two from 1 to 2. */
	day = moment_day(2026, 10, 25);
	a = spread_one(day.start_s, day.start_s + day.span_s);
	assert_true(near(a.weight[SUNDAY][1], 2 / 25.0));
	assert_true(near(a.weight[SUNDAY][2], 1 / 25.0) && a.weight[SATURDAY][23] == 0);
}

/* Half a year, one end in winter time and both changes inside. */
static void test_long_intervals(void **state)
{
	(void)state;
	int64_t start_s = london(2026, 3, 1, 0, 0), end_s = london(2026, 11, 15, 0, 0);
	struct aoristic a;
	struct aoristic_options o = {0};
	aoristic_run(&a, 1, &start_s, &end_s, &o);
	double hours = (double)(end_s - start_s) / 3600, sunday = 0;
	for (int h = 0; h < 24; h++)
		sunday += a.weight[SUNDAY][h];
	/* 37 Sundays, an hour less and an hour more. */
	assert_true(near(sunday, 37 * 24 / hours));
	assert_true(near(a.weight[SUNDAY][1], 37 / hours));
	o = (struct aoristic_options)AORISTIC_DEFAULT;
	aoristic_run(&a, 1, &start_s, &end_s, &o);
	assert_true(a.left_out == 1 && a.used == 0 && a.pinned == 0);
	aoristic_run(&a, 1, &end_s, &start_s, &o);
	assert_true(a.left_out == 1);
}

static void test_mean_hour(void **state)
{
	(void)state;
	double hours[] = {23, 1, 25, -1}, weight[] = {1, 1, 0, 0};
	struct circular c;
	assert_int_equal(circular_run(&ctx, &c, 4, hours, NULL, 24), ERR_OK);
	assert_true(near(c.mean, 0) || near(c.mean, 24));
	assert_true(near(c.resultant, cos(acos(-1) / 12)));
	assert_int_equal(circular_run(&ctx, &c, 2, hours, weight, 24), ERR_OK);
	assert_true(c.n == 2);
	double even[] = {0, 6, 12, 18};
	assert_int_equal(circular_run(&ctx, &c, 4, even, NULL, 24), ERR_OK);
	assert_true(isnan(c.mean) && c.rayleigh_p > 0.99);
	assert_int_equal(circular_run(&ctx, &c, 0, even, NULL, 24), ERR_DATA);
	even[1] = NAN;
	assert_int_equal(circular_run(&ctx, &c, 4, even, NULL, 24), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_spread, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_changes_of_the_clock, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_intervals, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mean_hour, setup, teardown),
	};
	return cmocka_run_group_tests_name("times", tests, NULL, NULL);
}
