/* Who goes again sooner, by hand; changes of the months and their limits; what the public
 * must not be told. */
#include "town.h"
#include "work/naming.h"
#include "work/repeat.h"
#include "work/rhythm.h"
#include <math.h>

static int64_t gone(struct town *t, int64_t child, double day, const char *from)
{
	return town_episode(t, child, "missing", day, 5, from, "NULL", "'friend'");
}

static void interview(struct town *t, int64_t episode, double held)
{
	town_run(t,
		"INSERT INTO interview (source_id, row, row_hash, episode_ref,"
		" accepted, held_s, held_span_s, held_precision, independent) VALUES"
		" (1, 2, 'i%lld', 'E%04lld', 1, %lld, 60, 'minute', 1)",
		(long long)episode, (long long)episode, (long long)town_time(held));
}

static void again(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct repeat x;
	struct result *r;
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 99, false};
	interview(t, gone(t, 1, 10, "'home'"), 12); /* in time; again after 20 days */
	gone(t, 1, 30, "'home'");
	interview(t, gone(t, 2, 20, "'foster'"), 26); /* too late to count */
	gone(t, 2, 60, "'foster'");
	interview(t, gone(t, 3, 40, "'home'"), 45); /* gone again before it could be */
	gone(t, 3, 42, "'home'");
	interview(t, gone(t, 4, 50, "'foster'"), 51); /* in time; not again */
	gone(t, 5, 50, "NULL");   /* none, not again; from unknown */
	gone(t, 6, 98, "'home'"); /* the period ends before the landmark */
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, repeat_compute(&t->c, &set, &x));
	const struct again *a = &x.groups.by[AGAIN_BY_INTERVIEW];
	assert_true(x.groups.interviews && a->compared);
	assert_int_equal(a->group[1].children, 2);
	assert_int_equal(a->group[1].again, 1);
	assert_int_equal(a->group[0].children, 2);
	assert_int_equal(a->group[0].again, 1);
	assert_int_equal(a->left_out, 2);
	assert_int_equal(a->too_soon, 1);
	/* 20 days less 5 hours away and 72 after: one of two within 28; 40 less 3 is not. */
	assert_near(a->group[1].within_28, 0.5);
	assert_near(a->group[0].within_28, 0);
	const struct again *from = &x.groups.by[AGAIN_BY_FROM];
	assert_int_equal(from->group[0].children, 3);
	assert_int_equal(from->group[1].children, 2);
	assert_int_equal(from->left_out, 1);
	assert_near(from->group[0].median_days, 20);
	town_ok(t, repeat_result(&t->c, &set, &x, &r));
	assert_int_equal(result_find_table(r, "next_by_group")->rows_n, 4);
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, repeat_result(&t->c, &set, &x, &r));
	assert_int_equal(result_find_table(r, "next_by_group")->rows_n, 0);
}

/* Twelve months of 4, then twelve of 12: each stretch has limits of its
 * own. */
static void changes(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct rhythm x;
	struct result *r;
	t->options.period =
		(struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 730 - 1, false};
	int64_t child = 0;
	for (int month = 0; month < 24; month++)
		for (int k = 0; k < (month < 12 ? 4 : 12); k++)
			gone(t, ++child, month * 30.4 + 3 + (k % 20), "'home'");
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, rhythm_compute(&t->c, &set, &x));
	assert_int_equal(x.trend.stretches_n, 2);
	assert_int_equal(x.trend.stretches[1].from, 12);
	assert_int_equal(x.trend.stretches[0].episodes, 48);
	assert_int_equal(x.trend.stretches[0].children, 48);
	assert_true(x.trend.stretches[0].per_month < 4.1);
	const struct control_point *before = &x.months.control.points[3],
				   *after = &x.months.control.points[15];
	assert_true(before->centre * 2.5 < after->centre);
	assert_int_equal(before->signal, CONTROL_NONE);
	assert_int_equal(after->signal, CONTROL_NONE);
	assert_int_equal(x.trend.season.state, SEASON_FITTED);
	town_ok(t, rhythm_result(&t->c, &set, &x, &r));
	const struct table *table = result_find_table(r, "changes");
	assert_int_equal(table->rows_n, 2);
	assert_int_equal(table_get(table, 0, "episodes")->as.integer, 48);
	/* Months of 4 are hidden: so is their sum, of which one would be told. */
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, rhythm_result(&t->c, &set, &x, &r));
	table = result_find_table(r, "changes");
	assert_int_equal(table_get(table, 0, "episodes")->kind, CELL_NULL);
	assert_int_equal(table_get(table, 0, "per_month")->kind, CELL_NULL);
	assert_int_equal(table_get(table, 1, "episodes")->kind, CELL_INT);
}

/* Nobody, and one episode: no claim, no fault. */
static void little(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct rhythm x;
	struct repeat repeat;
	struct result *r;
	for (int k = 0; k < 2; k++) {
		town_ok(t, episodes_load(&t->c, &set));
		town_ok(t, rhythm_compute(&t->c, &set, &x));
		assert_false(x.stand_out.tested);
		assert_true(x.trend.stretches_n == (size_t)k);
		town_ok(t, rhythm_result(&t->c, &set, &x, &r));
		town_ok(t, repeat_compute(&t->c, &set, &repeat));
		assert_false(repeat.groups.by[AGAIN_BY_FROM].compared);
		town_ok(t, repeat_result(&t->c, &set, &repeat, &r));
		gone(t, 1, 5, "'home'");
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(again), TEST(changes), TEST(little)};
	return cmocka_run_group_tests_name("times of a case", tests, NULL, NULL);
}
