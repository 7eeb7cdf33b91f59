/* Trend and season against R's glm(); what short series cannot say; how often a trend or a
 * season is found where there is none. */
#include "../unit.h"
#include "base/random.h"
#include "stats/season.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

enum { MONTHS_MOST = 60 };

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

static bool near(double a, double b, double relative)
{
	return fabs(a - b) <= relative * fabs(b);
}

struct months {
	double count[MONTHS_MOST], days[MONTHS_MOST], year[MONTHS_MOST];
};

static void calendar(struct months *m)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	for (int i = 0; i < MONTHS_MOST; i++) {
		m->days[i] = days[i % 12];
		m->year[i] = 2023 + (i + 0.5) / 12;
	}
}

/* R 4.2.2: glm(y ~ t + cos(2 pi m) + sin(2 pi m) + offset(log(days)), quasipoisson), with
 * t about its mean. Its dispersion of 0.28 is taken as 1 here. */
static void test_against_r(void **state)
{
	(void)state;
	static const double y[28] = {12, 9, 15, 14, 20, 22, 25, 21, 17, 15, 10, 9, 14,
		13, 12, 19, 24, 27, 26, 30, 18, 16, 15, 11, 13, 17, 16, 21};
	struct months m;
	struct season s;
	struct season_options o = {0};
	calendar(&m);
	assert_int_equal(season_run(&ctx, &s, 28, y, m.days, m.year, &o), ERR_OK);
	assert_int_equal(s.state, SEASON_FITTED);
	assert_true(near(s.dispersion, 0.28289300069906648, 1e-9));
	assert_true(near(log(s.trend), 0.14579649251778715, 1e-9));
	double se = 0.037818833037171332 / sqrt(0.28289300069906648);
	double reach = gsl_cdf_tdist_Qinv(0.025, 24) * se;
	assert_true(near(s.trend_upper, exp(0.14579649251778715 + reach), 1e-9));
	assert_true(near(s.fitted[0], 9.7281914570169601, 1e-9));
	double f = (46.0354525287614393 - 6.6884039898900953) / 2;
	assert_true(near(s.season_p, gsl_cdf_fdist_Q(f, 2, 24), 1e-9));
	double height = hypot(-0.418595033213179646, -0.007561744874735714);
	assert_true(near(s.amplitude, exp(2 * height), 1e-6));
	double peak = atan2(-0.007561744874735714, -0.418595033213179646);
	assert_true(fabs(s.peak - (peak / (2 * acos(-1)) + 1)) < 1.0 / 3660);
}

static void test_what_is_too_short(void **state)
{
	(void)state;
	struct months m;
	struct season s;
	struct season_options o = {0};
	calendar(&m);
	for (size_t i = 0; i < MONTHS_MOST; i++)
		m.count[i] = 3 + (double)(i % 2);
	static const enum season_state states[] = {
		SEASON_TOO_SHORT, SEASON_TREND_ONLY, SEASON_FITTED};
	for (size_t n = 0; n <= MONTHS_MOST; n++) {
		int k = n < 6 ? 0 : n < 24 ? 1 : 2;
		assert_int_equal(
			season_run(&ctx, &s, n, m.count, m.days, m.year, &o), ERR_OK);
		assert_int_equal(s.state, states[k]);
		assert_true(isnan(s.season_p) == (k < 2));
		assert_true(isnan(s.trend) == (k < 1));
	}
	double nothing[24] = {0};
	assert_int_equal(season_run(&ctx, &s, 24, nothing, m.days, m.year, &o), ERR_OK);
	assert_int_equal(s.state, SEASON_TOO_FEW);
	/* All in one month. */
	nothing[23] = 50;
	assert_int_equal(season_run(&ctx, &s, 24, nothing, m.days, m.year, &o), ERR_OK);
	assert_true(s.state == SEASON_NO_FIT || isfinite(s.trend));
	o.harmonics = 4;
	assert_int_equal(
		season_run(&ctx, &s, 24, nothing, m.days, m.year, &o), ERR_USAGE);
	o.harmonics = 0;
	m.days[3] = 0;
	assert_int_equal(
		season_run(&ctx, &s, 24, m.count, m.days, m.year, &o), ERR_DATA);
}

static double poisson(struct stream *s, double mean)
{
	double n = 0;
	for (double t = -log(1 - stream_01(s)); t < mean; t -= log(1 - stream_01(s)))
		n++;
	return n;
}

/* Episodes of children who go one to five times, so that counts scatter more. */
static void test_false_findings(void **state)
{
	(void)state;
	enum { RUNS = 1000, N = 36 };
	int trends = 0, seasons = 0, fits = 0;
	struct months m;
	calendar(&m);
	for (uint32_t r = 0; r < RUNS; r++) {
		struct stream stream = stream_make(31, 2, r);
		struct season s;
		struct season_options o = {0};
		struct arena_mark mark = arena_mark(ctx.arena);
		for (int i = 0; i < N; i++) {
			double children = poisson(&stream, 6);
			m.count[i] = 0;
			while (children-- > 0)
				m.count[i] += 1 + stream_below(&stream, 5);
		}
		assert_int_equal(
			season_run(&ctx, &s, N, m.count, m.days, m.year, &o), ERR_OK);
		fits += s.state == SEASON_FITTED;
		trends += s.trend_p <= 0.05;
		seasons += s.season_p <= 0.05;
		arena_reset(ctx.arena, mark);
	}
	print_message("a trend in %.1f %%, a season in %.1f %%\n", trends / 10.0,
		seasons / 10.0);
	assert_int_equal(fits, RUNS);
	/* 5 % of 1,000 is 50; 66 is passed once in 100. */
	assert_in_range(trends, 30, 66);
	assert_in_range(seasons, 30, 66);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_against_r, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_what_is_too_short, setup, teardown),
		cmocka_unit_test_setup_teardown(test_false_findings, setup, teardown),
	};
	return cmocka_run_group_tests_name("season", tests, NULL, NULL);
}
