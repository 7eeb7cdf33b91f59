/* points survival: how long until it happens, by group. */
#include "points_options.h"
#include "work/points_survival.h"

static const struct option_spec survival_options[] = {
	{"t", VALUE_TEXT, "COL", "column of the time: a number of 0 or more (t)", NULL,
		false, 0, false},
	{"event", VALUE_TEXT, "COL",
		"column: 1 it happened then, 0 the watch ended then (event)", NULL,
		false, 0, false},
	{"group", VALUE_TEXT, "COL", "column of groups to compare", NULL, false, 0,
		false},
	{"covariates", VALUE_TEXT, "COLS",
		"columns of numbers for Cox's regression, with commas", NULL, false, 0,
		false},
	{0},
};

static enum err_code run_survival(struct call *call, bool *left_out)
{
	struct points_file file = {
		.path = call->arguments[0], .t = call_text(call, "t", NULL)};
	struct points_survival_options o = {
		.event = call_text(call, "event", "event"),
		.group = call_text(call, "group", NULL),
		.covariates = call_text(call, "covariates", NULL),
	};
	return work_points_survival(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_survival = {
	.name = "points survival",
	.group = "Points: any file of events",
	.summary = "how long until it happens (Kaplan-Meier, log-rank, Cox)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = survival_options,
	.details =
		"Each row is one child, home or case: its time, and whether it "
		"happened "
		"or the watch ended. Rows of the same child make intervals too narrow: "
		"keep one a child.",
	.run = run_survival,
};
