/* Rows that were set aside, out to a spreadsheet to be mended there.
 *
 * The file has the row's own columns, all of them, and in front: set_aside_source,
 * set_aside_file, set_aside_row (which row it is: import needs them back as they are),
 * set_aside_column, set_aside_reason (what is wrong). A row with several faults stands
 * once. Cells that a spreadsheet would run have an apostrophe in front, which import
 * takes off again. It holds raw text: for the audience analyst alone.
 *
 * O(rows set aside * their columns), read twice: first for the columns they have, then
 * to be written. In memory is one row at a time.
 */
#ifndef LASTSEEN_WORK_SET_ASIDE_H
#define LASTSEEN_WORK_SET_ASIDE_H

#include "work/case.h"

struct set_aside_options {
	const char *file;  /* where it goes; one that is there is never overwritten */
	const char *kind;  /* NULL: all; rows of several kinds are ERR_USAGE */
	int64_t source_id; /* 0: all */
};

/* Prints {file,kind,rows,cells,sources:[…]}. ERR_NOT_FOUND where nothing is set aside.
 */
MUST_USE enum err_code work_set_aside_export(struct context *ctx,
	const struct work_options *options, const struct set_aside_options *o);

#endif
