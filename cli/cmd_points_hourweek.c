/* points hourweek: hours, weekdays and hours of a weekday that stand out. */
#include "points_options.h"
#include "work/points_hourweek.h"

static const struct option_spec hourweek_options[] = {
	{"t", VALUE_TEXT, "COL", "column of when the event began at the earliest (t)",
		NULL, false, 0, false},
	{"end", VALUE_TEXT, "COL",
		"column of when it had ended at the latest (none: the time of t)", NULL,
		false, 0, false},
	{"id", VALUE_TEXT, "COL", "column of a name for the row (id)", NULL, false, 0,
		false},
	{"count", VALUE_TEXT, "COL", "column with the events a row stands for", NULL,
		false, 0, false},
	{"child", VALUE_TEXT, "COL",
		"column of whose event it is: each child counts once (none)", NULL,
		false, 0, false},
	{"hours", VALUE_INT, "N",
		"hours of a block: 1, 2, 3, 4, 6, 8 or 12 (by the number of events)",
		NULL, false, 1, false},
	{"longest", VALUE_DURATION, "TIME",
		"longer intervals say nothing of hours and are left out (7d; 0: none)",
		NULL, false, 0, true},
	{"permutations", VALUE_INT, "N",
		"(as many as take about a second, at most 9999)", NULL, false, 1,
		false},
	{0},
};

static enum err_code run_hourweek(struct call *call, bool *left_out)
{
	struct points_file file = {
		.path = call->arguments[0],
		.t = call_text(call, "t", NULL),
		.end = call_text(call, "end", NULL),
		.id = call_text(call, "id", NULL),
		.count = call_text(call, "count", NULL),
		.child = call_text(call, "child", NULL),
	};
	double week_s = 7.0 * 86400;
	struct points_hourweek_options o = {
		.longest_s = call_real(call, "longest", week_s),
		.hours = call_int(call, "hours", 0),
		.permutations = call_int(call, "permutations", 0),
	};
	return work_points_hourweek(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_hourweek = {
	.name = "points hourweek",
	.group = "Points: any file of events",
	.summary = "hours and weekdays that stand out, tested with whole children",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = hourweek_options,
	.details =
		"Times are those of Europe/London where they name no zone, clock "
		"changes included; a time known to the day alone is spread over it. "
		"Hours of the day are judged against an even day, weekdays against an "
		"even week, hours of a weekday against the same hours of other days. "
		"Chance moves each child's whole week by a random number of hours or "
		"days, so that one child's habit makes nothing stand out.",
	.run = run_hourweek,
};
