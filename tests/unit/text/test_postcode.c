#include "../unit.h"
#include "text/postcode.h"
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void reads_units_in_any_spacing(void **state)
{
	(void)state;
	static const struct {
		const char *text, *unit, *fixed, *area, *district, *sector;
	} good[] = {
		{"PR1 2RL", "PR1 2RL", "PR1 2RL", "PR", "PR1", "PR1 2"},
		{"pr12rl", "PR1 2RL", "PR1 2RL", "PR", "PR1", "PR1 2"},
		{" Pr1  2rL ", "PR1 2RL", "PR1 2RL", "PR", "PR1", "PR1 2"},
		{"PR1-2RL", "PR1 2RL", "PR1 2RL", "PR", "PR1", "PR1 2"},
		{"P.R.1 2.R.L.", "PR1 2RL", "PR1 2RL", "PR", "PR1", "PR1 2"},
		{"PR1\xC2\xA0"
		 "2RL",
			"PR1 2RL", "PR1 2RL", "PR", "PR1", "PR1 2"},
		{"PR112RL", "PR11 2RL", "PR112RL", "PR", "PR11", "PR11 2"},
		{"B1  2AB", "B1 2AB", "B1  2AB", "B", "B1", "B1 2"},
		{"M25 4WD", "M25 4WD", "M25 4WD", "M", "M25", "M25 4"},
		{"W1A1AA", "W1A 1AA", "W1A 1AA", "W", "W1A", "W1A 1"},
		{"sw1a 1aa", "SW1A 1AA", "SW1A1AA", "SW", "SW1A", "SW1A 1"},
		{"ZZ99 3ZZ", "ZZ99 3ZZ", "ZZ993ZZ", "ZZ", "ZZ99", "ZZ99 3"},
		{"QX1 0AA", "QX1 0AA", "QX1 0AA", "QX", "QX1", "QX1 0"},
		{"gir0aa", "GIR 0AA", "GIR 0AA", "GI", "GIR", "GIR 0"},
	};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		struct postcode p;
		assert_int_equal(postcode_parse(good[i].text, &p), POSTCODE_UNIT);
		assert_string_equal(p.unit, good[i].unit);
		assert_string_equal(p.fixed, good[i].fixed);
		assert_string_equal(p.area, good[i].area);
		assert_string_equal(p.district, good[i].district);
		assert_string_equal(p.sector, good[i].sector);
		assert_string_equal(postcode_reason(good[i].text), "");
	}
}

static void reads_sectors_and_districts(void **state)
{
	(void)state;
	struct postcode p;
	assert_int_equal(postcode_parse("pr1 2", &p), POSTCODE_SECTOR);
	assert_string_equal(p.sector, "PR1 2");
	assert_string_equal(p.unit, "");
	assert_int_equal(postcode_parse("SW1A 1", &p), POSTCODE_SECTOR);
	assert_int_equal(postcode_parse("PR12", &p), POSTCODE_DISTRICT);
	assert_string_equal(p.district, "PR12");
	assert_string_equal(p.sector, "");
	assert_int_equal(postcode_parse("PR 1", &p), POSTCODE_DISTRICT);
	assert_string_equal(p.district, "PR1");
	assert_int_equal(postcode_parse("w1a", &p), POSTCODE_DISTRICT);
	assert_string_equal(p.area, "W");
}

static void refuses_and_never_mends(void **state)
{
	(void)state;
	static const struct {
		const char *text, *suggested;
	} bad[] = {
		{NULL, ""},
		{"", ""},
		{"PR", ""},
		{"PR123", ""},
		{"PRI 2RL", "PR1 2RL"},
		{"PRl 2RL", "PR1 2RL"},
		{"PR1 ORL", "PR1 0RL"},
		{"PR1O 2RL", "PR10 2RL"},
		{"PR1 2CL", ""},
		{"PR1 2R0", ""},
		{"BFPO 12", ""},
		{"BTB5 6SW", ""},
		{"BT74 60X", ""},
		{"BT48 900", ""},
		{"MKA 7NP", ""},
		{"PR1 2RL X", ""},
		{"12 High Street", ""},
		{"PR1 2RL*", ""},
		{"1PR 2RL", ""},
		{"PRR1 2RL", ""},
		{"PR111 2RL", ""},
		{"\xFF\xFF", ""},
		{"PR1 2RLPR1 2RLPR1 2RLPR1 2RLPR1 2RLPR1 2RL", ""},
		{"GIR 1AA", "G1R 1AA"},
	};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct postcode p;
		if (postcode_parse(bad[i].text, &p) != POSTCODE_NONE)
			fail_msg("\"%s\" was read as %s", bad[i].text, p.district);
		if (strcmp(p.suggested, bad[i].suggested) != 0)
			fail_msg("\"%s\": suggested \"%s\", not \"%s\"", bad[i].text,
				p.suggested, bad[i].suggested);
		assert_true(strlen(postcode_reason(bad[i].text)) > 10);
		assert_string_equal(p.unit, "");
	}
	assert_non_null(strstr(postcode_reason("BFPO 12"), "BFPO"));
	assert_non_null(strstr(postcode_reason("PRI 2RL"), "O and I"));
}

static void finds_the_last_in_a_text(void **state)
{
	(void)state;
	static const struct {
		const char *text, *unit, *cut;
	} found[] = {
		{"14 High St, Ashby, PR1 2RL", "PR1 2RL", "PR1 2RL"},
		{"from pr12rl to PR1  3AB near the park", "PR1 3AB", "PR1  3AB"},
		{"(PR1 2RL)", "PR1 2RL", "PR1 2RL"},
		{"PR1 2RL.", "PR1 2RL", "PR1 2RL"},
		{"PR1 2RL, UK", "PR1 2RL", "PR1 2RL"},
		{"FLAT 2 B1 2AB", "B1 2AB", "B1 2AB"},
		{"PR1 2RL A6 5th Avenue", "PR1 2RL", "PR1 2RL"},
		{"12 Mill Lane PR1 4TH Ashby", "PR1 4TH", "PR1 4TH"},
		{"GIR 0AA", "GIR 0AA", "GIR 0AA"},
	};
	struct postcode p;
	size_t start, end;
	for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
		if (!postcode_find(found[i].text, &p, &start, &end))
			fail_msg("\"%s\": none found", found[i].text);
		assert_string_equal(p.unit, found[i].unit);
		assert_int_equal(end - start, strlen(found[i].cut));
		assert_memory_equal(found[i].text + start, found[i].cut, end - start);
	}
	static const char *const none[] = {NULL, "", "PR", "14 High Street", "APR1 2RL",
		"PR1 2RLX", "PR1 2R L", "A6 5th Avenue", "E1 1st floor", "FLAT1 2AB",
		"PR1 2CK", "2RL", " 2RL"};
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (postcode_find(none[i], &p, &start, &end))
			fail_msg("\"%s\": found %s", none[i], p.unit);
}

/* Every shape with every inward letter: read exactly where the letters are allowed. */
static void takes_exactly_the_inward_letters(void **state)
{
	(void)state;
	static const char *const outward[] = {
		"P1", "P11", "PR1", "PR11", "P1R", "PR1S"};
	char text[16];
	struct postcode p;
	for (size_t o = 0; o < 6; o++)
		for (char a = 'A'; a <= 'Z'; a++)
			for (char b = 'A'; b <= 'Z'; b++) {
				snprintf(text, sizeof text, "%s 7%c%c", outward[o], a,
					b);
				bool good =
					!strchr("CIKMOV", a) && !strchr("CIKMOV", b);
				assert_int_equal(
					postcode_parse(text, &p) == POSTCODE_UNIT,
					good);
				if (good)
					assert_string_equal(p.unit, text);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_units_in_any_spacing),
		cmocka_unit_test(reads_sectors_and_districts),
		cmocka_unit_test(refuses_and_never_mends),
		cmocka_unit_test(finds_the_last_in_a_text),
		cmocka_unit_test(takes_exactly_the_inward_letters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
