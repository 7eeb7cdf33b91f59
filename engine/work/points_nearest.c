#include "work/points_nearest.h"
#include "stats/nearest.h"
#include "stats/quadrats.h"
#include "work/points_study.h"
#include <math.h>

enum { NEIGHBOURS_MOST = 1000, REPLICATIONS_MOST = 100000, CELLS_MOST = 100000000 };

struct setting {
	struct events events;
	struct points_study study;
	struct points_study_options study_options;
	struct events_expanded expanded;
};

static enum err_code setting_begin(struct context *ctx, const struct points_file *file,
	const struct points_nearest_options *o, struct setting *s)
{
	*s = (struct setting){.study_options = {o->area, o->study_area, o->simplify_m}};
	if (o->replications > REPLICATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--replications: at most %d",
			REPLICATIONS_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &s->events);
	if (err)
		return err;
	s->expanded = events_expand(ctx, &s->events);
	return points_study_make(
		ctx, &s->events, s->expanded.points, &s->study_options, &s->study);
}

static void setting_release(struct setting *s)
{
	points_study_release(&s->study);
	events_release(&s->events);
}

/* ---- Clark and Evans ------------------------------------------------------------------
 */

static void tell_clark_evans(struct result *r, const struct clark_evans *c)
{
	result_int(r, "n", (int64_t)c->n);
	result_int(r, "duplicates", (int64_t)c->duplicates);
	result_real(r, "mean_m", c->mean_m);
	result_real(r, "expected_m", c->expected_m);
	result_real(r, "index", c->index);
	result_real(r, "index_donnelly", c->index_donnelly);
	result_real(r, "index_cdf", c->index_cdf);
	result_real(r, "z", c->z);
	result_real(r, "p_value", c->p_value);
	result_real(r, "p_clustered", c->p_clustered);
	result_real(r, "p_regular", c->p_regular);
	result_real(r, "z_donnelly", c->z_donnelly);
	result_real(r, "p_donnelly", c->p_donnelly);
	if (c->replications == 0)
		return;
	result_real(r, "p_permutation", c->p_rank);
	result_real(r, "p_permutation_clustered", c->p_rank_clustered);
	result_real(r, "p_permutation_regular", c->p_rank_regular);
}

enum err_code work_points_clarkevans(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, bool *left_out)
{
	struct setting s;
	struct clark_evans c;
	enum err_code err = setting_begin(ctx, file, o, &s);
	if (!err)
		err = clark_evans_in(ctx, &c, s.study.points, &s.study.area,
			(uint32_t)o->replications);
	if (!err) {
		struct result *p = points_parameters(ctx, file, false);
		struct result *r = result_create(ctx->arena);
		result_int(p, "replications", o->replications);
		points_study_tell(&s.study, &s.study_options, p, r);
		tell_clark_evans(r, &c);
		err = points_finish(
			ctx, options, "points clarkevans", &s.events, p, r, left_out);
	}
	setting_release(&s);
	return err;
}

/* ---- neighbours of every order --------------------------------------------------------
 */

static const struct column neighbour_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"order", "Order", 0, AUDIENCE_PUBLIC},
	{"distance_m", "Distance (m)", 1, AUDIENCE_PUBLIC},
	{"neighbour_row", "Row of the neighbour", 0, AUDIENCE_PUBLIC},
	{"neighbour_id", "Neighbour", 0, AUDIENCE_PUBLIC},
};

static const struct column order_columns[] = {
	{"order", "Order", 0, AUDIENCE_PUBLIC},
	{"mean_m", "Mean (m)", 1, AUDIENCE_PUBLIC},
	{"expected_m", "By chance (m)", 1, AUDIENCE_PUBLIC},
	{"index", "Index", 3, AUDIENCE_PUBLIC},
	{"z", "z", 2, AUDIENCE_PUBLIC},
	{"p_clustered", "p clustered", 4, AUDIENCE_PUBLIC},
	{"p_regular", "p regular", 4, AUDIENCE_PUBLIC},
};

/* The row of the file that an event stands in. */
static size_t row_of_event(const struct setting *s, const size_t *of_event, size_t at)
{
	size_t event = s->study.which[at];
	return of_event ? of_event[event] : event;
}

static const size_t *rows_of_events(struct context *ctx, const struct setting *s)
{
	const struct events *e = &s->events;
	if (!s->expanded.first)
		return NULL;
	size_t *row = arena_array(ctx->arena, size_t, s->expanded.points.n);
	for (size_t i = 0, n = 0; i < e->n; i++)
		for (uint32_t k = 0; k < e->count[i]; k++)
			row[n++] = i;
	return row;
}

static const struct table *neighbours_table(struct context *ctx,
	const struct setting *s, uint32_t k, const double *distance_m,
	const uint32_t *which)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "neighbours", "Nearest neighbours", neighbour_columns);
	const struct events *e = &s->events;
	const size_t *of_event = rows_of_events(ctx, s);
	for (size_t i = 0; i < s->study.points.n; i++)
		for (uint32_t order = 0; order < k; order++) {
			size_t at = i * k + order;
			size_t own = row_of_event(s, of_event, i);
			size_t other = row_of_event(s, of_event, which[at]);
			cell_int(t, e->row[own]);
			cell_text(t, e->id ? e->id[own] : NULL);
			cell_int(t, order + 1);
			cell_real(t, distance_m[at]);
			cell_int(t, e->row[other]);
			cell_text(t, e->id ? e->id[other] : NULL);
		}
	return t;
}

static const struct table *orders_table(
	struct context *ctx, const struct nearest_order *orders, uint32_t k)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "orders", "Neighbours against chance", order_columns);
	t->reading = "An index below 1: nearer than by chance. The plain index and z "
		     "make no allowance for the border; p does.";
	for (uint32_t i = 0; i < k; i++) {
		cell_int(t, orders[i].k);
		cell_real(t, orders[i].mean_m);
		cell_real(t, orders[i].expected_m);
		cell_real(t, orders[i].index);
		cell_real(t, orders[i].z);
		cell_real(t, orders[i].p_clustered);
		cell_real(t, orders[i].p_regular);
	}
	return t;
}

static enum err_code nearest_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, const struct setting *s, bool *left_out)
{
	struct points points = s->study.points;
	if (o->neighbours > NEIGHBOURS_MOST ||
		points.n * (size_t)o->neighbours > CELLS_MOST)
		return err_set(ctx, ERR_USAGE,
			"--neighbours: at most %d, and at most %d rows in all",
			NEIGHBOURS_MOST, CELLS_MOST);
	uint32_t k = (uint32_t)o->neighbours;
	struct nearest_order *orders = arena_array(ctx->arena, struct nearest_order, k);
	double *distance_m = arena_array(ctx->arena, double, points.n *k);
	uint32_t *which = arena_array(ctx->arena, uint32_t, points.n * k);
	enum err_code err = nearest_orders_test(
		ctx, orders, k, points, &s->study.area, (uint32_t)o->replications);
	if (!err)
		err = nearest_orders(ctx, points, k, distance_m, which);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	struct result *r = result_create(ctx->arena);
	result_int(p, "neighbours", o->neighbours);
	result_int(p, "replications", o->replications);
	result_table(r, neighbours_table(ctx, s, k, distance_m, which));
	result_int(r, "n", (int64_t)points.n);
	points_study_tell(&s->study, &s->study_options, p, r);
	result_table(r, orders_table(ctx, orders, k));
	return points_finish(
		ctx, options, "points nearest", &s->events, p, r, left_out);
}

enum err_code work_points_nearest(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, bool *left_out)
{
	struct setting s;
	enum err_code err = setting_begin(ctx, file, o, &s);
	if (!err)
		err = nearest_print(ctx, options, file, o, &s, left_out);
	setting_release(&s);
	return err;
}

/* ---- quadrats -------------------------------------------------------------------------
 */

static const struct column quadrat_columns[] = {
	{"column", "Column", 0, AUDIENCE_PUBLIC},
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"area_m2", "Area (m\xc2\xb2)", 0, AUDIENCE_PUBLIC},
	{"observed", "Observed", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"residual", "Residual", 2, AUDIENCE_PUBLIC},
};

static const struct table *quadrats_table(
	struct context *ctx, const struct events *e, const struct quadrats *q)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "quadrats", "Quadrats", quadrat_columns);
	t->reading = "Columns from the left, rows from below; x and y of the middle. A "
		     "residual beyond 2 is rare where all is even.";
	for (size_t k = 0; k < q->columns * q->rows; k++) {
		const struct quadrat *one = &q->quadrat[k];
		if (!(one->area_m2 > 0))
			continue;
		struct point middle = events_place(ctx, e,
			(struct point){(one->box.min_x_m + one->box.max_x_m) / 2,
				(one->box.min_y_m + one->box.max_y_m) / 2});
		cell_int(t, (int64_t)(k % q->columns) + 1);
		cell_int(t, (int64_t)(k / q->columns) + 1);
		cell_real(t, middle.x_m);
		cell_real(t, middle.y_m);
		cell_real(t, one->area_m2);
		cell_int(t, one->count);
		cell_real(t, one->expected);
		cell_real(t, one->residual);
	}
	return t;
}

enum err_code work_points_quadrats(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_nearest_options *o, bool *left_out)
{
	struct setting s;
	struct quadrats q;
	enum err_code err = setting_begin(ctx, file, o, &s);
	if (!err)
		err = quadrats_run(ctx, &q, s.study.points, &s.study.area,
			(size_t)o->columns, (size_t)o->rows, (uint32_t)o->replications);
	if (!err) {
		struct result *p = points_parameters(ctx, file, false);
		struct result *r = result_create(ctx->arena);
		result_int(p, "columns", o->columns);
		result_int(p, "rows", o->rows);
		result_int(p, "replications", o->replications);
		result_int(r, "n", (int64_t)q.n);
		points_study_tell(&s.study, &s.study_options, p, r);
		result_real(r, "x2", q.x2);
		result_int(r, "df", q.df);
		result_real(r, "p_value", q.p_value);
		result_real(r, "p_clustered", q.p_clustered);
		result_real(r, "p_regular", q.p_regular);
		result_real(r, "variance_to_mean", q.variance_to_mean);
		if (o->replications > 0) {
			result_real(r, "p_permutation_clustered", q.p_rank_clustered);
			result_real(r, "p_permutation_regular", q.p_rank_regular);
		}
		result_table(r, quadrats_table(ctx, &s.events, &q));
		err = points_finish(
			ctx, options, "points quadrats", &s.events, p, r, left_out);
	}
	setting_release(&s);
	return err;
}
