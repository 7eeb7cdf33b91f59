#include "stats/weights_contiguity.h"
#include <math.h>
#include <stdlib.h>

/* A vertex, or a side from its lesser to its greater end, of an area. */
struct mark {
	double x[2], y[2];
	uint32_t owner;
};

struct touch {
	uint32_t a, b;
};

static int compare_number(double a, double b)
{
	return (a > b) - (a < b);
}

static int compare_place(const struct mark *a, const struct mark *b)
{
	for (int end = 0; end < 2; end++) {
		int order = compare_number(a->x[end], b->x[end]);
		if (order == 0)
			order = compare_number(a->y[end], b->y[end]);
		if (order != 0)
			return order;
	}
	return 0;
}

static int compare_mark(const void *a, const void *b)
{
	const struct mark *m = a, *n = b;
	int order = compare_place(m, n);
	return order ? order : (m->owner > n->owner) - (m->owner < n->owner);
}

static int compare_touch(const void *a, const void *b)
{
	const struct touch *t = a, *u = b;
	int order = (t->a > u->a) - (t->a < u->a);
	return order ? order : (t->b > u->b) - (t->b < u->b);
}

static struct mark vertex(const struct outlines *o, size_t v, uint32_t owner)
{
	return (struct mark){{o->x_m[v], 0}, {o->y_m[v], 0}, owner};
}

static struct mark side(const struct outlines *o, size_t v, size_t next, uint32_t owner)
{
	bool turn = o->x_m[next] < o->x_m[v] ||
		    (o->x_m[next] == o->x_m[v] && o->y_m[next] < o->y_m[v]);
	size_t ends[2] = {turn ? next : v, turn ? v : next};
	return (struct mark){{o->x_m[ends[0]], o->x_m[ends[1]]},
		{o->y_m[ends[0]], o->y_m[ends[1]]}, owner};
}

/* All vertices, or all sides of some length; returns how many there are. */
static size_t mark_all(const struct outlines *o, bool corners, struct mark *marks)
{
	size_t n = 0;
	for (size_t r = 0; r < o->rings_n; r++)
		for (size_t v = o->from[r]; v < o->from[r + 1]; v++) {
			size_t next = v + 1 < o->from[r + 1] ? v + 1 : o->from[r];
			if (corners)
				marks[n++] = vertex(o, v, o->owner[r]);
			else if (o->x_m[next] != o->x_m[v] || o->y_m[next] != o->y_m[v])
				marks[n++] = side(o, v, next, o->owner[r]);
		}
	return n;
}

static enum err_code check(struct context *ctx, const struct outlines *o)
{
	for (size_t r = 0; r < o->rings_n; r++)
		if (o->owner[r] >= o->n || o->from[r + 1] < o->from[r])
			return err_set(
				ctx, ERR_DATA, "ring %zu belongs to no area", r + 1);
	size_t vertices = o->rings_n ? o->from[o->rings_n] : 0;
	for (size_t v = 0; v < vertices; v++)
		if (!isfinite(o->x_m[v]) || !isfinite(o->y_m[v]))
			return err_set(ctx, ERR_DATA,
				"vertex %zu of the areas is no place", v + 1);
	return ERR_OK;
}

/* Both ways between all areas that have a mark at one place. */
static size_t touches_of(
	struct context *ctx, const struct mark *marks, size_t n, struct touch **touches)
{
	size_t found = 0, capacity = 0;
	for (size_t first = 0, last; first < n; first = last) {
		for (last = first + 1;
			last < n && compare_place(&marks[first], &marks[last]) == 0;)
			last++;
		for (size_t i = first; i < last; i++)
			for (size_t j = first; j < last; j++) {
				if (marks[i].owner == marks[j].owner)
					continue;
				arena_reserve(
					ctx->scratch, *touches, capacity, found + 1);
				(*touches)[found++] =
					(struct touch){marks[i].owner, marks[j].owner};
			}
	}
	qsort(*touches, found, sizeof **touches, compare_touch);
	return found;
}

enum err_code weights_contiguous(struct context *ctx, struct weights *weights,
	const struct outlines *o, bool corners)
{
	enum err_code code = check(ctx, o);
	if (code)
		return code;
	struct arena_mark scratch = arena_mark(ctx->scratch);
	size_t vertices = o->rings_n ? o->from[o->rings_n] : 0;
	struct mark *marks = arena_array(ctx->scratch, struct mark, vertices);
	size_t n = mark_all(o, corners, marks), kept = 0;
	qsort(marks, n, sizeof *marks, compare_mark);
	struct touch *touches = arena_array(ctx->scratch, struct touch, 1);
	size_t found = touches_of(ctx, marks, n, &touches);
	uint32_t *i = arena_array(ctx->scratch, uint32_t, found);
	uint32_t *j = arena_array(ctx->scratch, uint32_t, found);
	double *w = arena_array(ctx->scratch, double, found);
	for (size_t t = 0; t < found; t++) {
		if (t > 0 && compare_touch(&touches[t], &touches[t - 1]) == 0)
			continue;
		i[kept] = touches[t].a;
		j[kept] = touches[t].b;
		w[kept++] = 1;
	}
	code = weights_from_edges(ctx, weights, o->n, kept, i, j, w);
	arena_reset(ctx->scratch, scratch);
	return code;
}
