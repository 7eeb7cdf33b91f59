/* The words of an address: split, expanded, and what each may be. For address.c. */
#ifndef LASTSEEN_TEXT_ADDRESS_WORDS_H
#define LASTSEEN_TEXT_ADDRESS_WORDS_H

#include "base/str.h"
#include "text/address.h"

/* What stands between two commas. */
struct segment {
	const char **words;
	size_t n;
};
struct segments {
	struct segment *items;
	size_t n;
};

/* The text without what is no part of an address: line ends and entities written out,
 * telephone numbers, dates, times; blanks that were forgotten put in. */
const char *address_clean(struct arena *arena, const char *text);

/* Upper case words of text, punctuation dropped, as they are written: "12-14", "O/S"
 * and "2/14" stay one word, "St. John's" is ST JOHNS, "&" is AND; any other slash is a
 * word that words_expand() drops. */
struct segments words_split(struct arena *arena, const char *text);

/* Abbreviations written out, in place; a word may become two or none. */
void words_expand(struct arena *arena, struct segment *segment);

char *words_join(struct arena *arena, const char *const *words, size_t n);

bool segment_word_is(const struct segment *s, size_t i, const char *word);
void segment_drop(struct segment *s, size_t n);
/* The words of `phrase` at word i: how many, or 0. */
size_t segment_phrase(const struct segment *s, size_t i, const char *phrase);
/* Takes "O/S", "NEAR", "JUNCTION OF" off the front. */
enum address_relation segment_relation(struct segment *s);
/* Parts "A J/W B" into two; with `expected`, at AND, WITH and / too. */
bool segment_part_roads(struct segment *s, struct segment *second, bool expected);

bool word_is_street(const char *word);      /* ROAD, LANE: ends a street's name */
bool word_is_weak_street(const char *word); /* HILL, COURT: may end one */
bool word_is_building(const char *word);    /* HOUSE, COURT: ends a building's name */
bool word_is_unit(const char *word);        /* FLAT, UNIT, ROOM */
bool word_is_direction(const char *word);
bool word_is_county(const char *word); /* LANCASHIRE, UK: says nothing about where */

/* 12, 12A, 12-14, 92-92A, 2/14; from and to where not NULL. */
bool word_is_number(const char *word, int *from, int *to);
/* B, 2, 2A, A1: what may follow FLAT. */
bool word_is_id(const char *word);

#endif
