/* Any text as a quantity, a number, a code, an identifier. */
#include "base/str.h"
#include "text/code.h"
#include "text/identifier.h"
#include "text/quantity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_identifier(const char *text, struct identifier (*parse)(const char *))
{
	struct identifier id = parse(text);
	bool has_key = id.outcome == IDENTIFIER_OK || id.outcome == IDENTIFIER_ODD;
	if (has_key != (id.key[0] != 0) || strlen(id.key) >= IDENTIFIER_MAX)
		abort();
	/* A key is its own key. */
	if (has_key && strcmp(parse(id.key).key, id.key) != 0)
		abort();
}

static void try_text(struct arena *arena, const char *text)
{
	static const char *const codes[] = {"missing", "no_apparent_risk"};
	struct context ctx;
	struct quantity_list list;
	const char *unknown;
	double value;
	int64_t whole;
	bool yes;
	context_init(&ctx);
	if (length_parse(&ctx, "--radius", text, UNIT_OPTIONAL, &value) == ERR_OK &&
		!(value >= 0 && isfinite(value)))
		abort();
	if (duration_list_parse(&ctx, "--bands", text, UNIT_REQUIRED, &list) ==
			ERR_OK &&
		list.n == 0)
		abort();
	if (real_parse(text, &value) && !isfinite(value))
		abort();
	if (integer_parse(text, &whole) && !real_parse(text, &value))
		abort();
	yes_no_parse(text, &yes);
	code_find_list(arena, text, codes, 2, &unknown);
	try_identifier(text, phone_parse);
	try_identifier(text, vehicle_parse);
	try_identifier(text, handle_parse);
	try_identifier(text, email_parse);
	context_release(&ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	try_text(arena, str_dup_n(arena, (const char *)data, size));
	arena_free(arena);
	return 0;
}
