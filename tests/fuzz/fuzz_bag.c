/* Any text as a file of a bag: no path that is taken leads out of it. */
#include "base/str.h"
#include "evidence/tags.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_paths(const struct manifest *m, bool payload)
{
	for (size_t i = 0; i < m->n; i++) {
		const char *path = m->lines[i].path;
		if (*path == '/' || str_starts(path, "data/") != payload ||
			strstr(path, "//") || str_equal(path, "..") ||
			str_starts(path, "../") || strstr(path, "/../") ||
			str_ends(path, "/.."))
			abort();
		if (strspn(m->lines[i].sum, "0123456789abcdef") != 64)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context ctx;
	struct bag_info info;
	const char *version;
	context_init(&ctx);
	char *text = arena_array(ctx.arena, char, size + 1);
	memcpy(text, data, size);
	for (int payload = 0; payload < 2; payload++) {
		struct manifest m = {.file = "manifest-sha256.txt"};
		if (manifest_read(&ctx, "bag", text, size, payload, 64, &m) == ERR_OK)
			check_paths(&m, payload);
	}
	if (declaration_read(&ctx, "bag", text, size, &version) == ERR_OK &&
		!str_equal(version, "1.0") && !str_equal(version, "0.97"))
		abort();
	if (info_read(&ctx, "bag", text, size, &info) == ERR_OK &&
		(info.bytes < 0 || info.files < 0))
		abort();
	context_release(&ctx);
	return 0;
}
