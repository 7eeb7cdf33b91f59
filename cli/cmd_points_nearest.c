/* points clarkevans, nearest, quadrats: nearest neighbours and equal parts. */
#include "points_options.h"
#include "study_options.h"
#include "work/points_nearest.h"

#define NEAREST_OPTIONS                                                                \
	STUDY_OPTIONS,                                                                 \
	{                                                                              \
		.name = "replications", .kind = VALUE_INT, .value = "N",               \
		.help = "random patterns for a test by rank (0: none)"                 \
	}

static const struct option_spec clarkevans_options[] = {
	FILE_OPTIONS, NEAREST_OPTIONS, {0}};

static const struct option_spec nearest_options[] = {
	FILE_OPTIONS,
	NEAREST_OPTIONS,
	{.name = "neighbours",
		.kind = VALUE_INT,
		.value = "K",
		.help = "neighbours of each event (1)",
		.least = 1},
	{0},
};

static const struct option_spec quadrats_options[] = {
	FILE_OPTIONS,
	NEAREST_OPTIONS,
	{.name = "columns",
		.kind = VALUE_INT,
		.value = "N",
		.help = "from left to right (5)",
		.least = 1},
	{.name = "rows",
		.kind = VALUE_INT,
		.value = "N",
		.help = "from below to above (5)",
		.least = 1},
	{0},
};

static struct points_nearest_options common(struct call *call)
{
	return (struct points_nearest_options){
		.area = call_text(call, "area", NULL),
		.study_area = call_text(call, "study-area", NULL),
		.simplify_m = call_real(call, "simplify", 0),
		.replications = call_int(call, "replications", 0),
	};
}

static enum err_code run_clarkevans(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_nearest_options o = common(call);
	return work_points_clarkevans(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_nearest(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_nearest_options o = common(call);
	o.neighbours = call_int(call, "neighbours", 1);
	return work_points_nearest(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_quadrats(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_nearest_options o = common(call);
	o.columns = call_int(call, "columns", 5);
	o.rows = call_int(call, "rows", 5);
	return work_points_quadrats(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_clarkevans = {
	.name = "points clarkevans",
	.group = "Points: any file of events",
	.summary = "whether nearest neighbours are nearer than by chance (Clark-Evans)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = clarkevans_options,
	.details = POINTS_DETAILS STUDY_DETAILS,
	.run = run_clarkevans,
};

const struct command command_points_nearest = {
	.name = "points nearest",
	.group = "Points: any file of events",
	.summary = "the nearest neighbours of each event, and of all against chance",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = nearest_options,
	.details = POINTS_DETAILS STUDY_DETAILS,
	.run = run_nearest,
};

const struct command command_points_quadrats = {
	.name = "points quadrats",
	.group = "Points: any file of events",
	.summary = "whether equal parts of the area hold as many events",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = quadrats_options,
	.details = POINTS_DETAILS STUDY_DETAILS,
	.run = run_quadrats,
};
