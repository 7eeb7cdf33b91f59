#include "work/grid_install.h"
#include "base/file.h"
#include "base/str.h"
#include "geo/project.h"

/* The published file has 3 MB. */
#define GRID_BYTES_MOST ((size_t)64 << 20)

static enum err_code check(struct context *ctx, const char *name, const char *sha256)
{
	if (str_equal(sha256, OSTN15_SHA256))
		return ERR_OK;
	return err_at(ctx, ERR_DATA, (struct err_where){.file = name},
		"is not the published OSTN15 grid (its SHA-256 is %.16s…, not %.16s…); "
		"download %s again",
		sha256, OSTN15_SHA256, OSTN15_FILE);
}

static enum err_code copy(
	struct context *ctx, const char *path, const char *bytes, size_t n)
{
	struct out_file *file;
	enum err_code err = file_begin(ctx, path, &file);
	if (err)
		return err;
	file_write(file, bytes, n);
	return file_commit(ctx, file, NULL);
}

/* A file of the right bytes is left alone. */
static bool is_there(struct context *ctx, const char *path)
{
	char sha256[SHA256_HEX];
	if (!file_exists(path))
		return false;
	if (sha256_file(ctx, path, sha256, NULL) == ERR_OK)
		return str_equal(sha256, OSTN15_SHA256);
	err_clear(ctx);
	return false;
}

static enum err_code print(struct context *ctx, const struct work_options *options,
	bool system, bool already, size_t bytes)
{
	struct result *result = result_create(ctx->arena);
	struct result *parameters = result_create(ctx->arena);
	struct envelope envelope = {
		"grid install", parameters, result_create(ctx->arena), result};
	result_bool(parameters, "system", system);
	result_text(result, "file", OSTN15_FILE);
	result_text(result, "sha256", OSTN15_SHA256);
	result_int(result, "bytes", (int64_t)bytes);
	result_text(result, "place", system ? "system" : "user");
	result_bool(result, "already", already);
	return emit(ctx, options->out, options->format, &envelope);
}

enum err_code work_grid_install(struct context *ctx, const struct work_options *options,
	const struct grid_install_options *o)
{
	const char *file, *folder, *bytes;
	size_t n;
	char sha256[SHA256_HEX];
	enum err_code err = projection_grid_find(ctx, o->file, &file);
	if (!err)
		err = file_read(ctx, file, GRID_BYTES_MOST, &bytes, &n);
	if (err)
		return err;
	sha256_of(bytes, n, sha256);
	err = check(ctx, file_base(file), sha256);
	if (!err)
		err = projection_grid_folder(ctx, o->system, &folder);
	if (err)
		return err;
	const char *path = str_printf(ctx->arena, "%s/%s", folder, OSTN15_FILE);
	bool already = is_there(ctx, path);
	if (!already)
		err = folder_make(ctx, folder);
	if (!err && !already)
		err = copy(ctx, path, bytes, n);
	if (err)
		return err;
	notice(ctx, "the OSTN15 grid %s %s: points are now good to 0.01 m",
		already ? "lies already in" : "lies in", folder);
	return print(ctx, options, o->system, already, n);
}
