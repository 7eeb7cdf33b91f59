#include "town.h"
#include "work/backtest.h"
#include <math.h>

static void found_at(struct town *t, int64_t child, double day, double x_m, double y_m)
{
	int64_t e =
		town_episode(t, child, "missing", day, 4, "'home'", "NULL", "'street'");
	town_place(t, e, "from", 90000 + 3000 * (double)child, 90000, 5, 1000 + child);
	town_place(t, e, "found", x_m, y_m, 10, 0);
}

/* Two years in which a place is busy for two months, then another, among noise. */
static void moving_places(struct town *t)
{
	struct stream s = stream_make(11, 1, 1);
	int64_t child = 1;
	for (int month = 0; month < 24; month++)
		for (int i = 0; i < 12; i++, child++) {
			double day = 30.4 * (month + stream_01(&s));
			bool busy = i < 7;
			found_at(t, child, day,
				busy ? 2000 * (month / 2) + 40 * stream_01(&s)
				     : 24000 * stream_01(&s),
				busy ? 5000 : 9000 * stream_01(&s));
		}
}

static void compute(struct town *t, struct backtests *x)
{
	struct backtest_request r = BACKTEST_DEFAULT;
	r.replications = 199;
	town_ok(t, backtest_compute(&t->c, &r, x));
}

static const struct backtest_method *find(
	const struct backtests *x, enum forecast_method method)
{
	for (size_t i = 0; i < x->x.methods_n; i++)
		if (x->x.methods[i].method == method)
			return &x->x.methods[i];
	fail_msg("the method is not there");
	return NULL;
}

/* The period is the second year; the first is the past that it needs. */
static void what_lies_before_the_period_is_known(void **state)
{
	struct town *t = *state;
	struct backtests x;
	moving_places(t);
	t->options.period =
		(struct period){TOWN_FIRST_DAY + 365, TOWN_FIRST_DAY + 729, false};
	compute(t, &x);
	assert_int_equal(x.x.months, 12);
	assert_int_equal(x.x.common_months, 12);
	assert_int_equal(x.x.months_short, 0);
	const struct backtest_method *near = find(&x, FORECAST_NEAR_REPEAT);
	assert_int_equal(near->verdict, BACKTEST_EARNED);
	assert_true(near->of[BACKTEST_CHILDREN].gain > 0.1);
	struct backtest_words words = backtest_words(&t->c, &x);
	assert_false(words.nothing);
	assert_non_null(strstr(words.strong, "earned"));
	assert_non_null(strstr(words.rest, "last year"));
	/* Nothing of the case but the period: no past, nothing to say. */
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 20, false};
	compute(t, &x);
	assert_int_equal(x.x.months, 0);
	words = backtest_words(&t->c, &x);
	assert_true(words.nothing);
	assert_non_null(strstr(words.strong, "Too little"));
}

/* A month that the period cuts is tried on the days it has. */
static void months_are_cut_to_the_period(void **state)
{
	struct town *t = *state;
	struct backtests x;
	moving_places(t);
	t->options.period =
		(struct period){TOWN_FIRST_DAY + 400, TOWN_FIRST_DAY + 500, false};
	compute(t, &x);
	double events = find(&x, FORECAST_REPEAT)->of[BACKTEST_EPISODES].counts.events;
	int64_t from_s, to_s, inside = 0;
	period_seconds(t->options.period, &from_s, &to_s);
	struct episode_set set;
	t->options.period.all = true;
	town_ok(t, episodes_load(&t->c, &set));
	for (size_t i = 0; i < set.n; i++) {
		int64_t t_s = set.episodes[i].found.start_s + 30;
		inside += t_s >= from_s && t_s < to_s;
	}
	assert_true(inside > 20);
	assert_int_equal((int64_t)events, inside);
}

static void when_nothing_moves_nobody_earns(void **state)
{
	struct town *t = *state;
	struct backtests x;
	struct result *r;
	struct stream s = stream_make(12, 1, 1);
	for (int i = 0; i < 300; i++)
		found_at(t, 1 + i, 730 * i / 300.0, 2000 * (i % 5) + 30 * stream_01(&s),
			4000);
	compute(t, &x);
	for (size_t i = 0; i < x.x.methods_n; i++)
		assert_int_not_equal(x.x.methods[i].verdict, BACKTEST_EARNED);
	struct backtest_words words = backtest_words(&t->c, &x);
	assert_true(words.nothing);
	assert_non_null(strstr(words.strong, "No hotspot method"));
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, backtest_result(&t->c, &x, &r));
	assert_null(strstr(emit_json_result(&t->ctx, r), "\"month\""));
}

static void nonsense_is_refused(void **state)
{
	struct town *t = *state;
	struct backtests x;
	struct backtest_request r = BACKTEST_DEFAULT;
	r.method = "magic";
	assert_int_equal(backtest_compute(&t->c, &r, &x), ERR_USAGE);
	r.method = "kde";
	r.radius_m = NAN;
	assert_int_equal(backtest_compute(&t->c, &r, &x), ERR_USAGE);
	r.radius_m = 250;
	town_ok(t, backtest_compute(&t->c, &r, &x));
	assert_int_equal(x.x.months, 0);
	found_at(t, 1, 5, 10, 10);
	town_ok(t, backtest_compute(&t->c, &r, &x));
	assert_int_equal(x.x.months, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_lies_before_the_period_is_known),
		TEST(months_are_cut_to_the_period),
		TEST(when_nothing_moves_nobody_earns),
		TEST(nonsense_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
