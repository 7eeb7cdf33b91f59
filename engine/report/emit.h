/* Results written out: JSON (jansson, 15 significant digits), CSV (RFC 4180), text.
 *
 * JSON is one object: tool, version, command, parameters, seed, input, result. No
 * thread count, clock time or machine path stands in it. A CSV cell that a spreadsheet
 * would run (it begins with = + - @ tab or CR and is no number) gets an apostrophe in
 * front.
 */
#ifndef LASTSEEN_REPORT_EMIT_H
#define LASTSEEN_REPORT_EMIT_H

#include "report/table.h"

enum format { FORMAT_TEXT, FORMAT_CSV, FORMAT_JSON };

/* What every result says of itself. */
struct envelope {
	const char *command;
	const struct result *parameters;
	const struct result *input; /* file base names, hashes, counts */
	const struct result *result;
};

/* Writes to `out`, as ctx->audience may see it. A failed write is ERR_IO. */
MUST_USE enum err_code emit(struct context *ctx, FILE *out, enum format format,
	const struct envelope *envelope);

/* The JSON text of an envelope or of a result alone, in ctx->arena. */
const char *emit_json(struct context *ctx, const struct envelope *envelope);
const char *emit_json_result(struct context *ctx, const struct result *result);
/* The same on one line (for a column of the store, or the audit chain). */
const char *emit_json_line(struct context *ctx, const struct result *result);
/* A table as CSV, with its header. */
const char *emit_csv(struct context *ctx, const struct table *table);

/* A CSV cell as it must stand in a file: quoted where needed, made harmless. */
void csv_cell(FILE *out, const char *text);

#endif
