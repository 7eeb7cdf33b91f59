#include "evidence/bag.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/map.h"
#include "base/str.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct bag {
	struct context *ctx;
	struct arena *arena;
	const char *path;
	char *folder; /* the temporary name */
	struct map names, folders;
	struct strbuf info, manifest, tag_manifest;
	int64_t bytes;
};

/* ENOENT is fine, an empty folder too. */
static enum err_code check_place(struct context *ctx, const char *path)
{
	struct stat info;
	if (str_empty(path))
		return err_set(ctx, ERR_USAGE, "--output: is empty; name a folder");
	if (lstat(path, &info) != 0) {
		if (errno == ENOENT)
			return ERR_OK;
		return err_set(
			ctx, ERR_IO, "%s: cannot be used: %s", path, strerror(errno));
	}
	if (!S_ISDIR(info.st_mode))
		return err_set(ctx, ERR_STATE,
			"%s: is there already and is no folder; name another", path);
	DIR *dir = opendir(path);
	if (!dir)
		return err_set(
			ctx, ERR_IO, "%s: cannot be opened: %s", path, strerror(errno));
	size_t n = 0;
	for (struct dirent *e; (e = readdir(dir));)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(dir);
	if (n > 0)
		return err_set(ctx, ERR_STATE,
			"%s: is not empty; nothing was written; name another folder",
			path);
	return ERR_OK;
}

static char *without_slash(struct arena *arena, const char *path)
{
	char *copy = str_dup(arena, path);
	size_t n = strlen(copy);
	while (n > 1 && copy[n - 1] == '/')
		copy[--n] = '\0';
	return copy;
}

enum err_code bag_begin(struct context *ctx, const char *path, struct bag **out)
{
	*out = NULL;
	enum err_code err = check_place(ctx, path);
	if (err)
		return err;
	struct arena *arena = arena_create();
	struct bag *bag = arena_new(arena, struct bag);
	bag->ctx = ctx;
	bag->arena = arena;
	bag->path = without_slash(arena, path);
	bag->folder = str_printf(arena, "%s.part-XXXXXX", bag->path);
	map_init(&bag->names, arena);
	map_init(&bag->folders, arena);
	strbuf_init(&bag->info, arena);
	strbuf_init(&bag->manifest, arena);
	strbuf_init(&bag->tag_manifest, arena);
	interrupt_hold();
	if (!mkdtemp(bag->folder)) {
		interrupt_release();
		err = err_set(ctx, ERR_IO,
			"%s: cannot be written: %s; choose a folder that is there and "
			"that you may write in",
			path, strerror(errno));
		arena_free(arena);
		return err;
	}
	*out = bag;
	return ERR_OK;
}

static bool plain_name(const char *name)
{
	static const char allowed[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789-_./";
	return *name && *name != '/' && *name != '.' && !strstr(name, "/.") &&
	       !strstr(name, "//") && !str_ends(name, "/") &&
	       strspn(name, allowed) == strlen(name);
}

static enum err_code put(struct bag *bag, const char *name, const void *bytes, size_t n,
	struct strbuf *manifest, char hash[SHA256_HEX])
{
	struct out_file *file;
	const char *path = str_printf(bag->arena, "%s/%s", bag->folder, name);
	enum err_code err = file_begin(bag->ctx, path, &file);
	if (err)
		return err;
	file_write(file, bytes, n);
	err = file_commit(bag->ctx, file, hash);
	if (!err && manifest)
		strbuf_printf(manifest, "%s  %s\n", hash, name);
	return err;
}

/* The folders above data/NAME; remembered, so that an abort can take them away. */
static enum err_code make_folders(struct bag *bag, const char *name)
{
	char *path = str_dup(bag->arena, name);
	for (char *p = path; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		const char *full = str_printf(bag->arena, "%s/%s", bag->folder, path);
		map_intern(&bag->folders, full);
		if (mkdir(full, 0700) != 0 && errno != EEXIST)
			return err_set(bag->ctx, ERR_IO,
				"%s: the folder cannot be made: %s", full,
				strerror(errno));
		*p = '/';
	}
	return ERR_OK;
}

enum err_code bag_add(struct bag *bag, const char *name, const void *bytes, size_t n)
{
	char hash[SHA256_HEX];
	size_t known;
	if (!plain_name(name) || map_get(&bag->names, name, &known))
		BUG("a name that a bag can't take");
	map_intern(&bag->names, name);
	name = str_printf(bag->arena, "data/%s", name);
	enum err_code err = make_folders(bag, name);
	if (err)
		return err;
	bag->bytes += (int64_t)n;
	return put(bag, name, bytes, n, &bag->manifest, hash);
}

void bag_say(struct bag *bag, const char *label, const char *value)
{
	if (strpbrk(label, ":\r\n") || strpbrk(value, "\r\n"))
		BUG("an element of bag-info.txt is one line");
	strbuf_printf(&bag->info, "%s: %s\n", label, value);
}

enum err_code bag_close(struct bag *bag, char hash[65])
{
	static const char declaration[] =
		"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
	char ignored[SHA256_HEX];
	struct strbuf *tags = &bag->tag_manifest;
	bag_say(bag, "Payload-Oxum",
		str_printf(
			bag->arena, "%lld.%zu", (long long)bag->bytes, bag->names.n));
	enum err_code err = make_folders(bag, "data/");
	if (!err)
		err = put(bag, "bag-info.txt", bag->info.text, bag->info.n, tags,
			ignored);
	if (!err)
		err = put(bag, "bagit.txt", declaration, sizeof declaration - 1, tags,
			ignored);
	if (!err)
		err = put(bag, "manifest-sha256.txt", bag->manifest.text,
			bag->manifest.n, tags, ignored);
	if (!err)
		err = put(
			bag, "tagmanifest-sha256.txt", tags->text, tags->n, NULL, hash);
	return err;
}

static void sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY);
	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
}

enum err_code bag_give(struct bag *bag)
{
	enum err_code err = ERR_OK;
	sync_folder(bag->folder);
	/* An empty folder of the name is replaced, one that was filled since is not. */
	if (rename(bag->folder, bag->path) != 0)
		err = err_set(bag->ctx, ERR_IO,
			"%s: the pack cannot be given its name: %s; nothing was left",
			bag->path, strerror(errno));
	if (err) {
		bag_abort(bag);
		return err;
	}
	arena_free(bag->arena);
	interrupt_release();
	return ERR_OK;
}

/* Only what this bag has written is taken away. */
void bag_abort(struct bag *bag)
{
	static const char *const tag_files[] = {"bag-info.txt", "bagit.txt",
		"manifest-sha256.txt", "tagmanifest-sha256.txt"};
	if (!bag)
		return;
	for (size_t i = 0; i < bag->names.n; i++)
		unlink(str_printf(
			bag->arena, "%s/data/%s", bag->folder, bag->names.keys[i]));
	for (size_t i = 0; i < sizeof tag_files / sizeof *tag_files; i++)
		unlink(str_printf(bag->arena, "%s/%s", bag->folder, tag_files[i]));
	for (size_t i = bag->folders.n; i > 0; i--)
		rmdir(bag->folders.keys[i - 1]);
	rmdir(bag->folder);
	arena_free(bag->arena);
	interrupt_release();
}
