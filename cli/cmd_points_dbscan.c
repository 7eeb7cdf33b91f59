/* points dbscan, stdbscan: clusters where events lie densely, in any file of events. */
#include "base/str.h"
#include "points_options.h"
#include "work/points_dbscan.h"

#define WEIGHT_OPTION                                                                  \
	{                                                                              \
		"weight", VALUE_TEXT, "COL",                                           \
			"column with what a row counts towards --min-points (1)",      \
			NULL, false, 0, false                                          \
	}
#define RADIUS_OPTION                                                                  \
	{                                                                              \
		"radius", VALUE_DISTANCE, "DISTANCE|auto",                             \
			"how near neighbours are: 250m; auto: by the data", "auto",    \
			true, 0, true                                                  \
	}
#define MIN_POINTS_OPTION                                                              \
	{                                                                              \
		"min-points", VALUE_INT, "N|auto",                                     \
			"points within reach, itself counted (5); auto: by the data",  \
			"auto", false, 1, false                                        \
	}

static const struct option_spec dbscan_options[] = {FILE_OPTIONS, WEIGHT_OPTION,
	RADIUS_OPTION, MIN_POINTS_OPTION, EXTRA_OPTIONS, {0}};

static const struct option_spec stdbscan_options[] = {FILE_OPTIONS, WEIGHT_OPTION,
	RADIUS_OPTION,
	{"window", VALUE_DURATION, "TIME|auto",
		"how near in time: 14d; auto: by the data", "auto", true, 0, true},
	MIN_POINTS_OPTION, EXTRA_OPTIONS, {0}};

static bool is_auto(const struct call *call, const char *name)
{
	const char *text = call_text(call, name, NULL);
	return text && str_equal(text, "auto");
}

static enum err_code read_options(struct call *call, struct points_file *file,
	bool timed, struct points_cluster_options *o)
{
	*file = file_of(call);
	file->weight = call_text(call, "weight", NULL);
	file->precision = call_text(call, "precision", NULL);
	file->place = call_text(call, "place", NULL);
	*o = (struct points_cluster_options){
		.radius_m = call_real(call, "radius", 0),
		.min_points = call_int(call, "min-points", 0),
		.extras = EXTRAS_OF(call),
	};
	if (!is_auto(call, "radius") && !(o->radius_m > 0))
		return err_set(call->ctx, ERR_USAGE,
			"--radius must be more than 0: give a distance such as 250m");
	if (is_auto(call, "radius"))
		o->radius_m = 0;
	if (timed)
		o->window_s =
			is_auto(call, "window") ? -1 : call_real(call, "window", 0);
	if (is_auto(call, "min-points"))
		o->min_points = -1;
	return ERR_OK;
}

static enum err_code run_dbscan(struct call *call, bool *left_out)
{
	struct points_file file;
	struct points_cluster_options o;
	enum err_code err = read_options(call, &file, false, &o);
	return err ? err
		   : work_points_dbscan(call->ctx, &call->work, &file, &o, left_out);
}

static enum err_code run_stdbscan(struct call *call, bool *left_out)
{
	struct points_file file;
	struct points_cluster_options o;
	enum err_code err = read_options(call, &file, true, &o);
	return err ? err
		   : work_points_stdbscan(call->ctx, &call->work, &file, &o, left_out);
}

#define RADIUS_DETAILS                                                                 \
	" --radius auto takes the distance at which those to the nearest events bend " \
	"(Kneedle)"
#define CHOSEN_DETAILS "; the result says what was chosen and why."

const struct command command_points_dbscan = {
	.name = "points dbscan",
	.group = "Points: any file of events",
	.summary = "clusters in space (DBSCAN)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = dbscan_options,
	.details = POINTS_DETAILS RADIUS_DETAILS CHOSEN_DETAILS EXTRAS_DETAILS,
	.run = run_dbscan,
};

const struct command command_points_stdbscan = {
	.name = "points stdbscan",
	.group = "Points: any file of events",
	.summary = "clusters in space and time (ST-DBSCAN)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = stdbscan_options,
	.details = POINTS_DETAILS RADIUS_DETAILS
	", --window auto likewise in time" CHOSEN_DETAILS EXTRAS_DETAILS,
	.run = run_stdbscan,
};
