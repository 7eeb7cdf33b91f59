/* Files: written whole or not at all, hashed on the way.
 *
 * A written file has a temporary name beside its place, is flushed to the device and
 * then renamed: a reader sees the old file or the new one. SHA-256 by libsodium.
 */
#ifndef LASTSEEN_BASE_FILE_H
#define LASTSEEN_BASE_FILE_H

#include "base/context.h"

#define SHA256_HEX 65

struct sha256 {
	_Alignas(8) unsigned char state[128];
};
void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t n);
void sha256_hex(struct sha256 *h, char hex[SHA256_HEX]);
void sha256_of(const void *bytes, size_t n, char hex[SHA256_HEX]);
/* Of a file's bytes; *bytes_n may be NULL. */
MUST_USE enum err_code sha256_file(
	struct context *ctx, const char *path, char hex[SHA256_HEX], int64_t *bytes_n);

/* SHA-512 of a file's bytes: bags of others (RFC 8493) use it. */
#define SHA512_HEX 129
MUST_USE enum err_code sha512_file(
	struct context *ctx, const char *path, char hex[SHA512_HEX], int64_t *bytes_n);

struct out_file;
/* Begins a file at path; nothing is there until file_commit(). */
MUST_USE enum err_code file_begin(
	struct context *ctx, const char *path, struct out_file **file);
/* A failed write is kept and told by file_commit(). */
void file_write(struct out_file *file, const void *bytes, size_t n);
void file_puts(struct out_file *file, const char *text);
void file_printf(struct out_file *file, const char *format, ...) PRINTF_LIKE(2, 3);
/* Flushes, renames, frees. sha256 may be NULL. On failure nothing is left. */
MUST_USE enum err_code file_commit(
	struct context *ctx, struct out_file *file, char sha256[SHA256_HEX]);
/* Throws the file away; NULL is allowed. */
void file_abort(struct out_file *file);

/* Reads a whole file into the arena, NUL-terminated; larger than max_n is an error. */
MUST_USE enum err_code file_read(struct context *ctx, const char *path, size_t max_n,
	const char **bytes, size_t *n);

/* Creates a folder and those above it, for their owner alone; one that is there is fine,
 * and keeps its mode. */
MUST_USE enum err_code folder_make(struct context *ctx, const char *path);
/* Every file below a folder, relative paths with '/', sorted by byte. */
MUST_USE enum err_code folder_list(
	struct context *ctx, const char *path, const char ***paths, size_t *n);

bool file_exists(const char *path);
/* The name after the last '/'. */
const char *file_base(const char *path);

#endif
