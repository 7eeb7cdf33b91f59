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
			"50,000 points; of the scan 999, 199 beyond 1,000, 99 beyond "
			"5,000)"},
	{.name = "method",
		.kind = VALUE_CHOICE,
		.value = "METHOD",
		.choices = "clusters scan all",
		.help = "space-time clusters, scan of whole children, or both "
			"(clusters)"},
	{.name = "max-radius",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "the scan's largest circle (500m)"},
	{.name = "max-window",
		.kind = VALUE_DURATION,
		.value = "TIME",
		.help = "the scan's longest run of days (28d)"},
	{.name = "draws",
		.kind = VALUE_INT,
		.value = "N",
		.least = 0,
		.help = "draw places anew from their precision, and say how often each "
			"hotspot is found again (0)"},
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
	const char *method = call_text(call, "method", "clusters");
	if (!str_equal(method, "clusters"))
		o.methods = HOTSPOTS_SCAN;
	if (str_equal(method, "all"))
		o.methods |= HOTSPOTS_CLUSTERS;
	o.scan_radius_m = call_real(call, "max-radius", o.scan_radius_m);
	o.scan_window_s =
		(int64_t)call_real(call, "max-window", (double)o.scan_window_s);
	o.draws = call_int(call, "draws", o.draws);
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
		"The scan (--method scan) looks at every circle and every run of days "
		"for more distinct children than they would hold if each child's "
		"series fell at another time. Its hotspots are told beside the "
		"clusters with --method all; q is the false discovery rate over all "
		"that are told.\n\n"
		"State is told from the last two windows of the period (at most its "
		"last "
		"third), each child counted once a window: new (all of it recent), "
		"intensifying or diminishing (more or less of it recent than evenness "
		"gives, p 0.1), sporadic (in fewer than half of the windows it spans), "
		"historical (none of it recent), persistent (none of these).",
	.run = run,
};
