#include "command.h"
#include "work/journeys.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "precision",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "how exactly both ends must be known (1km)"},
	{.name = "min-children",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "distinct children that make a flow (2)"},
	{.name = "replications",
		.kind = VALUE_INT,
		.value = "N",
		.help = "random exchanges of where children go, for its test (999)"},
	{.name = "shortest",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "journeys that count for the decay begin here (100m)"},
	{.name = "longest",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "and end here (no end)"},
	{0}};

static enum err_code run(struct call *call, bool *set_aside)
{
	struct journeys_options o = JOURNEYS_DEFAULT;
	(void)set_aside;
	o.precision_m = call_real(call, "precision", o.precision_m);
	o.min_children = call_int(call, "min-children", o.min_children);
	o.replications = call_int(call, "replications", o.replications);
	o.shortest_m = call_real(call, "shortest", o.shortest_m);
	o.longest_m = call_real(call, "longest", o.longest_m);
	return work_journeys(call->ctx, &call->work, &o);
}

const struct command command_journeys = {
	.name = "journeys",
	.group = "THINK",
	.summary = "how far, which way, and from which home to which place",
	.arguments = "",
	.options = options,
	.details =
		"Straight lines from where children went to where they were last seen "
		"or found. A flow joins one home to one place (a circle of 250 m) "
		"with two or more children, beside the number that chance gives: each "
		"child gets all the places of another one that goes missing about as "
		"often. q_value is the share of false flows among those as striking, "
		"p_family the chance of even one. "
		"Boundaries, where they are imported, say which journeys leave their "
		"area.",
	.run = run,
};
