#include "command.h"
#include "work/geocode.h"

static const struct option_spec options[] = {
	{.name = "grid",
		.kind = VALUE_FILE,
		.value = "FILE",
		.help = "the OSTN15 grid, or its folder (where it is found; else 5 m "
			"are lost)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct geocode_options o = {.grid = call_text(call, "grid", NULL)};
	(void)set_aside;
	return work_geocode(call->ctx, &call->work, &o);
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
		"changed.",
	.run = run,
};
