/* points ebmoran: rates that are like their neighbours'. */
#include "places_options.h"
#include "work/points_ebmoran.h"

static const struct option_spec ebmoran_options[] = {
	FILE_OPTIONS,
	{"value", VALUE_TEXT, "COL", "column of the number of events", NULL, false, 0,
		false},
	{"population", VALUE_TEXT, "COL",
		"column of those who could have one (of --areas, where rows are "
		"counted)",
		NULL, true, 0, false},
	PLACES_OPTIONS,
	PERMUTATIONS_OPTION,
	{0},
};

static enum err_code run_ebmoran(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_ebmoran_options o = {
		.places = places_of(call),
		.permutations = call_int(call, "permutations", 0),
	};
	file.value = call_text(call, "value", NULL);
	file.population = call_text(call, "population", NULL);
	enum err_code err = places_check(call);
	return err ? err
		   : work_points_ebmoran(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_ebmoran = {
	.name = "points ebmoran",
	.group = "Points: any file of events",
	.summary = "whether rates are like their neighbours' (empirical Bayes Moran), "
		   "steadied and mapped",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = ebmoran_options,
	.details = PLACES_DETAILS,
	.run = run_ebmoran,
};
