/* points hdbscan, optics: clusters of any density on any file of events. */
#include "points_options.h"
#include "work/points_hdbscan.h"

static const struct option_spec hdbscan_options[] = {
	FILE_OPTIONS,
	{"min-cluster-size", VALUE_INT, "N", "the smallest group that is a cluster",
		NULL, true, 2, false},
	{"min-points", VALUE_INT, "N",
		"points that make a place dense, itself counted (the cluster size)",
		NULL, false, 1, false},
	EXTRA_OPTIONS,
	{0},
};

static struct points_file file_with_places(const struct call *call)
{
	struct points_file file = file_of(call);
	file.precision = call_text(call, "precision", NULL);
	file.place = call_text(call, "place", NULL);
	return file;
}

static enum err_code run_hdbscan(struct call *call, bool *left_out)
{
	struct points_file file = file_with_places(call);
	struct points_hdbscan_options o = {
		.min_cluster_size = call_int(call, "min-cluster-size", 0),
		.min_points = call_int(call, "min-points", 0),
		.extras = EXTRAS_OF(call),
	};
	return work_points_hdbscan(call->ctx, &call->work, &file, &o, left_out);
}

static const struct option_spec optics_options[] = {
	FILE_OPTIONS,
	{"radius", VALUE_DISTANCE, "DISTANCE",
		"the farthest that is looked: 1km (the largest distance to a "
		"min-points-th nearest)",
		NULL, false, 0, true},
	{"min-points", VALUE_INT, "N", "points within reach, itself counted (5)", NULL,
		false, 1, false},
	{"cut", VALUE_DISTANCE, "DISTANCE",
		"where the order is cut into clusters (the radius)", NULL, false, 0,
		true},
	{"xi", VALUE_REAL, "SHARE",
		"clusters are valleys with ends this steep: 0.05; in place of --cut",
		NULL, false, 0, false},
	EXTRA_OPTIONS,
	{0},
};

static enum err_code check_positive(const struct call *call, const char *name)
{
	if (!call_option(call, name)->set || call_real(call, name, 0) > 0)
		return ERR_OK;
	return err_set(call->ctx, ERR_USAGE,
		"--%s must be more than 0: give a distance such as 500m, or leave it "
		"out",
		name);
}

static enum err_code run_optics(struct call *call, bool *left_out)
{
	struct points_file file = file_with_places(call);
	struct points_optics_options o = {
		.radius_m = call_real(call, "radius", 0),
		.cut_m = call_real(call, "cut", 0),
		.xi_01 = call_real(call, "xi", 0),
		.min_points = call_int(call, "min-points", 5),
		.extras = EXTRAS_OF(call),
	};
	enum err_code err = check_positive(call, "radius");
	if (!err)
		err = check_positive(call, "cut");
	if (!err && call_option(call, "xi")->set && !(o.xi_01 > 0))
		err = err_set(call->ctx, ERR_USAGE,
			"--xi must lie between 0 and 1: give a share such as 0.05");
	return err ? err
		   : work_points_optics(call->ctx, &call->work, &file, &o, left_out);
}

const struct command command_points_optics = {
	.name = "points optics",
	.group = "Points: any file of events",
	.summary = "events in an order that shows clusters of any radius (OPTICS)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = optics_options,
	.details = POINTS_DETAILS EXTRAS_DETAILS,
	.run = run_optics,
};

const struct command command_points_hdbscan = {
	.name = "points hdbscan",
	.group = "Points: any file of events",
	.summary = "clusters of any density, without a radius (HDBSCAN*)",
	.arguments = "FILE",
	.arguments_least = 1,
	.arguments_most = 1,
	.options = hdbscan_options,
	.details = POINTS_DETAILS EXTRAS_DETAILS,
	.run = run_hdbscan,
};
