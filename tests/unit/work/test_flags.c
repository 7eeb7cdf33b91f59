#include "town.h"
#include "work/flags.h"

static void compute(struct town *t, struct episode_set *set, struct findings *findings,
	struct flags *x)
{
	town_ok(t, episodes_load(&t->c, set));
	town_ok(t, flags_findings(&t->c, set, findings));
	town_ok(t, flags_compute(&t->c, set, findings, x));
}

static const struct flag *flag(
	const struct flags *x, const char *rule, const char *subject)
{
	for (size_t i = 0; i < x->list.n; i++)
		if (str_equal(x->list.items[i].rule, rule) &&
			(!subject || str_equal(x->list.items[i].subject, subject)))
			return &x->list.items[i];
	return NULL;
}

/* Three children at one address, a fourth who goes three times in ten days and is never
 * interviewed, an adult with two children, a placement out of area. */
static void fill(struct town *t)
{
	for (int i = 0; i < 3; i++) {
		int64_t e = town_episode(t, 1 + i, "missing", 20 * i, 4, "'home'",
			"NULL", "'associate'");
		town_place(t, e, "found", 500, 500, 5, 7);
		town_run(t,
			"INSERT INTO mention (mention_id, source_id, row, row_hash,"
			" mention_ref, episode_ref, kind, value, dob, vehicle) VALUES"
			" (%d, 1, %d, 'm%d', 'M%d', 'E%04lld', 'person',"
			" 'Norbert Quillfeather', '1980-02-03', 'QX51 ZZZ')",
			i + 1, i + 2, i, i, (long long)e);
	}
	for (int i = 0; i < 3; i++)
		town_episode(t, 9, "missing", 30 + 5 * i, 4, "'foster'", "NULL",
			"'placement'");
	town_episode(t, 8, "missing", 90, 4, "'home'", "NULL", "'home'");
	town_run(t,
		"INSERT INTO interview (source_id, row, row_hash, episode_ref, held_s,"
		" held_span_s, held_precision) VALUES (1, 2, 'i', 'E0001', %lld, 60,"
		" 'minute')",
		(long long)town_time(1));
	town_run(t,
		"INSERT INTO placement (source_id, row, row_hash, child_id, start_day,"
		" responsible_authority, host_authority, authority_notified) VALUES"
		" (1, 2, 'p', 9, '%s', 'Northby', 'Southby', 'N'),"
		" (1, 3, 'q', 8, '%s', 'Northby', 'Southby', '2025-04-02'),"
		" (1, 4, 'r', 1, '%s', 'Northby', 'NORTHBY', NULL)",
		town_day(t, 1), town_day(t, 1), town_day(t, 1));
}

static void rules(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct findings findings;
	struct flags x;
	struct result *r;
	fill(t);
	compute(t, &set, &findings, &x);
	const struct flag *address = flag(&x, "address", "address:7");
	assert_non_null(address);
	assert_int_equal(address->evidence_n, 3);
	assert_string_equal(address->evidence[0].ref, "E0001");
	assert_int_equal(address->evidence[0].row, 2);
	assert_non_null(strstr(address->figures, "\"children\":3"));
	assert_non_null(strstr(address->caveats, "\n"));
	const struct flag *adult = flag(&x, "adult", "adult:1");
	assert_non_null(adult);
	assert_int_equal(adult->severity, FLAG_HIGH);
	assert_string_equal(adult->evidence[2].kind, "mention");
	assert_non_null(flag(&x, "identifier", "vehicle:1"));
	const struct flag *third = flag(&x, "third_episode", "child:R009");
	assert_non_null(third);
	assert_int_equal(third->evidence_n, 3);
	assert_null(flag(&x, "third_episode", "child:R001"));
	/* Found three times, none of them interviewed. */
	assert_int_equal(flag(&x, "no_interview", "child:R009")->evidence_n, 3);
	assert_null(flag(&x, "no_interview", "child:R001"));
	assert_int_equal(flag(&x, "out_of_area", "child:R009")->severity, FLAG_MEDIUM);
	assert_null(flag(&x, "out_of_area", "child:R008"));
	assert_null(flag(&x, "out_of_area", "child:R001"));
	for (size_t i = 0; i < x.list.n; i++) {
		assert_int_equal(x.list.items[i].id, i + 1);
		assert_true(x.list.items[i].evidence_n > 0);
		assert_true(i == 0 ||
			    x.list.items[i].severity >= x.list.items[i - 1].severity);
	}
	town_ok(t, flags_result(&t->c, &x, &r));
	assert_int_equal(result_first_table(r)->rows_n, x.list.n);
}

static void each_audience_sees_its_own(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct findings findings;
	struct flags x;
	struct result *r;
	fill(t);
	t->ctx.audience = AUDIENCE_PARTNER;
	compute(t, &set, &findings, &x);
	town_ok(t, flags_result(&t->c, &x, &r));
	const char *json = emit_json_result(&t->ctx, r);
	assert_null(strstr(json, "R009"));
	assert_null(strstr(json, "uillfeather"));
	assert_null(strstr(json, "QX51"));
	assert_non_null(strstr(json, "child:C9"));
	assert_non_null(strstr(json, "Adult A1"));
	t->ctx.audience = AUDIENCE_PUBLIC;
	compute(t, &set, &findings, &x);
	town_ok(t, flags_result(&t->c, &x, &r));
	json = emit_json_result(&t->ctx, r);
	assert_null(strstr(json, "E0001"));
	assert_null(strstr(json, "child:"));
	assert_non_null(strstr(json, "third_episode"));
}

static void kept_with_their_run(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct findings findings;
	struct flags x;
	struct statement *s;
	bool row;
	static const char count[] =
		"SELECT (SELECT count(*) FROM flag), (SELECT count(*) FROM"
		" flag_evidence), (SELECT json_array_length(caveats) FROM flag WHERE"
		" rule = 'address')";
	static const struct sql sql = {"count", count, sizeof count - 1};
	fill(t);
	compute(t, &set, &findings, &x);
	size_t evidence = 0;
	for (size_t i = 0; i < x.list.n; i++)
		evidence += x.list.items[i].evidence_n;
	town_sql(t, "INSERT INTO run (run_id, command, parameters, seed, audience,"
		    " version, libraries, input_sha256, run_utc, run_by) VALUES"
		    " (5, 'flags', '{}', 1, 'analyst', '', '{}', '', '', '')");
	town_ok(t, flags_save(t->c.store, 5, &x.list));
	town_ok(t, store_prepare(t->c.store, &sql, &s));
	town_ok(t, statement_step(s, &row));
	assert_int_equal(column_int(s, 0), x.list.n);
	assert_int_equal(column_int(s, 1), evidence);
	assert_int_equal(column_int(s, 2), 2);
}

static void empty(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct findings findings;
	struct flags x;
	struct result *r;
	compute(t, &set, &findings, &x);
	assert_int_equal(x.list.n, 0);
	town_ok(t, flags_result(&t->c, &x, &r));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(rules),
		TEST(each_audience_sees_its_own), TEST(kept_with_their_run),
		TEST(empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
