/* Steps of time that events are counted in: months of the calendar, or equal lengths.
 *
 * Steps run back from the end: the day after the last event (of months: the first of the
 * month after it), or the end of the period that is asked for. A step that would begin
 * before the first event's day (months: its month), or before the period, is no whole
 * one and left out, with the events in it: else every cell would seem to rise.
 */
#ifndef LASTSEEN_WORK_POINTS_STEPS_H
#define LASTSEEN_WORK_POINTS_STEPS_H

#include "base/civil.h"
#include "work/points_read.h"

#define STEPS_MOST 20000

struct points_steps {
	size_t n;
	int64_t *from_s; /* n + 1, by the file's clock: step i is up to from_s[i + 1] */
	size_t outside;  /* rows in none of them */
};

/* text: "1month", "3months", "1y", "7d", "6h"; period: NULL or all days for those of the
 * events. ERR_USAGE where it can't be read, or gives more than STEPS_MOST steps. */
MUST_USE enum err_code points_steps_make(struct context *ctx, const char *text,
	const struct events *events, const struct period *period,
	struct points_steps *steps);
/* UINT32_MAX outside. */
uint32_t points_steps_of(const struct points_steps *steps, int64_t t_s);

#endif
