/* The steps of address_parse() that a parse by known spans takes too. For
 * address*.c. */
#ifndef LASTSEEN_TEXT_ADDRESS_PARTS_H
#define LASTSEEN_TEXT_ADDRESS_PARTS_H

#include "text/address_words.h"

/* Segments of a text without its postcode, relation and remarks: not yet expanded. */
struct segments address_segments(
	struct arena *arena, const char *text, struct postcode *postcode);

/* Words of a floor ("LOWER GROUND FLOOR", "BASEMENT") from word i on; 0 for none. */
size_t parts_floor_at(const struct segment *s, size_t i);
/* The place of "FLAT 2" from word `from` on, or n. */
size_t parts_inner_unit(const struct segment *s, size_t from);
/* The place of "FLAT 2" or "FIRST FLOOR", or n. */
size_t parts_unit_place(const struct segment *s);

/* Each takes its part from the front of a segment, or all of it, into the address. */
const char *parts_take_unit(struct arena *arena, struct segment *s);
void parts_take_number(struct arena *arena, struct address *a, struct segment *s);
void parts_take_building(struct arena *arena, struct address *a, struct segment *s);
/* What comes before the street's name: building, unit, number, in any order. */
void parts_take_premises(struct arena *arena, struct address *a, struct segment *s);
/* The last that is no county is the town, those before it the locality. */
void parts_take_towns(
	struct arena *arena, struct address *a, struct segments *all, size_t from);

const char *parts_normal(struct arena *arena, const struct segments *all);
/* Words from the front as one text. */
const char *parts_front(struct arena *arena, struct segment *s, size_t n);

#endif
