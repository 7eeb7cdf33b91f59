/* The words of a header, and what kind of thing they say the column holds.
 *
 * "LOC_FOUND_PCODE" is the words {loc, found, pcode}, of the class `postcode`, and its
 * core, what is left without class and filling words, is "found". A column whose header
 * says that it holds a date is no address, whatever its other words.
 */
#ifndef LASTSEEN_INTAKE_SUGGEST_WORDS_H
#define LASTSEEN_INTAKE_SUGGEST_WORDS_H

#include "intake/columns.h"

enum header_class {
	CLASS_NONE, /* the header does not say */
	CLASS_DOB,
	CLASS_WHEN,
	CLASS_POSTCODE,
	CLASS_UPRN,
	CLASS_EASTING,
	CLASS_NORTHING,
	CLASS_LAT,
	CLASS_LON,
	CLASS_AGE,
	CLASS_KIND,
	CLASS_BY,
	CLASS_REF,
	CLASS_WHERE,
	CLASS_NAME,
};

enum { HEADER_WORDS_MOST = 12 };

struct header_words {
	const char *plain; /* lower case, words parted by one blank */
	const char *core;  /* without class words and filling; may be "" */
	const char *about; /* the core without words for a child or person */
	bool person;       /* it had such words */
	enum header_class class;
	/* Each once, those that mean the same as one of them, those that mean nothing
	 * left out. */
	const char *words[HEADER_WORDS_MOST];
	size_t words_n;
};
struct header_words header_words(struct arena *arena, const char *header);

/* What a canonical column holds. */
enum header_class header_class_of(const struct column_spec *spec);
/* Whether a header of a class can name a column of another. */
bool header_classes_agree(enum header_class header, enum header_class column);

/* How much of the words of two headers agree: 0 none, 1 all (Dice). */
double header_agreement(const struct header_words *a, const struct header_words *b);

#endif
