/* Areas: polygons with holes, by GEOS.
 *
 * Order: one of the makers; any of the questions; shape_free(). A shape is one polygon
 * or several, in metres (or in degrees where the caller takes care of what area means).
 * Each shape has a GEOS handle of its own: shapes may be used from different threads,
 * one shape from one thread at a time.
 */
#ifndef LASTSEEN_GEO_SHAPE_H
#define LASTSEEN_GEO_SHAPE_H

#include "geo/point.h"

struct shape;

/* A closed line: the last point is the first. */
struct ring {
	size_t n;
	double *x_m, *y_m;
	uint32_t polygon; /* which polygon of the shape, from 0 */
	bool hole;
};
struct rings {
	size_t n;
	struct ring *items;
};

void shape_free(struct shape *shape); /* NULL is allowed */

/* From well-known binary (ISO or EWKB): polygon or multipolygon, also one whose rings
 * cross themselves, which is mended. Anything else is ERR_DATA. */
MUST_USE enum err_code shape_from_wkb(
	struct context *ctx, struct shape **shape, const void *bytes, size_t n);
/* From well-known text; for tests and for people. */
MUST_USE enum err_code shape_from_wkt(
	struct context *ctx, struct shape **shape, const char *text);
MUST_USE enum err_code shape_from_box(
	struct context *ctx, struct shape **shape, struct box box);
/* The disc around a place, as a polygon of 4 * quarter sides (8 for a quarter: within
 * 0.5 % of the area; 16: 0.2 %). */
MUST_USE enum err_code shape_from_circle(struct context *ctx, struct shape **shape,
	struct point at, double radius_m, int quarter);
/* The convex hull. Fewer than three points that are not in line give an empty shape. */
MUST_USE enum err_code shape_from_hull(
	struct context *ctx, struct shape **shape, struct points points);
/* The concave hull: ratio_01 1 is the convex one, 0 the tightest. No holes. */
MUST_USE enum err_code shape_from_concave(struct context *ctx, struct shape **shape,
	struct points points, double ratio_01);
/* Grown by distance_m (shrunk where it is below 0). */
MUST_USE enum err_code shape_buffer(struct context *ctx, struct shape **grown,
	const struct shape *shape, double distance_m, int quarter);
/* Fewer corners, none of them off by more than tolerance_m; stays valid. */
MUST_USE enum err_code shape_simplify(struct context *ctx, struct shape **simple,
	const struct shape *shape, double tolerance_m);
MUST_USE enum err_code shape_union(struct context *ctx, struct shape **all,
	const struct shape *const *shapes, size_t n);

bool shape_empty(const struct shape *shape);
double shape_area_m2(const struct shape *shape);
double shape_length_m(const struct shape *shape); /* of its boundary */
struct box shape_box(const struct shape *shape);
/* A point that is surely inside; NAN for an empty shape. */
struct point shape_inner_point(const struct shape *shape);

/* inside[i] = whether point i is in the shape or on its boundary. The first call
 * prepares the shape; about a million answers a second. */
void shape_covers(const struct shape *shape, struct points points, bool *inside);
bool shape_covers_point(const struct shape *shape, struct point at);
/* Metres from a place to the shape; 0 inside. */
double shape_distance_m(const struct shape *shape, struct point at);

/* The boundary as arrays, for plots: outer rings anticlockwise, holes clockwise, each
 * polygon's outer ring before its holes. */
struct rings shape_rings(struct context *ctx, const struct shape *shape);
/* Well-known binary (little-endian, two dimensions) in ctx->arena. */
void shape_to_wkb(struct context *ctx, const struct shape *shape,
	const unsigned char **bytes, size_t *n);

#endif
