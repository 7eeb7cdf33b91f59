#include "base/str.h"
#include "command.h"
#include "work/hotspots.h"

static const struct option_spec options[] = {EPISODE_OPTIONS,
	{.name = "place",
		.kind = VALUE_CHOICE,
		.value = "PLACE",
		.choices = "from last-seen found",
		.help = "which place of an episode (found)"},
	{.name = "radius",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "how near in space is near (250m)"},
	{.name = "window",
		.kind = VALUE_DURATION,
		.value = "TIME",
		.help = "how near in time is near (14d)"},
	{.name = "min-points",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "episodes within reach that make a place dense (by the data, "
			"at least 5)"},
	{.name = "min-children",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "distinct children among them (3)"},
	{.name = "permutations",
		.kind = VALUE_INT,
		.value = "N",
		.least = 1,
		.help = "random replicates behind the p-values (999; 199 beyond "
			"100,000 points)"},
	{0}};

static enum place_role place_of(const char *text)
{
	if (str_equal(text, "from"))
		return ROLE_FROM;
	return str_equal(text, "last-seen") ? ROLE_LAST_SEEN : ROLE_FOUND;
}

static enum err_code run(struct call *call, bool *set_aside)
{
	struct hotspots_options o = HOTSPOTS_DEFAULT;
	(void)set_aside;
	o.place = place_of(call_text(call, "place", "found"));
	o.radius_m = call_real(call, "radius", o.radius_m);
	o.window_s = (int64_t)call_real(call, "window", (double)o.window_s);
	o.min_points = call_int(call, "min-points", o.min_points);
	o.min_children = call_int(call, "min-children", o.min_children);
	o.permutations = call_int(call, "permutations", o.permutations);
	return work_hotspots(call->ctx, &call->work, &o);
}

const struct command command_hotspots = {
	.name = "hotspots",
	.group = "THINK",
	.summary = "places and times where children come together",
	.arguments = "",
	.options = options,
	.details =
		"Space-time clusters (ST-DBSCAN) of the places children go from, are "
		"last "
		"seen or found, with distinct children as a condition. Places known "
		"less "
		"exactly than the radius are left out and counted, and so are those "
		"where "
		"a child belongs. The p-values move whole children along the "
		"period.\n\n"
		"State is told from the last two windows of the period (at most its "
		"last "
		"third), each child counted once a window: new (all of it recent), "
		"intensifying or diminishing (more or less of it recent than evenness "
		"gives, p 0.1), sporadic (in fewer than half of the windows it spans), "
		"historical (none of it recent), persistent (none of these).",
	.run = run,
};
