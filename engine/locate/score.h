/* How well a written address agrees with one of the gazetteer: a sum of points.
 *
 * Each part (street, number, sub-building, building, locality) is the same, alike (one
 * slip of a typist), different, or said on one side only. Each such case has a weight
 * near the logarithm of how much oftener it comes up between two texts of one address
 * than between two addresses of one postcode (Fellegi and Sunter, A theory for record
 * linkage, 1969, doi 10.1080/01621459.1969.10501049). Among the addresses that come
 * into question, and the possibility that none of them is meant, the share of
 * exp(points) is the confidence.
 *
 * Pure functions; O(length of the texts).
 */
#ifndef LASTSEEN_LOCATE_SCORE_H
#define LASTSEEN_LOCATE_SCORE_H

#include "locate/gazetteer.h"
#include "text/address.h"

enum agreement {
	AGREE_SAME,
	AGREE_LIKE,      /* a slip apart; a number within a range; 12B and flat B, 12 */
	AGREE_NEITHER,   /* said on neither side */
	AGREE_UNWRITTEN, /* only the gazetteer has it */
	AGREE_UNLISTED,  /* only the text has it */
	AGREE_DIFFERENT,
};

struct score {
	enum agreement street, number, sub_building, building, locality;
	bool in_range; /* the number is listed only within a range of them */
	double points;
};

/* Points of "none of these is meant". */
#define SCORE_NONE 3.0

struct score score_address(
	const struct address *written, const struct gazetteer_address *listed);

/* Whether two words or names are the same but for a slip: one letter wrong, missing,
 * doubled or swapped with its neighbour, from five letters on; two from ten on. */
bool score_alike(const char *a, const char *b);
/* How many slips; SIZE_MAX where they are too many to be alike. */
size_t score_slips(const char *a, const char *b);

#endif
