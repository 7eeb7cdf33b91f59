/* Any bytes as a file to propose a mapping for: the proposal reads as a mapping, binds
 * to the file's own header, and its confidences are shares. The first byte picks the
 * kind, the rest is the file. */
#define _DEFAULT_SOURCE
#include "base/str.h"
#include "intake/suggest.h"
#include <cpl_vsi.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_columns(const struct mapping_suggestion *s)
{
	struct column_set set = column_set_of(s->kind);
	for (size_t k = 0; k < set.n; k++) {
		const struct suggested_column *c = &s->columns[k];
		if (c->column == SIZE_MAX)
			continue;
		if (c->column + c->lines_n >= s->names_n || str_empty(c->why) ||
			c->confidence_01 < 0.5 || c->confidence_01 > 1)
			abort();
		for (size_t i = 0; i < c->parts_n; i++)
			if (c->parts[i] >= s->names_n)
				abort();
	}
}

/* What is proposed for a required column feeds it, as far as the name can be written. */
static void check_text(struct context *ctx, const struct mapping_suggestion *s)
{
	struct mapping mapping;
	const char *text = mapping_suggest_text(ctx, s);
	if (!utf8_valid(text, strlen(text)) ||
		mapping_read(ctx, "fuzz.ini", text, s->kind, &mapping))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct context ctx;
	struct mapping_suggestion s;
	if (size == 0)
		return 0;
	context_init(&ctx);
	ctx.quiet = true;
	VSILFILE *file = VSIFOpenL("/vsimem/fuzz.csv", "wb");
	VSIFWriteL(data + 1, 1, size - 1, file);
	VSIFCloseL(file);
	enum import_kind kind = (enum import_kind)(data[0] % KINDS_N);
	if (mapping_suggest(&ctx, "/vsimem/fuzz.csv", kind, NULL, &s)) {
		if (str_empty(ctx.error))
			abort();
	} else {
		check_columns(&s);
		check_text(&ctx, &s);
	}
	context_release(&ctx);
	return 0;
}
