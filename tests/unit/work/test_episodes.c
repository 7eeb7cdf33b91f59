#include "town.h"
#include "work/cells.h"
#include "work/episodes.h"

static void order_period_and_type(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	town_episode(t, 2, "missing", 9.5, 5, "'home'", "NULL", "'home'");
	town_episode(t, 1, "absent", 3.5, 5, "'home'", "NULL", "'home'");
	town_episode(t, 1, "missing", 40.5, 5, "'home'", "NULL", "'home'");
	town_ok(t, episodes_load(&t->c, &set));
	assert_int_equal(set.n, 3);
	assert_int_equal(set.children_n, 2);
	assert_string_equal(set.episodes[0].ref, "E0002");
	assert_int_equal(set.episodes[0].child, 0);
	assert_int_equal(set.children[0].episodes_n, 2);
	assert_int_equal(set.first_day, TOWN_FIRST_DAY + 3);
	assert_int_equal(set.last_day, TOWN_FIRST_DAY + 40);
	/* Born 15 June 2010: 14 in April 2025. */
	assert_int_equal(set.episodes[0].age, 14);
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 9, false};
	t->options.type = "missing";
	town_ok(t, episodes_load(&t->c, &set));
	assert_int_equal(set.n, 1);
	assert_int_equal(set.children_n, 1);
	assert_int_equal(set.children[0].id, 2);
	assert_int_equal(set.last_day, TOWN_FIRST_DAY + 9);
	t->options.period = (struct period){0, 1, false};
	town_ok(t, episodes_load(&t->c, &set));
	assert_int_equal(set.n, 0);
}

static void where_they_belong(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct episode_points points;
	int64_t e[6];
	static const char *const kinds[] = {
		"'home'", "'friend'", "'friend'", "'friend'", "NULL", "'placement'"};
	for (int i = 0; i < 6; i++) {
		e[i] = town_episode(t, i + 1, "missing", i, 4,
			i == 3 ? "'school'" : "'foster'", "NULL", kinds[i]);
		town_place(t, e[i], "from", 1000, 1000, 5, 7);
	}
	town_place(t, e[0], "found", 5000, 5000, 5, 0);    /* by its kind */
	town_place(t, e[1], "found", 1000, 1000, 5, 7);    /* the same address */
	town_place(t, e[2], "found", 1040, 1000, 5, 0);    /* 40 m off */
	town_place(t, e[3], "found", 1000, 1000, 5, 7);    /* a school: not theirs */
	town_place(t, e[4], "found", 1040, 1000, 4000, 0); /* too coarse to tell */
	town_place(t, e[5], "found", 9000, 9000, 5, 0);
	town_ok(t, episodes_load(&t->c, &set));
	static const bool belongs[] = {true, true, true, false, false, true};
	for (int i = 0; i < 6; i++)
		assert_int_equal(set.episodes[i].spots[ROLE_FOUND].belongs, belongs[i]);
	assert_true(set.episodes[0].spots[ROLE_FROM].belongs);
	assert_false(set.episodes[3].spots[ROLE_FROM].belongs);
	episodes_points(t->ctx.arena, &set, ROLE_FOUND, 250, true, &points);
	assert_int_equal(points.n, 1);
	assert_int_equal(points.where_they_belong, 4);
	assert_int_equal(points.too_coarse, 1);
	episodes_points(t->ctx.arena, &set, ROLE_FOUND, 5000, false, &points);
	assert_int_equal(points.n, 6);
	/* The time of a place found is the middle of its minute. */
	assert_int_equal(points.t_s[0], town_time(0) + 4 * 3600 + 30);
}

static void groups_keep_their_order(void **state)
{
	struct town *t = *state;
	static const uint32_t keys[] = {2, 0, NO_KEY, 2, 2, 0};
	struct groups g = groups_make(t->ctx.arena, keys, 6, 4);
	assert_int_equal(groups_size(&g, 0), 2);
	assert_int_equal(groups_size(&g, 1), 0);
	assert_int_equal(groups_size(&g, 2), 3);
	assert_int_equal(groups_size(&g, 3), 0);
	assert_int_equal(groups_items(&g, 2)[0], 0);
	assert_int_equal(groups_items(&g, 2)[1], 3);
	assert_int_equal(groups_items(&g, 0)[1], 5);
}

static void small_counts_are_not_for_the_public(void **state)
{
	struct town *t = *state;
	static const struct column columns[] = {{"a", "A", 0, AUDIENCE_PUBLIC},
		{"b", "B", 0, AUDIENCE_PUBLIC}, {"c", "C", 0, AUDIENCE_PUBLIC}};
	static const int64_t parts[] = {4, 9, 30};
	struct table *x = TABLE_CREATE(t->ctx.arena, "x", NULL, columns);
	t->ctx.audience = AUDIENCE_PUBLIC;
	cell_parts(&t->ctx, x, parts, 3);
	/* The next smallest goes too: 43 in all would tell the 4. */
	assert_int_equal(table_at(x, 0, 0)->kind, CELL_NULL);
	assert_int_equal(table_at(x, 0, 1)->kind, CELL_NULL);
	assert_int_equal(table_at(x, 0, 2)->as.integer, 30);
	cell_episodes(&t->ctx, x, 40, 4);
	cell_count(&t->ctx, x, 0);
	cell_count(&t->ctx, x, 5);
	assert_int_equal(table_at(x, 1, 0)->kind, CELL_NULL);
	assert_int_equal(table_at(x, 1, 1)->as.integer, 0);
	assert_int_equal(table_at(x, 1, 2)->as.integer, 5);
	t->ctx.audience = AUDIENCE_PARTNER;
	cell_parts(&t->ctx, x, parts, 3);
	assert_int_equal(table_at(x, 2, 0)->as.integer, 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(order_period_and_type),
		TEST(where_they_belong), TEST(groups_keep_their_order),
		TEST(small_counts_are_not_for_the_public)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
