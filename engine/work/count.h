/* COUNT: every line of the checklist by month, home and care apart, in and out of the
 * authority's area.
 *
 *	episodes_load(); count_compute(); count_result()            or work_count()
 *
 * Each line stands even where the case has no data for it: then it says so, and shows
 * no 0. With an authority given, its own children are counted (responsible_authority),
 * and placements of its own elsewhere and of others' here are told apart; without one,
 * all children, and out of area is a host authority other than the responsible one.
 * The police category absent (2013-17) and today's no apparent risk took episodes from
 * missing: the trend of one alone doesn't cross that change, the line all_types does.
 *
 * O(n log n).
 */
#ifndef LASTSEEN_WORK_COUNT_H
#define LASTSEEN_WORK_COUNT_H

#include "work/placements.h"

struct count_options {
	const char *authority; /* NULL: all */
};

enum count_line {
	COUNT_MISSING,
	COUNT_ABSENT,
	COUNT_NO_APPARENT_RISK,
	COUNT_AWAY,
	COUNT_ALL_TYPES,
	COUNT_FROM_PLACEMENT, /* missing from care, in and out of area */
	COUNT_EARLY_HELP,     /* episodes that one followed; in this order as */
	COUNT_S17,            /* enum assessment_kind */
	COUNT_S47,
	COUNT_STRATEGY,
	COUNT_NRM,
	COUNT_PLACED_ELSEWHERE, /* own children placed out of area */
	COUNT_ELSEWHERE_NOTIFIED,
	COUNT_PLACED_HERE, /* others' children placed in the area */
	COUNT_HERE_NOTIFIED,
	COUNT_CHILDREN_ONCE, /* in the month */
	COUNT_CHILDREN_TWICE,
	COUNT_CHILDREN_THREE, /* or more */
	COUNT_MEDIAN_HOURS,
	COUNT_LINES_N
};
extern const char *const count_line_names[COUNT_LINES_N];

enum count_part {
	COUNT_HOME,
	COUNT_CARE,
	COUNT_IN_AREA,
	COUNT_OUT_OF_AREA,
	COUNT_NOT_KNOWN,
	COUNT_ALL,
	COUNT_PARTS_N
};
extern const char *const count_part_names[COUNT_PARTS_N];

/* One cell of the checklist; month -1: the whole period. */
struct count_cell {
	enum count_line line;
	enum count_part part;
	int64_t month; /* number, as in work/months.h */
	int64_t episodes, children;
	double value; /* of COUNT_MEDIAN_HOURS, else NAN */
};

struct count {
	struct count_options options;
	struct count_cell *cells; /* by line, part, month; the whole period first */
	size_t n;
	const char *missing[COUNT_LINES_N]; /* why a line has no data, NULL: it has */
	int64_t other_authorities;          /* episodes left out for --authority */
};

MUST_USE enum err_code count_compute(struct work_case *c, const struct episode_set *set,
	const struct count_options *o, struct count *out);
/* Tables: count (by month); count_totals (the period). */
MUST_USE enum err_code count_result(struct work_case *c, const struct episode_set *set,
	const struct count *x, struct result **out);
MUST_USE enum err_code work_count(struct context *ctx,
	const struct work_options *options, const struct count_options *o);

#endif
