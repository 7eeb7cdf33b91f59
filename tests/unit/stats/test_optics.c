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

/* Each point but the first of a part was reached from one before it, at that length. */
static void test_where_each_was_reached_from(void **state)
{
	(void)state;
	struct points p = cloud(3, 300, 40);
	struct optics_options o = {.radius_m = 3, .min_points = 4};
	struct optics got;
	uint32_t place[MOST];
	assert_int_equal(optics_run(&ctx, &got, p, &o), ERR_OK);
	for (uint32_t k = 0; k < p.n; k++)
		place[got.order[k]] = k;
	for (uint32_t i = 0; i < p.n; i++) {
		uint32_t from = got.from[i];
		assert_int_equal(from == OPTICS_NOWHERE, isinf(got.reach_m[i]));
		if (from == OPTICS_NOWHERE)
			continue;
		assert_true(place[from] < place[i]);
		double away_m = hypot(x_m[i] - x_m[from], y_m[i] - y_m[from]);
		assert_true(
			fabs(got.reach_m[i] - fmax(got.core_m[from], away_m)) < 1e-12);
	}
}

/* Without a radius: that at which the last point becomes core. */
static void test_radius_by_itself(void **state)
{
	(void)state;
	struct points p = cloud(5, 300, 60);
	struct optics_options o = {.min_points = 6};
	struct optics got, wide;
	double largest = 0;
	assert_int_equal(optics_run(&ctx, &got, p, &o), ERR_OK);
	o.radius_m = INFINITY;
	assert_int_equal(optics_run(&ctx, &wide, p, &o), ERR_OK);
	for (size_t i = 0; i < p.n; i++) {
		assert_true(got.core_m[i] == wide.core_m[i]);
		largest = fmax(largest, wide.core_m[i]);
	}
	assert_true(got.radius_m == largest && isinf(wide.radius_m));
	o = (struct optics_options){.min_points = 6};
	p = cloud(1, 50, 1);
	assert_int_equal(optics_run(&ctx, &got, p, &o), ERR_OK);
	assert_true(got.radius_m == 0 && got.core_m[7] == 0 && got.reach_m[7] == 0);
	p = cloud(1, 5, 9);
	assert_int_equal(optics_run(&ctx, &got, p, &o), ERR_OK);
	assert_true(isinf(got.radius_m) && isinf(got.core_m[0]));
}

/* Two dense gatherings in a looser one: each a valley, and a valley around both. */
static void test_valleys_in_a_valley(void **state)
{
	(void)state;
	struct stream s = stream_make(5, 1, 0);
	for (size_t i = 0; i < 300; i++) {
		bool dense = i < 160;
		double side = dense ? 10 : 200, left = i < 80 ? 20 : i < 160 ? 150 : 0;
		x_m[i] = left + side * stream_01(&s);
		y_m[i] = (dense ? 90 : 0) + side * stream_01(&s);
		if (i >= 280)
			x_m[i] += 5000 * (double)(i - 279);
	}
	struct points p = {300, x_m, y_m, NULL};
	struct optics_options o = {.radius_m = INFINITY, .min_points = 8};
	struct optics optics;
	struct optics_valleys v;
	struct labels labels;
	assert_int_equal(optics_run(&ctx, &optics, p, &o), ERR_OK);
	assert_int_equal(optics_xi(&ctx, &optics, 0.1, &labels, &v), ERR_OK);
	int both = 0, apart = 0;
	for (size_t k = 0; k < v.n; k++) {
		size_t of_first = 0, of_second = 0;
		assert_true(v.first[k] + 7 <= v.last[k] && v.last[k] < 300);
		for (uint32_t at = v.first[k]; at <= v.last[k]; at++) {
			of_first += optics.order[at] < 80;
			of_second += optics.order[at] >= 80 && optics.order[at] < 160;
		}
		both += of_first >= 70 && of_second >= 70;
		apart += (of_first >= 70 && !of_second) ||
			 (of_second >= 70 && !of_first);
	}
	assert_true(both >= 1 && apart >= 2);
	assert_true(labels.label[0] && labels.label[80]);
	assert_int_not_equal(labels.label[0], labels.label[80]);
}

static void test_valleys_of_little(void **state)
{
	(void)state;
	struct optics optics;
	struct optics_valleys v;
	struct labels labels;
	struct optics_options o = {.radius_m = INFINITY, .min_points = 3};
	for (size_t n = 0; n <= 40; n++)
		for (double side = 1; side <= 4; side += 3) {
			assert_int_equal(
				optics_run(&ctx, &optics, cloud(n, n, side), &o),
				ERR_OK);
			assert_int_equal(
				optics_xi(&ctx, &optics, 0.05, &labels, &v), ERR_OK);
			for (size_t k = 0; k < v.n; k++)
				assert_true(
					v.first[k] + 2 <= v.last[k] && v.last[k] < n);
		}
	const double bad[] = {0, 1, -1, 2, NAN, INFINITY};
	for (size_t k = 0; k < 6; k++)
		assert_int_equal(
			optics_xi(&ctx, &optics, bad[k], &labels, NULL), ERR_USAGE);
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
	o.radius_m = -1;
	assert_int_equal(optics_run(&ctx, &got, cloud(1, 3, 10), &o), ERR_USAGE);
	o.radius_m = NAN;
	assert_int_equal(optics_run(&ctx, &got, cloud(1, 3, 10), &o), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_cut_is_dbscan, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_order_by_brute_force, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_where_each_was_reached_from, setup, teardown),
		cmocka_unit_test_setup_teardown(test_radius_by_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_valleys_in_a_valley, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_valleys_of_little, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};
	return cmocka_run_group_tests_name("optics", tests, NULL, NULL);
}
