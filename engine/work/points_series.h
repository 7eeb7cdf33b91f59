/* Dated events as a series of counts, step by step: what charts, trends and change points
 * begin with. */
#ifndef LASTSEEN_WORK_POINTS_SERIES_H
#define LASTSEEN_WORK_POINTS_SERIES_H

#include "work/points_read.h"

/* So many days, or so many calendar months; the other is 0. */
struct step {
	int64_t days, months;
};

/* "7d", "2w", "1month", "1year", or the bare words day, week, month, quarter, year. Months
 * divide a year or are whole years. ERR_USAGE says the forms allowed. */
MUST_USE enum err_code step_parse(
	struct context *ctx, const char *option, const char *text, struct step *step);
/* Steps in a year, rounded; 1 where a step is a year or more. */
size_t step_frequency(struct step step);

/* Steps that the period has only a part of. */
enum series_ends {
	SERIES_PARTS, /* they count, with the days they have */
	SERIES_WHOLE  /* they are left out; without a period they are filled up */
};

/* Step i is the days from[i] … from[i + 1] - 1. */
struct series {
	size_t n;
	int64_t *from;
	double *days;
	uint32_t *counts;
	int64_t used, outside; /* events */
};

/* Over the period, else from the first event to the last. Weeks begin on Monday where the
 * times are dates; steps of other days on the first day. No whole step in the period, or
 * over SERIES_MOST steps, is ERR_DATA. O(events log steps). */
#define SERIES_MOST 36600
MUST_USE enum err_code series_make(struct context *ctx, struct series *series,
	const struct events *events, const struct period *period, struct step step,
	enum series_ends ends);

/* The events of all rows, at most `most`: more is ERR_DATA. For methods that lay them out
 * one by one. */
#define EVENTS_MOST 50000000
MUST_USE enum err_code events_total(
	struct context *ctx, const struct events *events, size_t most, size_t *total);

/* The first and last day of a step, as the file writes times. */
const char *series_from_text(struct context *ctx, const struct events *events,
	const struct series *series, size_t i);
const char *series_to_text(struct context *ctx, const struct events *events,
	const struct series *series, size_t i);

#endif
