#include "base/file.h"
#include "base/interrupt.h"
#include "base/str.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct out_file {
	FILE *stream;
	char *path, *temporary;
	struct sha256 hash;
	int failed; /* errno of the first failure, 0 none */
};

static void release(struct out_file *file)
{
	if (file->stream)
		fclose(file->stream);
	free(file->path);
	free(file->temporary);
	free(file);
}

enum err_code file_begin(struct context *ctx, const char *path, struct out_file **out)
{
	static const char suffix[] = ".part-XXXXXX";
	size_t n = strlen(path);
	struct out_file *file = calloc(1, sizeof *file);
	*out = NULL;
	if (!file)
		return err_set(ctx, ERR_IO, "%s: out of memory", path);
	file->path = malloc(n + 1);
	file->temporary = malloc(n + sizeof suffix);
	if (!file->path || !file->temporary) {
		release(file);
		return err_set(ctx, ERR_IO, "%s: out of memory", path);
	}
	memcpy(file->path, path, n + 1);
	memcpy(file->temporary, path, n);
	memcpy(file->temporary + n, suffix, sizeof suffix);
	/* mkstemp makes it readable to its owner alone: what is written is about
	 * children. */
	interrupt_hold();
	int fd = mkstemp(file->temporary);
	file->stream = fd >= 0 ? fdopen(fd, "wb") : NULL;
	if (!file->stream) {
		int why = errno;
		if (fd >= 0)
			close(fd);
		interrupt_release();
		release(file);
		return err_set(ctx, ERR_IO,
			"%s: cannot be written: %s; choose another folder with "
			"--output",
			path, strerror(why));
	}
	sha256_init(&file->hash);
	*out = file;
	return ERR_OK;
}

void file_write(struct out_file *file, const void *bytes, size_t n)
{
	if (n == 0)
		return;
	sha256_add(&file->hash, bytes, n);
	if (fwrite(bytes, 1, n, file->stream) != n && !file->failed)
		file->failed = errno ? errno : EIO;
}

void file_puts(struct out_file *file, const char *text)
{
	file_write(file, text, strlen(text));
}

void file_printf(struct out_file *file, const char *format, ...)
{
	char small[1024];
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(small, sizeof small, format, args);
	va_end(args);
	if (n >= 0 && (size_t)n < sizeof small) {
		file_write(file, small, (size_t)n);
	} else if (n >= 0) {
		char *large = malloc((size_t)n + 1);
		if (large) {
			vsnprintf(large, (size_t)n + 1, format, again);
			file_write(file, large, (size_t)n);
		} else if (!file->failed) {
			file->failed = ENOMEM;
		}
		free(large);
	}
	va_end(again);
}

/* A rename is only safe once the folder that holds the name is on the device too. */
static void sync_folder(const char *path)
{
	char *copy = strdup(path);
	if (!copy)
		return;
	char *slash = strrchr(copy, '/');
	if (slash)
		*(slash == copy ? slash + 1 : slash) = '\0';
	int fd = open(slash ? copy : ".", O_RDONLY);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	free(copy);
}

enum err_code file_commit(
	struct context *ctx, struct out_file *file, char sha256[SHA256_HEX])
{
	int why = file->failed;
	if (!why && (fflush(file->stream) != 0 || fsync(fileno(file->stream)) != 0))
		why = errno;
	if (fclose(file->stream) != 0 && !why)
		why = errno;
	file->stream = NULL;
	if (!why && rename(file->temporary, file->path) != 0)
		why = errno;
	if (why) {
		unlink(file->temporary);
		err_set(ctx, ERR_IO,
			"%s: cannot be written: %s; nothing was left there", file->path,
			strerror(why));
		release(file);
		interrupt_release();
		return ERR_IO;
	}
	sync_folder(file->path);
	if (sha256)
		sha256_hex(&file->hash, sha256);
	release(file);
	interrupt_release();
	return ERR_OK;
}

void file_abort(struct out_file *file)
{
	if (!file)
		return;
	unlink(file->temporary);
	release(file);
	interrupt_release();
}

enum err_code file_read(struct context *ctx, const char *path, size_t max_n,
	const char **bytes, size_t *n)
{
	FILE *f = fopen(path, "rb");
	if (!f)
		return err_set(ctx, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
			"%s: cannot be opened: %s", path, strerror(errno));
	char *text = NULL;
	size_t capacity = 0, used = 0, got;
	do {
		arena_reserve(ctx->arena, text, capacity, used + 4097);
		got = fread(text + used, 1, capacity - used - 1, f);
		used += got;
	} while (got > 0 && used <= max_n);
	bool failed = ferror(f) != 0;
	int why = errno;
	fclose(f);
	if (failed)
		return err_set(
			ctx, ERR_IO, "%s: cannot be read: %s", path, strerror(why));
	if (used > max_n)
		return err_set(ctx, ERR_DATA,
			"%s: is larger than the %zu bytes allowed", path, max_n);
	text[used] = '\0';
	*bytes = text;
	*n = used;
	return ERR_OK;
}

enum err_code folder_make(struct context *ctx, const char *path)
{
	char *copy = str_dup(ctx->scratch, path);
	struct stat info;
	for (char *p = copy + 1;; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		char kept = *p;
		*p = '\0';
		if (mkdir(copy, 0700) != 0 && errno != EEXIST)
			return err_set(ctx, ERR_IO,
				"%s: the folder cannot be made: %s; choose another",
				copy, strerror(errno));
		*p = kept;
		if (!kept)
			break;
	}
	if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
		return err_set(
			ctx, ERR_IO, "%s: is not a folder; choose another", path);
	return ERR_OK;
}

struct listing {
	struct arena *arena;
	const char **paths;
	size_t n, capacity;
};

/* Folders still to read are kept in the same list as files, told by a final '/'. */
static enum err_code read_folder(
	struct context *ctx, const char *root, const char *below, struct listing *list)
{
	char *path = str_printf(list->arena, "%s/%s", root, below);
	DIR *dir = opendir(path);
	if (!dir)
		return err_set(ctx, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
			"%s: cannot be opened: %s", path, strerror(errno));
	for (struct dirent *e; (e = readdir(dir));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		char *name = str_printf(list->arena, "%s%s", below, e->d_name);
		char *full = str_printf(list->arena, "%s/%s", root, name);
		struct stat info;
		/* lstat: a link could lead out of the folder, or around in it. */
		bool folder = lstat(full, &info) == 0 && S_ISDIR(info.st_mode);
		arena_reserve(list->arena, list->paths, list->capacity, list->n + 1);
		list->paths[list->n++] =
			folder ? str_printf(list->arena, "%s/", name) : name;
	}
	closedir(dir);
	return ERR_OK;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum err_code folder_list(
	struct context *ctx, const char *path, const char ***paths, size_t *n)
{
	struct listing list = {ctx->arena, NULL, 0, 0};
	enum err_code err = read_folder(ctx, path, "", &list);
	size_t files = 0;
	for (size_t i = 0; !err && i < list.n; i++) {
		if (str_ends(list.paths[i], "/"))
			err = read_folder(ctx, path, list.paths[i], &list);
		else
			list.paths[files++] = list.paths[i];
	}
	if (err)
		return err;
	if (files > 1)
		qsort(list.paths, files, sizeof *list.paths, by_bytes);
	*paths = list.paths;
	*n = files;
	return ERR_OK;
}

bool file_exists(const char *path)
{
	struct stat info;
	return stat(path, &info) == 0;
}

const char *file_base(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}
