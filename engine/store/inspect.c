/* What a path holds, read without SQLite: its own errors ("file is not a database")
 * would leave the user to guess.
 *
 * Source of the offsets: the SQLite file format, www.sqlite.org/fileformat2.html.
 */
#include "base/str.h"
#include "store/internal.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEADER_N = 100, APPLICATION_ID_AT = 68 };

static int32_t big_endian(const unsigned char *p)
{
	uint32_t value = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
			 (uint32_t)p[2] << 8 | p[3];
	return (int32_t)value;
}

static enum err_code not_there(
	struct context *ctx, const char *path, const struct store_schema *schema)
{
	return err_set(ctx, ERR_NOT_FOUND, "%s: there is no such %s%s%s%s%s%s", path,
		schema->name, schema->made_by ? "; make one with " : "",
		str_or_empty(schema->made_by),
		schema->option ? ", or name another with " : "",
		str_or_empty(schema->option), "");
}

static enum err_code not_one(struct context *ctx, const char *path,
	const struct store_schema *schema, const char *what)
{
	return err_set(ctx, ERR_DATA, "%s: is %s, not a %s; nothing was changed%s%s",
		path, what, schema->name,
		schema->option ? "; name the right file with " : "",
		str_or_empty(schema->option));
}

static enum err_code look_at_bytes(struct context *ctx, const char *path,
	const struct store_schema *schema, const unsigned char *bytes, size_t n)
{
	if (n < 16 || memcmp(bytes, "SQLite format 3", 16) != 0) {
		bool text = !memchr(bytes, 0, n) && n > 0;
		return not_one(ctx, path, schema,
			text ? "a text file" : "a file of another program");
	}
	if (n < HEADER_N)
		return err_set(ctx, ERR_DATA,
			"%s: is cut short (%zu bytes); bring back a copy of it", path,
			n);
	if (big_endian(bytes + APPLICATION_ID_AT) != schema->application_id)
		return not_one(ctx, path, schema, "an SQLite database of another kind");
	return ERR_OK;
}

static enum err_code look_at_file(
	struct context *ctx, const char *path, const struct store_schema *schema)
{
	unsigned char bytes[HEADER_N];
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_set(ctx, ERR_IO,
			"%s: cannot be opened: %s; it must be yours to read", path,
			strerror(errno));
	size_t n = fread(bytes, 1, sizeof bytes, f);
	bool failed = ferror(f) != 0;
	int why = errno;
	fclose(f);
	if (failed)
		return err_set(ctx, ERR_IO, "%s: cannot be read: %s; check the disk",
			path, strerror(why));
	return look_at_bytes(ctx, path, schema, bytes, n);
}

enum err_code store_inspect(struct context *ctx, const char *path,
	const struct store_schema *schema, enum store_mode mode)
{
	struct stat info;
	if (str_empty(path) || (stat(path, &info) != 0 && errno == ENOENT))
		return not_there(ctx, str_or_empty(path), schema);
	if (stat(path, &info) != 0)
		return err_set(
			ctx, ERR_IO, "%s: cannot be opened: %s", path, strerror(errno));
	if (S_ISDIR(info.st_mode))
		return not_one(ctx, path, schema, "a folder");
	if (!S_ISREG(info.st_mode))
		return not_one(ctx, path, schema, "a device or a pipe");
	if (info.st_size == 0)
		return not_one(ctx, path, schema, "an empty file");
	enum err_code err = look_at_file(ctx, path, schema);
	if (err)
		return err;
	if (mode == STORE_WRITE && access(path, W_OK) != 0)
		return err_set(ctx, ERR_IO,
			"%s: cannot be written: %s; every look at a %s is noted in it, "
			"so it must be yours to write: copy it to a folder of your own",
			path, strerror(errno), schema->name);
	if (schema->confidential && (info.st_mode & (S_IRWXG | S_IRWXO)))
		notice(ctx,
			"%s: other accounts may read this %s; shut it with: chmod 600 "
			"%s",
			path, schema->name, path);
	return ERR_OK;
}
