#include "stats/optics.h"
#include "geo/grid.h"
#include "geo/kdtree.h"
#include <math.h>
#include <string.h>

#define NOWHERE OPTICS_NOWHERE

/* The points that were seen and not yet taken, as a binary heap: the easiest to reach
 * on top, of equals the one with the higher index. */
struct heap {
	size_t n;
	uint32_t *item, *at; /* at: by point, where it stands; NOWHERE */
	const double *reach_m;
};

static bool before(const struct heap *h, uint32_t a, uint32_t b)
{
	if (h->reach_m[a] != h->reach_m[b])
		return h->reach_m[a] < h->reach_m[b];
	return a > b;
}

static void put(struct heap *h, size_t at, uint32_t item)
{
	h->item[at] = item;
	h->at[item] = (uint32_t)at;
}

static void rise(struct heap *h, uint32_t item)
{
	size_t at = h->at[item];
	while (at > 0 && before(h, item, h->item[(at - 1) / 2])) {
		put(h, at, h->item[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	put(h, at, item);
}

static uint32_t take_first(struct heap *h)
{
	uint32_t first = h->item[0], last = h->item[--h->n];
	size_t at = 0;
	h->at[first] = NOWHERE;
	if (h->n == 0)
		return first;
	for (size_t child = 1; child < h->n; child = 2 * at + 1) {
		if (child + 1 < h->n && before(h, h->item[child + 1], h->item[child]))
			child++;
		if (!before(h, h->item[child], last))
			break;
		put(h, at, h->item[child]);
		at = child;
	}
	put(h, at, last);
	return first;
}

struct walk {
	double radius_m;
	struct points points;
	struct optics *result;
	struct grid grid;
	struct heap heap;
	bool *taken;
};

static void look_at(struct walk *w, uint32_t from, uint32_t to, double distance2)
{
	struct optics *r = w->result;
	double reach_m = fmax(r->core_m[from], sqrt(distance2));
	if (w->taken[to] || !(reach_m < r->reach_m[to]))
		return;
	r->reach_m[to] = reach_m;
	r->from[to] = from;
	if (w->heap.at[to] == NOWHERE)
		put(&w->heap, w->heap.n++, to);
	rise(&w->heap, to);
}

/* Takes a point as the next, and looks at all within the radius of it. */
static void take(struct walk *w, size_t place, uint32_t point)
{
	const struct grid *g = &w->grid;
	double radius_m = w->radius_m;
	struct point at = {w->points.x_m[point], w->points.y_m[point]};
	uint32_t from = 0, to = (uint32_t)g->n;
	w->result->order[place] = point;
	w->taken[point] = true;
	if (isinf(w->result->core_m[point]))
		return;
	struct grid_walk walk = grid_walk(g, at, isinf(radius_m) ? 0 : radius_m);
	bool more = isinf(radius_m) || grid_next(&walk, &from, &to);
	while (more) {
		for (uint32_t j = from; j < to; j++) {
			double dx = g->x_m[j] - at.x_m, dy = g->y_m[j] - at.y_m;
			double distance2 = dx * dx + dy * dy;
			if (distance2 <= radius_m * radius_m)
				look_at(w, point, g->id[j], distance2);
		}
		more = !isinf(radius_m) && grid_next(&walk, &from, &to);
	}
}

static enum err_code core_distances(struct context *ctx, struct points p,
	uint32_t min_points, double radius_m, double *core_m)
{
	struct kdtree tree;
	enum err_code code = kdtree_build(ctx, &tree, ctx->scratch, p);
	if (code)
		return code;
	size_t workers = (size_t)ctx->threads, n = p.n, k = min_points;
	for (size_t i = 0; i < n; i++)
		core_m[i] = INFINITY;
	if (k > n)
		return ERR_OK;
	struct kdtree_near *near =
		arena_array(ctx->scratch, struct kdtree_near, (k + 1) * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (size_t i = n * w / workers; i < n * (w + 1) / workers; i++) {
			struct kdtree_near *mine = near + w * (k + 1);
			struct point at = {p.x_m[i], p.y_m[i]};
			kdtree_nearest(&tree, at, (uint32_t)k, NULL, UINT32_MAX, mine);
			double distance2 = mine[k - 1].distance2_m2;
			if (distance2 <= radius_m * radius_m)
				core_m[i] = sqrt(distance2);
		}
	return ERR_OK;
}

static enum err_code order_points(struct context *ctx, struct walk *w)
{
	size_t n = w->points.n;
	struct arena *arena = ctx->scratch;
	struct optics *result = w->result;
	bool given = w->radius_m > 0;
	enum err_code code = core_distances(ctx, w->points, result->min_points,
		given ? w->radius_m : INFINITY, result->core_m);
	/* No point is core where there are too few; all at one place have none. */
	for (size_t i = 0; !given && i < n; i++)
		w->radius_m = fmax(w->radius_m, result->core_m[i]);
	result->radius_m = w->radius_m;
	double cell_m = isinf(w->radius_m) || !(w->radius_m > 0) ? 1 : w->radius_m;
	if (!code)
		code = grid_build(ctx, &w->grid, arena, w->points, cell_m);
	if (code)
		return code;
	w->taken = arena_array(arena, bool, n);
	w->heap = (struct heap){0, arena_array(arena, uint32_t, n),
		arena_array(arena, uint32_t, n), w->result->reach_m};
	for (size_t i = 0; i < n; i++) {
		w->heap.at[i] = NOWHERE;
		w->result->reach_m[i] = INFINITY;
		w->result->from[i] = NOWHERE;
	}
	size_t place = 0;
	for (uint32_t i = 0; i < n; i++) {
		if (w->taken[i])
			continue;
		take(w, place++, i);
		while (w->heap.n > 0)
			take(w, place++, take_first(&w->heap));
	}
	return ERR_OK;
}

enum err_code optics_run(struct context *ctx, struct optics *result,
	struct points points, const struct optics_options *o)
{
	memset(result, 0, sizeof *result);
	if (!(o->radius_m >= 0) || o->min_points < 1)
		return err_set(ctx, ERR_USAGE,
			"OPTICS needs a radius, and at least one point to a cluster");
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	result->n = points.n;
	result->order = arena_array(ctx->arena, uint32_t, points.n);
	result->core_m = arena_array(ctx->arena, double, points.n);
	result->reach_m = arena_array(ctx->arena, double, points.n);
	result->from = arena_array(ctx->arena, uint32_t, points.n);
	result->min_points = o->min_points;
	result->radius_m = o->radius_m;
	struct walk w = {.radius_m = o->radius_m, .points = points, .result = result};
	struct arena_mark mark = arena_mark(ctx->scratch);
	if (points.n > 0)
		code = order_points(ctx, &w);
	arena_reset(ctx->scratch, mark);
	return code;
}

void optics_cut(struct context *ctx, const struct optics *o, double radius_m,
	struct labels *labels)
{
	*labels = (struct labels){.n = o->n,
		.label = arena_array(ctx->arena, uint32_t, o->n),
		.core = arena_array(ctx->arena, uint8_t, o->n)};
	uint32_t label = 0;
	for (size_t k = 0; k < o->n; k++) {
		uint32_t i = o->order[k];
		labels->core[i] = o->core_m[i] <= radius_m;
		if (o->reach_m[i] > radius_m && !labels->core[i])
			continue;
		label += o->reach_m[i] > radius_m;
		labels->label[i] = label;
	}
	labels_renumber(ctx, labels, label + 1);
}
