#include "text/address_words.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Abbreviations with one meaning, sorted by byte for bsearch-like look-up. */
static const struct {
	const char *word, *full;
} abbreviations[] = {
	{"10TH", "TENTH"},
	{"1ST", "FIRST"},
	{"2ND", "SECOND"},
	{"3RD", "THIRD"},
	{"4TH", "FOURTH"},
	{"5TH", "FIFTH"},
	{"6TH", "SIXTH"},
	{"7TH", "SEVENTH"},
	{"8TH", "EIGHTH"},
	{"9TH", "NINTH"},
	{"ANNEX", "ANNEXE"},
	{"APARTMENT", "FLAT"},
	{"APP", "APPROACH"},
	{"APPT", "FLAT"},
	{"APT", "FLAT"},
	{"AV", "AVENUE"},
	{"AVE", "AVENUE"},
	{"AVN", "AVENUE"},
	{"BDGS", "BUILDINGS"},
	{"BLDG", "BUILDING"},
	{"BLDGS", "BUILDINGS"},
	{"BLK", "BLOCK"},
	{"BLVD", "BOULEVARD"},
	{"BSMNT", "BASEMENT"},
	{"BSMT", "BASEMENT"},
	{"BVD", "BOULEVARD"},
	{"CENTER", "CENTRE"},
	{"CL", "CLOSE"},
	{"CLO", "CLOSE"},
	{"CLS", "CLOSE"},
	{"COTT", "COTTAGE"},
	{"COTTS", "COTTAGES"},
	{"CR", "CRESCENT"},
	{"CRES", "CRESCENT"},
	{"CRESC", "CRESCENT"},
	{"CRT", "COURT"},
	{"CT", "COURT"},
	{"CTR", "CENTRE"},
	{"DR", "DRIVE"},
	{"DRV", "DRIVE"},
	{"ESP", "ESPLANADE"},
	{"EST", "ESTATE"},
	{"FFF", "FLAT FIRST FLOOR"},
	{"FLR", "FLOOR"},
	{"FLRS", "FLOORS"},
	{"FLT", "FLAT"},
	{"FLTS", "FLATS"},
	{"FM", "FARM"},
	{"GDN", "GARDEN"},
	{"GDNS", "GARDENS"},
	{"GFF", "FLAT GROUND FLOOR"},
	{"GND", "GROUND"},
	{"GRD", "GROUND"},
	{"GRDNS", "GARDENS"},
	{"GRN", "GREEN"},
	{"GRO", "GROVE"},
	{"GRV", "GROVE"},
	{"GV", "GROVE"},
	{"HOSP", "HOSPITAL"},
	{"HSE", "HOUSE"},
	{"HTS", "HEIGHTS"},
	{"IND", "INDUSTRIAL"},
	{"LN", "LANE"},
	{"LWR", "LOWER"},
	{"MDWS", "MEADOWS"},
	{"MSNT", "MAISONETTE"},
	{"MT", "MOUNT"},
	{"PDE", "PARADE"},
	{"PK", "PARK"},
	{"PL", "PLACE"},
	{"PROM", "PROMENADE"},
	{"RD", "ROAD"},
	{"RDBT", "ROUNDABOUT"},
	{"RM", "ROOM"},
	{"SCH", "SCHOOL"},
	{"SQ", "SQUARE"},
	{"STN", "STATION"},
	{"STR", "STREET"},
	{"TCE", "TERRACE"},
	{"TER", "TERRACE"},
	{"TERR", "TERRACE"},
	{"UPR", "UPPER"},
	{"VLS", "VILLAS"},
	{"VW", "VIEW"},
	{"WK", "WALK"},
	{"WY", "WAY"},
	{"YD", "YARD"},
};

static const char *full_word(const char *word)
{
	size_t low = 0, high = COUNT(abbreviations);
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(word, abbreviations[middle].word);
		if (order == 0)
			return abbreviations[middle].full;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static bool is_saint(const char *word)
{
	static const char *const names[] = {"AGNES", "AIDAN", "ALBAN", "ALBANS",
		"ANDREW", "ANN", "ANNE", "ASAPH", "AUGUSTINE", "AUSTELL", "BARNABAS",
		"BARTHOLOMEW", "BEE", "BRIDE", "CATHERINE", "CHAD", "CLEMENT",
		"CUTHBERT", "DAVID", "EDMUND", "EDWARD", "GEORGE", "GILES", "HELEN",
		"HELENS", "HILDA", "IVES", "JAMES", "JOHN", "JOSEPH", "JUDE",
		"LAWRENCE", "LEONARD", "LUKE", "MARGARET", "MARK", "MARTIN", "MARY",
		"MATTHEW", "MICHAEL", "NEOTS", "NICHOLAS", "OSWALD", "PANCRAS",
		"PATRICK", "PAUL", "PETER", "SAVIOUR", "SIMON", "STEPHEN", "SWITHIN",
		"THOMAS", "VINCENT", "WILFRID"};
	size_t n = strlen(word);
	for (size_t i = 0; i < COUNT(names); i++) {
		size_t m = strlen(names[i]);
		if (strncmp(word, names[i], m) == 0 &&
			(n == m || (n == m + 1 && word[m] == 'S')))
			return true;
	}
	return false;
}

/* Whether ST at word i is SAINT: before a saint's name, or first in its name. */
static bool saint_here(const struct segment *s, size_t i)
{
	if (i + 1 >= s->n)
		return false;
	const char *next = s->words[i + 1];
	if (is_saint(next))
		return true;
	bool first = i == 0 || word_is_id(s->words[i - 1]);
	const char *full = full_word(next);
	return first && !word_is_street(full ? full : next) &&
	       !word_is_number(next, NULL, NULL);
}

struct output {
	struct arena *arena;
	struct segment words;
	size_t capacity;
};

static void put(struct output *out, const char *word)
{
	struct str_list pieces = str_split(out->arena, word, ' ');
	for (size_t i = 0; i < pieces.n; i++) {
		arena_reserve(
			out->arena, out->words.words, out->capacity, out->words.n + 1);
		out->words.words[out->words.n++] = pieces.items[i];
	}
}

/* "High/Mill" is two words; "2/14" stays one. */
static void put_halves(struct output *out, const char *word)
{
	char *copy = str_dup(out->arena, word);
	if (!word_is_number(word, NULL, NULL))
		for (char *p = copy; *p; p++)
			if (*p == '/' || *p == '-')
				*p = ' ';
	put(out, copy);
}

void words_expand(struct arena *arena, struct segment *s)
{
	struct output out = {arena, {NULL, 0}, 0};
	for (size_t i = 0; i < s->n; i++) {
		const char *word = s->words[i], *full = full_word(word);
		bool before_number =
			i + 1 < s->n && word_is_number(s->words[i + 1], NULL, NULL);
		bool number_word = strcmp(word, "NO") == 0 ||
				   strcmp(word, "NUMBER") == 0 ||
				   strcmp(word, "NUM") == 0;
		bool slash = strcmp(word, "/") == 0 || strcmp(word, "C/O") == 0;
		if (slash || (number_word && before_number))
			continue;
		if (strcmp(word, "ST") == 0)
			put(&out, saint_here(s, i) ? "SAINT" : "STREET");
		else if (strcmp(word, "FL") == 0)
			put(&out, i + 1 < s->n && word_is_id(s->words[i + 1])
					  ? "FLAT"
					  : "FLOOR");
		else if (full)
			put(&out, full);
		else
			put_halves(&out, word);
	}
	*s = out.words;
}
