#define _POSIX_C_SOURCE 200809L
/* Where the OSTN15 grid file lies, and a PROJ context that looks nowhere else. */
#include "base/file.h"
#include "base/str.h"
#include "geo/project_context.h"
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* PROJ's own folders: those of its data base and of grids that the system brought. */
static struct str_list proj_folders(struct arena *arena)
{
	return str_split(arena, proj_info().searchpath, ':');
}

static const char *file_in(struct arena *arena, const char *folder, const char *name)
{
	/* A relative folder would be one below the current folder. */
	if (folder[0] != '/')
		return NULL;
	const char *path = str_printf(arena, "%s/%s", folder, name);
	return file_exists(path) ? path : NULL;
}

static enum err_code find_named(
	struct context *ctx, const char *named, const char *by, const char **file)
{
	*file = str_printf(ctx->arena, "%s/%s", named, OSTN15_FILE);
	if (file_exists(*file))
		return ERR_OK;
	bool is_grid = str_ends(named, ".tif") || str_ends(named, ".gsb");
	*file = str_dup(ctx->arena, named);
	if (is_grid && file_exists(named))
		return ERR_OK;
	*file = NULL;
	return err_set(ctx, ERR_NOT_FOUND,
		"%s has no %s: name the folder or the file of the OSTN15 grid (%s)",
		named, OSTN15_FILE, by);
}

/* share/lastseen beside the program; NULL where the program's place is not known. */
static const char *system_folder(struct context *ctx)
{
	char program[4096];
	ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
	if (n <= 0)
		return NULL;
	program[n] = '\0';
	char *slash = strrchr(program, '/');
	if (!slash)
		return NULL;
	*slash = '\0';
	return str_printf(ctx->arena, "%s/../share/lastseen", program);
}

/* After the XDG Base Directory Specification: a relative path there is none. */
static const char *user_folder(struct context *ctx)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	if (data && data[0] == '/')
		return str_printf(ctx->arena, "%s/lastseen", data);
	if (home && home[0] == '/')
		return str_printf(ctx->arena, "%s/.local/share/lastseen", home);
	return NULL;
}

enum err_code projection_grid_folder(
	struct context *ctx, bool system, const char **folder)
{
	*folder = system ? system_folder(ctx) : user_folder(ctx);
	if (*folder)
		return ERR_OK;
	return err_set(ctx, ERR_UNSUPPORTED,
		system ? "the program's own folder is not known; leave out --system"
		       : "there is no home folder (HOME is not set); set "
			 "XDG_DATA_HOME");
}

static const char *find_installed(struct context *ctx)
{
	const char *const folders[] = {user_folder(ctx), system_folder(ctx)};
	const char *file = NULL;
	for (int i = 0; i < 2 && !file; i++)
		if (folders[i])
			file = file_in(ctx->arena, folders[i], OSTN15_FILE);
	return file;
}

enum err_code projection_grid_find(
	struct context *ctx, const char *grid_path, const char **file)
{
	if (!str_empty(grid_path))
		return find_named(ctx, grid_path, "it was given as an option", file);
	const char *named = getenv("LASTSEEN_GRID");
	if (!str_empty(named))
		return find_named(ctx, named, "it was given as LASTSEEN_GRID", file);
	*file = find_installed(ctx);
	struct str_list folders = proj_folders(ctx->arena);
	for (size_t i = 0; i < folders.n && !*file; i++)
		*file = file_in(ctx->arena, folders.items[i], OSTN15_FILE);
	return ERR_OK;
}

/* PROJ asks here for every file it wants. NULL would send it on to the current folder,
 * so what isn't found gets a name that can't exist. */
static const char *find_file(PJ_CONTEXT *proj, const char *name, void *user)
{
	(void)proj;
	const struct projection_files *files = user;
	if (files->grid && strcmp(name, OSTN15_FILE) == 0)
		return files->grid;
	for (size_t i = 0; i < files->known_n; i++)
		if (strcmp(file_base(files->known[i]), name) == 0)
			return files->known[i];
	return "/dev/null/not-there";
}

static void add_folder(
	struct context *ctx, struct projection_files *files, const char *folder)
{
	const char **names;
	size_t n;
	if (folder[0] != '/' || folder_list(ctx, folder, &names, &n)) {
		err_clear(ctx);
		return;
	}
	const char **known = arena_array(ctx->arena, const char *, files->known_n + n);
	if (files->known_n)
		memcpy(known, files->known, files->known_n * sizeof *known);
	for (size_t i = 0; i < n; i++)
		known[files->known_n + i] =
			str_printf(ctx->arena, "%s/%s", folder, names[i]);
	files->known = known;
	files->known_n += n;
}

void projection_files_list(
	struct context *ctx, struct projection_files *files, const char *grid)
{
	memset(files, 0, sizeof *files);
	files->grid = grid;
	struct str_list folders = proj_folders(ctx->arena);
	for (size_t i = 0; i < folders.n; i++) {
		const char *db = file_in(ctx->arena, folders.items[i], "proj.db");
		if (db && !files->database)
			files->database = db;
		add_folder(ctx, files, folders.items[i]);
	}
}

PJ_CONTEXT *projection_context(struct projection_files *files)
{
	PJ_CONTEXT *proj = proj_context_create();
	if (!proj)
		BUG("no memory for PROJ");
	proj_context_set_enable_network(proj, 0);
	proj_context_set_file_finder(proj, find_file, files);
	proj_log_level(proj, PJ_LOG_NONE);
	if (files->database)
		proj_context_set_database_path(proj, files->database, NULL, NULL);
	return proj;
}
