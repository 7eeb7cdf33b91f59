/* Cells: every place lies in the cell of the nearest centre, neighbours touch. */
#include "../unit.h"
#include "base/random.h"
#include "geo/lattice.h"
#include <math.h>
#include <string.h>

static struct context ctx;
static const struct box box = {-1000, -700, 900, 1300};

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

static struct lattice make(enum lattice_kind kind, double cell_m)
{
	struct lattice l;
	assert_int_equal(lattice_make(&ctx, &l, kind, cell_m, box), ERR_OK);
	return l;
}

static double to_centre(const struct lattice *l, uint64_t cell, struct point at)
{
	return point_distance_m(lattice_centre(l, cell), at);
}

static void test_nearest_centre(void **state)
{
	(void)state;
	struct stream s = stream_make(1, 1, 0);
	for (int kind = 0; kind < 2; kind++) {
		struct lattice l = make((enum lattice_kind)kind, 130);
		for (int i = 0; i < 2000; i++) {
			struct point at = {-1000 + 1900 * stream_01(&s),
				-700 + 2000 * stream_01(&s)};
			uint64_t cell = lattice_cell(&l, at), near[8];
			assert_true(cell < l.columns * l.rows);
			double own = to_centre(&l, cell, at);
			for (uint64_t c = 0; c < l.columns * l.rows; c++)
				assert_true(own <= to_centre(&l, c, at) + 1e-9);
			int n = lattice_neighbours(&l, cell, true, near);
			for (int k = 0; k < n; k++)
				assert_true(k == 0 || near[k] > near[k - 1]);
		}
	}
}

static void test_neighbours(void **state)
{
	(void)state;
	for (int kind = 0; kind < 3; kind++) {
		struct lattice l = make(kind ? LATTICE_SQUARE : LATTICE_HEXAGON, 100);
		double reach = kind == 2 ? 142 : 101;
		for (uint64_t a = 0; a < l.columns * l.rows; a++) {
			uint64_t near[8], found = 0;
			int n = lattice_neighbours(&l, a, kind == 2, near);
			for (uint64_t b = 0; b < l.columns * l.rows; b++) {
				if (a == b ||
					to_centre(&l, b, lattice_centre(&l, a)) > reach)
					continue;
				assert_true(found < (uint64_t)n);
				assert_int_equal(near[found++], b);
			}
			assert_int_equal(found, n);
		}
	}
}

static void test_corners(void **state)
{
	(void)state;
	for (int kind = 0; kind < 2; kind++) {
		struct lattice l = make((enum lattice_kind)kind, 100);
		struct point corners[6];
		double area = 0;
		int n = lattice_corners(&l, 7, corners);
		for (int i = 0; i < n; i++) {
			struct point a = corners[i], b = corners[(i + 1) % n];
			area += (a.x_m * b.y_m - b.x_m * a.y_m) / 2;
		}
		assert_true(fabs(area - lattice_area_m2(&l)) < 1e-6);
	}
}

/* The same cells whatever the box. */
static void test_fixed(void **state)
{
	(void)state;
	for (int kind = 0; kind < 2; kind++) {
		struct lattice a = make((enum lattice_kind)kind, 70), b;
		struct box other = {100, 33, 300, 201};
		assert_int_equal(
			lattice_make(&ctx, &b, (enum lattice_kind)kind, 70, other),
			ERR_OK);
		struct point at = {123, 77};
		struct point here = lattice_centre(&a, lattice_cell(&a, at));
		struct point there = lattice_centre(&b, lattice_cell(&b, at));
		assert_true(here.x_m == there.x_m && here.y_m == there.y_m);
	}
	struct lattice square = make(LATTICE_SQUARE, 100);
	struct point at = {200, 300};
	struct point centre = lattice_centre(&square, lattice_cell(&square, at));
	assert_true(centre.x_m == 250 && centre.y_m == 350);
}

static void test_inside(void **state)
{
	(void)state;
	struct shape *shape;
	assert_int_equal(shape_from_wkt(&ctx, &shape,
				 "MULTIPOLYGON(((-900 -650, 850 -300, 300 1200, -800 "
				 "900, -200 300, -900 -650), (0 0, 300 100, 100 400, 0 "
				 "0)), ((600 900, 800 900, 700 1250, 600 900)))"),
		ERR_OK);
	for (int kind = 0; kind < 2; kind++) {
		struct lattice l = make((enum lattice_kind)kind, 37.3);
		size_t n = l.columns * l.rows, in = 0;
		bool *inside = arena_array(ctx.arena, bool, n);
		lattice_inside(&ctx, &l, shape, inside);
		for (uint64_t c = 0; c < n; c++) {
			assert_int_equal(inside[c],
				shape_covers_point(shape, lattice_centre(&l, c)));
			in += inside[c];
		}
		assert_true(
			fabs((double)in * lattice_area_m2(&l) / shape_area_m2(shape) -
				1) < 0.02);
	}
	shape_free(shape);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* A cell that is cut has corners on both sides, or a corner of the outline. */
static void test_cut(void **state)
{
	(void)state;
	struct shape *shape;
	assert_int_equal(
		shape_from_wkt(&ctx, &shape,
			"POLYGON((-900 -650, 850 -300, 300 1200, -800 900, -900 "
			"-650))"),
		ERR_OK);
	for (int kind = 0; kind < 2; kind++) {
		struct lattice l = make((enum lattice_kind)kind, 100);
		size_t n = l.columns * l.rows, cells_cut = 0;
		bool *cut = arena_array(ctx.arena, bool, n);
		lattice_cut(&ctx, &l, shape, cut);
		for (uint64_t c = 0; c < n; c++) {
			struct point corners[6];
			int sides = lattice_corners(&l, c, corners), in = 0;
			for (int k = 0; k < sides; k++)
				in += shape_covers_point(shape, corners[k]);
			cells_cut += cut[c];
			/* Wholly inside is never cut; through the middle always is. */
			assert_false(cut[c] && in == sides);
			if (in > 1 && in < sides - 1)
				assert_true(cut[c]);
		}
		assert_true(cells_cut > 50 && cells_cut < 130);
	}
	shape_free(shape);
}

static void test_refuses(void **state)
{
	(void)state;
	struct lattice l;
	static const double sizes[] = {0, -1, NAN, INFINITY, 1e-9, 0.01};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		assert_int_equal(lattice_make(&ctx, &l, LATTICE_HEXAGON, sizes[i], box),
			ERR_USAGE);
	struct box far = {1e15, 1e15, 1e15 + 10, 1e15 + 10};
	assert_int_equal(lattice_make(&ctx, &l, LATTICE_SQUARE, 1, far), ERR_USAGE);
	l = make(LATTICE_SQUARE, 100);
	assert_true(lattice_cell(&l, (struct point){5000, 0}) == LATTICE_NONE);
	assert_true(lattice_cell(&l, (struct point){NAN, 0}) == LATTICE_NONE);
	assert_true(lattice_cell(&l, (struct point){0, 1e300}) == LATTICE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nearest_centre, setup, teardown),
		cmocka_unit_test_setup_teardown(test_neighbours, setup, teardown),
		cmocka_unit_test_setup_teardown(test_corners, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fixed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_inside, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
	};
	return cmocka_run_group_tests_name("lattice", tests, NULL, NULL);
}
