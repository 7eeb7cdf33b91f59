#include "stats/weights.h"
#include "geo/grid.h"
#include "geo/kdtree.h"
#include "geo/sort.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 256 /* rows that a worker takes at a time */

static enum err_code allocate(
	struct context *ctx, struct weights *w, size_t n, size_t edges)
{
	if (edges > WEIGHTS_MOST)
		return err_set(ctx, ERR_USAGE,
			"that makes %zu pairs of neighbours, and at most %zu are "
			"held: take fewer neighbours, or a smaller radius",
			edges, WEIGHTS_MOST);
	w->n = n;
	w->to = arena_array(ctx->arena, uint32_t, edges);
	w->weight = arena_array(ctx->arena, double, edges);
	for (size_t e = 0; e < edges; e++)
		w->weight[e] = 1;
	return ERR_OK;
}

/* Each row's neighbours, once their numbers are known. */
static void fill_within(struct context *ctx, struct weights *w, const struct grid *grid,
	struct points points, double radius_m, size_t room)
{
	size_t workers = (size_t)ctx->threads, n = points.n;
	uint32_t *rooms = arena_array(ctx->scratch, uint32_t, room * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (size_t i = 0; i < n; i++) {
			uint32_t *ids = rooms + k * room;
			if (i / CHUNK % workers != k)
				continue;
			struct point at = {points.x_m[i], points.y_m[i]};
			size_t found = grid_within(grid, at, radius_m, ids, room);
			size_t e = w->from[i];
			for (size_t m = 0; m < found; m++)
				if (w->self || ids[m] != i)
					w->to[e++] = ids[m];
		}
}

enum err_code weights_within(struct context *ctx, struct weights *w,
	struct points points, double radius_m, bool self)
{
	memset(w, 0, sizeof *w);
	if (!(radius_m > 0) || !isfinite(radius_m))
		return err_set(ctx, ERR_USAGE,
			"a radius of %g m can't be used: give one above 0", radius_m);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct grid grid;
	size_t n = points.n, room = 0;
	enum err_code code = grid_build(ctx, &grid, ctx->scratch, points, radius_m);
	if (!code) {
		w->from = arena_array(ctx->arena, size_t, n + 1);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, CHUNK)
		for (size_t i = 0; i < n; i++) {
			struct point at = {points.x_m[i], points.y_m[i]};
			w->from[i + 1] = grid_count(&grid, at, radius_m);
		}
		for (size_t i = 0; i < n; i++) {
			room = w->from[i + 1] > room ? w->from[i + 1] : room;
			w->from[i + 1] += w->from[i] - !self;
		}
		code = allocate(ctx, w, n, w->from[n]);
	}
	w->self = self;
	if (!code)
		fill_within(ctx, w, &grid, points, radius_m, room);
	arena_reset(ctx->scratch, mark);
	return code;
}

enum err_code weights_ring(struct context *ctx, struct weights *w, struct points points,
	double from_m, double to_m)
{
	enum err_code code = weights_within(ctx, w, points, to_m, false);
	if (code || !(from_m > 0))
		return code;
	size_t kept = 0, first = 0;
	for (size_t i = 0; i < w->n; i++) {
		size_t end = w->from[i + 1];
		for (size_t e = first; e < end; e++) {
			double dx = points.x_m[w->to[e]] - points.x_m[i];
			double dy = points.y_m[w->to[e]] - points.y_m[i];
			if (dx * dx + dy * dy > from_m * from_m)
				w->to[kept++] = w->to[e];
		}
		first = end;
		w->from[i + 1] = kept;
	}
	return ERR_OK;
}

static int compare_id(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

enum err_code weights_nearest(
	struct context *ctx, struct weights *w, struct points points, uint32_t k)
{
	memset(w, 0, sizeof *w);
	size_t n = points.n, workers = (size_t)ctx->threads;
	if (k < 1 || k >= n)
		return err_set(ctx, ERR_USAGE,
			"%u neighbours can't be found for each of %zu places: give 1 "
			"to %zu",
			k, n, n ? n - 1 : 0);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kdtree tree;
	enum err_code code = allocate(ctx, w, n, n * k);
	if (!code)
		code = kdtree_build(ctx, &tree, ctx->scratch, points);
	if (!code) {
		size_t room = (size_t)k + 1;
		w->from = arena_array(ctx->arena, size_t, n + 1);
		struct kdtree_near *rooms =
			arena_array(ctx->scratch, struct kdtree_near, room * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
		for (size_t worker = 0; worker < workers; worker++)
			for (size_t i = 0; i < n; i++) {
				struct kdtree_near *near = rooms + worker * room;
				if (i / CHUNK % workers != worker)
					continue;
				struct point at = {points.x_m[i], points.y_m[i]};
				kdtree_nearest(&tree, at, k, NULL, (uint32_t)i, near);
				w->from[i + 1] = (i + 1) * k;
				for (uint32_t m = 0; m < k; m++)
					w->to[i * k + m] = tree.id[near[m].place];
				qsort(w->to + i * k, k, sizeof *w->to, compare_id);
			}
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

enum err_code weights_from_edges(struct context *ctx, struct weights *w, size_t n,
	size_t edges, const uint32_t *i, const uint32_t *j, const double *weight)
{
	memset(w, 0, sizeof *w);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, edges);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, edges);
	w->from = arena_array(ctx->arena, size_t, n + 1);
	enum err_code code = allocate(ctx, w, n, edges);
	for (size_t e = 0; !code && e < edges; e++) {
		if (i[e] >= n || j[e] >= n || !isfinite(weight[e])) {
			code = err_set(ctx, ERR_DATA,
				"edge %zu leads to no place, or has no weight", e + 1);
			break;
		}
		keys[e] = (uint64_t)i[e] << 32 | j[e];
		order[e] = (uint32_t)e;
		w->from[i[e] + 1]++;
		w->self = w->self || i[e] == j[e];
	}
	if (!code) {
		for (size_t row = 0; row < n; row++)
			w->from[row + 1] += w->from[row];
		sort_by_key(ctx->scratch, keys, order, edges, 64);
	}
	for (size_t e = 0; !code && e < edges; e++) {
		w->to[e] = j[order[e]];
		w->weight[e] = weight[order[e]];
		if (e > 0 && keys[e] == keys[e - 1])
			code = err_set(ctx, ERR_DATA,
				"edge %u names two places that an edge before it "
				"named: "
				"give each pair once",
				order[e] + 1);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
