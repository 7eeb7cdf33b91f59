#define _GNU_SOURCE /* renameat2 */
#include "base/file.h"
#include "base/str.h"
#include "work/think_parts.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MANIFEST "manifest-sha256.txt"

/* Whether a path is a line of a manifest: 64 digits, two blanks, the path. */
static bool is_listed(const char *manifest, const char *path)
{
	size_t n = strlen(path);
	for (const char *line = manifest; *line;) {
		const char *end = strchr(line, '\n');
		size_t line_n = end ? (size_t)(end - line) : strlen(line);
		if (line_n == n + 66 && memcmp(line + 66, path, n) == 0)
			return true;
		line += line_n + (end != NULL);
	}
	return false;
}

static enum err_code check_earlier(
	struct context *ctx, const char *output, const char **paths, size_t n)
{
	const char *manifest;
	size_t bytes;
	char *path = str_printf(ctx->arena, "%s/" MANIFEST, output);
	if (!file_exists(path))
		return err_set(ctx, ERR_STATE,
			"%s: is not empty and holds no earlier report; choose another "
			"folder with --output",
			output);
	enum err_code err = file_read(ctx, path, 16 << 20, &manifest, &bytes);
	for (size_t i = 0; !err && i < n; i++)
		if (strcmp(paths[i], MANIFEST) != 0 && !is_listed(manifest, paths[i]))
			err = err_set(ctx, ERR_STATE,
				"%s: holds \"%s\", which is not of the earlier report; "
				"move it away, or choose another folder with --output",
				output, paths[i]);
	return err;
}

enum err_code think_folder_check(struct context *ctx, const char *output)
{
	struct stat info;
	if (str_empty(output))
		return err_set(ctx, ERR_USAGE, "--output needs the name of a folder");
	if (lstat(output, &info) != 0)
		return errno == ENOENT ? ERR_OK
				       : err_set(ctx, ERR_IO, "%s: %s", output,
						 strerror(errno));
	if (!S_ISDIR(info.st_mode))
		return err_set(ctx, ERR_STATE,
			"%s: is there and is no folder; choose another name", output);
	const char **paths;
	size_t n;
	enum err_code err = folder_list(ctx, output, &paths, &n);
	return err || n == 0 ? err : check_earlier(ctx, output, paths, n);
}

static enum err_code write_one(struct context *ctx, const char *folder,
	const struct think_file *f, char hex[65])
{
	struct out_file *out;
	enum err_code err =
		file_begin(ctx, str_printf(ctx->arena, "%s/%s", folder, f->path), &out);
	if (err)
		return err;
	file_puts(out, f->text);
	return file_commit(ctx, out, hex);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct think_file *)a)->path,
		((const struct think_file *)b)->path);
}

static enum err_code write_all(struct context *ctx, const char *folder,
	const struct think_file *files, size_t n)
{
	struct strbuf manifest;
	strbuf_init(&manifest, ctx->arena);
	struct think_file *sorted = arena_array(ctx->arena, struct think_file, n);
	memcpy(sorted, files, n * sizeof *files);
	qsort(sorted, n, sizeof *sorted, by_path);
	enum err_code err =
		folder_make(ctx, str_printf(ctx->arena, "%s/tables", folder));
	if (!err)
		err = folder_make(ctx, str_printf(ctx->arena, "%s/figures", folder));
	for (size_t i = 0; !err && i < n; i++) {
		char hex[65];
		if (i && strcmp(sorted[i - 1].path, sorted[i].path) == 0)
			BUG("two files of a report have one name");
		err = write_one(ctx, folder, &sorted[i], hex);
		if (!err)
			strbuf_printf(&manifest, "%s  %s\n", hex, sorted[i].path);
	}
	if (!err)
		err = write_one(ctx, folder,
			&(struct think_file){MANIFEST, manifest.text}, NULL);
	return err;
}

/* "report/" and "report" are the same place, and what stands beside it is not in it. */
static char *without_slash(struct context *ctx, const char *output)
{
	char *copy = str_dup(ctx->arena, output);
	for (size_t n = strlen(copy); n > 1 && copy[n - 1] == '/'; n--)
		copy[n - 1] = '\0';
	return copy;
}

static enum err_code make_parent(struct context *ctx, const char *path)
{
	char *copy = str_dup(ctx->arena, path);
	char *slash = strrchr(copy, '/');
	if (!slash || slash == copy)
		return ERR_OK;
	*slash = '\0';
	return folder_make(ctx, copy);
}

enum err_code think_folder_write(struct context *ctx, const char *output,
	const struct think_file *files, size_t n, const char **made)
{
	char *place = without_slash(ctx, output);
	enum err_code err = make_parent(ctx, place);
	if (err)
		return err;
	char *folder = str_printf(ctx->arena, "%s.part-XXXXXX", place);
	if (!mkdtemp(folder))
		return err_set(ctx, ERR_IO,
			"%s: a folder beside it cannot be made: %s; choose another "
			"place with --output",
			place, strerror(errno));
	err = write_all(ctx, folder, files, n);
	if (err)
		think_folder_drop(ctx, folder);
	*made = folder;
	return err;
}

enum err_code think_folder_place(
	struct context *ctx, const char *made, const char *output)
{
	char *place = without_slash(ctx, output);
	/* What lies there may have changed while the report was made. */
	enum err_code err = think_folder_check(ctx, place);
	if (!err && !file_exists(place)) {
		if (rename(made, place) == 0)
			return ERR_OK;
		err = err_set(ctx, ERR_IO, "%s: cannot be put in its place: %s", place,
			strerror(errno));
	} else if (!err) {
		if (renameat2(AT_FDCWD, made, AT_FDCWD, place, RENAME_EXCHANGE) == 0) {
			think_folder_drop(ctx, made); /* now the earlier report */
			return ERR_OK;
		}
		err = err_set(ctx, ERR_IO,
			"%s: the earlier report cannot be replaced: %s; remove it, or "
			"choose another folder with --output",
			place, strerror(errno));
	}
	think_folder_drop(ctx, made);
	return err;
}

void think_folder_drop(struct context *ctx, const char *made)
{
	const char **paths;
	size_t n;
	if (folder_list(ctx, made, &paths, &n) == ERR_OK)
		for (size_t i = 0; i < n; i++)
			unlink(str_printf(ctx->arena, "%s/%s", made, paths[i]));
	rmdir(str_printf(ctx->arena, "%s/tables", made));
	rmdir(str_printf(ctx->arena, "%s/figures", made));
	rmdir(made);
}
