/* points getis, getisord, moran, geary: values that are like their neighbours'. */
#include "places_options.h"
#include "work/points_local.h"

#define VALUE_OPTION                                                                   \
	{                                                                              \
		"value", VALUE_TEXT, "COL", "column of the value of a row's place",    \
			NULL, false, 0, false                                          \
	}

#define ADJUST_OPTION                                                                  \
	{                                                                              \
		"adjust", VALUE_CHOICE, "HOW",                                         \
			"a further p over all places, beside p_fdr: holm, by "         \
			"(Benjamini-Yekutieli) or bonferroni",                         \
			"holm by bonferroni", false, 0, false                          \
	}

#define NULL_OPTION                                                                    \
	{                                                                              \
		"null", VALUE_CHOICE, "HOW",                                           \
			"values fall at random (randomisation, the default), or are "  \
			"normal (normality)",                                          \
			"randomisation normality", false, 0, false                     \
	}

#define LOCAL_OPTION                                                                   \
	{                                                                              \
		"local", VALUE_FLAG, NULL, "the figures of each place in JSON too",    \
			NULL, false, 0, false                                          \
	}

#define LAGS_OPTION                                                                    \
	{                                                                              \
		"lags", VALUE_INT, "N",                                                \
			"a correlogram: rings of the radius, or steps from neighbour " \
			"to neighbour",                                                \
			NULL, false, 1, false                                          \
	}

static const struct option_spec getis_options[] = {
	FILE_OPTIONS,
	VALUE_OPTION,
	PLACES_OPTIONS,
	PERMUTATIONS_OPTION,
	ADJUST_OPTION,
	{"without-self", VALUE_FLAG, NULL,
		"Gi in place of Gi*: a place is not its own neighbour", NULL, false, 0,
		false},
	{"exact", VALUE_FLAG, NULL,
		"an exact p where values are counts, too (always for rows that are "
		"counted)",
		NULL, false, 0, false},
	{"global", VALUE_FLAG, NULL, "Getis-Ord's G over all in JSON too", NULL, false,
		0, false},
	{0},
};

static const struct option_spec getisord_options[] = {
	FILE_OPTIONS, VALUE_OPTION, PLACES_OPTIONS, PERMUTATIONS_OPTION, {0}};

static const struct option_spec moran_options[] = {
	FILE_OPTIONS,
	VALUE_OPTION,
	PLACES_OPTIONS,
	PERMUTATIONS_OPTION,
	NULL_OPTION,
	ADJUST_OPTION,
	LOCAL_OPTION,
	{"moments", VALUE_CHOICE, "HOW",
		"of local Moran: given the value of the place (conditional, the "
		"default), or total",
		"conditional total", false, 0, false},
	LAGS_OPTION,
	{0},
};

static const struct option_spec geary_options[] = {FILE_OPTIONS, VALUE_OPTION,
	PLACES_OPTIONS, PERMUTATIONS_OPTION, NULL_OPTION, ADJUST_OPTION, LOCAL_OPTION,
	LAGS_OPTION, {0}};

/* What all four have. */
static enum err_code read_common(const struct call *call, struct points_file *file,
	struct points_local_options *o)
{
	*file = file_of(call);
	file->value = call_text(call, "value", NULL);
	*o = (struct points_local_options){
		.places = places_of(call),
		.permutations = call_int(call, "permutations", 0),
	};
	return places_check(call);
}

static enum err_code run_getis(struct call *call, bool *left_out)
{
	struct points_file file;
	struct points_local_options o;
	enum err_code err = read_common(call, &file, &o);
	o.places.self = !call_flag(call, "without-self");
	o.adjust = call_text(call, "adjust", NULL);
	o.exact = call_flag(call, "exact");
	o.global = call_flag(call, "global");
	return err ? err
		   : work_points_getis(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_getisord(struct call *call, bool *left_out)
{
	struct points_file file;
	struct points_local_options o;
	enum err_code err = read_common(call, &file, &o);
	return err ? err
		   : work_points_getisord(call->ctx, &call->work, &file, &o, left_out);
}

static void read_likeness(const struct call *call, struct points_local_options *o)
{
	o->null = call_text(call, "null", NULL);
	o->adjust = call_text(call, "adjust", NULL);
	o->local = call_flag(call, "local");
	o->lags = call_int(call, "lags", 0);
}

static enum err_code run_moran(struct call *call, bool *left_out)
{
	struct points_file file;
	struct points_local_options o;
	enum err_code err = read_common(call, &file, &o);
	read_likeness(call, &o);
	o.moments = call_text(call, "moments", NULL);
	return err ? err
		   : work_points_moran(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_geary(struct call *call, bool *left_out)
{
	struct points_file file;
	struct points_local_options o;
	enum err_code err = read_common(call, &file, &o);
	read_likeness(call, &o);
	return err ? err
		   : work_points_geary(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_getis = {
	.name = "points getis",
	.group = "Points: any file of events",
	.summary = "where high or low values gather (Getis-Ord Gi*)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = getis_options,
	.details = PLACES_DETAILS,
	.run = run_getis,
};

const struct command command_points_getisord = {
	.name = "points getisord",
	.group = "Points: any file of events",
	.summary = "whether high or low values gather at all (Getis-Ord G)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = getisord_options,
	.details = PLACES_DETAILS,
	.run = run_getisord,
};

const struct command command_points_moran = {
	.name = "points moran",
	.group = "Points: any file of events",
	.summary = "whether values are like their neighbours' (Moran's I, local Moran)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = moran_options,
	.details = PLACES_DETAILS,
	.run = run_moran,
};

const struct command command_points_geary = {
	.name = "points geary",
	.group = "Points: any file of events",
	.summary =
		"whether values differ from their neighbours' (Geary's C, local Geary)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = geary_options,
	.details = PLACES_DETAILS,
	.run = run_geary,
};
