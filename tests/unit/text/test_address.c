#include "../unit.h"
#include "text/address.h"
#include <string.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_create();
	return 0;
}
static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

struct parts {
	const char *text;
	const char *sub, *building, *number, *street, *locality, *town, *postcode;
	enum address_relation relation;
};

static void check(const struct parts *p)
{
	struct address a = address_parse(arena, p->text);
	const char *const got[] = {a.sub_building, a.building, a.number, a.street,
		a.locality, a.town, a.postcode.unit};
	const char *const wanted[] = {p->sub, p->building, p->number, p->street,
		p->locality, p->town, p->postcode};
	static const char *const names[] = {"sub_building", "building", "number",
		"street", "locality", "town", "postcode"};
	for (int i = 0; i < 7; i++)
		if (strcmp(got[i], wanted[i] ? wanted[i] : "") != 0)
			fail_msg("\"%s\": %s \"%s\", not \"%s\"", p->text, names[i],
				got[i], wanted[i] ? wanted[i] : "");
	if (a.relation != p->relation)
		fail_msg("\"%s\": relation %s", p->text,
			address_relation_name(a.relation));
	assert_int_equal(a.special, ADDRESS_PLACE);
}

static void names_the_parts(void **state)
{
	(void)state;
	static const struct parts cases[] = {
		{"153 Some Road", "", "", "153", "SOME ROAD", "", "", "", 0},
		{"FLAT B 153 SOME ROAD", "FLAT B", "", "153", "SOME ROAD", "", "", "",
			0},
		{"Flat 2, 14 High St", "FLAT 2", "", "14", "HIGH STREET", "", "", "",
			0},
		{"flt 2 14 high st., Ashby, Millport, PR1 2RL", "FLAT 2", "", "14",
			"HIGH STREET", "ASHBY", "MILLPORT", "PR1 2RL", 0},
		{"Apt 3a 12-14 Mill Ln", "FLAT 3A", "", "12-14", "MILL LANE", "", "",
			"", 0},
		{"12 - 14 Mill Lane", "", "", "12-14", "MILL LANE", "", "", "", 0},
		{"92-92A Kingsway, Ashby", "", "", "92-92A", "KINGSWAY", "", "ASHBY",
			"", 0},
		{"12A Mill Lane", "", "", "12A", "MILL LANE", "", "", "", 0},
		{"12 A Mill Lane", "", "", "12A", "MILL LANE", "", "", "", 0},
		{"No. 12 Mill Lane", "", "", "12", "MILL LANE", "", "", "", 0},
		{"144 & a half Piper Rd", "", "", "144 1/2", "PIPER ROAD", "", "", "",
			0},
		{"Ashton Court, Mill Lane, Millport", "", "ASHTON COURT", "",
			"MILL LANE", "", "MILLPORT", "", 0},
		{"Flat 2 Ashton Court Mill Lane", "FLAT 2", "ASHTON COURT", "",
			"MILL LANE", "", "", "", 0},
		{"14 Ashton Court, Mill Lane", "FLAT 14", "ASHTON COURT", "",
			"MILL LANE", "", "", "", 0},
		{"Ashton Court 14 High Street Millport", "", "ASHTON COURT", "14",
			"HIGH STREET", "", "MILLPORT", "", 0},
		{"Zebra House 25 Flat 45 Government Road", "FLAT 45", "ZEBRA HOUSE",
			"25", "GOVERNMENT ROAD", "", "", "", 0},
		{"Zebra House Flat 45 25 Government Road", "FLAT 45", "ZEBRA HOUSE",
			"25", "GOVERNMENT ROAD", "", "", "", 0},
		{"1st Flr Flat, 21 Pepperpot Rd", "FLAT FIRST FLOOR", "", "21",
			"PEPPERPOT ROAD", "", "", "", 0},
		{"FLAT FIRST FLOOR 21 PEPPERPOT ROAD", "FLAT FIRST FLOOR", "", "21",
			"PEPPERPOT ROAD", "", "", "", 0},
		{"Ground floor flat 2, 21 Pepperpot Road", "FLAT 2 GROUND FLOOR", "",
			"21", "PEPPERPOT ROAD", "", "", "", 0},
		{"FLAT A FIRST AND SECOND FLOORS 21 PEPPERPOT ROAD",
			"FLAT A FIRST AND SECOND FLOORS", "", "21", "PEPPERPOT ROAD",
			"", "", "", 0},
		{"Basement flat 45 Baker Street", "FLAT BASEMENT", "", "45",
			"BAKER STREET", "", "", "", 0},
		{"14 High Street Flat 2", "FLAT 2", "", "14", "HIGH STREET", "", "", "",
			0},
		{"14 High Street, Flat 2, Millport", "FLAT 2", "", "14", "HIGH STREET",
			"", "MILLPORT", "", 0},
		{"Flat 2, 14, The Shambles, Millport", "FLAT 2", "", "14",
			"THE SHAMBLES", "", "MILLPORT", "", 0},
		{"12, 14 High Street", "FLAT 12", "", "14", "HIGH STREET", "", "", "",
			0},
		{"High Street 14, Millport", "", "", "14", "HIGH STREET", "",
			"MILLPORT", "", 0},
		{"2/14 High Street", "", "", "2/14", "HIGH STREET", "", "", "", 0},
		{"The Limes, Mill Lane", "", "THE LIMES", "", "MILL LANE", "", "", "",
			0},
		{"14 The Green, Ashby", "", "", "14", "THE GREEN", "", "ASHBY", "", 0},
		{"14 Mill Hill, Ashby, Lancashire, UK", "", "", "14", "MILL HILL", "",
			"ASHBY", "", 0},
		{"14 Station Road West, Ashby", "", "", "14", "STATION ROAD WEST", "",
			"ASHBY", "", 0},
		{"14 Church Lane Close", "", "", "14", "CHURCH LANE CLOSE", "", "", "",
			0},
		{"8 Avenue Road, Ashby, Ashby", "", "", "8", "AVENUE ROAD", "", "ASHBY",
			"", 0},
		{"Tesco Extra, Millport", "", "TESCO EXTRA", "", "", "", "MILLPORT", "",
			0},
		{"11 West Street\nWavham-by-Sea", "", "", "11", "WEST STREET", "",
			"WAVHAM BY SEA", "", 0},
		{"Shop Street", "", "", "", "SHOP STREET", "", "", "", 0},
		{"Unit 7, Ashby Ind Est, Mill Lane", "UNIT 7",
			"ASHBY INDUSTRIAL ESTATE", "", "MILL LANE", "", "", "", 0},
		{"14, PR1 2RL", "", "", "14", "", "", "", "PR1 2RL", 0},
		{"Flat 2 92 Kingsway Ashby", "FLAT 2", "", "92", "KINGSWAY", "",
			"ASHBY", "", 0},
		{"11 West Street St Albans St Albans", "", "", "11", "WEST STREET", "",
			"SAINT ALBANS", "", 0},
		{"12 High St, Millport, Lancs", "", "", "12", "HIGH STREET", "",
			"MILLPORT", "", 0},
		{"c/o 14 Mill Lane", "", "", "14", "MILL LANE", "", "", "", 0},
		{"Burger Drive Thru, Ring Road", "", "BURGER DRIVE THRU", "",
			"RING ROAD", "", "", "", 0},
		{"PR1 2RL", "", "", "", "", "", "", "PR1 2RL", 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(&cases[i]);
}

static void tells_street_from_saint(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"St. John's Rd", "SAINT JOHNS ROAD"},
		{"12 St Mary's St", "12 SAINT MARYS STREET"},
		{"12 Church St", "12 CHURCH STREET"},
		{"Church St Preston", "CHURCH STREET PRESTON"},
		{"High St St Helens", "HIGH STREET SAINT HELENS"},
		{"High St, St Albans", "HIGH STREET SAINT ALBANS"},
		{"Upper St John St", "UPPER SAINT JOHN STREET"},
		{"St Ronans Cl", "SAINT RONANS CLOSE"},
		{"12 St Ronans Gdns", "12 SAINT RONANS GARDENS"},
		{"5th Ave", "FIFTH AVENUE"},
		{"Stoke-on-Trent", "STOKE ON TRENT"},
		{"R\xC3\xA9gent Cres", "REGENT CRESCENT"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(address_normal(arena, cases[i][0]), cases[i][1]);
}

static void reads_relations(void **state)
{
	(void)state;
	static const struct parts cases[] = {
		{"o/s Tesco Extra", "", "TESCO EXTRA", "", "", "", "", "",
			RELATION_OUTSIDE},
		{"O/S 14 High Street", "", "", "14", "HIGH STREET", "", "", "",
			RELATION_OUTSIDE},
		{"near McDonald's, Millport", "", "MCDONALDS", "", "", "", "MILLPORT",
			"", RELATION_NEAR},
		{"nr the bus station", "", "THE BUS STATION", "", "", "", "", "",
			RELATION_NEAR},
		{"close to Mill Lane", "", "", "", "MILL LANE", "", "", "",
			RELATION_NEAR},
		{"opp. 12 Mill Lane PR1 2RL", "", "", "12", "MILL LANE", "", "",
			"PR1 2RL", RELATION_OPPOSITE},
		{"r/o Aldi", "", "ALDI", "", "", "", "", "", RELATION_BEHIND},
		{"at the rear of Aldi", "", "ALDI", "", "", "", "", "",
			RELATION_BEHIND},
		{"jct of High St and Mill Ln, Ashby", "", "", "", "HIGH STREET", "",
			"ASHBY", "", RELATION_JUNCTION},
		{"High St j/w Mill Ln", "", "", "", "HIGH STREET", "", "", "",
			RELATION_JUNCTION},
		{"at the corner of High Street & Mill Lane", "", "", "", "HIGH STREET",
			"", "", "", RELATION_JUNCTION},
		{"between High Street and Mill Lane", "", "", "", "HIGH STREET", "", "",
			"", RELATION_BETWEEN},
		{"Junction of High Street/Mill Lane", "", "", "", "HIGH STREET", "", "",
			"", RELATION_JUNCTION},
		{"near", "", "NEAR", "", "", "", "", "", RELATION_AT},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(&cases[i]);
	for (size_t i = 8; i < 13; i++) {
		struct address a = address_parse(arena, cases[i].text);
		assert_string_equal(a.street2, "MILL LANE");
	}
}

static void knows_what_is_no_place(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum address_special special;
	} cases[] = {
		{NULL, ADDRESS_EMPTY},
		{"  ", ADDRESS_EMPTY},
		{"NFA", ADDRESS_NO_ABODE},
		{"N.F.A.", ADDRESS_NO_ABODE},
		{"no fixed abode", ADDRESS_NO_ABODE},
		{"NFA - sofa surfing", ADDRESS_NO_ABODE},
		{"Unknown", ADDRESS_UNKNOWN},
		{"n/k", ADDRESS_UNKNOWN},
		{"not known", ADDRESS_UNKNOWN},
		{"TBC", ADDRESS_UNKNOWN},
		{"?", ADDRESS_UNKNOWN},
		{"-", ADDRESS_UNKNOWN},
		{"as above", ADDRESS_AS_ABOVE},
		{"As Above.", ADDRESS_AS_ABOVE},
		{"same", ADDRESS_AS_ABOVE},
		{"DITTO", ADDRESS_AS_ABOVE},
		{"\"", ADDRESS_AS_ABOVE},
		{"same as above", ADDRESS_AS_ABOVE},
		{"home", ADDRESS_HOME},
		{"H/A", ADDRESS_HOME},
		{"home address", ADDRESS_HOME},
		{"Home Farm", ADDRESS_PLACE},
		{"NFA 12 Mill Lane", ADDRESS_PLACE},
		{"Same Street", ADDRESS_PLACE},
		{"Unknown Road", ADDRESS_PLACE},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (address_special(cases[i].text) != cases[i].special)
			fail_msg("\"%s\": %s", cases[i].text,
				address_special_name(address_special(cases[i].text)));
		assert_int_equal(
			address_parse(arena, cases[i].text).special, cases[i].special);
	}
}

static const char *key_of(const char *text, unsigned parts)
{
	struct address a = address_parse(arena, text);
	return address_key(arena, &a, parts);
}

/* However one address is written, its key is one; another's is another. */
static void keys_agree(void **state)
{
	(void)state;
	static const char *const same[] = {"Flat B, 153 Some Rd, Ashby PR1 2RL",
		"FLAT B 153 SOME ROAD", "flt b, no 153 some rd.",
		"153 Some Road, Flat B", "Apartment B, 153, Some Road, Millport",
		"o/s Flat B, 153 Some Rd", "  flat  b\n153 some road\nASHBY",
		"153 Flat B Some Road"};
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		const char *key = key_of(same[i], ADDRESS_ALL);
		if (!key || strcmp(key, "FLAT B|153|SOME ROAD") != 0)
			fail_msg("\"%s\": %s", same[i], key ? key : "no key");
	}
	assert_string_equal(
		key_of(same[0], ADDRESS_PREMISES | ADDRESS_STREET), "|153|SOME ROAD");
	assert_string_equal(key_of(same[0], ADDRESS_PREMISES), "|153|");
	assert_string_equal(key_of("Ashton Court, Mill Lane", ADDRESS_ALL),
		"|ASHTON COURT|MILL LANE");
	assert_null(key_of("Mill Lane", ADDRESS_ALL));
	assert_null(key_of("14, PR1 2RL", ADDRESS_ALL));
	assert_string_equal(key_of("14, PR1 2RL", ADDRESS_PREMISES), "|14|");
	assert_string_equal(key_of("Mill Lane", ADDRESS_STREET), "||MILL LANE");
	assert_string_not_equal(key_of("12A Mill Lane", ADDRESS_ALL),
		key_of("12 Mill Lane", ADDRESS_ALL));
	assert_string_not_equal(key_of("14 Ashton Court, Mill Lane", ADDRESS_ALL),
		key_of("14 Mill Lane", ADDRESS_ALL));
}

static void gives_ranges_their_ends(void **state)
{
	(void)state;
	struct address a = address_parse(arena, "12-14 Mill Lane");
	assert_int_equal(a.number_from, 12);
	assert_int_equal(a.number_to, 14);
	a = address_parse(arena, "12A Mill Lane");
	assert_int_equal(a.number_from, 12);
	assert_int_equal(a.number_to, 12);
	a = address_parse(arena, "Mill Lane");
	assert_int_equal(a.number_from, 0);
	a = address_parse(arena, "o/s 2/14 Mill Ln, Ashby PR1 2RL");
	assert_int_equal(a.number_to, 0);
	assert_string_equal(a.normal, "2/14 MILL LANE ASHBY");
}

/* The normal form is a fixed point. */
static void normal_stays(void **state)
{
	(void)state;
	static const char *const texts[] = {"Flat B, 153 Some Rd, Ashby",
		"12 St Mary's St", "High St St Helens", "1st Flr Flat, 21 Pepperpot Rd",
		"144 & a half Piper Rd", "12 - 14 Mill Ln", "2/14 High St"};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *once = address_normal(arena, texts[i]);
		assert_string_equal(address_normal(arena, once), once);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_the_parts),
		cmocka_unit_test(tells_street_from_saint),
		cmocka_unit_test(reads_relations),
		cmocka_unit_test(knows_what_is_no_place),
		cmocka_unit_test(keys_agree),
		cmocka_unit_test(gives_ranges_their_ends),
		cmocka_unit_test(normal_stays),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
