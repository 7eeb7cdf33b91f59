#include "base/random.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

struct cloud {
	struct context ctx;
	struct points points;
	double *x_m, *y_m;
};

static void cloud_init(struct cloud *c, size_t n)
{
	context_init(&c->ctx);
	c->x_m = arena_array(c->ctx.arena, double, n);
	c->y_m = arena_array(c->ctx.arena, double, n);
	c->points = (struct points){n, c->x_m, c->y_m, NULL};
}

/* Whole metres, so that many points fall on one place and many distances are exactly
 * the radius. */
static void cloud_fill(struct cloud *c, uint64_t seed, double side_m)
{
	struct stream s = stream_make(seed, 1, 0);
	for (size_t i = 0; i < c->points.n; i++) {
		c->x_m[i] = floor(stream_01(&s) * side_m) - side_m / 2;
		c->y_m[i] = floor(stream_01(&s) * side_m) + 400000;
	}
}

static size_t brute(struct points p, struct point at, double radius_m, uint32_t *ids)
{
	size_t count = 0;
	for (size_t i = 0; i < p.n; i++) {
		double dx = p.x_m[i] - at.x_m, dy = p.y_m[i] - at.y_m;
		if (dx * dx + dy * dy <= radius_m * radius_m)
			ids[count++] = (uint32_t)i;
	}
	return count;
}

static void same_as_brute(struct cloud *c, double cell_m, double radius_m)
{
	struct grid grid;
	size_t n = c->points.n;
	assert_int_equal(
		grid_build(&c->ctx, &grid, c->ctx.arena, c->points, cell_m), ERR_OK);
	uint32_t *want = arena_array(c->ctx.arena, uint32_t, n);
	uint32_t *got = arena_array(c->ctx.arena, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		struct point at = {c->x_m[i] + (double)(i % 3) * 0.5, c->y_m[i]};
		size_t expected = brute(c->points, at, radius_m, want);
		assert_int_equal(grid_count(&grid, at, radius_m), expected);
		assert_int_equal(grid_within(&grid, at, radius_m, got, n), expected);
		assert_memory_equal(got, want, expected * sizeof *got);
	}
}

static void test_every_pair(void **state)
{
	(void)state;
	struct cloud c;
	cloud_init(&c, 400);
	cloud_fill(&c, 7, 60);
	static const double radii[] = {0, 1, 5, 7.25, 50, 1000};
	static const double cells[] = {0.01, 1, 5, 33, 4000};
	for (size_t r = 0; r < 6; r++)
		for (size_t k = 0; k < 5; k++)
			same_as_brute(&c, cells[k], radii[r]);
	context_release(&c.ctx);
}

static void test_stray_points(void **state)
{
	(void)state;
	struct cloud c;
	cloud_init(&c, 300);
	cloud_fill(&c, 11, 400);
	c.x_m[17] = 9e6;
	c.y_m[99] = -4e6;
	c.x_m[200] = c.y_m[200] = 0;
	same_as_brute(&c, 25, 25);
	same_as_brute(&c, 1e-4, 25);
	context_release(&c.ctx);
}

static void test_memory_stays_small(void **state)
{
	(void)state;
	struct cloud c;
	cloud_init(&c, 1000);
	cloud_fill(&c, 3, 100);
	c.x_m[0] = 6e6;
	c.y_m[0] = 6e6;
	struct grid grid;
	size_t before = arena_used(c.ctx.arena), scratch = arena_used(c.ctx.scratch);
	assert_int_equal(grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 0.1), ERR_OK);
	assert_true(arena_used(c.ctx.arena) - before < 100 * 1000);
	assert_int_equal(arena_used(c.ctx.scratch), scratch);
	context_release(&c.ctx);
}

static void test_inclusive_and_duplicates(void **state)
{
	(void)state;
	struct cloud c;
	cloud_init(&c, 5);
	double x[] = {0, 0, 3, 3.0000001, -3}, y[] = {0, 0, 4, 4, -4};
	memcpy(c.x_m, x, sizeof x);
	memcpy(c.y_m, y, sizeof y);
	struct grid grid;
	assert_int_equal(grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 5), ERR_OK);
	struct point at = {0, 0};
	uint32_t ids[5];
	assert_int_equal(grid_within(&grid, at, 5, ids, 5), 4);
	assert_int_equal(ids[0], 0);
	assert_int_equal(ids[1], 1);
	assert_int_equal(ids[2], 2);
	assert_int_equal(ids[3], 4);
	assert_int_equal(grid_count(&grid, at, 0), 2);
	struct point far = {1e5, 1e5};
	assert_int_equal(grid_count(&grid, far, 10), 0);
	context_release(&c.ctx);
}

static void test_refuses(void **state)
{
	(void)state;
	struct cloud c;
	cloud_init(&c, 4);
	cloud_fill(&c, 1, 10);
	struct grid grid;
	assert_int_equal(
		grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 0), ERR_USAGE);
	assert_int_equal(
		grid_build(&c.ctx, &grid, c.ctx.arena, c.points, NAN), ERR_USAGE);
	c.y_m[2] = NAN;
	assert_int_equal(grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 5), ERR_DATA);
	assert_non_null(strstr(c.ctx.error, "point 3"));
	c.y_m[2] = INFINITY;
	assert_int_equal(grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 5), ERR_DATA);
	c.y_m[2] = 1e308;
	c.y_m[1] = -1e308;
	assert_int_equal(grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 5), ERR_DATA);
	context_release(&c.ctx);
}

static void test_empty(void **state)
{
	(void)state;
	struct cloud c;
	cloud_init(&c, 0);
	struct grid grid;
	assert_int_equal(grid_build(&c.ctx, &grid, c.ctx.arena, c.points, 5), ERR_OK);
	struct point at = {0, 0};
	assert_int_equal(grid_count(&grid, at, 10), 0);
	context_release(&c.ctx);
}

static void test_sorted_order(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	double values[] = {3, -0.0, 0.0, -7.5, 1e300, 3, -1e-300};
	uint32_t order[7], want[] = {3, 6, 1, 2, 0, 5, 4};
	sort_order_double(ctx.scratch, values, order, 7);
	assert_memory_equal(order, want, sizeof want);
	int64_t times[] = {5, INT64_MIN, -1, INT64_MAX, 5, 0};
	uint32_t by_time[6], want_time[] = {1, 2, 5, 0, 4, 3};
	sort_order_i64(ctx.scratch, times, by_time, 6);
	assert_memory_equal(by_time, want_time, sizeof want_time);
	sort_order_i64(ctx.scratch, times, by_time, 0);
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_pair),
		cmocka_unit_test(test_stray_points),
		cmocka_unit_test(test_memory_stays_small),
		cmocka_unit_test(test_inclusive_and_duplicates),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_sorted_order),
	};
	return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
