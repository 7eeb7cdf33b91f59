#include "work/points_dbscan.h"
#include "base/civil.h"
#include "base/str.h"
#include "geo/grid.h"
#include "stats/dbscan.h"
#include "stats/knee.h"
#include "stats/usual.h"

/* ---- what the data choose ----------------------------------------------------------- */

static void say_knee(
	struct context *ctx, struct result *r, const char *of, const struct knee *knee)
{
	result_real(r, str_printf(ctx->arena, "%s_bend", of), knee->height_01);
	result_real(r, str_printf(ctx->arena, "%s_share", of), knee->share_01);
	result_int(r, str_printf(ctx->arena, "%s_asked", of), (int64_t)knee->asked);
	if (knee->height_01 < 0.1)
		notice(ctx,
			"the %s that was chosen by the data is a weak guess: the "
			"distances hardly bend (%.2f of 1), so look at others too",
			of, knee->height_01);
}

static uint64_t events_of(const struct points_clusters *c)
{
	uint64_t n = c->points.n;
	for (size_t i = 0; c->count && i < c->points.n; i++)
		n += c->count[i] - 1;
	return n;
}

/* Before the radius is known, or when it was given. */
static enum err_code choose_min_points(struct context *ctx,
	const struct points_clusters *c, const struct points_cluster_options *o,
	struct dbscan_options *d, struct result *r)
{
	const char *why = "5 is usual for points in a plane";
	if (o->min_points > 0) {
		d->min_points = (uint32_t)o->min_points;
		return ERR_OK;
	}
	d->min_points = 5;
	if (!(o->radius_m > 0)) {
		d->min_points = knee_min_points(events_of(c));
		why = "the logarithm of the number of events, at least 5 (Birant and "
		      "Kut 2007)";
	} else if (o->min_points < 0) {
		struct arena_mark mark = arena_mark(ctx->scratch);
		int64_t window_s =
			c->timed && o->window_s >= 0 ? (int64_t)o->window_s : INT64_MAX;
		struct grid grid;
		enum err_code err =
			grid_build(ctx, &grid, ctx->scratch, c->points, o->radius_m);
		if (err)
			return err;
		d->min_points =
			usual_min_points(ctx, c->points, &grid, o->radius_m, window_s);
		arena_reset(ctx->scratch, mark);
		why = "what the usual event has within reach (m) and three of its "
		      "standard deviations (m + 3 sqrt m), at least 5";
	}
	result_int(r, "min_points", d->min_points);
	result_text(r, "min_points_why", why);
	return ERR_OK;
}

static enum err_code choose_radius(struct context *ctx, const struct points_clusters *c,
	const struct points_cluster_options *o, struct dbscan_options *d,
	struct result *r)
{
	struct knee knee;
	d->radius_m = o->radius_m;
	if (o->radius_m > 0)
		return ERR_OK;
	enum err_code err = knee_radius(ctx, &knee, c->points, c->count, d->min_points);
	if (err)
		return err;
	d->radius_m = knee.value;
	result_real(r, "radius_m", knee.value);
	result_text(r, "radius_why",
		"where the distances to the nearest min_points bend (Kneedle; the "
		"longest twentieth left out), to two digits");
	say_knee(ctx, r, "radius", &knee);
	return ERR_OK;
}

static enum err_code choose_window(struct context *ctx, const struct points_clusters *c,
	const struct points_cluster_options *o, struct dbscan_options *d,
	struct result *r)
{
	struct knee knee;
	d->window_s = (int64_t)o->window_s;
	if (!c->timed || o->window_s >= 0)
		return ERR_OK;
	enum err_code err = knee_window(
		ctx, &knee, c->points, c->count, d->radius_m, d->min_points);
	if (err)
		return err;
	d->window_s = (int64_t)knee.value;
	result_real(r, "window_days", knee.value / (double)DAY_S);
	result_text(r, "window_why",
		"where the times to the nearest min_points in time, of those within "
		"the radius, bend (Kneedle; the longest twentieth left out)");
	say_knee(ctx, r, "window", &knee);
	return ERR_OK;
}

static enum err_code choose(struct context *ctx, struct points_clusters *c,
	const struct points_cluster_options *o, struct dbscan_options *d)
{
	struct result *r = result_create(ctx->arena);
	bool by_data = !(o->radius_m > 0) || (c->timed && o->window_s < 0) ||
		       o->min_points < 0;
	if (by_data && c->file->weight)
		return err_set(ctx, ERR_USAGE,
			"nothing is chosen by the data where events have weights: give "
			"--radius, --window and --min-points as numbers");
	enum err_code err = choose_min_points(ctx, c, o, d, r);
	if (!err)
		err = choose_radius(ctx, c, o, d, r);
	if (!err)
		err = choose_window(ctx, c, o, d, r);
	if (r->n > 0)
		c->chosen = r;
	return err;
}

/* ---- the clusters ------------------------------------------------------------------- */

static const struct column member_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"label", "Cluster", 0, AUDIENCE_PUBLIC},
	{"core", "Core", 0, AUDIENCE_PUBLIC},
	{"survival", "Survives", 2, AUDIENCE_PUBLIC},
};
enum { MEMBER_COLUMNS = 4 };

static const struct table *members_table(
	struct context *ctx, const struct points_clusters *c)
{
	const struct events *e = c->events;
	struct table *t = table_create(ctx->arena, "members", "Events", member_columns,
		MEMBER_COLUMNS + (c->survival.draws > 0));
	for (size_t i = 0; i < e->n; i++) {
		size_t at = points_clusters_at(c, i);
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		cell_int(t, at == SIZE_MAX ? 0 : c->labels.label[at]);
		cell_int(t, at == SIZE_MAX ? 0 : c->labels.core[at]);
		points_clusters_add_survival(t, c, at);
	}
	return t;
}

struct method {
	struct dbscan_options options;
	bool timed;
};

static enum err_code run_method(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	const struct method *method = how;
	return method->timed ? stdbscan_run(ctx, labels, points, &method->options)
			     : dbscan_run(ctx, labels, points, &method->options);
}

static enum err_code clusters_print(struct context *ctx,
	const struct work_options *options, struct points_clusters *c,
	const struct points_cluster_options *o, bool *left_out)
{
	struct method *method = arena_new(ctx->arena, struct method);
	struct dbscan_options *dbscan = &method->options;
	dbscan->weight = c->weight;
	method->timed = c->timed;
	enum err_code err = choose(ctx, c, o, dbscan);
	c->method = run_method;
	c->how = method;
	if (!err)
		err = run_method(ctx, &c->labels, c->points, method);
	if (!err)
		err = points_clusters_doubt(ctx, c);
	if (err)
		return err;
	struct result *p = points_clusters_parameters(ctx, c);
	result_real(p, "radius_m", dbscan->radius_m);
	if (c->timed)
		result_real(p, "window_days", (double)dbscan->window_s / (double)DAY_S);
	result_int(p, "min_points", dbscan->min_points);
	struct result *result = result_create(ctx->arena);
	/* CSV has a row an event; JSON and text have the clusters. */
	if (options->format == FORMAT_CSV)
		result_table(result, members_table(ctx, c));
	return points_clusters_finish(ctx, options,
		c->timed ? "points stdbscan" : "points dbscan", c, p, result, left_out);
}

static enum err_code clusters_run(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_cluster_options *o, bool timed, bool *left_out)
{
	struct events e;
	struct points_clusters c;
	if (o->min_points > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "--min-points is too large");
	enum err_code err =
		events_read(ctx, file, timed ? EVENTS_TIMED : EVENTS_TIMELESS, &e);
	if (!err)
		err = points_clusters_begin(ctx, file, &o->extras, &e, false, &c);
	if (!err) {
		c.timed = timed;
		err = clusters_print(ctx, options, &c, o, left_out);
	}
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
