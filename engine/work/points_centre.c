#include "work/points_centre.h"
#include "geo/shape.h"
#include "stats/ellipse.h"
#include "stats/lorenz.h"
#include "work/points_result.h"
#include <math.h>
#include <stdlib.h>

#define PLACES_MOST 10000000

/* ---- weights -------------------------------------------------------------------------- */

static uint32_t children_of(const struct events *e)
{
	uint32_t n = 0;
	for (size_t i = 0; i < e->n; i++)
		n = e->child[i] >= n ? e->child[i] + 1 : n;
	return n;
}

/* What each row weighs: its events, times its own weight; of a child 1 in all. */
static enum err_code row_weights(
	struct context *ctx, const struct events *e, const double **weights)
{
	double *weight = arena_array(ctx->arena, double, e->n);
	for (size_t i = 0; i < e->n; i++) {
		double own = e->value ? e->value[i] : 1;
		if (!(own >= 0))
			return err_at(ctx, ERR_DATA,
				(struct err_where){.file = e->file, .row = e->row[i]},
				"a weight must be 0 or more");
		weight[i] = own * (e->count ? e->count[i] : 1);
	}
	*weights = weight;
	if (!e->child)
		return ERR_OK;
	double *sums = arena_array(ctx->arena, double, children_of(e));
	for (size_t i = 0; i < e->n; i++)
		sums[e->child[i]] += weight[i];
	for (size_t i = 0; i < e->n; i++)
		weight[i] = weight[i] > 0 ? weight[i] / sums[e->child[i]] : 0;
	return ERR_OK;
}

/* ---- centres -------------------------------------------------------------------------- */

static const struct column centre_columns[] = {
	{"centre", "Centre", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
};
static const struct column corner_columns[] = {
	{"corner", "Corner", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
};

static void place_cells(
	struct context *ctx, struct table *t, const struct events *e, struct point at)
{
	struct point place = events_place(ctx, e, at);
	cell_real(t, place.x_m);
	cell_real(t, place.y_m);
}

static const struct table *centres_table(
	struct context *ctx, const struct events *e, const struct ellipse *c)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "centres", "Centres", centre_columns);
	t->reading =
		"mean: of x and of y. weber: the least sum of distances. median: of x "
		"and of y, each by itself, without weights.";
	cell_text(t, "mean");
	place_cells(ctx, t, e, c->mean);
	cell_text(t, "weber");
	place_cells(ctx, t, e, c->median);
	cell_text(t, "median");
	place_cells(ctx, t, e, c->middle);
	return t;
}

static struct result *axes(struct context *ctx, const struct ellipse *c, double scale)
{
	struct result *r = result_create(ctx->arena);
	result_real(r, "major_m", c->major_m * scale);
	result_real(r, "minor_m", c->minor_m * scale);
	result_real(r, "angle_deg", c->angle_deg);
	result_real(r, "area_m2", c->area_m2 * scale * scale);
	return r;
}

/* The convex hull and its corners, anticlockwise; none where all lie on a line. */
static enum err_code tell_hull(struct context *ctx, struct result *r,
	const struct events *e, struct points points)
{
	struct shape *hull;
	enum err_code err = shape_from_hull(ctx, &hull, points);
	if (err)
		return err;
	struct result *figures = result_create(ctx->arena);
	struct table *t = TABLE_CREATE(
		ctx->arena, "corners", "Corners of the hull", corner_columns);
	struct rings rings = shape_rings(ctx, hull);
	for (size_t i = 0; rings.n > 0 && i + 1 < rings.items[0].n; i++) {
		cell_int(t, (int64_t)i + 1);
		place_cells(ctx, t, e,
			(struct point){rings.items[0].x_m[i], rings.items[0].y_m[i]});
	}
	result_real(figures, "area_m2", shape_area_m2(hull));
	result_real(figures, "around_m", shape_length_m(hull));
	result_table(figures, t);
	result_result(r, "hull", figures);
	shape_free(hull);
	return ERR_OK;
}

static enum err_code centre_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct events *e, bool *left_out)
{
	struct points points = {e->n, e->x_m, e->y_m, NULL};
	const double *weights = NULL;
	struct ellipse c;
	enum err_code err = row_weights(ctx, e, &weights);
	if (!err)
		err = ellipse_run(ctx, &c, points, weights);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	if (file->child)
		result_text(p, "child", file->child);
	struct result *r = result_create(ctx->arena);
	result_table(r, centres_table(ctx, e, &c));
	result_int(r, "n", (int64_t)e->n);
	result_real(r, "weight", c.weight);
	result_real(r, "standard_distance_m", c.standard_distance_m);
	result_result(r, "ellipse", axes(ctx, &c, 1));
	double n = c.weight;
	result_result(
		r, "ellipse_arcgis", axes(ctx, &c, n > 2 ? sqrt((n - 2) / n) : NAN));
	err = tell_hull(ctx, r, e, points);
	if (err)
		return err;
	return points_finish(ctx, options, "points centre", e, p, r, left_out);
}

enum err_code work_points_centre(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	bool *left_out)
{
	struct events e;
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = centre_print(ctx, options, file, &e, left_out);
	events_release(&e);
	return err;
}

/* ---- shares of places ------------------------------------------------------------------ */

struct row_place {
	double x, y; /* what makes two rows one place */
	uint32_t child;
	size_t row;
};

struct place {
	size_t row; /* the first */
	double x_m, y_m;
	double events, children;
};

static int compare_rows(const void *a, const void *b)
{
	const struct row_place *p = a, *q = b;
	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	if (p->y != q->y)
		return p->y < q->y ? -1 : 1;
	if (p->child != q->child)
		return p->child < q->child ? -1 : 1;
	return (p->row > q->row) - (p->row < q->row);
}

static struct row_place *sorted_rows(
	struct context *ctx, const struct events *e, double cell_m)
{
	struct row_place *rows = arena_array(ctx->arena, struct row_place, e->n);
	for (size_t i = 0; i < e->n; i++) {
		rows[i] = (struct row_place){
			e->x[i], e->y[i], e->child ? e->child[i] : 0, i};
		if (cell_m > 0) {
			rows[i].x = floor(e->x_m[i] / cell_m);
			rows[i].y = floor(e->y_m[i] / cell_m);
		}
	}
	qsort(rows, e->n, sizeof *rows, compare_rows);
	return rows;
}

static int compare_places(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	if (p->children != q->children)
		return p->children > q->children ? -1 : 1;
	if (p->events != q->events)
		return p->events > q->events ? -1 : 1;
	return (p->row > q->row) - (p->row < q->row);
}

/* Places with events, the busiest first; without children their children are 0. */
static size_t gather(struct context *ctx, const struct events *e, double cell_m,
	struct place **places)
{
	struct row_place *rows = sorted_rows(ctx, e, cell_m);
	struct place *all = arena_array(ctx->arena, struct place, e->n);
	size_t n = 0;
	for (size_t i = 0; i < e->n; i++) {
		const struct row_place *r = &rows[i];
		if (e->count && e->count[r->row] == 0)
			continue;
		bool same = n > 0 && i > 0 && rows[i - 1].x == r->x &&
			    rows[i - 1].y == r->y && all[n - 1].events > 0;
		if (!same)
			all[n++] = (struct place){.row = r->row,
				.x_m = cell_m > 0 ? (r->x + 0.5) * cell_m
						  : e->x_m[r->row],
				.y_m = cell_m > 0 ? (r->y + 0.5) * cell_m
						  : e->y_m[r->row]};
		struct place *p = &all[n - 1];
		p->row = r->row < p->row ? r->row : p->row;
		p->events += e->count ? e->count[r->row] : 1;
		p->children += e->child && (!same || rows[i - 1].child != r->child);
	}
	qsort(all, n, sizeof *all, compare_places);
	*places = all;
	return n;
}

static const struct column place_columns[] = {
	{"rank", "Rank", 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"place_share", "Share of places", 4, AUDIENCE_PUBLIC},
	{"share", "Share of the total", 4, AUDIENCE_PUBLIC},
};

static const struct table *places_table(struct context *ctx, const struct events *e,
	const struct place *places, size_t n, const struct lorenz *l)
{
	struct table *t = TABLE_CREATE(
		ctx->arena, "places", "Places, the busiest first", place_columns);
	t->reading =
		"The shares are of this place and all busier ones. By children, each "
		"child counts once at a place.";
	for (size_t i = 0; i < n; i++) {
		cell_int(t, (int64_t)i + 1);
		place_cells(ctx, t, e, (struct point){places[i].x_m, places[i].y_m});
		cell_int(t, (int64_t)places[i].events);
		if (e->child)
			cell_int(t, (int64_t)places[i].children);
		else
			cell_null(t);
		cell_real(t, l->unit_share[i + 1]);
		cell_real(t, l->event_share[i + 1]);
	}
	return t;
}

static void tell_lorenz(struct result *r, const struct lorenz *l)
{
	double places = (double)l->n;
	result_int(r, "places", (int64_t)l->n);
	result_real(r, "total", l->total);
	result_real(r, "gini", l->gini);
	result_real(r, "gini_adjusted", fmax(places / l->total, 1) * (l->gini - 1) + 1);
	result_real(r, "share_of_top_20_percent", lorenz_top(l, 0.2));
	result_real(r, "places_with_25_percent", lorenz_needed(l, 0.25));
	result_real(r, "places_with_50_percent", lorenz_needed(l, 0.5));
	result_real(r, "places_with_80_percent", lorenz_needed(l, 0.8));
}

static enum err_code lorenz_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_lorenz_options *o, const struct events *e, bool *left_out)
{
	struct place *places;
	size_t n = gather(ctx, e, o->cell_m, &places);
	if (o->places && o->places < (int64_t)n)
		return err_set(ctx, ERR_USAGE,
			"--places %lld: there are %zu places with events, and those "
			"without come on top",
			(long long)o->places, n);
	size_t all = o->places ? (size_t)o->places : n;
	double *counts = arena_array(ctx->arena, double, all);
	for (size_t i = 0; i < n; i++)
		counts[i] = e->child ? places[i].children : places[i].events;
	struct lorenz l;
	enum err_code err = lorenz_run(ctx, &l, all, counts);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	if (file->child)
		result_text(p, "child", file->child);
	result_real(p, "cell_m", o->cell_m > 0 ? o->cell_m : NAN);
	struct result *r = result_create(ctx->arena);
	result_table(r, places_table(ctx, e, places, n, &l));
	result_text(r, "of", e->child ? "children" : "events");
	result_int(r, "places_with_events", (int64_t)n);
	tell_lorenz(r, &l);
	return points_finish(ctx, options, "points lorenz", e, p, r, left_out);
}

enum err_code work_points_lorenz(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_lorenz_options *o, bool *left_out)
{
	struct events e;
	if (o->places > PLACES_MOST)
		return err_set(ctx, ERR_USAGE, "--places: at most %d", PLACES_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = lorenz_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
