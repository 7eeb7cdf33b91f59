/* points stkde: events per square metre and day, in slices of time. */
#include "surface_options.h"
#include "work/points_stkde.h"

static const struct option_spec stkde_options[] = {
	FILE_OPTIONS,
	SURFACE_OPTIONS,
	KERNEL_OPTION,
	{"window-bandwidth", VALUE_DURATION, "TIME",
		"how far an event counts in time, the standard deviation of a "
		"Gaussian: "
		"14d",
		NULL, true, 0, true},
	{"slice", VALUE_DURATION, "TIME", "how long a slice is: 7d", NULL, true, 0,
		true},
	{"period", VALUE_PERIOD, "PERIOD", "the days looked at (those of the events)",
		NULL, false, 0, false},
	{0},
};

static enum err_code run_stkde(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_stkde_options o = {
		.surface = surface_of(call),
		.window_s = call_real(call, "window-bandwidth", 0),
		.slice_s = call_real(call, "slice", 0),
	};
	o.surface.kernel = call_text(call, "kernel", "gaussian");
	return work_points_stkde(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_stkde = {
	.name = "points stkde",
	.group = "Points: any file of events",
	.summary = "events per square metre and day, in slices of time",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = stkde_options,
	.details = POINTS_DETAILS SURFACE_DETAILS
	"\n\nA slice is the surface at its middle; the GeoTIFF has a band for "
	"each. In a study area events are corrected for the first and last day "
	"too, and those outside of --period are left out; else they count towards the "
	"days inside.",
	.run = run_stkde,
};
