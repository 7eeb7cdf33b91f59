/* Which hours, weekdays and hours of a weekday stand out? Any file with times, with whole
 * children as the unit where a column names them (stats/hourweek.h). */
#ifndef LASTSEEN_WORK_POINTS_HOURWEEK_H
#define LASTSEEN_WORK_POINTS_HOURWEEK_H

#include "stats/hourweek.h"
#include "work/points.h"

struct points_hourweek_options {
	double longest_s;     /* longer intervals are left out; 0: none */
	int64_t hours;        /* of a block; 0: by the number of events */
	int64_t permutations; /* 0: as many as take about a second */
};

/* file->t and file->end as in work_points_aoristic(); without an end, what is known to the
 * day alone is spread over it. file->child: whose event it is. */
MUST_USE enum err_code work_points_hourweek(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hourweek_options *o, bool *left_out);

/* Tables of a tested week, for the rhythm of a case too: `hours`, `weekdays` and `cells`,
 * each with events, children, expected, ratio, p_value, p_fdr and state ("more", "fewer"
 * at p_fdr HOURWEEK_ALPHA). Rows that are not for the public are null in them, cells
 * altogether left out. In words a table of cells has only those that stand out. */
#define HOURWEEK_ALPHA 0.05
const struct table *hourweek_hours(struct context *ctx, const struct hourweek *h);
const struct table *hourweek_weekdays(struct context *ctx, const struct hourweek *h);
const struct table *hourweek_cells(struct context *ctx, const struct hourweek *h);
const struct table *hourweek_stand_out(struct context *ctx, const struct hourweek *h);
/* p of the families, replications, hours of a block. */
const struct result *hourweek_tests(struct context *ctx, const struct hourweek *h);

extern const char *const weekday_names[7];

#endif
