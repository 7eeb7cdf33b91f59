#include "stats/linkage.h"
#include "geo/kdtree.h"
#include "geo/sort.h"
#include <math.h>
#include <stdlib.h>

#define NONE UINT32_MAX

static double shortest_above_0(const struct mst *mst)
{
	for (size_t k = 0; k + 1 < mst->n; k++)
		if (mst->edges[k].length_m > 0)
			return mst->edges[k].length_m;
	return 1;
}

struct linkage linkage_make(struct context *ctx, const struct mst *mst)
{
	struct arena *arena = ctx->scratch;
	size_t n = mst->n;
	struct linkage l = {n, arena_array(arena, uint32_t, n),
		arena_array(arena, uint32_t, n), arena_array(arena, uint32_t, n),
		arena_array(arena, double, n)};
	uint32_t *parent = arena_array(arena, uint32_t, n);
	uint32_t *top = arena_array(arena, uint32_t, n); /* the node of a root's part */
	double shortest = shortest_above_0(mst);
	for (uint32_t i = 0; i < n; i++)
		parent[i] = top[i] = i;
	for (size_t k = 0; k + 1 < n; k++) {
		uint32_t side[2] = {mst->edges[k].a, mst->edges[k].b}, size = 0;
		for (int s = 0; s < 2; s++) {
			while (parent[side[s]] != side[s]) {
				parent[side[s]] = parent[parent[side[s]]];
				side[s] = parent[side[s]];
			}
			size += linkage_size(&l, top[side[s]]);
		}
		l.left[k] = top[side[0]];
		l.right[k] = top[side[1]];
		l.size[k] = size;
		l.height[k] = mst->edges[k].length_m > 0 ? mst->edges[k].length_m
							 : shortest / 2;
		uint32_t low = side[0] < side[1] ? side[0] : side[1];
		parent[side[0]] = parent[side[1]] = low;
		top[low] = (uint32_t)(n + k);
	}
	return l;
}

/* ---- the order of joins of one length ---------------------------------------------- */

struct ordering {
	struct linkage *l;
	const struct mst *mst;
	struct points points;
	struct kdtree tree;
	uint32_t least;
	uint32_t *low; /* by node: the first of its run of leaves; by point: its leaf */
	size_t stack_n; /* parts still to be looked into; none holds another */
	struct visit {
		uint32_t node, entry; /* the point by which the part is entered */
	} * stack;
};

/* The parts that edges of one length join, and those edges. */
struct joint {
	double height;
	size_t parts_n, parts_capacity, joins_n, joins_capacity;
	struct part {
		uint32_t node, low, size, entry;
		bool met;
	} * parts;       /* by low */
	uint32_t *joins; /* k, ascending */
};

static int by_low(const void *a, const void *b)
{
	const struct part *x = a, *y = b;
	return (x->low > y->low) - (x->low < y->low);
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void joint_open(struct context *ctx, const struct ordering *o,
	struct joint *joint, uint32_t node)
{
	const struct linkage *l = o->l;
	uint32_t n = (uint32_t)l->n;
	*joint = (struct joint){.height = o->mst->edges[node - n].length_m};
	arena_reserve(ctx->scratch, joint->joins, joint->joins_capacity, 1);
	joint->joins[joint->joins_n++] = node - n;
	for (size_t i = 0; i < joint->joins_n; i++) {
		uint32_t k = joint->joins[i], side[2] = {l->left[k], l->right[k]};
		for (int s = 0; s < 2; s++) {
			if (side[s] >= n &&
				o->mst->edges[side[s] - n].length_m == joint->height) {
				arena_reserve(ctx->scratch, joint->joins,
					joint->joins_capacity, joint->joins_n + 1);
				joint->joins[joint->joins_n++] = side[s] - n;
				continue;
			}
			arena_reserve(ctx->scratch, joint->parts, joint->parts_capacity,
				joint->parts_n + 1);
			joint->parts[joint->parts_n++] = (struct part){
				.node = side[s],
				.low = o->low[side[s]],
				.size = linkage_size(l, side[s]),
				.entry = NONE,
			};
		}
	}
	qsort(joint->parts, joint->parts_n, sizeof *joint->parts, by_low);
	qsort(joint->joins, joint->joins_n, sizeof *joint->joins, by_number);
}

/* The part that holds a point; parts_n where none does. */
static size_t part_of(
	const struct ordering *o, const struct joint *joint, uint32_t point)
{
	uint32_t leaf = o->low[point];
	size_t from = 0, to = joint->parts_n;
	while (from < to) {
		size_t middle = (from + to) / 2;
		const struct part *p = &joint->parts[middle];
		if (leaf < p->low)
			to = middle;
		else if (leaf - p->low >= p->size)
			from = middle + 1;
		else
			return middle;
	}
	return joint->parts_n;
}

/* ---- entering part after part ------------------------------------------------------- */

/* A single point whose core distance is the height of the joint (a ball point) is tied to
 * all within that distance, not by the edges of the tree alone. Ball points at one place
 * are tied to the same others: a spot. Nothing of what is in reach of a spot is kept but
 * the parts that are no ball points, as those can't ask for it themselves. */
struct entering {
	struct context *ctx;
	const struct ordering *o;
	struct joint *joint;
	size_t balls_n, spots_n;
	uint32_t *balls;    /* parts, by place */
	uint32_t *spot_of;  /* by part; NONE: no ball point */
	uint32_t *start;    /* of each spot among the balls; spots_n + 1 */
	uint8_t *spread;    /* by spot: what it reaches may be entered */
	uint8_t *offered;   /* by spot: it may be entered */
	uint32_t *lowest;   /* by part: the lowest point offered so far */
	size_t *join_start; /* by part, as below */
	uint32_t *join_of;
	size_t *spot_start; /* by part: spots that reach it, in spot_list */
	uint32_t *spot_list;
	size_t heap_n, heap_capacity;
	uint32_t *heap; /* points that may be entered, the lowest on top */
};

static void heap_push(struct entering *e, uint32_t point)
{
	arena_reserve(e->ctx->scratch, e->heap, e->heap_capacity, e->heap_n + 1);
	size_t at = e->heap_n++;
	for (; at > 0 && e->heap[(at - 1) / 2] > point; at = (at - 1) / 2)
		e->heap[at] = e->heap[(at - 1) / 2];
	e->heap[at] = point;
}

static uint32_t heap_pop(struct entering *e)
{
	if (e->heap_n == 0)
		BUG("parts of one joint that don't hang together");
	uint32_t top = e->heap[0], last = e->heap[--e->heap_n];
	size_t at = 0;
	for (size_t child; (child = 2 * at + 1) < e->heap_n; at = child) {
		child += child + 1 < e->heap_n && e->heap[child + 1] < e->heap[child];
		if (e->heap[child] >= last)
			break;
		e->heap[at] = e->heap[child];
	}
	e->heap[at] = last;
	return top;
}

static void offer(struct entering *e, size_t part, uint32_t point)
{
	if (e->joint->parts[part].met || point >= e->lowest[part])
		return;
	e->lowest[part] = point;
	heap_push(e, point);
}

/* Goes through all points that a spot reaches. */
typedef void visit_reached(struct entering *e, uint32_t spot, size_t part, uint32_t id);

static void for_reached(struct entering *e, uint32_t spot, visit_reached *visit)
{
	const struct ordering *o = e->o;
	const struct kdtree *tree = &o->tree;
	double radius_m = e->joint->height;
	uint32_t point = e->joint->parts[e->balls[e->start[spot]]].node;
	double x = o->points.x_m[point], y = o->points.y_m[point];
	double bound2 = radius_m * radius_m * (1 + 1e-12);
	size_t stack[KDTREE_LEVELS_MOST + 2], top = 0;
	stack[top++] = 0;
	while (top > 0) {
		size_t node = stack[--top], from, to;
		if (kdtree_distance2(tree, node, x, y) > bound2)
			continue;
		if (!kdtree_leaf(tree, node)) {
			stack[top++] = 2 * node + 2;
			stack[top++] = 2 * node + 1;
			continue;
		}
		kdtree_run(tree, node, &from, &to);
		for (size_t i = from; i < to; i++) {
			double dx = tree->x_m[i] - x, dy = tree->y_m[i] - y;
			uint32_t id = tree->id[i];
			if (sqrt(dx * dx + dy * dy) > radius_m ||
				o->mst->core_m[id] > radius_m)
				continue;
			size_t part = part_of(o, e->joint, id);
			if (part < e->joint->parts_n)
				visit(e, spot, part, id);
		}
	}
}

static void visit_offer(struct entering *e, uint32_t spot, size_t part, uint32_t id)
{
	(void)spot;
	offer(e, part, id);
}

/* Twice over all spots: first counts, then fills in; `lowest` keeps the last spot that was
 * noted for a part. */
static void visit_count(struct entering *e, uint32_t spot, size_t part, uint32_t id)
{
	(void)id;
	if (e->spot_of[part] != NONE || e->lowest[part] == spot)
		return;
	e->lowest[part] = spot;
	e->spot_start[part + 1]++;
}

static void visit_fill(struct entering *e, uint32_t spot, size_t part, uint32_t id)
{
	(void)id;
	if (e->spot_of[part] != NONE || e->lowest[part] == spot)
		return;
	e->lowest[part] = spot;
	e->spot_list[e->spot_start[part]++] = spot;
}

static void forget_lowest(struct entering *e)
{
	for (size_t p = 0; p < e->joint->parts_n; p++)
		e->lowest[p] = NONE;
}

/* Counts have been put one place ahead: made to starts, filled in, set back. */
static void sum_up(size_t *start, size_t n)
{
	for (size_t i = 0; i < n; i++)
		start[i + 1] += start[i];
}

static void set_back(size_t *start, size_t n)
{
	for (size_t i = n; i > 0; i--)
		start[i] = start[i - 1];
	start[0] = 0;
}

static void find_spots(struct entering *e)
{
	const struct ordering *o = e->o;
	struct arena *arena = e->ctx->scratch;
	const struct joint *joint = e->joint;
	size_t n = joint->parts_n;
	uint32_t *found = arena_array(arena, uint32_t, n);
	for (uint32_t p = 0; p < n; p++) {
		uint32_t node = joint->parts[p].node;
		e->spot_of[p] = NONE;
		if (node < o->l->n && o->mst->core_m[node] == joint->height)
			found[e->balls_n++] = p;
	}
	/* By y, then by x, each keeping what was. */
	double *key = arena_array(arena, double, e->balls_n);
	uint32_t *by_y = arena_array(arena, uint32_t, e->balls_n);
	uint32_t *by_x = arena_array(arena, uint32_t, e->balls_n);
	for (size_t i = 0; i < e->balls_n; i++)
		key[i] = o->points.y_m[joint->parts[found[i]].node];
	sort_order_double(arena, key, by_y, e->balls_n);
	for (size_t i = 0; i < e->balls_n; i++)
		key[i] = o->points.x_m[joint->parts[found[by_y[i]]].node];
	sort_order_double(arena, key, by_x, e->balls_n);
	e->balls = arena_array(arena, uint32_t, e->balls_n);
	e->start = arena_array(arena, uint32_t, e->balls_n + 1);
	for (size_t i = 0; i < e->balls_n; i++) {
		e->balls[i] = found[by_y[by_x[i]]];
		uint32_t here = joint->parts[e->balls[i]].node;
		uint32_t before = joint->parts[e->balls[i ? i - 1 : 0]].node;
		if (i == 0 || o->points.x_m[here] != o->points.x_m[before] ||
			o->points.y_m[here] != o->points.y_m[before])
			e->start[e->spots_n++] = (uint32_t)i;
		e->spot_of[e->balls[i]] = (uint32_t)e->spots_n - 1;
	}
	e->start[e->spots_n] = (uint32_t)e->balls_n;
}

static void find_ties(struct entering *e)
{
	struct arena *arena = e->ctx->scratch;
	const struct joint *joint = e->joint;
	const struct mst_edge *edges = e->o->mst->edges;
	size_t n = joint->parts_n;
	for (size_t i = 0; i < joint->joins_n; i++) {
		const struct mst_edge *edge = &edges[joint->joins[i]];
		e->join_start[part_of(e->o, joint, edge->a) + 1]++;
		e->join_start[part_of(e->o, joint, edge->b) + 1]++;
	}
	sum_up(e->join_start, n);
	e->join_of = arena_array(arena, uint32_t, 2 * joint->joins_n);
	for (size_t i = 0; i < joint->joins_n; i++) {
		const struct mst_edge *edge = &edges[joint->joins[i]];
		size_t a = part_of(e->o, joint, edge->a);
		size_t b = part_of(e->o, joint, edge->b);
		e->join_of[e->join_start[a]++] = edge->b;
		e->join_of[e->join_start[b]++] = edge->a;
	}
	set_back(e->join_start, n);
	forget_lowest(e);
	for (uint32_t s = 0; s < e->spots_n; s++)
		for_reached(e, s, visit_count);
	sum_up(e->spot_start, n);
	e->spot_list = arena_array(arena, uint32_t, e->spot_start[n]);
	forget_lowest(e);
	for (uint32_t s = 0; s < e->spots_n; s++)
		for_reached(e, s, visit_fill);
	set_back(e->spot_start, n);
	forget_lowest(e);
}

static void meet(struct entering *e, size_t part)
{
	e->joint->parts[part].met = true;
	for (size_t i = e->join_start[part]; i < e->join_start[part + 1]; i++)
		offer(e, part_of(e->o, e->joint, e->join_of[i]), e->join_of[i]);
	uint32_t own = e->spot_of[part];
	if (own != NONE && !e->spread[own]) {
		e->spread[own] = 1;
		for_reached(e, own, visit_offer);
	}
	for (size_t i = e->spot_start[part]; i < e->spot_start[part + 1]; i++) {
		uint32_t spot = e->spot_list[i];
		for (uint32_t b = e->start[spot];
			!e->offered[spot] && b < e->start[spot + 1]; b++)
			offer(e, e->balls[b], e->joint->parts[e->balls[b]].node);
		e->offered[spot] = 1;
	}
}

/* Enters part after part as Prim's method does; order[] has their numbers. */
static void meet_parts(struct context *ctx, const struct ordering *o,
	struct joint *joint, uint32_t entry, uint32_t *order)
{
	struct arena *arena = ctx->scratch;
	size_t n = joint->parts_n;
	struct entering e = {.ctx = ctx,
		.o = o,
		.joint = joint,
		.spot_of = arena_array(arena, uint32_t, n),
		.spread = arena_array(arena, uint8_t, n),
		.offered = arena_array(arena, uint8_t, n),
		.lowest = arena_array(arena, uint32_t, n),
		.join_start = arena_array(arena, size_t, n + 1),
		.spot_start = arena_array(arena, size_t, n + 1)};
	find_spots(&e);
	find_ties(&e);
	for (size_t step = 0; step < n; step++) {
		uint32_t next = step == 0 ? entry : heap_pop(&e);
		size_t part = part_of(o, joint, next);
		while (joint->parts[part].met) {
			next = heap_pop(&e);
			part = part_of(o, joint, next);
		}
		order[step] = (uint32_t)part;
		joint->parts[part].entry = next;
		meet(&e, part);
	}
}

/* Makes the joins of the joint anew: one part after the other. */
static void rejoin(struct linkage *l, const struct joint *joint, const uint32_t *order)
{
	uint32_t before = joint->parts[order[0]].node;
	for (size_t i = 0; i < joint->joins_n; i++) {
		uint32_t k = joint->joins[i], next = joint->parts[order[i + 1]].node;
		l->left[k] = before;
		l->right[k] = next;
		l->size[k] = linkage_size(l, before) + linkage_size(l, next);
		before = (uint32_t)l->n + k;
	}
}

static void push(struct ordering *o, uint32_t node, uint32_t entry)
{
	if (linkage_size(o->l, node) / 2 >= o->least)
		o->stack[o->stack_n++] = (struct visit){node, entry};
}

/* Does the order matter here: to where the parts split, or to where a large part is
 * entered? Small parts in any order may seem to split where one after the other won't. */
static bool matters(const struct ordering *o, const struct joint *joint, uint32_t total,
	size_t entered)
{
	for (size_t p = 0; p < joint->parts_n; p++) {
		uint32_t size = joint->parts[p].size;
		if (size >= o->least && total - size >= o->least && joint->parts_n > 2)
			return true;
		if (size / 2 >= o->least && p != entered)
			return true;
	}
	for (size_t i = 0; i < joint->joins_n; i++) {
		uint32_t k = joint->joins[i];
		if (joint->parts_n > 2 &&
			linkage_size(o->l, o->l->left[k]) >= o->least &&
			linkage_size(o->l, o->l->right[k]) >= o->least)
			return true;
	}
	return false;
}

static void order_one(struct context *ctx, struct ordering *o, struct visit at)
{
	struct joint joint;
	joint_open(ctx, o, &joint, at.node);
	size_t entered = part_of(o, &joint, at.entry);
	joint.parts[entered].entry = at.entry;
	if (matters(o, &joint, linkage_size(o->l, at.node), entered)) {
		uint32_t *order = arena_array(ctx->scratch, uint32_t, joint.parts_n);
		meet_parts(ctx, o, &joint, at.entry, order);
		rejoin(o->l, &joint, order);
	}
	for (size_t p = 0; p < joint.parts_n; p++)
		if (joint.parts[p].entry != NONE)
			push(o, joint.parts[p].node, joint.parts[p].entry);
}

enum err_code linkage_order(struct context *ctx, struct linkage *linkage,
	const struct mst *mst, struct points points, uint32_t least)
{
	size_t n = linkage->n;
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct ordering o = {
		.l = linkage, .mst = mst, .points = points, .least = least};
	enum err_code code = kdtree_build(ctx, &o.tree, ctx->scratch, points);
	if (code)
		goto out;
	o.low = arena_array(ctx->scratch, uint32_t, 2 * n);
	for (size_t k = n - 1; k-- > 0;) {
		o.low[linkage->left[k]] = o.low[n + k];
		o.low[linkage->right[k]] =
			o.low[n + k] + linkage_size(linkage, linkage->left[k]);
	}
	o.stack = arena_array(ctx->scratch, struct visit, n / least + 2);
	if (n > 1)
		push(&o, (uint32_t)(2 * n - 2), 0);
	while (o.stack_n > 0) {
		struct arena_mark one = arena_mark(ctx->scratch);
		order_one(ctx, &o, o.stack[--o.stack_n]);
		arena_reset(ctx->scratch, one);
	}
out:
	arena_reset(ctx->scratch, mark);
	return code;
}
