#include "stats/rates.h"
#include "town.h"
#include "work/homes.h"
#include <math.h>

static void home(struct town *t, const char *urn, int places, const char *kind)
{
	town_run(t,
		"INSERT INTO home (source_id, row, row_hash, urn, registered_places,"
		" kind, authority) VALUES (1, 2, 'h%s', '%s', %d, '%s', 'Here')",
		urn, urn, places, kind);
}

/* to below 0: lasts. */
static void placed(struct town *t, int64_t child, const char *urn, int from, int to)
{
	static int n;
	town_run(t,
		"INSERT OR IGNORE INTO child (child_id, child_ref) VALUES"
		" (%lld, 'R%03lld')",
		(long long)child, (long long)child);
	town_run(t,
		"INSERT INTO placement (source_id, row, row_hash, child_id, urn,"
		" start_day, end_day) VALUES (1, 2, 'p%d', %lld, '%s', '%s', %s)",
		n++, (long long)child, urn, town_day(t, from),
		to < 0 ? "NULL" : str_printf(t->ctx.arena, "'%s'", town_day(t, to)));
}

static void gone(struct town *t, int64_t child, const char *urn, int times)
{
	for (int i = 0; i < times; i++)
		town_episode(t, child, "missing", 3 + 3 * i + 0.1 * (double)(child % 7),
			4, "'childrens_home'", str_printf(t->ctx.arena, "'%s'", urn),
			"'placement'");
}

static const struct home *by_urn(const struct homes *x, const char *urn)
{
	for (size_t i = 0; i < x->n; i++)
		if (str_equal(x->items[i].urn, urn))
			return &x->items[i];
	return NULL;
}

/* 100 days. Nights: overlaps once, cut to the period, an end day is not slept. */
static void nights(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct homes x;
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 99, false};
	home(t, "SC1", 6, "Home for children");
	home(t, "SC2", 4, "Home for children");
	home(t, "SC3", 3, "Fostering agency");
	placed(t, 1, "SC1", -50, 10); /* 10 nights */
	placed(t, 1, "SC1", 5, 20);   /* 10 more */
	placed(t, 2, "SC1", 90, -1);  /* 10 */
	placed(t, 3, "SC1", 30, 30);  /* none */
	placed(t, 4, "SC3", 0, -1);
	gone(t, 1, "SC1", 2);
	gone(t, 9, "SC1", 1);
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, homes_compute(&t->c, &set, &x));
	const struct home *one = by_urn(&x, "SC1"), *two = by_urn(&x, "SC2");
	assert_int_equal(one->nights, 30);
	assert_true(one->nights_from_placements);
	assert_int_equal(one->placed_n, 2);
	assert_int_equal(one->episodes_n, 3);
	assert_int_equal(one->children_n, 2);
	assert_int_equal(one->without_placement, 1);
	assert_near(one->rate, 100);
	struct interval exact = poisson_interval(3, 0.95);
	assert_near(one->rate_lower, exact.lower * 1000 / 30);
	assert_near(one->rate_upper, exact.upper * 1000 / 30);
	/* No placements: places times days, and no episode is an answer too. */
	assert_int_equal(two->nights, 400);
	assert_false(two->nights_from_placements);
	assert_near(two->rate, 0);
	assert_near(one->expected, 3000.0 / 430);
	assert_null(by_urn(&x, "SC3"));
	assert_int_equal(x.nights, 430);
}

static void raised_and_one_child(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct homes x;
	struct result *r;
	t->options.period =
		(struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 364, false};
	for (int h = 0; h < 8; h++) {
		const char *urn = str_printf(t->ctx.arena, "SC%d", h);
		home(t, urn, 5, "Home for children");
		for (int k = 0; k < 5; k++) {
			placed(t, 10 * h + k + 1, urn, 0, -1);
			gone(t, 10 * h + k + 1, urn, h == 0 ? 8 : 2);
		}
	}
	gone(t, 11, "SC1", 30);
	gone(t, 99, "SC99", 6);
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, homes_compute(&t->c, &set, &x));
	assert_int_equal(by_urn(&x, "SC0")->state, HOME_RAISED);
	assert_string_equal(x.items[0].urn, "SC0");
	const struct home *one = by_urn(&x, "SC1");
	assert_int_equal(one->state, HOME_ONE_CHILD);
	assert_int_equal(one->top_child_episodes, 32);
	assert_near(one->without_top_child, 8000.0 / (4 * 365));
	assert_true(one->rate > one->upper_998);
	for (int h = 2; h < 8; h++)
		assert_int_equal(by_urn(&x, str_printf(t->ctx.arena, "SC%d", h))->state,
			HOME_AS_EXPECTED);
	/* Episodes, but nobody knows the nights. */
	assert_int_equal(by_urn(&x, "SC99")->state, HOME_TOO_SMALL);
	assert_true(isnan(by_urn(&x, "SC99")->rate));
	town_ok(t, homes_result(&t->c, &set, &x, &r));
	assert_int_equal(result_find_table(r, "funnel")->rows_n, 60);
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, homes_result(&t->c, &set, &x, &r));
	assert_null(strstr(emit_json_result(&t->ctx, r), "SC0"));
}

static void empty(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct homes x;
	struct result *r;
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, homes_compute(&t->c, &set, &x));
	assert_int_equal(x.n, 0);
	town_ok(t, homes_result(&t->c, &set, &x, &r));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nights), TEST(raised_and_one_child), TEST(empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
