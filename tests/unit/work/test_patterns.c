#include "town.h"
#include "work/children.h"
#include "work/journeys.h"
#include "work/repeat.h"
#include "work/rhythm.h"
#include <math.h>

static int64_t gone(struct town *t, int64_t child, double day, double hours)
{
	return town_episode(
		t, child, "missing", day, hours, "'home'", "NULL", "'friend'");
}

static void repeats(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct repeat x;
	struct result *r;
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 99, false};
	gone(t, 1, 10, 5); /* again after 20 and 50 days */
	gone(t, 1, 30, 5);
	gone(t, 1, 80, 5);
	gone(t, 2, 40, 5); /* again after 40 */
	gone(t, 2, 80, 5);
	gone(t, 3, 90, 5); /* watched for 10 days */
	gone(t, 4, 50, 5); /* watched for 50 */
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, repeat_compute(&t->c, &set, &x));
	assert_int_equal(x.children_at_2, 2);
	assert_int_equal(x.children_at_3, 1);
	assert_int_equal(x.bands[0].children, 2);
	assert_int_equal(x.bands[2].episodes, 3);
	/* At 20 days three of the four are still watched; one goes. */
	assert_int_equal(x.watched[0], 4);
	assert_int_equal(x.next[0].steps_n, 2);
	assert_near(x.next[0].steps[0].time, 20);
	assert_int_equal(x.next[0].steps[0].at_risk, 3);
	assert_near(x.within_28, 1.0 / 3);
	assert_near(x.repeats_within_28, 0.5);
	assert_int_equal(x.watched[1], 2);
	/* The top quarter of children, one of them, makes three of seven. */
	assert_near(lorenz_top(&x.lorenz, 0.25), 3.0 / 7);
	town_ok(t, repeat_result(&t->c, &set, &x, &r));
	const struct table *lorenz = result_find_table(r, "lorenz");
	assert_int_equal(lorenz->rows_n, 5);
	assert_near(table_at(lorenz, 4, 1)->as.real, 1);
}

static void rhythm(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct rhythm x;
	struct result *r;
	t->options.period =
		(struct period){TOWN_FIRST_DAY + 9, TOWN_FIRST_DAY + 60, false};
	/* Day 10 is Friday 11 April 2025; one child ten times at 03:00, two at 21:00. */
	for (int i = 0; i < 10; i++)
		gone(t, 1, 10 + i + 3.0 / 24, 30);
	gone(t, 2, 10 + 21.0 / 24, 5);
	int64_t e = gone(t, 3, 45, 0);
	town_run(t,
		"UPDATE episode SET last_seen_span_s = 86400, last_seen_precision ="
		" 'day' WHERE episode_id = %lld",
		(long long)e);
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, rhythm_compute(&t->c, &set, &x));
	const struct aoristic *a = &x.hours[RHYTHM_GONE];
	assert_near(a->total, 12);
	/* Day 45 is a Friday too. */
	assert_true(fabs(a->weight[4][21] - 1 - 1.0 / 24) < 1e-9);
	double at_three = 0;
	for (int day = 0; day < 7; day++)
		at_three += a->weight[day][3];
	assert_true(fabs(at_three - 10 - 1.0 / 24) < 1e-9);
	/* Known to the hour: two children, halfway between 21:00 and 03:00. */
	assert_near(x.clock[RHYTHM_GONE].n, 2);
	assert_true(fabs(x.clock[RHYTHM_GONE].mean - 24) < 0.01 ||
		    x.clock[RHYTHM_GONE].mean < 0.01);
	/* April from the 10th, May whole. */
	assert_int_equal(x.months.n, 2);
	assert_int_equal(x.months.items[0].days, 21);
	assert_int_equal(x.months.items[0].episodes, 11);
	assert_int_equal(x.months.items[0].children, 2);
	assert_int_equal(x.months.items[1].days, 31);
	assert_int_equal(x.durations.known, 11);
	assert_int_equal(x.durations.not_found, 1);
	assert_near(x.durations.median, 30);
	assert_near(x.durations.within_24_share, 1.0 / 11);
	assert_int_equal(x.durations.band_children[0], 1);
	assert_int_equal(x.durations.band_episodes[3], 10);
	town_ok(t, rhythm_result(&t->c, &set, &x, &r));
	assert_int_equal(result_find_table(r, "hour_weekday")->rows_n, 168);
}

static void journey(struct town *t, int64_t child, double day, const char *urn,
	double from_x_m, double to_x_m, double to_y_m)
{
	int64_t e = town_episode(t, child, "missing", day, 4,
		urn[0] == 'N' ? "'home'" : "'childrens_home'", urn, "'street'");
	town_place(t, e, "from", from_x_m, 10000, 5, 0);
	town_place(t, e, "found", to_x_m, to_y_m, 5, 0);
}

static void journeys(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct journeys x;
	struct result *r;
	struct journeys_options o = JOURNEYS_DEFAULT;
	town_sql(t,
		"INSERT INTO boundary (boundary_id, source_id, row, row_hash, layer,"
		" name, geom) VALUES (1, 1, 2, 'b', 'districts', 'West',"
		" CastToMulti(ST_GeomFromText('POLYGON((0 0, 15000 0, 15000 20000,"
		" 0 20000, 0 0))', 27700)))");
	for (int i = 0; i < 4; i++)
		journey(t, 1 + i, i, "'SC1'", 10000, 13000 + 20 * i, 14000);
	for (int i = 0; i < 12; i++)
		journey(t, 20 + i, 50 + i, "NULL", 10000 + 900 * i, 30000,
			10000 + 900 * i);
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, journeys_compute(&t->c, &set, &o, &x));
	const struct journey_end_figures *f = &x.ends[JOURNEY_FOUND];
	assert_int_equal(f->episodes, 16);
	assert_int_equal(f->children, 16);
	/* 5 km for the four: three east, four north. */
	assert_int_equal(f->band_episodes[3], 4);
	assert_int_equal(f->band_episodes[4] + f->band_episodes[5], 12);
	/* East turns to north-east at 22.5 degrees: 900 i over 20000 - 900 i. */
	assert_int_equal(f->sector_episodes[1], 4 + 5);
	assert_int_equal(f->sector_episodes[2], 7);
	assert_int_equal(x.flows_n, 1);
	assert_string_equal(x.flows[0].urn, "SC1");
	assert_int_equal(x.flows[0].children_n, 4);
	assert_near(x.flows[0].expected, 4.0 * 4 / 16);
	assert_true(x.flows[0].p_value < 0.05);
	assert_int_equal(x.borders_n, 1);
	assert_int_equal(x.borders[0].within, 4);
	assert_int_equal(x.borders[0].over, 6);
	assert_int_equal(x.borders[0].not_covered, 6);
	town_ok(t, journeys_result(&t->c, &set, &x, &r));
	/* A flow from where somebody lives is known to the kilometre alone. */
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, journeys_result(&t->c, &set, &x, &r));
	assert_int_equal(result_find_table(r, "flows")->rows_n, 0);
}

static void children(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct children x;
	struct result *r;
	struct children_options o = CHILDREN_DEFAULT;
	t->options.period =
		(struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 199, false};
	/* One grows, one is even, one goes twice only. */
	gone(t, 1, 0, 5);
	for (int i = 0; i < 8; i++) {
		int64_t e = gone(t, 1, 150 + 5 * i, 5 + i);
		if (i % 2)
			town_place(t, e, "found", 5, 5, 5, 77);
	}
	for (int i = 0; i < 8; i++)
		gone(t, 2, 25 * i, 5);
	gone(t, 3, 1, 5);
	gone(t, 3, 2, 5);
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, children_compute(&t->c, &set, &o, &x));
	assert_int_equal(x.n, 2);
	assert_int_equal(x.items[0].episodes_n, 9);
	assert_int_equal(x.items[0].trend, CHILD_RISING);
	assert_int_equal(x.items[0].last_28, 3);
	assert_int_equal(x.items[0].usual_found_n, 5);
	assert_string_equal(x.items[0].usual_found, "friend");
	assert_near(x.items[0].longest_hours, 12);
	assert_int_equal(x.items[1].trend, CHILD_STEADY);
	assert_near(x.items[1].median_gap_days, 25);
	t->ctx.audience = AUDIENCE_PARTNER;
	town_ok(t, children_result(&t->c, &set, &x, &r));
	assert_string_equal(table_at(result_first_table(r), 0, 0)->as.text, "C1");
}

static void empty(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct repeat repeat;
	struct rhythm rhythm;
	struct journeys journeys;
	struct children children;
	struct result *r;
	struct journeys_options jo = JOURNEYS_DEFAULT;
	struct children_options co = CHILDREN_DEFAULT;
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, repeat_compute(&t->c, &set, &repeat));
	town_ok(t, repeat_result(&t->c, &set, &repeat, &r));
	town_ok(t, rhythm_compute(&t->c, &set, &rhythm));
	town_ok(t, rhythm_result(&t->c, &set, &rhythm, &r));
	town_ok(t, journeys_compute(&t->c, &set, &jo, &journeys));
	town_ok(t, journeys_result(&t->c, &set, &journeys, &r));
	town_ok(t, children_compute(&t->c, &set, &co, &children));
	town_ok(t, children_result(&t->c, &set, &children, &r));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(repeats), TEST(rhythm), TEST(journeys),
		TEST(children), TEST(empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
