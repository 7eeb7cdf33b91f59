/* points kde: a smooth surface of any file of events. */
#include "points_options.h"
#include "work/points_density.h"

static const struct option_spec kde_options[] = {
	FILE_OPTIONS,
	{"bandwidth", VALUE_DISTANCE, "DISTANCE",
		"how far an event counts: the standard deviation of the Gaussian, the "
		"radius of the others",
		NULL, true, 0, true},
	{"cell", VALUE_DISTANCE, "DISTANCE", "side of a cell: 100m", NULL, true, 0,
		true},
	{"kernel", VALUE_CHOICE, "KERNEL",
		"gaussian (the default), quartic or epanechnikov",
		"gaussian quartic epanechnikov", false, 0, false},
	{"area", VALUE_TEXT, "X,Y,X,Y",
		"two corners of the surface (the events, and what is near)", NULL,
		false, 0, false},
	{"output", VALUE_FILE, "F.tif", "the surface as a GeoTIFF too", NULL, false, 0,
		false},
	{0},
};

static enum err_code run_kde(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_kde_options o = {
		.bandwidth_m = call_real(call, "bandwidth", 0),
		.cell_m = call_real(call, "cell", 0),
		.kernel = call_text(call, "kernel", "gaussian"),
		.area = call_text(call, "area", NULL),
		.output = call_text(call, "output", NULL),
	};
	return work_points_kde(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_kde = {
	.name = "points kde",
	.group = "Points: any file of events",
	.summary = "events per square metre as a smooth surface (kernel density)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = kde_options,
	.details = POINTS_DETAILS,
	.run = run_kde,
};
