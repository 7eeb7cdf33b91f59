#include "base/random.h"
#include "stats/cluster_test.h"
#include "stats/dbscan.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 1200, YEAR_D = 364 };
#define DAY INT64_C(86400)
#define FROM INT64_C(1743462000)

struct episodes {
	struct context ctx;
	struct points points;
	double x_m[MOST], y_m[MOST];
	int64_t t_s[MOST];
	uint32_t child[MOST];
	size_t n;
};

static void add(struct episodes *e, uint32_t child, double x_m, double y_m, int64_t t_s)
{
	e->x_m[e->n] = x_m;
	e->y_m[e->n] = y_m;
	e->t_s[e->n] = t_s;
	e->child[e->n++] = child;
	e->points = (struct points){e->n, e->x_m, e->y_m, e->t_s};
}

static int64_t random_time(struct stream *s, bool seasonal)
{
	for (;;) {
		double day = stream_01(s) * YEAR_D;
		/* Three times as busy in summer as in winter. */
		double busy = 1 + 0.5 * sin(2 * acos(-1) * day / YEAR_D);
		if (!seasonal || stream_01(s) * 1.5 < busy)
			return FROM + (int64_t)(day * (double)DAY);
	}
}

/* Children who come and go without regard to each other: most once, some often and in
 * bouts, to few favourite places, in a year with a busy summer. */
static void null_town(struct episodes *e, struct stream *s, uint32_t children)
{
	context_init(&e->ctx);
	e->n = 0;
	for (uint32_t c = 0; c < children; c++) {
		uint32_t times = stream_below(s, 10) < 7 ? 1 : 1 + stream_below(s, 9);
		uint32_t favourite = stream_below(s, 12);
		int64_t t_s = random_time(s, true);
		for (uint32_t k = 0; k < times && e->n < MOST; k++) {
			uint32_t place =
				stream_below(s, 3) ? favourite : stream_below(s, 40);
			place = place < 4 ? 0 : place; /* a popular one */
			if (stream_below(s, 2))
				t_s = random_time(s, true);
			else
				t_s += (int64_t)stream_below(s, 8) * DAY;
			if (t_s >= FROM + YEAR_D * DAY)
				t_s -= YEAR_D * DAY;
			add(e, c, 340000 + 700 * (place % 7) + 60 * stream_01(s),
				430000 + 700 * floor(place / 7.0), t_s);
		}
	}
}

static struct labels one_cluster(struct episodes *e)
{
	struct labels labels = {.n = e->n, .clusters_n = 1};
	labels.label = arena_array(e->ctx.arena, uint32_t, e->n);
	labels.core = arena_array(e->ctx.arena, uint8_t, e->n);
	for (size_t i = 0; i < e->n; i++)
		labels.label[i] = 1;
	return labels;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Kolmogorov's distance of p-values from evenness; below 1.63 / sqrt(n) in 99 of 100.
 */
static void test_even_without_clusters(void **state)
{
	(void)state;
	enum { TOWNS = 150 };
	static struct episodes e;
	double p[TOWNS], apart = 0;
	for (uint32_t k = 0; k < TOWNS; k++) {
		struct stream s = stream_make(2024, 9, k);
		null_town(&e, &s, 90);
		e.ctx.seed = k;
		e.ctx.threads = 2;
		/* All episodes in one cluster: its p is that of the largest anywhere.
		 */
		struct labels labels = one_cluster(&e);
		struct cluster_test_options o = {.radius_m = 250,
			.window_s = 10 * DAY,
			.replications = 99,
			.from_s = FROM,
			.to_s = FROM + YEAR_D * DAY};
		struct cluster_test test;
		assert_int_equal(
			cluster_test_run(&e.ctx, &test, e.points, e.child, &labels, &o),
			ERR_OK);
		p[k] = test.p_value[0];
		context_release(&e.ctx);
	}
	qsort(p, TOWNS, sizeof *p, ascending);
	for (int k = 0; k < TOWNS; k++) {
		apart = fmax(apart, fabs(p[k] - 0.005 - (double)k / TOWNS));
		apart = fmax(apart, fabs(p[k] - 0.005 - (double)(k + 1) / TOWNS));
	}
	print_message("KS distance %.4f of %.4f\n", apart, 1.63 / sqrt(TOWNS));
	assert_true(apart < 1.63 / sqrt(TOWNS));
}

static struct cluster_test test_found(
	struct episodes *e, struct labels *labels, uint32_t replications)
{
	struct dbscan_options d = {.radius_m = 250,
		.window_s = 10 * DAY,
		.min_points = 4,
		.min_units = 2,
		.unit = e->child};
	assert_int_equal(stdbscan_run(&e->ctx, labels, e->points, &d), ERR_OK);
	struct cluster_test_options o = {.radius_m = 250,
		.window_s = 10 * DAY,
		.replications = replications,
		.from_s = FROM,
		.to_s = FROM + YEAR_D * DAY};
	struct cluster_test test;
	assert_int_equal(
		cluster_test_run(&e->ctx, &test, e->points, e->child, labels, &o),
		ERR_OK);
	return test;
}

static void test_planted_is_found(void **state)
{
	(void)state;
	static struct episodes e;
	struct stream s = stream_make(5, 9, 0);
	null_town(&e, &s, 90);
	size_t first = e.n;
	for (uint32_t c = 0; c < 6; c++)
		add(&e, 10 + c, 345000 + 20.0 * c, 437000,
			FROM + 200 * DAY + c * 20 * 3600);
	struct labels labels;
	struct cluster_test test = test_found(&e, &labels, 999);
	uint32_t planted = labels.label[first];
	assert_int_not_equal(planted, 0);
	assert_true(test.p_value[planted - 1] < 0.01);
	assert_int_equal(test.children_near[planted - 1], 6);
	assert_true(test.peak[planted - 1] >= first);
	for (uint32_t c = 0; c < labels.clusters_n; c++)
		if (c + 1 != planted)
			assert_true(test.p_value[c] > 0.01);
	context_release(&e.ctx);
}

/* Forty episodes of one child, and another child who came by once. */
static void test_one_child_is_chance(void **state)
{
	(void)state;
	static struct episodes e;
	struct stream s = stream_make(6, 9, 0);
	null_town(&e, &s, 90);
	for (int k = 0; k < 40; k++)
		add(&e, 7, 345000, 437000, FROM + (20 + 8 * k) * DAY);
	add(&e, 8, 345000, 437000, FROM + 101 * DAY);
	struct labels labels;
	struct cluster_test test = test_found(&e, &labels, 499);
	uint32_t found = labels.label[e.n - 1];
	assert_int_not_equal(found, 0);
	assert_true(test.p_value[found - 1] > 0.5);
	context_release(&e.ctx);
}

static void test_threads_and_seed(void **state)
{
	(void)state;
	static struct episodes e;
	struct stream s = stream_make(7, 9, 0);
	null_town(&e, &s, 120);
	double maxima[2][200];
	for (int threads = 1; threads <= 2; threads++) {
		struct labels labels;
		e.ctx.threads = threads;
		struct cluster_test test = test_found(&e, &labels, 200);
		memcpy(maxima[threads - 1], test.maxima, sizeof maxima[0]);
	}
	assert_memory_equal(maxima[0], maxima[1], sizeof maxima[0]);
	e.ctx.seed = 99;
	struct labels labels;
	struct cluster_test test = test_found(&e, &labels, 200);
	assert_memory_not_equal(maxima[0], test.maxima, sizeof maxima[0]);
	assert_int_equal(arena_used(e.ctx.scratch), 0);
	context_release(&e.ctx);
}

/* m others in a share w of the time, of children who come once each. */
static void test_statistic(void **state)
{
	(void)state;
	static struct episodes e;
	context_init(&e.ctx);
	e.n = 0;
	for (uint32_t c = 0; c < 10; c++)
		add(&e, c, 0, 0, FROM + (c < 3 ? 0 : 30 * c) * DAY);
	struct labels labels = one_cluster(&e);
	/* The window of the first three is the first week: three of ten episodes. */
	struct cluster_test_options o = {
		.radius_m = 10, .window_s = 7 * DAY - 1, .replications = 0};
	struct cluster_test test;
	assert_int_equal(
		cluster_test_run(&e.ctx, &test, e.points, e.child, &labels, &o),
		ERR_OK);
	/* Two others, where 9 * 0.3 are to be expected. */
	assert_true(test.statistic[0] == 0);
	for (uint32_t c = 3; c < 10; c++)
		e.x_m[c] = 5000;
	assert_int_equal(
		cluster_test_run(&e.ctx, &test, e.points, e.child, &labels, &o),
		ERR_OK);
	double expected = 2 * 0.3;
	assert_true(fabs(test.statistic[0] - (2 * log(2 / expected) - (2 - expected))) <
		    1e-12);
	assert_true(fabs(test.children_expected[0] - 1 - expected) < 1e-12);
	assert_int_equal(test.children_near[0], 3);
	assert_true(test.p_value[0] == 1);
	context_release(&e.ctx);
}

static void test_refuses(void **state)
{
	(void)state;
	static struct episodes e;
	struct stream s = stream_make(8, 9, 0);
	null_town(&e, &s, 10);
	struct labels labels = one_cluster(&e);
	struct cluster_test_options o = {
		.radius_m = 0, .window_s = DAY, .replications = 9};
	struct cluster_test test;
	assert_int_equal(
		cluster_test_run(&e.ctx, &test, e.points, e.child, &labels, &o),
		ERR_USAGE);
	o.radius_m = 100;
	o.from_s = FROM + 100 * DAY;
	o.to_s = FROM + 101 * DAY;
	assert_int_equal(
		cluster_test_run(&e.ctx, &test, e.points, e.child, &labels, &o),
		ERR_DATA);
	context_release(&e.ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_even_without_clusters),
		cmocka_unit_test(test_planted_is_found),
		cmocka_unit_test(test_one_child_is_chance),
		cmocka_unit_test(test_threads_and_seed),
		cmocka_unit_test(test_statistic),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests_name("cluster_test", tests, NULL, NULL);
}
