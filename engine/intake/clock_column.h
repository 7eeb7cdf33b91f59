/* A time of day from a column of its own, as it stands beside its date.
 *
 * Exports and spreadsheets keep the two apart, and each brings what the other has: the
 * date a midnight ("2026-03-28 00:00:00"), the time a day that is none ("1899-12-30
 * 21:30", "01/01/1900 21:30") or the date once more, or it is a share of the day
 * (0.8958). What is left is the date and the time; all else stays as it is, for the
 * reader of dates to judge.
 */
#ifndef LASTSEEN_INTAKE_CLOCK_COLUMN_H
#define LASTSEEN_INTAKE_CLOCK_COLUMN_H

#include "base/str.h"

/* Of the cell with the date: without a bare midnight after it. */
const char *clock_date(struct arena *arena, const char *date);
/* Of the cell with the time; date: what clock_date() gave, "" where it is empty. */
const char *clock_time(struct arena *arena, const char *date, const char *time);

#endif
