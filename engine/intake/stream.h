/* The bytes of an outside file as UTF-8 text, a chunk at a time.
 *
 * Files are opened through GDAL's virtual file layer, so that a path may lie in a zip
 * (/vsizip/a.zip/b.csv) or gzip (/vsigzip/a.csv.gz) file; what would reach for the
 * network is refused. UTF-16 with a byte order mark is turned into UTF-8 here; single
 * lines in Windows-1252 are the reader's business, which knows lines.
 *
 * Order of calls: stream_open(), stream_fill() until stream->n is 0, stream_close().
 */
#ifndef LASTSEEN_INTAKE_STREAM_H
#define LASTSEEN_INTAKE_STREAM_H

#include "base/context.h"
#include "base/file.h"

/* What can be known of a file before it is read as a table. */
struct file_facts {
	const char *name; /* without folders: all that is ever stored or printed */
	char sha256[SHA256_HEX];
	int64_t bytes;
	unsigned char head[512]; /* the first bytes, for telling what it is */
	size_t head_n;
	bool connection; /* a database, not a file: name holds no credentials */
};

/* Reads the whole file once, in a fixed amount of memory. Distinct errors for a path
 * that is not there, a folder, a device, an empty file, one that may not be read, and
 * a path that leads into the network. */
MUST_USE enum err_code file_facts_read(
	struct context *ctx, const char *path, struct file_facts *facts);

enum stream_encoding { STREAM_UTF8, STREAM_UTF16_LE, STREAM_UTF16_BE };

struct stream {
	struct arena *arena; /* its own: freed by stream_close() */
	void *file;          /* VSILFILE */
	enum stream_encoding encoding;
	unsigned char *bytes;   /* UTF-16, as read */
	size_t kept;            /* bytes of a split UTF-16 unit, at the front of them */
	char *text;             /* as UTF-8 */
	size_t at, n, capacity; /* text[at … n - 1] is still to be taken */
	int64_t done;           /* bytes read so far, for a progress bar */
};

/* Skips a byte order mark. */
MUST_USE enum err_code stream_open(
	struct context *ctx, const char *path, struct stream *stream);
/* The next chunk, once all is taken; n is 0 at the end. */
MUST_USE enum err_code stream_fill(struct stream *stream);
/* Puts n bytes back in front of what is still to be taken. */
void stream_push_back(struct stream *stream, const char *text, size_t n);
void stream_close(struct stream *stream);

#endif
