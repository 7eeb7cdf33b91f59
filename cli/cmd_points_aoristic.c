/* points aoristic: hours of events that are known to lie between two times. */
#include "points_options.h"
#include "work/points_aoristic.h"

static const struct option_spec aoristic_options[] = {
	{"t", VALUE_TEXT, "COL", "column of when the event began at the earliest (t)",
		NULL, false, 0, false},
	{"start", VALUE_TEXT, "COL", "the same", NULL, false, 0, false},
	{"end", VALUE_TEXT, "COL", "column of when it had ended at the latest (end)",
		NULL, false, 0, false},
	{"id", VALUE_TEXT, "COL", "column of a name for the row (id)", NULL, false, 0,
		false},
	{"count", VALUE_TEXT, "COL", "column with the events a row stands for", NULL,
		false, 0, false},
	{"longest", VALUE_DURATION, "TIME",
		"longer intervals say nothing of hours and are left out (7d; 0: none)",
		NULL, false, 0, true},
	{0},
};

static enum err_code run_aoristic(struct call *call, bool *left_out)
{
	struct points_file file = {
		.path = call->arguments[0],
		.t = call_text(call, "start", call_text(call, "t", NULL)),
		.end = call_text(call, "end", NULL),
		.id = call_text(call, "id", NULL),
		.count = call_text(call, "count", NULL),
	};
	double week_s = 7.0 * 86400;
	return work_points_aoristic(call->ctx, &call->work, &file,
		call_real(call, "longest", week_s), left_out);
}

const struct command command_points_aoristic = {
	.name = "points aoristic",
	.group = "Points: any file of events",
	.summary = "hour by weekday of events known to lie between two times",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = aoristic_options,
	.details =
		"Times are those of Europe/London where they name no zone, clock "
		"changes "
		"included. A time known to the day alone stands for all of it; without "
		"an end, an event lies in the time of its beginning.",
	.run = run_aoristic,
};
