/* Dates and times: the Gregorian calendar and Europe/London, without the C library's
 * time zone (which is global state and depends on the machine's files).
 *
 * A moment is an interval of UTC seconds: what is known to the minute spans 60 s, a day
 * spans its 23, 24 or 25 hours. Nothing in the engine turns a day into its midnight.
 *
 * London time: GMT, and an hour more from 01:00 UTC on the last Sunday of March to
 * 01:00 UTC on the last Sunday of October. Before 1996 the end was the fourth Sunday of
 * October (1990-1995) or the day after its fourth Saturday; before 1981 the begin was
 * the day after the third Saturday of March, both at 02:00 UTC; before 1972 GMT is
 * taken, which is right to the day. Source: Summer Time Act 1972 and the orders under
 * it.
 */
#ifndef LASTSEEN_BASE_CIVIL_H
#define LASTSEEN_BASE_CIVIL_H

#include "base/context.h"

#define DAY_S INT64_C(86400)

struct civil {
	int year, month, day;     /* month and day from 1 */
	int hour, minute, second; /* 0 … 23, 0 … 59, 0 … 59 */
};

enum time_precision {
	TIME_NONE,   /* not known */
	TIME_SECOND, /* spans 1 s */
	TIME_MINUTE, /* 60 s */
	TIME_HOUR,   /* an hour around what was written ("approx 2300hrs"): 3,600 s */
	TIME_DAY,    /* the local day */
	TIME_MONTH,
	TIME_YEAR,
};

/* Known to lie in [start_s, start_s + span_s), UTC seconds since 1970. */
struct moment {
	int64_t start_s;
	int64_t span_s; /* 0 only where precision is TIME_NONE */
	enum time_precision precision;
};

bool civil_valid(struct civil c);
/* Days since 1970-01-01, and back. Valid for years 1 … 9999. */
int64_t civil_days(int year, int month, int day);
struct civil civil_from_days(int64_t days);
/* 0 Monday … 6 Sunday. */
int civil_weekday(int64_t days);

enum london_case {
	LONDON_PLAIN,
	LONDON_MISSING, /* the local time does not exist (spring) */
	LONDON_TWICE,   /* it comes twice (autumn): the earlier is taken */
};
/* UTC seconds of a London local time; a missing one is read as if GMT went on. */
int64_t london_to_utc(struct civil local, enum london_case *found);
/* London local time of a UTC second. */
struct civil london_from_utc(int64_t utc_s);
/* Seconds to add to UTC for London: 0 or 3600. */
int london_offset_s(int64_t utc_s);
/* The moments of a local day, month, year in London. */
struct moment moment_day(int year, int month, int day);
struct moment moment_month(int year, int month);
/* Local days since 1970 of a UTC second. */
int64_t london_day(int64_t utc_s);

/* ISO local text by precision: "2026-03-28 21:30", "2026-03-28", "2026-03". */
#define CIVIL_TEXT_MAX 32
void moment_format(struct moment m, char text[CIVIL_TEXT_MAX]);
void day_format(int64_t days, char text[CIVIL_TEXT_MAX]);
/* "2026-03-28T21:30:05Z" */
void utc_format(int64_t utc_s, char text[CIVIL_TEXT_MAX]);

const char *time_precision_name(enum time_precision precision);

/* A period of local days, both in. from > to: empty; all time is INT64 limits. */
struct period {
	int64_t from_day, to_day;
	bool all; /* no limits given */
};
/* UTC seconds [start, end) of a period. */
void period_seconds(struct period p, int64_t *start_s, int64_t *end_s);

#endif
