/* points getis, moran: values that are like their neighbours'. */
#include "points_options.h"
#include "work/points_local.h"

#define VALUE_OPTION                                                                   \
	{                                                                              \
		"value", VALUE_TEXT, "COL", "column of the value of a row's place",    \
			NULL, true, 0, false                                           \
	}

static const struct option_spec getis_options[] = {
	FILE_OPTIONS,
	VALUE_OPTION,
	{"radius", VALUE_DISTANCE, "DISTANCE", "how near neighbours are: 500m", NULL,
		true, 0, true},
	{"permutations", VALUE_INT, "N", "shuffles of the values (0: none)", NULL,
		false, 0, false},
	{0},
};

static const struct option_spec moran_options[] = {
	FILE_OPTIONS,
	VALUE_OPTION,
	{"radius", VALUE_DISTANCE, "DISTANCE", "how near neighbours are: 500m", NULL,
		false, 0, true},
	{"neighbours", VALUE_INT, "K", "in place of a radius: the K nearest", NULL,
		false, 1, false},
	{"permutations", VALUE_INT, "N", "shuffles of the values (0: none)", NULL,
		false, 0, false},
	{0},
};

static enum err_code run_getis(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.value = call_text(call, "value", NULL);
	struct points_local_options o = {
		.radius_m = call_real(call, "radius", 0),
		.permutations = call_int(call, "permutations", 0),
	};
	return work_points_getis(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_moran(struct call *call, bool *left_out)
{
	struct points_file file = file_of(call);
	file.value = call_text(call, "value", NULL);
	struct points_local_options o = {
		.radius_m = call_real(call, "radius", 0),
		.neighbours = call_int(call, "neighbours", 0),
		.permutations = call_int(call, "permutations", 0),
	};
	if (call_option(call, "radius")->set == call_option(call, "neighbours")->set)
		return err_set(call->ctx, ERR_USAGE,
			"points moran needs one of --radius and --neighbours");
	return work_points_moran(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_getis = {
	.name = "points getis",
	.group = "Points: any file of events",
	.summary = "where high or low values gather (Getis-Ord Gi*)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = getis_options,
	.details = POINTS_DETAILS,
	.run = run_getis,
};

const struct command command_points_moran = {
	.name = "points moran",
	.group = "Points: any file of events",
	.summary = "whether values are like their neighbours' (Moran's I, local Moran)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = moran_options,
	.details = POINTS_DETAILS,
	.run = run_moran,
};
