/* For the stat that GDAL's header names. */
#define _LARGEFILE64_SOURCE
#include "base/str.h"
#include "intake/lines.h"
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <stdlib.h>
#include <string.h>

static int compare_pieces(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;
	return strcmp(x->name, y->name);
}

static bool ends_fold(const char *text, const char *ending)
{
	size_t n = strlen(text), m = strlen(ending);
	return n >= m && str_equal_fold(text + n - m, ending);
}

/* The path under which GDAL lists what is inside. */
static enum err_code inside(struct context *ctx, const char *path, const char **list)
{
	VSIStatBufL stat;
	struct err_where where = {.file = file_base(path)};
	if (VSIStatL(path, &stat) != 0)
		return err_at(ctx, ERR_NOT_FOUND, where,
			"there is no such file or folder; check its name");
	if (VSI_ISDIR(stat.st_mode)) {
		*list = path;
		return ERR_OK;
	}
	unsigned char head[4] = {0};
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return err_at(ctx, ERR_IO, where, "can't be opened");
	size_t n = VSIFReadL(head, 1, sizeof head, file);
	VSIFCloseL(file);
	if (n < 4 || memcmp(head, "PK\3\4", 4) != 0)
		return err_at(ctx, ERR_DATA, where,
			"is neither a zip file nor a folder; give the file as it was "
			"downloaded");
	*list = str_printf(
		ctx->arena, "/vsizip/%s%s", path[0] == '/' ? "" : "./", path);
	return ERR_OK;
}

enum err_code pieces_list(struct context *ctx, const char *path, const char *ending,
	const struct piece **out, size_t *n)
{
	const char *list = NULL;
	struct piece *pieces = NULL;
	size_t count = 0, capacity = 0;
	*out = NULL;
	*n = 0;
	enum err_code err = inside(ctx, path, &list);
	if (err)
		return err;
	char **names = VSIReadDirRecursive(list);
	for (int i = 0; i < CSLCount(names); i++) {
		VSIStatBufL stat;
		const char *piece = str_printf(ctx->arena, "%s/%s", list, names[i]);
		if (!ends_fold(names[i], ending) || VSIStatL(piece, &stat) != 0 ||
			!VSI_ISREG(stat.st_mode))
			continue;
		arena_reserve(ctx->arena, pieces, capacity, count + 1);
		pieces[count++] = (struct piece){.path = piece,
			.name = str_dup(ctx->arena, names[i]),
			.bytes = (int64_t)stat.st_size};
	}
	CSLDestroy(names);
	if (count > 0)
		qsort(pieces, count, sizeof *pieces, compare_pieces);
	*out = pieces;
	*n = count;
	return ERR_OK;
}
