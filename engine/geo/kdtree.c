#include "geo/kdtree.h"
#include <math.h>
#include <string.h>

#define LEAF 8 /* points of a leaf, about */

struct builder {
	struct kdtree *tree;
	double *x_m, *y_m;
	uint32_t *id;
};

static void swap(struct builder *b, size_t i, size_t j)
{
	double x_m = b->x_m[i], y_m = b->y_m[i];
	uint32_t id = b->id[i];
	b->x_m[i] = b->x_m[j];
	b->y_m[i] = b->y_m[j];
	b->id[i] = b->id[j];
	b->x_m[j] = x_m;
	b->y_m[j] = y_m;
	b->id[j] = id;
}

static double middle_of_three(const double *v, size_t low, size_t high)
{
	double a = v[low], b = v[low + (high - low) / 2], c = v[high];
	if (a > b) {
		double kept = a;
		a = b;
		b = kept;
	}
	return c < a ? a : (c > b ? b : c);
}

/* Selection by three-way parting: afterwards nothing in [low, at) is above key[at] and
 * nothing in (at, high] below. Equal keys cost nothing extra. */
static void select_at(
	struct builder *b, const double *key, size_t low, size_t high, size_t at)
{
	while (low < high) {
		double pivot = middle_of_three(key, low, high);
		size_t less = low, i = low, more = high + 1;
		while (i < more) {
			if (key[i] < pivot)
				swap(b, less++, i++);
			else if (key[i] > pivot)
				swap(b, i, --more);
			else
				i++;
		}
		if (at < less)
			high = less - 1;
		else if (at >= more)
			low = more;
		else
			return;
	}
}

static struct box box_of(const struct builder *b, size_t from, size_t to)
{
	struct points run = {to - from, b->x_m + from, b->y_m + from, NULL};
	return points_box(run);
}

static void split_node(struct builder *b, size_t node)
{
	size_t from, to;
	kdtree_run(b->tree, node, &from, &to);
	struct box *box = &b->tree->box[node];
	*box = box_of(b, from, to);
	if (kdtree_leaf(b->tree, node))
		return;
	size_t left_from, middle;
	kdtree_run(b->tree, 2 * node + 1, &left_from, &middle);
	bool wide = box->max_x_m - box->min_x_m >= box->max_y_m - box->min_y_m;
	if (middle < to)
		select_at(b, wide ? b->x_m : b->y_m, from, to - 1, middle);
}

enum err_code kdtree_build(struct context *ctx, struct kdtree *tree,
	struct arena *arena, struct points points)
{
	memset(tree, 0, sizeof *tree);
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	size_t n = tree->n = points.n;
	while (n >> tree->levels > LEAF)
		tree->levels++;
	tree->nodes = ((size_t)2 << tree->levels) - 1;
	tree->box = arena_array(arena, struct box, tree->nodes);
	tree->x_m = arena_array(arena, double, n);
	tree->y_m = arena_array(arena, double, n);
	tree->id = arena_array(arena, uint32_t, n);
	if (n == 0)
		return ERR_OK;
	memcpy(tree->x_m, points.x_m, n * sizeof *tree->x_m);
	memcpy(tree->y_m, points.y_m, n * sizeof *tree->y_m);
	for (size_t i = 0; i < n; i++)
		tree->id[i] = (uint32_t)i;
	struct builder b = {tree, tree->x_m, tree->y_m, tree->id};
	for (unsigned level = 0; level <= tree->levels; level++) {
		size_t first = ((size_t)1 << level) - 1, last = 2 * first;
#pragma omp parallel for num_threads(ctx->threads)                                     \
	schedule(dynamic, 1) if (last > first)
		for (size_t node = first; node <= last; node++)
			split_node(&b, node);
	}
	return ERR_OK;
}

struct search {
	const struct kdtree *tree;
	struct point at;
	uint32_t k, without;
	const uint32_t *count;
	struct kdtree_near *near;
	size_t n;
	uint64_t total; /* of the counts in near */
	double limit;   /* nothing farther can matter */
};

static uint32_t count_of(const struct search *s, uint32_t place)
{
	return s->count ? s->count[place] : 1;
}

static bool nearer(
	const struct search *s, struct kdtree_near a, const struct kdtree_near *b)
{
	if (a.distance2_m2 != b->distance2_m2)
		return a.distance2_m2 < b->distance2_m2;
	return s->tree->id[a.place] < s->tree->id[b->place];
}

/* near is in order while few are asked for; of many it is a heap, the farthest on top,
 * which is put in order at the end. */
#define IN_ORDER_MOST 48

static bool is_heap(const struct search *s)
{
	return s->k > IN_ORDER_MOST;
}

static const struct kdtree_near *farthest(const struct search *s)
{
	return &s->near[is_heap(s) ? 0 : s->n - 1];
}

static void insert(struct search *s, struct kdtree_near found)
{
	size_t at = s->n++;
	for (; at > 0 && nearer(s, found, &s->near[at - 1]); at--)
		s->near[at] = s->near[at - 1];
	s->near[at] = found;
}

static void heap_rise(struct search *s, struct kdtree_near found)
{
	size_t at = s->n++;
	while (at > 0 && nearer(s, s->near[(at - 1) / 2], &found)) {
		s->near[at] = s->near[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	s->near[at] = found;
}

/* Takes the farthest off the top; `n` are left. */
static struct kdtree_near heap_fall(struct search *s, size_t n)
{
	struct kdtree_near top = s->near[0], last = s->near[n];
	size_t at = 0;
	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && nearer(s, s->near[child], &s->near[child + 1]))
			child++;
		if (!nearer(s, last, &s->near[child]))
			break;
		s->near[at] = s->near[child];
	}
	s->near[at] = last;
	return top;
}

static void drop_farthest(struct search *s)
{
	s->total -= count_of(s, farthest(s)->place);
	s->n--;
	if (is_heap(s))
		(void)heap_fall(s, s->n);
}

static void take(struct search *s, struct kdtree_near found)
{
	if (is_heap(s))
		heap_rise(s, found);
	else
		insert(s, found);
	s->total += count_of(s, found.place);
	while (s->total - count_of(s, farthest(s)->place) >= s->k)
		drop_farthest(s);
	if (s->total >= s->k)
		s->limit = farthest(s)->distance2_m2;
}

static void put_in_order(struct search *s)
{
	for (size_t n = s->n; is_heap(s) && n-- > 1;)
		s->near[n] = heap_fall(s, n);
}

static void look_in_leaf(struct search *s, size_t node)
{
	size_t from, to;
	kdtree_run(s->tree, node, &from, &to);
	for (size_t i = from; i < to; i++) {
		double dx = s->tree->x_m[i] - s->at.x_m,
		       dy = s->tree->y_m[i] - s->at.y_m;
		struct kdtree_near found = {dx * dx + dy * dy, (uint32_t)i};
		if (found.distance2_m2 > s->limit || s->tree->id[i] == s->without)
			continue;
		if (s->total >= s->k && !nearer(s, found, farthest(s)))
			continue;
		take(s, found);
	}
}

size_t kdtree_nearest(const struct kdtree *tree, struct point at, uint32_t k,
	const uint32_t *count, uint32_t without, struct kdtree_near *near)
{
	struct search s = {tree, at, k, without, count, near, 0, 0, INFINITY};
	struct {
		size_t node;
		double distance2;
	} stack[2 * KDTREE_LEVELS_MOST];
	int depth = 0;
	if (tree->n == 0 || k == 0)
		return 0;
	stack[depth].node = 0;
	stack[depth++].distance2 = 0;
	while (depth > 0) {
		size_t node = stack[--depth].node;
		if (stack[depth].distance2 > s.limit)
			continue;
		if (kdtree_leaf(tree, node)) {
			look_in_leaf(&s, node);
			continue;
		}
		double left = kdtree_distance2(tree, 2 * node + 1, at.x_m, at.y_m);
		double right = kdtree_distance2(tree, 2 * node + 2, at.x_m, at.y_m);
		size_t near_child = left <= right ? 2 * node + 1 : 2 * node + 2;
		stack[depth].node = 4 * node + 3 - near_child;
		stack[depth++].distance2 = left <= right ? right : left;
		stack[depth].node = near_child;
		stack[depth++].distance2 = left <= right ? left : right;
	}
	put_in_order(&s);
	return s.n;
}
