#include "../unit.h"
#include "base/random.h"
#include "stats/cusum.h"
#include "stats/ears.h"
#include "stats/farrington.h"
#include "stats/glr.h"
#include "stats/predict.h"
#include <math.h>

enum { WEEKS = 312, OUTBREAK = 300 };

/* Weekly counts about 5 with a season, and an outbreak in one week. */
static void series(int64_t *count, uint64_t seed, size_t n)
{
	struct stream s = stream_make(seed, 3, 0);
	for (size_t t = 0; t < n; t++) {
		double mean = 5 + 2 * sin(2 * acos(-1) * (double)t / 52), product = 1;
		for (count[t] = -1; product > exp(-mean); count[t]++)
			product *= 1 - stream_01(&s);
	}
}

static size_t alarms(const struct surveillance *s, size_t *watched)
{
	size_t n = 0;
	*watched = 0;
	for (size_t t = 0; t < s->n; t++) {
		*watched += isnan(s->points[t].upper) ? 0 : 1;
		n += s->points[t].alarm;
	}
	return n;
}

static void test_outbreak_is_found(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	int64_t count[WEEKS];
	struct surveillance s;
	size_t watched, quiet;
	series(count, 1, WEEKS);
	struct farrington_options o = FARRINGTON_FLEXIBLE;
	assert_int_equal(farrington_run(&ctx, &s, WEEKS, count, &o), ERR_OK);
	assert_int_equal(arena_used(ctx.scratch), 0);
	quiet = alarms(&s, &watched);
	/* One year of past is enough; one in a hundred is false. */
	assert_in_range(watched, WEEKS - 52 - 3 - 10, WEEKS - 52 - 3);
	assert_true(quiet <= 10);
	assert_false(s.points[OUTBREAK].alarm);
	count[OUTBREAK] = 25;
	assert_int_equal(farrington_run(&ctx, &s, WEEKS, count, &o), ERR_OK);
	assert_true(s.points[OUTBREAK].alarm);
	struct ears_options e = {.method = EARS_C2};
	assert_int_equal(ears_run(&ctx, &s, WEEKS, count, &e), ERR_OK);
	assert_true(s.points[OUTBREAK].alarm);
	struct cusum_options c = {.transform = CUSUM_ANSCOMBE};
	assert_int_equal(cusum_run(&ctx, &s, WEEKS, count, &c), ERR_OK);
	assert_true(s.points[OUTBREAK].alarm);
	for (int k = 0; k < 2; k++) {
		struct predict_options p = {
			.method = (enum predict_method)k, .frequency = 52, .years = 1};
		assert_int_equal(predict_run(&ctx, &s, WEEKS, count, &p), ERR_OK);
		assert_true(s.points[OUTBREAK].alarm);
		assert_true(isnan(s.points[57].upper) && s.points[58].upper > 0);
	}
	struct glr_options g = {0};
	assert_int_equal(glr_run(&ctx, &s, WEEKS, count, &g), ERR_OK);
	assert_true(s.points[OUTBREAK].alarm);
	context_release(&ctx);
}

/* Over all beginnings since the last alarm, one by one. */
static void test_ratio_by_trying(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	for (uint64_t seed = 1; seed <= 20; seed++) {
		int64_t count[WEEKS];
		struct surveillance s;
		struct glr_options o = {.from = 10, .mean = 4.5};
		series(count, seed, WEEKS);
		assert_int_equal(glr_run(&ctx, &s, WEEKS, count, &o), ERR_OK);
		size_t begin = 10;
		for (size_t t = 10; t < WEEKS; t++) {
			double best = 0, sum = 0;
			for (size_t k = t + 1; k-- > begin;) {
				double usual = 4.5 * (double)(t - k + 1);
				sum += (double)count[k];
				if (sum > usual)
					best = fmax(best,
						sum * log(sum / usual) - sum + usual);
			}
			assert_true(fabs(s.points[t].statistic - best) < 1e-9);
			assert_true(s.points[t].alarm == (best >= 5));
			assert_true(s.points[t].alarm ==
				    ((double)count[t] >= s.points[t].upper));
			begin = s.points[t].alarm ? t + 1 : begin;
		}
	}
	context_release(&ctx);
}

/* Means that never change: how often each calls an alarm. */
static void test_false_alarms(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	size_t watched[2] = {0}, false_ones[2] = {0};
	for (uint32_t r = 0; r < 400; r++) {
		struct stream stream = stream_make(5, 8, r);
		int64_t count[30];
		for (int t = 0; t < 30; t++) {
			double product = 1;
			for (count[t] = -1; product > exp(-4.0); count[t]++)
				product *= 1 - stream_01(&stream);
		}
		for (int k = 0; k < 2; k++) {
			struct surveillance s;
			struct predict_options p = {.method = (enum predict_method)k};
			assert_int_equal(predict_run(&ctx, &s, 30, count, &p), ERR_OK);
			for (size_t t = 0; t < 30; t++) {
				watched[k] += isnan(s.points[t].upper) ? 0 : 1;
				false_ones[k] += s.points[t].alarm;
			}
		}
	}
	double bayes = (double)false_ones[0] / (double)watched[0];
	double rki = (double)false_ones[1] / (double)watched[1];
	print_message("false alarms a point: Bayes %.3f, RKI %.3f\n", bayes, rki);
	assert_true(bayes <= 0.05 && rki <= 0.05);
	context_release(&ctx);
}

static void test_short_series(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	const int64_t count[12] = {3, 4, 2, 5, 3, 4, 3, 12, 2, 3, 4, 3};
	struct surveillance s;
	for (size_t n = 0; n <= 12; n++) {
		for (int k = 0; k < 3; k++) {
			struct ears_options e = {.method = (enum ears_method)k};
			assert_int_equal(ears_run(&ctx, &s, n, count, &e), ERR_OK);
			assert_int_equal(s.n, n);
		}
		for (int k = 0; k < 4; k++) {
			struct cusum_options c = {.transform = (enum cusum_transform)k};
			assert_int_equal(cusum_run(&ctx, &s, n, count, &c), ERR_OK);
		}
		struct glr_options g = {0};
		assert_int_equal(glr_run(&ctx, &s, n, count, &g), ERR_OK);
		for (int k = 0; k < 2; k++) {
			struct predict_options p = {.method = (enum predict_method)k};
			assert_int_equal(predict_run(&ctx, &s, n, count, &p), ERR_OK);
			p.frequency = 12;
			p.years = SIZE_MAX;
			assert_int_equal(predict_run(&ctx, &s, n, count, &p), ERR_OK);
		}
		struct farrington_options o = FARRINGTON_ORIGINAL;
		assert_int_equal(farrington_run(&ctx, &s, n, count, &o), ERR_OK);
		for (size_t t = 0; t < n; t++)
			assert_true(isnan(s.points[t].upper) && !s.points[t].alarm);
	}
	struct ears_options e = {.method = EARS_C1};
	assert_int_equal(ears_run(&ctx, &s, 12, count, &e), ERR_OK);
	assert_true(isnan(s.points[3].upper));
	assert_true(s.points[7].alarm);
	context_release(&ctx);
}

/* The mean of 3, 4, 2 is 3 and their spread 1. */
static void test_by_hand(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	const int64_t count[4] = {3, 4, 2, 9};
	struct surveillance s;
	struct ears_options e = {.baseline = 3, .alpha = 0.025};
	assert_int_equal(ears_run(&ctx, &s, 4, count, &e), ERR_OK);
	assert_true(fabs(s.points[3].upper - (3 + 1.959963984540054)) < 1e-12);
	struct cusum_options c = {
		.transform = CUSUM_STANDARD, .k = 1, .h = 2, .mean = 4, .from = 2};
	assert_int_equal(cusum_run(&ctx, &s, 4, count, &c), ERR_OK);
	/* z is -1, then 2.5; the sum 0, then 1.5. */
	assert_true(s.points[3].upper == 10);
	assert_false(s.points[3].alarm);
	context_release(&ctx);
}

static void test_refuses(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	const int64_t none[20] = {0};
	struct surveillance s;
	struct ears_options e = {.baseline = 2};
	assert_int_equal(ears_run(&ctx, &s, 20, none, &e), ERR_USAGE);
	struct cusum_options c = {.transform = CUSUM_STANDARD};
	assert_int_equal(cusum_run(&ctx, &s, 20, none, &c), ERR_DATA);
	struct glr_options g = {0};
	assert_int_equal(glr_run(&ctx, &s, 20, none, &g), ERR_DATA);
	g.threshold = -1;
	assert_int_equal(glr_run(&ctx, &s, 20, none, &g), ERR_USAGE);
	struct predict_options p = {.no_recent = true};
	assert_int_equal(predict_run(&ctx, &s, 20, none, &p), ERR_USAGE);
	p = (struct predict_options){.frequency = 12, .years = 1, .window = 6};
	assert_int_equal(predict_run(&ctx, &s, 20, none, &p), ERR_USAGE);
	p = (struct predict_options){.alpha = 1};
	assert_int_equal(predict_run(&ctx, &s, 20, none, &p), ERR_USAGE);
	struct farrington_options o = FARRINGTON_FLEXIBLE;
	o.frequency = 12;
	assert_int_equal(farrington_run(&ctx, &s, 20, none, &o), ERR_USAGE);
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outbreak_is_found),
		cmocka_unit_test(test_ratio_by_trying),
		cmocka_unit_test(test_false_alarms),
		cmocka_unit_test(test_short_series),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests_name("surveillance", tests, NULL, NULL);
}
