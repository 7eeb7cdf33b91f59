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

static void a_home_is_known_by_its_place(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	static const double x_m[] = {1030, 1030, 1030, 3000, 5020};
	for (int i = 0; i < 5; i++) {
		int64_t e = town_episode(t, i + 1, "missing", i, 4,
			i == 1 ? "'foster'" : "'childrens_home'",
			i == 2 ? "'SC8'" : "NULL", "NULL");
		town_place(t, e, "from", x_m[i], 1000, i == 3 ? 4000 : 5, 0);
	}
	/* SC1 alone; SC2 and SC3 in one building. */
	town_sql(t,
		"INSERT INTO home (home_id, source_id, row, row_hash, urn, kind)"
		" VALUES (1, 1, 2, 'a', 'SC1', 'Home'), (2, 1, 3, 'b', 'SC2', NULL),"
		" (3, 1, 4, 'c', 'SC3', NULL), (4, 1, 5, 'd', 'SC4', 'Fostering');"
		"INSERT INTO place (place_id, source_id, row, source_kind, ref, role,"
		" home_id) VALUES (101, 1, 102, 'homes', 'H', 'address', 1),"
		" (102, 1, 103, 'homes', 'H', 'address', 2),"
		" (103, 1, 104, 'homes', 'H', 'address', 3),"
		" (104, 1, 105, 'homes', 'H', 'address', 4);"
		"INSERT INTO located (place_id, input, easting, northing,"
		" precision_m, kind, method, confidence) VALUES"
		" (101, '', 1000, 1000, 5, 'address', 'test', 1),"
		" (102, '', 5000, 1000, 5, 'address', 'test', 1),"
		" (103, '', 5000, 1000, 5, 'address', 'test', 1),"
		" (104, '', 1001, 1000, 5, 'address', 'test', 1)");
	town_ok(t, episodes_load(&t->c, &set));
	assert_string_equal(set.episodes[0].from_home_urn, "SC1");
	assert_true(set.episodes[0].urn_by_place);
	assert_null(set.episodes[1].from_home_urn);
	assert_string_equal(set.episodes[2].from_home_urn, "SC8");
	assert_false(set.episodes[2].urn_by_place);
	assert_null(set.episodes[3].from_home_urn);
	assert_null(set.episodes[4].from_home_urn);
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
		TEST(where_they_belong), TEST(a_home_is_known_by_its_place),
		TEST(groups_keep_their_order),
		TEST(small_counts_are_not_for_the_public)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
