#include "helper.h"

#include "intake/check.h"

/* A row of one kind with a few cells, checked. */
struct sample {
	struct mapping mapping;
	struct binding binding;
	struct check_options options;
	struct checked_row row;
};

/* cells: "name=value" pairs, ended by NULL. */
static struct sample *check(
	struct desk *d, enum import_kind kind, const char *const *cells)
{
	struct arena *a = d->ctx.arena;
	struct sample *s = arena_new(a, struct sample);
	struct column_set set = column_set_of(kind);
	const char **names = arena_array(a, const char *, set.n);
	struct canonical_row row = {.row = 7, .extra = "{}"};
	row.cells = arena_array(a, const char *, set.n);
	row.written = row.cells;
	for (size_t i = 0; i < set.n; i++) {
		names[i] = set.columns[i].name;
		row.cells[i] = "";
	}
	for (; *cells; cells++) {
		const char *sign = strchr(*cells, '=');
		size_t n = (size_t)(sign - *cells);
		size_t i = column_find(kind, str_dup_n(a, *cells, n));
		assert_int_not_equal(i, SIZE_MAX);
		row.cells[i] = sign + 1;
	}
	mapping_identity(&d->ctx, kind, &s->mapping);
	binding_make(a, &s->mapping, names, set.n, &s->binding);
	/* 28 March 2026 */
	s->options = (struct check_options){1774656000, {.all = true}};
	check_row(a, &s->binding, &s->options, &row, &s->row);
	return s;
}

static const struct value *value(struct sample *s, const char *column)
{
	return &s->row.values[column_find(s->mapping.kind, column)];
}

#define LEAST "episode_ref=E1", "child_ref=K1"
#define EPISODE(...)                                                                   \
	check(d, KIND_EPISODES, (const char *const[]){LEAST, __VA_ARGS__, NULL})
#define ROW(kind, ...) check(d, (kind), (const char *const[]){__VA_ARGS__, NULL})

static void left_out(
	struct sample *s, const char *column, const char *rule, const char *reason)
{
	if (!s->row.whole)
		fail_msg("the row was kept; it lacks: %s", reason);
	assert_string_equal(s->row.whole->column, column);
	assert_string_equal(s->row.whole->rule, rule);
	holds(s->row.whole->reason, reason);
}

/* The row is kept; one cell is not. */
static void cell_aside(struct sample *s, const char *column, const char *reason)
{
	if (s->row.whole)
		fail_msg("%s: %s", s->row.whole->column, s->row.whole->reason);
	assert_int_equal(s->row.faults_n, 1);
	assert_string_equal(s->row.faults[0].column, column);
	assert_false(s->row.faults[0].whole);
	holds(s->row.faults[0].reason, reason);
	assert_null(value(s, column)->text);
}

static void remarked(struct sample *s, const char *rule)
{
	assert_null(s->row.whole);
	for (size_t i = 0; i < s->row.remarks_n; i++)
		if (str_equal(s->row.remarks[i].rule, rule))
			return;
	fail_msg("no remark of rule %s", rule);
}

static void plain(struct sample *s)
{
	if (s->row.whole)
		fail_msg("%s: %s", s->row.whole->column, s->row.whole->reason);
	if (s->row.faults_n)
		fail_msg("%s: %s", s->row.faults[0].column, s->row.faults[0].reason);
	if (s->row.remarks_n)
		fail_msg("%s: %s", s->row.remarks[0].column, s->row.remarks[0].text);
}

static void cells_become_what_they_mean(void **state)
{
	struct desk *d = *state;
	struct sample *s = EPISODE("type= No apparent RISK",
		"reported_time=28/03/2026 21:30", "child_dob=2010", "child_age=15.0",
		"looked_after=yes", "risk=HIGH", "found_lat=53.75", "found_uprn=010",
		"from_easting=354,017");
	/* Cells come trimmed; codes are read whatever blanks are left. */
	assert_null(s->row.whole);
	assert_string_equal(value(s, "type")->text, "no_apparent_risk");
	assert_string_equal(value(s, "risk")->text, "high");
	assert_string_equal(value(s, "child_dob")->text, "2010");
	assert_int_equal(value(s, "child_age")->integer, 15);
	assert_int_equal(value(s, "looked_after")->integer, 1);
	assert_int_equal(value(s, "found_uprn")->integer, 10);
	assert_string_equal(value(s, "from_easting")->text, "354,017");
	assert_int_equal(value(s, "reported_time")->moment.span_s, 60);
	assert_int_equal(s->row.faults_n, 0);
}

static void required_cells(void **state)
{
	struct desk *d = *state;
	left_out(EPISODE("type=missing"), "reported_time", "564", "is empty");
	left_out(EPISODE("reported_time=2026-01-01"), "type", "565", "is empty");
	left_out(ROW(KIND_EPISODES, LEAST, "reported_time=soon", "type=missing"),
		"reported_time", "", "");
	left_out(ROW(KIND_EPISODES, "child_ref=K1", "type=missing",
			 "reported_time=2026-01-01"),
		"episode_ref", "", "is empty");
	left_out(EPISODE("type=runaway", "reported_time=2026-01-01"), "type", "",
		"missing, absent");
	left_out(EPISODE("type=missing", "reported_time=03/28/2026"), "reported_time",
		"", "mdy");
	left_out(EPISODE("type=missing", "reported_time=31/06/2025"), "reported_time",
		"", "no such day");
	left_out(EPISODE("type=missing", "reported_time=2062-06-01"), "reported_time",
		"future", "more than a year");
	left_out(ROW(KIND_PLACEMENTS, "child_ref=K", "start=March 2026"), "start", "",
		"day, month and year");
}

/* 566: an end, neither type nor start. */
static void an_end_alone(void **state)
{
	struct desk *d = *state;
	struct sample *s = EPISODE("found_time=2026-01-01");
	left_out(s, "type", "566", "is empty");
}

static void an_end_before_its_start(void **state)
{
	struct desk *d = *state;
	left_out(EPISODE("type=missing", "reported_time=2026-01-02",
			 "found_time=2026-01-01"),
		"found_time", "567", "before the start");
	left_out(EPISODE("type=missing", "last_seen_time=2026-01-02 10:00",
			 "reported_time=2026-01-02 12:00",
			 "found_time=2026-01-02 09:59"),
		"found_time", "567", "before the start");
	/* On one day nobody knows. */
	plain(EPISODE("type=missing", "reported_time=2026-01-02 21:00",
		"found_time=2026-01-02"));
	/* Found before anybody reported, after last seen: late paper, not a fault. */
	remarked(EPISODE("type=missing", "last_seen_time=2026-01-02 10:00",
			 "reported_time=2026-01-02 12:00",
			 "found_time=2026-01-02 11:00"),
		"found_before_reported");
	left_out(ROW(KIND_PLACEMENTS, "child_ref=K", "start=2026-01-02",
			 "end=2026-01-01"),
		"end", "end_before_start", "before the start");
	left_out(ROW(KIND_REGISTERS, "child_ref=K", "register=CP", "start=2026-02",
			 "end=2026-01-31"),
		"end", "end_before_start", "before the start");
	left_out(ROW(KIND_HOMES, "urn=1", "opened=2020", "closed=2019"), "closed",
		"end_before_start", "before the start");
	cell_aside(EPISODE("type=missing", "reported_time=2026-01-02",
			   "closed_time=2026-01-01"),
		"closed_time", "before the start");
}

#define GOOD "type=missing", "reported_time=2026-01-02 21:00"

static void optional_cells_that_cannot_be_read(void **state)
{
	struct desk *d = *state;
	cell_aside(EPISODE(GOOD, "child_dob=31/02/2010"), "child_dob", "no such day");
	cell_aside(EPISODE(GOOD, "found_easting=9999999"), "found_easting",
		"outside the National Grid");
	cell_aside(EPISODE(GOOD, "found_northing=0"), "found_northing",
		"outside the National Grid");
	cell_aside(EPISODE(GOOD, "found_lat=95.2"), "found_lat", "no latitude");
	cell_aside(EPISODE(GOOD, "found_lat=-2.7"), "found_lat", "swapped");
	cell_aside(EPISODE(GOOD, "found_lon=53.7"), "found_lon", "swapped");
	cell_aside(EPISODE(GOOD, "found_uprn=12AB"), "found_uprn", "no UPRN");
	cell_aside(EPISODE(GOOD, "risk=severe"), "risk", "high, medium, low, none");
	cell_aside(EPISODE(GOOD, "looked_after=maybe"), "looked_after", "Y or N");
	cell_aside(EPISODE(GOOD, "child_age=fifteen"), "child_age", "whole number");
	cell_aside(EPISODE(GOOD, "child_age=47"), "child_age", "no age of a child");
	cell_aside(EPISODE(GOOD, "found_time=2099-01-01"), "found_time",
		"more than a year");
	cell_aside(ROW(KIND_PLACEMENTS, "child_ref=K", "start=2026-01-01",
			   "police_notified=perhaps"),
		"police_notified", "neither a date nor");
	cell_aside(ROW(KIND_BENCHMARKS, "release=r", "period=2024", "measure=m",
			   "value=many"),
		"value", "symbols");
}

static void births(void **state)
{
	struct desk *d = *state;
	cell_aside(EPISODE(GOOD, "child_dob=2026-01-03"), "child_dob",
		"after the episode");
	cell_aside(EPISODE("type=missing", "reported_time=2026-01-02",
			   "child_dob=2026-01-02"),
		"child_dob", "after the episode");
	cell_aside(EPISODE(GOOD, "child_dob=1990-01-01"), "child_dob", "older than 25");
	remarked(EPISODE(GOOD, "child_dob=2008-01-02"), "age");
	plain(EPISODE(GOOD, "child_dob=2008-01-03"));
	remarked(EPISODE(GOOD, "child_dob=2010-01-03", "child_age=12"), "age");
	plain(EPISODE(GOOD, "child_dob=2010-01-03", "child_age=15"));
}

static void remarks_on_times(void **state)
{
	struct desk *d = *state;
	remarked(EPISODE("type=missing", "reported_time=2025-03-30 01:30"),
		"clock_skipped");
	remarked(EPISODE("type=missing", "reported_time=2025-10-26 01:30"),
		"clock_twice");
	remarked(EPISODE(GOOD, "last_seen_time=2026-01-03"),
		"reported_before_last_seen");
	remarked(EPISODE("type=missing", "reported_time=2026-05-01"), "future");
	remarked(ROW(KIND_INTERVIEWS, "episode_ref=E", "offered_time=2026-01-02",
			 "held_time=2026-01-01"),
		"held_before_offered");
}

/* Rules 570 and 571 ask for the period that the return should cover. */
static void the_period_of_a_return(void **state)
{
	struct desk *d = *state;
	struct arena *a = d->ctx.arena;
	struct period year;
	static const char *const rows[][3] = {{"2026-04-01", "2026-04-02", "570"},
		{"2026-03-31", "2026-04-01", "571"},
		{"2025-03-20", "2025-03-31", "571"}, {"2025-03-20", "2025-04-01", ""}};
	ok(d, period_parse(&d->ctx, "2025-04-01..2026-03-31", &year));
	for (size_t i = 0; i < 4; i++) {
		struct sample *s = EPISODE("type=missing",
			str_printf(a, "reported_time=%s", rows[i][0]),
			str_printf(a, "found_time=%s", rows[i][1]));
		struct canonical_row row = {
			.row = 7, .cells = s->row.written, .written = s->row.written};
		row.extra = "{}";
		s->options.period = year;
		s->options.now_s += 400 * DAY_S;
		check_row(a, &s->binding, &s->options, &row, &s->row);
		if (rows[i][2][0])
			remarked(s, rows[i][2]);
		else
			plain(s);
	}
}

static void notices_are_days_or_yes_and_no(void **state)
{
	struct desk *d = *state;
	struct sample *s = ROW(KIND_PLACEMENTS, "child_ref=K", "start=2026-01-01",
		"police_notified=y", "authority_notified=02/01/2026 09:15");
	plain(s);
	assert_string_equal(value(s, "police_notified")->text, "Y");
	assert_string_equal(value(s, "authority_notified")->text, "2026-01-02");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cells_become_what_they_mean),
		TEST(required_cells),
		TEST(an_end_alone),
		TEST(an_end_before_its_start),
		TEST(optional_cells_that_cannot_be_read),
		TEST(births),
		TEST(remarks_on_times),
		TEST(the_period_of_a_return),
		TEST(notices_are_days_or_yes_and_no),
	};
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
