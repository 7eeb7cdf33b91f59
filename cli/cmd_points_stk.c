/* points stk: the K function of space and time. */
#include "points_options.h"
#include "work/points_stk.h"

static const struct option_spec options[] = {
	FILE_OPTIONS,
	{.name = "radius-bands",
		.kind = VALUE_TEXT,
		.value = "LIST",
		.help = "distances: 100m,200m,400m",
		.required = true},
	{.name = "window-bands",
		.kind = VALUE_TEXT,
		.value = "LIST",
		.help = "times: 1d,7d,14d",
		.required = true},
	{.name = "area",
		.kind = VALUE_TEXT,
		.value = "X,Y,X,Y",
		.help = "two corners of where events could be (those of the events)"},
	{.name = "study-area",
		.kind = VALUE_FILE,
		.value = "FILE",
		.help = "the outline of where events could be, in its place"},
	{.name = "simplify",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "drops corners of the outline off by no more (none)"},
	{.name = "edge",
		.kind = VALUE_CHOICE,
		.value = "CORRECTION",
		.help = "for what the border hides: isotropic (the default), "
			"translation or none",
		.choices = "none isotropic translation"},
	{.name = "permutations",
		.kind = VALUE_INT,
		.value = "N",
		.help = "random exchanges of times, for the test (999)"},
	{0},
};

static enum err_code run(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_stk_options o = {
		.radius_bands = call_text(call, "radius-bands", NULL),
		.window_bands = call_text(call, "window-bands", NULL),
		.edge = call_text(call, "edge", "isotropic"),
		.area = call_text(call, "area", NULL),
		.study_area = call_text(call, "study-area", NULL),
		.simplify_m = call_real(call, "simplify", 0),
		.permutations = call_int(call, "permutations", 999),
	};
	return work_points_stk(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_stk = {
	.name = "points stk",
	.group = "Points: any file of events",
	.summary = "whether events gather in space and time at once (K and D of both)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = options,
	.details = POINTS_DETAILS
	"\n\np_value ranks the sum of D in standard deviations over all distances and "
	"times among exchanges of times; p_largest its largest. The period is that "
	"from "
	"the first event to the last.",
	.run = run,
};
