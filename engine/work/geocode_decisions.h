/* What people decided about places: kept in the case, used again for the same text.
 * Private to work/geocode*.c.
 *
 *	geocode_apply()            --apply: a spreadsheet of decisions into the case
 *	geocode_load_decisions()   those in force
 *	geocode_decide()           … on one place, after the geocoder
 *	geocode_review()           --review: what needs a person, worst first
 *
 * A decision is one of
 *	accept     the location is right as it was
 *	1 … 5      the candidate of that number is
 *	point      easting, northing and precision_m as the person gives them
 *	text       it means what new_text says; that is located each time anew
 *	none       no place, or none that can be known
 *	undo       what was decided before no longer holds
 */
#ifndef LASTSEEN_WORK_GEOCODE_DECISIONS_H
#define LASTSEEN_WORK_GEOCODE_DECISIONS_H

#include "work/geocoding.h"

/* The normal form of all that a row says of a place; "" where it says nothing of its own
 * ("as above", "home", "NFA", blank): then no decision can be about it. */
const char *geocode_key(struct arena *arena, const struct geocode_place *place);
/* The same of a row of geocode_review.sql. */
const char *geocode_row_key(struct arena *arena, struct statement *s);
/* A key's short name in a spreadsheet: T and 15 figures of its SHA-256. A letter stands
 * in front, so that no spreadsheet takes it for a number. */
const char *geocode_text_id(struct arena *arena, const char *key);

struct geocode_decision {
	int64_t decision_id;
	const char *key, *decision, *kind, *match, *why, *who, *decided_utc;
	struct point at;
	double precision_m;
};

struct geocode_decisions {
	struct map keys;
	struct geocode_decision *items;
	size_t capacity;
};

MUST_USE enum err_code geocode_load_decisions(struct geocoding *g);
/* NULL where nothing was decided about the key. */
const struct geocode_decision *geocode_decision_of(
	const struct geocoding *g, const char *key);
/* What was decided about the place takes the place of *l. */
MUST_USE enum err_code geocode_decide(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l);

/* Within the present transaction. Rows that can't be used are set aside: told in
 * g->aside, and g->set_aside counts them. Writes to the audit chain. */
MUST_USE enum err_code geocode_apply(struct geocoding *g, const char *path);

/* What is written of review: for the result. */
struct geocode_review_counts {
	int64_t texts, places, episodes, decided;
};
MUST_USE enum err_code geocode_review(
	struct geocoding *g, const char *path, struct geocode_review_counts *counts);

/* Candidates shown in a review. */
#define GEOCODE_REVIEW_CANDIDATES 5

#endif
