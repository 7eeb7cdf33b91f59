/* Where a mentioned place is: a point, how sure, how precise, and what else it could
 * have been.
 *
 * Precision is the radius in metres within which the place lies if the reading is
 * right; confidence is the probability that it is. They are two things: a district is
 * read with great confidence and says little.
 *
 *	kind        precision
 *	uprn        10 m: a UPRN's point lies within its building
 *	address     10 m and what the relation adds (outside 25, near 100), or the
 *	            extent of the building or of the range of numbers
 *	street      the radius that covers 95 in 100 of its addresses (in the postcode,
 *	            where there is one), at least 20 m
 *	postcode    the fourth nearest other postcode's distance, 50 m … 5 km, more where
 *	            Code-Point calls it estimated (locate/spread.h)
 *	sector, district   the radius that covers 95 in 100 of its postcodes
 *	place       the radius that its owner gave
 *	gridref     half the diagonal of the square
 *	coordinate  half the diagonal of the last figure written, at least 1 m, and the
 *	            error of the projection
 */
#ifndef LASTSEEN_LOCATE_LOCATION_H
#define LASTSEEN_LOCATE_LOCATION_H

#include "geo/point.h"

enum location_kind {
	LOCATED_NONE,
	LOCATED_UPRN,
	LOCATED_ADDRESS,
	LOCATED_STREET,
	LOCATED_POSTCODE,
	LOCATED_SECTOR,
	LOCATED_DISTRICT,
	LOCATED_PLACE,
	LOCATED_GRIDREF,
	LOCATED_COORDINATE,
	LOCATED_KINDS
};
extern const char *const location_kind_names[LOCATED_KINDS];

/* Another reading that lost, or that is only proposed. */
struct candidate {
	enum location_kind kind;
	const char *match;
	struct point at;
	double precision_m, confidence_01;
	const char *reason; /* why it is here and not the answer */
};
#define CANDIDATES_MOST 10

struct location {
	enum location_kind kind;
	struct point at; /* EPSG:27700; meaningless for LOCATED_NONE */
	double precision_m, confidence_01;
	double accuracy_m;  /* of the projection, where one was used; else 0 */
	const char *method; /* how: a phrase without any of the case's words */
	const char *match;  /* what it matched; NULL for none */

	/* A recognised address: the same key for the same address however written.
	 * "uprn:N", or the parts in normal form with the postcode. NULL: none. */
	const char *address_key, *address_label;

	const struct candidate *candidates; /* best first */
	size_t candidates_n;

	double conflict_m;    /* 0: none */
	const char *conflict; /* which parts of the row disagree; NULL none */
};

/* A location that says only how it failed. */
struct location location_none(const char *method);

/* Adds a candidate to a location, keeping the best CANDIDATES_MOST by confidence, then
 * by order of coming; texts are copied into the arena. */
void location_propose(
	struct arena *arena, struct location *location, struct candidate candidate);
/* The same of another location: what it found and what it proposed. */
void location_propose_all(struct arena *arena, struct location *location,
	const struct location *other, const char *reason);

#endif
