#include "stats/linkage.h"
#include "geo/kdtree.h"
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
		l.height[k] = fmax(mst->edges[k].length_m, shortest);
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

/* The neighbours by which a single point of the joint is tied to the others: all within
 * its core distance. */
struct ball {
	uint32_t point, part;
	size_t n, capacity;
	uint32_t *members;
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
	*joint = (struct joint){.height = l->height[node - n]};
	arena_reserve(ctx->scratch, joint->joins, joint->joins_capacity, 1);
	joint->joins[joint->joins_n++] = node - n;
	for (size_t i = 0; i < joint->joins_n; i++) {
		uint32_t k = joint->joins[i], side[2] = {l->left[k], l->right[k]};
		for (int s = 0; s < 2; s++) {
			if (side[s] >= n && l->height[side[s] - n] == joint->height) {
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

static void fill_ball(struct context *ctx, const struct ordering *o, struct ball *ball,
	double radius_m)
{
	const struct kdtree *tree = &o->tree;
	double x = o->points.x_m[ball->point], y = o->points.y_m[ball->point];
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
			if (sqrt(dx * dx + dy * dy) > radius_m || id == ball->point ||
				o->mst->core_m[id] > radius_m)
				continue;
			arena_reserve(ctx->scratch, ball->members, ball->capacity,
				ball->n + 1);
			ball->members[ball->n++] = id;
		}
	}
}

/* The lowest point that can be entered next by this ball. */
static uint32_t next_by_ball(
	const struct ordering *o, const struct joint *joint, const struct ball *ball)
{
	bool inside = joint->parts[ball->part].met;
	uint32_t lowest = NONE;
	for (size_t i = 0; i < ball->n; i++) {
		size_t part = part_of(o, joint, ball->members[i]);
		if (part == joint->parts_n || joint->parts[part].met == inside)
			continue;
		if (!inside)
			return ball->point;
		if (ball->members[i] < lowest)
			lowest = ball->members[i];
	}
	return lowest;
}

static uint32_t next_by_edge(
	const struct ordering *o, const struct joint *joint, uint32_t k)
{
	const struct mst_edge *edge = &o->mst->edges[k];
	bool a = joint->parts[part_of(o, joint, edge->a)].met;
	bool b = joint->parts[part_of(o, joint, edge->b)].met;
	return a == b ? NONE : a ? edge->b : edge->a;
}

/* Enters part after part as Prim's method does; order[] has their numbers. */
static void meet_parts(struct context *ctx, const struct ordering *o,
	struct joint *joint, uint32_t entry, uint32_t *order)
{
	struct ball *balls = arena_array(ctx->scratch, struct ball, joint->parts_n);
	size_t balls_n = 0;
	for (uint32_t p = 0; p < joint->parts_n; p++) {
		uint32_t node = joint->parts[p].node;
		if (node >= o->l->n || o->mst->core_m[node] != joint->height)
			continue;
		balls[balls_n] = (struct ball){.point = node, .part = p};
		fill_ball(ctx, o, &balls[balls_n++], joint->height);
	}
	for (size_t step = 0; step < joint->parts_n; step++) {
		uint32_t lowest = step == 0 ? entry : NONE, next;
		for (size_t i = 0; step > 0 && i < balls_n; i++)
			if ((next = next_by_ball(o, joint, &balls[i])) < lowest)
				lowest = next;
		for (size_t i = 0; step > 0 && i < joint->joins_n; i++)
			if ((next = next_by_edge(o, joint, joint->joins[i])) < lowest)
				lowest = next;
		order[step] = (uint32_t)part_of(o, joint, lowest);
		joint->parts[order[step]].met = true;
		joint->parts[order[step]].entry = lowest;
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
