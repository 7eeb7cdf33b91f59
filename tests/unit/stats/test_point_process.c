#include "base/random.h"
#include "stats/nearest.h"
#include "stats/ripley.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 300 };
static struct context ctx;
static double x_m[MOST], y_m[MOST];

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

static struct points even(uint64_t seed, size_t n)
{
	struct stream s = stream_make(seed, 77, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = 1000 * stream_01(&s);
		y_m[i] = 500 * stream_01(&s);
	}
	return (struct points){n, x_m, y_m, NULL};
}

static const struct box field = {0, 0, 1000, 500};

static void test_nearest_with_duplicates(void **state)
{
	(void)state;
	double x[] = {0, 10, 10, 13}, y[] = {0, 0, 0, 4}, distance[4];
	struct points p = {4, x, y, NULL};
	uint32_t which[4];
	assert_int_equal(nearest_distances(&ctx, p, distance, which), ERR_OK);
	assert_true(distance[0] == 10 && distance[1] == 0 && distance[3] == 5);
	assert_true(which[0] == 1 && which[1] == 2 && which[2] == 1 && which[3] == 1);
	struct clark_evans c;
	assert_int_equal(clark_evans_run(&ctx, &c, p, field), ERR_OK);
	assert_int_equal(c.duplicates, 2);
	assert_true(fabs(c.mean_m - 3.75) < 1e-12);
	p.n = 1;
	assert_int_equal(nearest_distances(&ctx, p, distance, which), ERR_OK);
	assert_true(isnan(distance[0]));
	assert_int_equal(clark_evans_run(&ctx, &c, p, field), ERR_DATA);
	p = (struct points){2, x + 1, y + 1, NULL};
	assert_int_equal(clark_evans_run(&ctx, &c, p, (struct box){0}), ERR_DATA);
}

static void test_k_by_hand(void **state)
{
	(void)state;
	/* Two points 200 apart along the middle of a field of 1000 by 500. */
	double x[] = {400, 600}, y[] = {250, 250}, radii[] = {0, 199, 200, 400};
	struct points p = {2, x, y, NULL};
	struct ripley_options o = {.edge = RIPLEY_TRANSLATION,
		.area = field,
		.radii_n = 4,
		.radius_m = radii};
	struct ripley r;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	assert_true(r.k[1] == 0 && r.k[2] == r.k[3]);
	assert_true(fabs(r.k[2] - 500000 * 1.25) < 1e-6);
	o.edge = RIPLEY_ISOTROPIC;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	assert_true(fabs(r.k[2] - 500000) < 1e-6);
	/* At a corner a quarter of the circle is inside, on a side half of it. */
	x[0] = y[0] = 0;
	x[1] = 200;
	y[1] = 0;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	/* A weight of 4 from the corner and of 2 from the side: 3 on average. */
	assert_true(fabs(r.k[2] - 500000 * 3) < 1e-3);
}

static void test_even_on_null_data(void **state)
{
	(void)state;
	enum { CASES = 200 };
	double p[CASES], apart = 0, radii[20];
	for (int r = 0; r < 20; r++)
		radii[r] = 5 + 5 * r;
	ctx.threads = 2;
	size_t low = 0, high = 0;
	for (uint64_t k = 0; k < CASES; k++) {
		struct points points = even(k, 60);
		struct ripley_options o = {.edge = RIPLEY_ISOTROPIC,
			.area = field,
			.radii_n = 20,
			.radius_m = radii,
			.replications = 49};
		struct ripley r;
		ctx.seed = k;
		assert_int_equal(ripley_run(&ctx, &r, points, &o), ERR_OK);
		p[k] = r.p_value;
		low += r.p_value <= 0.1;
		high += r.p_value > 0.9;
		for (int i = 0; i < 20; i++)
			assert_true(r.low[i] <= r.high[i]);
	}
	for (int k = 0; k < CASES; k++) {
		size_t below = 0;
		for (int j = 0; j < CASES; j++)
			below += p[j] <= p[k];
		apart = fmax(apart, fabs((double)below / CASES - p[k]));
	}
	print_message("KS distance %.4f of %.4f\n", apart, 1.63 / sqrt(CASES) + 0.01);
	assert_true(apart < 1.63 / sqrt(CASES) + 0.01);
	assert_true(low > 8 && low < 36 && high > 8 && high < 36);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

static void test_gathered_and_refused(void **state)
{
	(void)state;
	struct points p = even(1, MOST);
	for (size_t i = 0; i < MOST; i++) {
		x_m[i] = 100 * floor(x_m[i] / 100) + x_m[i] / 100;
		y_m[i] = 100 * floor(y_m[i] / 100) + y_m[i] / 100;
	}
	struct clark_evans c;
	assert_int_equal(clark_evans_run(&ctx, &c, p, field), ERR_OK);
	assert_true(c.index < 0.5 && c.p_clustered < 1e-6 && c.p_regular > 0.99);
	double radii[] = {10, 20};
	struct ripley_options o = {.edge = RIPLEY_NONE,
		.area = field,
		.radii_n = 2,
		.radius_m = radii,
		.replications = 19};
	struct ripley r;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	assert_true(r.p_value == 0.05 && r.l[0] > r.high[0]);
	radii[1] = 5;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_USAGE);
	o.radii_n = 0;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_USAGE);
	o.radii_n = 1;
	x_m[4] = -1;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_DATA);
	x_m[4] = NAN;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_nearest_with_duplicates, setup, teardown),
		cmocka_unit_test_setup_teardown(test_k_by_hand, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_even_on_null_data, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_gathered_and_refused, setup, teardown),
	};
	return cmocka_run_group_tests_name("point process", tests, NULL, NULL);
}
