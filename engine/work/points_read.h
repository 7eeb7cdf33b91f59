/* A file of events as columns: what every point method begins with. */
#ifndef LASTSEEN_WORK_POINTS_READ_H
#define LASTSEEN_WORK_POINTS_READ_H

#include "geo/point.h"
#include "geo/project.h"
#include "report/table.h"
#include "work/points.h"

/* Rows in the order of the file; those that could not be used are in `left_out`. */
struct events {
	size_t n;
	const char *file; /* without folders */
	char sha256[65];
	int64_t *row;              /* as a spreadsheet shows it */
	const char **id;           /* NULL without an id column */
	double *x, *y;             /* as the file has them */
	double *x_m, *y_m;         /* in metres */
	int64_t *t_s;              /* seconds; NULL without a time */
	bool t_days;               /* times were written as numbers of days */
	uint32_t *count;           /* NULL: every row is one event */
	double *population;        /* NULL where not asked for; 0 or more */
	uint32_t *child;           /* likewise: by first sight, from 0 */
	uint8_t *control;          /* likewise: 1 where the case column is 0 */
	double *value;             /* likewise: any finite number */
	double *weight;            /* likewise; 0 or more */
	double *precision_m;       /* likewise; 0 or more: how near the place is */
	uint32_t *place;           /* likewise: rows of one number are at one place */
	const char **by;           /* likewise: the text of which kind it is */
	int64_t *from_s, *until_s; /* EVENTS_INTERVALS only: UTC seconds */
	struct projection *projection; /* NULL: plain metres */
	struct table *left_out;        /* row, column, reason, raw */
};

/* EVENTS_INTERVALS: t and end hold when an event began and ended, in London's clock where
 * no zone is written; places are not read. What is known to the day alone begins with
 * it, and ends with it; without an end the event lies in the moment of its beginning.
 * EVENTS_DATED: times as with EVENTS_TIMED, and no places. */
enum events_time { EVENTS_TIMELESS, EVENTS_TIMED, EVENTS_INTERVALS, EVENTS_DATED };

/* Reads x and y, and with EVENTS_TIMED the time, of every row. A column that is not
 * there is ERR_DATA naming the nearest. Times are read as the clock showed them: in
 * seconds from 1970-01-01 00:00 by that clock, whatever the zone. A row of 0 events needs
 * no time. events_release() in any case. O(rows). */
MUST_USE enum err_code events_read(struct context *ctx, const struct points_file *file,
	enum events_time time, struct events *events);
void events_release(struct events *events);

/* A time of the file's clock as text: ISO, or the number of days it was. */
const char *events_time_text(
	struct arena *arena, const struct events *events, int64_t t_s);

/* Metres back to the file's own coordinates. */
struct point events_place(
	struct context *ctx, const struct events *events, struct point metres);

#endif
