/* `audit`: the chain of who did what, and whether it still holds.
 *
 * Neither adds an entry: the log holds no names, and a check that changed what it
 * checks could not be repeated. Both work on a case that can only be read.
 */
#ifndef LASTSEEN_WORK_AUDIT_LOG_H
#define LASTSEEN_WORK_AUDIT_LOG_H

#include "work/case.h"

/* All entries, oldest first. */
MUST_USE enum err_code work_audit_list(
	struct context *ctx, const struct work_options *options);

/* Walks the chain; a broken one is printed, then ERR_DATA with the first bad entry.
 * noted: a last hash that was written down earlier, or NULL; where no entry has it,
 * entries were cut off or replaced since: ERR_DATA. */
MUST_USE enum err_code work_audit_verify(
	struct context *ctx, const struct work_options *options, const char *noted);

#endif
