/* A result whose one table is too long to be held: written as it comes.
 *
 *	rows_begin(); rows_write() for each batch; rows_end()
 *
 * JSON, CSV and text as emit.h has them, but that a row of JSON is one line, and that
 * text has a heading for each batch. About 1.5 million rows of ten cells a second.
 */
#ifndef LASTSEEN_REPORT_ROWS_H
#define LASTSEEN_REPORT_ROWS_H

#include "report/emit.h"

struct rows {
	struct context *ctx;
	FILE *out;
	enum format format;
	const char *rest; /* of the envelope, after the table */
	uint64_t written;
};

/* envelope->result may be NULL; what it holds comes before the table in JSON. name: the
 * field of the table in the result. */
void rows_begin(struct rows *rows, struct context *ctx, FILE *out, enum format format,
	const struct envelope *envelope, const char *name);
/* The rows of a batch: a table that was made anew, or cleared. Its columns are those of
 * all batches. */
void rows_write(struct rows *rows, const struct table *batch);
/* A failed write is ERR_IO. */
MUST_USE enum err_code rows_end(struct rows *rows);

#endif
