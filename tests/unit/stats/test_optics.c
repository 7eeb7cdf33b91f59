/* OPTICS: a cut at any length is DBSCAN there, and a radius costs nothing below it. */
#include "../unit.h"
#include "base/random.h"
#include "stats/dbscan.h"
#include "stats/optics.h"
#include <math.h>

enum { MOST = 500 };
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

/* Whole metres: ties and duplicates abound. */
static struct points cloud(uint64_t seed, size_t n, double side_m)
{
	struct stream s = stream_make(seed, 1, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = floor(stream_01(&s) * side_m);
		y_m[i] = floor(stream_01(&s) * side_m);
	}
	return (struct points){n, x_m, y_m, NULL};
}

/* Core points and their partition are those of DBSCAN. */
static void same_cores(const struct labels *a, const struct labels *b)
{
	uint32_t to[MOST] = {0};
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->core[i], b->core[i]);
		if (!a->core[i])
			continue;
		assert_true(a->label[i] > 0);
		if (!to[a->label[i]])
			to[a->label[i]] = b->label[i];
		assert_int_equal(to[a->label[i]], b->label[i]);
	}
	assert_int_equal(a->clusters_n, b->clusters_n);
}

static void test_cut_is_dbscan(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct points p = cloud(seed, MOST, 60);
		struct optics_options o = {.radius_m = 6, .min_points = 5};
		struct optics got;
		assert_int_equal(optics_run(&ctx, &got, p, &o), ERR_OK);
		for (double cut_m = 1; cut_m <= 6; cut_m += 1) {
			struct dbscan_options d = {.radius_m = cut_m, .min_points = 5};
			struct labels cut, want;
			optics_cut(&ctx, &got, cut_m, &cut);
			assert_int_equal(dbscan_run(&ctx, &want, p, &d), ERR_OK);
			same_cores(&cut, &want);
		}
	}
}

/* Each next point is the easiest to reach of those left: by trying every pair. */
static void test_order_by_brute_force(void **state)
{
	(void)state;
	struct points p = cloud(7, 200, 25);
	struct optics_options o = {.radius_m = 4, .min_points = 4};
	struct optics got;
	bool taken[MOST] = {false};
	assert_int_equal(optics_run(&ctx, &got, p, &o), ERR_OK);
	for (size_t k = 0; k < p.n; k++) {
		uint32_t best = 0;
		double least = INFINITY;
		bool first = true;
		for (uint32_t q = 0; q < p.n; q++) {
			double reach = INFINITY;
			for (size_t j = 0; !taken[q] && j < k; j++) {
				uint32_t i = got.order[j];
				double d = hypot(x_m[i] - x_m[q], y_m[i] - y_m[q]);
				if (d <= 4)
					reach = fmin(reach, fmax(got.core_m[i], d));
			}
			if (taken[q] || reach > least)
				continue;
			if (isinf(reach) && !first)
				continue;
			best = q;
			least = reach;
			first = false;
		}
		assert_int_equal(got.order[k], best);
		taken[best] = true;
		if (isinf(least))
			assert_true(isinf(got.reach_m[best]));
		else
			assert_true(fabs(got.reach_m[best] - least) < 1e-12);
	}
}

static void test_edges(void **state)
{
	(void)state;
	struct optics got;
	struct labels cut;
	struct optics_options o = {.radius_m = INFINITY, .min_points = 5};
	assert_int_equal(optics_run(&ctx, &got, cloud(1, 0, 1), &o), ERR_OK);
	assert_int_equal(optics_run(&ctx, &got, cloud(1, 3, 10), &o), ERR_OK);
	for (uint32_t i = 0; i < 3; i++) {
		assert_int_equal(got.order[i], i);
		assert_true(isinf(got.core_m[i]) && isinf(got.reach_m[i]));
	}
	optics_cut(&ctx, &got, 100, &cut);
	assert_int_equal(cut.noise_n, 3);
	o.radius_m = 0;
	assert_int_equal(optics_run(&ctx, &got, cloud(1, 3, 10), &o), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cut_is_dbscan, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_order_by_brute_force, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};
	return cmocka_run_group_tests_name("optics", tests, NULL, NULL);
}
