/* points changes: when events became more or fewer. */
#include "points_options.h"
#include "work/points_changes.h"

static const struct option_spec changes_options[] = {
	SERIES_OPTIONS,
	{"unit", VALUE_CHOICE, "UNIT", "day, week or month (the default)",
		"day week month", false, 0, false},
	{"least", VALUE_INT, "N", "units of the shortest stretch (2)", NULL, false, 1,
		false},
	{"penalty", VALUE_REAL, "N", "what a change must gain (3 log n)", NULL, false,
		0, false},
	{"period", VALUE_PERIOD, "PERIOD", "the days looked at (those of the events)",
		NULL, false, 0, false},
	{0},
};

static enum err_code run_changes(struct call *call, bool *left_out)
{
	struct points_file file = series_of(call);
	struct points_changes_options o = {
		.unit = call_text(call, "unit", "month"),
		.least = call_int(call, "least", 2),
		.penalty = call_real(call, "penalty", 0),
	};
	return work_points_changes(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_changes = {
	.name = "points changes",
	.group = "Points: any file of events",
	.summary = "when events became more or fewer (exact Poisson change points)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = changes_options,
	.details =
		"FILE needs a time, and no place. Months and weeks that the period "
		"covers in part count with the days that it covers. One child's run of "
		"episodes makes changes of its own: look at children too.",
	.run = run_changes,
};
