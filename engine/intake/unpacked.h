/* How large a workbook is once it is unpacked.
 *
 * GDAL reads a workbook whole: a few megabytes of zip can be more than there is memory.
 * A full sheet of forty columns unpacks to about a gigabyte.
 */
#ifndef LASTSEEN_INTAKE_UNPACKED_H
#define LASTSEEN_INTAKE_UNPACKED_H

#include "base/context.h"

#define UNPACKED_MOST ((int64_t)1 << 30) /* bytes */

/* ERR_UNSUPPORTED where the file is a zip and its parts are larger than UNPACKED_MOST
 * together, as its own list of contents says. Reads that list alone. */
MUST_USE enum err_code unpacked_check(struct context *ctx, const char *path);

#endif
