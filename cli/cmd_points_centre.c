/* points centre, lorenz: where events lie as a whole, and on how few places. */
#include "points_options.h"
#include "work/points_centre.h"

static const struct option_spec centre_options[] = {
	FILE_OPTIONS,
	{.name = "child",
		.kind = VALUE_TEXT,
		.value = "COL",
		.help = "column of the child: each weighs as much as any other"},
	{.name = "weight",
		.kind = VALUE_TEXT,
		.value = "COL",
		.help = "column of what a row weighs"},
	{0},
};

static const struct option_spec lorenz_options[] = {
	FILE_OPTIONS,
	{.name = "child",
		.kind = VALUE_TEXT,
		.value = "COL",
		.help = "column of the child: children are counted, not events"},
	{.name = "cell",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "a place is a square of this side (the same coordinates)",
		.bare = true},
	{.name = "places",
		.kind = VALUE_INT,
		.value = "N",
		.help = "how many places there are in all (those with events)",
		.least = 1},
	{0},
};

static enum err_code run_centre(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.value = call_text(call, "weight", NULL);
	file.child = call_text(call, "child", NULL);
	return work_points_centre(call->ctx, &call->work, &file, left_out);
}

static enum err_code run_lorenz(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.child = call_text(call, "child", NULL);
	struct points_lorenz_options o = {
		.cell_m = call_real(call, "cell", 0),
		.places = call_int(call, "places", 0),
	};
	return work_points_lorenz(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_centre = {
	.name = "points centre",
	.group = "Points: any file of events",
	.summary = "centres, standard distance, ellipse and hull of events",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = centre_options,
	.details = POINTS_DETAILS
	"\n\nThe ellipse is CrimeStat's (its sums over n - 2, times the root of 2); "
	"ellipse_arcgis divides by n. n is the sum of weights.",
	.run = run_centre,
};

const struct command command_points_lorenz = {
	.name = "points lorenz",
	.group = "Points: any file of events",
	.summary = "which share of places has which share of events (80-20, Gini)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = lorenz_options,
	.details = POINTS_DETAILS
	"\n\nWhere there are fewer events than places, some places must have none: "
	"gini_adjusted is 0 where events are as even as they can be (Bernasco, "
	"Steenbeek 2017). Give --places where places without events count.",
	.run = run_lorenz,
};
