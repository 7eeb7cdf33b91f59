#include "geo/shape.h"
#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct shape {
	GEOSContextHandle_t geos;
	GEOSGeometry *geometry;
	const GEOSPreparedGeometry *prepared; /* made when first asked */
	char message[256];                    /* GEOS's last complaint */
};

static void keep_message(const char *message, void *shape)
{
	struct shape *s = shape;
	snprintf(s->message, sizeof s->message, "%s", message);
}

static struct shape *shape_new(void)
{
	struct shape *s = calloc(1, sizeof *s);
	if (!s || !(s->geos = GEOS_init_r()))
		BUG("no memory for a shape");
	GEOSContext_setErrorMessageHandler_r(s->geos, keep_message, s);
	return s;
}

void shape_free(struct shape *s)
{
	if (!s)
		return;
	if (s->prepared)
		GEOSPreparedGeom_destroy_r(s->geos, s->prepared);
	if (s->geometry)
		GEOSGeom_destroy_r(s->geos, s->geometry);
	GEOS_finish_r(s->geos);
	free(s);
}

/* Hands a new shape over, or its complaint. */
static enum err_code finish(
	struct context *ctx, struct shape **out, struct shape *s, const char *what)
{
	*out = NULL;
	if (!s->geometry) {
		err_set(ctx, ERR_DATA, "%s can't be made: %s", what,
			s->message[0] ? s->message : "not an area");
		shape_free(s);
		return ERR_DATA;
	}
	*out = s;
	return ERR_OK;
}

static bool is_area(const struct shape *s, const GEOSGeometry *g)
{
	int type = GEOSGeomTypeId_r(s->geos, g);
	return type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON;
}

/* Makes what was read valid and refuses what has no area. */
static enum err_code accept(
	struct context *ctx, struct shape **out, struct shape *s, GEOSGeometry *read)
{
	if (read && !is_area(s, read)) {
		snprintf(s->message, sizeof s->message,
			"it is no polygon but a %s, and only areas can be used",
			GEOSGeomTypeId_r(s->geos, read) == GEOS_POINT
				? "point"
				: "line or mixture");
	} else if (read && GEOSisValid_r(s->geos, read) == 1) {
		s->geometry = read;
		read = NULL;
	} else if (read) {
		GEOSGeometry *mended = GEOSMakeValid_r(s->geos, read);
		/* Mending may leave loose lines beside the areas: a buffer of no width
		 * drops them. */
		if (mended && !is_area(s, mended)) {
			s->geometry = GEOSBuffer_r(s->geos, mended, 0, 8);
			GEOSGeom_destroy_r(s->geos, mended);
		} else {
			s->geometry = mended;
		}
	}
	if (read)
		GEOSGeom_destroy_r(s->geos, read);
	return finish(ctx, out, s, "the boundary");
}

enum err_code shape_from_wkb(
	struct context *ctx, struct shape **shape, const void *bytes, size_t n)
{
	struct shape *s = shape_new();
	GEOSWKBReader *reader = GEOSWKBReader_create_r(s->geos);
	GEOSGeometry *read =
		reader ? GEOSWKBReader_read_r(s->geos, reader, bytes, n) : NULL;
	if (reader)
		GEOSWKBReader_destroy_r(s->geos, reader);
	return accept(ctx, shape, s, read);
}

enum err_code shape_from_wkt(
	struct context *ctx, struct shape **shape, const char *text)
{
	struct shape *s = shape_new();
	GEOSWKTReader *reader = GEOSWKTReader_create_r(s->geos);
	GEOSGeometry *read =
		reader ? GEOSWKTReader_read_r(s->geos, reader, text) : NULL;
	if (reader)
		GEOSWKTReader_destroy_r(s->geos, reader);
	return accept(ctx, shape, s, read);
}

enum err_code shape_from_box(struct context *ctx, struct shape **shape, struct box box)
{
	struct shape *s = shape_new();
	s->geometry = GEOSGeom_createRectangle_r(
		s->geos, box.min_x_m, box.min_y_m, box.max_x_m, box.max_y_m);
	return finish(ctx, shape, s, "the box");
}

enum err_code shape_from_circle(struct context *ctx, struct shape **shape,
	struct point at, double radius_m, int quarter)
{
	struct shape *s = shape_new();
	GEOSGeometry *centre = GEOSGeom_createPointFromXY_r(s->geos, at.x_m, at.y_m);
	if (centre) {
		s->geometry = GEOSBuffer_r(s->geos, centre, radius_m, quarter);
		GEOSGeom_destroy_r(s->geos, centre);
	}
	return finish(ctx, shape, s, "the circle");
}

static GEOSGeometry *collect_points(struct shape *s, struct points points)
{
	GEOSCoordSequence *line = GEOSCoordSeq_copyFromArrays_r(
		s->geos, points.x_m, points.y_m, NULL, NULL, (unsigned)points.n);
	/* A hull asks for coordinates alone, so a line through all points will do; a
	 * line needs two. */
	if (points.n == 1)
		return line ? GEOSGeom_createPoint_r(s->geos, line) : NULL;
	return line ? GEOSGeom_createLineString_r(s->geos, line) : NULL;
}

static GEOSGeometry *only_area(struct shape *s, GEOSGeometry *hull)
{
	if (!hull || is_area(s, hull))
		return hull;
	GEOSGeom_destroy_r(s->geos, hull);
	return GEOSGeom_createEmptyPolygon_r(s->geos);
}

static enum err_code make_hull(struct context *ctx, struct shape **shape,
	struct points points, double ratio_01)
{
	enum err_code code = points_check(ctx, points);
	if (code)
		return code;
	struct shape *s = shape_new();
	GEOSGeometry *all = collect_points(s, points);
	if (all) {
		GEOSGeometry *hull =
			ratio_01 >= 1 || points.n < 3
				? GEOSConvexHull_r(s->geos, all)
				: GEOSConcaveHull_r(s->geos, all, ratio_01, 0);
		s->geometry = only_area(s, hull);
		GEOSGeom_destroy_r(s->geos, all);
	}
	return finish(ctx, shape, s, "the hull");
}

enum err_code shape_from_hull(
	struct context *ctx, struct shape **shape, struct points points)
{
	return make_hull(ctx, shape, points, 1);
}

enum err_code shape_from_concave(struct context *ctx, struct shape **shape,
	struct points points, double ratio_01)
{
	return make_hull(ctx, shape, points, ratio_01 < 0 ? 0 : ratio_01);
}

enum err_code shape_buffer(struct context *ctx, struct shape **grown,
	const struct shape *shape, double distance_m, int quarter)
{
	struct shape *s = shape_new();
	s->geometry = GEOSBuffer_r(s->geos, shape->geometry, distance_m, quarter);
	return finish(ctx, grown, s, "the buffer");
}

enum err_code shape_simplify(struct context *ctx, struct shape **simple,
	const struct shape *shape, double tolerance_m)
{
	struct shape *s = shape_new();
	s->geometry =
		GEOSTopologyPreserveSimplify_r(s->geos, shape->geometry, tolerance_m);
	return finish(ctx, simple, s, "the simplified boundary");
}

enum err_code shape_union(struct context *ctx, struct shape **all,
	const struct shape *const *shapes, size_t n)
{
	struct shape *s = shape_new();
	GEOSGeometry **parts = calloc(n ? n : 1, sizeof *parts);
	if (!parts)
		BUG("no memory for a union");
	for (size_t i = 0; i < n; i++)
		parts[i] = GEOSGeom_clone_r(s->geos, shapes[i]->geometry);
	GEOSGeometry *bag = GEOSGeom_createCollection_r(
		s->geos, GEOS_GEOMETRYCOLLECTION, parts, (unsigned)n);
	free(parts);
	if (bag) {
		s->geometry = only_area(s, GEOSUnaryUnion_r(s->geos, bag));
		GEOSGeom_destroy_r(s->geos, bag);
	}
	return finish(ctx, all, s, "the union");
}

bool shape_empty(const struct shape *s)
{
	return GEOSisEmpty_r(s->geos, s->geometry) != 0;
}

double shape_area_m2(const struct shape *s)
{
	double area_m2 = 0;
	return GEOSArea_r(s->geos, s->geometry, &area_m2) ? area_m2 : NAN;
}

double shape_length_m(const struct shape *s)
{
	double length_m = 0;
	return GEOSLength_r(s->geos, s->geometry, &length_m) ? length_m : NAN;
}

struct box shape_box(const struct shape *s)
{
	struct box box = {0};
	if (shape_empty(s) || !GEOSGeom_getExtent_r(s->geos, s->geometry, &box.min_x_m,
				      &box.min_y_m, &box.max_x_m, &box.max_y_m))
		memset(&box, 0, sizeof box);
	return box;
}

struct point shape_inner_point(const struct shape *s)
{
	struct point at = {NAN, NAN};
	GEOSGeometry *inner =
		shape_empty(s) ? NULL : GEOSPointOnSurface_r(s->geos, s->geometry);
	if (inner) {
		GEOSGeomGetX_r(s->geos, inner, &at.x_m);
		GEOSGeomGetY_r(s->geos, inner, &at.y_m);
		GEOSGeom_destroy_r(s->geos, inner);
	}
	return at;
}

/* Preparing changes nothing that a caller can see. */
static const GEOSPreparedGeometry *prepare(const struct shape *shape)
{
	struct shape *s = (struct shape *)(uintptr_t)shape;
	if (!s->prepared)
		s->prepared = GEOSPrepare_r(s->geos, s->geometry);
	return s->prepared;
}

bool shape_covers_point(const struct shape *s, struct point at)
{
	const GEOSPreparedGeometry *prepared = prepare(s);
	GEOSGeometry *g = GEOSGeom_createPointFromXY_r(s->geos, at.x_m, at.y_m);
	bool inside = g && prepared && GEOSPreparedCovers_r(s->geos, prepared, g) == 1;
	if (g)
		GEOSGeom_destroy_r(s->geos, g);
	return inside;
}

void shape_covers(const struct shape *s, struct points points, bool *inside)
{
	struct box box = shape_box(s);
	for (size_t i = 0; i < points.n; i++) {
		struct point at = {points.x_m[i], points.y_m[i]};
		bool near = at.x_m >= box.min_x_m && at.x_m <= box.max_x_m &&
			    at.y_m >= box.min_y_m && at.y_m <= box.max_y_m;
		inside[i] = near && shape_covers_point(s, at);
	}
}

double shape_distance_m(const struct shape *s, struct point at)
{
	double distance_m = NAN;
	GEOSGeometry *g = GEOSGeom_createPointFromXY_r(s->geos, at.x_m, at.y_m);
	if (g && !shape_empty(s))
		GEOSDistance_r(s->geos, s->geometry, g, &distance_m);
	if (g)
		GEOSGeom_destroy_r(s->geos, g);
	return distance_m;
}

static struct ring copy_ring(struct context *ctx, const struct shape *s,
	const GEOSGeometry *line, uint32_t polygon, bool hole)
{
	struct ring ring = {.polygon = polygon, .hole = hole};
	unsigned n = 0;
	const GEOSCoordSequence *seq = GEOSGeom_getCoordSeq_r(s->geos, line);
	GEOSCoordSeq_getSize_r(s->geos, seq, &n);
	ring.n = n;
	ring.x_m = arena_array(ctx->arena, double, n);
	ring.y_m = arena_array(ctx->arena, double, n);
	GEOSCoordSeq_copyToArrays_r(s->geos, seq, ring.x_m, ring.y_m, NULL, NULL);
	char anticlockwise = 0;
	GEOSCoordSeq_isCCW_r(s->geos, seq, &anticlockwise);
	if ((anticlockwise != 0) == hole)
		for (unsigned i = 0; i < n / 2; i++) {
			double x_m = ring.x_m[i], y_m = ring.y_m[i];
			ring.x_m[i] = ring.x_m[n - 1 - i];
			ring.y_m[i] = ring.y_m[n - 1 - i];
			ring.x_m[n - 1 - i] = x_m;
			ring.y_m[n - 1 - i] = y_m;
		}
	return ring;
}

struct rings shape_rings(struct context *ctx, const struct shape *s)
{
	struct rings rings = {0};
	size_t capacity = 0;
	int polygons =
		shape_empty(s) ? 0 : GEOSGetNumGeometries_r(s->geos, s->geometry);
	for (int p = 0; p < polygons; p++) {
		const GEOSGeometry *g = GEOSGetGeometryN_r(s->geos, s->geometry, p);
		int holes = GEOSGetNumInteriorRings_r(s->geos, g);
		for (int h = -1; h < holes; h++) {
			const GEOSGeometry *line =
				h < 0 ? GEOSGetExteriorRing_r(s->geos, g)
				      : GEOSGetInteriorRingN_r(s->geos, g, h);
			arena_reserve(ctx->arena, rings.items, capacity, rings.n + 1);
			rings.items[rings.n++] =
				copy_ring(ctx, s, line, (uint32_t)p, h >= 0);
		}
	}
	return rings;
}

void shape_to_wkb(struct context *ctx, const struct shape *s,
	const unsigned char **bytes, size_t *n)
{
	GEOSWKBWriter *writer = GEOSWKBWriter_create_r(s->geos);
	if (!writer)
		BUG("no memory for a shape");
	GEOSWKBWriter_setOutputDimension_r(s->geos, writer, 2);
	GEOSWKBWriter_setByteOrder_r(s->geos, writer, GEOS_WKB_NDR);
	unsigned char *written = GEOSWKBWriter_write_r(s->geos, writer, s->geometry, n);
	if (!written)
		BUG("a shape can't be written");
	unsigned char *copy = arena_array(ctx->arena, unsigned char, *n);
	memcpy(copy, written, *n);
	*bytes = copy;
	GEOSFree_r(s->geos, written);
	GEOSWKBWriter_destroy_r(s->geos, writer);
}
