/* The tables of `status` that tell what was set aside, and what was remarked on: each
 * distinct reason of a file with its rows.
 *
 * Of millions the first are told row by row, and the rest counted: REASONS_MOST reasons,
 * ROWS_LISTED_MOST rows of all. O(entries) in time; memory has these bounds. Nobody but
 * work/status.c includes this.
 */
#ifndef LASTSEEN_WORK_STATUS_REASONS_H
#define LASTSEEN_WORK_STATUS_REASONS_H

#include "work/case.h"

enum { REASONS_MOST = 5000, ROWS_LISTED_MOST = 100000 };

/* set_aside: kind, file, column, reason, rule, whole, n, rows; by file, whole rows
 * first, then by column and reason. */
MUST_USE enum err_code status_set_aside(struct work_case *c, struct result *r);
/* notes: the same of rows that were kept. */
MUST_USE enum err_code status_notes(struct work_case *c, struct result *r);

#endif
