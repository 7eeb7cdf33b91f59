#include "base/str.h"
#include "geo/shape.h"
#include "work/journeys.h"
#include <stdlib.h>

/* Which area of one layer both ends of each journey are in, by number from 1; 0: none.
 * An end in two areas that overlap is in the first. */
struct layer {
	struct context *ctx;
	const struct episode_set *set;
	const uint32_t *episodes;
	size_t n;
	const char *name;
	uint32_t *from, *to, areas_n;
};

static bool in_box(const struct box *box, const struct spot *s)
{
	return s->x_m >= box->min_x_m && s->x_m <= box->max_x_m &&
	       s->y_m >= box->min_y_m && s->y_m <= box->max_y_m;
}

static void mark_end(struct layer *l, const struct shape *shape, enum place_role role,
	uint32_t *area)
{
	struct arena_mark mark = arena_mark(l->ctx->scratch);
	struct box box = shape_box(shape);
	double *x_m = arena_array(l->ctx->scratch, double, l->n);
	double *y_m = arena_array(l->ctx->scratch, double, l->n);
	uint32_t *which = arena_array(l->ctx->scratch, uint32_t, l->n);
	bool *inside = arena_array(l->ctx->scratch, bool, l->n);
	size_t n = 0;
	for (size_t i = 0; i < l->n; i++) {
		const struct spot *s = &l->set->episodes[l->episodes[i]].spots[role];
		if (area[i] || !in_box(&box, s))
			continue;
		x_m[n] = s->x_m;
		y_m[n] = s->y_m;
		which[n++] = (uint32_t)i;
	}
	shape_covers(shape, (struct points){.n = n, .x_m = x_m, .y_m = y_m}, inside);
	for (size_t k = 0; k < n; k++)
		if (inside[k])
			area[which[k]] = l->areas_n;
	arena_reset(l->ctx->scratch, mark);
}

static enum err_code area_take(struct layer *l, const void *wkb, size_t n)
{
	struct shape *shape;
	enum err_code code = shape_from_wkb(l->ctx, &shape, wkb, n);
	if (code)
		return err_prefix(l->ctx, "boundary layer \"%s\"", l->name);
	l->areas_n++;
	mark_end(l, shape, ROLE_FROM, l->from);
	mark_end(l, shape, ROLE_FOUND, l->to);
	shape_free(shape);
	return ERR_OK;
}

static void layer_finish(struct layer *l, struct journeys *out, size_t *capacity)
{
	if (!l->name)
		return;
	struct context *ctx = l->ctx;
	struct journey_border b = {.layer = l->name};
	uint32_t *within = arena_array(ctx->arena, uint32_t, l->n);
	uint32_t *over = arena_array(ctx->arena, uint32_t, l->n);
	for (size_t i = 0; i < l->n; i++) {
		if (!l->from[i])
			b.not_covered++;
		else if (l->from[i] == l->to[i])
			within[b.within++] = l->episodes[i];
		else
			over[b.over++] = l->episodes[i];
	}
	b.within_children = (int64_t)episodes_children(
		ctx->scratch, l->set, within, (size_t)b.within);
	b.over_children =
		(int64_t)episodes_children(ctx->scratch, l->set, over, (size_t)b.over);
	arena_reserve(ctx->arena, out->borders, *capacity, out->borders_n + 1);
	out->borders[out->borders_n++] = b;
}

enum err_code journey_borders(struct work_case *c, const struct episode_set *set,
	const uint32_t *episodes, size_t n, struct journeys *out)
{
	struct arena *arena = c->ctx->arena;
	struct layer l = {.ctx = c->ctx, .set = set, .episodes = episodes, .n = n};
	size_t capacity = 0;
	struct statement *s;
	enum err_code code = store_prepare(c->store, &sql_journey_boundaries, &s);
	for (bool row = true; !code;) {
		code = statement_step(s, &row);
		if (code || !row)
			break;
		if (!l.name || !str_equal(l.name, column_text(s, 0))) {
			layer_finish(&l, out, &capacity);
			l.name = column_dup(s, 0, arena);
			l.areas_n = 0;
			l.from = arena_array(arena, uint32_t, n);
			l.to = arena_array(arena, uint32_t, n);
		}
		size_t bytes_n;
		const void *bytes = column_blob(s, 3, &bytes_n);
		if (bytes)
			code = area_take(&l, bytes, bytes_n);
	}
	if (!code)
		layer_finish(&l, out, &capacity);
	return code;
}
