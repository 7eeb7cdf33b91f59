/* Names of persons: one normal form, so that the same name written twice compares
 * equal.
 *
 * Order of calls: name_split_aliases() where a cell may hold several, then
 * name_parse(). Names are folded (text/fold.h); apostrophes and full stops go, hyphens
 * part words
 * ("O'Brien" obrien, "Smith-Jones" smith jones); titles (mr, dr …) and endings (jr,
 * snr …) go. "SMITH, John" and "SMITH John" are surname first; else the surname is the
 * last word with the particles before it (van, de, al …) or its hyphenated whole.
 * O(length). The person is never decided here: link/keys.h does, with more than a name.
 */
#ifndef LASTSEEN_TEXT_NAME_H
#define LASTSEEN_TEXT_NAME_H

#include "base/str.h"

/* Each "" where there is none. key is "" for what is no name (unknown, male, n/k, ?).
 */
struct person_name {
	const char *key;      /* "john patrick smith": forenames, then surname */
	const char *forename; /* the first one: "john" */
	const char *middle;   /* "patrick" */
	const char *surname;  /* "smith jones" */
	bool full;            /* a forename of two letters or more and a surname */
};
struct person_name name_parse(struct arena *arena, const char *text);

/* The names in a cell: parted by `;`, `/`, "aka", "a.k.a.", "alias", "also known as",
 * "nee", with what stands in quotation marks or brackets as one more. The main name
 * first, as written. */
struct str_list name_split_aliases(struct arena *arena, const char *text);

/* Whether two names may be one person's, for use beside another identifier: surnames
 * equal, one slip apart (a letter, or two neighbours swapped) or of one sound; forenames
 * equal, one an initial or a common short form of the other, or one slip apart (from
 * five letters). Either without a
 * surname: the forenames alone. Symmetric. */
bool name_similar(const struct person_name *a, const struct person_name *b);

/* Soundex of a folded word, "S530"; "" where no letter a-z stands. The rules of the US
 * National Archives (h and w do not part equal codes); equals SQLite's only where no h
 * or w stands between. Source: Knuth, The Art of Computer Programming 3, 6. */
void name_sound(const char *word, char sound[5]);

#endif
