/* Times of a file of events, as its clock showed them. */
#ifndef LASTSEEN_WORK_POINTS_CLOCK_H
#define LASTSEEN_WORK_POINTS_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* An ISO date or date-time, a number of days (*as_days becomes true), or any date that
 * date_parse() knows: in seconds from 1970-01-01 00:00 by the clock of the file. Why it
 * can't be used, or NULL. */
const char *clock_read(const char *text, int64_t *t_s, bool *as_days);

#endif
