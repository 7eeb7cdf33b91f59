#include "stats/control.h"
#include "stats/fdr.h"
#include "stats/lorenz.h"
#include "stats/rates.h"
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

static bool near(double a, double b, double apart)
{
	return fabs(a - b) <= apart;
}

/* Garwood's interval as printed in every table of it. */
static void test_poisson_interval(void **state)
{
	(void)state;
	struct interval i = poisson_interval(0, 0.95);
	assert_true(i.lower == 0 && near(i.upper, 3.688879454113936, 1e-9));
	i = poisson_interval(10, 0.95);
	assert_true(near(i.lower, 4.795389, 1e-6) && near(i.upper, 18.390356, 1e-6));
	i = poisson_interval(1, 0.99);
	assert_true(near(i.lower, 0.005012542, 1e-9) && near(i.upper, 7.430130, 1e-6));
	/* By its definition: at the limits the tails are 2.5 %. */
	for (int64_t k = 1; k < 3000; k = k * 3 + 1) {
		i = poisson_interval(k, 0.95);
		assert_true(near(poisson_p_upper(k, i.lower), 0.025, 1e-10));
		assert_true(near(poisson_p_lower(k, i.upper), 0.025, 1e-10));
	}
}

static void test_share_interval(void **state)
{
	(void)state;
	struct interval i = share_interval(0, 20, 0.95);
	assert_true(i.lower == 0 && near(i.upper, 1 - pow(0.025, 1 / 20.0), 1e-12));
	i = share_interval(8, 20, 0.95);
	assert_true(near(i.lower, 0.1911901, 1e-7) && near(i.upper, 0.6394574, 1e-7));
	i = share_interval(20, 20, 0.95);
	assert_true(i.upper == 1);
	i = share_interval(0, 0, 0.95);
	assert_true(i.lower == 0 && i.upper == 1);
}

static void test_tails(void **state)
{
	(void)state;
	assert_true(poisson_p_upper(0, 3) == 1);
	assert_true(near(poisson_p_upper(1, 3), 1 - exp(-3), 1e-15));
	assert_true(near(poisson_p_lower(1, 3), 4 * exp(-3), 1e-15));
	assert_true(poisson_p_upper(2, 0) == 0 && poisson_p_lower(0, 0) == 1);
	assert_true(poisson_p_upper(200, 10) > 0 && poisson_p_upper(200, 10) < 1e-150);
}

static void test_funnel(void **state)
{
	(void)state;
	/* Mean 4: P(X <= 0) = 0.0183, P(X <= 1) = 0.0916, P(X <= 8) = 0.9786. */
	struct interval i = funnel_limits(4, 0.95);
	double p0 = exp(-4), p1 = 5 * exp(-4);
	assert_true(near(i.lower, 1 - (p1 - 0.025) / (p1 - p0), 1e-12));
	double p8 = poisson_p_lower(8, 4), p7 = poisson_p_lower(7, 4);
	assert_true(near(i.upper, 8 - (p8 - 0.975) / (p8 - p7), 1e-12));
	/* One event is already less likely than 2.5 %. */
	i = funnel_limits(0.01, 0.95);
	assert_true(i.lower == 0 && i.upper == 0);
	i = funnel_limits(0.03, 0.95);
	assert_true(i.lower == 0 && i.upper > 0 && i.upper < 1);
	i = funnel_limits(0, 0.95);
	assert_true(i.lower == 0 && i.upper == 0);
	/* They grow with what is expected, and 99.8 % encloses 95 %. */
	double before = 0;
	for (double mean = 0.05; mean < 2000; mean *= 1.07) {
		struct funnel f = funnel_at((int64_t)mean, mean);
		assert_true(f.limits_998.lower <= f.limits_95.lower);
		assert_true(f.limits_95.lower < mean && mean < f.limits_95.upper + 0.1);
		assert_true(f.limits_95.upper < f.limits_998.upper);
		assert_true(f.limits_998.upper >= before);
		before = f.limits_998.upper;
	}
	i = funnel_limits(10000, 0.95);
	assert_true(near(i.lower, 10000 - 196, 2) && near(i.upper, 10000 + 196, 2));
}

static void test_z(void **state)
{
	(void)state;
	assert_true(near(poisson_z(10000, 10000), 0, 0.01));
	assert_true(near(poisson_z(10196, 10000), 1.96, 0.02));
	assert_true(near(poisson_z(9804, 10000), -1.96, 0.02));
	assert_true(poisson_z(0, 0) == 0 && isinf(poisson_z(1, 0)));
	assert_true(poisson_z(40, 5) > 8 && isfinite(poisson_z(40, 5)));
	assert_true(poisson_z(0, 3) < 0);
}

static void test_shrinkage(void **state)
{
	(void)state;
	int64_t count[] = {0, 12, 1, 200, 0};
	double exposure[] = {100, 1000, 10, 4000, 0};
	struct shrinkage s;
	assert_int_equal(shrink_rates(&ctx, &s, 5, count, exposure), ERR_OK);
	assert_true(near(s.mean, 213.0 / 5110, 1e-12) && s.variance > 0);
	for (int i = 0; i < 4; i++) {
		double raw = (double)count[i] / exposure[i];
		double low = fmin(raw, s.mean), high = fmax(raw, s.mean);
		assert_true(s.rate[i] > low && s.rate[i] < high);
		assert_true(s.lower[i] < s.rate[i] && s.rate[i] < s.upper[i]);
	}
	/* The small home is drawn in more than the large one. */
	assert_true(fabs(s.rate[2] - 0.1) > fabs(s.rate[3] - 0.05));
	assert_true(near(s.rate[4], s.mean, 1e-15));
	int64_t same[] = {10, 20};
	double nights[] = {100, 200};
	assert_int_equal(shrink_rates(&ctx, &s, 2, same, nights), ERR_OK);
	assert_true(s.variance == 0 && s.rate[1] == s.mean);
	double none[] = {0, 0}, wrong[] = {1, -1};
	assert_int_equal(shrink_rates(&ctx, &s, 2, same, none), ERR_DATA);
	assert_int_equal(shrink_rates(&ctx, &s, 2, same, wrong), ERR_DATA);
}

static void test_adjusting(void **state)
{
	(void)state;
	/* Benjamini and Hochberg's own example, and what R p.adjust() makes of five. */
	double p[] = {0.04, 0.01, NAN, 0.03, 0.02, 0.5}, got[6];
	fdr_adjust(&ctx, FDR_BENJAMINI_HOCHBERG, 6, p, got);
	double bh[] = {0.05, 0.05, NAN, 0.05, 0.05, 0.5};
	double holm[] = {0.09, 0.05, NAN, 0.09, 0.08, 0.5};
	for (int i = 0; i < 6; i++)
		assert_true(i == 2 ? isnan(got[i]) : near(got[i], bh[i], 1e-15));
	fdr_adjust(&ctx, FDR_HOLM, 6, p, got);
	for (int i = 0; i < 6; i++)
		assert_true(i == 2 ? isnan(got[i]) : near(got[i], holm[i], 1e-15));
	fdr_adjust(&ctx, FDR_BENJAMINI_YEKUTIELI, 6, p, p);
	assert_true(near(p[1], 0.05 * 137 / 60, 1e-15) && p[5] == 1);
	fdr_adjust(&ctx, FDR_HOLM, 0, p, got);
}

static void test_lorenz(void **state)
{
	(void)state;
	double counts[] = {1, 1, 1, 1, 6};
	struct lorenz l;
	assert_int_equal(lorenz_run(&ctx, &l, 5, counts), ERR_OK);
	/* Gini = sum |a - b| / (2 n^2 mean) = 2 * 4 * 5 / (2 * 25 * 2). */
	assert_true(near(l.gini, 0.4, 1e-15));
	assert_true(near(lorenz_top(&l, 0.2), 0.6, 1e-15));
	assert_true(near(lorenz_top(&l, 0.1), 0.3, 1e-15));
	assert_true(near(lorenz_top(&l, 0.3), 0.65, 1e-15));
	assert_true(near(lorenz_needed(&l, 0.6), 0.2, 1e-15));
	assert_true(near(lorenz_needed(&l, 0.7), 0.4, 1e-15));
	assert_true(lorenz_top(&l, 0) == 0 && lorenz_top(&l, 2) == 1);
	double even[] = {3, 3, 3};
	assert_int_equal(lorenz_run(&ctx, &l, 3, even), ERR_OK);
	assert_true(near(l.gini, 0, 1e-15));
	assert_int_equal(lorenz_run(&ctx, &l, 0, even), ERR_OK);
	assert_true(isnan(l.gini) && lorenz_top(&l, 0.5) == 0);
	even[1] = -1;
	assert_int_equal(lorenz_run(&ctx, &l, 3, even), ERR_DATA);
}

static void test_control_chart(void **state)
{
	(void)state;
	int64_t count[] = {9, 12, 10, 8, 11, 10, 9, 13, 10, 8, 11, 30};
	struct control_options o = {.chart = CONTROL_C, .baseline_n = 11};
	struct control c;
	assert_int_equal(control_run(&ctx, &c, 12, count, NULL, &o), ERR_OK);
	assert_true(near(c.centre, 111.0 / 11, 1e-12) && c.dispersion == 1);
	struct interval far = funnel_limits(c.centre, 0.998);
	assert_true(c.points[0].upper_998 == far.upper);
	assert_int_equal(c.points[11].signal, CONTROL_HIGH);
	assert_false(c.points[11].baseline);
	for (int i = 0; i < 11; i++)
		assert_int_equal(c.points[i].signal, CONTROL_NONE);
	/* Too short for limits. */
	o.baseline_n = 0;
	assert_int_equal(control_run(&ctx, &c, 5, count, NULL, &o), ERR_OK);
	assert_true(isnan(c.points[2].upper_95) && c.points[2].signal == CONTROL_NONE);
	assert_true(c.points[2].value == 10);
}

static void test_control_run_and_spread(void **state)
{
	(void)state;
	int64_t count[30], wild[12];
	for (int i = 0; i < 30; i++)
		count[i] = i < 18 ? 10 + (i % 2 ? 2 : -2) : 12;
	struct control_options o = {.chart = CONTROL_C};
	struct control c;
	assert_int_equal(control_run(&ctx, &c, 30, count, NULL, &o), ERR_OK);
	assert_int_equal(c.baseline_n, 18);
	assert_int_equal(c.points[23].signal, CONTROL_NONE);
	assert_int_equal(c.points[25].signal, CONTROL_RUN_HIGH);
	/* Months of 2 and 40 in turn are no Poisson series: nothing is out of it. */
	for (int i = 0; i < 12; i++)
		wild[i] = i % 2 ? 40 : 2;
	assert_int_equal(control_run(&ctx, &c, 12, wild, NULL, &o), ERR_OK);
	assert_true(c.dispersion > 30);
	assert_int_equal(c.points[3].signal, CONTROL_NONE);
	o.poisson_only = true;
	assert_int_equal(control_run(&ctx, &c, 12, wild, NULL, &o), ERR_OK);
	assert_true(c.dispersion == 1);
	assert_int_equal(c.points[3].signal, CONTROL_HIGH);
}

static void test_control_shares(void **state)
{
	(void)state;
	int64_t count[] = {5, 6, 4, 5, 0, 6, 20};
	double of[] = {20, 22, 18, 20, 0, 21, 21};
	struct control_options o = {.chart = CONTROL_P, .baseline_n = 6};
	struct control c;
	assert_int_equal(control_run(&ctx, &c, 7, count, of, &o), ERR_OK);
	assert_true(near(c.centre, 26.0 / 101, 1e-12));
	assert_true(isnan(c.points[4].value) && isnan(c.points[4].upper_95));
	assert_int_equal(c.points[6].signal, CONTROL_HIGH);
	for (int i = 0; i < 7; i++)
		if (of[i] > 0)
			assert_true(c.points[i].lower_998 >= 0 &&
				    c.points[i].upper_998 <= 1 &&
				    c.points[i].lower_95 < c.centre &&
				    c.centre < c.points[i].upper_95);
	/* A binomial count of 21 at 26/101 by its own sum. */
	double sum = 0, term = pow(1 - c.centre, 21);
	int r = 0;
	for (;; r++) {
		if (sum + term > 0.975)
			break;
		sum += term;
		term *= (21.0 - r) / (r + 1) * c.centre / (1 - c.centre);
	}
	double limit = r - (sum + term - 0.975) / term;
	assert_true(near(c.points[6].upper_95 * 21, limit, 1e-9));
	of[0] = 4;
	assert_int_equal(control_run(&ctx, &c, 7, count, of, &o), ERR_DATA);
	assert_int_equal(control_run(&ctx, &c, 7, count, NULL, &o), ERR_USAGE);
	o.chart = CONTROL_U;
	assert_int_equal(control_run(&ctx, &c, 7, count, of, &o), ERR_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_poisson_interval, setup, teardown),
		cmocka_unit_test_setup_teardown(test_share_interval, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tails, setup, teardown),
		cmocka_unit_test_setup_teardown(test_funnel, setup, teardown),
		cmocka_unit_test_setup_teardown(test_z, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shrinkage, setup, teardown),
		cmocka_unit_test_setup_teardown(test_adjusting, setup, teardown),
		cmocka_unit_test_setup_teardown(test_lorenz, setup, teardown),
		cmocka_unit_test_setup_teardown(test_control_chart, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_control_run_and_spread, setup, teardown),
		cmocka_unit_test_setup_teardown(test_control_shares, setup, teardown),
	};
	return cmocka_run_group_tests_name("rates", tests, NULL, NULL);
}
