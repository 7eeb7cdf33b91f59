/* points emerging: hot spots through time. */
#include "base/str.h"
#include "places_options.h"
#include "work/points_emerging.h"

static const struct option_spec emerging_options[] = {
	FILE_OPTIONS,
	{"step", VALUE_TEXT, "TIME", "a step of time: 1month, 3months, 7d, 6h", NULL,
		true, 0, false},
	{"cell", VALUE_DISTANCE, "DISTANCE",
		"width of a hexagon, side of a square: 500m", NULL, false, 0, true},
	{"grid", VALUE_CHOICE, "CELLS", "hex (the default) or square", "hex square",
		false, 0, false},
	{"area", VALUE_TEXT, "X,Y,X,Y",
		"two corners of where the cells lie (the hull of the events)", NULL,
		false, 0, false},
	{"study-area", VALUE_FILE, "FILE", "its outline, in place of --area", NULL,
		false, 0, false},
	{"areas", VALUE_FILE, "FILE", "polygons in place of cells", NULL, false, 0,
		false},
	{"areas-id", VALUE_TEXT, "COL", "their column of a name (id)", NULL, false, 0,
		false},
	{"neighbours-radius", VALUE_DISTANCE, "DISTANCE",
		"neighbours are cells with centres so near (those that touch)", NULL,
		false, 0, true},
	{"contiguity", VALUE_CHOICE, "HOW",
		"cells that share a side (rook), or a corner (queen, the default)",
		"rook queen", false, 0, false},
	{"time-neighbours", VALUE_INT, "N", "steps before one that count with it (1)",
		NULL, false, 0, false},
	{"child", VALUE_TEXT, "COL",
		"column of whom an event is of: each counts once in a cell and step",
		NULL, false, 0, false},
	{"alpha", VALUE_REAL, "P", "what p_fdr makes a bin hot or cold (0.05)", NULL,
		false, 0, false},
	{"p-by", VALUE_CHOICE, "HOW",
		"p of a bin: exact (the default), or the normal curve", "exact normal",
		false, 0, false},
	{"permutations", VALUE_INT, "N",
		"replicates in which times are dealt out anew, or whole children moved "
		"(0: none)",
		NULL, false, 0, false},
	{"period", VALUE_PERIOD, "PERIOD", "the days looked at (those of the events)",
		NULL, false, 0, false},
	{0},
};

static enum err_code run_emerging(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	const char *areas = call_text(call, "areas", NULL);
	struct points_emerging_options o = {
		.places =
			{
				.radius_m = call_real(call, "neighbours-radius", 0),
				.contiguity = call_text(call, "contiguity", NULL),
				.grid = call_text(call, "grid", areas ? NULL : "hex"),
				.cell_m = call_real(call, "cell", 0),
				.study = {call_text(call, "area", NULL),
					call_text(call, "study-area", NULL)},
				.areas = areas,
				.areas_id = call_text(call, "areas-id", NULL),
			},
		.step = call_text(call, "step", NULL),
		.time_neighbours = call_int(call, "time-neighbours", 1),
		.alpha = call_real(call, "alpha", 0.05),
		.normal = str_equal(call_text(call, "p-by", "exact"), "normal"),
		.permutations = call_int(call, "permutations", 0),
	};
	file.child = call_text(call, "child", NULL);
	return work_points_emerging(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_emerging = {
	.name = "points emerging",
	.group = "Points: any file of events",
	.summary = "hot and cold spots that are new, last, grow or fade (emerging hot "
		   "spots)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = emerging_options,
	.details = POINTS_DETAILS
	"\n\nEvents are counted in cells and steps of time. Of each, Gi* asks whether "
	"it "
	"and its neighbours, in this step and the one before, hold more than as many "
	"taken from anywhere; of each cell, the Mann-Kendall test whether that rises "
	"or "
	"falls. Steps run back from the last day of the events, or of the period: "
	"give a period of whole months for steps of months. Ten steps or more are "
	"needed to say much.",
	.run = run_emerging,
};
