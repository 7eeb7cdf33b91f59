/* points kde: a smooth surface of any file of events. */
#include "surface_options.h"
#include "work/points_density.h"

static const struct option_spec kde_options[] = {
	FILE_OPTIONS,
	SURFACE_OPTIONS,
	KERNEL_OPTION,
	{"weight", VALUE_TEXT, "COL", "column with how much an event counts (1)", NULL,
		false, 0, false},
	{"adaptive", VALUE_FLAG, NULL,
		"each event with a bandwidth of its own, wide where events are few "
		"(Abramson)",
		NULL, false, 0, false},
	{"pilot", VALUE_DISTANCE, "DISTANCE",
		"of an adaptive surface: the bandwidth it begins with (--bandwidth)",
		NULL, false, 0, true},
	CONTOURS_OPTION,
	{"levels", VALUE_TEXT, "LIST",
		"of the contours: shares of the surface or densities "
		"(50%,75%,95%)",
		NULL, false, 0, false},
	{0},
};

static enum err_code run_kde(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.weight = call_text(call, "weight", NULL);
	struct points_kde_options o = {
		.surface = surface_of(call),
		.adaptive = call_flag(call, "adaptive"),
		.pilot_m = call_real(call, "pilot", 0),
	};
	o.surface.kernel = call_text(call, "kernel", "gaussian");
	o.surface.contours = call_text(call, "contours", NULL);
	o.surface.levels = call_text(call, "levels", NULL);
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
	.details = POINTS_DETAILS SURFACE_DETAILS
	"\n\nA contour at 50% is the border of the smallest area that holds "
	"half of the surface; each is an area in the file.",
	.run = run_kde,
};
