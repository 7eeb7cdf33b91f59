#include "command.h"
#include "work/geocode.h"

static const struct option_spec options[] = {
	{.name = "grid",
		.kind = VALUE_FILE,
		.value = "FILE",
		.help = "the OSTN15 grid, or its folder (where it is found; else 5 m "
			"are lost)"},
	{.name = "review",
		.kind = VALUE_FILE,
		.value = "FILE.csv",
		.help = "writes out what needs a person, worst first"},
	{.name = "apply",
		.kind = VALUE_FILE,
		.value = "FILE.csv",
		.help = "takes that file back, with the decisions filled in"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct geocode_options o = {.grid = call_text(call, "grid", NULL),
		.review = call_text(call, "review", NULL),
		.apply = call_text(call, "apply", NULL)};
	return work_geocode(call->ctx, &call->work, &o, set_aside);
}

const struct command command_geocode = {
	.name = "geocode",
	.group = "The case",
	.summary = "locates every place that the case mentions",
	.arguments = "",
	.options = options,
	.details =
		"Each place gets a point with its precision in metres, how it was "
		"found, how sure that is, and what else it could have been; what can't "
		"be located says why. The parts of a row are weighed: UPRN, "
		"coordinates, address with postcode, postcode, home, text, in this "
		"order, unless two others agree against the first; what contradicts it "
		"by over 1 km is told with its distance. Run it again after an import "
		"or a change of the gazetteer: only what comes out otherwise is "
		"changed.\n\n"
		"--review writes a row for each text that was not found, contradicts "
		"itself, is coarse or unsure, with its candidates and the episodes "
		"that "
		"hang on it. Fill in decision (accept; 1 to 5, the number of a "
		"candidate; point, with new_easting, new_northing, new_precision_m; "
		"text, with new_text; none; undo), why, and who if it is not the "
		"account that runs this; --apply takes the file back. A decision holds "
		"for the same text in every row, until it is undone; texts that were "
		"decided stand at the end of the next review.",
	.run = run,
};
