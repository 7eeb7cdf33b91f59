/* Tests of even times: p where they are even, the median by trying all, the density's
 * sum. */
#include "../unit.h"
#include "base/random.h"
#include "stats/circular.h"
#include "stats/circular_tests.h"
#include <gsl/gsl_sf_bessel.h>
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

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* How far p-values are from an even spread. */
static double distance(double *p, int n)
{
	double far = 0;
	qsort(p, (size_t)n, sizeof *p, ascending);
	for (int i = 0; i < n; i++)
		far = fmax(far, fabs(p[i] - (i + 0.5) / n) + 0.5 / n);
	return far;
}

static void test_even_times(void **state)
{
	(void)state;
	enum { RUNS = 1000, N = 40 };
	double p[4][RUNS];
	for (uint32_t r = 0; r < RUNS; r++) {
		struct stream s = stream_make(5, 9, r);
		double hours[N];
		struct circular_tests t;
		struct circular c;
		for (int i = 0; i < N; i++)
			hours[i] = 24 * stream_01(&s);
		assert_int_equal(circular_tests_run(&ctx, &t, N, hours, 24), ERR_OK);
		assert_int_equal(circular_run(&ctx, &c, N, hours, NULL, 24), ERR_OK);
		p[0][r] = t.kuiper_p;
		p[1][r] = t.watson_p;
		p[2][r] = t.rao_p;
		p[3][r] = c.rayleigh_p;
	}
	static const char *const names[] = {"Kuiper", "Watson", "Rao", "Rayleigh"};
	for (int k = 0; k < 4; k++) {
		double far = distance(p[k], RUNS);
		print_message("%s: Kolmogorov-Smirnov %.3f\n", names[k], far);
		assert_true(far < 0.0515);
	}
}

static double apart(double a, double b)
{
	double d = fmod(fabs(a - b), 24);
	return fmin(d, 24 - d);
}

static void test_median_by_trying(void **state)
{
	(void)state;
	for (uint32_t r = 0; r < 200; r++) {
		struct stream s = stream_make(6, 9, r);
		double hours[31], least = INFINITY, at = NAN;
		int n = 3 + (int)(r % 29);
		for (int i = 0; i < n; i++)
			hours[i] = 24 * stream_01(&s) + (r % 3 ? 0 : -48);
		for (int i = 0; i < n; i++) {
			double sum = 0;
			for (int j = 0; j < n; j++)
				sum += apart(hours[i], hours[j]);
			if (sum < least - 1e-9) {
				least = sum;
				at = hours[i];
			} else if (sum < least + 1e-9) {
				at = NAN; /* two are as good */
			}
		}
		struct circular_tests t;
		assert_int_equal(
			circular_tests_run(&ctx, &t, (size_t)n, hours, 24), ERR_OK);
		if (!isnan(at))
			assert_true(apart(t.median, at) < 1e-9);
		assert_true(isnan(t.median) || (t.median >= 0 && t.median < 24));
	}
}

static void test_density_and_kappa(void **state)
{
	(void)state;
	const double hours[] = {1, 2, 23.5, 13};
	double sum = 0;
	for (int i = 0; i < 2400; i++)
		sum += circular_density(4, hours, NULL, 24, 20, i / 100.0) / 100;
	assert_true(fabs(sum - 1) < 1e-9);
	assert_true(
		fabs(circular_density(4, hours, NULL, 24, 0, 5) - 1 / 24.0) < 1e-12);
	const double twice[] = {2, 1, 1, 1}, five[] = {1, 1, 2, 23.5, 13};
	assert_true(fabs(circular_density(4, hours, twice, 24, 9, 3) -
			    circular_density(5, five, NULL, 24, 9, 3)) < 1e-15);
	/* Times whose resultant is I1(2) / I0(2): two at an angle whose cosine it is. */
	double r = gsl_sf_bessel_I1(2) / gsl_sf_bessel_I0(2);
	const double two[] = {acos(r), -acos(r)};
	struct circular_tests t;
	assert_int_equal(circular_tests_run(&ctx, &t, 2, two, 2 * acos(-1)), ERR_OK);
	assert_true(fabs(t.kappa_exact - 2) < 1e-9);
	assert_true(fabs(t.kappa - 2) < 0.02);
}

static void test_edges(void **state)
{
	(void)state;
	double hours[40];
	struct circular_tests t;
	for (int i = 0; i < 40; i++)
		hours[i] = 22;
	assert_int_equal(circular_tests_run(&ctx, &t, 0, hours, 24), ERR_DATA);
	assert_int_equal(circular_tests_run(&ctx, &t, 1, hours, 24), ERR_OK);
	assert_true(t.median == 22 && t.rao_p == 1);
	assert_int_equal(circular_tests_run(&ctx, &t, 40, hours, 24), ERR_OK);
	assert_true(t.distinct == 1 && isinf(t.kappa_exact) && t.rao_p < 0.01);
	assert_true(t.kuiper_p < 1e-6 && t.watson_p < 1e-6);
	hours[3] = INFINITY;
	assert_int_equal(circular_tests_run(&ctx, &t, 40, hours, 24), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_even_times, setup, teardown),
		cmocka_unit_test_setup_teardown(test_median_by_trying, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_density_and_kappa, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};
	return cmocka_run_group_tests_name("even times", tests, NULL, NULL);
}
