#include "work/points_outlines.h"
#include "base/str.h"
#include "geo/shape.h"
#include "intake/outlines.h"
#include "stats/hull.h"
#include <math.h>

/* ---- the hulls ------------------------------------------------------------------ */

static void add_ring(struct context *ctx, struct strbuf *text, const struct events *e,
	const struct ring *ring)
{
	for (size_t i = 0; i < ring->n; i++) {
		struct point at = events_place(
			ctx, e, (struct point){ring->x_m[i], ring->y_m[i]});
		strbuf_printf(text, "%s%.10g %.10g", i ? "," : "(", at.x_m, at.y_m);
	}
	strbuf_char(text, ')');
}

static const char *text_of(
	struct context *ctx, const struct events *e, const struct shape *shape)
{
	struct rings rings = shape_rings(ctx, shape);
	struct strbuf text;
	strbuf_init(&text, ctx->arena);
	strbuf_add(&text, "MULTIPOLYGON (");
	for (size_t i = 0; i < rings.n; i++) {
		bool next =
			i == 0 || rings.items[i].polygon != rings.items[i - 1].polygon;
		strbuf_add(&text, i == 0 ? "(" : next ? "),(" : ",");
		add_ring(ctx, &text, e, &rings.items[i]);
	}
	strbuf_add(&text, "))");
	return text.text;
}

static enum err_code outline_one(struct context *ctx, const struct events *e,
	struct points members, struct points_outline *outline)
{
	struct shape *shape = NULL;
	enum err_code err =
		shape_from_concave(ctx, &shape, members, POINTS_OUTLINE_RATIO);
	if (!err && !shape_empty(shape)) {
		outline->wkt = text_of(ctx, e, shape);
		outline->area_m2 = shape_area_m2(shape);
	}
	shape_free(shape);
	return err;
}

enum err_code points_outlines_make(struct context *ctx, const struct events *e,
	struct points points, const struct labels *labels,
	struct points_outline **outlines)
{
	enum err_code err = ERR_OK;
	*outlines = arena_array(ctx->arena, struct points_outline, labels->clusters_n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct members m = labels_members(ctx->scratch, labels);
	double *x_m = arena_array(ctx->scratch, double, points.n);
	double *y_m = arena_array(ctx->scratch, double, points.n);
	for (uint32_t c = 0; c < labels->clusters_n && !err; c++) {
		size_t n = 0;
		for (size_t i = m.start[c]; i < m.start[c + 1]; i++, n++) {
			x_m[n] = points.x_m[m.item[i]];
			y_m[n] = points.y_m[m.item[i]];
		}
		err = outline_one(
			ctx, e, (struct points){n, x_m, y_m, NULL}, &(*outlines)[c]);
	}
	arena_reset(ctx->scratch, mark);
	return err;
}

/* ---- the file ------------------------------------------------------------------- */

/* A column of the table as one of the file; false where its cells are neither numbers
 * nor texts. */
static bool field_of(struct context *ctx, const struct table *t, size_t column,
	struct outline_field *field)
{
	double *numbers = arena_array(ctx->scratch, double, t->rows_n);
	const char **texts = arena_array(ctx->scratch, const char *, t->rows_n);
	bool any_text = false, any_real = false;
	for (size_t i = 0; i < t->rows_n; i++) {
		const struct cell *cell = table_at(t, i, column);
		numbers[i] = cell->kind == CELL_REAL  ? cell->as.real
			     : cell->kind == CELL_INT ? (double)cell->as.integer
						      : NAN;
		if (cell->kind == CELL_TEXT)
			texts[i] = cell->as.text;
		else if (cell->kind > CELL_REAL)
			return false;
		any_text |= cell->kind == CELL_TEXT;
		any_real |= cell->kind == CELL_REAL;
	}
	*field = (struct outline_field){
		t->columns[column].name, numbers, any_text ? texts : NULL, !any_real};
	return true;
}

enum err_code points_outlines_write(struct context *ctx, const struct points_file *file,
	const char *path, const struct table *t, const struct points_outline *outlines)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	const char **wkt = arena_array(ctx->scratch, const char *, t->rows_n);
	struct outline_field *fields =
		arena_array(ctx->scratch, struct outline_field, t->columns_n);
	bool plain = !file->crs || str_equal_fold(file->crs, "none");
	struct outlines o = {.name = t->name,
		.crs = plain ? NULL : file->crs,
		.n = t->rows_n,
		.wkt = wkt,
		.fields = fields};
	for (size_t i = 0; i < t->rows_n; i++)
		wkt[i] = outlines[i].wkt;
	for (size_t c = 0; c < t->columns_n; c++) {
		if (str_equal(t->columns[c].name, "outline"))
			continue;
		if (field_of(ctx, t, c, &fields[o.fields_n]))
			o.fields_n++;
	}
	enum err_code err = outlines_write(ctx, path, &o);
	arena_reset(ctx->scratch, mark);
	return err;
}
