/* Any text as a date: a moment only where the outcome is OK, and a reason elsewhere. */
#include "base/str.h"
#include "text/date.h"
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_text(struct arena *arena, const char *text)
{
	(void)arena;
	for (int order = 0; order < 3; order++) {
		struct date_options options = DATE_OPTIONS_DEFAULT;
		options.order = (enum date_order)order;
		options.year_alone = order == 1;
		struct date_result r = date_parse(text, &options);
		bool known = r.moment.precision != TIME_NONE;
		if (known != (r.outcome == DATE_OK) || known != (r.moment.span_s > 0) ||
			known != !r.reason[0])
			abort();
		char iso[CIVIL_TEXT_MAX];
		moment_format(r.moment, iso);
	}
	struct context ctx;
	struct period period;
	context_init(&ctx);
	if (period_parse(&ctx, text, &period) == ERR_OK &&
		period.from_day > period.to_day)
		abort();
	context_release(&ctx);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	try_text(arena, str_dup_n(arena, (const char *)data, size));
	arena_free(arena);
	return 0;
}
