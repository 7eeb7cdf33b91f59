/* Any outside file as rows of text cells.
 *
 * Order of calls: file_facts_read(), table_open(), table_next() until there are no
 * more, table_close(). What a file is, its first bytes say, not its name:
 *
 *	text                        CSV, by intake/csv.h
 *	XML with SSDA903 in front   intake/xml903.h
 *	workbooks, GIS files        intake/ogr_table.h
 *
 * Rows that are wholly empty are passed over (but counted in `row`). A gzip file is
 *read through; a zip that is no workbook is refused with the path to its members.
 */
#ifndef LASTSEEN_INTAKE_TABLE_READER_H
#define LASTSEEN_INTAKE_TABLE_READER_H

#include "base/str.h"
#include "intake/ogr_table.h"
#include "intake/stream.h"

struct table_reader;

struct table_options {
	const char *sheet;      /* NULL: the first that is not empty */
	char separator;         /* of CSV; 0: told from the file */
	const char *xml_record; /* which records of an SSDA903 XML; NULL: refuse XML */
};

MUST_USE enum err_code table_open(struct context *ctx, const char *path,
	const struct file_facts *facts, const struct table_options *options,
	struct table_reader **reader);

/* Goes to another of the file's sheets, before its first row. */
MUST_USE enum err_code table_turn(struct table_reader *reader, const char *sheet);
bool table_hides(const struct table_reader *reader, const char *sheet);

struct table_row {
	int64_t row;              /* as a spreadsheet shows it */
	const char *const *cells; /* never NULL; not trimmed */
	size_t cells_n;
	const char *raw;   /* the text as it stood; NULL: see table_row_text() */
	const char *fault; /* why it has no cells; NULL: it is good */
};
/* Borrowed until the next call. *more false at the end. */
MUST_USE enum err_code table_next(
	struct table_reader *reader, struct table_row *row, bool *more);

/* The row as a line of CSV: as it stood, or made from its cells. */
const char *table_row_text(struct arena *arena, const struct table_row *row);

/* What is known of the file as a table; of the encoding, so far. */
struct table_facts {
	const char *sheet;            /* "" where there are none */
	struct str_list other_sheets; /* hidden ones last */
	bool sheet_hidden;            /* the one that is read */
	bool from_1904;               /* a bare number can't be taken for a date */
	const char *encoding;
	int64_t row_1252;            /* first row read as Windows-1252; 0 none */
	uint64_t done, done_at_most; /* for a progress bar; at_most 0: not known */
};
struct table_facts table_facts(const struct table_reader *reader);

/* The outline of the present row. A format without any is ERR_DATA. */
MUST_USE enum err_code table_outline(
	struct table_reader *reader, struct ogr_outline *outline);

/* Of a database: the hash and number of bytes of all its rows as they read now; the
 * reader begins anew. */
MUST_USE enum err_code table_connection_hash(
	struct table_reader *reader, struct file_facts *facts);

void table_close(struct table_reader *reader); /* NULL is allowed */

#endif
