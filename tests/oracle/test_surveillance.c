/* Watched series against R surveillance 1.20 (Salmonella Agona, weekly, 312 weeks). */
#include "csv.h"
#include "stats/cusum.h"
#include "stats/ears.h"
#include "stats/farrington.h"
#include "stats/glr.h"
#include "stats/predict.h"

enum { FIRST = 260 }; /* the first week that theirs watch, from 0 */

static int64_t *agona(struct context *ctx, size_t *n)
{
	struct csv file =
		csv_read(ctx, "reference/surveillance_series/salmonella_agona.csv");
	int64_t *count = arena_array(ctx->arena, int64_t, file.rows);
	for (*n = 0; *n < file.rows; (*n)++)
		count[*n] = (int64_t)csv_number(&file, *n, "observed");
	return count;
}

/* Where they print NA or 0 for a point without a bound, there is none here. */
static void compare(struct context *ctx, const struct surveillance *s, const char *name,
	bool zero_is_none)
{
	struct csv want = csv_read(
		ctx, str_printf(ctx->arena,
			     "reference/surveillance_series/agona_%s.csv", name));
	size_t bounds = 0;
	for (size_t i = 0; i < want.rows; i++) {
		size_t week = (size_t)csv_number(&want, i, "week") - 1;
		const struct surveillance_point *p = &s->points[week];
		double upper = csv_number(&want, i, "upperbound");
		if (zero_is_none && upper == 0)
			upper = NAN;
		if (isnan(upper) != isnan(p->upper) ||
			fabs(p->upper - upper) > 1e-9 * fmax(1, fabs(upper)))
			fail_msg("%s, week %zu: %.15g, but it should be %.15g", name,
				week + 1, p->upper, upper);
		if (p->alarm != (csv_number(&want, i, "alarm") == 1))
			fail_msg("%s, week %zu: the alarm differs", name, week + 1);
		if (!isnan(upper))
			bounds++;
	}
	assert_true(bounds > 20);
}

static void test_ears(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t n;
	const int64_t *count = agona(&ctx, &n);
	struct surveillance s;
	static const char *const names[] = {"earsC1", "earsC2", "earsC3"};
	for (int k = 0; k < 3; k++) {
		struct ears_options o = {.method = (enum ears_method)k, .baseline = 7};
		assert_int_equal(ears_run(&ctx, &s, n, count, &o), ERR_OK);
		compare(&ctx, &s, names[k], false);
	}
	struct ears_options o = {.baseline = 7, .min_sigma = 0.5};
	assert_int_equal(ears_run(&ctx, &s, n, count, &o), ERR_OK);
	compare(&ctx, &s, "earsC1_minSigma0.5", false);
	context_release(&ctx);
}

static void test_cusum(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t n;
	const int64_t *count = agona(&ctx, &n);
	static const char *const names[] = {
		"cusum_rossi", "cusum_standard", "cusum_anscombe", "cusum_none"};
	for (int k = 0; k < 4; k++) {
		struct surveillance s;
		struct cusum_options o = {
			.transform = (enum cusum_transform)k, .from = FIRST};
		assert_int_equal(cusum_run(&ctx, &s, n, count, &o), ERR_OK);
		compare(&ctx, &s, names[k], false);
	}
	context_release(&ctx);
}

static void test_farrington(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t n;
	const int64_t *count = agona(&ctx, &n);
	struct surveillance s;
	struct farrington_options o = FARRINGTON_ORIGINAL;
	o.years = 4;
	assert_int_equal(farrington_run(&ctx, &s, n, count, &o), ERR_OK);
	compare(&ctx, &s, "farrington_trendTRUE", true);
	o.trend = false;
	assert_int_equal(farrington_run(&ctx, &s, n, count, &o), ERR_OK);
	compare(&ctx, &s, "farrington_trendFALSE", true);
	context_release(&ctx);
}

static void test_farrington_flexible(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t n;
	const int64_t *count = agona(&ctx, &n);
	struct surveillance s;
	struct farrington_options o = FARRINGTON_FLEXIBLE;
	o.years = 4;
	assert_int_equal(farrington_run(&ctx, &s, n, count, &o), ERR_OK);
	compare(&ctx, &s, "farringtonFlexible_noufaily", false);
	o.periods = 1;
	o.left_out = 3;
	o.weights_above = 1;
	o.trend_below = 0.05;
	o.bound = FARRINGTON_DELTA;
	assert_int_equal(farrington_run(&ctx, &s, n, count, &o), ERR_OK);
	compare(&ctx, &s, "farringtonFlexible_delta", false);
	context_release(&ctx);
}

static void test_bayes_and_rki(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t n;
	const int64_t *count = agona(&ctx, &n);
	static const struct predict_options settings[] = {
		{.frequency = 52, .years = 0, .window = 6},
		{.frequency = 52, .years = 1, .window = 6},
		{.frequency = 52, .years = 2, .window = 4, .no_recent = true},
	};
	for (int k = 0; k < 6; k++) {
		struct surveillance s;
		struct predict_options o = settings[k % 3];
		o.method = k < 3 ? PREDICT_BAYES : PREDICT_RKI;
		assert_int_equal(predict_run(&ctx, &s, n, count, &o), ERR_OK);
		const char *name = k < 3 ? "bayes" : "rki";
		compare(&ctx, &s, str_printf(ctx.arena, "%s%d", name, k % 3 + 1),
			false);
	}
	context_release(&ctx);
}

/* Theirs gives the statistic, as bound. */
static void test_likelihood_ratio(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t n;
	const int64_t *count = agona(&ctx, &n);
	struct surveillance s;
	struct glr_options o = {.from = FIRST};
	assert_int_equal(glr_run(&ctx, &s, n, count, &o), ERR_OK);
	const char *answers =
		json_read(&ctx, "reference/surveillance_series/results.json");
	const char *mean = strstr(answers, "phase1_mean\":");
	assert_non_null(mean);
	near_to(s.points[FIRST].expected, strtod(strchr(mean, ':') + 1, NULL), 1e-14,
		"mean");
	for (size_t i = FIRST; i < n; i++)
		s.points[i].upper = s.points[i].statistic;
	compare(&ctx, &s, "glrpois_intercept_c5", false);
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ears),
		cmocka_unit_test(test_cusum),
		cmocka_unit_test(test_farrington),
		cmocka_unit_test(test_farrington_flexible),
		cmocka_unit_test(test_bayes_and_rki),
		cmocka_unit_test(test_likelihood_ratio),
	};
	return cmocka_run_group_tests_name("series by others", tests, NULL, NULL);
}
