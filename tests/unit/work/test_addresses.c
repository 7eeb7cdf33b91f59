#include "town.h"
#include "work/addresses.h"
#include "work/recurrence.h"
#include <math.h>

static void visit(struct town *t, int64_t child, double day, const char *urn,
	const char *found_kind, int64_t address)
{
	int64_t e = town_episode(t, child, "missing", day, 4,
		urn[0] == 'N' ? "'home'" : "'childrens_home'", urn, found_kind);
	town_place(t, e, "found", 1000.0 * (double)address, 1000, 5, address);
}

static void compute(struct town *t, struct episode_set *set, struct addresses *x)
{
	struct addresses_options o = ADDRESSES_DEFAULT;
	town_ok(t, episodes_load(&t->c, set));
	town_ok(t, addresses_compute(&t->c, set, &o, x));
}

static void several_children_recur(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct addresses x;
	struct result *r;
	visit(t, 1, 1, "'SC1'", "'associate'", 3);
	visit(t, 2, 30, "'SC2'", "'associate'", 3);
	visit(t, 3, 60, "NULL", "'friend'", 3);
	visit(t, 1, 90, "'SC1'", "'friend'", 3);
	/* One child many times; a child where it belongs; others once each. */
	for (int i = 0; i < 9; i++)
		visit(t, 4, 5 + i, "NULL", "'friend'", 4);
	visit(t, 5, 20, "NULL", "'home'", 5);
	visit(t, 6, 21, "NULL", "'friend'", 5);
	for (int i = 0; i < 20; i++)
		visit(t, 10 + i, 100 + i, "NULL", "'friend'", 10 + i);
	compute(t, &set, &x);
	assert_int_equal(x.n, 1);
	const struct address *a = &x.items[0];
	assert_int_equal(a->id, 3);
	assert_int_equal(a->children_n, 3);
	assert_int_equal(a->episodes_n, 4);
	assert_int_equal(a->homes_n, 2);
	assert_int_equal(a->top_child_episodes, 2);
	assert_int_equal(a->roles, 1u << ROLE_FOUND);
	assert_string_equal(a->kinds, "associate; friend");
	assert_int_equal(a->first.start_s, town_time(1) + 4 * 3600);
	assert_int_equal(a->last.start_s, town_time(90) + 4 * 3600);
	assert_string_equal(a->label, "3 Made-up Road");
	/* 23 addresses, 25 pairs. */
	assert_int_equal(x.addresses_seen, 23);
	assert_int_equal(x.pairs, 25);
	assert_int_equal(x.where_they_belong, 1);
	assert_true(a->p_value > 0 && a->p_value < 0.02);
	assert_near(a->q_value, a->p_value * 23);
	assert_near(a->by_chance, a->p_value * 23);
	town_ok(t, addresses_result(&t->c, &set, &x, &r));
	const struct table *line = result_find_table(r, "address_timeline");
	assert_int_equal(line->rows_n, 4);
	assert_string_equal(table_at(line, 0, 4)->as.text, "R001");
	t->ctx.audience = AUDIENCE_PUBLIC;
	town_ok(t, addresses_result(&t->c, &set, &x, &r));
	const char *json = emit_json_result(&t->ctx, r);
	assert_null(strstr(json, "Made-up"));
	assert_null(strstr(json, "R001"));
}

static void mentions_count_as_a_role(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct addresses x;
	visit(t, 1, 1, "NULL", "'friend'", 3);
	visit(t, 2, 2, "NULL", "'home'", 9);
	town_sql(t,
		"INSERT INTO mention (mention_id, source_id, row, row_hash,"
		" episode_ref, child_ref, kind, value, date) VALUES"
		" (1, 1, 7, 'a', 'E0002', NULL, 'address', '3 Made-up Road',"
		" NULL), (2, 1, 8, 'b', NULL, 'R002', 'address', 'x',"
		" '2001-01-01');"
		"INSERT INTO place (place_id, source_id, row, source_kind, ref, role,"
		" mention_id) VALUES (100, 1, 7, 'mentions', 'M', 'address', 1),"
		" (101, 1, 8, 'mentions', 'M', 'address', 2);"
		"INSERT INTO located (place_id, input, easting, northing,"
		" precision_m, kind, method, confidence, address_id) VALUES"
		" (100, '', 3000, 1000, 5, 'uprn', 'test', 1, 3),"
		" (101, '', 3000, 1000, 5, 'uprn', 'test', 1, 3)");
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 90, false};
	compute(t, &set, &x);
	assert_int_equal(x.n, 1);
	assert_int_equal(x.items[0].children_n, 2);
	assert_int_equal(x.items[0].episodes_n, 2);
	/* The mention of 2001 is not of the period. */
	assert_int_equal(x.items[0].visits_n, 2);
	assert_int_equal(x.items[0].roles, 1u << ROLE_FOUND | 1u << ROLES_N);
}

/* A Poisson count of mean m that is not 0 has mean m / (1 - exp(-m)): 1.5819767 for 1. */
static void chance_of_a_truncated_count(void **state)
{
	struct town *t = *state;
	uint32_t children[1000];
	for (int i = 0; i < 1000; i++)
		children[i] = i < 582 ? 2 : 1;
	children[0] = 2;
	struct recurrence r = recurrence_run(&t->ctx, children, 1000);
	assert_true(fabs(r.mean - 1) < 1e-3);
	/* P(X >= 2 | X >= 1) = (1 - 2/e) / (1 - 1/e) */
	assert_true(fabs(r.p_value[0] - (1 - 2 / exp(1)) / (1 - 1 / exp(1))) < 1e-3);
	assert_near(r.p_value[999], 1);
	assert_int_equal(recurrence_run(&t->ctx, children, 0).mean, 0);
}

static void empty(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct addresses x;
	struct result *r;
	compute(t, &set, &x);
	assert_int_equal(x.n, 0);
	town_ok(t, addresses_result(&t->c, &set, &x, &r));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(several_children_recur),
		TEST(mentions_count_as_a_role), TEST(chance_of_a_truncated_count),
		TEST(empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
