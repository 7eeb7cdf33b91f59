#include "stats/study_area.h"
#include "base/random.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define WEIGHT_MOST 100
#define QUARTER 64
#define PIECES 256

/* ---- making one --------------------------------------------------------------------- */

enum err_code study_area_box(
	struct context *ctx, struct study_area *area, struct box box)
{
	memset(area, 0, sizeof *area);
	double wide_m = box.max_x_m - box.min_x_m, high_m = box.max_y_m - box.min_y_m;
	if (!(wide_m > 0) || !(high_m > 0) || !isfinite(wide_m * high_m))
		return err_set(ctx, ERR_DATA,
			"the points lie on a line or at one place: there is no area; "
			"give the area they could lie in");
	area->box = box;
	area->rectangle = true;
	area->area_m2 = wide_m * high_m;
	area->around_m = 2 * (wide_m + high_m);
	return ERR_OK;
}

/* Into how many pieces a side is cut. */
static size_t pieces_of(double from_x_m, double to_x_m, double wide_m)
{
	return 1 + (size_t)(fabs(to_x_m - from_x_m) / wide_m * PIECES);
}

static size_t count_edges(const struct rings *rings, double wide_m)
{
	size_t n = 0;
	for (size_t r = 0; r < rings->n; r++)
		for (size_t i = 0; i + 1 < rings->items[r].n; i++)
			n += pieces_of(rings->items[r].x_m[i],
				rings->items[r].x_m[i + 1], wide_m);
	return n;
}

/* The pieces of all sides: x0, y0, x1, y1, n of each. */
static void cut_sides(const struct rings *rings, double wide_m, double *edges, size_t n)
{
	size_t k = 0;
	for (size_t r = 0; r < rings->n; r++)
		for (size_t i = 0; i + 1 < rings->items[r].n; i++) {
			const struct ring *at = &rings->items[r];
			double dx = at->x_m[i + 1] - at->x_m[i];
			double dy = at->y_m[i + 1] - at->y_m[i];
			size_t pieces = pieces_of(at->x_m[i], at->x_m[i + 1], wide_m);
			for (size_t p = 0; p < pieces; p++, k++) {
				double from = (double)p / (double)pieces;
				double to = (double)(p + 1) / (double)pieces;
				bool last = p + 1 == pieces;
				edges[k] = at->x_m[i] + from * dx;
				edges[n + k] = at->y_m[i] + from * dy;
				edges[2 * n + k] =
					last ? at->x_m[i + 1] : at->x_m[i] + to * dx;
				edges[3 * n + k] =
					last ? at->y_m[i + 1] : at->y_m[i] + to * dy;
			}
		}
}

enum err_code study_area_shape(
	struct context *ctx, struct study_area *area, const struct shape *shape)
{
	memset(area, 0, sizeof *area);
	area->shape = shape;
	area->area_m2 = shape_area_m2(shape);
	area->around_m = shape_length_m(shape);
	if (!(area->area_m2 > 0) || !isfinite(area->area_m2))
		return err_set(ctx, ERR_DATA, "the study area has no area");
	area->box = shape_box(shape);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct rings rings = shape_rings(ctx, shape);
	double wide_m = area->box.max_x_m - area->box.min_x_m, reach_m = -INFINITY;
	size_t n = count_edges(&rings, wide_m);
	double *cut = arena_array(ctx->scratch, double, 4 * n);
	double *from = arena_array(ctx->scratch, double, n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	cut_sides(&rings, wide_m, cut, n);
	for (size_t i = 0; i < n; i++)
		from[i] = fmin(cut[i], cut[2 * n + i]);
	sort_order_double(ctx->scratch, from, order, n);
	double *edges = arena_array(ctx->arena, double, 5 * n);
	for (size_t i = 0; i < n; i++) {
		for (size_t column = 0; column < 4; column++)
			edges[column * n + i] = cut[column * n + order[i]];
		reach_m = fmax(reach_m, fmax(edges[i], edges[2 * n + i]));
		edges[4 * n + i] = reach_m;
	}
	area->edges_n = n;
	area->x0_m = edges;
	area->y0_m = edges + n;
	area->x1_m = edges + 2 * n;
	area->y1_m = edges + 3 * n;
	area->reach_m = edges + 4 * n;
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

/* ---- inside ------------------------------------------------------------------------- */

static double segment_distance2(const struct study_area *a, size_t e, struct point at)
{
	double ux = a->x1_m[e] - a->x0_m[e], uy = a->y1_m[e] - a->y0_m[e];
	double px = at.x_m - a->x0_m[e], py = at.y_m - a->y0_m[e];
	double length2 = ux * ux + uy * uy;
	double along = length2 > 0 ? (px * ux + py * uy) / length2 : 0;
	along = fmin(1, fmax(0, along));
	px -= along * ux;
	py -= along * uy;
	return px * px + py * py;
}

double study_area_border_m(const struct study_area *a, struct point at)
{
	if (a->rectangle)
		return fmin(fmin(at.x_m - a->box.min_x_m, a->box.max_x_m - at.x_m),
			fmin(at.y_m - a->box.min_y_m, a->box.max_y_m - at.y_m));
	double least = INFINITY;
	for (size_t e = 0; e < a->edges_n; e++)
		least = fmin(least, segment_distance2(a, e, at));
	return sqrt(least);
}

/* How many edges begin left of x. */
static size_t edges_left_of(const struct study_area *a, double x_m)
{
	size_t low = 0, high = a->edges_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (fmin(a->x0_m[middle], a->x1_m[middle]) < x_m)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* An upward ray crosses the border an odd number of times from inside. */
static bool odd_crossings(const struct study_area *a, struct point at)
{
	bool odd = false;
	/* An edge that begins at x itself may be crossed, too. */
	size_t e = edges_left_of(a, nextafter(at.x_m, INFINITY));
	while (e-- > 0 && a->reach_m[e] >= at.x_m) {
		double x0 = a->x0_m[e], x1 = a->x1_m[e];
		if ((x0 > at.x_m) == (x1 > at.x_m))
			continue;
		double y0 = a->y0_m[e], y1 = a->y1_m[e];
		double y = y0 + (at.x_m - x0) / (x1 - x0) * (y1 - y0);
		odd ^= y > at.y_m;
	}
	return odd;
}

bool study_area_covers(const struct study_area *a, struct point at)
{
	const struct box *b = &a->box;
	if (at.x_m < b->min_x_m || at.x_m > b->max_x_m || at.y_m < b->min_y_m ||
		at.y_m > b->max_y_m)
		return false;
	if (a->rectangle || odd_crossings(a, at))
		return true;
	double size_m = fmax(fmax(fabs(b->min_x_m), fabs(b->max_x_m)),
		fmax(fabs(b->min_y_m), fabs(b->max_y_m)));
	return study_area_border_m(a, at) <= 1e-12 * size_m;
}

enum err_code study_area_check(
	struct context *ctx, const struct study_area *area, struct points points)
{
	enum err_code code = points_check(ctx, points);
	for (size_t i = 0; !code && i < points.n; i++)
		if (!study_area_covers(
			    area, (struct point){points.x_m[i], points.y_m[i]}))
			code = err_set(ctx, ERR_DATA,
				"point %zu lies outside of the area", i + 1);
	return code;
}

void study_area_throw(const struct study_area *a, struct stream *s, size_t n,
	double *x_m, double *y_m)
{
	double wide_m = a->box.max_x_m - a->box.min_x_m;
	double high_m = a->box.max_y_m - a->box.min_y_m;
	for (size_t i = 0; i < n; i++)
		do {
			x_m[i] = a->box.min_x_m + wide_m * stream_01(s);
			y_m[i] = a->box.min_y_m + high_m * stream_01(s);
		} while (!a->rectangle &&
			 !odd_crossings(a, (struct point){x_m[i], y_m[i]}));
}

/* ---- areas --------------------------------------------------------------------------- */

struct segment {
	double x0, y0, x1, y1;
};

static double height_at(const struct segment *s, double x)
{
	return s->y0 + (x - s->x0) / (s->x1 - s->x0) * (s->y1 - s->y0);
}

/* The signed area common to the strips below two edges, down to y = 0: that of an edge
 * with the inside above it is taken away. */
static double strips_common(const struct segment *a, const struct segment *b)
{
	double from = fmax(fmin(a->x0, a->x1), fmin(b->x0, b->x1));
	double to = fmin(fmax(a->x0, a->x1), fmax(b->x0, b->x1));
	if (!(from < to))
		return 0;
	double a0 = height_at(a, from), a1 = height_at(a, to);
	double b0 = height_at(b, from), b1 = height_at(b, to);
	double d0 = a0 - b0, d1 = a1 - b1, common;
	if ((d0 < 0 && d1 > 0) || (d0 > 0 && d1 < 0)) {
		double middle = from + (to - from) * (d0 / (d0 - d1));
		double y = height_at(a, middle);
		common = (middle - from) * (fmin(a0, b0) + y) / 2 +
			 (to - middle) * (fmin(a1, b1) + y) / 2;
	} else {
		common = (to - from) * (fmin(a0, b0) + fmin(a1, b1)) / 2;
	}
	return (a->x1 > a->x0) == (b->x1 > b->x0) ? common : -common;
}

/* Edge e moved, with the lowest y at 0. */
static struct segment segment_of(
	const struct study_area *a, size_t e, double dx, double dy)
{
	return (struct segment){
		a->x0_m[e] + dx, a->y0_m[e] + dy, a->x1_m[e] + dx, a->y1_m[e] + dy};
}

double study_area_common_m2(const struct study_area *a, double dx_m, double dy_m)
{
	if (a->rectangle)
		return fmax(0, a->box.max_x_m - a->box.min_x_m - fabs(dx_m)) *
		       fmax(0, a->box.max_y_m - a->box.min_y_m - fabs(dy_m));
	double low = -fmin(a->box.min_y_m, a->box.min_y_m + dy_m), sum = 0;
	for (size_t i = 0; i < a->edges_n; i++) {
		struct segment s = segment_of(a, i, 0, low);
		double from = fmin(s.x0, s.x1), to = fmax(s.x0, s.x1);
		size_t j = edges_left_of(a, to - dx_m);
		while (j-- > 0 && a->reach_m[j] + dx_m > from) {
			struct segment t = segment_of(a, j, dx_m, low + dy_m);
			sum += strips_common(&s, &t);
		}
	}
	return fmax(0, sum);
}

double study_area_within_m2(const struct study_area *a, struct box box)
{
	struct box b = {fmax(box.min_x_m, a->box.min_x_m),
		fmax(box.min_y_m, a->box.min_y_m), fmin(box.max_x_m, a->box.max_x_m),
		fmin(box.max_y_m, a->box.max_y_m)};
	if (!(b.min_x_m < b.max_x_m) || !(b.min_y_m < b.max_y_m))
		return 0;
	if (a->rectangle)
		return (b.max_x_m - b.min_x_m) * (b.max_y_m - b.min_y_m);
	double low = -a->box.min_y_m, sum = 0;
	struct segment lower = {b.min_x_m, b.min_y_m + low, b.max_x_m, b.min_y_m + low};
	struct segment upper = {b.max_x_m, b.max_y_m + low, b.min_x_m, b.max_y_m + low};
	for (size_t e = 0; e < a->edges_n; e++) {
		struct segment s = segment_of(a, e, 0, low);
		sum += strips_common(&s, &lower) + strips_common(&s, &upper);
	}
	return fmax(0, sum);
}

enum err_code study_area_eroded_m2(struct context *ctx, const struct study_area *a,
	double distance_m, double *area_m2)
{
	if (a->rectangle) {
		double wide_m = a->box.max_x_m - a->box.min_x_m - 2 * distance_m;
		double high_m = a->box.max_y_m - a->box.min_y_m - 2 * distance_m;
		*area_m2 = fmax(0, wide_m) * fmax(0, high_m);
		return ERR_OK;
	}
	struct shape *smaller;
	enum err_code code =
		shape_buffer(ctx, &smaller, a->shape, -distance_m, QUARTER);
	if (code)
		return code;
	*area_m2 = shape_area_m2(smaller);
	shape_free(smaller);
	return ERR_OK;
}

/* ---- circles ------------------------------------------------------------------------- */

/* The angle of the circle of radius d that lies beyond a side at distance `side`, whose
 * neighbours are at distances a and b. */
static double angle_beyond(double d, double side, double a, double b)
{
	if (d <= side)
		return 0;
	double half = acos(side / d);
	return fmin(half, atan2(a, side)) + fmin(half, atan2(b, side));
}

static double circle_in_rectangle(const struct box *b, struct point at, double d)
{
	double left = at.x_m - b->min_x_m, right = b->max_x_m - at.x_m;
	double down = at.y_m - b->min_y_m, up = b->max_y_m - at.y_m;
	double beyond =
		angle_beyond(d, left, up, down) + angle_beyond(d, right, up, down) +
		angle_beyond(d, up, left, right) + angle_beyond(d, down, left, right);
	/* At a corner itself the angle between its two sides is nobody's. */
	if ((left == 0 || right == 0) && (down == 0 || up == 0))
		beyond += PI / 2;
	return 1 - beyond / (2 * PI);
}

/* Where the border crosses a circle, seen along it anticlockwise. */
struct crossings {
	size_t n;
	double sum;   /* angles where it is left less those where it is entered */
	double first; /* an angle at which it is crossed */
};

static void cross(struct crossings *c, double x, double y, bool leaving)
{
	double angle = atan2(y, x);
	c->sum += leaving ? angle : -angle;
	c->first = angle;
	c->n++;
}

/* An edge that goes out of the circle has the inside on the side where the angle grows.
 * A corner on the circle counts as outside of it, for both of its edges. */
static void cross_edge(
	struct crossings *c, double ax, double ay, double bx, double by, double radius)
{
	double r2 = radius * radius, ux = bx - ax, uy = by - ay;
	double a2 = ax * ax + ay * ay, b2 = bx * bx + by * by;
	if (a2 < r2 && b2 < r2)
		return;
	double u2 = ux * ux + uy * uy, along = -(ax * ux + ay * uy);
	double area = ax * by - ay * bx, rest = r2 * u2 - area * area;
	if (a2 >= r2 && b2 >= r2 && (rest <= 0 || along <= 0 || along >= u2))
		return;
	double half = sqrt(fmax(0, rest));
	if (a2 >= r2) {
		double t = (along - half) / u2;
		cross(c, ax + t * ux, ay + t * uy, true);
	}
	if (b2 >= r2) {
		double t = (along + half) / u2;
		cross(c, ax + t * ux, ay + t * uy, false);
	}
}

double study_area_circle_01(
	const struct study_area *a, struct point at, double radius_m)
{
	if (a->rectangle)
		return circle_in_rectangle(&a->box, at, radius_m);
	struct crossings c = {0, 0, 0};
	for (size_t e = 0; e < a->edges_n; e++)
		cross_edge(&c, a->x0_m[e] - at.x_m, a->y0_m[e] - at.y_m,
			a->x1_m[e] - at.x_m, a->y1_m[e] - at.y_m, radius_m);
	double share = c.sum / (2 * PI);
	share -= floor(share);
	if (c.n > 0 && share > 1e-13 && share < 1 - 1e-13)
		return share;
	/* All or nothing, which the angles can't tell apart. */
	double angle = c.first + PI;
	struct point on = {
		at.x_m + radius_m * cos(angle), at.y_m + radius_m * sin(angle)};
	return odd_crossings(a, on) ? 1 : 0;
}

const double *study_area_borders(struct context *ctx, const struct study_area *a,
	enum ripley_edge edge, struct points points)
{
	if (a->rectangle || edge != RIPLEY_ISOTROPIC)
		return NULL;
	double *border_m = arena_array(ctx->scratch, double, points.n);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64)
	for (size_t i = 0; i < points.n; i++)
		border_m[i] = study_area_border_m(
			a, (struct point){points.x_m[i], points.y_m[i]});
	return border_m;
}

double study_area_weight(const struct study_area *a, enum ripley_edge edge,
	struct point at, double border_m, double dx_m, double dy_m)
{
	switch (edge) {
	case RIPLEY_NONE:
	case RIPLEY_BORDER:
		return 1;
	case RIPLEY_TRANSLATION:
		return fmin(
			WEIGHT_MOST, a->area_m2 / study_area_common_m2(a, dx_m, dy_m));
	case RIPLEY_ISOTROPIC:
		break;
	}
	double d = sqrt(dx_m * dx_m + dy_m * dy_m);
	if (d < border_m)
		return 1;
	return fmax(1, fmin(WEIGHT_MOST, 1 / study_area_circle_01(a, at, d)));
}
