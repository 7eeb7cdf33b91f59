#include "work/points_hdbscan.h"
#include "stats/hdbscan.h"

static const struct column member_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"label", "Cluster", 0, AUDIENCE_PUBLIC},
	{"probability", "Probability", 3, AUDIENCE_PUBLIC},
	{"outlier", "Outlier", 3, AUDIENCE_PUBLIC},
	{"survival", "Survives", 2, AUDIENCE_PUBLIC},
};
enum { MEMBER_COLUMNS = 5 };

static const struct table *members_table(
	struct context *ctx, const struct points_clusters *c, const struct hdbscan *h)
{
	const struct events *e = c->events;
	struct table *t = table_create(ctx->arena, "members", "Events", member_columns,
		MEMBER_COLUMNS + (c->survival.draws > 0));
	for (size_t i = 0; i < e->n; i++) {
		size_t at = points_clusters_at(c, i);
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		cell_int(t, at == SIZE_MAX ? 0 : c->labels.label[at]);
		cell_real(t, at == SIZE_MAX ? 0 : h->probability[at]);
		if (at == SIZE_MAX)
			cell_null(t);
		else
			cell_real(t, h->outlier[at]);
		points_clusters_add_survival(t, c, at);
	}
	return t;
}

static enum err_code label_draw(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	struct hdbscan h;
	enum err_code err = hdbscan_run(ctx, &h, points, how);
	if (!err)
		*labels = h.labels;
	return err;
}

static enum err_code clusters_print(struct context *ctx,
	const struct work_options *options, struct points_clusters *c,
	struct hdbscan_options *o, bool *left_out)
{
	struct hdbscan h;
	enum err_code err = hdbscan_run(ctx, &h, c->points, o);
	if (err)
		return err;
	c->labels = h.labels;
	c->stability = h.stability;
	c->method = label_draw;
	c->how = o;
	err = points_clusters_doubt(ctx, c);
	if (err)
		return err;
	struct result *p = points_clusters_parameters(ctx, c);
	result_int(p, "min_cluster_size", o->min_cluster_size);
	result_int(p, "min_points", o->min_points);
	struct result *result = result_create(ctx->arena);
	if (options->format == FORMAT_CSV)
		result_table(result, members_table(ctx, c, &h));
	return points_clusters_finish(
		ctx, options, "points hdbscan", c, p, result, left_out);
}

enum err_code work_points_hdbscan(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_hdbscan_options *o, bool *left_out)
{
	struct events e;
	struct points_clusters c;
	if (o->min_cluster_size > INT32_MAX || o->min_points > INT32_MAX)
		return err_set(ctx, ERR_USAGE,
			"--min-cluster-size and --min-points: at most %d", INT32_MAX);
	struct hdbscan_options h = {.min_cluster_size = (uint32_t)o->min_cluster_size,
		.min_points = (uint32_t)(o->min_points ? o->min_points
						       : o->min_cluster_size)};
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = points_clusters_begin(ctx, file, &o->extras, &e, true, &c);
	if (!err)
		err = points_clusters_check_nearest(ctx, &c, h.min_points);
	if (!err)
		err = clusters_print(ctx, options, &c, &h, left_out);
	events_release(&e);
	return err;
}
