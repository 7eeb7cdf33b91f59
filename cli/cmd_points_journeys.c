/* points decay, flows: journeys in a file, each row from a place to a place. */
#include "points_options.h"
#include "work/points_journeys.h"

#define JOURNEY_OPTIONS                                                                \
	{.name = "to-x",                                                               \
		.kind = VALUE_TEXT,                                                    \
		.value = "COL",                                                        \
		.help = "column of where it ends, as x (to_x)"},                       \
		{.name = "to-y",                                                       \
			.kind = VALUE_TEXT,                                            \
			.value = "COL",                                                \
			.help = "column of where it ends, as y (to_y)"},               \
	{                                                                              \
		.name = "child", .kind = VALUE_TEXT, .value = "COL",                   \
		.help = "column of the child: each counts once (every row by itself)"  \
	}

static const struct option_spec decay_options[] = {
	FILE_OPTIONS,
	JOURNEY_OPTIONS,
	{.name = "shortest",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "the range fitted begins here (0; the power law needs more)",
		.bare = true},
	{.name = "longest",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "and ends here (no end)",
		.bare = true},
	{.name = "replications",
		.kind = VALUE_INT,
		.value = "N",
		.help = "samples from each curve, for the test of its fit (199)"},
	{0},
};

static const struct option_spec flows_options[] = {
	FILE_OPTIONS,
	JOURNEY_OPTIONS,
	{.name = "radius",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "around both ends of a flow",
		.required = true,
		.bare = true},
	{.name = "to-radius",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "around where it ends (--radius)",
		.bare = true},
	{.name = "min-children",
		.kind = VALUE_INT,
		.value = "N",
		.help = "distinct children that make a flow (2)",
		.least = 1},
	{.name = "most",
		.kind = VALUE_INT,
		.value = "N",
		.help = "flows to tell of (100)",
		.least = 1},
	{.name = "replications",
		.kind = VALUE_INT,
		.value = "N",
		.help = "random exchanges of destinations, for the test (999)"},
	{0},
};

static struct points_journeys_options common(struct call *call, int64_t replications)
{
	return (struct points_journeys_options){
		.to_x = call_text(call, "to-x", NULL),
		.to_y = call_text(call, "to-y", NULL),
		.replications = call_int(call, "replications", replications),
	};
}

static enum err_code run_decay(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.child = call_text(call, "child", NULL);
	struct points_journeys_options o = common(call, 199);
	o.shortest_m = call_real(call, "shortest", 0);
	o.longest_m = call_real(call, "longest", 0);
	return work_points_decay(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_flows(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.child = call_text(call, "child", NULL);
	struct points_journeys_options o = common(call, 999);
	o.radius_m = call_real(call, "radius", 0);
	o.to_radius_m = call_real(call, "to-radius", -1);
	o.min_children = call_int(call, "min-children", 2);
	o.most = call_int(call, "most", 100);
	return work_points_flows(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_decay = {
	.name = "points decay",
	.group = "Points: any file of events",
	.summary = "how journeys fall off with distance, and which way they go",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = decay_options,
	.details = POINTS_DETAILS
	"\n\nExponential, power, lognormal and gamma densities by maximum likelihood, "
	"truncated to the range; with --child each child weighs 1 and errors are of "
	"whole children. A small p_fit: the curve does not describe the journeys.",
	.run = run_decay,
};

const struct command command_points_flows = {
	.name = "points flows",
	.group = "Points: any file of events",
	.summary = "which places more children go between than by chance",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = flows_options,
	.details = POINTS_DETAILS
	"\n\nBy chance: each child gets all the destinations of another one with about "
	"as many journeys. p_family is the chance of even one flow as striking, "
	"q_value "
	"the share of false ones among those as striking, p_value that of a flow named "
	"beforehand. Children go to places near them: a flow may be no more than that.",
	.run = run_flows,
};
