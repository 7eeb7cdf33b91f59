#include "town.h"
#include "work/count.h"
#include "work/crossref.h"
#include "work/months.h"
#include <math.h>

static const struct count_cell *cell(
	const struct count *x, enum count_line line, enum count_part part, int month)
{
	for (size_t i = 0; i < x->n; i++) {
		const struct count_cell *c = &x->cells[i];
		int64_t want = month < 0 ? -1 : 2025 * 12 + month - 1;
		if (c->line == line && c->part == part && c->month == want)
			return c;
	}
	return NULL;
}

static void assessment(
	struct town *t, int64_t child, const char *kind, int day, const char *episode)
{
	town_run(t,
		"INSERT INTO assessment (source_id, row, row_hash, child_id, kind,"
		" start_day, episode_ref) VALUES (1, 2, 'a%lld%s%d', %lld, '%s', '%s',"
		" %s)",
		(long long)child, kind, day, (long long)child, kind, town_day(t, day),
		episode);
}

static void checklist(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct count x;
	struct result *r;
	struct count_options o = {0};
	t->options.period = (struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 60, false};
	town_episode(t, 1, "missing", 1, 3, "'home'", "NULL", "'home'");
	town_episode(t, 1, "missing", 5, 5, "'home'", "NULL", "'home'");
	town_episode(t, 1, "missing", 35, 10, "'home'", "NULL", "'home'");
	town_episode(t, 2, "no_apparent_risk", 6, 0, "'foster'", "NULL", "NULL");
	town_episode(t, 3, "missing", 40, 2, "'childrens_home'", "'SC1'", "NULL");
	town_episode(t, 4, "missing", 41, 2, "'childrens_home'", "'SC2'", "NULL");
	town_run(t,
		"INSERT INTO placement (source_id, row, row_hash, child_id, urn,"
		" start_day, responsible_authority, host_authority,"
		" authority_notified) VALUES (1, 2, 'p', 3, 'SC1', '%s', 'Northby',"
		" 'northby', NULL), (1, 3, 'q', 4, 'SC2', '%s', 'Northby', 'Southby',"
		" '2025-05-01')",
		town_day(t, -10), town_day(t, 10));
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, count_compute(&t->c, &set, &o, &x));
	const struct count_cell *all = cell(&x, COUNT_MISSING, COUNT_HOME, -1);
	assert_int_equal(all->episodes, 3);
	assert_int_equal(all->children, 1);
	assert_int_equal(cell(&x, COUNT_MISSING, COUNT_HOME, 4)->episodes, 2);
	assert_int_equal(cell(&x, COUNT_MISSING, COUNT_HOME, 5)->episodes, 1);
	assert_int_equal(cell(&x, COUNT_NO_APPARENT_RISK, COUNT_CARE, -1)->children, 1);
	assert_int_equal(cell(&x, COUNT_FROM_PLACEMENT, COUNT_IN_AREA, 5)->children, 1);
	assert_int_equal(
		cell(&x, COUNT_FROM_PLACEMENT, COUNT_OUT_OF_AREA, 5)->children, 1);
	assert_int_equal(cell(&x, COUNT_PLACED_ELSEWHERE, COUNT_ALL, -1)->children, 1);
	assert_int_equal(
		cell(&x, COUNT_ELSEWHERE_NOTIFIED, COUNT_ALL, -1)->children, 1);
	assert_int_equal(cell(&x, COUNT_CHILDREN_THREE, COUNT_HOME, -1)->children, 1);
	assert_int_equal(cell(&x, COUNT_CHILDREN_TWICE, COUNT_HOME, 4)->children, 1);
	assert_near(cell(&x, COUNT_MEDIAN_HOURS, COUNT_HOME, -1)->value, 5);
	/* What the case does not hold is said, not counted as 0. */
	assert_non_null(x.missing[COUNT_S47]);
	assert_non_null(x.missing[COUNT_PLACED_HERE]);
	assert_null(x.missing[COUNT_FROM_PLACEMENT]);
	town_ok(t, count_result(&t->c, &set, &x, &r));
	const struct table *months = result_first_table(r);
	bool said = false;
	for (size_t i = 0; i < months->rows_n; i++)
		if (str_equal(table_at(months, i, 0)->as.text, "s47_after")) {
			said = true;
			assert_int_equal(table_at(months, i, 4)->kind, CELL_NULL);
			assert_non_null(table_at(months, i, 7)->as.text);
		}
	assert_true(said);
}

static void of_one_authority(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct count x;
	struct count_options o = {.authority = "NORTHBY"};
	town_episode(t, 1, "missing", 1, 3, "'home'", "NULL", "'home'");
	town_episode(t, 2, "missing", 2, 3, "'home'", "NULL", "'home'");
	town_episode(t, 3, "missing", 30, 3, "'foster'", "NULL", "'home'");
	town_sql(t,
		"UPDATE episode SET responsible_authority = 'Northby' WHERE child_id"
		" = 1; UPDATE episode SET responsible_authority = 'Southby' WHERE"
		" child_id = 3");
	town_run(t,
		"INSERT INTO placement (source_id, row, row_hash, child_id, start_day,"
		" responsible_authority, host_authority) VALUES (1, 2, 'p', 3, '%s',"
		" 'Southby', 'Northby')",
		town_day(t, 12));
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, count_compute(&t->c, &set, &o, &x));
	assert_int_equal(x.other_authorities, 2);
	assert_int_equal(cell(&x, COUNT_ALL_TYPES, COUNT_HOME, -1)->episodes, 1);
	assert_null(cell(&x, COUNT_ALL_TYPES, COUNT_CARE, -1));
	assert_null(x.missing[COUNT_PLACED_HERE]);
	assert_int_equal(cell(&x, COUNT_PLACED_HERE, COUNT_ALL, -1)->children, 1);
	assert_null(cell(&x, COUNT_HERE_NOTIFIED, COUNT_ALL, -1));
}

static void interview(
	struct town *t, int64_t episode, double offered, double held, int independent)
{
	town_run(t,
		"INSERT INTO interview (source_id, row, row_hash, episode_ref,"
		" offered_s, offered_span_s, offered_precision, accepted, held_s,"
		" held_span_s, held_precision, independent) VALUES (1, 2, 'i%lld',"
		" 'E%04lld', %lld, 60, 'minute', 1, %lld, 60, 'minute', %d)",
		(long long)episode, (long long)episode, (long long)town_time(offered),
		(long long)town_time(held), independent);
}

static void what_follows(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct crossref x;
	struct result *r;
	t->options.period =
		(struct period){TOWN_FIRST_DAY, TOWN_FIRST_DAY + 199, false};
	int64_t a = town_episode(t, 1, "missing", 10, 24, "'home'", "NULL", "NULL");
	int64_t b = town_episode(t, 2, "missing", 10, 24, "'home'", "NULL", "NULL");
	int64_t c = town_episode(t, 3, "missing", 150, 24, "'home'", "NULL", "NULL");
	for (int i = 0; i < 3; i++)
		town_episode(t, 2, "absent", 30 + 20 * i, 0, "'home'", "NULL", "NULL");
	town_episode(t, 1, "missing", 90, 0, "'home'", "NULL", "NULL");
	interview(t, a, 12, 13, 1);   /* 48 h after the end; 90 days, 1 episode */
	interview(t, b, 13, 15, 0);   /* 96 h; 90 days, 3 episodes */
	interview(t, c, 152, 160, 1); /* 40 days are watched, none */
	town_sql(t,
		"INSERT INTO register (source_id, row, row_hash, child_id, register,"
		" start_day, end_day) VALUES (1, 2, 'r', 1, 'CSE ', '2025-01-01',"
		" NULL), (1, 3, 's', 1, 'cse', '2025-05-01', NULL),"
		" (1, 4, 't', 2, 'cse', '2020-01-01', '2021-01-01'),"
		" (1, 5, 'u', 2, 'school absence', NULL, NULL)");
	assessment(t, 1, "s47", 20, "NULL");
	assessment(t, 2, "s17", 60, "'E0005'");
	assessment(t, 3, "early_help", 190, "NULL");
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, crossref_compute(&t->c, &set, &x));
	assert_int_equal(x.interviews.ended, 3);
	assert_int_equal(x.interviews.offered, 3);
	assert_int_equal(x.interviews.offered_soon, 3);
	assert_int_equal(x.interviews.held, 3);
	assert_int_equal(x.interviews.held_soon, 1);
	assert_int_equal(x.after[INTERVIEW_INDEPENDENT].held, 2);
	assert_int_equal(x.after[INTERVIEW_INDEPENDENT].episodes, 1);
	assert_true(fabs(x.after[INTERVIEW_INDEPENDENT].days - 130) < 0.05);
	assert_int_equal(x.after[INTERVIEW_NOT_INDEPENDENT].episodes, 3);
	assert_true(fabs(x.ratio - (1 / 130.0) / (3 / 90.0)) < 1e-3);
	assert_true(x.ratio_lower < x.ratio && x.ratio < x.ratio_upper);
	/* By register: an entry that ended before the period does not count. */
	assert_int_equal(x.registers_n, 2);
	assert_string_equal(x.registers[0].name, "cse");
	assert_int_equal(x.registers[0].children, 1);
	assert_int_equal(x.registers[0].episodes, 2);
	assert_near(x.registers[0].others_per_child, 2.5);
	assert_int_equal(x.registers[1].absent_children, 1);
	assert_int_equal(x.on_none, 1);
	assert_int_equal(x.assessed_episodes[ASSESSMENT_S47], 1);
	assert_int_equal(x.assessed_episodes[ASSESSMENT_S17], 1);
	assert_int_equal(x.assessed_episodes[ASSESSMENT_EARLY_HELP], 0);
	town_ok(t, crossref_result(&t->c, &set, &x, &r));
}

static void empty(void **state)
{
	struct town *t = *state;
	struct episode_set set;
	struct count x;
	struct crossref c;
	struct result *r;
	struct count_options o = {0};
	town_ok(t, episodes_load(&t->c, &set));
	town_ok(t, count_compute(&t->c, &set, &o, &x));
	town_ok(t, count_result(&t->c, &set, &x, &r));
	town_ok(t, crossref_compute(&t->c, &set, &c));
	town_ok(t, crossref_result(&t->c, &set, &c, &r));
	assert_true(isnan(c.ratio));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, town_open, town_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(checklist), TEST(of_one_authority),
		TEST(what_follows), TEST(empty)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
