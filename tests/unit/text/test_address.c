#include "../unit.h"
#include "text/address.h"
#include "text/address_spans.h"
#include "text/address_words.h"
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

static void cleans(const char *text, const char *wanted)
{
	const char *got = address_clean(arena, text);
	if (strcmp(got, wanted) != 0)
		fail_msg("\"%s\" became \"%s\"", text, got);
}

static void drops_what_is_no_address(void **state)
{
	(void)state;
	cleans("14 St John&#39;s Rd", "14 St John's Rd");
	cleans("Wok &amp; Go<br/>Ashby", "Wok & Go,Ashby");
	cleans("14 Mill Lane\\nAshby", "14 Mill Lane,Ashby");
	cleans("14 Mill Lane_x000D_\nAshby", "14 Mill Lane,,Ashby");
	cleans("Bishop\xC3\xA2\xE2\x82\xAC\xE2\x84\xA2s Way", "Bishop's Way");
	cleans("L\xC3\x83\xC2\xB4n Goed", "L\xC3\xB4n Goed");
	cleans("14\xC3\x82 Mill Lane", "14 Mill Lane");
	cleans("Bishop?s Way", "Bishop's Way");
	cleans("Mill Lane?", "Mill Lane?");
	cleans("14 Mill Lane tel 07700 900123", "14 Mill Lane tel , ");
	cleans("14 Mill Lane +447700900123", "14 Mill Lane , ");
	cleans("14 Mill Lane 12/03/2025", "14 Mill Lane , ");
	cleans("14 Mill Lane @ 23:00hrs", "14 Mill Lane @ , ");
	cleans("14 Mill Lane 2300hrs", "14 Mill Lane , ");
	/* A number of a house, a flat and a range are no telephone, date or time. */
	cleans("1400 Mill Lane", "1400 Mill Lane");
	cleans("2/14 Mill Lane", "2/14 Mill Lane");
	cleans("12 - 14 Mill Lane", "12 - 14 Mill Lane");
	cleans("14 Mill Lane - Ashby", "14 Mill Lane , Ashby");
	cleans("14Mill Lane", "14 Mill Lane");
	cleans("40AGeorge Street", "40A George Street");
	cleans("FLAT2 MillLane", "FLAT 2 Mill Lane");
	cleans("1st Floor, 12A McDonald Way PR1 2RL",
		"1st Floor, 12A McDonald Way PR1 2RL");
	cleans("pr12rl", "pr12rl");
}

static size_t word_at(const struct address_words *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->words[i], word) == 0)
			return i;
	fail_msg("no word %s", word);
	return 0;
}

/* text, its street from `first` on, n words, its town or NULL, and what comes out. */
static void spans(const char *text, const char *first, size_t n, const char *town,
	const struct parts *p)
{
	struct address_words w = address_words(arena, text);
	struct address_span at = {word_at(&w, first), n}, of_town = {0, 0};
	if (town)
		of_town = (struct address_span){word_at(&w, town), 1};
	struct address a = address_by_spans(arena, &w, at,
		address_join(arena, w.words + at.from, n), of_town, town ? town : "");
	const char *const got[] = {
		a.sub_building, a.building, a.number, a.street, a.locality, a.town};
	const char *const wanted[] = {
		p->sub, p->building, p->number, p->street, p->locality, p->town};
	for (int i = 0; i < 6; i++)
		if (strcmp(got[i], wanted[i]) != 0)
			fail_msg("\"%s\": part %d is \"%s\", not \"%s\"", text, i,
				got[i], wanted[i]);
	assert_int_equal(a.relation, p->relation);
}

static void parts_by_known_names(void **state)
{
	(void)state;
	spans("nan's house 14 long acre ashby ask for mum", "LONG", 2, "ASHBY",
		&(struct parts){"", "", "NANS HOUSE", "14", "LONG ACRE", "ASK FOR MUM",
			"ASHBY", "", RELATION_AT});
	spans("Long Acre, 14, Ashby", "LONG", 2, "ASHBY",
		&(struct parts){
			"", "", "", "14", "LONG ACRE", "", "ASHBY", "", RELATION_AT});
	spans("o/s 14 flat 2 Long Acre", "LONG", 2, NULL,
		&(struct parts){"", "FLAT 2", "", "14", "LONG ACRE", "", "", "",
			RELATION_OUTSIDE});
	spans("first floor flat 65 long acre", "LONG", 2, NULL,
		&(struct parts){"", "FLAT FIRST FLOOR", "", "65", "LONG ACRE", "", "",
			"", RELATION_AT});
	spans("3 The Granary Long Acre Ashby", "LONG", 2, "ASHBY",
		&(struct parts){"", "FLAT 3", "THE GRANARY", "", "LONG ACRE", "",
			"ASHBY", "", RELATION_AT});
	spans("Ashby: Rose Cottage, Long Acre", "LONG", 2, "ASHBY",
		&(struct parts){"", "", "ROSE COTTAGE", "", "LONG ACRE", "", "ASHBY",
			"", RELATION_AT});
}

static void squeezes_alike(const char *a, const char *b)
{
	char one[ADDRESS_SQUEEZED_MAX], two[ADDRESS_SQUEEZED_MAX];
	assert_true(address_squeeze_text(address_normal(arena, a), one));
	assert_true(address_squeeze_text(address_normal(arena, b), two));
	assert_string_equal(one, two);
}

static void keys_without_blanks(void **state)
{
	(void)state;
	char key[ADDRESS_SQUEEZED_MAX], longest[ADDRESS_SQUEEZED_MAX + 1];
	squeezes_alike("High Field Road", "Highfield Rd");
	squeezes_alike("St John's Street", "Saint John s St");
	assert_false(address_squeeze_text("", key));
	memset(longest, 'A', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	assert_false(address_squeeze_text(longest, key));
	longest[ADDRESS_SQUEEZED_MAX - 1] = '\0';
	assert_true(address_squeeze_text(longest, key));
	assert_int_equal(address_ending("MILL LANE"), ENDING_STREET);
	assert_int_equal(address_ending("MILL CROFT"), ENDING_EITHER);
	assert_int_equal(address_ending("ASHTON COURT"), ENDING_BUILDING);
	assert_int_equal(address_ending("CHEAPSIDE"), ENDING_NONE);
}

static void numbers_beside_words(void **state)
{
	(void)state;
	struct address_words w = address_words(
		arena, "Flat 2 Mill Lane, 14 A High Street, Quarr Row, 7");
	assert_false(address_number_before(&w, word_at(&w, "MILL")));
	assert_true(address_number_before(&w, word_at(&w, "HIGH")));
	assert_false(address_number_before(&w, word_at(&w, "QUARR")));
	assert_true(address_number_after(&w, word_at(&w, "ROW") + 1));
	assert_false(address_number_after(&w, word_at(&w, "LANE") + 1));
	assert_int_equal(address_words(arena, "NFA").n, 0);
	assert_int_equal(address_words(arena, "").n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(drops_what_is_no_address),
		cmocka_unit_test(parts_by_known_names),
		cmocka_unit_test(keys_without_blanks),
		cmocka_unit_test(numbers_beside_words),
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
