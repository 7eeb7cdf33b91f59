#include "stats/mst.h"
#include "geo/kdtree.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define MIXED UINT32_MAX
#define NONE UINT32_MAX
#define CHUNK 1024

/* Distinct places: duplicates share one. By place of the tree where not said else;
 * lengths are squares until the end. */
struct forest {
	size_t n;
	struct kdtree tree;
	uint32_t *count;     /* points at the place */
	uint32_t *name;      /* lowest input index there */
	double *core2;       /* core distance */
	uint32_t *component; /* 0 … components - 1 */
	size_t components;
	double *bound2;   /* nothing outside of the component is nearer */
	uint32_t *found;  /* where the shortest way out leads, or NONE */
	uint64_t *best2;  /* by component: bits of the shortest way out so far */
	uint32_t *leaver; /* by component: the place with the shortest way out */
	uint32_t *parent; /* by component, while components are joined */
	uint32_t *whole;  /* by node: its component, or MIXED */
	double *least2;   /* by node: lowest core2 below it */
};

/* The bits of doubles from 0 up are ordered as the doubles are. */
static void lower_best(uint64_t *best, double value)
{
	uint64_t bits, now = __atomic_load_n(best, __ATOMIC_RELAXED);
	memcpy(&bits, &value, sizeof bits);
	while (bits < now && !__atomic_compare_exchange_n(best, &now, bits, true,
				     __ATOMIC_RELAXED, __ATOMIC_RELAXED))
		;
}

static double read_best(const uint64_t *best)
{
	uint64_t bits = __atomic_load_n(best, __ATOMIC_RELAXED);
	double value;
	memcpy(&value, &bits, sizeof value);
	return value;
}

/* An order by (x, y, index) that brings duplicates together. */
static uint32_t *order_duplicates(struct context *ctx, struct points p)
{
	uint32_t *by_x = arena_array(ctx->scratch, uint32_t, p.n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, p.n);
	double *y_m = arena_array(ctx->scratch, double, p.n);
	sort_order_double(ctx->scratch, p.x_m, by_x, p.n);
	for (size_t i = 0; i < p.n; i++)
		y_m[i] = p.y_m[by_x[i]];
	sort_order_double(ctx->scratch, y_m, order, p.n);
	for (size_t i = 0; i < p.n; i++)
		order[i] = by_x[order[i]];
	return order;
}

/* Groups of duplicates: group g is order[start[g] … start[g + 1]). */
struct groups {
	size_t n;
	uint32_t *order, *start;
	double *x_m, *y_m;
};

static struct groups find_groups(struct context *ctx, struct points p)
{
	struct groups g = {.order = order_duplicates(ctx, p),
		.start = arena_array(ctx->scratch, uint32_t, p.n + 1),
		.x_m = arena_array(ctx->scratch, double, p.n),
		.y_m = arena_array(ctx->scratch, double, p.n)};
	for (size_t i = 0; i < p.n; i++) {
		uint32_t id = g.order[i];
		if (g.n > 0 && p.x_m[id] == g.x_m[g.n - 1] &&
			p.y_m[id] == g.y_m[g.n - 1])
			continue;
		g.start[g.n] = (uint32_t)i;
		g.x_m[g.n] = p.x_m[id];
		g.y_m[g.n++] = p.y_m[id];
	}
	g.start[g.n] = (uint32_t)p.n;
	return g;
}

static enum err_code forest_init(
	struct context *ctx, struct forest *f, const struct groups *g)
{
	struct arena *arena = ctx->scratch;
	struct points places = {g->n, g->x_m, g->y_m, NULL};
	memset(f, 0, sizeof *f);
	enum err_code code = kdtree_build(ctx, &f->tree, arena, places);
	if (code)
		return code;
	size_t n = f->n = f->components = g->n;
	f->count = arena_array(arena, uint32_t, n);
	f->name = arena_array(arena, uint32_t, n);
	f->core2 = arena_array(arena, double, n);
	f->component = arena_array(arena, uint32_t, n);
	f->bound2 = arena_array(arena, double, n);
	f->found = arena_array(arena, uint32_t, n);
	f->best2 = arena_array(arena, uint64_t, n);
	f->leaver = arena_array(arena, uint32_t, n);
	f->parent = arena_array(arena, uint32_t, n);
	f->whole = arena_array(arena, uint32_t, f->tree.nodes);
	f->least2 = arena_array(arena, double, f->tree.nodes);
	for (size_t i = 0; i < n; i++) {
		uint32_t group = f->tree.id[i];
		f->count[i] = g->start[group + 1] - g->start[group];
		f->name[i] = g->order[g->start[group]];
		f->component[i] = (uint32_t)i;
		f->found[i] = NONE;
	}
	return ERR_OK;
}

static void find_core(struct context *ctx, struct forest *f, uint32_t min_points)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t room = (size_t)(min_points < f->n ? min_points : f->n) + 2;
	size_t workers = (size_t)ctx->threads, next = 0;
	struct kdtree_near *near =
		arena_array(ctx->scratch, struct kdtree_near, room * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (;;) {
			size_t i = __atomic_fetch_add(&next, CHUNK, __ATOMIC_RELAXED);
			size_t stop = i + CHUNK < f->n ? i + CHUNK : f->n;
			if (i >= f->n)
				break;
			for (; i < stop; i++) {
				struct point at = {f->tree.x_m[i], f->tree.y_m[i]};
				size_t n = kdtree_nearest(&f->tree, at, min_points,
					f->count, NONE, near + w * room);
				f->core2[i] = near[w * room + n - 1].distance2_m2;
			}
		}
	for (size_t node = f->tree.nodes; node-- > 0;) {
		size_t from, to;
		kdtree_run(&f->tree, node, &from, &to);
		double least = INFINITY;
		if (kdtree_leaf(&f->tree, node))
			for (size_t i = from; i < to; i++)
				least = fmin(least, f->core2[i]);
		else
			least = fmin(f->least2[2 * node + 1], f->least2[2 * node + 2]);
		f->least2[node] = least;
	}
	arena_reset(ctx->scratch, mark);
}

static void mark_whole_nodes(struct forest *f)
{
	for (size_t node = f->tree.nodes; node-- > 0;) {
		size_t from, to;
		kdtree_run(&f->tree, node, &from, &to);
		if (!kdtree_leaf(&f->tree, node)) {
			uint32_t left = f->whole[2 * node + 1];
			f->whole[node] = left == f->whole[2 * node + 2] ? left : MIXED;
			continue;
		}
		f->whole[node] = from < to ? f->component[from] : MIXED;
		for (size_t i = from; i < to; i++)
			if (f->component[i] != f->whole[node])
				f->whole[node] = MIXED;
	}
}

static double distance2(const struct forest *f, uint32_t a, uint32_t b)
{
	double dx = f->tree.x_m[a] - f->tree.x_m[b],
	       dy = f->tree.y_m[a] - f->tree.y_m[b];
	return dx * dx + dy * dy;
}

/* Whether edge a-b comes before edge c-d of the same length. */
static bool before(
	const struct forest *f, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	double ab2 = distance2(f, a, b), cd2 = distance2(f, c, d);
	if (ab2 != cd2)
		return ab2 < cd2;
	uint32_t low = f->name[a] < f->name[b] ? f->name[a] : f->name[b];
	uint32_t other = f->name[c] < f->name[d] ? f->name[c] : f->name[d];
	if (low != other)
		return low < other;
	return (f->name[a] ^ f->name[b] ^ low) < (f->name[c] ^ f->name[d] ^ other);
}

static void search_leaf(const struct forest *f, uint32_t place, size_t node,
	double *best2, uint32_t *found)
{
	size_t from, to;
	kdtree_run(&f->tree, node, &from, &to);
	double x_m = f->tree.x_m[place], y_m = f->tree.y_m[place];
	for (size_t i = from; i < to; i++) {
		if (f->component[i] == f->component[place])
			continue;
		double dx = f->tree.x_m[i] - x_m, dy = f->tree.y_m[i] - y_m;
		double length2 =
			fmax(fmax(dx * dx + dy * dy, f->core2[i]), f->core2[place]);
		if (length2 > *best2)
			continue;
		if (length2 == *best2 && *found != NONE &&
			!before(f, place, (uint32_t)i, place, *found))
			continue;
		*best2 = length2;
		*found = (uint32_t)i;
	}
}

/* The shortest way from a place out of its component, if it is no longer than what the
 * component has already. */
static void search_way_out(struct forest *f, uint32_t place)
{
	uint32_t component = f->component[place], found = NONE;
	double best2 = read_best(&f->best2[component]);
	double x_m = f->tree.x_m[place], y_m = f->tree.y_m[place];
	struct {
		size_t node;
		double least2;
	} stack[2 * KDTREE_LEVELS_MOST];
	int depth = 0;
	stack[depth].node = 0;
	stack[depth++].least2 = 0;
	while (depth > 0) {
		size_t node = stack[--depth].node;
		if (stack[depth].least2 > best2 || f->whole[node] == component)
			continue;
		if (kdtree_leaf(&f->tree, node)) {
			search_leaf(f, place, node, &best2, &found);
			continue;
		}
		size_t child[2] = {2 * node + 1, 2 * node + 2};
		double away[2], least2[2];
		for (int k = 0; k < 2; k++) {
			away[k] = kdtree_distance2(&f->tree, child[k], x_m, y_m);
			least2[k] = fmax(away[k], f->least2[child[k]]);
		}
		int first = away[0] <= away[1] ? 0 : 1;
		stack[depth].node = child[1 - first];
		stack[depth++].least2 = least2[1 - first];
		stack[depth].node = child[first];
		stack[depth++].least2 = least2[first];
	}
	f->bound2[place] = best2;
	f->found[place] = found;
	if (found != NONE)
		lower_best(&f->best2[component], best2);
}

static void search_all(struct context *ctx, struct forest *f)
{
	size_t n = f->n, chunks = (n + CHUNK - 1) / CHUNK;
	for (size_t c = 0; c < f->components; c++) {
		f->best2[c] = UINT64_C(0x7ff0000000000000); /* infinity */
		f->leaver[c] = NONE;
	}
	/* A way that was the shortest and still leads out is the shortest. */
	for (size_t i = 0; i < n; i++) {
		if (f->found[i] != NONE && f->component[f->found[i]] == f->component[i])
			f->found[i] = NONE;
		if (f->found[i] != NONE)
			lower_best(&f->best2[f->component[i]], f->bound2[i]);
	}
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
	for (size_t chunk = 0; chunk < chunks; chunk++) {
		size_t stop = (chunk + 1) * CHUNK < n ? (chunk + 1) * CHUNK : n;
		for (size_t i = chunk * CHUNK; i < stop; i++) {
			double least2 = fmax(f->bound2[i], f->core2[i]);
			if (f->found[i] == NONE &&
				least2 <= read_best(&f->best2[f->component[i]]))
				search_way_out(f, (uint32_t)i);
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		uint32_t *leaver = &f->leaver[f->component[i]];
		if (f->found[i] == NONE)
			continue;
		if (*leaver == NONE || f->bound2[i] < f->bound2[*leaver] ||
			(f->bound2[i] == f->bound2[*leaver] &&
				before(f, i, f->found[i], *leaver, f->found[*leaver])))
			*leaver = i;
	}
}

static uint32_t root_of(uint32_t *parent, uint32_t at)
{
	while (parent[at] != at) {
		parent[at] = parent[parent[at]];
		at = parent[at];
	}
	return at;
}

static void add_edge(struct mst *mst, size_t *edges, struct mst_edge edge)
{
	if (edge.a > edge.b) {
		uint32_t kept = edge.a;
		edge.a = edge.b;
		edge.b = kept;
	}
	mst->edges[(*edges)++] = edge;
}

/* Joins each component with where its leaver leads; numbers what is left anew. */
static void join_components(struct forest *f, struct mst *mst, size_t *edges)
{
	for (uint32_t c = 0; c < f->components; c++)
		f->parent[c] = c;
	for (uint32_t c = 0; c < f->components; c++) {
		uint32_t from = f->leaver[c], to = f->found[from];
		uint32_t a = root_of(f->parent, c);
		uint32_t b = root_of(f->parent, f->component[to]);
		if (a == b)
			continue;
		f->parent[a > b ? a : b] = a < b ? a : b;
		add_edge(mst, edges,
			(struct mst_edge){sqrt(f->bound2[from]),
				sqrt(distance2(f, from, to)), f->name[from],
				f->name[to]});
	}
	size_t left = 0;
	for (uint32_t c = 0; c < f->components; c++) {
		uint32_t root = root_of(f->parent, c);
		/* Roots are lowest, so theirs is numbered already. */
		f->leaver[c] = root == c ? (uint32_t)left++ : f->leaver[root];
	}
	for (size_t i = 0; i < f->n; i++)
		f->component[i] = f->leaver[f->component[i]];
	f->components = left;
}

/* Duplicates hang together at their core distance: no edge of theirs is shorter. */
static void join_duplicates(
	const struct forest *f, const struct groups *g, struct mst *mst, size_t *edges)
{
	for (size_t i = 0; i < f->n; i++) {
		uint32_t group = f->tree.id[i];
		for (uint32_t k = g->start[group]; k < g->start[group + 1]; k++) {
			mst->core_m[g->order[k]] = sqrt(f->core2[i]);
			if (k > g->start[group])
				add_edge(mst, edges,
					(struct mst_edge){sqrt(f->core2[i]), 0,
						g->order[k - 1], g->order[k]});
		}
	}
}

/* Reorders edges stably by a value of theirs. */
static void sort_by(
	struct context *ctx, struct mst_edge *edges, size_t n, bool by_length)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	double *values = arena_array(ctx->scratch, double, n);
	struct mst_edge *copy = arena_array(ctx->scratch, struct mst_edge, n);
	memcpy(copy, edges, n * sizeof *copy);
	for (size_t i = 0; i < n; i++)
		values[i] = by_length ? edges[i].length_m : edges[i].distance_m;
	sort_order_double(ctx->scratch, values, order, n);
	for (size_t i = 0; i < n; i++)
		edges[i] = copy[order[i]];
	arena_reset(ctx->scratch, mark);
}

static void sort_edges(struct context *ctx, struct mst_edge *edges, size_t n)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	struct mst_edge *copy = arena_array(ctx->scratch, struct mst_edge, n);
	memcpy(copy, edges, n * sizeof *copy);
	for (size_t i = 0; i < n; i++) {
		keys[i] = (uint64_t)edges[i].a << 32 | edges[i].b;
		order[i] = (uint32_t)i;
	}
	sort_by_key(ctx->scratch, keys, order, n, 64);
	for (size_t i = 0; i < n; i++)
		edges[i] = copy[order[i]];
	arena_reset(ctx->scratch, mark);
	sort_by(ctx, edges, n, false);
	sort_by(ctx, edges, n, true);
}

enum err_code mst_build(
	struct context *ctx, struct mst *mst, struct points points, uint32_t min_points)
{
	memset(mst, 0, sizeof *mst);
	if (min_points < 1)
		return err_set(ctx, ERR_USAGE, "at least 1 point must make a cluster");
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	mst->n = points.n;
	mst->core_m = arena_array(ctx->arena, double, points.n);
	mst->edges = arena_array(ctx->arena, struct mst_edge, points.n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct groups groups = find_groups(ctx, points);
	struct forest forest;
	code = forest_init(ctx, &forest, &groups);
	if (!code && points.n > 0) {
		size_t edges = 0;
		find_core(ctx, &forest, min_points);
		join_duplicates(&forest, &groups, mst, &edges);
		while (forest.components > 1) {
			mark_whole_nodes(&forest);
			search_all(ctx, &forest);
			join_components(&forest, mst, &edges);
		}
		sort_edges(ctx, mst->edges, edges);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
