/* Kaplan-Meier by hand, log-rank and Cox against R, and their p where nothing differs. */
#include "../unit.h"
#include "base/random.h"
#include "stats/cox.h"
#include "stats/km.h"
#include "stats/logrank.h"
#include <math.h>
#include <stdlib.h>

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
	return fabs(a - b) < 1e-12 * (1 + fabs(b));
}

/* Remission in weeks, treated and not (Freireich 1963). */
enum { TREATED = 21, PATIENTS = 42 };
static const double weeks[PATIENTS] = {6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20,
	22, 23, 25, 32, 32, 34, 35, 1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12,
	12, 15, 17, 22, 23};
static const uint8_t relapse[PATIENTS] = {1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1,
	1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1};

/* The treated, by hand. */
static void test_survival(void **state)
{
	(void)state;
	struct km km;
	assert_int_equal(km_run(&ctx, &km, TREATED, weeks, relapse), ERR_OK);
	assert_int_equal(km.steps_n, 7);
	assert_int_equal(km.events_n, 9);
	assert_true(near(km.steps[0].survival, 18 / 21.0));
	assert_true(near(km.steps[1].survival, 18 / 21.0 * 16 / 17));
	assert_true(fabs(km.steps[6].survival - 0.448) < 0.0005);
	assert_true(km.median == 23);
	assert_true(km_at(&km, 5.9) == 1 && km_at(&km, 6) == km.steps[0].survival);
	assert_true(km_at(&km, 100) == km.steps[6].survival);
	double two[] = {1, 2};
	uint8_t both[] = {1, 1};
	assert_int_equal(km_run(&ctx, &km, 2, two, both), ERR_OK);
	assert_true(km.median == 1.5 && km.steps[1].survival == 0);
	assert_true(isnan(km.steps[1].lower));
	both[0] = both[1] = 0;
	assert_int_equal(km_run(&ctx, &km, 2, two, both), ERR_OK);
	assert_true(isnan(km.median) && km.steps_n == 0);
	two[0] = -1;
	assert_int_equal(km_run(&ctx, &km, 2, two, both), ERR_DATA);
	assert_int_equal(km_run(&ctx, &km, 0, two, both), ERR_DATA);
}

static void test_log_rank_groups(void **state)
{
	(void)state;
	double time[] = {1, 2, 3, 4};
	uint8_t event[] = {1, 1, 1, 1};
	uint32_t group[] = {0, 0, 1, 1}, one[] = {1, 1, 1, 1};
	struct logrank l;
	assert_int_equal(logrank_run(&ctx, &l, 4, time, event, group, 2), ERR_OK);
	/* Expected in the first: 2/4 + 1/3; variance 1/4 + 2/9. */
	assert_true(near(l.expected[0], 0.5 + 1 / 3.0));
	double off = 2 - l.expected[0];
	assert_true(near(l.chi_square, off * off / (0.25 + 2 / 9.0)));
	assert_int_equal(logrank_run(&ctx, &l, 4, time, event, one, 2), ERR_DATA);
}

/* survdiff() and coxph() of R 4.2.2, survival 3.5-3, at its finest tolerance. */
static void test_against_r(void **state)
{
	(void)state;
	uint32_t two[PATIENTS], three[PATIENTS];
	double x[2 * PATIENTS];
	for (uint32_t i = 0; i < PATIENTS; i++) {
		two[i] = i >= TREATED;
		three[i] = i % 3;
		x[2 * i] = two[i];
		x[2 * i + 1] = three[i] == 1;
	}
	struct logrank l;
	assert_int_equal(
		logrank_run(&ctx, &l, PATIENTS, weeks, relapse, two, 2), ERR_OK);
	assert_true(near(l.chi_square, 16.79294098921654) && l.freedom == 1);
	assert_int_equal(
		logrank_run(&ctx, &l, PATIENTS, weeks, relapse, three, 3), ERR_OK);
	assert_true(near(l.chi_square, 0.71638058916918379) && l.freedom == 2);
	assert_true(near(l.expected[2], 10.9097754363378137));
	struct cox c;
	assert_int_equal(cox_run(&ctx, &c, PATIENTS, weeks, relapse, x, 2), ERR_OK);
	assert_true(c.converged);
	assert_true(near(c.terms[0].coefficient, 1.57260545501955273));
	assert_true(near(c.terms[0].se, 0.41254759938807722));
	assert_true(near(c.terms[1].coefficient, 0.02839816061647844));
	assert_true(near(c.terms[1].se, 0.38859492215416314));
	assert_true(near(c.log_likelihood_null, -93.184269996847732));
	assert_true(near(c.log_likelihood, -85.005762640871083));
}

/* A group that nothing is expected of plays no part, one without events has no ratio. */
static void test_what_cannot_be_said(void **state)
{
	(void)state;
	double time[] = {0, 1, 2, 3, 4, 5};
	uint8_t event[] = {0, 1, 1, 1, 1, 1}, none[6] = {0};
	uint32_t group[] = {2, 0, 0, 1, 1, 1};
	struct logrank l;
	assert_int_equal(logrank_run(&ctx, &l, 6, time, event, group, 3), ERR_OK);
	assert_int_equal(l.freedom, 1);
	assert_int_equal(logrank_run(&ctx, &l, 6, time, none, group, 3), ERR_OK);
	assert_true(l.p_value == 1 && l.chi_square == 0);
	assert_int_equal(logrank_run(&ctx, &l, 6, time, event, group, 1), ERR_DATA);
	assert_int_equal(logrank_run(&ctx, &l, 6, time, event, group, 4), ERR_DATA);
	double x[] = {0, 0, 0, 1, 1, 1}, same[6] = {0}, twice[12];
	uint8_t first[] = {1, 1, 1, 0, 0, 0};
	struct cox c;
	assert_int_equal(cox_run(&ctx, &c, 6, time, first, x, 1), ERR_OK);
	assert_false(c.converged);
	assert_true(isnan(c.terms[0].ratio));
	assert_int_equal(cox_run(&ctx, &c, 6, time, event, same, 1), ERR_OK);
	assert_false(c.converged);
	assert_int_equal(cox_run(&ctx, &c, 6, time, none, x, 1), ERR_OK);
	assert_false(c.converged);
	assert_int_equal(cox_run(&ctx, &c, 0, time, none, x, 1), ERR_OK);
	assert_false(c.converged);
	for (int i = 0; i < 12; i++)
		twice[i] = x[i / 2];
	assert_int_equal(cox_run(&ctx, &c, 6, time, event, twice, 2), ERR_OK);
	assert_false(c.converged);
	x[0] = NAN;
	assert_int_equal(cox_run(&ctx, &c, 6, time, event, x, 1), ERR_DATA);
	assert_int_equal(cox_run(&ctx, &c, 6, time, event, x, 0), ERR_USAGE);
}

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Two groups, times to the day with many ties, a third not seen to the end. */
static void test_nothing_differs(void **state)
{
	(void)state;
	enum { RUNS = 1000, N = 100 };
	double p[RUNS], wald[RUNS], far = 0, far_wald = 0;
	for (uint32_t r = 0; r < RUNS; r++) {
		struct stream s = stream_make(11, 7, r);
		double time[N], x[N];
		uint8_t event[N];
		uint32_t group[N];
		for (uint32_t i = 0; i < N; i++) {
			double own = ceil(-20 * log(1 - stream_01(&s)));
			double end = ceil(40 * stream_01(&s));
			event[i] = own <= end;
			time[i] = fmin(own, end);
			group[i] = i % 2;
			x[i] = group[i];
		}
		struct logrank l;
		struct cox c;
		assert_int_equal(
			logrank_run(&ctx, &l, N, time, event, group, 2), ERR_OK);
		assert_int_equal(cox_run(&ctx, &c, N, time, event, x, 1), ERR_OK);
		p[r] = l.p_value;
		wald[r] = c.terms[0].p_value;
	}
	qsort(p, RUNS, sizeof *p, ascending);
	qsort(wald, RUNS, sizeof *wald, ascending);
	for (int r = 0; r < RUNS; r++) {
		far = fmax(far, fabs(p[r] - (r + 0.5) / RUNS) + 0.5 / RUNS);
		far_wald = fmax(far_wald, fabs(wald[r] - (r + 0.5) / RUNS));
	}
	print_message("log-rank: Kolmogorov-Smirnov %.3f, Cox: %.3f\n", far, far_wald);
	/* 1.63 / sqrt(1000) is passed once in 100. */
	assert_true(far < 0.0515 && far_wald < 0.0515);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_survival, setup, teardown),
		cmocka_unit_test_setup_teardown(test_log_rank_groups, setup, teardown),
		cmocka_unit_test_setup_teardown(test_against_r, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_what_cannot_be_said, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_differs, setup, teardown),
	};
	return cmocka_run_group_tests_name("survival", tests, NULL, NULL);
}
