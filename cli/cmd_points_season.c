/* points season: trend over the years, and the season. */
#include "points_options.h"
#include "work/points_season.h"

static const struct option_spec season_options[] = {
	SERIES_OPTIONS,
	{"period", VALUE_PERIOD, "PERIOD", "the days looked at (those of the events)",
		NULL, false, 0, false},
	{"step", VALUE_TEXT, "STEP", "what is counted: 7d, 1month (the default)", NULL,
		false, 0, false},
	{"harmonics", VALUE_INT, "N", "waves in a year: 1 (the default) to 3", NULL,
		false, 1, false},
	{0},
};

static enum err_code run_season(struct call *call, bool *left_out)
{
	struct points_file file = series_of(call);
	struct points_season_options o = {
		.step = call_text(call, "step", "1month"),
		.harmonics = call_int(call, "harmonics", 0),
	};
	return work_points_season(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_season = {
	.name = "points season",
	.group = "Points: any file of events",
	.summary = "trend over the years and season (quasi-Poisson)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = season_options,
	.details =
		"FILE needs a time, and no place. Steps that the period covers in part "
		"count with the days they have: give the --period that the file "
		"covers, "
		"or its first and last month may look emptier or busier than they "
		"were. "
		"Under two years there is no season, and what looks like a trend may "
		"be "
		"one. Counts that scatter wider than chance make wider intervals.",
	.run = run_season,
};
