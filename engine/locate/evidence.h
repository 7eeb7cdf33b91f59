/* The parts of a row that say where a place is, each read by itself. Private to
 * locate/.
 *
 * Every function gives LOCATED_NONE with a method that says why where its part can't be
 * located; an error only where the gazetteer or the projection fails. Texts of results
 * are in `out`; ctx->scratch is used and given back.
 */
#ifndef LASTSEEN_LOCATE_EVIDENCE_H
#define LASTSEEN_LOCATE_EVIDENCE_H

#include "locate/geocoder.h"
#include "text/address.h"

/* In order of precedence. */
enum evidence {
	EVIDENCE_UPRN,
	EVIDENCE_GRID,    /* easting and northing, or a text that is a grid reference */
	EVIDENCE_LATLON,  /* latitude and longitude, or a text of them */
	EVIDENCE_ADDRESS, /* an address with its postcode */
	EVIDENCE_POSTCODE,
	EVIDENCE_HOME,
	EVIDENCE_TEXT,
	EVIDENCE_KINDS
};
struct reading {
	enum evidence evidence;
	struct location location;
};
extern const char *const evidence_names[EVIDENCE_KINDS];

struct geocoder {
	struct context *ctx;
	struct gazetteer *gazetteer; /* NULL: none */
	struct projection *projection;
};

/* coordinates.c */
void read_eastnorth(struct arena *out, const char *easting, const char *northing,
	struct location *l);
MUST_USE enum err_code read_latlon(struct geocoder *g, struct arena *out,
	const char *lat, const char *lon, struct location *l);
/* A text that is a coordinate and nothing else; *is false where it is none. A grid
 * square whose name is a word or a postcode district too is left to others. */
MUST_USE enum err_code read_coordinate(struct geocoder *g, struct arena *out,
	const char *text, bool *is, struct reading *r);

/* A coordinate among other words; *rest is the text without it. */
MUST_USE enum err_code read_coordinate_in(struct geocoder *g, struct arena *out,
	const char *text, bool *is, struct reading *r, const char **rest);

/* area.c: a unit, a sector or a district. A unit that is not known falls to its sector,
 * then its district; what one wrong letter may have meant is proposed. */
MUST_USE enum err_code read_postcode(struct geocoder *g, struct arena *out,
	const struct postcode *postcode, struct location *l);
/* A sector or district at the end of a text or of a stretch before a comma ("Millport
 * PR1 2"), or at its beginning; only one that the gazetteer knows. *rest is the text
 * without it. kind NONE where there is none. */
MUST_USE enum err_code find_area(
	struct geocoder *g, const char *text, struct postcode *area, const char **rest);

/* names.c */
MUST_USE enum err_code read_uprn(
	struct geocoder *g, struct arena *out, const char *uprn, struct location *l);
/* Streets and buildings of exactly the name, or else a slip away, in a sector or
 * district where `area` is one. `in_town`: streets of other towns than the written one
 * don't count. */
MUST_USE enum err_code read_street(struct geocoder *g, struct arena *out,
	const struct address *a, const struct postcode *area, bool in_town,
	struct location *l);

/* places.c: places of the name in the address, own ones before those of public lists;
 * where `near` is not NULL, those near it. */
MUST_USE enum err_code read_place(struct geocoder *g, struct arena *out,
	const struct address *a, const struct location *near, struct location *l);

/* A place by the name that a text leaves beside its town; `town` may be "". */
MUST_USE enum err_code read_place_of_town(struct geocoder *g, struct arena *out,
	const char *name, const char *town, struct location *l);
/* The town alone: coarse, and said so. */
MUST_USE enum err_code read_town(
	struct geocoder *g, struct arena *out, const char *town, struct location *l);

/* text.c: an address within its unit postcode, and a text without one; `a` is what the
 * rules made of the text. */
MUST_USE enum err_code read_address(struct geocoder *g, struct arena *out,
	const char *text, const struct address *a, const struct postcode *unit,
	struct location *l);
MUST_USE enum err_code read_words(struct geocoder *g, struct arena *out,
	const char *text, const struct address *a, const struct postcode *area,
	struct location *l);

/* weigh.c: one location from all readings, which stand in order of precedence. */
struct location weigh(struct arena *out, const struct reading *readings, size_t n);

#endif
