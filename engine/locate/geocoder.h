/* From what a row says of a place to where it is.
 *
 *	geocoder_create(); geocoder_locate() …; geocoder_free()
 *
 * What is given best wins: UPRN, easting and northing, latitude and longitude, address
 * with postcode, postcode, home, text; unless two of the others agree against it. A
 * text that is nothing but a coordinate counts as one. What lies more than 1 km from the
 * winner, and farther than both precisions explain, is a conflict: it is told with its
 * distance, and lowers the confidence.
 *
 * An address is looked for within its postcode, by agreement of its parts (score.h);
 * without a postcode on the streets, buildings and places of its name: those of its
 * town or district first, then names a slip away. What the rules of text/address.h can't
 * take apart (no commas, remarks, other orders) is taken apart by the names of streets
 * and towns that the gazetteer knows (locate/guide.h). Two addresses in one text, or two
 * ways to read it that lead apart, leave little confidence. What can't be found falls to
 * the next coarser thing that is known (building, street, postcode, sector, district,
 * town) and the method says so. A postcode that is not in the
 * gazetteer, or that does not fit its address, is never replaced: what it may have
 * meant stands among the candidates.
 *
 * Cost: a postcode 0.2 to 4 us (gazetteer.h); an address some 35 us, a messy one some
 * 150 us among a million addresses.
 */
#ifndef LASTSEEN_LOCATE_GEOCODER_H
#define LASTSEEN_LOCATE_GEOCODER_H

#include "geo/project.h"
#include "locate/gazetteer.h"
#include "locate/location.h"

struct geocoder;

/* Cells of a row as written; each may be NULL or "". */
struct mention {
	const char *address, *postcode, *easting, *northing, *lat, *lon, *uprn;
	const struct location *home; /* of the row's home_urn; NULL: none was given */
	/* What "as above", and "home" or "placement", mean in this row; NULL where
	 * nothing is known. Their methods say how that was found. */
	const struct location *above, *own;
};

/* gazetteer may be NULL: coordinates and grid references alone are then located. grid:
 * the file or folder of OSTN15, or NULL (geo/project.h). Takes some 30 ms. */
MUST_USE enum err_code geocoder_create(struct context *ctx, struct gazetteer *gazetteer,
	const char *grid, struct geocoder **geocoder);
void geocoder_free(struct geocoder *geocoder); /* NULL is allowed */

/* Texts of the location are in `arena`. */
MUST_USE enum err_code geocoder_locate(struct geocoder *geocoder, struct arena *arena,
	const struct mention *mention, struct location *location);

/* Whether the address says "home" or "placement": only then is `own` asked for. */
enum own_place { OWN_NONE, OWN_HOME, OWN_PLACEMENT };
enum own_place geocoder_own_place(const struct mention *mention);

/* Longitude and latitude of n points of the National Grid, by the geocoder's
 * projection. NAN where there is none. */
void geocoder_lonlat(struct geocoder *geocoder, size_t n, const double *x_m,
	const double *y_m, double *lon_deg, double *lat_deg);

/* Which projection is used, and how good it is. */
const struct projection_info *geocoder_projection(const struct geocoder *geocoder);

/* The distance from which on two parts of a row contradict each other. */
#define GEOCODER_CONFLICT_M 1000.0

#endif
