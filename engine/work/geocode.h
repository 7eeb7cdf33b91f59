/* `geocode`: where every place that the case mentions is.
 *
 * Homes first, then placements, people, episodes, mentions: a home_urn is where its
 * home's buildings are, "home" is where the child was placed that day or went from, "as
 * above" is the same row's previous place (from, last seen, found), else the same place
 * of the row above. Everything is located anew each time, and what came out otherwise
 * is written: a second run changes nothing. One transaction: killed at any moment, the
 * case is as it was.
 *
 * A recognised address (one UPRN, or one normal form with its postcode) has one number
 * for good, whatever roles and rows name it.
 *
 * About 10,000 places a second, half of that being the spatial index.
 */
#ifndef LASTSEEN_WORK_GEOCODE_H
#define LASTSEEN_WORK_GEOCODE_H

#include "work/case.h"

struct geocode_options {
	const char *grid; /* file or folder of OSTN15, NULL: where it is found */
};

/* Without a gazetteer, unless one was named, coordinates alone are located, and a
 * notice says so. JSON: counts, places. Below analyst the texts as they were written
 * are left out (they may hold names); the public sees counts alone. */
MUST_USE enum err_code work_geocode(struct context *ctx,
	const struct work_options *options, const struct geocode_options *o);

#endif
