#include "stats/weights.h"
#include "geo/grid.h"
#include "geo/kdtree.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

static void allocate(struct context *ctx, struct weights *w, size_t n, size_t edges)
{
	w->n = n;
	w->to = arena_array(ctx->arena, uint32_t, edges);
	w->weight = arena_array(ctx->arena, double, edges);
	for (size_t e = 0; e < edges; e++)
		w->weight[e] = 1;
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
	enum err_code code = grid_build(ctx, &grid, ctx->scratch, points, radius_m);
	if (code) {
		arena_reset(ctx->scratch, mark);
		return code;
	}
	size_t n = points.n;
	w->from = arena_array(ctx->arena, size_t, n + 1);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t i = 0; i < n; i++) {
		struct point at = {points.x_m[i], points.y_m[i]};
		w->from[i + 1] = grid_count(&grid, at, radius_m);
	}
	size_t room = 0;
	for (size_t i = 0; i < n; i++) {
		room = w->from[i + 1] > room ? w->from[i + 1] : room;
		w->from[i + 1] += w->from[i] - !self;
	}
	allocate(ctx, w, n, w->from[n]);
	w->self = self;
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, room);
	for (size_t i = 0; i < n; i++) {
		struct point at = {points.x_m[i], points.y_m[i]};
		size_t found = grid_within(&grid, at, radius_m, ids, room),
		       e = w->from[i];
		for (size_t k = 0; k < found; k++)
			if (self || ids[k] != i)
				w->to[e++] = ids[k];
	}
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

static void sort_row(uint32_t *ids, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		uint32_t id = ids[i];
		size_t j = i;
		for (; j > 0 && ids[j - 1] > id; j--)
			ids[j] = ids[j - 1];
		ids[j] = id;
	}
}

enum err_code weights_nearest(
	struct context *ctx, struct weights *w, struct points points, uint32_t k)
{
	memset(w, 0, sizeof *w);
	size_t n = points.n;
	if (k < 1 || k >= n)
		return err_set(ctx, ERR_USAGE,
			"%u neighbours can't be found for each of %zu places: give 1 "
			"to %zu",
			k, n, n ? n - 1 : 0);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kdtree tree;
	enum err_code code = kdtree_build(ctx, &tree, ctx->scratch, points);
	if (!code) {
		w->from = arena_array(ctx->arena, size_t, n + 1);
		allocate(ctx, w, n, n * k);
		struct kdtree_near *near =
			arena_array(ctx->scratch, struct kdtree_near, (size_t)k + 1);
		for (size_t i = 0; i < n; i++) {
			struct point at = {points.x_m[i], points.y_m[i]};
			kdtree_nearest(&tree, at, k, NULL, (uint32_t)i, near);
			w->from[i + 1] = w->from[i] + k;
			for (uint32_t m = 0; m < k; m++)
				w->to[w->from[i] + m] = tree.id[near[m].place];
			sort_row(w->to + w->from[i], k);
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
	allocate(ctx, w, n, edges);
	for (size_t e = 0; e < edges; e++) {
		if (i[e] >= n || j[e] >= n || !isfinite(weight[e])) {
			arena_reset(ctx->scratch, mark);
			return err_set(ctx, ERR_DATA,
				"edge %zu leads to no place, or has no weight", e + 1);
		}
		keys[e] = (uint64_t)i[e] << 32 | j[e];
		order[e] = (uint32_t)e;
		w->from[i[e] + 1]++;
		w->self = w->self || i[e] == j[e];
	}
	for (size_t row = 0; row < n; row++)
		w->from[row + 1] += w->from[row];
	sort_by_key(ctx->scratch, keys, order, edges, 64);
	for (size_t e = 0; e < edges; e++) {
		w->to[e] = j[order[e]];
		w->weight[e] = weight[order[e]];
	}
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

void weights_standardise(struct weights *w)
{
	for (size_t i = 0; i < w->n; i++) {
		double sum = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			sum += w->weight[e];
		for (size_t e = w->from[i]; sum != 0 && e < w->from[i + 1]; e++)
			w->weight[e] /= sum;
	}
}

size_t weights_islands(const struct weights *w)
{
	size_t islands = 0;
	for (size_t i = 0; i < w->n; i++) {
		size_t e = w->from[i];
		while (e < w->from[i + 1] && w->to[e] == i)
			e++;
		islands += e == w->from[i + 1];
	}
	return islands;
}
