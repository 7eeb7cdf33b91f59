#include "work/points.h"
#include "base/str.h"
#include "stats/dbscan.h"
#include "stats/ellipse.h"
#include "stats/knox.h"
#include "work/points_result.h"
#include <math.h>

/* ---- clusters ------------------------------------------------------------------ */

static const struct column member_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"label", "Cluster", 0, AUDIENCE_PUBLIC},
	{"core", "Core", 0, AUDIENCE_PUBLIC},
};

static const struct table *members_table(struct context *ctx, const struct events *e,
	const struct events_expanded *x, const struct labels *labels)
{
	struct table *t = TABLE_CREATE(ctx->arena, "members", "Events", member_columns);
	for (size_t i = 0; i < e->n; i++) {
		size_t at = x->first ? x->first[i] : i;
		bool event = !e->count || e->count[i] > 0;
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		cell_int(t, event ? labels->label[at] : 0);
		cell_int(t, event ? labels->core[at] : 0);
	}
	return t;
}

static enum err_code clusters_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool timed, const struct events *e,
	bool *left_out)
{
	struct events_expanded x = events_expand(ctx, e);
	struct labels labels = {0};
	struct dbscan_options dbscan = {.radius_m = o->radius_m,
		.window_s = (int64_t)o->window_s,
		.min_points = (uint32_t)o->min_points};
	enum err_code err = timed ? stdbscan_run(ctx, &labels, x.points, &dbscan)
				  : dbscan_run(ctx, &labels, x.points, &dbscan);
	if (err)
		return err;
	const struct cluster *clusters =
		cluster_summaries(ctx, x.points, NULL, &labels);
	struct result *p = points_parameters(ctx, file, timed);
	result_real(p, "radius_m", o->radius_m);
	if (timed)
		result_real(p, "window_days", o->window_s / (double)DAY_S);
	result_int(p, "min_points", o->min_points);
	struct result *result = result_create(ctx->arena);
	/* CSV has a row an event; JSON and text have the clusters. */
	if (options->format == FORMAT_CSV)
		result_table(result, members_table(ctx, e, &x, &labels));
	result_table(result,
		points_clusters_table(ctx, e, clusters, labels.clusters_n, timed));
	result_int(result, "noise", (int64_t)labels.noise_n);
	return points_finish(ctx, options, timed ? "points stdbscan" : "points dbscan",
		e, p, result, left_out);
}

static enum err_code clusters_run(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool timed, bool *left_out)
{
	struct events e;
	if (!(o->radius_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--radius must be more than 0: give a distance such as 250m");
	if (o->min_points > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "--min-points is too large");
	enum err_code err =
		events_read(ctx, file, timed ? EVENTS_TIMED : EVENTS_TIMELESS, &e);
	if (!err)
		err = clusters_print(ctx, options, file, o, timed, &e, left_out);
	events_release(&e);
	return err;
}

enum err_code work_points_dbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool *left_out)
{
	return clusters_run(ctx, options, file, o, false, left_out);
}

enum err_code work_points_stdbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool *left_out)
{
	return clusters_run(ctx, options, file, o, true, left_out);
}

/* ---- Knox ------------------------------------------------------------------------ */

static const struct result *knox_result(struct context *ctx, const struct knox *k)
{
	struct result *r = result_create(ctx->arena);
	result_int(r, "n", (int64_t)k->n);
	result_int(r, "pairs", k->pairs);
	result_int(r, "close_space", k->close_space);
	result_int(r, "close_time", k->close_time);
	result_int(r, "close_both", k->close_both);
	result_real(r, "expected", k->expected);
	result_real(r, "ratio", k->ratio);
	result_real(r, "variance", k->variance);
	result_real(r, "p_poisson", k->p_poisson);
	result_real(r, "p_permutation", k->p_permutation);
	result_int(r, "permutations", k->replications);
	return r;
}

enum err_code work_points_knox(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_knox_options *o,
	bool *left_out)
{
	struct events e;
	struct knox knox;
	struct knox_options k = {.radius_m = o->radius_m,
		.window_s = (int64_t)o->window_s,
		.replications = (uint32_t)o->permutations};
	if (o->permutations > 10000000)
		return err_set(ctx, ERR_USAGE, "--permutations: at most 10000000");
	enum err_code err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = knox_run(ctx, &knox, x.points, &k);
	}
	if (!err) {
		struct result *p = points_parameters(ctx, file, true);
		result_real(p, "radius_m", o->radius_m);
		result_real(p, "window_days", o->window_s / (double)DAY_S);
		result_int(p, "permutations", o->permutations);
		err = points_finish(ctx, options, "points knox", &e, p,
			knox_result(ctx, &knox), left_out);
	}
	events_release(&e);
	return err;
}

/* ---- the ellipse ------------------------------------------------------------------
 */

enum err_code work_points_ellipse(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	bool *left_out)
{
	struct events e;
	struct ellipse ellipse;
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = ellipse_run(ctx, &ellipse, x.points, NULL);
	}
	if (!err) {
		struct result *r = result_create(ctx->arena);
		result_int(r, "n", (int64_t)ellipse.n);
		points_result_place(ctx, r, &e, "mean_centre", ellipse.mean);
		points_result_place(ctx, r, &e, "median_centre", ellipse.median);
		result_real(r, "standard_distance_m", ellipse.standard_distance_m);
		result_real(r, "major_m", ellipse.major_m);
		result_real(r, "minor_m", ellipse.minor_m);
		result_real(r, "angle_deg", ellipse.angle_deg);
		result_real(r, "area_m2", ellipse.area_m2);
		err = points_finish(ctx, options, "points ellipse", &e,
			points_parameters(ctx, file, false), r, left_out);
	}
	events_release(&e);
	return err;
}
