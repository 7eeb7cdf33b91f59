#include "stats/optics.h"
#include "work/points_hdbscan.h"
#include <math.h>

struct way {
	struct optics_options options;
	double cut_m, xi_01; /* 0: none of its own */
};

static enum err_code label(struct context *ctx, const struct way *way,
	const struct optics *optics, struct labels *labels,
	struct optics_valleys *valleys)
{
	*valleys = (struct optics_valleys){0};
	if (way->xi_01 > 0)
		return optics_xi(ctx, optics, way->xi_01, labels, valleys);
	optics_cut(ctx, optics, way->cut_m > 0 ? way->cut_m : optics->radius_m, labels);
	return ERR_OK;
}

static enum err_code label_draw(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	struct optics optics;
	struct optics_valleys valleys;
	const struct way *way = how;
	enum err_code err = optics_run(ctx, &optics, points, &way->options);
	return err ? err : label(ctx, way, &optics, labels, &valleys);
}

static const struct column order_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"place", "Place in the order", 0, AUDIENCE_PUBLIC},
	{"core_m", "Core distance (m)", 1, AUDIENCE_PUBLIC},
	{"reachability_m", "Reachability (m)", 1, AUDIENCE_PUBLIC},
	{"label", "Cluster", 0, AUDIENCE_PUBLIC},
	{"survival", "Survives", 2, AUDIENCE_PUBLIC},
};
enum { ORDER_COLUMNS = 6 };

/* In the order of the file; a row that stands for several events shows its first. */
static const struct table *order_table(
	struct context *ctx, const struct points_clusters *c, const struct optics *o)
{
	const struct events *e = c->events;
	struct table *t = table_create(ctx->arena, "members", "Events", order_columns,
		ORDER_COLUMNS + (c->survival.draws > 0));
	uint32_t *place = arena_array(ctx->arena, uint32_t, o->n);
	for (size_t k = 0; k < o->n; k++)
		place[o->order[k]] = (uint32_t)k + 1;
	for (size_t i = 0; i < e->n; i++) {
		size_t at = points_clusters_at(c, i);
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		if (at == SIZE_MAX) {
			cell_null(t);
			cell_null(t);
			cell_null(t);
			cell_int(t, 0);
		} else {
			cell_int(t, place[at]);
			cell_real(t, o->core_m[at]);
			cell_real(t, o->reach_m[at]);
			cell_int(t, c->labels.label[at]);
		}
		points_clusters_add_survival(t, c, at);
	}
	return t;
}

static const struct column valley_columns[] = {
	{"first", "From place", 0, AUDIENCE_PUBLIC},
	{"last", "To place", 0, AUDIENCE_PUBLIC},
	{"n", "Events", 0, AUDIENCE_PUBLIC},
};

/* One in the other; places count from 1, as in the order. */
static const struct table *valleys_table(
	struct context *ctx, const struct optics_valleys *v)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "valleys", "Valleys", valley_columns);
	for (size_t i = 0; i < v->n; i++) {
		cell_int(t, (int64_t)v->first[i] + 1);
		cell_int(t, (int64_t)v->last[i] + 1);
		cell_int(t, (int64_t)v->last[i] - v->first[i] + 1);
	}
	return t;
}

static enum err_code check_cut(
	struct context *ctx, const struct way *way, const struct optics *optics)
{
	if (way->cut_m <= optics->radius_m)
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"--cut %g m is more than the radius, %g m: nothing farther was looked "
		"at; give a larger --radius",
		way->cut_m, optics->radius_m);
}

static enum err_code order_print(struct context *ctx,
	const struct work_options *options, struct points_clusters *c, struct way *way,
	bool *left_out)
{
	struct optics optics;
	struct optics_valleys valleys;
	enum err_code err = optics_run(ctx, &optics, c->points, &way->options);
	c->method = label_draw;
	c->how = way;
	if (!err)
		err = check_cut(ctx, way, &optics);
	if (!err)
		err = label(ctx, way, &optics, &c->labels, &valleys);
	if (!err)
		err = points_clusters_doubt(ctx, c);
	if (err)
		return err;
	struct result *p = points_clusters_parameters(ctx, c);
	result_real(p, "radius_m", optics.radius_m);
	result_int(p, "min_points", way->options.min_points);
	if (way->xi_01 > 0)
		result_real(p, "xi", way->xi_01);
	else
		result_real(p, "cut_m", way->cut_m > 0 ? way->cut_m : optics.radius_m);
	struct result *result = result_create(ctx->arena);
	if (options->format == FORMAT_CSV)
		result_table(result, order_table(ctx, c, &optics));
	else if (way->xi_01 > 0)
		result_table(result, valleys_table(ctx, &valleys));
	return points_clusters_finish(
		ctx, options, "points optics", c, p, result, left_out);
}

enum err_code work_points_optics(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_optics_options *o, bool *left_out)
{
	struct events e;
	struct points_clusters c;
	if (o->xi_01 > 0 && o->cut_m > 0)
		return err_set(ctx, ERR_USAGE,
			"--xi and --cut are two ways to clusters: give one of them");
	if (!(o->xi_01 >= 0) || o->xi_01 >= 1)
		return err_set(ctx, ERR_USAGE,
			"--xi must lie between 0 and 1: give a share such as 0.05");
	if (o->min_points > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "--min-points is too large");
	struct way way = {{o->radius_m, (uint32_t)o->min_points}, o->cut_m, o->xi_01};
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = points_clusters_begin(ctx, file, &o->extras, &e, true, &c);
	if (!err)
		err = points_clusters_check_nearest(ctx, &c, o->min_points);
	if (!err)
		err = order_print(ctx, options, &c, &way, left_out);
	events_release(&e);
	return err;
}
