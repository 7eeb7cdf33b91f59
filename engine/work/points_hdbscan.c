#include "work/points_hdbscan.h"
#include "stats/hdbscan.h"
#include "stats/optics.h"
#include "work/points_result.h"

static const struct column member_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"label", "Cluster", 0, AUDIENCE_PUBLIC},
	{"probability", "Probability", 3, AUDIENCE_PUBLIC},
};

static const struct table *members_table(struct context *ctx, const struct events *e,
	const struct events_expanded *x, const struct hdbscan *h)
{
	struct table *t = TABLE_CREATE(ctx->arena, "members", "Events", member_columns);
	for (size_t i = 0; i < e->n; i++) {
		size_t at = x->first ? x->first[i] : i;
		bool event = !e->count || e->count[i] > 0;
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		cell_int(t, event ? h->labels.label[at] : 0);
		cell_real(t, event ? h->probability[at] : 0);
	}
	return t;
}

static enum err_code clusters_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct hdbscan_options *o, const struct events *e, bool *left_out)
{
	struct events_expanded x = events_expand(ctx, e);
	struct hdbscan h;
	enum err_code err = hdbscan_run(ctx, &h, x.points, o);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	result_int(p, "min_cluster_size", o->min_cluster_size);
	result_int(p, "min_points", o->min_points);
	struct result *result = result_create(ctx->arena);
	if (options->format == FORMAT_CSV)
		result_table(result, members_table(ctx, e, &x, &h));
	const struct cluster *clusters =
		cluster_summaries(ctx, x.points, NULL, &h.labels);
	result_table(result,
		points_clusters_table(ctx, e, clusters, h.labels.clusters_n, false));
	result_int(result, "noise", (int64_t)h.labels.noise_n);
	return points_finish(ctx, options, "points hdbscan", e, p, result, left_out);
}

enum err_code work_points_hdbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hdbscan_options *o, bool *left_out)
{
	struct events e;
	if (o->min_cluster_size > INT32_MAX || o->min_points > INT32_MAX)
		return err_set(ctx, ERR_USAGE,
			"--min-cluster-size and --min-points: at most %d", INT32_MAX);
	struct hdbscan_options h = {.min_cluster_size = (uint32_t)o->min_cluster_size,
		.min_points = (uint32_t)(o->min_points ? o->min_points
						       : o->min_cluster_size)};
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = clusters_print(ctx, options, file, &h, &e, left_out);
	events_release(&e);
	return err;
}

/* ---- OPTICS -------------------------------------------------------------------------- */

static const struct column order_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"place", "Place in the order", 0, AUDIENCE_PUBLIC},
	{"core_m", "Core distance (m)", 1, AUDIENCE_PUBLIC},
	{"reachability_m", "Reachability (m)", 1, AUDIENCE_PUBLIC},
	{"label", "Cluster", 0, AUDIENCE_PUBLIC},
};

/* In the order of the file; a row that stands for several events shows its first. */
static const struct table *order_table(struct context *ctx, const struct events *e,
	const struct events_expanded *x, const struct optics *o,
	const struct labels *labels)
{
	struct table *t = TABLE_CREATE(ctx->arena, "members", "Events", order_columns);
	uint32_t *place = arena_array(ctx->arena, uint32_t, o->n);
	for (size_t k = 0; k < o->n; k++)
		place[o->order[k]] = (uint32_t)k + 1;
	for (size_t i = 0; i < e->n; i++) {
		size_t at = x->first ? x->first[i] : i;
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		if (e->count && e->count[i] == 0) {
			cell_null(t);
			cell_null(t);
			cell_null(t);
			cell_int(t, 0);
			continue;
		}
		cell_int(t, place[at]);
		cell_real(t, o->core_m[at]);
		cell_real(t, o->reach_m[at]);
		cell_int(t, labels->label[at]);
	}
	return t;
}

static enum err_code order_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_optics_options *o, const struct events *e, bool *left_out)
{
	struct events_expanded x = events_expand(ctx, e);
	struct optics_options oo = {
		.radius_m = o->radius_m, .min_points = (uint32_t)o->min_points};
	double cut_m = o->cut_m > 0 ? o->cut_m : o->radius_m;
	struct optics optics;
	struct labels labels;
	enum err_code err = optics_run(ctx, &optics, x.points, &oo);
	if (err)
		return err;
	optics_cut(ctx, &optics, cut_m, &labels);
	struct result *p = points_parameters(ctx, file, false);
	result_real(p, "radius_m", o->radius_m);
	result_int(p, "min_points", o->min_points);
	result_real(p, "cut_m", cut_m);
	struct result *result = result_create(ctx->arena);
	if (options->format == FORMAT_CSV)
		result_table(result, order_table(ctx, e, &x, &optics, &labels));
	const struct cluster *clusters =
		cluster_summaries(ctx, x.points, NULL, &labels);
	result_table(result,
		points_clusters_table(ctx, e, clusters, labels.clusters_n, false));
	result_int(result, "noise", (int64_t)labels.noise_n);
	return points_finish(ctx, options, "points optics", e, p, result, left_out);
}

enum err_code work_points_optics(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_optics_options *o, bool *left_out)
{
	struct events e;
	if (!(o->radius_m > 0) || o->cut_m > o->radius_m)
		return err_set(ctx, ERR_USAGE,
			"--radius must be more than 0, and --cut no more than it: give "
			"distances such as 500m and 250m");
	if (o->min_points > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "--min-points is too large");
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = order_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
