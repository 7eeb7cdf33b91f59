/* A cluster that begins: found where planted, seldom where there is none; the same whatever
 * the order of the file. */
#include "../unit.h"
#include "base/random.h"
#include "stats/stcd.h"
#include <math.h>
#include <string.h>

enum { N = 200 };

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

struct sample {
	double x[N], y[N];
	int64_t t[N];
};

/* Even in a square of 10 km and a year; `late` of the last hundred days at one place. */
static void fill(struct sample *s, uint32_t seed, int late)
{
	struct stream stream = stream_make(seed, 6, 0);
	for (int i = 0; i < N; i++) {
		s->x[i] = 10000 * stream_01(&stream);
		s->y[i] = 10000 * stream_01(&stream);
		s->t[i] = (int64_t)(365 * stream_01(&stream)) * 86400;
	}
	for (int i = 0; i < late; i++) {
		s->x[i] = 5000 + 300 * stream_01(&stream);
		s->y[i] = 5000 + 300 * stream_01(&stream);
		s->t[i] = (int64_t)(265 + 100 * stream_01(&stream)) * 86400;
	}
}

static struct stcd run(const struct sample *s, const struct stcd_options *o)
{
	struct stcd r;
	struct points points = {N, s->x, s->y, s->t};
	assert_int_equal(stcd_run(&ctx, &r, points, o), ERR_OK);
	return r;
}

static const struct stcd_options plain = {
	.radius_m = 500, .epsilon = 1, .threshold = 1.2 * N};

static void test_planted(void **state)
{
	(void)state;
	struct sample s;
	fill(&s, 1, 25);
	struct stcd r = run(&s, &plain);
	assert_int_equal(r.alarms_n, 1);
	const struct stcd_alarm *a = &r.alarms[0];
	assert_true(a->centre < 25 && s.t[a->at] >= 265 * 86400);
	assert_true(a->n > 5 && a->expected < 5 && a->ratio > 20);
	struct stcd_options o = plain;
	o.restart = true;
	r = run(&s, &o);
	assert_true(r.alarms_n >= 1 && r.alarms[0].at == a->at);
	o.cusum = true;
	r = run(&s, &o);
	assert_true(r.alarms_n >= 1);
}

static void test_false_alarms(void **state)
{
	(void)state;
	int alarms = 0;
	for (uint32_t seed = 1; seed <= 300; seed++) {
		struct sample s;
		struct stcd_options o = plain;
		fill(&s, seed, 0);
		struct points points = {N, s.x, s.y, s.t};
		assert_int_equal(
			stcd_threshold(&ctx, &o.threshold, points, &o, 0.05, 99),
			ERR_OK);
		alarms += run(&s, &o).alarms_n > 0;
	}
	print_message("false alarms in %.1f %% of cases\n", alarms / 3.0);
	/* 5 % of 300 is 15; 25 is passed once in 100. */
	assert_in_range(alarms, 6, 25);
}

/* Many events share a day: their order in the file must not matter. */
static void test_order_of_rows(void **state)
{
	(void)state;
	struct sample s, back;
	fill(&s, 3, 25);
	for (int i = 0; i < N; i++) {
		back.x[i] = s.x[N - 1 - i];
		back.y[i] = s.y[N - 1 - i];
		back.t[i] = s.t[N - 1 - i];
	}
	struct stcd a = run(&s, &plain), b = run(&back, &plain);
	for (int i = 0; i < N; i++)
		assert_true(a.statistic[i] == b.statistic[N - 1 - i]);
	assert_int_equal(a.alarms[0].at, N - 1 - b.alarms[0].at);
}

static void test_threads(void **state)
{
	(void)state;
	struct sample s;
	double one, two;
	fill(&s, 5, 0);
	struct points points = {N, s.x, s.y, s.t};
	assert_int_equal(stcd_threshold(&ctx, &one, points, &plain, 0.05, 40), ERR_OK);
	ctx.threads = 3;
	assert_int_equal(stcd_threshold(&ctx, &two, points, &plain, 0.05, 40), ERR_OK);
	ctx.threads = 1;
	assert_true(one == two);
	assert_int_equal(stcd_threshold(&ctx, &two, points, &plain, 2, 40), ERR_USAGE);
}

static void test_edges(void **state)
{
	(void)state;
	struct sample s;
	struct stcd r;
	struct stcd_options o = plain;
	fill(&s, 4, 0);
	struct points none = {0, s.x, s.y, s.t}, timeless = {N, s.x, s.y, NULL};
	assert_int_equal(stcd_run(&ctx, &r, none, &o), ERR_OK);
	assert_int_equal(r.alarms_n, 0);
	assert_int_equal(stcd_run(&ctx, &r, timeless, &o), ERR_USAGE);
	/* All in one place at one time, and an epsilon that is absurd: numbers all the
	 * same. */
	memset(&s, 0, sizeof s);
	o.epsilon = 1e6;
	r = run(&s, &o);
	for (int i = 0; i < N; i++)
		assert_true(isfinite(r.statistic[i]));
	struct points all = {N, s.x, s.y, s.t};
	o.radius_m = 0;
	assert_int_equal(stcd_run(&ctx, &r, all, &o), ERR_USAGE);
	s.x[7] = NAN;
	assert_int_equal(stcd_run(&ctx, &r, all, &plain), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_planted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_false_alarms, setup, teardown),
		cmocka_unit_test_setup_teardown(test_threads, setup, teardown),
		cmocka_unit_test_setup_teardown(test_order_of_rows, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};
	return cmocka_run_group_tests_name("new clusters", tests, NULL, NULL);
}
