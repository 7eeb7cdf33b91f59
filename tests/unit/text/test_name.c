#include "../unit.h"
#include "text/identifier.h"
#include "text/name.h"
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

static void gives_names_one_form(void **state)
{
	(void)state;
	static const struct {
		const char *text, *key, *forename, *middle, *surname;
		bool full;
	} cases[] = {
		{"John Smith", "john smith", "john", "", "smith", true},
		{"  john   smith ", "john smith", "john", "", "smith", true},
		{"SMITH, John", "john smith", "john", "", "smith", true},
		{"Smith,John Patrick", "john patrick smith", "john", "patrick", "smith",
			true},
		{"SMITH John", "john smith", "john", "", "smith", true},
		{"JOHN SMITH", "john smith", "john", "", "smith", true},
		{"John SMITH", "john smith", "john", "", "smith", true},
		{"Mr John Smith", "john smith", "john", "", "smith", true},
		{"Dr. John Smith Jr.", "john smith", "john", "", "smith", true},
		{"SMITH, Mr John", "john smith", "john", "", "smith", true},
		{"MR SMITH, John", "john smith", "john", "", "smith", true},
		{"Sean O'Brien", "sean obrien", "sean", "", "obrien", true},
		{"Se\xC3\xA1n O\xE2\x80\x99"
		 "Brien",
			"sean obrien", "sean", "", "obrien", true},
		{"Sean O Brien", "sean obrien", "sean", "", "obrien", true},
		{"O'BRIEN Sean", "sean obrien", "sean", "", "obrien", true},
		{"Ann Mc Donald", "ann mcdonald", "ann", "", "mcdonald", true},
		{"Anna Smith-Jones", "anna smith jones", "anna", "", "smith jones",
			true},
		{"SMITH-JONES, Anna", "anna smith jones", "anna", "", "smith jones",
			true},
		{"Anna-Marie Jones", "anna marie jones", "anna", "marie", "jones",
			true},
		{"J.P. Smith", "j p smith", "j", "p", "smith", false},
		{"Jan van der Berg", "jan van der berg", "jan", "", "van der berg",
			true},
		{"Mr Smith", "smith", "", "", "smith", false},
		{"Smith,", "smith", "", "", "smith", false},
		{"Jonno", "jonno", "jonno", "", "", false},
		{"\xC5\x81ukasz Kowalski", "lukasz kowalski", "lukasz", "", "kowalski",
			true},
		{"Male Smith", "male smith", "male", "", "smith", true},
		{"\xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD", "\xD0\xB8\xD0\xB2\xD0\xB0\xD0\xBD",
			"\xD0\xB8\xD0\xB2\xD0\xB0\xD0\xBD", "", "", false},
		{NULL, "", "", "", "", false},
		{"", "", "", "", "", false},
		{"Unknown", "", "", "", "", false},
		{"unknown male 1", "", "", "", "", false},
		{"N/K", "", "", "", "", false},
		{"???", "", "", "", "", false},
		{"older boyfriend", "", "", "", "", false},
		{"Mr", "", "", "", "", false},
		{", ,", "", "", "", "", false},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct person_name n = name_parse(arena, cases[i].text);
		if (strcmp(n.key, cases[i].key) ||
			strcmp(n.forename, cases[i].forename) ||
			strcmp(n.middle, cases[i].middle) ||
			strcmp(n.surname, cases[i].surname) || n.full != cases[i].full)
			fail_msg("\"%s\": [%s] [%s] [%s] [%s] %d", cases[i].text, n.key,
				n.forename, n.middle, n.surname, n.full);
	}
}

static void splits_aliases(void **state)
{
	(void)state;
	static const struct {
		const char *text, *joined;
	} cases[] = {
		{"John Smith", "John Smith"},
		{"John Smith aka Jonno", "John Smith|Jonno"},
		{"John Smith A.K.A. Jonno; Big J", "John Smith|Jonno|Big J"},
		{"John \"Jonno\" Smith", "John Smith|Jonno"},
		{"John \xE2\x80\x9CJonno\xE2\x80\x9D Smith", "John Smith|Jonno"},
		{"John 'Jonno' Smith", "John Smith|Jonno"},
		{"John Smith (aka Jonno, alias Big J)", "John Smith|Jonno,|Big J"},
		{"John Smith (Jonno)", "John Smith|Jonno"},
		{"John Smith (16)", "John Smith"},
		{"Sean O'Brien", "Sean O'Brien"},
		{"Sean O'Brien and Pat D'Arcy", "Sean O'Brien and Pat D'Arcy"},
		{"John Smith / Jon Smythe", "John Smith|Jon Smythe"},
		{"Ann Jones nee Smith", "Ann Jones|Smith"},
		{"Ann Jones n\xC3\xA9"
		 "e Smith",
			"Ann Jones|Smith"},
		{"n/k", "n/k"},
		{"Akash Patel", "Akash Patel"},
		{"(unclosed Jonno", "(unclosed Jonno"},
		{"\"\"", ""},
		{"", ""},
		{NULL, ""},
		{" ; ;", ""},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *joined =
			str_join(arena, name_split_aliases(arena, cases[i].text), "|");
		if (strcmp(joined, cases[i].joined) != 0)
			fail_msg("\"%s\": %s", cases[i].text, joined);
	}
}

static bool similar(const char *a, const char *b)
{
	struct person_name x = name_parse(arena, a), y = name_parse(arena, b);
	assert_int_equal(name_similar(&x, &y), name_similar(&y, &x));
	return name_similar(&x, &y);
}

static void tells_similar_names(void **state)
{
	(void)state;
	static const char *const yes[][2] = {{"John Smith", "Jon Smith"},
		{"Daniel Reed", "Daneil Reid"}, {"Mick Jones", "Michael Jones"},
		{"J Smith", "John Smyth"}, {"Mohammed Khan", "Muhammad Khan"},
		{"Smith John", "John Smith"}, {"Robert", "Bob"},
		{"Catherine Hughes", "Katherine Hughes"},
		{"Steven Clarke", "Stephen Clark"}};
	static const char *const no[][2] = {{"John Smith", "Jane Smith"},
		{"John Smith", "John Jones"}, {"Mr Smith", "John Smith"}, {"J", "John"},
		{"Unknown", "Unknown"}, {"Ann Smith", "Amy Smith"}, {"John", "Smith"},
		{"Ian Lee", "Iain Lea"}};
	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		if (!similar(yes[i][0], yes[i][1]))
			fail_msg("%s, %s", yes[i][0], yes[i][1]);
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		if (similar(no[i][0], no[i][1]))
			fail_msg("%s, %s", no[i][0], no[i][1]);
}

/* The examples of the US National Archives. */
static void sounds_as_published(void **state)
{
	(void)state;
	static const char *const cases[][2] = {{"washington", "W252"}, {"lee", "L000"},
		{"gutierrez", "G362"}, {"pfister", "P236"}, {"jackson", "J250"},
		{"tymczak", "T522"}, {"vandeusen", "V532"}, {"ashcraft", "A261"},
		{"robert", "R163"}, {"rupert", "R163"}, {"", ""}, {"123", ""}};
	char sound[5];
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		name_sound(cases[i][0], sound);
		assert_string_equal(sound, cases[i][1]);
	}
}

struct id_case {
	const char *text, *key;
	enum identifier_outcome outcome;
};

static void check_ids(
	const struct id_case *cases, size_t n, struct identifier (*parse)(const char *))
{
	for (size_t i = 0; i < n; i++) {
		struct identifier id = parse(cases[i].text);
		if (id.outcome != cases[i].outcome || strcmp(id.key, cases[i].key) != 0)
			fail_msg("\"%s\": %d \"%s\" (%s)", cases[i].text, id.outcome,
				id.key, id.reason);
		assert_int_equal(id.reason[0] == '\0', id.outcome == IDENTIFIER_OK);
	}
}
#define CHECK_IDS(cases, parse) check_ids(cases, sizeof(cases) / sizeof *(cases), parse)

static void gives_phones_one_form(void **state)
{
	(void)state;
	static const struct id_case cases[] = {
		{"07700 900123", "07700900123", IDENTIFIER_OK},
		{"+44 7700 900123", "07700900123", IDENTIFIER_OK},
		{"+44 (0)7700 900123", "07700900123", IDENTIFIER_OK},
		{"0044 7700 900123", "07700900123", IDENTIFIER_OK},
		{"00 44 (0) 7700-900-123", "07700900123", IDENTIFIER_OK},
		{"447700900123", "07700900123", IDENTIFIER_OK},
		{"7700900123", "07700900123", IDENTIFIER_OK},
		{"mob: 07700 900123 (mother)", "07700900123", IDENTIFIER_OK},
		{"07700.900.123 ext 4", "07700900123", IDENTIFIER_OK},
		{"(01632) 960123", "01632960123", IDENTIFIER_OK},
		{"01632 96012", "0163296012", IDENTIFIER_OK},
		{"+353 86 123 4569", "+353861234569", IDENTIFIER_OK},
		{"+353 1234567", "", IDENTIFIER_REFUSED},
		{"", "", IDENTIFIER_EMPTY},
		{"unknown", "", IDENTIFIER_EMPTY},
		{NULL, "", IDENTIFIER_EMPTY},
		{"00000000000", "", IDENTIFIER_REFUSED},
		{"07000000000", "", IDENTIFIER_REFUSED},
		{"07123456789", "", IDENTIFIER_REFUSED},
		{"07700 90012", "", IDENTIFIER_REFUSED},
		{"900123", "", IDENTIFIER_REFUSED},
		{"999", "", IDENTIFIER_REFUSED},
		{"4.47E+11", "", IDENTIFIER_REFUSED},
		{"07700900123 / 07700900124", "", IDENTIFIER_REFUSED},
		{"07700900123 or 07700900124", "", IDENTIFIER_REFUSED},
		{"077009001234567", "", IDENTIFIER_REFUSED},
		{"phone", "", IDENTIFIER_REFUSED},
		{"9700900123", "", IDENTIFIER_REFUSED},
		{"\xFF", "", IDENTIFIER_REFUSED},
	};
	CHECK_IDS(cases, phone_parse);
}

static void gives_plates_one_form(void **state)
{
	(void)state;
	static const struct id_case cases[] = {
		{"ab12 cde", "AB12CDE", IDENTIFIER_OK},
		{"AB12-CDE", "AB12CDE", IDENTIFIER_OK},
		{"A 123 BCD", "A123BCD", IDENTIFIER_OK},
		{"ABC 123D", "ABC123D", IDENTIFIER_OK},
		{"ABZ 1234", "ABZ1234", IDENTIFIER_OK},
		{"1234 AB", "1234AB", IDENTIFIER_OK},
		{"AB12 CDE (white van)", "AB12CDE", IDENTIFIER_OK},
		{"B-XY 1234", "BXY1234", IDENTIFIER_OK},
		{"123D456", "123D456", IDENTIFIER_ODD},
		{"AB12 ???", "", IDENTIFIER_REFUSED},
		{"AB12", "", IDENTIFIER_REFUSED},
		{"AB12 C", "", IDENTIFIER_REFUSED},
		{"AB12 CD", "", IDENTIFIER_REFUSED},
		{"CDE", "", IDENTIFIER_REFUSED},
		{"blue Ford", "", IDENTIFIER_REFUSED},
		{"AB12 CDE AB13 CDE", "", IDENTIFIER_REFUSED},
		{"", "", IDENTIFIER_EMPTY},
		{"n/k", "", IDENTIFIER_EMPTY},
	};
	CHECK_IDS(cases, vehicle_parse);
}

static void gives_handles_and_mail_one_form(void **state)
{
	(void)state;
	static const struct id_case handles[] = {
		{"@Foo_Bar", "foo_bar", IDENTIFIER_OK},
		{"snap: Foo", "snapchat:foo", IDENTIFIER_OK},
		{"Snapchat - foo", "snapchat:foo", IDENTIFIER_OK},
		{"IG @Foo.99", "instagram:foo.99", IDENTIFIER_OK},
		{"insta foo", "instagram:foo", IDENTIFIER_OK},
		{"https://www.instagram.com/Foo/?hl=en", "instagram:foo",
			IDENTIFIER_OK},
		{"tiktok.com/@foo", "tiktok:foo", IDENTIFIER_OK},
		{"foo (snapchat)", "snapchat:foo", IDENTIFIER_OK},
		{"x-ray", "x-ray", IDENTIFIER_OK},
		{"snapper", "snapper", IDENTIFIER_OK},
		{"other: foo", "", IDENTIFIER_REFUSED},
		{"foo bar", "", IDENTIFIER_REFUSED},
		{"@", "", IDENTIFIER_EMPTY},
		{"snap: ", "", IDENTIFIER_EMPTY},
		{"", "", IDENTIFIER_EMPTY},
		{"unknown", "", IDENTIFIER_EMPTY},
		{"@a", "", IDENTIFIER_REFUSED},
	};
	CHECK_IDS(handles, handle_parse);
	assert_int_equal(handle_parse("snap: unknown").outcome, IDENTIFIER_EMPTY);
	static const struct id_case mails[] = {
		{" Foo.Bar@Example.ORG ", "foo.bar@example.org", IDENTIFIER_OK},
		{"mailto:a@b.uk", "a@b.uk", IDENTIFIER_OK},
		{"", "", IDENTIFIER_EMPTY},
		{"foo", "", IDENTIFIER_REFUSED},
		{"foo@bar", "", IDENTIFIER_REFUSED},
		{"@bar.org", "", IDENTIFIER_REFUSED},
		{"a@b@c.org", "", IDENTIFIER_REFUSED},
		{"a b@c.org", "", IDENTIFIER_REFUSED},
		{"a@.org", "", IDENTIFIER_REFUSED},
		{"a@b..org", "", IDENTIFIER_REFUSED},
	};
	CHECK_IDS(mails, email_parse);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_names_one_form),
		cmocka_unit_test(splits_aliases),
		cmocka_unit_test(tells_similar_names),
		cmocka_unit_test(sounds_as_published),
		cmocka_unit_test(gives_phones_one_form),
		cmocka_unit_test(gives_plates_one_form),
		cmocka_unit_test(gives_handles_and_mail_one_form),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
