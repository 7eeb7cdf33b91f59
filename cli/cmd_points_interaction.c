/* points nearrepeat, localknox, mantel, jacquez: is what is near in space near in time?
 */
#include "points_options.h"
#include "work/points_interaction.h"

#define PERMUTATIONS                                                                   \
	{                                                                              \
		"permutations", VALUE_INT, "N", "shuffles of the times (999)", NULL,   \
			false, 0, false                                                \
	}

static const struct option_spec nearrepeat_options[] = {
	FILE_OPTIONS,
	{"radius-bands", VALUE_TEXT, "LIST",
		"upper edges of the bands of distance: 0m,200m,400m", NULL, true, 0,
		false},
	{"window-bands", VALUE_TEXT, "LIST", "upper edges of the bands of time: 1d,2d",
		NULL, true, 0, false},
	{"rules", VALUE_CHOICE, "RULES",
		"plain (the default), or calculator: those of the Near Repeat "
		"Calculator",
		"plain calculator", false, 0, false},
	{"metric", VALUE_CHOICE, "METRIC",
		"euclidean, or manhattan (the default of the calculator)",
		"euclidean manhattan", false, 0, false},
	PERMUTATIONS,
	{0},
};

static const struct option_spec localknox_options[] = {
	FILE_OPTIONS,
	{"radius", VALUE_DISTANCE, "DISTANCE", "what is near in space: 200m", NULL,
		true, 0, true},
	{"window", VALUE_DURATION, "TIME", "what is near in time: 7d", NULL, true, 0,
		true},
	{0},
};

static const struct option_spec mantel_options[] = {
	FILE_OPTIONS,
	{"reciprocal", VALUE_FLAG, NULL, "1 / (apart + a constant) in place of apart",
		NULL, false, 0, false},
	{"space-constant", VALUE_DISTANCE, "DISTANCE", "that of distances (1m)", NULL,
		false, 0, true},
	{"time-constant", VALUE_DURATION, "TIME", "that of times (1d)", NULL, false, 0,
		true},
	PERMUTATIONS,
	{0},
};

static const struct option_spec jacquez_options[] = {
	FILE_OPTIONS,
	{"neighbours", VALUE_INT, "N", "how many nearest ones are compared (3)", NULL,
		false, 1, false},
	PERMUTATIONS,
	{0},
};

static enum err_code run_nearrepeat(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_interaction_options o = {
		.radius_bands = call_text(call, "radius-bands", NULL),
		.window_bands = call_text(call, "window-bands", NULL),
		.rules = call_text(call, "rules", "plain"),
		.metric = call_text(call, "metric", NULL),
		.permutations = call_int(call, "permutations", 999),
	};
	return work_points_nearrepeat(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_localknox(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_interaction_options o = {
		.radius_m = call_real(call, "radius", 0),
		.window_s = call_real(call, "window", 0),
	};
	return work_points_localknox(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_mantel(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_interaction_options o = {
		.reciprocal = call_flag(call, "reciprocal"),
		.space_constant_m = call_real(call, "space-constant", 1),
		.time_constant_s = call_real(call, "time-constant", 86400),
		.permutations = call_int(call, "permutations", 999),
	};
	return work_points_mantel(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_jacquez(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_interaction_options o = {
		.neighbours = call_int(call, "neighbours", 3),
		.permutations = call_int(call, "permutations", 999),
	};
	return work_points_jacquez(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_nearrepeat = {
	.name = "points nearrepeat",
	.group = "Points: any file of events",
	.summary = "pairs by bands of distance and time, against chance (near repeats)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = nearrepeat_options,
	.details = POINTS_DETAILS
	"\n\nA band goes from above the edge before up to and including its own; a "
	"first "
	"edge of 0m is the same place. Originators are events that another one of the "
	"band follows.",
	.run = run_nearrepeat,
};

const struct command command_points_localknox = {
	.name = "points localknox",
	.group = "Points: any file of events",
	.summary = "which events have more near in space and time than chance gives",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = localknox_options,
	.details = POINTS_DETAILS,
	.run = run_localknox,
};

const struct command command_points_mantel = {
	.name = "points mantel",
	.group = "Points: any file of events",
	.summary = "whether distances in space and time go together (Mantel)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = mantel_options,
	.details = POINTS_DETAILS,
	.run = run_mantel,
};

const struct command command_points_jacquez = {
	.name = "points jacquez",
	.group = "Points: any file of events",
	.summary = "whether nearest neighbours in space are nearest in time (Jacquez)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = jacquez_options,
	.details = POINTS_DETAILS
	"\n\nOf equally near ones those that come first in the file are taken.",
	.run = run_jacquez,
};
