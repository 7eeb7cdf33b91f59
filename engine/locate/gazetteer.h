/* The gazetteer: a file of its own with postcodes, streets, addresses and own places.
 *
 *	gazetteer_open(); look-ups; gazetteer_close()
 *
 * It is no part of a case: one file serves many, and nothing in it is about a child.
 * fill.h puts things in. Look-ups are exact, on keys and normal forms made by text/, but
 * for those of names alike: what a wrong letter may have meant is for the geocoder to
 * say.
 *
 * Cost: a look-up by key is O(log n) in the file, about 4 us for a postcode; after
 * GAZETTEER_HOLD_AFTER of them all postcodes are read into memory (0.4 s and 36 MB for
 * Great Britain), and a look-up takes 0.2 us.
 */
#ifndef LASTSEEN_LOCATE_GAZETTEER_H
#define LASTSEEN_LOCATE_GAZETTEER_H

#include "base/file.h"
#include "geo/point.h"
#include "store/store.h"

#define GAZETTEER_HOLD_AFTER 50000

struct gazetteer;

extern const struct store_schema gazetteer_schema;

/* Opens the file at path; in STORE_WRITE mode one that is not there is made. In
 * STORE_READ mode that is ERR_NOT_FOUND. One state of the file is read until it is
 * closed. */
MUST_USE enum err_code gazetteer_open(struct context *ctx, const char *path,
	enum store_mode mode, struct gazetteer **gazetteer);
/* NULL is allowed. */
void gazetteer_close(struct gazetteer *gazetteer);
struct store *gazetteer_store(struct gazetteer *gazetteer);

/* What is in it, in words for a person and as a hash: SHA-256 over the kinds and
 * hashes of its sources, in order of their coming. */
struct gazetteer_counts {
	int64_t postcodes, without_position, areas, streets, addresses, places, uprns;
};
MUST_USE enum err_code gazetteer_count(
	struct gazetteer *gazetteer, struct gazetteer_counts *counts);
const char *gazetteer_sha256(const struct gazetteer *gazetteer);

struct gazetteer_source {
	int64_t source_id;
	const char *kind, *file, *sha256, *release, *added_utc;
	int64_t bytes, rows, added, set_aside, without_position;
};
/* In order of source_id, in ctx->arena. */
MUST_USE enum err_code gazetteer_sources(struct gazetteer *gazetteer,
	const struct gazetteer_source **sources, size_t *n);

/* A unit postcode, a sector or a district, by its key (locate/postcode_key.h). */
struct gazetteer_area {
	bool known;   /* the key is in the gazetteer */
	bool located; /* and has a position */
	struct point at;
	double precision_m;
	int quality; /* Code-Point's, of a unit; 0: from the points of its addresses */
	int64_t postcodes;  /* units behind a sector or district */
	int32_t terminated; /* of a unit: year and month (201906); 0 in use */
};
MUST_USE enum err_code gazetteer_area(
	struct gazetteer *gazetteer, int64_t key, struct gazetteer_area *area);

/* The unit postcodes of a sector or district with a position. In `arena`, by key. */
struct gazetteer_unit {
	int64_t key;
	struct point at;
	double precision_m;
};
MUST_USE enum err_code gazetteer_units(struct gazetteer *gazetteer, struct arena *arena,
	int64_t key, const struct gazetteer_unit **units, size_t *n);

/* Texts in normal form, "" where absent, but `text`. */
struct gazetteer_address {
	int64_t uprn, postcode, street_id; /* the last two 0 where there is none */
	const char *street, *sub_building, *building, *number, *text, *locality, *town;
	struct point at;
};
struct gazetteer_addresses {
	const struct gazetteer_address *items; /* by UPRN */
	size_t n;
};
/* The point of a UPRN that no address list has; false in *found where there is none. */
MUST_USE enum err_code gazetteer_uprn_point(
	struct gazetteer *gazetteer, int64_t uprn, bool *found, struct point *at);
/* n 0 where there is none. All in `arena`. */
MUST_USE enum err_code gazetteer_uprn(struct gazetteer *gazetteer, struct arena *arena,
	int64_t uprn, struct gazetteer_addresses *found);
MUST_USE enum err_code gazetteer_of_postcode(struct gazetteer *gazetteer,
	struct arena *arena, int64_t key, struct gazetteer_addresses *found);
MUST_USE enum err_code gazetteer_of_street(struct gazetteer *gazetteer,
	struct arena *arena, int64_t street_id, struct gazetteer_addresses *found);
/* At most GAZETTEER_MOST of them. */
#define GAZETTEER_MOST 100
MUST_USE enum err_code gazetteer_of_building(struct gazetteer *gazetteer,
	struct arena *arena, const char *building, struct gazetteer_addresses *found);

struct gazetteer_street {
	int64_t street_id, district; /* key; 0 none */
	const char *name, *locality, *town;
	struct point at;
	double precision_m;
	int64_t addresses;
};
/* Where streets are looked for: in a district (its key; 0: any), or in a town or a
 * locality of that name (both NULL or "": any). */
struct street_where {
	int64_t district;
	const char *town, *locality;
};
/* The streets of a name in normal form, by id; at most GAZETTEER_STREETS_MOST. where
 * may be NULL: anywhere. */
#define GAZETTEER_STREETS_MOST 100
MUST_USE enum err_code gazetteer_streets(struct gazetteer *gazetteer,
	struct arena *arena, const char *name, const struct street_where *where,
	const struct gazetteer_street **streets, size_t *n);

/* Names of streets that are a slip or two from a name (score.h), those with the fewest
 * slips, by byte; else those that differ in what kind of street it is; at most
 * GAZETTEER_MOST. All names are read into memory at the first
 * call; a call then looks at each: some 0.3 ms for 100,000 names. */
MUST_USE enum err_code gazetteer_streets_alike(struct gazetteer *gazetteer,
	struct arena *arena, const char *name, const char *const **names, size_t *n);

/* The same of places, those of the same words in another order first, and of buildings,
 * by slips alone. */
MUST_USE enum err_code gazetteer_places_alike(struct gazetteer *gazetteer,
	struct arena *arena, const char *name, const char *const **names, size_t *n);
MUST_USE enum err_code gazetteer_buildings_alike(struct gazetteer *gazetteer,
	struct arena *arena, const char *name, const char *const **names, size_t *n);

/* The names of streets and towns, all read into memory at the first call: 0.1 s for
 * 100,000. */
struct vocabulary;
MUST_USE enum err_code gazetteer_vocabulary(
	struct gazetteer *gazetteer, const struct vocabulary **vocabulary);

struct gazetteer_place {
	int64_t place_id;
	const char *name, *kind;
	struct point at;
	double radius_m;
	bool own; /* from a list of own places, not from a public one */
};
/* The own places of a name or alias in normal form, by id; at most GAZETTEER_MOST. */
MUST_USE enum err_code gazetteer_places(struct gazetteer *gazetteer,
	struct arena *arena, const char *name, const struct gazetteer_place **places,
	size_t *n);

#endif
