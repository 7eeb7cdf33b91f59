#include "geo/shape.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

static struct context ctx;

static int setup(void **state)
{
	(void)state;
	context_init(&ctx);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	context_release(&ctx);
	return 0;
}

static struct shape *read_wkt(const char *text)
{
	struct shape *s;
	assert_int_equal(shape_from_wkt(&ctx, &s, text), ERR_OK);
	return s;
}

/* A square of 10 with a hole of 2, clockwise outside as many files have it. */
#define HOLED "POLYGON((0 0,0 10,10 10,10 0,0 0),(4 4,6 4,6 6,4 6,4 4))"

static void test_area_and_inside(void **state)
{
	(void)state;
	struct shape *s = read_wkt(HOLED);
	assert_true(shape_area_m2(s) == 96);
	assert_true(shape_length_m(s) == 48);
	double x[] = {1, 5, 10, 10.001, 4, -3}, y[] = {1, 5, 10, 5, 5, 400};
	bool inside[6], want[] = {true, false, true, false, true, false};
	struct points points = {6, x, y, NULL};
	shape_covers(s, points, inside);
	assert_memory_equal(inside, want, sizeof want);
	assert_true(shape_distance_m(s, (struct point){13, 14}) == 5);
	assert_true(shape_distance_m(s, (struct point){5, 5}) == 1);
	struct point inner = shape_inner_point(s);
	assert_true(shape_covers_point(s, inner));
	struct box box = shape_box(s);
	assert_true(box.max_x_m == 10 && box.min_y_m == 0);
	shape_free(s);
}

static void test_rings(void **state)
{
	(void)state;
	struct shape *s =
		read_wkt("MULTIPOLYGON(((0 0,0 10,10 10,10 0,0 0),(4 4,6 4,6 6,4 "
			 "6,4 4)),((20 0,21 0,21 1,20 0)))");
	struct rings rings = shape_rings(&ctx, s);
	assert_int_equal(rings.n, 3);
	assert_int_equal(rings.items[0].n, 5);
	assert_true(!rings.items[0].hole && rings.items[1].hole);
	assert_int_equal(rings.items[2].polygon, 1);
	double twice[3];
	for (int r = 0; r < 3; r++) {
		struct ring *ring = &rings.items[r];
		assert_true(ring->x_m[0] == ring->x_m[ring->n - 1]);
		twice[r] = 0;
		for (size_t i = 0; i + 1 < ring->n; i++)
			twice[r] += ring->x_m[i] * ring->y_m[i + 1] -
				    ring->x_m[i + 1] * ring->y_m[i];
	}
	assert_true(twice[0] == 200 && twice[1] == -8 && twice[2] == 1);
	shape_free(s);
}

static void test_wkb_there_and_back(void **state)
{
	(void)state;
	struct shape *s = read_wkt(HOLED), *again;
	const unsigned char *bytes;
	size_t n;
	shape_to_wkb(&ctx, s, &bytes, &n);
	assert_int_equal(shape_from_wkb(&ctx, &again, bytes, n), ERR_OK);
	assert_true(shape_area_m2(again) == 96);
	shape_free(again);
	assert_int_equal(shape_from_wkb(&ctx, &again, bytes, n - 3), ERR_DATA);
	assert_null(again);
	assert_int_equal(shape_from_wkb(&ctx, &again, "rubbish", 7), ERR_DATA);
	shape_free(s);
}

static void test_mends_and_refuses(void **state)
{
	(void)state;
	struct shape *bow = read_wkt("POLYGON((0 0,10 10,10 0,0 10,0 0))");
	assert_true(fabs(shape_area_m2(bow) - 50) < 1e-9);
	shape_free(bow);
	struct shape *s;
	assert_int_equal(shape_from_wkt(&ctx, &s, "POINT(1 2)"), ERR_DATA);
	assert_int_equal(shape_from_wkt(&ctx, &s, "LINESTRING(1 2,3 4)"), ERR_DATA);
	assert_int_equal(shape_from_wkt(&ctx, &s, "POLYGON((0 0"), ERR_DATA);
	assert_null(s);
	shape_free(NULL);
}

static void test_hulls(void **state)
{
	(void)state;
	double x[] = {0, 10, 10, 0, 5, 5}, y[] = {0, 0, 10, 10, 5, 1};
	struct points points = {6, x, y, NULL};
	struct shape *convex, *concave;
	assert_int_equal(shape_from_hull(&ctx, &convex, points), ERR_OK);
	assert_true(shape_area_m2(convex) == 100);
	assert_int_equal(shape_from_concave(&ctx, &concave, points, 0), ERR_OK);
	assert_true(shape_area_m2(concave) < 100);
	shape_free(convex);
	shape_free(concave);
	for (size_t n = 0; n <= 2; n++) {
		points.n = n;
		assert_int_equal(shape_from_hull(&ctx, &convex, points), ERR_OK);
		assert_true(shape_empty(convex));
		assert_int_equal(shape_rings(&ctx, convex).n, 0);
		shape_free(convex);
	}
	double line[] = {1, 2, 3};
	points = (struct points){3, line, line, NULL};
	assert_int_equal(shape_from_hull(&ctx, &convex, points), ERR_OK);
	assert_true(shape_empty(convex));
	assert_int_equal(shape_from_concave(&ctx, &concave, points, 0.3), ERR_OK);
	assert_true(shape_empty(concave));
	shape_free(convex);
	shape_free(concave);
}

static void test_circles_and_unions(void **state)
{
	(void)state;
	struct shape *a, *b, *both, *grown, *simple;
	assert_int_equal(
		shape_from_circle(&ctx, &a, (struct point){0, 0}, 100, 16), ERR_OK);
	assert_true(fabs(shape_area_m2(a) / (acos(-1) * 1e4) - 1) < 0.002);
	assert_int_equal(
		shape_from_circle(&ctx, &b, (struct point){500, 0}, 100, 16), ERR_OK);
	const struct shape *parts[] = {a, b};
	assert_int_equal(shape_union(&ctx, &both, parts, 2), ERR_OK);
	assert_true(fabs(shape_area_m2(both) - 2 * shape_area_m2(a)) < 1e-6);
	assert_int_equal(shape_rings(&ctx, both).n, 2);
	assert_int_equal(shape_buffer(&ctx, &grown, both, 200, 8), ERR_OK);
	assert_int_equal(shape_rings(&ctx, grown).n, 1);
	assert_int_equal(shape_simplify(&ctx, &simple, grown, 20), ERR_OK);
	assert_true(shape_rings(&ctx, simple).items[0].n <
		    shape_rings(&ctx, grown).items[0].n);
	struct shape *all[] = {a, b, both, grown, simple};
	for (int i = 0; i < 5; i++)
		shape_free(all[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_area_and_inside, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rings, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_wkb_there_and_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_mends_and_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hulls, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_circles_and_unions, setup, teardown),
	};
	return cmocka_run_group_tests_name("shape", tests, NULL, NULL);
}
