#include "base/str.h"
#include "command.h"
#include "work/backtest.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "place",
		.kind = VALUE_CHOICE,
		.value = "PLACE",
		.choices = "found from last-seen",
		.help = "which place of an episode (found)"},
	{.name = "method",
		.kind = VALUE_CHOICE,
		.value = "METHOD",
		.choices = "all last_year repeat clusters dbscan scan kde gi emerging "
			   "near_repeat",
		.help = "one method beside last year's places (all)"},
	{.name = "square",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "side of a square (250m)"},
	{.name = "squares",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "squares that each method chooses (16)"},
	{.name = "radius",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "how near in space is near (250m)"},
	{.name = "window",
		.kind = VALUE_DURATION,
		.value = "TIME",
		.help = "how near in time is near (14d)"},
	{.name = "min-children",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "distinct children in a cluster (3)"},
	{.name = "past",
		.kind = VALUE_INT,
		.value = "MONTHS",
		.least = 1,
		.help = "months that a forecast is made on (12)"},
	{.name = "replications",
		.kind = VALUE_INT,
		.value = "N",
		.least = 99,
		.help = "random replicates behind p-values and intervals (999; 199 "
			"beyond 20,000 children)"},
	{0}};

static enum place_role place_of(const char *text)
{
	if (str_equal(text, "from"))
		return ROLE_FROM;
	return str_equal(text, "last-seen") ? ROLE_LAST_SEEN : ROLE_FOUND;
}

static enum err_code run(struct call *call, bool *set_aside)
{
	struct backtest_request r = BACKTEST_DEFAULT;
	(void)set_aside;
	r.place = place_of(call_text(call, "place", "found"));
	r.method = call_text(call, "method", r.method);
	r.square_m = call_real(call, "square", r.square_m);
	r.squares = call_int(call, "squares", r.squares);
	r.radius_m = call_real(call, "radius", r.radius_m);
	r.window_s = (int64_t)call_real(call, "window", (double)r.window_s);
	r.min_children = call_int(call, "min-children", r.min_children);
	r.past_months = call_int(call, "past", r.past_months);
	r.replications = call_int(call, "replications", r.replications);
	return work_backtest(call->ctx, &call->work, &r);
}

const struct command command_backtest = {
	.name = "backtest",
	.group = "THINK",
	.summary = "which hotspot method would have told next month's places",
	.arguments = "",
	.options = options,
	.details =
		"For each month of the period, each method chooses the same number of "
		"squares from what was known when the month began (the twelve months "
		"before it, and nothing later), and is scored on the month: hit rate, "
		"prediction accuracy index (PAI), prediction efficiency index (PEI), "
		"recapture rate index (RRI). Beside it stand squares drawn at random "
		"and the squares of the same month last year, which a method must beat "
		"to earn its place.\n\n"
		"Methods: last_year, repeat (places children came to before), clusters "
		"(space-time clusters), dbscan, scan (scan statistic of whole "
		"children), kde, gi (Gi* on squares), emerging (Gi* of the last 30 "
		"days), near_repeat. Each child counts "
		"once a square when squares are chosen, and once a month when they are "
		"scored.",
	.run = run,
};
