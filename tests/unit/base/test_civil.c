#include "../unit.h"
#include "base/civil.h"
#include <string.h>

static void days_go_both_ways(void **state)
{
	(void)state;
	assert_int_equal(civil_days(1970, 1, 1), 0);
	assert_int_equal(civil_days(2000, 3, 1), 11017);
	for (int64_t d = -800000; d < 800000; d += 37) {
		struct civil c = civil_from_days(d);
		assert_int_equal(civil_days(c.year, c.month, c.day), d);
	}
	assert_int_equal(civil_weekday(civil_days(2026, 11, 22)), 6);
	assert_int_equal(civil_weekday(civil_days(1969, 12, 29)), 0);
}

static void impossible_dates_are_known(void **state)
{
	(void)state;
	assert_true(civil_valid((struct civil){2024, 2, 29, 23, 59, 59}));
	assert_false(civil_valid((struct civil){2025, 2, 29, 0, 0, 0}));
	assert_false(civil_valid((struct civil){1900, 2, 29, 0, 0, 0}));
	assert_false(civil_valid((struct civil){2025, 4, 31, 0, 0, 0}));
	assert_false(civil_valid((struct civil){2025, 4, 30, 24, 0, 0}));
}

static void clocks_go_forward(void **state)
{
	(void)state;
	enum london_case found;
	int64_t before = london_to_utc((struct civil){2026, 3, 29, 0, 59, 59}, &found);
	assert_int_equal(found, LONDON_PLAIN);
	london_to_utc((struct civil){2026, 3, 29, 1, 30, 0}, &found);
	assert_int_equal(found, LONDON_MISSING);
	int64_t after = london_to_utc((struct civil){2026, 3, 29, 2, 0, 0}, &found);
	assert_int_equal(found, LONDON_PLAIN);
	assert_int_equal(after - before, 1);
	assert_int_equal(moment_day(2026, 3, 29).span_s, 23 * 3600);
}

static void clocks_go_back(void **state)
{
	(void)state;
	enum london_case found;
	int64_t twice = london_to_utc((struct civil){2025, 10, 26, 1, 30, 0}, &found);
	assert_int_equal(found, LONDON_TWICE);
	/* The earlier of both is the summer one. */
	assert_int_equal(twice, civil_days(2025, 10, 26) * DAY_S + 1800);
	assert_int_equal(london_offset_s(twice), 3600);
	assert_int_equal(london_offset_s(twice + 3600), 0);
	assert_int_equal(
		london_from_utc(twice).hour, london_from_utc(twice + 3600).hour);
	assert_int_equal(moment_day(2025, 10, 26).span_s, 25 * 3600);
}

/* First and last days of British Summer Time as the orders published them. */
static void summer_time_as_ordered(void **state)
{
	(void)state;
	static const int days[][6] = {{1972, 3, 19, 1972, 10, 29},
		{1980, 3, 16, 1980, 10, 26}, {1981, 3, 29, 1981, 10, 25},
		{1989, 3, 26, 1989, 10, 29}, {1995, 3, 26, 1995, 10, 22},
		{1996, 3, 31, 1996, 10, 27}, {2024, 3, 31, 2024, 10, 27}};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		const int *d = days[i];
		assert_int_equal(moment_day(d[0], d[1], d[2]).span_s, 23 * 3600);
		assert_int_equal(moment_day(d[3], d[4], d[5]).span_s, 25 * 3600);
	}
}

static void every_second_goes_both_ways(void **state)
{
	(void)state;
	for (int64_t s = 0; s < 60LL * 365 * DAY_S; s += 7 * 3600 + 1) {
		struct civil c = london_from_utc(s);
		enum london_case found;
		int64_t back = london_to_utc(c, &found);
		assert_int_not_equal(found, LONDON_MISSING);
		if (found == LONDON_TWICE)
			assert_true(back == s || back == s - 3600);
		else
			assert_int_equal(back, s);
	}
}

static void texts_show_the_precision(void **state)
{
	(void)state;
	char text[CIVIL_TEXT_MAX];
	moment_format(moment_day(2026, 3, 28), text);
	assert_string_equal(text, "2026-03-28");
	moment_format(moment_month(2026, 12), text);
	assert_string_equal(text, "2026-12");
	int64_t s = london_to_utc((struct civil){2026, 7, 1, 21, 30, 5}, NULL);
	moment_format((struct moment){s, 1, TIME_SECOND}, text);
	assert_string_equal(text, "2026-07-01 21:30:05");
	moment_format((struct moment){s, 60, TIME_MINUTE}, text);
	assert_string_equal(text, "2026-07-01 21:30");
	utc_format(s, text);
	assert_string_equal(text, "2026-07-01T20:30:05Z");
	moment_format((struct moment){0}, text);
	assert_string_equal(text, "");
}

static void a_period_has_both_its_days(void **state)
{
	(void)state;
	struct period p = {civil_days(2026, 3, 29), civil_days(2026, 3, 29), false};
	int64_t start_s, end_s;
	period_seconds(p, &start_s, &end_s);
	assert_int_equal(end_s - start_s, 23 * 3600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_go_both_ways),
		cmocka_unit_test(impossible_dates_are_known),
		cmocka_unit_test(clocks_go_forward),
		cmocka_unit_test(clocks_go_back),
		cmocka_unit_test(summer_time_as_ordered),
		cmocka_unit_test(every_second_goes_both_ways),
		cmocka_unit_test(texts_show_the_precision),
		cmocka_unit_test(a_period_has_both_its_days),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
