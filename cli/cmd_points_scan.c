/* points scan: Kulldorff's scan statistics on any file of events. */
#include "points_options.h"
#include "work/points_scan.h"

static const struct option_spec scan_options[] = {
	FILE_OPTIONS,
	{"model", VALUE_CHOICE, "MODEL",
		"permutation (the default): times against places; poisson: a "
		"population; "
		"bernoulli: cases and controls",
		"permutation poisson bernoulli", false, 0, false},
	{"scan", VALUE_CHOICE, "WHAT", "space-time (the default), space or time",
		"space-time space time", false, 0, false},
	{"rates", VALUE_CHOICE, "RATES",
		"more than expected (high, the default), less (low), or both",
		"high low both", false, 0, false},
	{"max-radius", VALUE_DISTANCE, "DISTANCE", "largest circle: 2km", NULL, false,
		0, true},
	{"max-share", VALUE_TEXT, "SHARE",
		"largest circle by its share of the events: 50% (the default without a "
		"radius)",
		NULL, false, 0, false},
	{"max-window", VALUE_DURATION, "TIME",
		"longest window: 30d (half of the period)", NULL, false, 0, true},
	{"time-unit", VALUE_CHOICE, "UNIT", "day (the default), week or month",
		"day week month", false, 0, false},
	{"replications", VALUE_INT, "N", "Monte Carlo replications (999)", NULL, false,
		0, false},
	{"centres", VALUE_FILE, "FILE",
		"candidate centres: id, x, y (the events' places)", NULL, false, 0,
		false},
	{"prospective", VALUE_FLAG, NULL, "only windows that last to the end", NULL,
		false, 0, false},
	{"period", VALUE_PERIOD, "PERIOD", "the study period (that of the events)",
		NULL, false, 0, false},
	{"population", VALUE_TEXT, "COL", "column of the population of a row's place",
		NULL, false, 0, false},
	{"case", VALUE_TEXT, "COL", "column with 1 for a case and 0 for a control",
		NULL, false, 0, false},
	{"child", VALUE_TEXT, "COL",
		"column of the child: counts children, and permutes whole children",
		NULL, false, 0, false},
	{"weekdays", VALUE_FLAG, NULL, "adjust for the day of the week", NULL, false, 0,
		false},
	{"iterations", VALUE_INT, "N",
		"remove the first cluster and scan again, while p is at most 0.05",
		NULL, false, 1, false},
	{"precision", VALUE_TEXT, "COL",
		"column with the metres within which the true place lies", NULL, false,
		0, false},
	{"place", VALUE_TEXT, "COL",
		"column of a name for the place, which moves as one", NULL, false, 0,
		false},
	{"draws", VALUE_INT, "N", "draws of uncertain places (99 with --precision)",
		NULL, false, 1, false},
	{"sphere", VALUE_FLAG, NULL,
		"x and y are longitude and latitude on a sphere of 6,367 km", NULL,
		false, 0, false},
	{0},
};

static enum err_code run_scan(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.population = call_text(call, "population", NULL);
	file.child = call_text(call, "child", NULL);
	file.is_case = call_text(call, "case", NULL);
	file.precision = call_text(call, "precision", NULL);
	file.place = call_text(call, "place", NULL);
	struct points_scan_options o = {
		.model = call_text(call, "model", "permutation"),
		.shape = call_text(call, "scan", "space-time"),
		.unit = call_text(call, "time-unit", "day"),
		.rates = call_text(call, "rates", "high"),
		.max_radius_m = call_real(call, "max-radius", 0),
		.max_share = call_text(call, "max-share", NULL),
		.max_window_s = call_real(call, "max-window", 0),
		.replications = call_int(call, "replications", 999),
		.iterations = call_int(call, "iterations", 1),
		.draws = call_int(call, "draws", 0),
		.prospective = call_flag(call, "prospective"),
		.weekdays = call_flag(call, "weekdays"),
		.sphere = call_flag(call, "sphere"),
		.centres = call_text(call, "centres", NULL),
	};
	return work_points_scan(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_scan = {
	.name = "points scan",
	.group = "Points: any file of events",
	.summary = "clusters by scan statistics (Kulldorff)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = scan_options,
	.details = POINTS_DETAILS
	"\n\nEvery circle about every centre, and every run of days up to the longest, "
	"is "
	"compared with what chance puts there. The p-value holds for all of them "
	"together; ties count as at least as extreme. Clusters share no place. "
	"Locations "
	"are the places of events and the candidate centres in the circle. With "
	"--rates low "
	"windows with fewer than expected are sought; that looks at every window, and "
	"is "
	"meant for space alone, time alone or small files."
	"\n\nWith --precision each place is drawn anew, anywhere within that many "
	"metres, "
	"and the scan is made again: `survival` is the share of the draws in which a "
	"cluster keeps more than half of itself.",
	.run = run_scan,
};
