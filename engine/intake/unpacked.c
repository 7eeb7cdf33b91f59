/* For the stat that GDAL's header names. */
#define _LARGEFILE64_SOURCE
#include "intake/unpacked.h"
#include "base/file.h"
#include "base/str.h"
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <string.h>

static bool is_zip(const char *path)
{
	unsigned char head[4] = {0};
	VSILFILE *file = VSIFOpenL(path, "rb");
	if (!file)
		return false;
	size_t n = VSIFReadL(head, 1, sizeof head, file);
	VSIFCloseL(file);
	return n == sizeof head && memcmp(head, "PK\3\4", 4) == 0;
}

enum err_code unpacked_check(struct context *ctx, const char *path)
{
	int64_t bytes = 0;
	if (!is_zip(path))
		return ERR_OK;
	struct arena_mark mark = arena_mark(ctx->scratch);
	const char *zip = str_printf(
		ctx->scratch, "/vsizip/%s%s", path[0] == '/' ? "" : "./", path);
	char **names = VSIReadDirRecursive(zip);
	for (int i = 0; i < CSLCount(names); i++) {
		VSIStatBufL stat;
		const char *piece = str_printf(ctx->scratch, "%s/%s", zip, names[i]);
		if (VSIStatL(piece, &stat) == 0 && VSI_ISREG(stat.st_mode))
			bytes += (int64_t)stat.st_size;
	}
	CSLDestroy(names);
	arena_reset(ctx->scratch, mark);
	if (bytes <= UNPACKED_MOST)
		return ERR_OK;
	return err_at(ctx, ERR_UNSUPPORTED, (struct err_where){.file = file_base(path)},
		"unpacks to %lld MiB, and a workbook may have up to %lld; save its "
		"sheet as CSV UTF-8",
		(long long)(bytes >> 20), (long long)(UNPACKED_MOST >> 20));
}
