/* Hulls by hand and by brute force: every point lies inside, the span is the largest
 * distance of any two. */
#include "../unit.h"
#include "base/random.h"
#include "stats/hull.h"
#include <math.h>

enum { MOST = 400 };
static double x_m[MOST], y_m[MOST];
static uint32_t which[MOST], hull[MOST + 1];

static size_t hull_of(size_t n)
{
	for (uint32_t i = 0; i < n; i++)
		which[i] = i;
	return hull_corners((struct points){n, x_m, y_m, NULL}, which, n, hull);
}

static double cross(uint32_t a, uint32_t b, size_t c)
{
	return (x_m[b] - x_m[a]) * (y_m[c] - y_m[a]) -
	       (y_m[b] - y_m[a]) * (x_m[c] - x_m[a]);
}

static void same_as_brute(size_t n)
{
	struct points p = {n, x_m, y_m, NULL};
	size_t corners = hull_of(n);
	double span_m = 0;
	assert_true(corners >= 1 && corners <= n);
	for (size_t k = 0; corners > 2 && k < corners; k++) {
		uint32_t a = hull[k], b = hull[(k + 1) % corners];
		for (size_t i = 0; i < n; i++)
			assert_true(cross(a, b, i) >= 0);
		assert_true(cross(a, b, hull[(k + 2) % corners]) > 0);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			span_m = fmax(span_m, hypot(x_m[i] - x_m[j], y_m[i] - y_m[j]));
	assert_true(hull_span_m(p, hull, corners) == span_m);
	assert_true(hull_area_m2(p, hull, corners) >= 0);
	assert_int_equal(corners > 2, hull_area_m2(p, hull, corners) > 0);
}

/* On a lattice, so that ties, lines and duplicates abound; on a circle, where all are
 * corners. */
static void test_brute_force(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 300; seed++) {
		struct stream s = stream_make(seed, 1, 0);
		size_t n = 1 + seed % 40 * (seed % 9);
		double side = 1 + (double)(seed % 12);
		for (size_t i = 0; i < n; i++) {
			x_m[i] = floor(stream_01(&s) * side);
			y_m[i] = floor(stream_01(&s) * side * (double)(seed % 3));
		}
		same_as_brute(n);
	}
	for (size_t n = 3; n <= MOST; n += 13) {
		for (size_t i = 0; i < n; i++) {
			double angle = 6.283185307179586 * (double)i / (double)n;
			x_m[i] = round(1e6 * cos(angle));
			y_m[i] = round(1e6 * sin(angle));
		}
		same_as_brute(n);
	}
}

static void test_by_hand(void **state)
{
	(void)state;
	double x[] = {0, 4, 4, 0, 2, 2, 4}, y[] = {0, 0, 3, 3, 0, 1, 3};
	for (size_t i = 0; i < 7; i++) {
		x_m[i] = x[i];
		y_m[i] = y[i];
	}
	struct points p = {7, x_m, y_m, NULL};
	assert_int_equal(hull_of(7), 4);
	assert_true(hull_area_m2(p, hull, 4) == 12);
	assert_true(hull_span_m(p, hull, 4) == 5);
	assert_int_equal(hull_of(2), 2);
	assert_true(hull_span_m(p, hull, 2) == 4);
	assert_true(hull_area_m2(p, hull, 2) == 0);
	assert_int_equal(hull_of(1), 1);
	assert_true(hull_span_m(p, hull, 1) == 0);
	assert_int_equal(hull_of(0), 0);
}

static void test_of_clusters(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	uint32_t label[] = {2, 0, 1, 2, 1, 2, 0, 3};
	double x[] = {0, 50, 10, 6, 13, 0, 1, 9}, y[] = {0, 50, 10, 0, 14, 8, 1, 9};
	struct labels labels = {8, label, NULL, 3, 2};
	struct points p = {8, x, y, NULL};
	struct members m = labels_members(ctx.arena, &labels);
	const uint32_t want[] = {2, 4, 0, 3, 5, 7};
	const size_t start[] = {0, 2, 5, 6};
	assert_memory_equal(m.item, want, sizeof want);
	assert_memory_equal(m.start, start, sizeof start);
	for (ctx.threads = 1; ctx.threads <= 2; ctx.threads++) {
		const struct cluster_hull *h = cluster_hulls(&ctx, p, &labels);
		assert_true(h[0].area_m2 == 0 && h[0].span_m == 5);
		assert_true(h[1].area_m2 == 24 && h[1].span_m == 10);
		assert_true(h[2].area_m2 == 0 && h[2].span_m == 0);
	}
	labels = (struct labels){8, label, NULL, 0, 8};
	for (size_t i = 0; i < 8; i++)
		label[i] = 0;
	(void)cluster_hulls(&ctx, p, &labels);
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_brute_force),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_of_clusters),
	};
	return cmocka_run_group_tests_name("hull", tests, NULL, NULL);
}
