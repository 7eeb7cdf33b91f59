/* Any text as a position: in its range, and its reference reads as itself. */
#include "base/str.h"
#include "text/gridref.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_text(struct arena *arena, const char *text)
{
	(void)arena;
	struct gridref ref, again;
	struct latlon position;
	const char *reason;
	char written[GRIDREF_TEXT_MAX];
	if (gridref_parse(text, &ref, &reason) == POSITION_OK) {
		if (!gridref_format(
			    ref.easting_m, ref.northing_m, ref.figures, written) ||
			gridref_parse(written, &again, NULL) != POSITION_OK ||
			again.easting_m != ref.easting_m ||
			again.northing_m != ref.northing_m)
			abort();
	} else if (!reason[0]) {
		abort();
	}
	if (eastnorth_parse(text, &ref, &reason) == POSITION_OK &&
		!(ref.easting_m >= 0 && ref.easting_m < GRID_EAST_MAX_M &&
			ref.northing_m >= 0 && ref.northing_m < GRID_NORTH_MAX_M))
		abort();
	if (latlon_parse(text, &position, &reason) == POSITION_OK &&
		!(fabs(position.lat_deg) <= 90 && fabs(position.lon_deg) <= 180 &&
			position.precision_m >= 1))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_create();
	try_text(arena, str_dup_n(arena, (const char *)data, size));
	arena_free(arena);
	return 0;
}
