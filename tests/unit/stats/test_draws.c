/* Uncertainty of place: draws stay on their discs and fill them evenly, and a cluster
 * survives as Hennig's rule says. */
#include "../unit.h"
#include "base/random.h"
#include "stats/dbscan.h"
#include "stats/draws.h"
#include <math.h>
#include <string.h>

enum { MOST = 20000 };
static double x_m[MOST], y_m[MOST], to_x[2][MOST], to_y[2][MOST], precision_m[MOST];
static uint32_t place[MOST];

static int setup(void **state)
{
	static struct context ctx;
	context_init(&ctx);
	*state = &ctx;
	return 0;
}

static int teardown(void **state)
{
	context_release(*state);
	return 0;
}

/* All at (400000, 300000), known to `away_m`. */
static struct points heap(size_t n, double away_m)
{
	for (size_t i = 0; i < n; i++) {
		x_m[i] = 400000;
		y_m[i] = 300000;
		precision_m[i] = away_m;
		place[i] = (uint32_t)i;
	}
	return (struct points){n, x_m, y_m, NULL};
}

static void test_disc_is_filled_evenly(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(MOST, 100);
	struct places places = {precision_m, NULL};
	size_t inner = 0, right = 0, above = 0;
	draws_place(ctx, p, &places, 3, to_x[0], to_y[0]);
	for (size_t i = 0; i < MOST; i++) {
		double dx = to_x[0][i] - 400000, dy = to_y[0][i] - 300000;
		double away_m = hypot(dx, dy);
		assert_true(away_m <= 100 + 1e-9);
		inner += away_m < 100 * sqrt(0.5);
		right += dx > 0;
		above += dy > 0;
	}
	/* Five standard deviations of a fair coin. */
	double most = 5 * sqrt(MOST) / 2;
	assert_true(fabs((double)inner - MOST / 2.0) < most);
	assert_true(fabs((double)right - MOST / 2.0) < most);
	assert_true(fabs((double)above - MOST / 2.0) < most);
}

static void test_exact_places_stay(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(100, 0);
	struct places places = {precision_m, NULL};
	x_m[7] = 0.1;
	draws_place(ctx, p, &places, 0, to_x[0], to_y[0]);
	assert_memory_equal(to_x[0], x_m, 100 * sizeof *x_m);
	assert_memory_equal(to_y[0], y_m, 100 * sizeof *y_m);
}

/* The position of a place depends on the seed, the draw and its number alone. */
static void test_draws_are_their_own(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(1000, 50);
	struct places places = {precision_m, NULL};
	size_t bytes = 1000 * sizeof *x_m;
	ctx->threads = 1;
	draws_place(ctx, p, &places, 1, to_x[0], to_y[0]);
	ctx->threads = 2;
	draws_place(ctx, p, &places, 1, to_x[1], to_y[1]);
	assert_memory_equal(to_x[0], to_x[1], bytes);
	assert_memory_equal(to_y[0], to_y[1], bytes);
	draws_place(ctx, p, &places, 2, to_x[1], to_y[1]);
	assert_memory_not_equal(to_x[0], to_x[1], bytes);
	ctx->seed++;
	draws_place(ctx, p, &places, 1, to_x[1], to_y[1]);
	assert_memory_not_equal(to_x[0], to_x[1], bytes);
	ctx->seed--;
	places.place = place;
	for (uint32_t i = 0; i < 1000; i++)
		place[i] = 999 - i;
	draws_place(ctx, p, &places, 1, to_x[1], to_y[1]);
	for (size_t i = 0; i < 1000; i++) {
		assert_true(to_x[0][i] == to_x[1][999 - i]);
		assert_true(to_y[0][i] == to_y[1][999 - i]);
	}
}

static void test_one_place_moves_together(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(4, 80);
	struct places places = {precision_m, place};
	place[1] = place[0];
	place[2] = place[0];
	precision_m[2] = 40;
	draws_place(ctx, p, &places, 5, to_x[0], to_y[0]);
	assert_true(to_x[0][0] == to_x[0][1] && to_y[0][0] == to_y[0][1]);
	assert_true(fabs((to_x[0][0] - 400000) / 2 - (to_x[0][2] - 400000)) < 1e-9);
	assert_true(to_x[0][3] != to_x[0][0]);
}

/* Four members and two: what is left of each, by hand. */
static void test_jaccard_by_hand(void **state)
{
	struct context *ctx = *state;
	uint32_t reference[] = {1, 1, 1, 1, 2, 2, 0, 0};
	uint32_t draws[][8] = {
		{1, 1, 1, 0, 2, 2, 2, 2}, /* 3 of 4; 2 of 4, which is dissolved */
		{1, 1, 2, 2, 3, 3, 3, 0}, /* 2 of 4, and of 4; 2 of 3 */
		{0, 0, 0, 0, 0, 0, 1, 1}, /* nothing */
		{1, 1, 1, 1, 1, 1, 0, 0}, /* 4 of 6; 2 of 6 */
	};
	uint32_t clusters_n[] = {2, 3, 1, 1};
	struct labels from = {8, reference, NULL, 2, 2};
	struct survival s;
	survival_begin(ctx, &s, &from);
	for (size_t k = 0; k < 4; k++) {
		struct labels draw = {8, draws[k], NULL, clusters_n[k], 0};
		survival_add(ctx, &s, &draw);
	}
	assert_int_equal(s.draws, 4);
	assert_true(fabs(survival_share_01(&s, 0) - 0.5) < 1e-15);
	assert_true(fabs(survival_share_01(&s, 1) - 0.25) < 1e-15);
	double first = (0.75 + 0.5 + 0 + 4 / 6.0) / 4;
	double second = (0.5 + 2 / 3.0 + 0 + 2 / 6.0) / 4;
	assert_true(fabs(survival_jaccard_mean(&s, 0) - first) < 1e-15);
	assert_true(fabs(survival_jaccard_mean(&s, 1) - second) < 1e-15);
}

static enum err_code cluster(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	return dbscan_run(ctx, labels, points, how);
}

/* A group known to the house stays, one known to the town goes, one without doubt is
 * the same in each draw. */
static void test_what_is_coarse_goes(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(60, 10);
	struct places places = {precision_m, NULL};
	struct dbscan_options o = {.radius_m = 100, .min_points = 10};
	struct labels labels;
	struct survival s;
	for (size_t i = 20; i < 60; i++) {
		x_m[i] += i < 40 ? 20000 : 40000;
		precision_m[i] = i < 40 ? 3000 : 0;
	}
	assert_int_equal(dbscan_run(ctx, &labels, p, &o), ERR_OK);
	assert_int_equal(labels.clusters_n, 3);
	size_t used = arena_used(ctx->arena);
	assert_int_equal(
		draws_survival(ctx, &s, p, &places, 99, &labels, cluster, &o), ERR_OK);
	assert_true(arena_used(ctx->arena) < used + 4096);
	assert_true(survival_share_01(&s, 0) == 1);
	assert_true(survival_share_01(&s, 1) == 0);
	assert_true(survival_jaccard_mean(&s, 1) < 0.2);
	assert_true(survival_share_01(&s, 2) == 1);
	assert_true(survival_jaccard_mean(&s, 2) == 1);
	/* One place with twenty points can't part. */
	for (size_t i = 20; i < 40; i++)
		place[i] = 20;
	places.place = place;
	assert_int_equal(
		draws_survival(ctx, &s, p, &places, 99, &labels, cluster, &o), ERR_OK);
	assert_true(survival_share_01(&s, 1) == 1);
}

static void test_bad_input(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(30, 10);
	struct places places = {precision_m, NULL};
	struct dbscan_options o = {.radius_m = 100, .min_points = 10};
	struct labels labels;
	struct survival s;
	const double bad[] = {NAN, -1, INFINITY};
	assert_int_equal(dbscan_run(ctx, &labels, p, &o), ERR_OK);
	for (size_t k = 0; k < 3; k++) {
		precision_m[4] = bad[k];
		assert_int_equal(
			draws_survival(ctx, &s, p, &places, 9, &labels, cluster, &o),
			ERR_DATA);
		assert_non_null(strstr(ctx->error, "point 5"));
	}
	precision_m[4] = 10;
	assert_int_equal(draws_survival(ctx, &s, p, &places, 0, &labels, cluster, &o),
		ERR_USAGE);
	assert_int_equal(draws_survival(ctx, &s, p, &places, DRAWS_MOST + 1, &labels,
				 cluster, &o),
		ERR_USAGE);
	o.radius_m = NAN;
	assert_int_equal(draws_survival(ctx, &s, p, &places, 9, &labels, cluster, &o),
		ERR_USAGE);
}

static void test_no_points_and_no_clusters(void **state)
{
	struct context *ctx = *state;
	struct points p = heap(3, 10);
	struct places places = {precision_m, NULL};
	struct dbscan_options o = {.radius_m = 1, .min_points = 10};
	struct labels labels;
	struct survival s;
	for (p.n = 0; p.n <= 3; p.n += 3) {
		assert_int_equal(dbscan_run(ctx, &labels, p, &o), ERR_OK);
		assert_int_equal(
			draws_survival(ctx, &s, p, &places, 9, &labels, cluster, &o),
			ERR_OK);
		assert_int_equal(s.clusters_n, 0);
		assert_int_equal(s.draws, 9);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_disc_is_filled_evenly),
		TEST(test_exact_places_stay),
		TEST(test_draws_are_their_own),
		TEST(test_one_place_moves_together),
		TEST(test_jaccard_by_hand),
		TEST(test_what_is_coarse_goes),
		TEST(test_bad_input),
		TEST(test_no_points_and_no_clusters),
	};
	return cmocka_run_group_tests_name("draws", tests, NULL, NULL);
}
