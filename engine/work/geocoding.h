/* What the files of geocode.h share. Private to work/geocode*.c. */
#ifndef LASTSEEN_WORK_GEOCODING_H
#define LASTSEEN_WORK_GEOCODING_H

#include "base/map.h"
#include "locate/geocoder.h"
#include "work/geocode.h"

/* In the order in which those of one row point back to each other. */
enum geocode_role {
	GEOCODE_FROM,
	GEOCODE_LAST_SEEN,
	GEOCODE_FOUND,
	GEOCODE_ADDRESS,
	GEOCODE_ROLES
};

/* A located row as it stands in the case. */
struct geocoded {
	bool there;
	double easting_m, northing_m, precision_m, confidence, conflict_m, accuracy_m;
	const char *kind, *method, *match, *conflict, *gazetteer_sha256;
	int64_t address_id;
};

struct geocode_place {
	int64_t place_id, source_id, row, child_id, reported_s;
	enum geocode_role role;
	const char *from_kind, *found_kind, *home_urn;
	struct mention mention;
	struct geocoded old;
};

/* Where homes are, by URN or by name in normal form. */
struct geocode_homes {
	struct map keys;
	struct location *locations;
	const char **urns; /* of a name; NULL: several homes have it */
	size_t capacity, urns_capacity;
};

struct geocoding {
	struct work_case *c;
	struct context *ctx;
	struct geocoder *geocoder;
	const char *gazetteer_sha256; /* NULL: none */
	struct geocode_homes by_urn, by_name;
	struct map addresses; /* by key: index into address_ids */
	int64_t *address_ids;
	size_t addresses_capacity;
	int64_t places, changed;
	struct geocode_decisions *decisions; /* in force; geocode_decisions.h */
	struct table *aside; /* rows of --apply that could not be used; NULL: none */
	int64_t set_aside, decided, withdrawn, unchanged;
	const struct result *review; /* of --review; NULL: not asked for */
	bool looked_ahead; /* some places hang on rows that come after theirs */
};

#define GEOCODE_BATCH 5000

/* geocode_rows.c: the next batch after (source_id, row), in `arena`, whole rows only.
 */
MUST_USE enum err_code geocode_batch(struct geocoding *g, struct arena *arena,
	const char *source_kind, int64_t source_id, int64_t row,
	struct geocode_place **places, size_t *n);
/* What was written of a place, for a person to read. */
const char *geocode_input(struct arena *arena, const struct geocode_place *place);
/* geocode_homes.c: where each home is, once the homes are located. */
MUST_USE enum err_code geocode_load_homes(struct geocoding *g);
/* The home of a URN, or else of the name that the address is; NULL where there is
 * none. */
const struct location *geocode_home(const struct geocoding *g, struct arena *arena,
	const struct geocode_place *place);
/* Homes whose name stands in the text, or is a slip from it, as candidates of a place that
 * was not located surely. */
void geocode_propose_homes(const struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l);
/* Where the child was placed when the episode was reported; kind NONE where that isn't
 * known. */
MUST_USE enum err_code geocode_placement(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l);
/* Where the child went from when it went from home, the last time before or else the
 * first after; kind NONE where that isn't known. */
MUST_USE enum err_code geocode_family(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, struct location *l);

/* geocode_write.c: writes what came out otherwise than it stands there. */
MUST_USE enum err_code geocode_write(struct geocoding *g, struct arena *arena,
	const struct geocode_place *place, const struct location *l);

/* geocode_result.c: prints counts and places; *counts for the run. */
MUST_USE enum err_code geocode_print(struct geocoding *g,
	const struct result *parameters, const struct result *input,
	const struct result **counts);

#endif
