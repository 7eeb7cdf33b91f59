#include "town.h"
#include "work/adults.h"
#include "work/network.h"
#include <math.h>

/* name, dob, phone as SQL. */
static void mention(struct town *t, int id, int64_t episode, const char *kind,
	const char *name, const char *dob, const char *phone)
{
	town_run(t,
		"INSERT INTO mention (mention_id, source_id, row, row_hash, "
		"mention_ref,"
		" episode_ref, kind, value, dob, phone) VALUES (%d, 1, %d, 'm%d',"
		" 'M%02d', 'E%04lld', '%s', %s, %s, %s)",
		id, id + 1, id, id, (long long)episode, kind, name, dob, phone);
}

static int64_t gone(struct town *t, int64_t child, double day)
{
	return town_episode(t, child, "missing", day, 4, "'childrens_home'",
		child % 2 ? "'SC1'" : "'SC2'", "'street'");
}

static void compute(struct town *t, struct episode_set *set, struct adults *x)
{
	struct adults_options o = ADULTS_DEFAULT;
	town_ok(t, episodes_load(&t->c, set));
	town_ok(t, adults_compute(&t->c, set, &o, x));
}

static void adults(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct adults x;
	struct result *r;
	int64_t e[8];
	for (int i = 0; i < 8; i++)
		e[i] = gone(t, i + 1, 10 * i);
	mention(t, 1, e[0], "person", "'Norbert Quillfeather'", "'1980-02-03'", "NULL");
	mention(t, 2, e[1], "person", "'QUILLFEATHER, Norbert'", "'1980-02-03'",
		"'07700 900111'");
	mention(t, 3, e[2], "person", "'N Quillfeather'", "NULL", "'+447700900111'");
	/* The same name, born on another day: two people. */
	mention(t, 4, e[3], "person", "'Ada Brandlewick'", "'1990-01-01'", "NULL");
	mention(t, 5, e[4], "person", "'Ada Brandlewick'", "'1991-01-01'", "NULL");
	/* One child, three times. */
	for (int i = 0; i < 3; i++)
		mention(t, 6 + i, e[5], "person", "'Otto Finchmere'", "'1970-05-05'",
			"NULL");
	mention(t, 9, e[6], "phone", "'07700 900222'", "NULL", "NULL");
	mention(t, 10, e[7], "phone", "'07700-900222'", "NULL", "NULL");
	town_sql(t,
		"INSERT INTO person (person_id, source_id, row, row_hash, person_ref,"
		" name, dob) VALUES (1, 1, 2, '', 'P77', 'Norbert Quillfeather',"
		" '1980-02-03')");
	compute(t, &set, &x);
	assert_int_equal(x.n, 1);
	const struct adult *a = &x.items[0];
	assert_int_equal(a->id, 1);
	assert_int_equal(a->children_n, 3);
	assert_int_equal(a->children_strong, 3);
	assert_int_equal(a->episodes_n, 3);
	assert_int_equal(a->homes_n, 2);
	assert_int_equal(a->mentions_n, 3);
	assert_int_equal(a->people_n, 1);
	assert_string_equal(a->dob, "1980-02-03");
	assert_string_equal(a->names.items[0], "Norbert Quillfeather");
	assert_int_equal(x.adults_seen, 4);
	assert_int_equal(x.adult_of[2], 1);
	/* Without names. */
	assert_int_equal(x.identifiers_n, 2);
	assert_string_equal(x.identifiers[0].value, "07700900111");
	assert_int_equal(x.identifiers[0].adults_n, 1);
	assert_string_equal(x.identifiers[1].value, "07700900222");
	assert_int_equal(x.identifiers[1].adults_n, 0);
	town_ok(t, adults_result(&t->c, &set, &x, &r));
	assert_non_null(strstr(emit_json_result(&t->ctx, r), "Quillfeather"));
	assert_non_null(strstr(emit_json_result(&t->ctx, r), "town.csv"));
	t->ctx.audience = AUDIENCE_PARTNER;
	town_ok(t, adults_result(&t->c, &set, &x, &r));
	const char *json = emit_json_result(&t->ctx, r);
	assert_null(strstr(json, "uillfeather"));
	assert_null(strstr(json, "1980"));
	assert_null(strstr(json, "P77"));
	assert_null(strstr(json, "07700900111"));
	assert_non_null(strstr(json, "A1"));
}

/* The period cuts who counts, not who is who. */
static void ids_do_not_depend_on_the_period(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct adults x;
	for (int i = 0; i < 3; i++)
		mention(t, i + 1, gone(t, i + 1, 40 * i), "person",
			"'Norbert Quillfeather'", "'1980-02-03'", "NULL");
	t->options.period =
		(struct period){TOWN_FIRST_DAY + 30, TOWN_FIRST_DAY + 90, false};
	compute(t, &set, &x);
	assert_int_equal(x.n, 1);
	assert_int_equal(x.items[0].id, 1);
	assert_int_equal(x.items[0].children_n, 2);
	assert_int_equal(x.items[0].mentions_n, 2);
}

static const struct child_tie *tie(
	const struct network_case *x, uint32_t a, uint32_t b, enum tie_kind kind)
{
	for (size_t i = 0; i < x->ties_n; i++)
		if (x->ties[i].a == a && x->ties[i].b == b && x->ties[i].kind == kind)
			return &x->ties[i];
	return NULL;
}

static void together(struct town *t, int64_t child, double day, double x_m)
{
	int64_t e =
		town_episode(t, child, "missing", day, 5, "'home'", "NULL", "'street'");
	town_place(t, e, "from", 50000 + 1000 * (double)child, 50000, 5, 0);
	town_place(t, e, "found", x_m, 1000, 5, 0);
}

static void network(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct addresses addresses;
	struct adults people;
	struct network_case x;
	struct result *r;
	struct addresses_options ao = ADDRESSES_DEFAULT;
	struct network_case_options no = NETWORK_CASE_DEFAULT;
	/* Children 1 and 2 go together six times; 3 to 22 alone, on days of their own. */
	for (int i = 0; i < 6; i++) {
		together(t, 1, 50 * i + 0.8, 1000 + 300 * i);
		together(t, 2, 50 * i + 0.81, 1010 + 300 * i);
	}
	for (int i = 0; i < 20; i++)
		together(t, 3 + i, 7.3 * i + 0.5, 30000 + 500 * i);
	/* 3 and 4 are named with one adult; 5 and 6 go from one home. */
	int64_t e3 = gone(t, 3, 200), e4 = gone(t, 4, 203);
	gone(t, 5, 206);
	gone(t, 7, 209);
	mention(t, 1, e3, "person", "'Ada Brandlewick'", "'1990-01-01'", "NULL");
	mention(t, 2, e4, "person", "'Ada Brandlewick'", "'1990-01-01'", "NULL");
	compute(t, &set, &people);
	town_ok(t, addresses_compute(&t->c, &set, &ao, &addresses));
	town_ok(t, network_compute(&t->c, &set, &addresses, &people, &no, &x));
	const struct child_tie *co = tie(&x, 0, 1, TIE_CO_MISSING);
	assert_non_null(co);
	assert_int_equal(co->episodes, 6);
	assert_true(co->q_value < 0.01);
	assert_true(co->expected > 0 && co->expected < 1);
	assert_int_equal(tie(&x, 0, 1, TIE_FOUND_TOGETHER)->episodes, 6);
	assert_non_null(tie(&x, 2, 3, TIE_SAME_ADULT));
	assert_non_null(tie(&x, 2, 4, TIE_SAME_HOME));
	assert_true(isnan(tie(&x, 2, 4, TIE_SAME_HOME)->p_value));
	/* The home makes no group. */
	assert_int_equal(x.groups_n, 2);
	assert_int_equal(x.groups[0].children_n, 2);
	assert_int_equal(x.group_of[0], x.group_of[1]);
	assert_int_equal(x.group_of[2], x.group_of[3]);
	assert_int_equal(x.group_of[4], 0);
	assert_int_equal(x.groups[1].adults_n, 1);
	assert_int_equal(x.groups[1].adults[0], 1);
	town_ok(t, network_result(&t->c, &set, &x, &r));
	assert_int_equal(result_find_table(r, "groups")->rows_n, 2);
	no.shared_max = 1;
	town_ok(t, network_compute(&t->c, &set, &addresses, &people, &no, &x));
	assert_null(tie(&x, 2, 3, TIE_SAME_ADULT));
	assert_true(x.shared_by_too_many >= 1);
}

static void empty(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct addresses addresses;
	struct adults people;
	struct network_case x;
	struct result *r;
	struct addresses_options ao = ADDRESSES_DEFAULT;
	struct network_case_options no = NETWORK_CASE_DEFAULT;
	compute(t, &set, &people);
	town_ok(t, adults_result(&t->c, &set, &people, &r));
	town_ok(t, addresses_compute(&t->c, &set, &ao, &addresses));
	town_ok(t, network_compute(&t->c, &set, &addresses, &people, &no, &x));
	town_ok(t, network_result(&t->c, &set, &x, &r));
	assert_int_equal(x.groups_n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(adults),
		TEST(ids_do_not_depend_on_the_period), TEST(network), TEST(empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
