/* points knox, ellipse: the methods on any file of events. */
#include "points_options.h"

static const struct option_spec knox_options[] = {
	FILE_OPTIONS,
	{"radius", VALUE_DISTANCE, "DISTANCE", "what is near in space: 200m", NULL,
		true, 0, true},
	{"window", VALUE_DURATION, "TIME", "what is near in time: 7d", NULL, true, 0,
		true},
	{"permutations", VALUE_INT, "N", "shuffles of the times (0: none)", NULL, false,
		0, false},
	{0},
};

static const struct option_spec ellipse_options[] = {FILE_OPTIONS, {0}};

static enum err_code run_knox(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_knox_options o = {
		.radius_m = call_real(call, "radius", 0),
		.window_s = call_real(call, "window", 0),
		.permutations = call_int(call, "permutations", 0),
	};
	return work_points_knox(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_ellipse(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	return work_points_ellipse(call->ctx, &call->work, &file, left_out);
}

const struct command command_points_knox = {
	.name = "points knox",
	.group = "Points: any file of events",
	.summary = "whether what is near in space is near in time (Knox)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = knox_options,
	.details = POINTS_DETAILS,
	.run = run_knox,
};

const struct command command_points_ellipse = {
	.name = "points ellipse",
	.group = "Points: any file of events",
	.summary = "centres, standard distance, standard deviational ellipse",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = ellipse_options,
	.details = POINTS_DETAILS,
	.run = run_ellipse,
};
