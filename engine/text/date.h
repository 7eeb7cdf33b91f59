/* Dates in the wild: what a cell or a phrase says about when.
 *
 * One call: date_parse(). No memory, no errors in a context: the result carries what
 * was read, or a reason that says what to do; the caller knows file, row and column.
 * O(length); text over DATE_TEXT_MAX bytes is refused.
 *
 * Read (blanks, case, "on", "at", "@", commas and brackets between the parts are free):
 *   dates    28/03/2026  8/3/26  28-03-2026  28.03.2026  2026-03-28  2026/3/28
 *            20260328  28-Mar-26  28 March 2026  1st Mar 2026  March 28, 2026
 *            Sat 28/03/2026  2026-03  03/2026  March 2026  46109 and 46109.8958
 *            (spreadsheet serials, 1900 system, 18 May 1927 … 31 Dec 2099)
 *   times    21:30  21:30:05  21.30  2130  2130hrs  21h30  9pm  9:30 p.m.  noon
 *            24:00, and any of them in front of the date
 *   zones    Z  +01:00  +0100  GMT  UTC  BST: read as UTC; without one, Europe/London
 *   approx   "approx", "about", "c.", "circa", "around", "~" beside a time: an hour
 *            around it
 *
 * What they mean:
 * - A bare midnight (00:00, 00:00:00, 0000hrs, 12am, "midnight") is its day: systems
 *   write it where no time was known. "midnight" does not say which end of the day.
 * - 24:00 is the minute that ends its day: the 60 s before the next day begins.
 * - Seconds written as :00 claim no more than the minute.
 * - A time that spring skips is kept to the day, one that autumn repeats is the
 * earlier.
 * - "morning", "evening", "pm" and "time unknown" beside a date leave the day.
 * - Two-digit years fall in the hundred years up to options.latest_year.
 * - Day and month are read in the declared order and never swapped: a date that fits
 *   only the other order is DATE_WRONG_ORDER.
 */
#ifndef LASTSEEN_TEXT_DATE_H
#define LASTSEEN_TEXT_DATE_H

#include "base/civil.h"

#define DATE_TEXT_MAX 95

enum date_outcome {
	DATE_OK,
	DATE_EMPTY,        /* blank, or a word for "not known" */
	DATE_UNREADABLE,   /* no form that is known */
	DATE_WRONG_ORDER,  /* fits only an order that was not declared (03/28/2026) */
	DATE_IMPOSSIBLE,   /* 31/02/2026, 25:10 */
	DATE_OUT_OF_RANGE, /* a year before 1900 or after 2100 */
	DATE_NO_DATE,      /* a time without its date */
};

enum date_order { DATE_DMY, DATE_MDY, DATE_YMD };

enum date_note {
	DATE_NOTE_TWO_DIGIT_YEAR = 1 << 0,
	DATE_NOTE_APPROXIMATE = 1 << 1,
	DATE_NOTE_BARE_MIDNIGHT = 1 << 2,
	DATE_NOTE_END_OF_DAY = 1 << 3,    /* 24:00 */
	DATE_NOTE_CLOCK_SKIPPED = 1 << 4, /* spring: kept to the day */
	DATE_NOTE_CLOCK_TWICE = 1 << 5,   /* autumn: the earlier */
	DATE_NOTE_SERIAL = 1 << 6,
	DATE_NOTE_ZONE = 1 << 7,          /* a zone was written */
	DATE_NOTE_WEEKDAY_WRONG = 1 << 8, /* the weekday in front is another day's */
	DATE_NOTE_PART_OF_DAY = 1 << 9,   /* "evening": kept to the day */
};
#define DATE_NOTES_N 10

struct date_options {
	enum date_order order;
	int latest_year; /* the last year that two digits may mean */
	bool no_serials; /* a bare number of five digits is no date here */
	bool year_alone; /* "1985" is a year (for dates of birth) */
};
/* 40 … 99 mean 1940 … 1999, 00 … 39 mean 2000 … 2039. */
#define DATE_OPTIONS_DEFAULT ((struct date_options){DATE_DMY, 2039, false, false})

struct date_result {
	enum date_outcome outcome;
	struct moment moment; /* TIME_NONE unless DATE_OK */
	unsigned notes;       /* enum date_note, or-ed */
	const char *reason;   /* static text, never NULL; "" for DATE_OK */
};

/* options NULL: the default. text may be NULL. */
struct date_result date_parse(const char *text, const struct date_options *options);

/* The text of one note, for a list of what was noted: "two-digit year". */
const char *date_note_text(enum date_note note);

/* A period of local days, both ends in: "2025-04-01..2026-03-31". An end may be any
 * date above; a month or year stands for its first or last day ("2025-04..2026-03").
 * One date alone is its own period ("2025", "2025-04"); "all" is all there is.
 * ERR_USAGE where it is none or ends before it begins. */
MUST_USE enum err_code period_parse(
	struct context *ctx, const char *text, struct period *period);

#endif
