#include "stats/gest.h"
#include "geo/kdtree.h"
#include "stats/nearest.h"
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define PLACES_MOST 10000000

struct frame {
	const struct gest_options *o;
	const double *eroded_m2; /* by radius; NULL where han is not asked for */
	struct points places;    /* of F */
};

double gest_reach_m(const struct study_area *a, size_t n)
{
	double intensity = (double)n / a->area_m2;
	double diagonal =
		hypot(a->box.max_x_m - a->box.min_x_m, a->box.max_y_m - a->box.min_y_m);
	return fmin(sqrt(log(1e5) / (PI * intensity)), diagonal / 2);
}

static size_t class_of(const struct gest_options *o, double distance_m)
{
	size_t low = 0, high = o->radii_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (o->radius_m[middle] < distance_m)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Counts by class, the last of them beyond all radii. */
struct counts {
	size_t all;         /* places */
	uint32_t *near;     /* distances to the nearest */
	uint32_t *seen;     /* those not censored */
	uint32_t *observed; /* the smaller of distance and border */
	uint32_t *border, *border_seen;
};

static struct counts count(struct context *ctx, const struct gest_options *o,
	struct points places, const double *distance_m)
{
	size_t n = o->radii_n + 1;
	struct counts c = {.all = places.n,
		.near = arena_array(ctx->scratch, uint32_t, n),
		.seen = arena_array(ctx->scratch, uint32_t, n),
		.observed = arena_array(ctx->scratch, uint32_t, n),
		.border = arena_array(ctx->scratch, uint32_t, n),
		.border_seen = arena_array(ctx->scratch, uint32_t, n)};
	for (size_t i = 0; i < places.n; i++) {
		struct point at = {places.x_m[i], places.y_m[i]};
		double border_m = study_area_border_m(o->area, at);
		bool seen = distance_m[i] <= border_m;
		size_t near = class_of(o, distance_m[i]), edge = class_of(o, border_m);
		c.near[near]++;
		c.observed[seen ? near : edge]++;
		c.border[edge]++;
		c.seen[near] += seen;
		c.border_seen[edge] += seen;
	}
	return c;
}

static void estimate(const struct frame *f, const struct counts *c, struct gest *g)
{
	double n = (double)c->all, near = 0, seen = 0, border = 0, border_seen = 0;
	double observed = 0, survival = 1, hanisch = 0;
	for (size_t k = 0; k < g->radii_n; k++) {
		near += c->near[k];
		seen += c->seen[k];
		g->raw[k] = near / n;
		/* Border distances of the classes before this one are too short. */
		g->rs[k] = n - border > 0 ? (seen - border_seen) / (n - border) : NAN;
		border += c->border[k];
		border_seen += c->border_seen[k];
		if (n - observed > 0)
			survival *= 1 - c->seen[k] / (n - observed);
		observed += c->observed[k];
		g->km[k] = 1 - survival;
		if (!f->eroded_m2)
			continue;
		if (f->eroded_m2[k] > 0)
			hanisch += c->seen[k] / f->eroded_m2[k];
		g->han[k] = f->eroded_m2[k] > 0 ? hanisch : NAN;
	}
	for (size_t k = 0; f->eroded_m2 && k < g->radii_n; k++)
		g->han[k] = hanisch > 0 ? g->han[k] / hanisch : NAN;
}

static enum err_code distances_from(struct context *ctx, struct points places,
	struct points points, double *distance_m)
{
	struct kdtree tree;
	enum err_code code = kdtree_build(ctx, &tree, ctx->scratch, points);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t i = 0; i < places.n; i++) {
		struct kdtree_near near[2];
		struct point at = {places.x_m[i], places.y_m[i]};
		bool found = !code &&
			     kdtree_nearest(&tree, at, 1, NULL, UINT32_MAX, near) > 0;
		distance_m[i] = found ? sqrt(near[0].distance2_m2) : NAN;
	}
	return code;
}

static void room(struct arena *arena, struct gest *g, bool hanisch)
{
	g->raw = arena_array(arena, double, g->radii_n);
	g->rs = arena_array(arena, double, g->radii_n);
	g->km = arena_array(arena, double, g->radii_n);
	g->han = hanisch ? arena_array(arena, double, g->radii_n) : NULL;
}

static enum err_code make(struct context *ctx, const struct frame *f,
	struct points points, struct gest *g)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	bool empty_space = f->places.n > 0;
	struct points places = empty_space ? f->places : points;
	double *distance_m = arena_array(ctx->scratch, double, places.n);
	enum err_code code = empty_space
				     ? distances_from(ctx, places, points, distance_m)
				     : nearest_distances(ctx, points, distance_m, NULL);
	if (!code) {
		struct counts c = count(ctx, f->o, places, distance_m);
		estimate(f, &c, g);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

static const double *chosen(const struct gest *g, enum gest_edge edge)
{
	return edge == GEST_RAW  ? g->raw
	       : edge == GEST_RS ? g->rs
	       : edge == GEST_KM ? g->km
				 : g->han;
}

static enum err_code make_curve(
	struct context *ctx, const void *self, struct points points, double *values)
{
	const struct frame *f = self;
	struct arena_mark mark = arena_mark(ctx->arena);
	struct gest g = {.radii_n = f->o->radii_n};
	room(ctx->arena, &g, f->eroded_m2);
	enum err_code code = make(ctx, f, points, &g);
	memcpy(values, chosen(&g, f->o->edge), g.radii_n * sizeof *values);
	arena_reset(ctx->arena, mark);
	return code;
}

/* A net of about `most` places in the box, those in the area. */
static struct points net(struct context *ctx, const struct study_area *a, size_t most)
{
	double wide_m = a->box.max_x_m - a->box.min_x_m;
	double high_m = a->box.max_y_m - a->box.min_y_m;
	double step_m = sqrt(a->area_m2 / (double)most);
	size_t columns = (size_t)fmin(PLACES_MOST, ceil(wide_m / step_m));
	size_t rows = (size_t)fmin(PLACES_MOST, ceil(high_m / step_m));
	size_t n = 0, x_room = 0, y_room = 0;
	double *x_m = NULL, *y_m = NULL;
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < columns; c++) {
			struct point at = {a->box.min_x_m + wide_m * ((double)c + 0.5) /
								    (double)columns,
				a->box.min_y_m +
					high_m * ((double)r + 0.5) / (double)rows};
			if (!study_area_covers(a, at))
				continue;
			arena_reserve(ctx->arena, x_m, x_room, n + 1);
			arena_reserve(ctx->arena, y_m, y_room, n + 1);
			x_m[n] = at.x_m;
			y_m[n++] = at.y_m;
		}
	return (struct points){n, x_m, y_m, NULL};
}

static enum err_code check(
	struct context *ctx, struct points p, const struct gest_options *o)
{
	if (o->radii_n < 2 || o->radius_m[0] != 0)
		return err_set(ctx, ERR_USAGE, "distances must ascend from 0");
	for (size_t k = 1; k < o->radii_n; k++)
		if (!(o->radius_m[k] > o->radius_m[k - 1]) || !isfinite(o->radius_m[k]))
			return err_set(ctx, ERR_USAGE, "distances must ascend from 0");
	if (p.n < (o->places_n ? 1 : 2))
		return err_set(ctx, ERR_DATA,
			"distances to the nearest need at least two points; there are "
			"%zu",
			p.n);
	if (o->places_n > PLACES_MOST)
		return err_set(ctx, ERR_USAGE, "at most %d places", PLACES_MOST);
	if (o->edge == GEST_HAN && (o->places_n || o->without_hanisch))
		return err_set(ctx, ERR_USAGE, "there is no Hanisch estimate of F");
	return study_area_check(ctx, o->area, p);
}

static enum err_code erode(
	struct context *ctx, const struct gest_options *o, const double **eroded_m2)
{
	double *areas = arena_array(ctx->arena, double, o->radii_n);
	enum err_code code = ERR_OK;
	for (size_t k = 0; !code && k < o->radii_n; k++)
		if (k == 0 || areas[k - 1] > 0)
			code = study_area_eroded_m2(
				ctx, o->area, o->radius_m[k], &areas[k]);
	*eroded_m2 = areas;
	return code;
}

enum err_code gest_run(struct context *ctx, struct gest *g, struct points points,
	const struct gest_options *o)
{
	memset(g, 0, sizeof *g);
	struct frame f = {.o = o};
	enum err_code code = check(ctx, points, o);
	if (code)
		return code;
	if (o->places_n)
		f.places = net(ctx, o->area, o->places_n);
	else if (!o->without_hanisch)
		code = erode(ctx, o, &f.eroded_m2);
	if (code)
		return code;
	g->n = points.n;
	g->radii_n = o->radii_n;
	g->places_n = o->places_n ? f.places.n : points.n;
	g->theory = arena_array(ctx->arena, double, o->radii_n);
	room(ctx->arena, g, f.eroded_m2);
	double intensity = (double)points.n / o->area->area_m2;
	for (size_t k = 0; k < o->radii_n; k++)
		g->theory[k] =
			-expm1(-intensity * PI * o->radius_m[k] * o->radius_m[k]);
	code = make(ctx, &f, points, g);
	if (code || o->replications == 0)
		return code;
	struct envelope_options eo = {o->area, o->replications, false};
	return envelope_run(ctx, &g->envelope, points.n, o->radii_n, chosen(g, o->edge),
		make_curve, &f, &eo);
}
