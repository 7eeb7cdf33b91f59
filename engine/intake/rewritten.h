/* What a spreadsheet does to cells that nobody touched, so that a row which was opened
 * in one to mend a single cell comes back as it was.
 *
 * Opened and saved again, 0071 is 71, 447700900123 is 4.477E+11, 2026-01-04 21:30:05 is
 * 04/01/2026 21:30, and 3/4 is 03-Apr. A day and month that changed places in a date
 * without a year in front is no such thing: a person may have meant it.
 */
#ifndef LASTSEEN_INTAKE_REWRITTEN_H
#define LASTSEEN_INTAKE_REWRITTEN_H

#include "text/date.h"

/* Whether `now` may be what a spreadsheet made of `was`. Both trimmed; dates: the order
 * that the file's mapping declares. Equal texts are not rewritten. */
bool rewritten_by_spreadsheet(
	const char *was, const char *now, const struct date_options *dates);

#endif
