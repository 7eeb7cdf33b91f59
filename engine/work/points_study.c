#include "work/points_study.h"
#include "base/map.h"
#include "base/str.h"
#include "intake/table_reader.h"
#include "text/quantity.h"
#include <math.h>
#include <string.h>

#define TEXT_MOST ((size_t)1 << 26)
/* Outlines of more sides make each pair of events slow. */
#define SIDES_MANY 2000

/* ---- corners in a table -------------------------------------------------------------- */

struct corners {
	size_t n, x_room, y_room, ring_room;
	double *x, *y;
	size_t *ring; /* by first sight, from 0 */
	struct map names;
};

static void add_corner(
	struct context *ctx, struct corners *c, double x, double y, const char *ring)
{
	size_t at = map_intern(&c->names, ring);
	arena_reserve(ctx->arena, c->x, c->x_room, c->n + 1);
	arena_reserve(ctx->arena, c->y, c->y_room, c->n + 1);
	arena_reserve(ctx->arena, c->ring, c->ring_room, c->n + 1);
	c->x[c->n] = x;
	c->y[c->n] = y;
	c->ring[c->n++] = at;
}

static int column_named(const struct table_row *header, const char *name)
{
	for (size_t i = 0; i < header->cells_n; i++)
		if (str_equal_fold(header->cells[i], name))
			return (int)i;
	return -1;
}

static const char *cell_at(const struct table_row *row, int column)
{
	return column >= 0 && (size_t)column < row->cells_n ? row->cells[column] : "";
}

static enum err_code read_corners(struct context *ctx, const char *name,
	struct table_reader *reader, const struct table_row *header, struct corners *c)
{
	int x_at = column_named(header, "x"), y_at = column_named(header, "y");
	int ring_at = column_named(header, "ring");
	struct table_row row;
	bool more;
	enum err_code err;
	while (!(err = table_next(reader, &row, &more)) && more) {
		double x = 0, y = 0;
		if (row.fault || !real_parse(cell_at(&row, x_at), &x) ||
			!real_parse(cell_at(&row, y_at), &y))
			return err_at(ctx, ERR_DATA,
				(struct err_where){.file = name, .row = row.row},
				"a corner of the study area needs numbers for x and y");
		add_corner(ctx, c, x, y, cell_at(&row, ring_at));
	}
	return err;
}

/* Whether a corner lies in another ring: by crossings of a ray. */
static bool in_ring(const struct corners *c, size_t corner, size_t ring)
{
	bool odd = false;
	size_t last = SIZE_MAX, first = SIZE_MAX;
	for (size_t i = 0; i <= c->n; i++) {
		size_t at = i < c->n ? i : first;
		if (at == SIZE_MAX || (i < c->n && c->ring[i] != ring))
			continue;
		if (first == SIZE_MAX)
			first = at;
		if (last != SIZE_MAX &&
			(c->x[last] > c->x[corner]) != (c->x[at] > c->x[corner])) {
			double y = c->y[last] + (c->x[corner] - c->x[last]) /
							(c->x[at] - c->x[last]) *
							(c->y[at] - c->y[last]);
			odd ^= y > c->y[corner];
		}
		last = at;
	}
	return odd;
}

static size_t first_of(const struct corners *c, size_t ring)
{
	size_t i = 0;
	while (c->ring[i] != ring)
		i++;
	return i;
}

static void write_ring(struct strbuf *text, const struct corners *c, size_t ring)
{
	size_t first = first_of(c, ring);
	strbuf_char(text, '(');
	for (size_t i = first; i < c->n; i++)
		if (c->ring[i] == ring)
			strbuf_printf(text, "%.17g %.17g,", c->x[i], c->y[i]);
	strbuf_printf(text, "%.17g %.17g)", c->x[first], c->y[first]);
}

/* Rings in an even number of others are outer ones; a hole goes to the innermost. */
static const char *corners_text(struct context *ctx, const struct corners *c)
{
	size_t n = c->names.n;
	size_t *depth = arena_array(ctx->arena, size_t, n);
	bool *inside = arena_array(ctx->arena, bool, n *n);
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++) {
			inside[a * n + b] = a != b && in_ring(c, first_of(c, a), b);
			depth[a] += inside[a * n + b];
		}
	struct strbuf text;
	strbuf_init(&text, ctx->arena);
	strbuf_add(&text, "MULTIPOLYGON(");
	for (size_t a = 0, outer = 0; a < n; a++) {
		if (depth[a] % 2)
			continue;
		strbuf_add(&text, outer++ ? ",(" : "(");
		write_ring(&text, c, a);
		for (size_t b = 0; b < n; b++)
			if (inside[b * n + a] && depth[b] == depth[a] + 1) {
				strbuf_char(&text, ',');
				write_ring(&text, c, b);
			}
		strbuf_char(&text, ')');
	}
	strbuf_char(&text, ')');
	return text.text;
}

static enum err_code shape_from_corners(struct context *ctx, const struct events *e,
	struct corners *c, struct shape **shape)
{
	enum { RINGS_MOST = 2000 };
	if (c->n < 3 || c->names.n > RINGS_MOST)
		return err_set(ctx, ERR_DATA,
			"the study area has %zu corners in %zu rings: from 3 corners "
			"and up to %d rings",
			c->n, c->names.n, RINGS_MOST);
	if (e->projection)
		project_forward(ctx, e->projection, c->n, c->x, c->y, c->x, c->y, NULL);
	for (size_t i = 0; i < c->n; i++)
		if (!isfinite(c->x[i]) || !isfinite(c->y[i]))
			return err_set(ctx, ERR_DATA,
				"corner %zu of the study area can't be turned to "
				"metres: its coordinates must be those of the events' "
				"file",
				i + 1);
	return shape_from_wkt(ctx, shape, corners_text(ctx, c));
}

/* ---- other files ---------------------------------------------------------------------- */

static bool head_is(const struct file_facts *facts, const char *word)
{
	size_t n = strlen(word);
	for (size_t i = 0; i < n; i++)
		if (i >= facts->head_n || (facts->head[i] & ~0x20) != word[i])
			return false;
	return true;
}

/* Well-known text holds rings in brackets: taken apart, turned to metres, put together
 * as corners are. */
static enum err_code shape_from_text(struct context *ctx, const struct events *e,
	const char *path, struct shape **shape)
{
	const char *text;
	size_t n;
	enum err_code err = file_read(ctx, path, TEXT_MOST, &text, &n);
	if (!err)
		err = shape_from_wkt(ctx, shape, text);
	if (err || !e->projection)
		return err;
	struct rings rings = shape_rings(ctx, *shape);
	struct corners c = {0};
	map_init(&c.names, ctx->arena);
	for (size_t r = 0; r < rings.n; r++)
		for (size_t i = 0; i + 1 < rings.items[r].n; i++)
			add_corner(ctx, &c, rings.items[r].x_m[i],
				rings.items[r].y_m[i],
				str_printf(ctx->arena, "%zu", r));
	shape_free(*shape);
	*shape = NULL;
	return shape_from_corners(ctx, e, &c, shape);
}

/* Whether the events' metres are those of the National Grid. */
static bool on_the_grid(const struct events *e)
{
	return !e->projection ||
	       projection_info(e->projection)->epsg_to == EPSG_BRITISH_GRID ||
	       projection_info(e->projection)->epsg_from == EPSG_BRITISH_GRID;
}

static enum err_code read_outlines(
	struct context *ctx, struct table_reader *reader, struct shape **shape)
{
	size_t n = 0, room = 0;
	const struct shape **all = NULL;
	struct table_row row;
	bool more = false;
	enum err_code err;
	while (!(err = table_next(reader, &row, &more)) && more) {
		struct ogr_outline outline;
		struct shape *one = NULL;
		err = table_outline(reader, &outline);
		if (err)
			break;
		if (outline.fault)
			continue;
		err = shape_from_wkb(ctx, &one, outline.wkb, outline.n);
		if (err)
			break;
		arena_reserve(ctx->arena, all, room, n + 1);
		all[n++] = one;
	}
	if (!err && n == 0)
		err = err_set(ctx, ERR_DATA, "the file has no outline of an area");
	if (!err)
		err = shape_union(ctx, shape, all, n);
	for (size_t i = 0; i < n; i++)
		shape_free((struct shape *)all[i]);
	return err;
}

static enum err_code read_table(struct context *ctx, const struct events *e,
	const char *path, const struct file_facts *facts, struct shape **shape)
{
	const struct table_options options = {0};
	struct table_reader *reader = NULL;
	struct table_row header = {0};
	struct corners c = {0};
	bool more = false;
	map_init(&c.names, ctx->arena);
	enum err_code err = table_open(ctx, path, facts, &options, &reader);
	if (!err)
		err = table_next(reader, &header, &more);
	if (!err && !more)
		err = err_set(ctx, ERR_DATA, "the file is empty");
	bool outlines = facts->head[0] == '{' || head_is(facts, "SQL");
	if (!err && !outlines && column_named(&header, "x") >= 0 &&
		column_named(&header, "y") >= 0) {
		err = read_corners(ctx, facts->name, reader, &header, &c);
		if (!err)
			err = shape_from_corners(ctx, e, &c, shape);
	} else if (!err && !on_the_grid(e)) {
		err = err_set(ctx, ERR_UNSUPPORTED,
			"outlines are read on the National Grid, which the events are "
			"not on; give the corners as well-known text or as a table "
			"with x and y, in the coordinates of the events");
	} else if (!err) {
		err = read_outlines(ctx, reader, shape);
	}
	table_close(reader);
	return err;
}

static enum err_code simplify(
	struct context *ctx, double tolerance_m, struct shape **shape)
{
	struct shape *simple;
	if (!(tolerance_m > 0))
		return ERR_OK;
	enum err_code err = shape_simplify(ctx, &simple, *shape, tolerance_m);
	if (err)
		return err;
	shape_free(*shape);
	*shape = simple;
	return ERR_OK;
}

static enum err_code read_shape(struct context *ctx, const struct events *e,
	const char *path, double simplify_m, struct points_study *study)
{
	struct file_facts *facts = arena_new(ctx->arena, struct file_facts);
	enum err_code err = file_facts_read(ctx, path, facts);
	if (err)
		return err;
	study->name = facts->name;
	study->sha256 = facts->sha256;
	if (head_is(facts, "POLYGON") || head_is(facts, "MULTIPOLYGON"))
		err = shape_from_text(ctx, e, path, &study->shape);
	else
		err = read_table(ctx, e, path, facts, &study->shape);
	if (!err)
		err = simplify(ctx, simplify_m, &study->shape);
	if (!err)
		err = study_area_shape(ctx, &study->area, study->shape);
	if (!err && study->area.edges_n > SIDES_MANY)
		notice(ctx,
			"%s has some %zu sides, which takes time for each pair of "
			"events; --simplify 50m drops corners that are off by no more",
			facts->name, study->area.edges_n);
	return err ? err_prefix(ctx, "--study-area %s", facts->name) : ERR_OK;
}

/* ---- the events in it ----------------------------------------------------------------- */

static void keep_inside(
	struct context *ctx, struct points_study *s, struct points points)
{
	double *x_m = arena_array(ctx->arena, double, points.n);
	double *y_m = arena_array(ctx->arena, double, points.n);
	int64_t *t_s = points.t_s ? arena_array(ctx->arena, int64_t, points.n) : NULL;
	s->which = arena_array(ctx->arena, size_t, points.n);
	size_t n = 0;
	for (size_t i = 0; i < points.n; i++) {
		struct point at = {points.x_m[i], points.y_m[i]};
		if (!study_area_covers(&s->area, at))
			continue;
		x_m[n] = at.x_m;
		y_m[n] = at.y_m;
		if (t_s)
			t_s[n] = points.t_s[i];
		s->which[n++] = i;
	}
	s->outside = points.n - n;
	s->points = (struct points){n, x_m, y_m, t_s};
}

enum err_code points_study_make(struct context *ctx, const struct events *e,
	struct points points, const struct points_study_options *o,
	struct points_study *study)
{
	memset(study, 0, sizeof *study);
	if (o->area && o->file)
		return err_set(ctx, ERR_USAGE,
			"give --area or --study-area, not both of them");
	struct box box;
	enum err_code err = points_area(ctx, e, o->area, &box);
	if (!err && o->file)
		err = read_shape(ctx, e, o->file, o->simplify_m, study);
	else if (!err)
		err = study_area_box(
			ctx, &study->area, o->area ? box : points_box(points));
	if (err)
		return err;
	keep_inside(ctx, study, points);
	if (study->outside > 0)
		notice(ctx, "%zu of %zu events lie outside of the study area",
			study->outside, points.n);
	if (study->points.n > 0 || points.n == 0)
		return ERR_OK;
	return err_set(ctx, ERR_DATA,
		"no event lies in the study area: are its coordinates those of the "
		"events?");
}

void points_study_release(struct points_study *study)
{
	shape_free(study->shape);
	study->shape = NULL;
}

void points_study_tell(const struct points_study *s,
	const struct points_study_options *o, struct result *parameters,
	struct result *result)
{
	result_text(parameters, "area", o->area);
	if (s->name) {
		result_text(parameters, "study_area", s->name);
		result_text(parameters, "study_area_sha256", s->sha256);
		result_real(parameters, "simplify_m",
			o->simplify_m > 0 ? o->simplify_m : NAN);
	}
	result_real(result, "area_m2", s->area.area_m2);
	if (s->outside > 0)
		result_int(result, "outside", (int64_t)s->outside);
}
