#include "text/address_words.h"
#include "text/scan.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* Abbreviations with one meaning, sorted by byte for bsearch-like look-up. */
static const struct {
	const char *word, *full;
} abbreviations[] = {
	{"1/F", "FIRST FLOOR"},
	{"10TH", "TENTH"},
	{"1ST", "FIRST"},
	{"2/F", "SECOND FLOOR"},
	{"2ND", "SECOND"},
	{"3/F", "THIRD FLOOR"},
	{"3RD", "THIRD"},
	{"4TH", "FOURTH"},
	{"5TH", "FIFTH"},
	{"6TH", "SIXTH"},
	{"7TH", "SEVENTH"},
	{"8TH", "EIGHTH"},
	{"9TH", "NINTH"},
	{"ALY", "ALLEY"},
	{"ANNEX", "ANNEXE"},
	{"APARTMENT", "FLAT"},
	{"APP", "APPROACH"},
	{"APPT", "FLAT"},
	{"APT", "FLAT"},
	{"AV", "AVENUE"},
	{"AVE", "AVENUE"},
	{"AVEN", "AVENUE"},
	{"AVENEU", "AVENUE"},
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
	{"CMN", "COMMON"},
	{"COTT", "COTTAGE"},
	{"COTTS", "COTTAGES"},
	{"CR", "CRESCENT"},
	{"CRES", "CRESCENT"},
	{"CRESC", "CRESCENT"},
	{"CRT", "COURT"},
	{"CT", "COURT"},
	{"CTG", "COTTAGE"},
	{"CTGE", "COTTAGE"},
	{"CTR", "CENTRE"},
	{"DR", "DRIVE"},
	{"DRV", "DRIVE"},
	{"DV", "DRIVE"},
	{"ESP", "ESPLANADE"},
	{"EST", "ESTATE"},
	{"FFF", "FLAT FIRST FLOOR"},
	{"FLR", "FLOOR"},
	{"FLRS", "FLOORS"},
	{"FLT", "FLAT"},
	{"FLTS", "FLATS"},
	{"FM", "FARM"},
	{"G/F", "GROUND FLOOR"},
	{"GARD", "GARDENS"},
	{"GDN", "GARDENS"},
	{"GDNS", "GARDENS"},
	{"GF", "GROUND FLOOR"},
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
	{"HSPTL", "HOSPITAL"},
	{"HTS", "HEIGHTS"},
	{"IND", "INDUSTRIAL"},
	{"LN", "LANE"},
	{"LWR", "LOWER"},
	{"MDWS", "MEADOWS"},
	{"MSNT", "MAISONETTE"},
	{"MT", "MOUNT"},
	{"NTH", "NORTH"},
	{"PASS", "PASSAGE"},
	{"PDE", "PARADE"},
	{"PK", "PARK"},
	{"PL", "PLACE"},
	{"PROM", "PROMENADE"},
	{"RD", "ROAD"},
	{"RDBT", "ROUNDABOUT"},
	{"RM", "ROOM"},
	{"SCH", "SCHOOL"},
	{"SFF", "FLAT SECOND FLOOR"},
	{"SQ", "SQUARE"},
	{"STA", "STATION"},
	{"STH", "SOUTH"},
	{"STN", "STATION"},
	{"STR", "STREET"},
	{"TCE", "TERRACE"},
	{"TER", "TERRACE"},
	{"TERR", "TERRACE"},
	{"TFF", "FLAT TOP FLOOR"},
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

static bool ends_street(const char *word)
{
	const char *full = full_word(word);
	return word_is_street(full ? full : word);
}

/* Whether ST at word i is SAINT: before a saint's name, first in its name, or after a
 * street's last word ("THE CRESCENT ST OSYTH"). */
static bool saint_here(const struct segment *s, size_t i)
{
	if (i + 1 >= s->n)
		return false;
	const char *next = s->words[i + 1];
	if (is_saint(next))
		return true;
	bool first = i == 0 || word_is_id(s->words[i - 1]) ||
		     (i > 1 && ends_street(s->words[i - 1]));
	return first && !ends_street(next) && !word_is_number(next, NULL, NULL);
}

/* "12 TO 14", "12 AND 14": one range of numbers; "2 AND 14" is none. */
#define RANGE_MOST 40
static const char *range_at(struct arena *arena, const struct segment *s, size_t i)
{
	int from, to, ignored;
	if (i + 2 >= s->n || strchr(s->words[i], '-') || strchr(s->words[i + 2], '-') ||
		!(segment_word_is(s, i + 1, "TO") ||
			segment_word_is(s, i + 1, "AND")) ||
		!word_is_number(s->words[i], &from, &ignored) ||
		!word_is_number(s->words[i + 2], &to, &ignored) || from == 0 ||
		to <= from || to - from > RANGE_MOST)
		return NULL;
	return str_printf(arena, "%s-%s", s->words[i], s->words[i + 2]);
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

static bool number_word(const char *word)
{
	return strcmp(word, "NO") == 0 || strcmp(word, "NOS") == 0 ||
	       strcmp(word, "NUMBER") == 0 || strcmp(word, "NUMBERS") == 0 ||
	       strcmp(word, "NUM") == 0;
}

/* NORTH for N before or after a street's kind: "S STREET", "PIPER ROAD N". */
static const char *direction_here(const struct segment *s, size_t i)
{
	static const char *const full[][2] = {
		{"N", "NORTH"}, {"S", "SOUTH"}, {"E", "EAST"}, {"W", "WEST"}};
	bool first = i == 0 || word_is_number(s->words[i - 1], NULL, NULL);
	bool before =
		first && i + 1 < s->n &&
		(ends_street(s->words[i + 1]) || strcmp(s->words[i + 1], "ST") == 0);
	bool after = i > 0 && i + 1 == s->n && ends_street(s->words[i - 1]);
	for (size_t k = 0; k < COUNT(full) && (before || after); k++)
		if (strcmp(s->words[i], full[k][0]) == 0)
			return full[k][1];
	return NULL;
}

/* What ST, FL, LA and HO mean hangs on the words beside them; NULL for any other. */
static const char *by_its_place(const struct segment *s, size_t i)
{
	const char *word = s->words[i];
	bool last = i + 1 == s->n;
	if (strcmp(word, "ST") == 0)
		return saint_here(s, i) ? "SAINT" : "STREET";
	if (strcmp(word, "FL") == 0)
		return !last && word_is_id(s->words[i + 1]) ? "FLAT" : "FLOOR";
	if (strcmp(word, "LA") == 0 && last && i > 0)
		return "LANE";
	if (strcmp(word, "HO") == 0 && i > 0)
		return "HOUSE";
	return strlen(word) == 1 ? direction_here(s, i) : NULL;
}

void words_expand(struct arena *arena, struct segment *s)
{
	struct output out = {arena, {NULL, 0}, 0};
	for (size_t i = 0; i < s->n; i++) {
		const char *word = s->words[i], *full = by_its_place(s, i);
		const char *range = range_at(arena, s, i);
		bool before_number = i + 1 < s->n &&
				     (word_is_number(s->words[i + 1], NULL, NULL) ||
					     (i > 0 && word_is_unit(s->words[i - 1]) &&
						     word_is_id(s->words[i + 1])));
		bool slash = strcmp(word, "/") == 0 || strcmp(word, "C/O") == 0;
		if (slash || (number_word(word) && before_number))
			continue;
		if (!full)
			full = full_word(word);
		if (range) {
			put(&out, range);
			i += 2;
		} else if (full) {
			put(&out, full);
		} else {
			put_halves(&out, word);
		}
	}
	*s = out.words;
}
