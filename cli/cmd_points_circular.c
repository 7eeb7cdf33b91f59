/* points circular: times on a clock face. */
#include "points_options.h"
#include "work/points_circular.h"

static const struct option_spec circular_options[] = {
	{"t", VALUE_TEXT, "COL", "column of the time (t)", NULL, false, 0, false},
	{"end", VALUE_TEXT, "COL", "column of when it had ended at the latest (none)",
		NULL, false, 0, false},
	{"id", VALUE_TEXT, "COL", "column of a name for the row (id)", NULL, false, 0,
		false},
	{"count", VALUE_TEXT, "COL", "column with the events a row stands for", NULL,
		false, 0, false},
	{"child", VALUE_TEXT, "COL",
		"column of whose event it is: each child counts once, with its mean "
		"(none)",
		NULL, false, 0, false},
	{"value", VALUE_TEXT, "COL",
		"column of numbers on a circle, in place of a time", NULL, false, 0,
		false},
	{"cycle", VALUE_TEXT, "CYCLE",
		"day (the default), week or year; with --value a number, as 24", NULL,
		false, 0, false},
	{"concentration", VALUE_REAL, "N",
		"of the curve that smooths the density: 10 wide, 100 narrow (by the "
		"times)",
		NULL, false, 0, false},
	{0},
};

static enum err_code run_circular(struct call *call, bool *left_out)
{
	struct points_file file = {
		.path = call->arguments[0],
		.t = call_text(call, "t", NULL),
		.end = call_text(call, "end", NULL),
		.id = call_text(call, "id", NULL),
		.count = call_text(call, "count", NULL),
		.child = call_text(call, "child", NULL),
		.value = call_text(call, "value", NULL),
	};
	struct points_circular_options o = {
		.cycle = call_text(call, "cycle", file.value ? "24" : "day"),
		.concentration = call_real(call, "concentration", 0),
	};
	return work_points_circular(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_circular = {
	.name = "points circular",
	.group = "Points: any file of events",
	.summary = "mean hour, spread, and tests of evenness (Rayleigh, Watson, Rao)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = circular_options,
	.details =
		"A mean hour says something where there is one peak: look at the "
		"density first. Rayleigh's test sees one peak alone, Watson's and "
		"Kuiper's any unevenness. Times known less well than to a 24th of the "
		"cycle (an hour of a day) are left out and counted.",
	.run = run_circular,
};
