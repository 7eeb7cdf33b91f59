/* points ripley, gest, pcf: at which distances points gather or keep apart. */
#include "points_options.h"
#include "study_options.h"
#include "work/points_process.h"

#define CURVE_OPTIONS                                                                  \
	{.name = "max-radius",                                                         \
		.kind = VALUE_DISTANCE,                                                \
		.value = "DISTANCE",                                                   \
		.help = "the last radius (as far as it is worth asking)",              \
		.bare = true},                                                         \
	{                                                                              \
		.name = "replications", .kind = VALUE_INT, .value = "N",               \
		.help = "random patterns for an envelope and a test (0: none)"         \
	}
#define CURVE_DETAILS                                                                  \
	STUDY_DETAILS                                                                  \
	"\n\nOf an envelope, low and high are the least and largest of random "        \
	"patterns at each radius; p_value ranks the largest deviation at any radius, " \
	"and even points leave the band from global_low to global_high anywhere in "   \
	"5 % of cases."

static const struct option_spec ripley_options[] = {
	FILE_OPTIONS,
	STUDY_OPTIONS,
	CURVE_OPTIONS,
	{.name = "edge",
		.kind = VALUE_CHOICE,
		.value = "CORRECTION",
		.help = "for what the border hides: isotropic (the default), "
			"translation, border or none",
		.choices = "none border translation isotropic"},
	{.name = "steps",
		.kind = VALUE_INT,
		.value = "N",
		.help = "radii up to it (50)",
		.least = 1},
	{0},
};

static const struct option_spec gest_options[] = {
	FILE_OPTIONS,
	STUDY_OPTIONS,
	CURVE_OPTIONS,
	{.name = "function",
		.kind = VALUE_CHOICE,
		.value = "F",
		.help = "g: from points (the default), f: from anywhere",
		.choices = "g f"},
	{.name = "edge",
		.kind = VALUE_CHOICE,
		.value = "ESTIMATE",
		.help = "which estimate the envelope is of (km)",
		.choices = "raw rs km han"},
	{.name = "places",
		.kind = VALUE_INT,
		.value = "N",
		.help = "of f: places it is taken at, about (10000)",
		.least = 1},
	{.name = "steps",
		.kind = VALUE_INT,
		.value = "N",
		.help = "radii, which are the classes of distance too (512)",
		.least = 1},
	{0},
};

static const struct option_spec pcf_options[] = {
	FILE_OPTIONS,
	STUDY_OPTIONS,
	CURVE_OPTIONS,
	{.name = "edge",
		.kind = VALUE_CHOICE,
		.value = "CORRECTION",
		.help = "for what the border hides: translation (isotropic with "
			"--study-area), or none",
		.choices = "none translation isotropic"},
	{.name = "half-width",
		.kind = VALUE_DISTANCE,
		.value = "DISTANCE",
		.help = "of the kernel (0.15 / sqrt(events per area))",
		.bare = true},
	{.name = "divisor",
		.kind = VALUE_CHOICE,
		.value = "D",
		.help = "r (the default); d is better at short distances",
		.choices = "r d"},
	{.name = "sums",
		.kind = VALUE_CHOICE,
		.value = "HOW",
		.help = "exact (the default), or binned as spatstat's",
		.choices = "exact binned"},
	{.name = "steps",
		.kind = VALUE_INT,
		.value = "N",
		.help = "radii up to it (128)",
		.least = 1},
	{0},
};

static struct points_process_options common(struct call *call, int64_t steps)
{
	return (struct points_process_options){
		.area = call_text(call, "area", NULL),
		.study_area = call_text(call, "study-area", NULL),
		.simplify_m = call_real(call, "simplify", 0),
		.max_radius_m = call_real(call, "max-radius", 0),
		.steps = call_int(call, "steps", steps),
		.replications = call_int(call, "replications", 0),
	};
}

static enum err_code run_ripley(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_process_options o = common(call, 50);
	o.edge = call_text(call, "edge", "isotropic");
	return work_points_ripley(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_gest(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_process_options o = common(call, 512);
	o.edge = call_text(call, "edge", "km");
	o.function = call_text(call, "function", "g");
	o.places = call_int(call, "places", 10000);
	return work_points_gest(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_pcf(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	struct points_process_options o = common(call, 128);
	/* Translation weights of a long outline take too long. */
	o.edge = call_text(call, "edge", o.study_area ? "isotropic" : "translation");
	o.half_width_m = call_real(call, "half-width", 0);
	o.divisor = call_text(call, "divisor", "r");
	o.sums = call_text(call, "sums", "exact");
	return work_points_pcf(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_ripley = {
	.name = "points ripley",
	.group = "Points: any file of events",
	.summary = "at which distances events gather (Ripley's K, Besag's L)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = ripley_options,
	.details = POINTS_DETAILS CURVE_DETAILS,
	.run = run_ripley,
};

const struct command command_points_gest = {
	.name = "points gest",
	.group = "Points: any file of events",
	.summary =
		"how far it is to the nearest event, from events (G) or anywhere (F)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = gest_options,
	.details = POINTS_DETAILS CURVE_DETAILS,
	.run = run_gest,
};

const struct command command_points_pcf = {
	.name = "points pcf",
	.group = "Points: any file of events",
	.summary = "how many more pairs lie at each distance than by chance (g)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = pcf_options,
	.details = POINTS_DETAILS CURVE_DETAILS,
	.run = run_pcf,
};
