/* What the public must not be able to work out: secondary suppression.
 *
 * cell_count() hides a count under 5 where it is written. A reader who has the total and
 * the other parts tells a single hidden part by subtraction; so a second one goes with
 * it. Nothing here does anything for another audience.
 *
 * Order of calls: fill the table, then hide. Cost: O(rows) for each call.
 * Method: Office for National Statistics, "Policy on protecting confidentiality in
 * tables", threshold 5 with complementary suppression of the next smallest cell.
 */
#ifndef LASTSEEN_WORK_HIDING_H
#define LASTSEEN_WORK_HIDING_H

#include "report/table.h"

/* Among `rows` (NULL: all) the rows whose first column of `columns` is hidden: where it
 * is just one, the row with the next smallest number there is hidden too, in all of
 * `columns`, and whatever else of a hidden row stands in them. `columns` ends with
 * NULL. A 0 stays: it is nobody. */
void hide_second(const struct context *ctx, struct table *t, const size_t *rows,
	size_t n, const char *const *columns);
void hide_second_row(
	const struct context *ctx, struct table *t, const char *const *columns);

/* These columns of a row, at public. */
void hide_row(const struct context *ctx, struct table *t, size_t row,
	const char *const *columns);
/* Whether the cell of a row is hidden. */
bool is_hidden(const struct table *t, size_t row, const char *column);

/* A count among the scalars of a result: null where it must not be shown. */
void result_count(
	const struct context *ctx, struct result *r, const char *name, int64_t n);
/* A figure that rests on n children or episodes. */
void result_figure(const struct context *ctx, struct result *r, const char *name,
	int64_t n, double value);
/* NAN where a share of n would tell a number under 5, its own or that of the rest. */
double share_shown(const struct context *ctx, int64_t n, double share_01);

#endif
