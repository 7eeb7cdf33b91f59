#include "work/points_clusters.h"
#include "base/str.h"
#include "intake/outlines.h"
#include "stats/hull.h"
#include "work/points_outlines.h"
#include <math.h>

enum { DRAWS_USUAL = 99 };
#define NEAREST_MOST 2e9 /* nearest points that are looked for in all */

/* ---- rows as points ------------------------------------------------------------- */

size_t *points_rows(struct context *ctx, const struct events *e)
{
	if (!e->count)
		return NULL;
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n += e->count[i];
	size_t *row_of = arena_array(ctx->arena, size_t, n);
	n = 0;
	for (size_t i = 0; i < e->n; i++)
		for (uint32_t k = 0; k < e->count[i]; k++)
			row_of[n++] = i;
	return row_of;
}

struct places points_places_known(
	struct context *ctx, const struct events *e, const size_t *row_of, size_t n)
{
	struct places known = {e->precision_m, e->place};
	if (!e->precision_m || !row_of)
		return known;
	double *precision_m = arena_array(ctx->arena, double, n);
	uint32_t *place = arena_array(ctx->arena, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		precision_m[i] = e->precision_m[row_of[i]];
		place[i] = e->place ? e->place[row_of[i]] : (uint32_t)row_of[i];
	}
	return (struct places){precision_m, place};
}

enum err_code points_draws(struct context *ctx, const struct points_file *file,
	int64_t asked, uint32_t *draws)
{
	*draws = 0;
	if (asked > 0 && !file->precision)
		return err_set(ctx, ERR_USAGE,
			"--draws needs --precision COL: the column that says to how "
			"many metres each place is known");
	if (file->place && !file->precision)
		return err_set(ctx, ERR_USAGE,
			"--place says which rows move together when places are drawn: "
			"give --precision COL too");
	if (asked > DRAWS_MOST)
		return err_set(ctx, ERR_USAGE, "--draws: at most %d", DRAWS_MOST);
	if (file->precision)
		*draws = asked > 0 ? (uint32_t)asked : DRAWS_USUAL;
	return ERR_OK;
}

static uint64_t events_total(const struct events *e)
{
	uint64_t total = 0;
	for (size_t i = 0; i < e->n; i++)
		total += e->count ? e->count[i] : 1;
	return total;
}

static enum err_code take_events(struct context *ctx, struct points_clusters *c)
{
	const struct events *e = c->events;
	uint64_t total = events_total(e);
	if (e->count && total > POINTS_EVENTS_MOST)
		return err_set(ctx, ERR_DATA,
			"%s: its rows stand for %llu events; this method takes "
			"%d at most one by one: leave out --count, or use points "
			"dbscan",
			e->file, (unsigned long long)total, POINTS_EVENTS_MOST);
	struct events_expanded x = events_expand(ctx, e);
	c->points = x.points;
	c->row_of = points_rows(ctx, e);
	if (!e->count)
		return ERR_OK;
	size_t *point_of = arena_array(ctx->arena, size_t, e->n);
	for (size_t i = 0; i < e->n; i++)
		point_of[i] = e->count[i] ? x.first[i] : SIZE_MAX;
	c->point_of = point_of;
	return ERR_OK;
}

/* Rows of no events are left out; the others become points with what they count. */
static void take_counted_rows(struct context *ctx, struct points_clusters *c)
{
	const struct events *e = c->events;
	struct arena *arena = ctx->arena;
	double *x_m = arena_array(arena, double, e->n);
	double *y_m = arena_array(arena, double, e->n);
	double *weight = arena_array(arena, double, e->n);
	int64_t *t_s = e->t_s ? arena_array(arena, int64_t, e->n) : NULL;
	uint32_t *count = arena_array(arena, uint32_t, e->n);
	size_t *row_of = arena_array(arena, size_t, e->n), n = 0;
	size_t *point_of = arena_array(arena, size_t, e->n);
	for (size_t i = 0; i < e->n; i++) {
		point_of[i] = e->count[i] ? n : SIZE_MAX;
		if (e->count[i] == 0)
			continue;
		x_m[n] = e->x_m[i];
		y_m[n] = e->y_m[i];
		if (t_s)
			t_s[n] = e->t_s[i];
		count[n] = e->count[i];
		weight[n] = (double)e->count[i] * (e->weight ? e->weight[i] : 1);
		row_of[n++] = i;
	}
	c->points = (struct points){n, x_m, y_m, t_s};
	c->count = count;
	c->weight = weight;
	c->row_of = row_of;
	c->point_of = point_of;
}

enum err_code points_clusters_begin(struct context *ctx, const struct points_file *file,
	const struct points_extras *extras, const struct events *e, bool one_by_one,
	struct points_clusters *c)
{
	*c = (struct points_clusters){.file = file, .extras = extras, .events = e};
	uint32_t draws;
	enum err_code err = points_draws(ctx, file, extras->draws, &draws);
	if (!err && extras->output && !outlines_can_write(extras->output))
		err = err_set(ctx, ERR_USAGE,
			"--output: end the name of the file in .gpkg or .geojson");
	if (err)
		return err;
	if (one_by_one) {
		err = take_events(ctx, c);
	} else if (e->count) {
		take_counted_rows(ctx, c);
	} else {
		c->points = (struct points){e->n, e->x_m, e->y_m, e->t_s};
		c->weight = e->weight;
	}
	if (!err)
		c->places = points_places_known(ctx, e, c->row_of, c->points.n);
	return err;
}

enum err_code points_clusters_check_nearest(
	struct context *ctx, const struct points_clusters *c, int64_t min_points)
{
	double n = (double)c->points.n, looks = n * fmin((double)min_points, n);
	if (looks <= NEAREST_MOST)
		return ERR_OK;
	return err_set(ctx, ERR_USAGE,
		"the %lld nearest of each of %zu events would take hours to find: give "
		"a smaller --min-points (%.0f at most; a cluster may be larger)",
		(long long)min_points, c->points.n, floor(NEAREST_MOST / n));
}

enum err_code points_clusters_doubt(struct context *ctx, struct points_clusters *c)
{
	uint32_t draws;
	enum err_code err = points_draws(ctx, c->file, c->extras->draws, &draws);
	if (err || draws == 0)
		return err;
	return draws_survival(ctx, &c->survival, c->points, &c->places, draws,
		&c->labels, c->method, c->how);
}

void points_clusters_add_survival(
	struct table *t, const struct points_clusters *c, size_t point)
{
	if (c->survival.draws == 0)
		return;
	uint32_t label = point == SIZE_MAX ? 0 : c->labels.label[point];
	if (label)
		cell_real(t, survival_share_01(&c->survival, label - 1));
	else
		cell_null(t);
}

struct result *points_clusters_parameters(
	struct context *ctx, const struct points_clusters *c)
{
	struct result *p = points_parameters(ctx, c->file, c->timed);
	if (c->file->weight)
		result_text(p, "weight", c->file->weight);
	if (c->file->precision)
		result_text(p, "precision", c->file->precision);
	if (c->file->place)
		result_text(p, "place", c->file->place);
	if (c->survival.draws)
		result_int(p, "draws", c->survival.draws);
	return p;
}

/* ---- the table of clusters ------------------------------------------------------ */

/* What each cluster has beside its place and number. */
struct figures {
	const struct cluster *clusters;
	const struct cluster_hull *hulls;
	const struct points_outline *outlines; /* NULL: not asked for */
	double *weight;                        /* NULL: none was given */
};

enum { COLUMNS_MOST = 16 };

static void add_column(struct column *columns, size_t *n, struct column column)
{
	columns[(*n)++] = column;
}

static struct table *make_table(
	struct context *ctx, const struct points_clusters *c, const struct figures *f)
{
	const enum audience all = AUDIENCE_PUBLIC;
	struct column *columns = arena_array(ctx->arena, struct column, COLUMNS_MOST);
	size_t n = 0;
	add_column(columns, &n, (struct column){"label", "Cluster", 0, all});
	add_column(columns, &n, (struct column){"n", "Events", 0, all});
	add_column(columns, &n, (struct column){"x", "x", 6, all});
	add_column(columns, &n, (struct column){"y", "y", 6, all});
	add_column(columns, &n, (struct column){"radius_m", "Radius (m)", 1, all});
	if (c->timed) {
		add_column(columns, &n, (struct column){"from", "From", 0, all});
		add_column(columns, &n, (struct column){"to", "To", 0, all});
	}
	if (f->weight)
		add_column(columns, &n, (struct column){"weight", "Weight", 1, all});
	add_column(columns, &n, (struct column){"span_m", "Span (m)", 1, all});
	add_column(columns, &n, (struct column){"hull_area_m2", "Hull (m2)", 0, all});
	if (f->outlines) {
		add_column(columns, &n,
			(struct column){"outline_area_m2", "Outline (m2)", 0, all});
		add_column(columns, &n, (struct column){"outline", NULL, 0, all});
	}
	if (c->stability)
		add_column(
			columns, &n, (struct column){"stability", "Stability", 4, all});
	if (c->survival.draws) {
		add_column(
			columns, &n, (struct column){"survival", "Survives", 2, all});
		add_column(columns, &n,
			(struct column){"jaccard_mean", "Likeness", 2, all});
	}
	return table_create(ctx->arena, "clusters", "Clusters", columns, n);
}

static void add_cluster(struct context *ctx, const struct points_clusters *c,
	const struct figures *f, uint32_t at, struct table *t)
{
	const struct cluster *cluster = &f->clusters[at];
	const struct events *e = c->events;
	struct point centre =
		events_place(ctx, e, (struct point){cluster->x_m, cluster->y_m});
	cell_int(t, cluster->label);
	cell_int(t, (int64_t)cluster->n);
	cell_real(t, centre.x_m);
	cell_real(t, centre.y_m);
	cell_real(t, cluster->radius_m);
	if (c->timed) {
		cell_text(t, events_time_text(ctx->arena, e, cluster->from_s));
		cell_text(t, events_time_text(ctx->arena, e, cluster->to_s));
	}
	if (f->weight)
		cell_real(t, f->weight[at]);
	cell_real(t, f->hulls[at].span_m);
	cell_real(t, f->hulls[at].area_m2);
	if (f->outlines) {
		cell_real(t, f->outlines[at].area_m2);
		cell_text(t, f->outlines[at].wkt);
	}
	if (c->stability)
		cell_real(t, c->stability[at]);
	if (c->survival.draws) {
		cell_real(t, survival_share_01(&c->survival, at));
		cell_real(t, survival_jaccard_mean(&c->survival, at));
	}
}

static double *weights_of(struct context *ctx, const struct points_clusters *c)
{
	if (!c->file->weight)
		return NULL;
	double *sum = arena_array(ctx->arena, double, c->labels.clusters_n);
	for (size_t i = 0; i < c->points.n; i++)
		if (c->labels.label[i])
			sum[c->labels.label[i] - 1] += c->weight[i];
	return sum;
}

static enum err_code figures_of(
	struct context *ctx, const struct points_clusters *c, struct figures *f)
{
	struct points_outline *outlines = NULL;
	enum err_code err = ERR_OK;
	*f = (struct figures){.clusters = cluster_summaries_counted(
				      ctx, c->points, c->count, &c->labels),
		.hulls = cluster_hulls(ctx, c->points, &c->labels),
		.weight = weights_of(ctx, c)};
	if ((c->extras->outlines || c->extras->output))
		err = points_outlines_make(
			ctx, c->events, c->points, &c->labels, &outlines);
	f->outlines = outlines;
	return err;
}

static int64_t noise_events(const struct points_clusters *c)
{
	int64_t noise = 0;
	for (size_t i = 0; i < c->labels.n; i++)
		if (!c->labels.label[i])
			noise += c->count ? c->count[i] : 1;
	return noise;
}

enum err_code points_clusters_finish(struct context *ctx,
	const struct work_options *options, const char *command,
	struct points_clusters *c, const struct result *parameters,
	struct result *result, bool *left_out)
{
	/* CSV is one table, that of the events: the clusters are for the others. */
	bool told = options->format != FORMAT_CSV;
	struct figures f;
	if (told || c->extras->output) {
		enum err_code err = figures_of(ctx, c, &f);
		if (err)
			return err;
		struct table *t = make_table(ctx, c, &f);
		for (uint32_t i = 0; i < c->labels.clusters_n; i++)
			add_cluster(ctx, c, &f, i, t);
		result_table(result, t);
		if (c->extras->output)
			err = points_outlines_write(
				ctx, c->file, c->extras->output, t, f.outlines);
		if (err)
			return err;
	}
	result_int(result, "noise", noise_events(c));
	if (c->chosen)
		result_result(result, "chosen", c->chosen);
	return points_finish(
		ctx, options, command, c->events, parameters, result, left_out);
}
