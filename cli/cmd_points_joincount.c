/* points joincount: kinds that lie side by side. */
#include "places_options.h"
#include "work/points_joincount.h"

static const struct option_spec joincount_options[] = {
	FILE_OPTIONS,
	{"colour", VALUE_TEXT, "COL", "column of the kind of a row's place", NULL,
		false, 0, false},
	{"value", VALUE_TEXT, "COL", "or a number: two kinds, above --above and not",
		NULL, false, 0, false},
	{"above", VALUE_REAL, "N", "where the kinds part (0)", NULL, false, 0, false},
	PLACES_OPTIONS,
	PERMUTATIONS_OPTION,
	{0},
};

static enum err_code run_joincount(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_joincount_options o = {
		.places = places_of(call),
		.above = call_real(call, "above", 0),
		.permutations = call_int(call, "permutations", 0),
	};
	file.value = call_text(call, "value", NULL);
	o.places.colour = call_text(call, "colour", NULL);
	enum err_code err = places_check(call);
	return err ? err
		   : work_points_joincount(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_joincount = {
	.name = "points joincount",
	.group = "Points: any file of events",
	.summary = "whether places of a kind lie side by side (join counts)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = joincount_options,
	.details = PLACES_DETAILS,
	.run = run_joincount,
};
