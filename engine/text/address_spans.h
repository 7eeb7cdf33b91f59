/* Addresses by what is known to be a street or a town: for texts that rules alone can't
 * take apart ("nan's house 14 the shambles ashby ask for mum").
 *
 *	address_words(); find the names among the words; address_by_spans() for each
 *
 * The words are those of address_parse(), expanded. Somebody who knows the names (the
 * gazetteer) says which of them are a street and a town; rules name the rest by where it
 * stands. O(length).
 */
#ifndef LASTSEEN_TEXT_ADDRESS_SPANS_H
#define LASTSEEN_TEXT_ADDRESS_SPANS_H

#include "text/address.h"

struct address_words {
	const char **words;
	size_t *segment; /* which stretch between two commas each word is in */
	size_t n;
	enum address_relation relation;
	struct postcode postcode;
	const char *normal;
};

/* Words from … from + n - 1; n 0: none. */
struct address_span {
	size_t from, n;
};

struct address_words address_words(struct arena *arena, const char *text);

/* `street` and `town` are names in normal form, in the arena or longer lived; a town of
 * n 0 is looked for by rules. */
struct address address_by_spans(struct arena *arena, const struct address_words *words,
	struct address_span at, const char *street, struct address_span town,
	const char *town_name);

/* A house number stands right before word i: "14", "14 A". */
bool address_number_before(const struct address_words *words, size_t i);
/* … or right after. */
bool address_number_after(const struct address_words *words, size_t i);

const char *address_join(struct arena *arena, const char *const *words, size_t n);

/* What the last word of a name says it is: ROAD, LANE; CROFT, VIEW, which may be a
 * street's or a house's; HOUSE, COURT. */
enum address_ending { ENDING_NONE, ENDING_STREET, ENDING_EITHER, ENDING_BUILDING };
enum address_ending address_ending(const char *name);
/* Whether any word of a text is one of those. */
bool address_names_any(const char *text);

/* The words without what people write in two ways: no blanks, SAINT and STREET both ST.
 * "HIGH FIELD ROAD" and "HIGHFIELD ROAD" give the same key. */
#define ADDRESS_SQUEEZED_MAX 96
/* false where it would be longer. */
bool address_squeeze(
	const char *const *words, size_t n, char key[ADDRESS_SQUEEZED_MAX]);
bool address_squeeze_text(const char *name, char key[ADDRESS_SQUEEZED_MAX]);

#endif
