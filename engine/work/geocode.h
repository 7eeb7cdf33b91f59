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
 * With `review` what needs a person is written as CSV: a row a text, worst first (the
 * episodes that hang on it times how unsure it is), with the candidates, and columns
 * for the decision; then what was decided before. With `apply` such a file (or one of
 * a spreadsheet) is taken in: decisions are kept with who and why, hold for every row
 * of the same text, also of later imports, and can be undone. Both contain texts as
 * they were written and are for the analyst alone.
 *
 * About 10,000 places a second, half of that being the spatial index.
 */
#ifndef LASTSEEN_WORK_GEOCODE_H
#define LASTSEEN_WORK_GEOCODE_H

#include "work/case.h"

struct geocode_options {
	const char *grid;   /* file or folder of OSTN15, NULL: where it is found */
	const char *review; /* file to write what needs a person to; NULL: not wanted */
	const char *apply;  /* file of decisions to take in first; NULL: none */
};

/* Without a gazetteer, unless one was named, coordinates alone are located, and a
 * notice says so. JSON: counts, places. Below analyst the texts as they were written
 * are left out (they may hold names); the public sees counts alone. *set_aside: rows of
 * `apply` were. */
MUST_USE enum err_code work_geocode(struct context *ctx,
	const struct work_options *options, const struct geocode_options *o,
	bool *set_aside);

#endif
