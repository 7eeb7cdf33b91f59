/* Which of the gazetteer's addresses a written one means. Private to locate/.
 *
 * From the finest to the coarsest that the scores bear out: one address; the flats of
 * one building; the numbers of a range; a street. Nothing below MATCH_LEAST_01 of all
 * readings (score.h) is taken.
 */
#ifndef LASTSEEN_LOCATE_MATCH_H
#define LASTSEEN_LOCATE_MATCH_H

#include "locate/location.h"
#include "locate/score.h"

#define MATCH_LEAST_01 0.7
#define ADDRESS_PRECISION_M 10.0

struct match_scope {
	const char *where; /* for the method: "in its postcode", "by its street" */
	const char *unit;  /* the postcode written, NULL none: for the address's key */
	double most_01;    /* the greatest confidence that this scope bears */
};

/* Scores, and each one's share of all readings. */
struct match {
	const struct address *written;
	struct gazetteer_addresses listed;
	const struct score *scores;
	const double *share_01;
	size_t best; /* meaningless where listed.n is 0 */
};

/* In `arena`. O(n). */
struct match match_make(struct arena *arena, const struct address *written,
	struct gazetteer_addresses listed);

/* One address alone is the same in every part that either side has. */
bool match_certain(const struct match *match);

/* The location that the match bears out; LOCATED_NONE where there is none. Texts are
 * copied into `out`. */
struct location match_locate(struct arena *scratch, struct arena *out,
	const struct match *match, const struct match_scope *scope);

/* The best addresses of a match as candidates: those that agree in street and number,
 * or in their building's name; not the one that the location is. */
void match_propose(struct arena *out, const struct match *match,
	struct location *location, const char *reason);

/* The match of an address as text: as the list has it, with its postcode. */
const char *match_label(struct arena *out, const struct gazetteer_address *address);

/* Widens a location by what the relation says ("near": 100 m), says so in the method,
 * and takes away the recognised address where it was only near. */
void match_relate(
	struct arena *out, enum address_relation relation, struct location *location);

/* Key and label of a written address with its unit postcode ("PR1 2RL"); false where it
 * has no premises or no street, or the unit is NULL. */
bool match_identity(struct arena *out, const struct address *written, const char *unit,
	struct location *location);

#endif
