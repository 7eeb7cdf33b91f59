#include "text/address_words.h"
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

bool segment_word_is(const struct segment *s, size_t i, const char *word)
{
	return i < s->n && strcmp(s->words[i], word) == 0;
}

void segment_drop(struct segment *s, size_t n)
{
	s->words += n;
	s->n -= n;
}

size_t segment_phrase(const struct segment *s, size_t i, const char *phrase)
{
	size_t words = 0;
	for (const char *p = phrase; *p; words++) {
		size_t n = strcspn(p, " ");
		if (i + words >= s->n || strlen(s->words[i + words]) != n ||
			memcmp(s->words[i + words], p, n) != 0)
			return 0;
		p += n + (p[n] == ' ');
	}
	return words;
}

struct relation_phrase {
	const char *text;
	enum address_relation relation;
};

/* At the beginning, longest first among those that begin alike. */
static const struct relation_phrase leading[] = {
	{"O/S", RELATION_OUTSIDE},
	{"OUTSIDE OF", RELATION_OUTSIDE},
	{"OUTSIDE", RELATION_OUTSIDE},
	{"IN FRONT OF", RELATION_OUTSIDE},
	{"ALONGSIDE", RELATION_NEAR},
	{"NEAR TO", RELATION_NEAR},
	{"NEAR", RELATION_NEAR},
	{"NR TO", RELATION_NEAR},
	{"NR", RELATION_NEAR},
	{"CLOSE TO", RELATION_NEAR},
	{"NEXT TO", RELATION_NEAR},
	{"NEXT DOOR TO", RELATION_NEAR},
	{"ADJACENT TO", RELATION_NEAR},
	{"ADJ TO", RELATION_NEAR},
	{"ADJ", RELATION_NEAR},
	{"ROUND THE CORNER FROM", RELATION_NEAR},
	{"AROUND THE CORNER FROM", RELATION_NEAR},
	{"IN THE VICINITY OF", RELATION_NEAR},
	{"VICINITY OF", RELATION_NEAR},
	{"IN THE AREA OF", RELATION_NEAR},
	{"AREA OF", RELATION_NEAR},
	{"AROUND", RELATION_NEAR},
	{"BY", RELATION_NEAR},
	{"OPPOSITE TO", RELATION_OPPOSITE},
	{"OPPOSITE", RELATION_OPPOSITE},
	{"OPP", RELATION_OPPOSITE},
	{"ACROSS FROM", RELATION_OPPOSITE},
	{"ACROSS THE ROAD FROM", RELATION_OPPOSITE},
	{"BEHIND", RELATION_BEHIND},
	{"TO THE REAR OF", RELATION_BEHIND},
	{"REAR OF", RELATION_BEHIND},
	{"R/O", RELATION_BEHIND},
	{"BACK OF", RELATION_BEHIND},
	{"JUNCTION OF", RELATION_JUNCTION},
	{"JUNCTION WITH", RELATION_JUNCTION},
	{"JUNCTION", RELATION_JUNCTION},
	{"JCT WITH", RELATION_JUNCTION},
	{"JUNC WITH", RELATION_JUNCTION},
	{"J/W", RELATION_JUNCTION},
	{"JUNC OF", RELATION_JUNCTION},
	{"JCT OF", RELATION_JUNCTION},
	{"JCT", RELATION_JUNCTION},
	{"J/O", RELATION_JUNCTION},
	{"JUNC", RELATION_JUNCTION},
	{"INTERSECTION OF", RELATION_JUNCTION},
	{"CROSSROADS OF", RELATION_JUNCTION},
	{"CROSSROADS", RELATION_JUNCTION},
	{"WHERE", RELATION_JUNCTION},
	{"CORNER OF", RELATION_JUNCTION},
	{"CNR OF", RELATION_JUNCTION},
	{"CNR", RELATION_JUNCTION},
	{"BETWEEN", RELATION_BETWEEN},
};

/* Between two roads. */
static const struct relation_phrase inner[] = {
	{"AT ITS JUNCTION WITH", RELATION_JUNCTION},
	{"AT THE JUNCTION WITH", RELATION_JUNCTION},
	{"AT THE JUNCTION OF", RELATION_JUNCTION},
	{"AT JUNCTION WITH", RELATION_JUNCTION},
	{"AT JUNCTION OF", RELATION_JUNCTION},
	{"JUNCTION WITH", RELATION_JUNCTION},
	{"JUNCTION OF", RELATION_JUNCTION},
	{"JCT WITH", RELATION_JUNCTION},
	{"JCT OF", RELATION_JUNCTION},
	{"JCT", RELATION_JUNCTION},
	{"JUNC WITH", RELATION_JUNCTION},
	{"JUNC W/", RELATION_JUNCTION},
	{"JUNC W /", RELATION_JUNCTION},
	{"J/W", RELATION_JUNCTION},
	{"CORNER OF", RELATION_JUNCTION},
	{"CNR OF", RELATION_JUNCTION},
	{"CNR", RELATION_JUNCTION},
};

/* What stands in a street and says no place: "BUS STOP OUTSIDE 14 MILL LANE". */
static size_t street_things(const struct segment *s)
{
	static const char *const words[] = {"BUS", "STOP", "SHELTER", "PHONE", "BOX",
		"BENCH", "CAR", "PARKED", "VEHICLE", "VAN", "GARAGES", "GARAGE",
		"ALLEY", "ALLEYWAY", "LAYBY", "FOOTPATH", "PATH", "PAVEMENT", "BINS",
		"STAIRWELL", "THE", "A", "IN", "ON", "AT"};
	size_t n = 0;
	for (bool more = true; more; n += more) {
		more = false;
		for (size_t i = 0; i < COUNT(words) && !more; i++)
			more = segment_word_is(s, n, words[i]);
	}
	return n;
}

/* Takes a phrase at word `at`, and what stands before it. */
static enum address_relation leading_relation(struct segment *s, size_t at)
{
	for (size_t i = 0; i < COUNT(leading); i++) {
		size_t n = segment_phrase(s, at, leading[i].text);
		if (n > 0 && at + n < s->n) {
			segment_drop(s, at + n);
			return leading[i].relation;
		}
	}
	return RELATION_AT;
}

enum address_relation segment_relation(struct segment *s)
{
	static const char *const fillers[] = {"AT", "ON", "IN", "THE", "FOUND", "SEEN"};
	enum address_relation relation = leading_relation(s, 0);
	size_t skip = 0;
	for (size_t i = 0; i < COUNT(fillers) && skip < 3 && skip < s->n; i++)
		if (segment_word_is(s, skip, fillers[i]))
			skip++;
	for (size_t at = 1; at <= skip && relation == RELATION_AT; at++)
		relation = leading_relation(s, at);
	size_t things = street_things(s);
	if (relation == RELATION_AT && things > skip)
		relation = leading_relation(s, things);
	return relation;
}

bool segment_part_roads(struct segment *s, struct segment *second, bool expected)
{
	for (size_t at = 1; at + 1 < s->n; at++) {
		size_t n = 0;
		for (size_t i = 0; i < COUNT(inner) && n == 0; i++)
			n = segment_phrase(s, at, inner[i].text);
		if (n == 0 && expected &&
			(segment_word_is(s, at, "AND") ||
				segment_word_is(s, at, "WITH") ||
				segment_word_is(s, at, "MEETS") ||
				segment_word_is(s, at, "/")))
			n = 1;
		if (n == 0 || at + n >= s->n)
			continue;
		second->words = s->words + at + n;
		second->n = s->n - at - n;
		s->n = at;
		return true;
	}
	return false;
}
