/* points stcd: has a cluster begun to form? */
#include "points_options.h"
#include "work/points_stcd.h"

static const struct option_spec stcd_options[] = {
	FILE_OPTIONS,
	{"radius", VALUE_DISTANCE, "DISTANCE", "of a cluster", NULL, true, 0, true},
	{"epsilon", VALUE_REAL, "N",
		"how much more often events come in one: 0.2 (the default) is a fifth",
		NULL, false, 0, false},
	{"threshold", VALUE_REAL, "N",
		"the statistic above which it is an alarm (by shuffling times)", NULL,
		false, 0, false},
	{"alpha", VALUE_REAL, "N",
		"share of shuffled files that pass the threshold (0.05)", NULL, false,
		0, false},
	{"permutations", VALUE_INT, "N",
		"for the threshold (99; of over 2,000 events 39)", NULL, false, 1,
		false},
	{"cusum", VALUE_FLAG, NULL,
		"watch the likeliest cluster in place of the sum over all", NULL, false,
		0, false},
	{"restart", VALUE_FLAG, NULL, "after an alarm begin anew, to find all", NULL,
		false, 0, false},
	{0},
};

static enum err_code run_stcd(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_stcd_options o = {
		.radius_m = call_real(call, "radius", 0),
		.epsilon = call_real(call, "epsilon", 0.2),
		.threshold = call_real(call, "threshold", 0),
		.alpha = call_real(call, "alpha", 0.05),
		.permutations = call_int(call, "permutations", 0),
		.cusum = call_flag(call, "cusum"),
		.restart = call_flag(call, "restart"),
	};
	return work_points_stcd(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_stcd = {
	.name = "points stcd",
	.group = "Points: any file of events",
	.summary = "has a cluster in space and time begun to form?",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = stcd_options,
	.details = "Space-time change detection (Assuncao, Correa 2009): after each "
		   "event, how much likelier is it that a cluster began with an "
		   "earlier one? Events of the same time are taken by x, then "
		   "y. " POINTS_DETAILS,
	.run = run_stcd,
};
