#include "../unit.h"
#include "base/str.h"
#include "locate/vocabulary.h"
#include <math.h>
#include <string.h>

struct bench {
	struct arena *arena;
	struct vocabulary *v;
};

static int set_up(void **state)
{
	static struct bench b;
	static const char *const streets[] = {"LONG ACRE", "KELSO ROAD", "KELSO LANE",
		"UPPER KELSO ROAD", "SAINT JOHNS ROAD", "HIGHFIELD CLOSE", "BROADWAY"};
	b.arena = arena_create();
	b.v = vocabulary_create();
	for (size_t i = 0; i < sizeof streets / sizeof *streets; i++)
		vocabulary_add_street(b.v, streets[i]);
	vocabulary_add_street(b.v, "LONG ACRE");
	vocabulary_add_town(b.v, "FARRENDALE", (struct point){484000, 822000});
	vocabulary_add_town(b.v, "SAINT OSYTH", (struct point){420000, 812000});
	vocabulary_add_town(b.v, "FARRENDALE", (struct point){NAN, NAN});
	*state = &b;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *b = *state;
	vocabulary_free(b->v);
	arena_free(b->arena);
	return 0;
}

/* The streets that are found, joined by '|', '*' after one without its kind. */
static const char *streets_in(struct bench *b, const char *text)
{
	struct address_words w = address_words(b->arena, text);
	struct vocabulary_hits towns = vocabulary_towns(b->v, b->arena, &w);
	struct vocabulary_hits hits = vocabulary_streets(b->v, b->arena, &w, &towns);
	struct strbuf out;
	strbuf_init(&out, b->arena);
	for (size_t i = 0; i < hits.n; i++)
		strbuf_printf(&out, "%s%s%s", i ? "|" : "", hits.items[i].name,
			hits.items[i].whole ? "" : "*");
	return out.text;
}

static void finds_streets(void **state)
{
	struct bench *b = *state;
	static const char *const cases[][2] = {
		{"nan's 14 long acre farrendale ask", "LONG ACRE"},
		{"14 High Field Cl, Farrendale", "HIGHFIELD CLOSE"},
		{"12 St John s Rd", "SAINT JOHNS ROAD"},
		{"14 longacre", "LONG ACRE"},
		/* Nothing within another. */
		{"3 Upper Kelso Road", "UPPER KELSO ROAD"},
		/* The numbered one first. */
		{"Long Acre, 3 Kelso Road", "KELSO ROAD|LONG ACRE"},
		/* Without its kind only beside a number and before a town or comma. */
		{"14 Kelso, Farrendale", "KELSO ROAD*|KELSO LANE*"},
		{"14 Kelso Farrendale", "KELSO ROAD*|KELSO LANE*"},
		{"14 Kelso and more", ""},
		{"the Kelso", ""},
		{"Long, Acre", ""},
		{"NFA", ""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(streets_in(b, cases[i][0]), cases[i][1]);
}

static void counts_what_it_was_told(void **state)
{
	struct bench *b = *state;
	assert_int_equal(vocabulary_street_count(b->v, "LONG ACRE"), 2);
	assert_int_equal(vocabulary_street_count(b->v, "LONGACRE"), 0);
	assert_int_equal(vocabulary_town_count(b->v, "FARRENDALE"), 2);
	assert_int_equal(vocabulary_town_count(b->v, "FARREN"), 0);
}

static void finds_towns(void **state)
{
	struct bench *b = *state;
	struct address_words w =
		address_words(b->arena, "14 Long Acre St Osyth, Farrendale");
	struct vocabulary_hits towns = vocabulary_towns(b->v, b->arena, &w);
	assert_int_equal(towns.n, 2);
	assert_string_equal(towns.items[0].name, "SAINT OSYTH");
	assert_string_equal(towns.items[1].name, "FARRENDALE");
	assert_string_equal(vocabulary_town_alike(b->v, "FARRNEDALE"), "FARRENDALE");
	assert_null(vocabulary_town_alike(b->v, "SKAVERMOUTH"));
	struct point near = {484900, 822900}, far = {420000, 812000};
	assert_true(vocabulary_town_near(b->v, "FARRENDALE", near, 2000));
	assert_false(vocabulary_town_near(b->v, "FARRENDALE", far, 2000));
	assert_false(vocabulary_town_near(b->v, "NOWHERE", near, 2000));
}

/* Any number of names and words: no more hits than there is room for. */
static void many_names(void **state)
{
	struct bench *b = *state;
	struct strbuf text;
	strbuf_init(&text, b->arena);
	for (int i = 0; i < 300; i++) {
		vocabulary_add_street(b->v, str_printf(b->arena, "QUARR %c%c ROW",
						    'A' + i / 26, 'A' + i % 26));
		strbuf_printf(&text, "%d Quarr %c%c Row, ", i + 1, 'A' + i / 26,
			'A' + i % 26);
	}
	struct address_words w = address_words(b->arena, text.text);
	struct vocabulary_hits towns = vocabulary_towns(b->v, b->arena, &w);
	struct vocabulary_hits hits = vocabulary_streets(b->v, b->arena, &w, &towns);
	assert_true(hits.n > 0 && hits.n <= VOCABULARY_HITS_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(finds_streets, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			counts_what_it_was_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(finds_towns, set_up, tear_down),
		cmocka_unit_test_setup_teardown(many_names, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
