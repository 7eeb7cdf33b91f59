/* Any text as a mapping, then a file under it: what is read binds to a header, and every
 * row gives a canonical row whose checks name a column and a reason. The text up to a
 * NUL byte is the mapping, the rest is the file. */
#define _DEFAULT_SOURCE
#include "base/str.h"
#include "intake/reading.h"
#include <cpl_vsi.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char file_text[] = "CHILD,MIS_START,MIS_END,MISSING,\"a\nb\"\n"
				"1,01/02/2026,02/02/2026,M,x\n2,,,,\n,4,\"5\n";

static void check_rows(struct context *ctx, const struct binding *b, const char *path)
{
	struct file_facts facts;
	struct table_reader *reader;
	struct table_options table = {0};
	struct table_row row;
	struct binding_names names = {"file", "sheet"};
	struct check_options options = {1774656000, {.all = true}};
	bool more = true;
	if (file_facts_read(ctx, path, &facts) ||
		table_open(ctx, path, &facts, &table, &reader))
		return;
	while (table_next(reader, &row, &more) == ERR_OK && more) {
		struct canonical_row canonical;
		struct checked_row checked;
		binding_row(ctx->arena, b, &names, &row, &canonical);
		check_row(ctx->arena, b, &options, &canonical, &checked);
		if (checked.whole && str_empty(checked.whole->reason))
			abort();
		for (size_t i = 0; i < checked.faults_n; i++)
			if (str_empty(checked.faults[i].column) ||
				str_empty(checked.faults[i].reason))
				abort();
		if (!utf8_valid(canonical.extra, strlen(canonical.extra)))
			abort();
	}
	table_close(reader);
}

static void try_kind(
	struct context *ctx, const char *text, enum import_kind kind, const char *path)
{
	static const char *const header[] = {
		"CHILD", "MIS_START", "MIS_END", "MISSING", "a\nb"};
	struct mapping mapping;
	struct binding binding;
	if (mapping_read(ctx, "fuzz", text, kind, &mapping)) {
		if (str_empty(ctx->error))
			abort();
		mapping_identity(ctx, kind, &mapping);
	}
	binding_make(ctx->arena, &mapping, header, 5, &binding);
	check_rows(ctx, &binding, path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context ctx;
	const uint8_t *end = memchr(data, 0, size);
	size_t n = end ? (size_t)(end - data) : size;
	context_init(&ctx);
	ctx.quiet = true;
	const char *text = str_dup_n(ctx.arena, (const char *)data, n);
	VSILFILE *file = VSIFOpenL("/vsimem/fuzz.csv", "wb");
	if (n + 1 < size)
		VSIFWriteL(data + n + 1, 1, size - n - 1, file);
	else
		VSIFWriteL(file_text, 1, sizeof file_text - 1, file);
	VSIFCloseL(file);
	try_kind(&ctx, text, KIND_EPISODES, "/vsimem/fuzz.csv");
	try_kind(&ctx, text, KIND_PLACEMENTS, "/vsimem/fuzz.csv");
	context_release(&ctx);
	return 0;
}
