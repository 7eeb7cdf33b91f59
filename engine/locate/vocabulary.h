/* The names of streets and towns that the gazetteer knows, held in memory, and where
 * they stand in a text. Private to locate/.
 *
 * For texts that rules can't take apart: without commas, with remarks, in odd orders.
 * Names are found whatever their blanks (HIGHFIELD, HIGH FIELD) and with ST for SAINT or
 * STREET; a street also without its kind (12 KELSO, ASHBY) where a number stands before.
 *
 * Some 100 bytes a name; a text of n words takes O(n) look-ups, about 10 us.
 */
#ifndef LASTSEEN_LOCATE_VOCABULARY_H
#define LASTSEEN_LOCATE_VOCABULARY_H

#include "geo/point.h"
#include "store/store.h"
#include "text/address_spans.h"

struct vocabulary;

struct vocabulary *vocabulary_create(void);
/* All that the gazetteer's file has. */
MUST_USE enum err_code vocabulary_load(struct store *store, struct vocabulary **out);
void vocabulary_free(struct vocabulary *vocabulary); /* NULL is allowed */

/* In normal form; told again, its count goes up. */
void vocabulary_add_street(struct vocabulary *v, const char *name);
void vocabulary_add_town(struct vocabulary *v, const char *name, struct point at);
/* How often a name was told of; 0 where it is not known. */
size_t vocabulary_town_count(const struct vocabulary *v, const char *name);
size_t vocabulary_street_count(const struct vocabulary *v, const char *name);

struct vocabulary_hit {
	struct address_span at;
	const char *name; /* as the gazetteer has it */
	bool whole;       /* false: a street whose kind (ROAD, LANE) is not written */
	bool numbered;    /* a house number stands before it or after it */
};
struct vocabulary_hits {
	struct vocabulary_hit *items;
	size_t n;
};
#define VOCABULARY_HITS_MOST 32

/* None lies within another. By where they stand. */
struct vocabulary_hits vocabulary_towns(const struct vocabulary *v, struct arena *arena,
	const struct address_words *words);
/* The likeliest first: numbered, whole, long. */
struct vocabulary_hits vocabulary_streets(const struct vocabulary *v,
	struct arena *arena, const struct address_words *words,
	const struct vocabulary_hits *towns);

/* The one town of a name that is a slip away; NULL where none or several are. */
const char *vocabulary_town_alike(const struct vocabulary *v, const char *name);
/* Whether a point is within a distance of the town's streets, to 2 km. */
bool vocabulary_town_near(
	const struct vocabulary *v, const char *town, struct point at, double within_m);

#endif
