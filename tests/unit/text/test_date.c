#include "../unit.h"
#include "text/date.h"
#include <string.h>

#define UTC(days_from, h, m) (civil_days days_from * DAY_S + (h)*3600 + (m)*60)

struct good {
	const char *text;
	const char *iso; /* as moment_format() writes it */
	enum time_precision precision;
	unsigned notes;
};

static void check_good(const struct good *g, const struct date_options *options)
{
	char iso[CIVIL_TEXT_MAX];
	struct date_result r = date_parse(g->text, options);
	if (r.outcome != DATE_OK)
		fail_msg("\"%s\": %s", g->text, r.reason);
	moment_format(r.moment, iso);
	if (strcmp(iso, g->iso) != 0 || r.moment.precision != g->precision ||
		r.notes != g->notes)
		fail_msg("\"%s\": %s %s notes %x, not %s %s notes %x", g->text, iso,
			time_precision_name(r.moment.precision), r.notes, g->iso,
			time_precision_name(g->precision), g->notes);
	assert_string_equal(r.reason, "");
}

static void reads_days(void **state)
{
	(void)state;
	static const struct good days[] = {
		{"28/03/2026", "2026-03-28", TIME_DAY, 0},
		{"  28/03/2026\t", "2026-03-28", TIME_DAY, 0},
		{"\xC2\xA0"
		 "28/03/2026\xC2\xA0",
			"2026-03-28", TIME_DAY, 0},
		{"8/3/26", "2026-03-08", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"8/3/40", "1940-03-08", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"8/3/39", "2039-03-08", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"28-03-2026", "2026-03-28", TIME_DAY, 0},
		{"28\xE2\x80\x93"
		 "03\xE2\x80\x93"
		 "2026",
			"2026-03-28", TIME_DAY, 0},
		{"28.03.2026", "2026-03-28", TIME_DAY, 0},
		{"28 03 2026", "2026-03-28", TIME_DAY, 0},
		{"2026-03-28", "2026-03-28", TIME_DAY, 0},
		{"2026/3/8", "2026-03-08", TIME_DAY, 0},
		{"20260328", "2026-03-28", TIME_DAY, 0},
		{"28-Mar-26", "2026-03-28", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"28 MAR '26", "2026-03-28", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"28Mar2026", "2026-03-28", TIME_DAY, 0},
		{"28 March 2026", "2026-03-28", TIME_DAY, 0},
		{"1st Mar 2026", "2026-03-01", TIME_DAY, 0},
		{"2nd of March, 2026", "2026-03-02", TIME_DAY, 0},
		{"3 Sept 2025", "2025-09-03", TIME_DAY, 0},
		{"March 28, 2026", "2026-03-28", TIME_DAY, 0},
		{"Mar 28th 2026", "2026-03-28", TIME_DAY, 0},
		{"2026-Mar-28", "2026-03-28", TIME_DAY, 0},
		{"Sat 28/03/2026", "2026-03-28", TIME_DAY, 0},
		{"Saturday, the 28th of March 2026", "2026-03-28", TIME_DAY, 0},
		{"Sun 28/03/2026", "2026-03-28", TIME_DAY, DATE_NOTE_WEEKDAY_WRONG},
		{"on 28/03/2026", "2026-03-28", TIME_DAY, 0},
		{"29/02/2024", "2024-02-29", TIME_DAY, 0},
		{"2026-03", "2026-03", TIME_MONTH, 0},
		{"03/2026", "2026-03", TIME_MONTH, 0},
		{"March 2026", "2026-03", TIME_MONTH, 0},
		{"Mar-2026", "2026-03", TIME_MONTH, 0},
		{"46109", "2026-03-28", TIME_DAY, DATE_NOTE_SERIAL},
		{"46109.0", "2026-03-28", TIME_DAY, DATE_NOTE_SERIAL},
		{"46109.895833333336", "2026-03-28 21:30", TIME_MINUTE,
			DATE_NOTE_SERIAL},
		{"46109.8958912037", "2026-03-28 21:30:05", TIME_SECOND,
			DATE_NOTE_SERIAL},
		{"46108.9999999999", "2026-03-28", TIME_DAY, DATE_NOTE_SERIAL},
		{"10000", "1927-05-18", TIME_DAY, DATE_NOTE_SERIAL},
		{"73050", "2099-12-31", TIME_DAY, DATE_NOTE_SERIAL},
		{"01/01/1900", "1900-01-01", TIME_DAY, 0},
		{"31/12/2100", "2100-12-31", TIME_DAY, 0},
	};
	for (size_t i = 0; i < sizeof days / sizeof days[0]; i++)
		check_good(&days[i], NULL);
}

static void reads_times(void **state)
{
	(void)state;
	static const struct good times[] = {
		{"28/03/2026 21:30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 21:30:05", "2026-03-28 21:30:05", TIME_SECOND, 0},
		{"28/03/2026 21:30:00", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/26 9:05", "2026-03-28 09:05", TIME_MINUTE,
			DATE_NOTE_TWO_DIGIT_YEAR},
		{"2026-03-28T21:30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"2026-03-28 21:30:05.123", "2026-03-28 21:30:05", TIME_SECOND, 0},
		{"20260328T213005", "2026-03-28 21:30:05", TIME_SECOND, 0},
		{"28/03/2026 2130", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 2130hrs", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 at 2130 hrs.", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 930hrs", "2026-03-28 09:30", TIME_MINUTE, 0},
		{"28/03/2026 21.30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 21h30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 21hrs", "2026-03-28 21:00", TIME_MINUTE, 0},
		{"28/03/2026 9:30pm", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 9.30 p.m.", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 930pm", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026, 9pm", "2026-03-28 21:00", TIME_MINUTE, 0},
		{"28/03/2026 12pm", "2026-03-28 12:00", TIME_MINUTE, 0},
		{"28/03/2026 12:05am", "2026-03-28 00:05", TIME_MINUTE, 0},
		{"28/03/2026 noon", "2026-03-28 12:00", TIME_MINUTE, 0},
		{"28/03/2026 12 noon", "2026-03-28 12:00", TIME_MINUTE, 0},
		{"28 March 2026 21:30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 - 21:30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"28/03/2026 @ 21:30", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"2130hrs on Sat 28/03/2026", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"21.30 28.03.2026", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"2130 28/03/2026", "2026-03-28 21:30", TIME_MINUTE, 0},
		{"9pm 28 Mar 2026", "2026-03-28 21:00", TIME_MINUTE, 0},
		{"12 noon, 28/03/2026", "2026-03-28 12:00", TIME_MINUTE, 0},
		{"28/03/2026 00:01", "2026-03-28 00:01", TIME_MINUTE, 0},
		{"28/03/2026 00:00:30", "2026-03-28 00:00:30", TIME_SECOND, 0},
		{"28/03/2026 24:00", "2026-03-28 23:59", TIME_MINUTE,
			DATE_NOTE_END_OF_DAY},
		{"28/03/2026 2400hrs", "2026-03-28 23:59", TIME_MINUTE,
			DATE_NOTE_END_OF_DAY},
		{"31/12/2025 24:00", "2025-12-31 23:59", TIME_MINUTE,
			DATE_NOTE_END_OF_DAY},
	};
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
		check_good(&times[i], NULL);
}

static void claims_no_more_than_is_written(void **state)
{
	(void)state;
	const unsigned midnight = DATE_NOTE_BARE_MIDNIGHT,
		       about = DATE_NOTE_APPROXIMATE;
	const struct good vague[] = {
		{"28/03/2026 00:00", "2026-03-28", TIME_DAY, midnight},
		{"28/03/2026 00:00:00", "2026-03-28", TIME_DAY, midnight},
		{"2026-03-28T00:00:00.000Z", "2026-03-28", TIME_DAY, midnight},
		{"2026-07-28T00:00:00+01:00", "2026-07-28", TIME_DAY, midnight},
		{"28/03/2026 12:00:00 AM", "2026-03-28", TIME_DAY, midnight},
		{"28/03/2026 0000hrs", "2026-03-28", TIME_DAY, midnight},
		{"28/03/2026 midnight", "2026-03-28", TIME_DAY, midnight},
		{"12 midnight 28/03/2026", "2026-03-28", TIME_DAY, midnight},
		{"28/03/2026 evening", "2026-03-28", TIME_DAY, DATE_NOTE_PART_OF_DAY},
		{"28/03/2026 (time unknown)", "2026-03-28", TIME_DAY,
			DATE_NOTE_PART_OF_DAY},
		{"28/03/2026 approx 2300hrs", "2026-03-28 23:00", TIME_HOUR, about},
		{"approx 2300hrs 28/03/2026", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 c. 23:00", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 c2300", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 ~23:00", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 about 11pm", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 23:00 (approx.)", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 2300ish", "2026-03-28 23:00", TIME_HOUR, about},
		{"28/03/2026 circa midnight", "2026-03-28", TIME_DAY, about | midnight},
		{"28/03/2026 around 00:00", "2026-03-28 00:00", TIME_HOUR, about},
	};
	for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++)
		check_good(&vague[i], NULL);
	struct date_result r = date_parse("28/03/2026 approx 2300hrs", NULL);
	assert_int_equal(r.moment.start_s, UTC((2026, 3, 28), 22, 30));
	assert_int_equal(r.moment.span_s, 3600);
}

static void knows_both_clock_changes(void **state)
{
	(void)state;
	static const struct good changes[] = {
		{"29/03/2026 00:59", "2026-03-29 00:59", TIME_MINUTE, 0},
		{"29/03/2026 01:00", "2026-03-29", TIME_DAY, DATE_NOTE_CLOCK_SKIPPED},
		{"29/03/2026 01:59:59", "2026-03-29", TIME_DAY,
			DATE_NOTE_CLOCK_SKIPPED},
		{"29/03/2026 approx 01:30", "2026-03-29", TIME_DAY,
			DATE_NOTE_CLOCK_SKIPPED | DATE_NOTE_APPROXIMATE},
		{"29/03/2026 02:00", "2026-03-29 02:00", TIME_MINUTE, 0},
		{"25/10/2026 01:30", "2026-10-25 01:30", TIME_MINUTE,
			DATE_NOTE_CLOCK_TWICE},
		{"25/10/2026 01:30 GMT", "2026-10-25 01:30", TIME_MINUTE,
			DATE_NOTE_ZONE},
		{"28/06/2026 20:30Z", "2026-06-28 21:30", TIME_MINUTE, DATE_NOTE_ZONE},
		{"2026-06-28T22:30:00+02:00", "2026-06-28 21:30", TIME_MINUTE,
			DATE_NOTE_ZONE},
		{"2026-06-28T16:30:00-0400", "2026-06-28 21:30", TIME_MINUTE,
			DATE_NOTE_ZONE},
		{"2026-06-28 23:30Z", "2026-06-29 00:30", TIME_MINUTE, DATE_NOTE_ZONE},
	};
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		check_good(&changes[i], NULL);
	struct date_result twice = date_parse("25/10/2026 01:30", NULL);
	struct date_result gmt = date_parse("25/10/2026 01:30 GMT", NULL);
	struct date_result bst = date_parse("25/10/2026 01:30 BST", NULL);
	assert_int_equal(twice.moment.start_s, bst.moment.start_s);
	assert_int_equal(gmt.moment.start_s - bst.moment.start_s, 3600);
	assert_int_equal(date_parse("29/03/2026 01:30", NULL).moment.span_s, 23 * 3600);
	assert_int_equal(date_parse("25/10/2026", NULL).moment.span_s, 25 * 3600);
	struct date_result end = date_parse("25/10/2026 24:00", NULL);
	assert_int_equal(
		end.moment.start_s + end.moment.span_s, UTC((2026, 10, 26), 0, 0));
}

static void refuses_with_a_reason(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum date_outcome outcome;
	} bad[] = {
		{NULL, DATE_EMPTY},
		{"", DATE_EMPTY},
		{" \t\r\n", DATE_EMPTY},
		{"n/k", DATE_EMPTY},
		{"Not known", DATE_EMPTY},
		{"03/28/2026", DATE_WRONG_ORDER},
		{"3/28/26", DATE_WRONG_ORDER},
		{"31/02/2026", DATE_IMPOSSIBLE},
		{"29/02/2025", DATE_IMPOSSIBLE},
		{"31 Feb 2026", DATE_IMPOSSIBLE},
		{"00/03/2026", DATE_IMPOSSIBLE},
		{"01/00/2026", DATE_IMPOSSIBLE},
		{"32/01/2026", DATE_IMPOSSIBLE},
		{"2026-02-30", DATE_IMPOSSIBLE},
		{"2026-13-01", DATE_IMPOSSIBLE},
		{"2026-28-03", DATE_IMPOSSIBLE},
		{"20261301", DATE_IMPOSSIBLE},
		{"20260300", DATE_IMPOSSIBLE},
		{"13/2026", DATE_IMPOSSIBLE},
		{"28/03/2026 25:10", DATE_IMPOSSIBLE},
		{"28/03/2026 21:60", DATE_IMPOSSIBLE},
		{"28/03/2026 24:01", DATE_IMPOSSIBLE},
		{"28/03/2026 21:30:60", DATE_IMPOSSIBLE},
		{"28/03/2026 13pm", DATE_IMPOSSIBLE},
		{"28/03/2026 0am", DATE_IMPOSSIBLE},
		{"28/03/0206", DATE_OUT_OF_RANGE},
		{"28/03/1899", DATE_OUT_OF_RANGE},
		{"2101-01-01", DATE_OUT_OF_RANGE},
		{"99999", DATE_OUT_OF_RANGE},
		{"09999", DATE_OUT_OF_RANGE},
		{"2130hrs", DATE_NO_DATE},
		{"21:30", DATE_NO_DATE},
		{"approx 9pm", DATE_NO_DATE},
		{"midnight", DATE_NO_DATE},
		{"2026", DATE_NO_DATE},
		{"28/03", DATE_UNREADABLE},
		{"Mar-26", DATE_UNREADABLE},
		{"28/03/206", DATE_UNREADABLE},
		{"28/03/20261", DATE_UNREADABLE},
		{"28/03-2026", DATE_UNREADABLE},
		{"280326", DATE_UNREADABLE},
		{"4610", DATE_UNREADABLE},
		{"46109.5.5", DATE_UNREADABLE},
		{"46109 21:30", DATE_UNREADABLE},
		{"last Tuesday", DATE_UNREADABLE},
		{"28/03/2026 21", DATE_UNREADABLE},
		{"28/03/2026 21:3", DATE_UNREADABLE},
		{"28/03/2026 21:30 or later", DATE_UNREADABLE},
		{"28/03/2026 to 29/03/2026", DATE_UNREADABLE},
		{"2026-03 21:30", DATE_UNREADABLE},
		{"Smarch 1, 2026", DATE_UNREADABLE},
		{"-5", DATE_UNREADABLE},
		{"1e5", DATE_UNREADABLE},
		{"\xFF\xFE", DATE_UNREADABLE},
		{"\xC2", DATE_UNREADABLE},
		{"28/03/2026 21:30 28/03/2026 21:30 28/03/2026 21:30 28/03/2026 21:30 "
		 "28/03/2026 "
		 "21:30 28/03/2026",
			DATE_UNREADABLE},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct date_result r = date_parse(bad[i].text, NULL);
		if (r.outcome != bad[i].outcome)
			fail_msg("\"%s\": outcome %d, not %d (%s)", bad[i].text,
				r.outcome, bad[i].outcome, r.reason);
		assert_true(strlen(r.reason) > 5);
		assert_int_equal(r.moment.precision, TIME_NONE);
		assert_int_equal(r.moment.span_s, 0);
	}
	assert_non_null(strstr(date_parse("03/28/2026", NULL).reason, "mdy"));
}

static void keeps_to_the_declared_order(void **state)
{
	(void)state;
	struct date_options mdy = DATE_OPTIONS_DEFAULT, ymd = DATE_OPTIONS_DEFAULT;
	mdy.order = DATE_MDY;
	ymd.order = DATE_YMD;
	const struct good american[] = {
		{"03/28/2026", "2026-03-28", TIME_DAY, 0},
		{"3/4/2026", "2026-03-04", TIME_DAY, 0},
		{"3/4/2026 9:30 PM", "2026-03-04 21:30", TIME_MINUTE, 0},
		{"2026-03-28", "2026-03-28", TIME_DAY, 0},
	};
	for (size_t i = 0; i < sizeof american / sizeof american[0]; i++)
		check_good(&american[i], &mdy);
	assert_int_equal(date_parse("28/03/2026", &mdy).outcome, DATE_WRONG_ORDER);
	const struct good year_first = {
		"26-03-08", "2026-03-08", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR};
	check_good(&year_first, &ymd);
	assert_int_equal(date_parse("28/03/2026", &ymd).outcome, DATE_WRONG_ORDER);
}

static void keeps_to_the_options(void **state)
{
	(void)state;
	struct date_options birth = DATE_OPTIONS_DEFAULT;
	birth.latest_year = 2012;
	birth.no_serials = true;
	birth.year_alone = true;
	const struct good born[] = {
		{"1/2/12", "2012-02-01", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"1/2/13", "1913-02-01", TIME_DAY, DATE_NOTE_TWO_DIGIT_YEAR},
		{"1985", "1985", TIME_YEAR, 0},
	};
	for (size_t i = 0; i < sizeof born / sizeof born[0]; i++)
		check_good(&born[i], &birth);
	assert_int_equal(date_parse("46109", &birth).outcome, DATE_UNREADABLE);
	struct moment year = date_parse("1984", &birth).moment;
	assert_int_equal(year.span_s, 366 * DAY_S);
}

/* Each minute of two years, written and read: the same minute, or the rule's. */
static void reads_what_it_writes(void **state)
{
	(void)state;
	char text[CIVIL_TEXT_MAX];
	int64_t from = UTC((2025, 1, 1), 0, 0), to = UTC((2027, 1, 1), 0, 0);
	for (int64_t t = from; t < to; t += 7 * 60) {
		struct moment m = {t, 60, TIME_MINUTE};
		moment_format(m, text);
		struct date_result r = date_parse(text, NULL);
		assert_int_equal(r.outcome, DATE_OK);
		if (r.notes & DATE_NOTE_BARE_MIDNIGHT)
			assert_true(r.moment.precision == TIME_DAY);
		else if (r.notes & DATE_NOTE_CLOCK_TWICE)
			assert_true(
				r.moment.start_s == t || r.moment.start_s == t - 3600);
		else
			assert_int_equal(r.moment.start_s, t);
	}
}

static void reads_periods(void **state)
{
	(void)state;
	struct context ctx;
	struct period p;
	context_init(&ctx);
	assert_int_equal(period_parse(&ctx, "2025-04-01..2026-03-31", &p), ERR_OK);
	assert_int_equal(p.from_day, civil_days(2025, 4, 1));
	assert_int_equal(p.to_day, civil_days(2026, 3, 31));
	assert_false(p.all);
	static const char *const same[] = {"2025-04..2026-03",
		" 01/04/2025..31/03/2026 ", "1 Apr 2025 .. March 2026"};
	for (size_t i = 0; i < 3; i++) {
		struct period q;
		assert_int_equal(period_parse(&ctx, same[i], &q), ERR_OK);
		assert_int_equal(q.from_day, p.from_day);
		assert_int_equal(q.to_day, p.to_day);
	}
	assert_int_equal(period_parse(&ctx, "2024", &p), ERR_OK);
	assert_int_equal(p.to_day - p.from_day, 365);
	assert_int_equal(period_parse(&ctx, "2026-03-29", &p), ERR_OK);
	assert_int_equal(p.to_day, p.from_day);
	assert_int_equal(period_parse(&ctx, "all", &p), ERR_OK);
	assert_true(p.all);
	static const char *const bad[] = {"", "..", "2025-04-01..", "..2026-03-31",
		"2026-03-31..2025-04-01", "2025-04-01...2026-03-31", "lately",
		"2025-04-01 21:30", "2025-02-30..2025-03-01"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(period_parse(&ctx, bad[i], &p), ERR_USAGE);
		assert_true(ctx.error[0] != '\0');
		err_clear(&ctx);
	}
	context_release(&ctx);
}

static void names_each_note(void **state)
{
	(void)state;
	for (unsigned i = 0; i < DATE_NOTES_N; i++)
		assert_true(strlen(date_note_text((enum date_note)(1U << i))) > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_days),
		cmocka_unit_test(reads_times),
		cmocka_unit_test(claims_no_more_than_is_written),
		cmocka_unit_test(knows_both_clock_changes),
		cmocka_unit_test(refuses_with_a_reason),
		cmocka_unit_test(keeps_to_the_declared_order),
		cmocka_unit_test(keeps_to_the_options),
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(reads_periods),
		cmocka_unit_test(names_each_note),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
