/* A text file line by line, and the files in a zip or a folder: for products that have
 * no header and come in pieces (Code-Point Open).
 *
 * Lines end at LF, CR LF or the end of the file. About 400 MB a second, unzipping
 * included 150. Whether a member
 * of a zip was whole, stream.done against the piece's bytes says at its end.
 */
#ifndef LASTSEEN_INTAKE_LINES_H
#define LASTSEEN_INTAKE_LINES_H

#include "intake/stream.h"

#define LINE_MAX_BYTES ((size_t)1 << 20)

struct lines {
	struct context *ctx;
	const char *name; /* for messages */
	struct stream stream;
	int64_t row;  /* of the line that was given last, from 1 */
	char *joined; /* a line that two chunks share */
	size_t joined_n, joined_capacity;
};

MUST_USE enum err_code lines_open(
	struct context *ctx, const char *path, struct lines *lines);
/* *text NULL at the end; borrowed until the next call, not NUL-terminated. */
MUST_USE enum err_code lines_next(struct lines *lines, const char **text, size_t *n);
void lines_close(struct lines *lines);

/* The files of a zip file or a folder whose names end in `ending` (whatever the case),
 * as paths for lines_open(), sorted by byte, with the bytes of all. A path that is
 * neither is ERR_DATA. In ctx->arena. */
struct piece {
	const char *path, *name; /* name: below the zip or folder */
	int64_t bytes;
};
MUST_USE enum err_code pieces_list(struct context *ctx, const char *path,
	const char *ending, const struct piece **pieces, size_t *n);

#endif
