/* points control: steps above what the past leads one to expect. */
#include "points_options.h"
#include "work/points_control.h"

static const struct option_spec control_options[] = {
	SERIES_OPTIONS,
	{"period", VALUE_PERIOD, "PERIOD", "the days looked at (those of the events)",
		NULL, false, 0, false},
	{"step", VALUE_TEXT, "STEP", "what is counted: 1d, 7d (the default), 1month",
		NULL, false, 0, false},
	{"method", VALUE_CHOICE, "METHOD", "the chart (bayes)",
		"ears-c1 ears-c2 ears-c3 cusum farrington farrington-flexible bayes "
		"rki "
		"glr limits",
		false, 0, false},
	{"frequency", VALUE_INT, "N", "steps in a year (from --step)", NULL, false, 1,
		false},
	{"baseline", VALUE_INT, "N", "EARS, limits: steps that are compared with", NULL,
		false, 1, false},
	{"years", VALUE_INT, "N",
		"Farrington: past years (all, at most 5); Bayes, RKI: (0)", NULL, false,
		0, false},
	{"window", VALUE_INT, "N",
		"Farrington, Bayes, RKI: steps before, and each side in past years",
		NULL, false, 1, false},
	{"from", VALUE_INT, "N",
		"CUSUM, GLR: first step watched; those before make the mean (half)",
		NULL, false, 1, false},
	{"mean", VALUE_REAL, "N", "CUSUM, GLR: what is expected a step", NULL, false, 0,
		false},
	{"alpha", VALUE_REAL, "N",
		"chance of a false alarm (EARS 0.001, C3 0.025; Farrington 0.01; Bayes "
		"0.05)",
		NULL, false, 0, false},
	{"min-sigma", VALUE_REAL, "N", "EARS: the least spread that is taken (0)", NULL,
		false, 0, false},
	{"transform", VALUE_CHOICE, "NAME", "CUSUM: how counts are made normal (rossi)",
		"rossi standard anscombe none", false, 0, false},
	{"k", VALUE_REAL, "N", "CUSUM: what is allowed (1.04)", NULL, false, 0, false},
	{"h", VALUE_REAL, "N", "CUSUM: the line (2.26)", NULL, false, 0, false},
	{"threshold", VALUE_REAL, "N", "GLR: the line (5)", NULL, false, 0, false},
	{"no-trend", VALUE_FLAG, NULL, "Farrington: without a trend in time", NULL,
		false, 0, false},
	{0},
};

static enum err_code run_control(struct call *call, bool *left_out)
{
	struct points_file file = series_of(call);
	struct points_control_options o = {
		.method = call_text(call, "method", "bayes"),
		.step = call_text(call, "step", "7d"),
		.frequency = call_int(call, "frequency", 0),
		.baseline = call_int(call, "baseline", 0),
		.years = call_int(call, "years", 0),
		.window = call_int(call, "window", 0),
		.from = call_int(call, "from", 0),
		.alpha = call_real(call, "alpha", 0),
		.min_sigma = call_real(call, "min-sigma", 0),
		.transform = call_text(call, "transform", NULL),
		.k = call_real(call, "k", 0),
		.h = call_real(call, "h", 0),
		.mean = call_real(call, "mean", 0),
		.threshold = call_real(call, "threshold", 0),
		.no_trend = call_flag(call, "no-trend"),
	};
	return work_points_control(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_control = {
	.name = "points control",
	.group = "Points: any file of events",
	.summary = "days, weeks or months above what the past leads one to expect",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = control_options,
	.details =
		"FILE needs a time, and no place; a series has its counts in the "
		"column "
		"of --count. Steps that the period covers in part are left out. What "
		"is "
		"not given is chosen for the length of the series and said in the "
		"parameters (--format json). Bayes stands on few and small counts; "
		"EARS compares with the few steps before; CUSUM and GLR find small "
		"rises that last; Farrington wants years; limits are those of the "
		"report. One child's run of episodes makes alarms of its own: look at "
		"children too.",
	.run = run_control,
};
