/* The two halves of a date text, for date.c alone: the day and the time of day. */
#ifndef LASTSEEN_TEXT_DATE_PARTS_H
#define LASTSEEN_TEXT_DATE_PARTS_H

#include "text/date.h"
#include "text/scan.h"

struct day_part {
	enum time_precision precision; /* TIME_DAY, TIME_MONTH, TIME_YEAR */
	int year, month, day;
	int second_of_day; /* of a serial with a fraction, else -1 */
	int weekday;       /* written in front: 0 Monday … 6; -1 none */
	unsigned notes;
	const char *reason; /* of an outcome that is not OK */
};

/* DATE_UNREADABLE with the cursor where it was: no date stands here. Any other outcome
 * but DATE_OK: one does, and is wrong. */
enum date_outcome day_scan(
	struct scan *s, const struct date_options *options, struct day_part *day);

struct time_part {
	bool given;       /* a time of day was read */
	bool part_of_day; /* "evening", "time unknown" */
	bool midnight;    /* the word: which end of the day is not said */
	bool approximate;
	bool seconds;             /* written and not :00 */
	int hour, minute, second; /* hour 24 only as 24:00 */
	bool zoned;
	int offset_s;
	const char *reason;
};

/* Takes what stands between and after the parts: "at", commas, "approx". */
void time_filler(struct scan *s, struct time_part *time);
/* As day_scan(). */
enum date_outcome time_scan(struct scan *s, struct time_part *time);

#endif
