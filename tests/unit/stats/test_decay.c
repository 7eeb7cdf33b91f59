#include "base/random.h"
#include "stats/decay.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 5000 };
static struct context ctx;
static double d_m[MOST];
static uint32_t child[MOST];

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

static void near(double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fabs(want)))
		fail_msg("%.15g, but it should be %.15g", got, want);
}

static const double lengths[] = {120, 340, 560, 800, 950, 1200, 1500, 1900, 2300, 2900,
	3600, 4800, 7000, 12000, 450, 700, 220};

/* R 4.2: MASS::fitdistr() (its optimum of the gamma is good to 1e-5 alone), and optimize()
 * of the truncated likelihoods, 200 … 8,000 m. */
static void test_as_r(void **state)
{
	(void)state;
	struct decay d;
	struct decay_options o = {0, 0, 0};
	assert_int_equal(decay_run(&ctx, &d, 17, lengths, NULL, &o), ERR_OK);
	assert_true(d.n == 17 && d.children == 17 && d.any);
	const struct decay_fit *f = d.fits;
	near(f[DECAY_EXPONENTIAL].parameter[0], 4.11223996129656e-04, 1e-9);
	near(f[DECAY_EXPONENTIAL].log_likelihood, -149.538332316052, 1e-12);
	near(f[DECAY_LOGNORMAL].parameter[0], 7.124519282623800, 1e-9);
	near(f[DECAY_LOGNORMAL].parameter[1], 1.207969704538890, 1e-9);
	near(f[DECAY_LOGNORMAL].log_likelihood, -148.450780212043, 1e-12);
	near(f[DECAY_LOGNORMAL].median_m, exp(7.124519282623800), 1e-8);
	near(f[DECAY_GAMMA].parameter[0], 0.873419196349400, 1e-5);
	near(f[DECAY_GAMMA].parameter[1], 0.000359170979987402, 1e-5);
	near(f[DECAY_GAMMA].log_likelihood, -149.431503342405, 1e-11);
	near(f[DECAY_LOGNORMAL].aic, 4 + 2 * 148.450780212043, 1e-12);
	assert_true(!f[DECAY_POWER].fitted && isnan(f[DECAY_POWER].aic));
	assert_int_equal(d.best, DECAY_LOGNORMAL);
	/* The mean of a normal: the root of the variance over n, either way. */
	near(f[DECAY_LOGNORMAL].error[0], 0.292975687315294, 1e-6);

	o = (struct decay_options){200, 8000, 0};
	assert_int_equal(decay_run(&ctx, &d, 17, lengths, NULL, &o), ERR_OK);
	assert_true(d.n == 15 && d.short_n == 1 && d.long_n == 1);
	near(f[DECAY_EXPONENTIAL].parameter[0], 5.34648732613711e-04, 1e-6);
	near(f[DECAY_EXPONENTIAL].log_likelihood, -126.793466657771, 1e-12);
	near(f[DECAY_POWER].parameter[0], 1.01203359936768, 1e-6);
	near(f[DECAY_POWER].log_likelihood, -126.51528373549662, 1e-12);
	near(f[DECAY_GAMMA].parameter[0], 0.358202010713042, 1e-6);
	near(f[DECAY_GAMMA].log_likelihood, -126.290070650238604, 1e-12);
}

/* Densities have an area of 1 in the range, and half of it lies below the median. */
static void test_densities(void **state)
{
	(void)state;
	enum { STEPS = 200000 };
	struct decay d;
	struct decay_options o = {200, 8000, 0};
	assert_int_equal(decay_run(&ctx, &d, 17, lengths, NULL, &o), ERR_OK);
	for (int f = 0; f < DECAY_FAMILIES_N; f++) {
		double area = 0, below = 0, step = (8000.0 - 200) / STEPS;
		const struct decay_fit *fit = &d.fits[f];
		for (int k = 0; k < STEPS; k++) {
			double at = 200 + step * (k + 0.5);
			double part =
				step * decay_density(fit, (enum decay_family)f, &o, at);
			area += part;
			below += at < fit->median_m ? part : 0;
		}
		assert_true(fabs(area - 1) < 1e-6 && fabs(below - 0.5) < 1e-3);
		assert_true(decay_density(fit, (enum decay_family)f, &o, 100) == 0);
	}
}

/* A child's forty journeys weigh as much as another's one. */
static void test_children(void **state)
{
	(void)state;
	struct stream s = stream_make(1, 80, 0);
	size_t n = 0;
	struct decay once, often;
	struct decay_options o = {0, 0, 0};
	for (uint32_t c = 0; c < 100; c++, n++) {
		child[n] = c;
		d_m[n] = -1000 * log(1 - stream_01(&s));
	}
	assert_int_equal(decay_run(&ctx, &once, n, d_m, child, &o), ERR_OK);
	for (size_t k = 0; k < 100; k++)
		for (int i = 0; i < (k == 0 ? 39 : 1); i++, n++) {
			child[n] = (uint32_t)k;
			d_m[n] = d_m[k];
		}
	assert_int_equal(decay_run(&ctx, &often, n, d_m, child, &o), ERR_OK);
	assert_int_equal(often.children, 100);
	for (int f = 0; f < DECAY_FAMILIES_N; f++) {
		if (f == DECAY_POWER)
			continue;
		near(often.fits[f].parameter[0], once.fits[f].parameter[0], 1e-9);
		near(often.fits[f].error[0], once.fits[f].error[0], 1e-6);
		near(often.fits[f].aic, once.fits[f].aic, 1e-9);
	}
}

/* Exponential journeys of 60 children, some of whom make many of one length or so: the
 * interval of two errors holds the truth in 95 of 100 cases, and the fit's p is even. */
static void test_errors_and_fit(void **state)
{
	(void)state;
	enum { CASES = 300, SETS = 40 };
	static double p[CASES];
	size_t held = 0;
	double apart = 0;
	for (uint64_t k = 0; k < CASES; k++) {
		struct stream s = stream_make(k, 81, 0);
		size_t n = 0;
		for (uint32_t c = 0; c < 60; c++) {
			double length = 200 - 1000 * log(1 - stream_01(&s));
			uint32_t journeys = c % 10 == 0 ? 20 : 1;
			for (uint32_t i = 0; i < journeys; i++, n++) {
				child[n] = c;
				d_m[n] = length;
			}
		}
		struct decay d;
		struct decay_options o = {200, 0, SETS - 1};
		ctx.seed = k;
		assert_int_equal(decay_run(&ctx, &d, n, d_m, child, &o), ERR_OK);
		const struct decay_fit *f = &d.fits[DECAY_EXPONENTIAL];
		assert_true(f->fitted);
		held += fabs(f->parameter[0] - 0.001) < 1.96 * f->error[0];
		p[k] = f->p_fit;
	}
	for (size_t k = 0; k < CASES; k++) {
		size_t below = 0;
		for (size_t j = 0; j < CASES; j++)
			below += p[j] <= p[k];
		apart = fmax(apart, fabs((double)below / CASES - p[k]));
	}
	print_message("truth held in %zu of %d; KS of the fit's p %.4f of %.4f\n", held,
		CASES, apart, 1.63 / sqrt(CASES));
	assert_true(held > 270 && held < 298);
	assert_true(apart < 1.63 / sqrt(CASES));
	assert_int_equal(arena_used(ctx.scratch), 0);
}

static void test_found_and_refused(void **state)
{
	(void)state;
	struct stream s = stream_make(4, 82, 0);
	struct decay d;
	struct decay_options o = {100, 20000, 99};
	/* A power law of exponent 1.8 between 100 m and 20 km. */
	for (size_t i = 0; i < 800; i++) {
		double k = -0.8, low = pow(100, k), high = pow(20000, k);
		d_m[i] = pow(low + stream_01(&s) * (high - low), 1 / k);
	}
	assert_int_equal(decay_run(&ctx, &d, 800, d_m, NULL, &o), ERR_OK);
	const struct decay_fit *power = &d.fits[DECAY_POWER];
	/* The lognormal comes near it at the end of its range. */
	assert_true(power->aic < d.fits[d.best].aic + 2);
	assert_true(fabs(power->parameter[0] - 1.8) < 3 * power->error[0]);
	assert_true(power->p_fit > 0.05 && d.fits[DECAY_EXPONENTIAL].p_fit == 0.01);
	/* One length alone, one journey, none. */
	double same[] = {500, 500, 500, 500};
	o = (struct decay_options){0, 0, 9};
	assert_int_equal(decay_run(&ctx, &d, 4, same, NULL, &o), ERR_OK);
	assert_true(!d.fits[DECAY_LOGNORMAL].fitted && !d.fits[DECAY_GAMMA].fitted);
	near(d.fits[DECAY_EXPONENTIAL].parameter[0], 1 / 500.0, 1e-9);
	assert_int_equal(decay_run(&ctx, &d, 1, same, NULL, &o), ERR_OK);
	assert_true(!d.any && d.n == 1);
	assert_int_equal(decay_run(&ctx, &d, 0, same, NULL, &o), ERR_OK);
	same[0] = 0;
	assert_int_equal(decay_run(&ctx, &d, 4, same, NULL, &o), ERR_OK);
	assert_true(d.n == 3 && d.short_n == 1);
	same[0] = NAN;
	assert_int_equal(decay_run(&ctx, &d, 4, same, NULL, &o), ERR_DATA);
	same[0] = -1;
	assert_int_equal(decay_run(&ctx, &d, 4, same, NULL, &o), ERR_DATA);
	o.from_m = 10;
	o.to_m = 5;
	assert_int_equal(decay_run(&ctx, &d, 4, same, NULL, &o), ERR_USAGE);
	/* Huge and tiny lengths. */
	double odd[] = {1e-9, 1e9, 5, 1e300, 3};
	o = (struct decay_options){0, 0, 9};
	assert_int_equal(decay_run(&ctx, &d, 5, odd, NULL, &o), ERR_OK);
	for (int f = 0; f < DECAY_FAMILIES_N; f++)
		assert_true(!d.fits[f].fitted || isfinite(d.fits[f].aic));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_as_r, setup, teardown),
		cmocka_unit_test_setup_teardown(test_densities, setup, teardown),
		cmocka_unit_test_setup_teardown(test_children, setup, teardown),
		cmocka_unit_test_setup_teardown(test_errors_and_fit, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_found_and_refused, setup, teardown),
	};
	return cmocka_run_group_tests_name("distance decay", tests, NULL, NULL);
}
