/* Comma-separated text, a record at a time, with the rows that a spreadsheet shows.
 *
 * Why not OGR's own CSV driver: it skips blank lines and keeps no line numbers (a row
 * set aside must be found again by its number), gives cells but not the record as it
 * stood, ends a line at a NUL byte, and guesses where a quotation mark is never closed.
 * The bytes still come through GDAL's file layer.
 *
 * RFC 4180, and what is found in the field: `;`, tab or `|` in place of the comma (told
 * from the first lines, or a first line "sep=;"), CRLF, LF or CR, a byte order mark,
 * UTF-16, quotation marks inside an unquoted cell, text after a closing one. A line
 * that is not UTF-8 is read as Windows-1252. Row 1 is the file's first; a record with
 * line breaks inside quotation marks is one row; a blank line is a row.
 *
 * A quotation mark that is never closed costs its own line alone: the line is given
 * with a fault, and reading goes on with the next.
 *
 * Memory: a record (4 MiB at most, else ERR_DATA with its row), four times at worst.
 */
#ifndef LASTSEEN_INTAKE_CSV_H
#define LASTSEEN_INTAKE_CSV_H

#include "base/context.h"

#define CSV_RECORD_MAX ((size_t)4 << 20)
#define CSV_CELLS_MAX ((size_t)16384)

struct csv;

struct csv_record {
	int64_t row;              /* from 1 */
	const char *const *cells; /* as they stood, unquoted; not trimmed */
	size_t cells_n;           /* 0: a blank line, or a fault */
	const char *raw;          /* the record's text without its last line break */
	const char *fault;        /* why it has no cells; NULL: it is good */
};

/* separator 0: tell it from the file. *csv is NULL on failure. */
MUST_USE enum err_code csv_open(
	struct context *ctx, const char *path, char separator, struct csv **csv);
/* Borrowed until the next call. *more false at the end. */
MUST_USE enum err_code csv_next(struct csv *csv, struct csv_record *record, bool *more);
/* "UTF-8", "UTF-16", "Windows-1252", of what was read so far. */
const char *csv_encoding(const struct csv *csv);
/* The first row in Windows-1252, 0 none. */
int64_t csv_1252_row(const struct csv *csv);
/* Bytes read so far. */
int64_t csv_position(const struct csv *csv);
void csv_close(struct csv *csv); /* NULL is allowed */

#endif
