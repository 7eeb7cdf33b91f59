/* The SSDA903 return as XML: its records as the rows of a table.
 *
 *	CHILD ( HEADER ( CHILDID DOB … AMISSING ( MISSING MIS_START MIS_END )* )
 *	        EPISODE ( DECOM … )* )*
 *
 * A record (AMISSING, EPISODE or AREVIEW) becomes a row with the columns of its child's
 * header in front, under the names of the CSV return (CHILDID is CHILD, PL is PLACE).
 * Row 1 is the names, row 2 the file's first such record: the rows that the table would
 * have in a spreadsheet. The file is parsed by CPL minixml in memory: 256 MiB at most.
 */
#ifndef LASTSEEN_INTAKE_XML903_H
#define LASTSEEN_INTAKE_XML903_H

#include "base/context.h"

struct xml903;

/* Whether the first bytes are those of such a file. */
bool xml903_known(const unsigned char *head, size_t n);

/* record: "AMISSING", "EPISODE" or "AREVIEW". *xml is NULL on failure. */
MUST_USE enum err_code xml903_open(
	struct context *ctx, const char *path, const char *record, struct xml903 **xml);

/* The next row (the names first), borrowed until close; false at the end. */
bool xml903_next(struct xml903 *xml, const char *const **cells);
size_t xml903_columns(const struct xml903 *xml);
size_t xml903_rows(const struct xml903 *xml); /* records, the names apart */
void xml903_close(struct xml903 *xml);        /* NULL is allowed */

#endif
