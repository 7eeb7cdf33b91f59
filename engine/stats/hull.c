#include "stats/hull.h"
#include <math.h>

struct members labels_members(struct arena *arena, const struct labels *labels)
{
	size_t clusters_n = labels->clusters_n;
	struct members m = {.start = arena_array(arena, size_t, clusters_n + 2)};
	/* Counted two places ahead, so that filling them in leaves each start right. */
	for (size_t i = 0; i < labels->n; i++)
		if (labels->label[i] && labels->label[i] < clusters_n)
			m.start[labels->label[i] + 1]++;
	for (size_t c = 2; c <= clusters_n; c++)
		m.start[c] += m.start[c - 1];
	m.item = arena_array(arena, uint32_t, labels->n - labels->noise_n);
	for (size_t i = 0; i < labels->n; i++)
		if (labels->label[i])
			m.item[m.start[labels->label[i]]++] = (uint32_t)i;
	return m;
}

/* Which side of the line a → b the point c lies on: above 0 is left. */
static double turn(struct points p, uint32_t a, uint32_t b, uint32_t c)
{
	return (p.x_m[b] - p.x_m[a]) * (p.y_m[c] - p.y_m[a]) -
	       (p.y_m[b] - p.y_m[a]) * (p.x_m[c] - p.x_m[a]);
}

static bool before(struct points p, uint32_t a, uint32_t b)
{
	if (p.x_m[a] != p.x_m[b])
		return p.x_m[a] < p.x_m[b];
	if (p.y_m[a] != p.y_m[b])
		return p.y_m[a] < p.y_m[b];
	return a < b;
}

static void sink(struct points p, uint32_t *heap, size_t at, size_t n)
{
	for (size_t child; (child = 2 * at + 1) < n; at = child) {
		if (child + 1 < n && before(p, heap[child], heap[child + 1]))
			child++;
		if (!before(p, heap[at], heap[child]))
			return;
		uint32_t kept = heap[at];
		heap[at] = heap[child];
		heap[child] = kept;
	}
}

/* By x, then y: a heap sort, as qsort() can't be told of the points. */
static void sort_points(struct points p, uint32_t *which, size_t n)
{
	for (size_t at = n / 2; at-- > 0;)
		sink(p, which, at, n);
	for (size_t last = n; last-- > 1;) {
		uint32_t kept = which[0];
		which[0] = which[last];
		which[last] = kept;
		sink(p, which, 0, last);
	}
}

static bool same_place(struct points p, uint32_t a, uint32_t b)
{
	return p.x_m[a] == p.x_m[b] && p.y_m[a] == p.y_m[b];
}

/* Adds a corner after taking away those that it leaves inside or in line. */
static size_t add_corner(
	struct points p, uint32_t *hull, size_t corners, size_t least, uint32_t point)
{
	while (corners >= least &&
		!(turn(p, hull[corners - 2], hull[corners - 1], point) > 0))
		corners--;
	hull[corners] = point;
	return corners + 1;
}

size_t hull_corners(struct points p, uint32_t *which, size_t n, uint32_t *hull)
{
	size_t corners = 0;
	if (n == 0)
		return 0;
	sort_points(p, which, n);
	if (same_place(p, which[0], which[n - 1])) {
		hull[0] = which[0];
		return 1;
	}
	for (size_t i = 0; i < n; i++)
		corners = add_corner(p, hull, corners, 2, which[i]);
	/* Back along the upper side to the first corner, which is not said twice. */
	size_t least = corners + 1;
	for (size_t i = n - 1; i-- > 0;)
		corners = add_corner(p, hull, corners, least, which[i]);
	return corners - 1;
}

double hull_area_m2(struct points p, const uint32_t *hull, size_t n)
{
	double twice = 0;
	for (size_t i = 1; i + 1 < n; i++)
		twice += turn(p, hull[0], hull[i], hull[i + 1]);
	return twice / 2;
}

static double apart_m(struct points p, uint32_t a, uint32_t b)
{
	return hypot(p.x_m[a] - p.x_m[b], p.y_m[a] - p.y_m[b]);
}

double hull_span_m(struct points p, const uint32_t *hull, size_t n)
{
	double span_m = n == 2 ? apart_m(p, hull[0], hull[1]) : 0;
	/* For each side the corner farthest from it; it only ever moves on. */
	for (size_t i = 0, far = 1; n > 2 && i < n; i++) {
		size_t next = (i + 1) % n;
		for (size_t steps = 0; steps < n; steps++) {
			size_t after = (far + 1) % n;
			span_m = fmax(span_m, apart_m(p, hull[i], hull[far]));
			span_m = fmax(span_m, apart_m(p, hull[next], hull[far]));
			if (!(turn(p, hull[i], hull[next], hull[after]) >
				    turn(p, hull[i], hull[next], hull[far])))
				break;
			far = after;
		}
	}
	return span_m;
}

struct cluster_hull *cluster_hulls(
	struct context *ctx, struct points points, const struct labels *labels)
{
	struct cluster_hull *hulls =
		arena_array(ctx->arena, struct cluster_hull, labels->clusters_n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct members m = labels_members(ctx->scratch, labels);
	uint32_t *hull = arena_array(ctx->scratch, uint32_t,
		labels->n - labels->noise_n + labels->clusters_n);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 16)
	for (size_t c = 0; c < labels->clusters_n; c++) {
		/* Each cluster has room for one corner more than it has members. */
		uint32_t *mine = hull + m.start[c] + c;
		size_t n = hull_corners(
			points, m.item + m.start[c], m.start[c + 1] - m.start[c], mine);
		hulls[c].area_m2 = hull_area_m2(points, mine, n);
		hulls[c].span_m = hull_span_m(points, mine, n);
	}
	arena_reset(ctx->scratch, mark);
	return hulls;
}
