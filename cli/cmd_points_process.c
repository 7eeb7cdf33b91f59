/* points ripley, clarkevans: whether points gather or keep apart. */
#include "points_options.h"
#include "work/points_process.h"

#define AREA_OPTION                                                                    \
	{                                                                              \
		"area", VALUE_TEXT, "X,Y,X,Y",                                         \
			"two corners of where events could be (those of the events)",  \
			NULL, false, 0, false                                          \
	}

static const struct option_spec ripley_options[] = {
	FILE_OPTIONS,
	AREA_OPTION,
	{"edge", VALUE_CHOICE, "CORRECTION",
		"for what the border hides: isotropic (the default), translation, "
		"border or none",
		"none border translation isotropic", false, 0, false},
	{"max-radius", VALUE_DISTANCE, "DISTANCE",
		"the last radius (a quarter of the shorter side)", NULL, false, 0,
		true},
	{"steps", VALUE_INT, "N", "radii up to it (50)", NULL, false, 1, false},
	{"replications", VALUE_INT, "N",
		"random patterns for an envelope and a test (0: none)", NULL, false, 0,
		false},
	{0},
};

static const struct option_spec clarkevans_options[] = {FILE_OPTIONS, AREA_OPTION, {0}};

static enum err_code run_ripley(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_ripley_options o = {
		.edge = call_text(call, "edge", "isotropic"),
		.area = call_text(call, "area", NULL),
		.max_radius_m = call_real(call, "max-radius", 0),
		.steps = call_int(call, "steps", 50),
		.replications = call_int(call, "replications", 0),
	};
	return work_points_ripley(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_clarkevans(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	return work_points_clarkevans(
		call->ctx, &call->work, &file, call_text(call, "area", NULL), left_out);
}

const struct command command_points_ripley = {
	.name = "points ripley",
	.group = "Points: any file of events",
	.summary = "at which distances events gather (Ripley's K, Besag's L)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = ripley_options,
	.details = POINTS_DETAILS,
	.run = run_ripley,
};

const struct command command_points_clarkevans = {
	.name = "points clarkevans",
	.group = "Points: any file of events",
	.summary = "whether nearest neighbours are nearer than by chance (Clark-Evans)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = clarkevans_options,
	.details = POINTS_DETAILS,
	.run = run_clarkevans,
};
