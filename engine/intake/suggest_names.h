/* What systems of the field call the canonical columns and codes.
 *
 * A header is held against each name that is known for a column: the name itself; what
 * is left of both without the words for what they hold ("LKL_PCODE" and "last known
 * postcode" are both postcodes); then as sets of words (Dice), after words that mean the
 * same have become one. A header that says it holds something else scores nothing.
 */
#ifndef LASTSEEN_INTAKE_SUGGEST_NAMES_H
#define LASTSEEN_INTAKE_SUGGEST_NAMES_H

#include "intake/suggest_words.h"

/* All names of a kind's columns, as words. */
struct suggest_book;
const struct suggest_book *suggest_book_make(
	struct arena *arena, struct column_set set);

/* How well a header names column k: 1 the canonical name itself, 0.95 a name that is
 * known for it, below that how much of the words agree; 0 where too little does. */
double suggest_name_score(
	const struct suggest_book *book, size_t k, const struct header_words *header);

/* The code that a cell means in a column, by itself or by known words for it; NULL
 * where none is known, or two are. */
const char *suggest_code(
	struct arena *scratch, const struct column_spec *spec, const char *cell);
/* "Y" or "N"; NULL where neither is known. */
const char *suggest_yes_no(struct arena *scratch, const char *cell);

#endif
