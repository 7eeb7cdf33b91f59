#include "../unit.h"
#include "text/code.h"
#include "text/fold.h"
#include "text/quantity.h"
#include <string.h>

static struct context ctx;

static int set_up(void **state)
{
	(void)state;
	context_init(&ctx);
	return 0;
}
static int tear_down(void **state)
{
	(void)state;
	context_release(&ctx);
	return 0;
}

static void reads_lengths_and_durations(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		double value;
	} lengths[] = {{"250m", 250}, {"1.5km", 1500}, {" 2 KM ", 2000}, {"0m", 0},
		{"0.5m", 0.5}},
	  times[] = {{"14d", 1209600}, {"6h", 21600}, {"30min", 1800}, {"2w", 1209600},
		  {"90s", 90}, {"1.5 h", 5400}};
	double v;
	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		assert_int_equal(length_parse(&ctx, "--radius", lengths[i].text,
					 UNIT_REQUIRED, &v),
			ERR_OK);
		assert_true(v == lengths[i].value);
	}
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		assert_int_equal(duration_parse(&ctx, "--window", times[i].text,
					 UNIT_REQUIRED, &v),
			ERR_OK);
		assert_true(v == times[i].value);
	}
	assert_int_equal(
		length_parse(&ctx, "--radius", "20", UNIT_OPTIONAL, &v), ERR_OK);
	assert_true(v == 20);
	assert_int_equal(
		duration_parse(&ctx, "--window", "5", UNIT_OPTIONAL, &v), ERR_OK);
	assert_true(v == 5 * 86400);
	static const char *const bad[] = {"", "m", "-5m", "+5m", "5", "5 miles", "5mm",
		"1e3m", "0x5m", "5.m", ".5m", "1.2.3m", "nanm", "infm", "5m 5m",
		"1,000m", NULL};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(
			length_parse(&ctx, "--radius", bad[i], UNIT_REQUIRED, &v),
			ERR_USAGE);
		assert_non_null(strstr(ctx.error, "--radius"));
		assert_non_null(strstr(ctx.error, "250m"));
		err_clear(&ctx);
	}
	assert_int_equal(
		duration_parse(&ctx, "--window", "5m", UNIT_REQUIRED, &v), ERR_USAGE);
	assert_non_null(strstr(ctx.error, "30min"));
}

static void reads_bands(void **state)
{
	(void)state;
	struct quantity_list l;
	assert_int_equal(length_list_parse(&ctx, "--radius-bands", "0m,200m,0.4km",
				 UNIT_REQUIRED, &l),
		ERR_OK);
	assert_int_equal(l.n, 3);
	assert_true(l.values[0] == 0 && l.values[1] == 200 && l.values[2] == 400);
	assert_int_equal(length_list_parse(&ctx, "--radius-bands", "0, 200, 400m",
				 UNIT_REQUIRED, &l),
		ERR_OK);
	assert_true(l.values[2] == 400);
	assert_int_equal(
		duration_list_parse(&ctx, "--window-bands", "1d,2d", UNIT_REQUIRED, &l),
		ERR_OK);
	assert_true(l.values[1] == 172800);
	static const char *const bad[] = {
		"", ",", "0m,200", "200m,100m", "100m,100m", "1m,x"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(length_list_parse(&ctx, "--radius-bands", bad[i],
					 UNIT_REQUIRED, &l),
			ERR_USAGE);
		err_clear(&ctx);
	}
}

static void reads_numbers_strictly(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} whole[] = {{"0", 0}, {" 42 ", 42}, {"+7", 7}, {"-7", -7}, {"1,234", 1234},
		{"-1,234,567", -1234567}, {"9223372036854775807", INT64_MAX},
		{"-9223372036854775808", INT64_MIN}, {"007", 7}};
	int64_t n;
	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
		assert_true(integer_parse(whole[i].text, &n));
		assert_true(n == whole[i].value);
	}
	static const char *const no_integer[] = {NULL, "", "-", "1.5", "1e3", "0x10",
		"12a", "1 2", "9223372036854775808", "-9223372036854775809", "1,23",
		"12,34", ",123", "1,234,", "1234,567", "--1", "\xD9\xA1"};
	for (size_t i = 0; i < sizeof no_integer / sizeof no_integer[0]; i++) {
		n = 99;
		assert_false(integer_parse(no_integer[i], &n));
		assert_int_equal(n, 99);
	}
	static const struct {
		const char *text;
		double value;
	} real[] = {{"1.5", 1.5}, {"-0.25", -0.25}, {".5", 0.5}, {"5.", 5},
		{"1e3", 1000}, {"1.5E-2", 0.015}, {"1,234.5", 1234.5}, {"+2", 2}};
	double x;
	for (size_t i = 0; i < sizeof real / sizeof real[0]; i++) {
		assert_true(real_parse(real[i].text, &x));
		assert_true(x == real[i].value);
	}
	static const char *const no_real[] = {NULL, "", ".", "-", "nan", "inf",
		"-infinity", "0x1p3", "1.5m", "1e", "1e+", "1e999", "1.2.3", "1,2.5",
		"1.234,5", "1 5"};
	for (size_t i = 0; i < sizeof no_real / sizeof no_real[0]; i++)
		if (real_parse(no_real[i], &x))
			fail_msg("\"%s\" was read as %g", no_real[i], x);
}

static void reads_yes_and_no(void **state)
{
	(void)state;
	static const char *const yes[] = {"Y", "y", " Yes ", "TRUE", "t", "1"};
	static const char *const no[] = {"N", "no", "False", "f", "0"};
	static const char *const neither[] = {
		NULL, "", "maybe", "yes please", "2", "yn", "-"};
	bool v;
	for (size_t i = 0; i < 6; i++)
		assert_true(yes_no_parse(yes[i], &v) && v);
	for (size_t i = 0; i < 5; i++)
		assert_true(yes_no_parse(no[i], &v) && !v);
	for (size_t i = 0; i < 7; i++)
		assert_false(yes_no_parse(neither[i], &v));
}

static void finds_codes(void **state)
{
	(void)state;
	static const char *const types[] = {
		"missing", "absent", "no_apparent_risk", "away"};
	const char *unknown;
	assert_int_equal(code_find(" MISSING ", types, 4), 0);
	assert_int_equal(code_find("No apparent risk", types, 4), 2);
	assert_int_equal(code_find("no-apparent  risk", types, 4), 2);
	assert_int_equal(code_find("miss", types, 4), CODE_NONE);
	assert_int_equal(code_find("", types, 4), CODE_NONE);
	assert_int_equal(code_find(NULL, types, 4), CODE_NONE);
	assert_int_equal(code_find("missing\xFF", types, 4), CODE_NONE);
	assert_int_equal(
		code_find_list(ctx.arena, "away; Missing ;", types, 4, &unknown), 9);
	assert_null(unknown);
	assert_int_equal(
		code_find_list(ctx.arena, "away;lost;gone", types, 4, &unknown), 8);
	assert_string_equal(unknown, "lost");
	assert_int_equal(code_find_list(ctx.arena, NULL, types, 4, &unknown), 0);
	assert_null(unknown);
	assert_string_equal(code_list_text(ctx.arena, types, 2), "missing, absent");
}

static void folds_to_one_form(void **state)
{
	(void)state;
	static const struct {
		const char *text, *folded;
	} forms[] = {
		{NULL, ""}, {"  A \t b\n", "a b"},
		{"\xC3\x89lodie", "elodie"},  /* É composed */
		{"E\xCC\x81lodie", "elodie"}, /* and decomposed */
		{"\xC9lodie", "elodie"},      /* Windows-1252 */
		{"Stra\xC3\x9F"
		 "e",
			"strasse"},
		{"\xC5\x81ukasz \xC3\x98st", "lukasz ost"},
		{"O\xE2\x80\x99"
		 "Brien",
			"o'brien"},
		{"a\xE2\x80\x93"
		 "b",
			"a-b"},
		{"\xEF\xBC\xA1\xEF\xBC\xA2", "ab"}, /* full width */
		{"\xEF\xBB\xBFx\xC2\xA0y\xC2\xAD", "x y"},
		{"\xEF\xAC\x81n", "fin"}, /* ligature */
	};
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		assert_string_equal(
			text_fold(ctx.arena, forms[i].text), forms[i].folded);
	assert_string_equal(text_fold_upper(ctx.arena, "\xC3\xA9t\xC3\xA9"), "ETE");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_lengths_and_durations),
		cmocka_unit_test(reads_bands),
		cmocka_unit_test(reads_numbers_strictly),
		cmocka_unit_test(reads_yes_and_no),
		cmocka_unit_test(finds_codes),
		cmocka_unit_test(folds_to_one_form),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
