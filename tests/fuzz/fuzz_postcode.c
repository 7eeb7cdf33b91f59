/* Any text as a postcode and as free text: what is found reads as itself. */
#include "base/str.h"
#include "text/postcode.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_text(struct arena *arena, const char *text)
{
	struct postcode whole, found, again;
	size_t start, end;
	bool is = postcode_parse(text, &whole) != POSTCODE_NONE;
	if (is != !postcode_reason(text)[0] || (is && whole.suggested[0]))
		abort();
	if (whole.suggested[0] &&
		postcode_parse(whole.suggested, &again) != POSTCODE_UNIT)
		abort();
	if (!postcode_find(text, &found, &start, &end))
		return;
	if (end > strlen(text) || start >= end)
		abort();
	const char *cut = str_dup_n(arena, text + start, end - start);
	if (postcode_parse(cut, &again) != POSTCODE_UNIT ||
		strcmp(again.unit, found.unit) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	try_text(arena, str_dup_n(arena, (const char *)data, size));
	arena_free(arena);
	return 0;
}
