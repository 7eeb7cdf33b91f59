/* The quality tables of `status`: which columns are filled, month by month; how well the
 * places of each file are located; what each method leaves out because of it.
 *
 * O(episodes * columns) and O(places). Nobody but work/status.c includes this.
 */
#ifndef LASTSEEN_WORK_STATUS_QUALITY_H
#define LASTSEEN_WORK_STATUS_QUALITY_H

#include "work/case.h"

/* "up to 25 m" …, of a band in metres; 0 coarser, -1 not located. */
const char *status_band_text(int64_t band);

/* completeness_by_month: file, month, column, episodes, filled, share. */
MUST_USE enum err_code status_by_month(struct work_case *c, struct result *r);
/* completeness_of_others: kind, file, month, column, rows, filled, share: the same of the
 * other kinds. */
MUST_USE enum err_code status_rows_by_month(struct work_case *c, struct result *r);
/* located_by_source: file, kind, role, precision, places, share. */
MUST_USE enum err_code status_by_source(struct work_case *c, struct result *r);
/* left_out: of the episodes, those that a method can use with its defaults, and why it
 * can't use the others. */
MUST_USE enum err_code status_left_out(struct work_case *c, struct result *r);

#endif
