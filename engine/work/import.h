/* Import: the rows of an outside file into the case, or set aside with their reason.
 *
 * One file is one transaction: a crash, a full disk or a kill leaves the case as it
 * was. The same file again adds nothing. The result is COLUMNS' `import`; the raw text
 * of what was set aside stands in it at every audience, for it goes to the one who has
 * the file. Of millions the first IMPORT_LISTED_MOST are listed, and
 * `set_aside_not_listed` says how many more lie in the case.
 *
 * About 45,000 rows of episodes a second, place mentions included. Memory does not grow
 * with the rows: some 200 MB, most of it the store's cache.
 */
#ifndef LASTSEEN_WORK_IMPORT_H
#define LASTSEEN_WORK_IMPORT_H

#include "work/case.h"

/* Rows and cells set aside that a result lists. */
enum { IMPORT_LISTED_MOST = 10000 };

enum import_mode { IMPORT_KEEP, IMPORT_TRY };

struct import_options {
	const char *kind;    /* "episodes" … */
	const char *file;    /* a path */
	const char *mapping; /* a built-in name or a file; NULL: none was given */
	const char *sheet;   /* NULL: none was given */
	enum import_mode mode;
	/* A reference that is there already: a later file's row replaces the older one,
	 * whose content goes into row_history. Within one file it still means two rows,
	 * and is set aside. Columns of `set-aside export` need no such leave. */
	bool update;
};

/* options->period is what the file claims to cover (rules 570, 571). *set_aside: some
 * row or cell was. ERR_USAGE for an unknown kind. */
MUST_USE enum err_code work_import(struct context *ctx,
	const struct work_options *options, const struct import_options *import,
	bool *set_aside);

#endif
