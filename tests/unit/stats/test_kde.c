#include "base/random.h"
#include "stats/kde.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 3000 };
static struct context ctx;
static double x_m[MOST], y_m[MOST], weight[MOST];

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

static struct points cloud(size_t n)
{
	struct stream s = stream_make(4, 1, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = 350000 + 4000 * stream_01(&s);
		y_m[i] = 430000 + (i % 3 ? 300 : 3000) * stream_01(&s);
		weight[i] = 1 + (double)(i % 4);
	}
	return (struct points){n, x_m, y_m, NULL};
}

/* Sampled cells against direct sums; how far off at most, as a share of the largest. */
static double worst(const struct kde *k, struct points p, const struct kde_options *o)
{
	double off = 0;
	for (size_t i = 0; i < k->columns * k->rows; i += 997) {
		struct point at = {kde_centre(k->min_x_m, k->cell_m, i % k->columns),
			kde_centre(k->min_y_m, k->cell_m, i / k->columns)};
		off = fmax(off, fabs(k->density[i] - kde_at(p, o, at)));
	}
	return off / k->maximum;
}

static void test_equals_direct_sums(void **state)
{
	(void)state;
	struct points p = cloud(MOST);
	/* Summed directly; laid out at once; laid out and smoothed, little and much. */
	static const double bandwidths[] = {200, 25, 60, 31, 400};
	static const double cells[] = {100, 20, 10, 10, 20};
	for (int k = 0; k < 15; k++) {
		struct kde_options o = {.kernel = (enum kde_kernel)(k / 5),
			.bandwidth_m = bandwidths[k % 5],
			.cell_m = cells[k % 5],
			.weight = k % 2 ? weight : NULL};
		struct kde one, two;
		ctx.threads = 1;
		assert_int_equal(kde_run(&ctx, &one, p, &o), ERR_OK);
		assert_true(worst(&one, p, &o) < 1e-12);
		ctx.threads = 2;
		assert_int_equal(kde_run(&ctx, &two, p, &o), ERR_OK);
		assert_memory_equal(one.density, two.density,
			one.columns * one.rows * sizeof(double));
		assert_true(one.maximum_at.x_m == two.maximum_at.x_m);
	}
	assert_int_equal(arena_used(ctx.scratch), 0);
}

static void test_adds_up(void **state)
{
	(void)state;
	struct points p = cloud(500);
	for (int kernel = 0; kernel < 3; kernel++) {
		struct kde_options o = {.kernel = (enum kde_kernel)kernel,
			.bandwidth_m = 300,
			.cell_m = 10,
			.box = {345000, 425000, 360000, 440000}};
		struct kde k;
		assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
		double sum = 0;
		for (size_t i = 0; i < k.columns * k.rows; i++)
			sum += k.density[i] * 100;
		assert_true(fabs(sum - 500) < 0.05);
	}
}

static void test_refuses(void **state)
{
	(void)state;
	struct points p = cloud(50);
	struct kde k;
	struct kde_options o = {.bandwidth_m = 0, .cell_m = 10};
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_USAGE);
	o.bandwidth_m = 100;
	o.cell_m = 1e-4;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_USAGE);
	o.cell_m = 10;
	weight[3] = NAN;
	o.weight = weight;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_DATA);
	o.weight = NULL;
	p.n = 0;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(k.maximum == 0);
	p.n = 50;
	assert_true(kde_bandwidth_scott(p) > 100);
	for (int i = 0; i < 50; i++)
		x_m[i] = y_m[i] = 7;
	assert_true(kde_bandwidth_scott(p) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_equals_direct_sums, setup, teardown),
		cmocka_unit_test_setup_teardown(test_adds_up, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
	};
	return cmocka_run_group_tests_name("kde", tests, NULL, NULL);
}
