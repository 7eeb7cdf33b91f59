#include "helper.h"

#include "intake/clock_column.h"
#include "intake/rewritten.h"
#include "intake/suggest_names.h"
#include "intake/workbook.h"

static void escapes_are_undone(void **state)
{
	struct arena *a = ((struct desk *)*state)->ctx.arena;
	static const char *const pairs[][2] = {{"plain", "plain"},
		{"a_x000D_\nb", "a\r\nb"}, {"_x005F_x000D_", "_x000D_"},
		{"_x0041_", "_x0041_"}, {"_x000D", "_x000D"}, {"_x", "_x"},
		{"_x0000_", "_x0000_"}, {"_xZZZZ_", "_xZZZZ_"},
		{"1_x0009_2_x000a_", "1\t2\n"}};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		assert_string_equal(workbook_unescape(a, pairs[i][0]), pairs[i][1]);
}

static void a_date_and_its_clock(void **state)
{
	struct arena *a = ((struct desk *)*state)->ctx.arena;
	static const char *const days[][2] = {{"2026-03-28 00:00:00", "2026-03-28"},
		{"28/03/2026 00:00", "28/03/2026"},
		{"2026-03-28T00:00:00.000", "2026-03-28"},
		{"2026-03-28 10:00", "2026-03-28 10:00"}, {"28/03/2026", "28/03/2026"},
		{"28/03/26 00:00", "28/03/26 00:00"}, {"", ""}, {"0 00:00", "0 00:00"}};
	static const char *const clocks[][3] = {{"", "21:30", "21:30"},
		{"2026-03-28", "1899-12-30 21:30:00", "21:30:00"},
		{"2026-03-28", "01/01/1900 21:30", "21:30"},
		{"2026-03-28", "2026-03-28 21:30:00", "21:30:00"},
		{"2026-03-28", "2026-03-29 21:30:00", "2026-03-29 21:30:00"},
		{"", "0.895833333333333", "21:30:00"}, {"", "0.5", "12:00:00"},
		{"", "0.30", "0.30"}, {"", "1.5", "1.5"},
		{"", "0.99999999", "23:59:59"}, {"", "2130", "2130"},
		{"", "-0.125", "-0.125"}, {"", "", ""}};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++)
		assert_string_equal(clock_date(a, days[i][0]), days[i][1]);
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++)
		assert_string_equal(
			clock_time(a, clocks[i][0], clocks[i][1]), clocks[i][2]);
}

static void what_a_spreadsheet_rewrites(void **state)
{
	struct date_options dmy = DATE_OPTIONS_DEFAULT, mdy = dmy;
	static const char *const yes[][2] = {{"007", "7"}, {"0071", "71"},
		{"+447700900123", "447700900123"}, {"447700900123", "4.477E+11"},
		{"447700900123", "4.47701E+11"},
		{"12345678901234567", "12345678901234500"}, {"1.50", "1.5"},
		{"3/4", "03-Apr"}, {"3-4", "03-Apr"}, {"3/14", "14-Mar"},
		{"2026-01-04 21:30:05", "04/01/2026 21:30"}, {"2026-04-02", "4/2/2026"},
		{"28/03/2026", "28-Mar-26"}};
	static const char *const no[][2] = {{"007", "8"}, {"7", "7"}, {"", "7"},
		{"7", ""}, {"447700900123", "4.478E+11"}, {"03/04/2026", "04/03/2026"},
		{"2026-01-04 21:30", "04/01/2026 21:35"},
		{"2026-01-04 21:30", "04/01/2026"}, {"3/4", "04-Apr"}, {"a", "b"},
		{"28/03/2026", "46109"}};
	(void)state;
	mdy.order = DATE_MDY;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (!rewritten_by_spreadsheet(yes[i][0], yes[i][1], &dmy))
			fail_msg("%s to %s", yes[i][0], yes[i][1]);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (rewritten_by_spreadsheet(no[i][0], no[i][1], &dmy))
			fail_msg("not %s to %s", no[i][0], no[i][1]);
	/* A day of a mapping with months first. */
	assert_true(rewritten_by_spreadsheet("2026-04-02", "02/04/2026", &mdy));
}

static double score(struct desk *d, const char *header, const char *column)
{
	struct column_set set = column_set_of(KIND_EPISODES);
	const struct suggest_book *book = suggest_book_make(d->ctx.arena, set);
	struct header_words words = header_words(d->ctx.arena, header);
	return suggest_name_score(book, column_find(KIND_EPISODES, column), &words);
}

static void headers_and_what_they_hold(void **state)
{
	struct desk *d = *state;
	struct header_words w = header_words(d->ctx.arena, "LOC_FOUND_PCODE");
	assert_int_equal(w.class, CLASS_POSTCODE);
	assert_string_equal(w.core, "found");
	w = header_words(d->ctx.arena, "D.O.B.");
	assert_int_equal(w.class, CLASS_DOB);
	w = header_words(d->ctx.arena, "RHI Accepted (Y/N)");
	assert_int_equal(w.class, CLASS_NONE);
	assert_string_equal(w.core, "rhi accepted");
	assert_true(score(d, "episode_ref", "episode_ref") == 1);
	assert_true(score(d, "NOM_DOB", "child_dob") >= 0.93);
	assert_true(score(d, "Vic_Age", "child_age") >= 0.93);
	assert_true(score(d, "Missing From Date", "last_seen_time") >= 0.9);
	assert_true(score(d, "Missing From Date", "from_address") == 0);
	assert_true(score(d, "Time Recovered", "found_address") == 0);
	assert_true(score(d, "Subject ID", "episode_ref") == 0);
	assert_true(score(d, "", "notes") == 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_open, desk_shut)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(escapes_are_undone),
		TEST(a_date_and_its_clock),
		TEST(what_a_spreadsheet_rewrites),
		TEST(headers_and_what_they_hold),
	};
	return cmocka_run_group_tests_name("spreadsheet", tests, NULL, NULL);
}
