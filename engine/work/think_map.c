#include "geo/shape.h"
#include "work/homes.h"
#include "work/think_parts.h"
#include <math.h>

static void extend(struct box *box, double x_m, double y_m)
{
	box->min_x_m = fmin(box->min_x_m, x_m);
	box->max_x_m = fmax(box->max_x_m, x_m);
	box->min_y_m = fmin(box->min_y_m, y_m);
	box->max_y_m = fmax(box->max_y_m, y_m);
}

/* The box of all located places; its far corners only cost time. */
static struct box places_box(const struct episode_set *set)
{
	struct box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
	for (size_t i = 0; i < set->n; i++)
		for (int r = 0; r < ROLES_N; r++)
			if (set->episodes[i].spots[r].state == SPOT_LOCATED)
				extend(&box, set->episodes[i].spots[r].x_m,
					set->episodes[i].spots[r].y_m);
	return box;
}

static bool meet(struct box a, struct box b)
{
	return a.min_x_m <= b.max_x_m && b.min_x_m <= a.max_x_m &&
	       a.min_y_m <= b.max_y_m && b.min_y_m <= a.max_y_m;
}

static void add_rings(
	struct context *ctx, struct table *t, const struct shape *shape, int64_t *ring)
{
	struct rings rings = shape_rings(ctx, shape);
	for (size_t i = 0; i < rings.n; i++) {
		for (size_t k = 0; k < rings.items[i].n; k++) {
			cell_int(t, *ring);
			cell_real(t, rings.items[i].x_m[k]);
			cell_real(t, rings.items[i].y_m[k]);
		}
		(*ring)++;
	}
}

/* Corners nearer to a line than a pixel of the map would not be seen. */
static enum err_code add_area(struct context *ctx, struct table *t, const void *wkb,
	size_t n, struct box seen, int64_t *ring)
{
	struct shape *shape = NULL, *simple = NULL;
	enum err_code err = shape_from_wkb(ctx, &shape, wkb, n);
	if (!err && meet(shape_box(shape), seen)) {
		double width_m = seen.max_x_m - seen.min_x_m;
		err = shape_simplify(
			ctx, &simple, shape, fmin(50, fmax(1, width_m / 2000)));
		if (!err)
			add_rings(ctx, t, simple, ring);
	}
	shape_free(simple);
	shape_free(shape);
	return err;
}

static enum err_code load_areas(struct think *t)
{
	static const struct column columns[] = {
		{"ring", NULL, 0, AUDIENCE_PUBLIC},
		{"x", NULL, 0, AUDIENCE_PUBLIC},
		{"y", NULL, 0, AUDIENCE_PUBLIC},
	};
	struct table *table = TABLE_CREATE(t->ctx->arena, "areas", NULL, columns);
	struct box seen = places_box(&t->set);
	struct statement *s;
	int64_t ring = 0;
	bool row = false;
	enum err_code err = store_prepare(t->c->store, &sql_think_boundaries, &s);
	while (!err && (err = statement_step(s, &row)) == ERR_OK && row) {
		size_t n;
		const void *wkb = column_blob(s, 1, &n);
		if (wkb)
			err = add_area(t->ctx, table, wkb, n, seen, &ring);
	}
	t->areas = table;
	return err;
}

/* Where children went from a home is where the home is: the first that is located to
 * 100 m or better. */
static enum err_code load_homes(struct think *t)
{
	static const struct column columns[] = {
		{"urn", NULL, 0, AUDIENCE_PARTNER},
		{"x", NULL, 0, AUDIENCE_PARTNER},
		{"y", NULL, 0, AUDIENCE_PARTNER},
	};
	struct context *ctx = t->ctx;
	struct table *table = TABLE_CREATE(ctx->arena, "home_places", NULL, columns);
	struct map numbers, seen;
	enum err_code err = homes_number(t->c, &numbers);
	if (err)
		return err;
	map_init(&seen, ctx->arena);
	for (size_t i = 0; i < t->set.n; i++) {
		const struct episode *e = &t->set.episodes[i];
		const struct spot *spot = &e->spots[ROLE_FROM];
		size_t number;
		if (!e->from_home_urn || spot->state != SPOT_LOCATED ||
			spot->precision_m > 100 ||
			map_get(&seen, e->from_home_urn, &number))
			continue;
		map_set(&seen, e->from_home_urn, 1);
		if (!map_get(&numbers, e->from_home_urn, &number))
			number = 0;
		cell_text(table, naming_home(ctx, (int64_t)number, e->from_home_urn));
		cell_real(table, spot->x_m);
		cell_real(table, spot->y_m);
	}
	t->homes = ctx->audience > AUDIENCE_PUBLIC ? table : NULL;
	return ERR_OK;
}

enum err_code think_map_load(struct think *t)
{
	enum err_code err = load_areas(t);
	return err ? err : load_homes(t);
}

const char *think_map_rest(struct think *t, const struct map_left_out *left_out)
{
	struct arena *arena = t->ctx->arena;
	struct strbuf buf;
	strbuf_init(&buf, arena);
	if (left_out->outside)
		strbuf_printf(&buf, " Beyond its edge: %s.",
			words_of(arena, left_out->outside, "more", "more"));
	if (left_out->too_coarse)
		strbuf_printf(&buf, " Known too coarsely to be drawn: %s.",
			words_of(arena, left_out->too_coarse, "place", "places"));
	if (left_out->flows)
		strbuf_printf(&buf, " Not drawn: %s further down the table.",
			words_of(arena, left_out->flows, "way", "ways"));
	if (left_out->merged_m > 0)
		strbuf_printf(&buf,
			" Places within a square of %.0f m are one dot, the larger the "
			"more episodes.",
			left_out->merged_m);
	return buf.text;
}
