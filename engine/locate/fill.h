/* Putting things into the gazetteer: one file, one transaction.
 *
 *	fill_begin(); fill_postcode() … or fill_address() … or fill_place() …;
 *	fill_finish()      or fill_abort()
 *
 * What follows from the file is made at its end: how precise a postcode is, the points
 * of postcodes that only addresses give, sectors, districts, streets. Until
 * fill_finish() has returned, the gazetteer is as it was, also after a crash.
 *
 * Code-Point Open of Great Britain: 1.7 million postcodes, 90 MB of memory; addresses
 * in a fixed amount of memory but for the names of the streets.
 */
#ifndef LASTSEEN_LOCATE_FILL_H
#define LASTSEEN_LOCATE_FILL_H

#include "locate/codepoint.h"
#include "locate/gazetteer.h"

struct fill;

/* The file, as sources know it. release: ISO date, "" where it has none. */
struct fill_source {
	const char *kind, *file, *sha256, *release;
	int64_t bytes;
};

struct fill_result {
	bool already; /* a file of these bytes was in: nothing was done */
	int64_t rows, added, set_aside, without_position;
};

/* Where the file is in already, *fill is NULL and result->already is true, with the
 * counts of then. */
MUST_USE enum err_code fill_begin(struct gazetteer *gazetteer,
	const struct fill_source *source, struct fill **fill,
	struct fill_result *result);

void fill_postcode(struct fill *fill, const struct codepoint *row);

/* address and postcode as written; the postcode may be blank, or in the address. */
MUST_USE enum err_code fill_address(struct fill *fill, int64_t uprn,
	const char *address, const char *postcode, struct point at);

/* The same of a list in parts, none of them NULL: what stands before the street, and
 * whether that ends with the house's number. */
struct fill_parts {
	const char *text, *premises, *street, *locality, *town, *postcode;
	bool numbered;
};
MUST_USE enum err_code fill_address_parts(struct fill *fill, int64_t uprn,
	const struct fill_parts *parts, struct point at);

/* aliases: a `;` list, may be NULL. */
MUST_USE enum err_code fill_place(struct fill *fill, const char *name,
	const char *aliases, const char *kind, struct point at, double radius_m);

/* A street by itself, without its addresses. district: "PR1", or blank; town may be
 * blank. Counts no row: fill_counted() does. */
MUST_USE enum err_code fill_street(struct fill *fill, const char *name,
	const char *district, const char *town, struct point at, double radius_m);
void fill_counted(struct fill *fill);

/* The point of a UPRN whose address is not known. */
MUST_USE enum err_code fill_uprn(struct fill *fill, int64_t uprn, struct point at);

/* A row that the caller could not use. */
void fill_set_aside(struct fill *fill);

/* Writes what is left, derives, commits. `fill` is freed whatever comes of it. */
MUST_USE enum err_code fill_finish(struct fill *fill, struct fill_result *result);
/* Undoes everything since fill_begin(); NULL is allowed. */
void fill_abort(struct fill *fill);

#endif
