/* What a workbook (.xlsx) says of itself that GDAL does not pass on: how it counts days,
 * which sheets it hides, and what GDAL would read wrongly.
 *
 * GDAL takes every date as counted from 1900, so that those of a workbook that counts
 * from 1904 (older ones of a Mac, and what was copied from them) come four years and a
 * day early; and of a cell that holds pieces of formatted text itself, and not in the
 * list of shared texts, it gives the first alone. The first is put right by the caller,
 * the second is refused; so is a workbook behind a password, with a word on what to do.
 *
 * O(bytes unpacked), read in chunks.
 */
#ifndef LASTSEEN_INTAKE_WORKBOOK_H
#define LASTSEEN_INTAKE_WORKBOOK_H

#include "base/str.h"

/* From the day that GDAL gives to the day that a workbook of 1904 means. */
enum { DAYS_1900_TO_1904 = 1462 };

struct workbook_facts {
	bool from_1904;
	struct str_list hidden; /* sheets that its readers do not see */
};

/* In `arena`. A file that is no .xlsx has none of it. ERR_UNSUPPORTED where a cell can't be
 * read whole, or where a workbook of 1904 has dates as text too, which GDAL gives in the
 * form of the others. */
MUST_USE enum err_code workbook_facts_read(struct context *ctx, struct arena *arena,
	const char *path, struct workbook_facts *facts);

/* A cell's text with Excel's escapes (_x000D_, _x005F_) undone; itself where it has
 * none. */
const char *workbook_unescape(struct arena *arena, const char *text);

#endif
