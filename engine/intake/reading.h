/* An outside file read as rows of one kind: file, table, mapping, header together.
 *
 * Order of calls: reading_open(), reading_next() until there are no more,
 * reading_close(). Without a mapping the columns are the canonical ones; where a
 * built-in mapping fits the header better, it is taken and a notice says so.
 *
 * The header is the row, of the first 60 that are not empty, that feeds the most
 * canonical columns; the first of equals.
 */
#ifndef LASTSEEN_INTAKE_READING_H
#define LASTSEEN_INTAKE_READING_H

#include "intake/bind.h"
#include "intake/check.h"

struct reading_options {
	enum import_kind kind;
	const char *mapping; /* a built-in name or a file; NULL: none was given */
	const char *sheet;   /* NULL: as the mapping says, else the first */
};

struct reading;

/* Errors: those of the file; a mapping that is wrong; required columns that are not
 * there, with the nearest that are (ERR_DATA); no rows. *reading is NULL then. */
MUST_USE enum err_code reading_open(struct context *ctx, const char *path,
	const struct reading_options *options, struct reading **reading);

const struct file_facts *reading_file(const struct reading *reading);
const struct mapping *reading_mapping(const struct reading *reading);
const struct binding *reading_binding(const struct reading *reading);
struct table_facts reading_table(const struct reading *reading);

/* The next row, in `arena` and borrowed until the next call. `table` is the row as it
 * stood (for table_row_text()). */
MUST_USE enum err_code reading_next(struct reading *reading, struct arena *arena,
	struct table_row *table, struct canonical_row *row, bool *more);

/* A row whose cells the caller changed, once more. */
void reading_again(struct reading *reading, struct arena *arena,
	const struct table_row *table, struct canonical_row *row);

/* The outline of the row given last. */
MUST_USE enum err_code reading_outline(
	struct reading *reading, struct ogr_outline *outline);

/* The records of an SSDA903 XML that are of a kind; NULL none. */
const char *reading_xml_record(enum import_kind kind);

void reading_close(struct reading *reading); /* NULL is allowed */

#endif
