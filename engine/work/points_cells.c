/* Rows of a file counted in the cells of a lattice. */
#include "base/str.h"
#include "geo/sort.h"
#include "work/points_places.h"
#include <string.h>

/* Whether c lies to the right of the line from a to b, or on it. */
static bool no_left_turn(struct points p, uint32_t a, uint32_t b, uint32_t c)
{
	return (p.x_m[b] - p.x_m[a]) * (p.y_m[c] - p.y_m[a]) -
		       (p.y_m[b] - p.y_m[a]) * (p.x_m[c] - p.x_m[a]) <=
	       0;
}

/* The corners of the hull by Andrew's chains, as GEOS takes seconds for a million points.
 * Information Processing Letters 9 (1979), doi 10.1016/0020-0190(79)90072-3. */
static struct points hull_corners(struct context *ctx, struct points p)
{
	uint32_t *order = arena_array(ctx->scratch, uint32_t, p.n);
	uint32_t *by_y = arena_array(ctx->scratch, uint32_t, p.n);
	uint32_t *chain = arena_array(ctx->scratch, uint32_t, 2 * p.n + 2);
	double *x_m = arena_array(ctx->scratch, double, p.n), *y_m;
	size_t n = 0;
	sort_order_double(ctx->scratch, p.y_m, by_y, p.n);
	for (size_t i = 0; i < p.n; i++)
		x_m[i] = p.x_m[by_y[i]];
	sort_order_double(ctx->scratch, x_m, order, p.n);
	for (int side = 0; side < 2; side++)
		for (size_t k = 0, first = n; k < p.n; k++) {
			uint32_t i = by_y[order[side ? p.n - 1 - k : k]];
			while (n >= first + 2 &&
				no_left_turn(p, chain[n - 2], chain[n - 1], i))
				n--;
			chain[n++] = i;
		}
	y_m = arena_array(ctx->scratch, double, n);
	x_m = arena_array(ctx->scratch, double, n);
	for (size_t k = 0; k < n; k++) {
		x_m[k] = p.x_m[chain[k]];
		y_m[k] = p.y_m[chain[k]];
	}
	return (struct points){n, x_m, y_m, NULL};
}

static enum err_code hull_shape(
	struct context *ctx, struct points points, struct shape **hull)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	enum err_code err = points_check(ctx, points);
	if (!err)
		err = shape_from_hull(ctx, hull, hull_corners(ctx, points));
	arena_reset(ctx->scratch, mark);
	return err;
}

/* Where the cells lie: the study area that was asked for, or the hull of the events. */
static enum err_code study_shape(struct context *ctx, struct places *p,
	const struct places_options *o, struct points points, struct shape **hull,
	struct box *box)
{
	*hull = NULL;
	*box = points_box(points);
	if (!o->study.area && !o->study.file)
		return hull_shape(ctx, points, hull);
	enum err_code err =
		points_study_make(ctx, &p->events, points, &o->study, &p->study);
	p->studied = true;
	if (!err)
		*box = p->study.area.box;
	if (!err && p->study.area.rectangle)
		err = shape_from_box(ctx, hull, *box);
	return err;
}

/* Marks the cells that count, and keeps each row's cell; LATTICE_NONE outside. */
static uint64_t *mark_cells(struct context *ctx, struct places *p,
	const struct shape *shape, struct points points, bool *inside)
{
	uint64_t *cell = arena_array(ctx->scratch, uint64_t, points.n);
	lattice_inside(ctx, &p->lattice, shape, inside);
	for (size_t i = 0; i < points.n; i++)
		cell[i] = LATTICE_NONE;
	size_t n = p->studied ? p->study.points.n : points.n;
	for (size_t k = 0; k < n; k++) {
		size_t i = p->studied ? p->study.which[k] : k;
		cell[i] = lattice_cell(
			&p->lattice, (struct point){points.x_m[i], points.y_m[i]});
		if (cell[i] != LATTICE_NONE)
			inside[cell[i]] = true;
	}
	return cell;
}

/* A cell that the border runs through, or that is in for its events alone. */
static void mark_edges(struct context *ctx, struct places *p, const struct shape *shape)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t all = p->lattice.columns * p->lattice.rows;
	bool *cut = arena_array(ctx->scratch, bool, all);
	bool *centre = arena_array(ctx->scratch, bool, all);
	lattice_cut(ctx, &p->lattice, shape, cut);
	lattice_inside(ctx, &p->lattice, shape, centre);
	p->edge = arena_array(ctx->arena, bool, p->n);
	for (size_t i = 0; i < p->n; i++)
		p->edge[i] = cut[p->cell[i]] || !centre[p->cell[i]];
	arena_reset(ctx->scratch, mark);
}

static void number_cells(
	struct context *ctx, struct places *p, const bool *inside, uint32_t *number)
{
	uint64_t all = p->lattice.columns * p->lattice.rows;
	for (uint64_t c = 0; c < all; c++)
		p->n += inside[c];
	p->cell = arena_array(ctx->arena, uint64_t, p->n);
	p->row = arena_array(ctx->arena, int64_t, p->n);
	p->x_m = arena_array(ctx->arena, double, p->n);
	p->y_m = arena_array(ctx->arena, double, p->n);
	p->value = arena_array(ctx->arena, double, p->n);
	uint32_t at = 0;
	for (uint64_t c = 0; c < all; c++) {
		if (!inside[c])
			continue;
		struct point centre = lattice_centre(&p->lattice, c);
		p->cell[at] = c;
		p->row[at] = (int64_t)at + 1;
		p->x_m[at] = centre.x_m;
		p->y_m[at] = centre.y_m;
		number[c] = at++;
	}
}

enum err_code places_make_cells(
	struct context *ctx, struct places *p, const struct places_options *o)
{
	const struct events *e = &p->events;
	struct points points = {e->n, e->x_m, e->y_m, e->t_s};
	struct shape *hull = NULL;
	struct box box;
	p->kind = PLACES_CELLS;
	p->counted = true;
	enum err_code err = study_shape(ctx, p, o, points, &hull, &box);
	if (!err)
		err = lattice_make(ctx, &p->lattice,
			str_equal(o->grid, "square") ? LATTICE_SQUARE : LATTICE_HEXAGON,
			o->cell_m, box);
	if (err) {
		shape_free(hull);
		return err;
	}
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t all = p->lattice.columns * p->lattice.rows;
	bool *inside = arena_array(ctx->scratch, bool, all);
	uint32_t *number = arena_array(ctx->scratch, uint32_t, all);
	uint64_t *cell =
		mark_cells(ctx, p, hull ? hull : p->study.shape, points, inside);
	number_cells(ctx, p, inside, number);
	mark_edges(ctx, p, hull ? hull : p->study.shape);
	p->of_event = arena_array(ctx->arena, uint32_t, e->n);
	for (size_t i = 0; i < e->n; i++)
		places_count(
			p, i, cell[i] == LATTICE_NONE ? UINT32_MAX : number[cell[i]]);
	p->area_m2 = lattice_area_m2(&p->lattice) * (double)p->n;
	arena_reset(ctx->scratch, mark);
	shape_free(hull);
	return ERR_OK;
}
