#include "base/random.h"
#include "geo/kdtree.h"
#include "stats/hdbscan.h"
#include "stats/mst.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 400 };
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

static double apart(size_t i, size_t j)
{
	double dx = x_m[i] - x_m[j], dy = y_m[i] - y_m[j];
	return sqrt(dx * dx + dy * dy);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void test_nearest(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 5; seed++) {
		size_t n = seed == 0 ? 3 : MOST;
		struct points p = cloud(seed, n, 25);
		struct kdtree tree;
		assert_int_equal(kdtree_build(&ctx, &tree, ctx.arena, p), ERR_OK);
		for (size_t i = 0; i < n; i++) {
			double all[MOST];
			for (size_t j = 0; j < n; j++)
				all[j] = apart(i, j) * apart(i, j);
			qsort(all, n, sizeof *all, ascending);
			/* Few are kept in order, many in a heap. */
			size_t wanted = i % 2 ? 11 : 100;
			struct kdtree_near near[101];
			struct point at = {x_m[i], y_m[i]};
			size_t found = kdtree_nearest(
				&tree, at, (uint32_t)wanted, NULL, UINT32_MAX, near);
			assert_int_equal(found, n < wanted ? n : wanted);
			for (size_t k = 0; k < found; k++) {
				assert_true(fabs(near[k].distance2_m2 - all[k]) < 1e-9);
				if (k == 0 || near[k].distance2_m2 !=
						      near[k - 1].distance2_m2)
					continue;
				assert_true(tree.id[near[k].place] >
					    tree.id[near[k - 1].place]);
			}
			found = kdtree_nearest(&tree, at, 2, NULL, (uint32_t)i, near);
			assert_int_equal(found, 2);
			assert_true(fabs(near[0].distance2_m2 - all[1]) < 1e-9);
		}
	}
}

/* Prim's tree on the whole matrix. */
static double brute_length(size_t n, uint32_t min_points, double *core)
{
	double best[MOST], all[MOST], sum = 0;
	bool in[MOST] = {false};
	for (size_t i = 0; i < n; i++) {
		for (size_t j = 0; j < n; j++)
			all[j] = apart(i, j);
		qsort(all, n, sizeof *all, ascending);
		core[i] = all[(min_points < n ? min_points : n) - 1];
		best[i] = INFINITY;
	}
	size_t at = 0;
	for (size_t k = 1; k < n; k++) {
		size_t next = n;
		in[at] = true;
		for (size_t j = 0; j < n; j++) {
			if (in[j])
				continue;
			best[j] = fmin(
				best[j], fmax(apart(at, j), fmax(core[at], core[j])));
			if (next == n || best[j] < best[next])
				next = j;
		}
		sum += best[next];
		at = next;
	}
	return sum;
}

static void test_tree_is_shortest(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 8; seed++) {
		size_t n = 1 + (size_t)seed * 57;
		struct points p = cloud(10 + seed, n, seed % 2 ? 12 : 300);
		double core[MOST];
		double want = brute_length(n, 1 + (uint32_t)seed, core), sum[2];
		struct mst tree[2];
		for (int k = 0; k < 2; k++) {
			ctx.threads = k + 1;
			assert_int_equal(
				mst_build(&ctx, &tree[k], p, 1 + (uint32_t)seed),
				ERR_OK);
			sum[k] = 0;
			for (size_t e = 0; e + 1 < n; e++)
				sum[k] += tree[k].edges[e].length_m;
		}
		assert_true(fabs(sum[0] - want) < 1e-9 * (1 + want));
		assert_memory_equal(tree[0].edges, tree[1].edges,
			(n - 1) * sizeof(struct mst_edge));
		for (size_t i = 0; i < n; i++)
			assert_true(fabs(tree[0].core_m[i] - core[i]) < 1e-12);
	}
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* Three gatherings of different density and stray points between them. */
static void test_gatherings(void **state)
{
	(void)state;
	struct stream s = stream_make(3, 1, 0);
	static const double centre[3] = {0, 1000, 2500}, spread[3] = {5, 30, 80};
	for (size_t i = 0; i < 330; i++) {
		size_t g = i / 100;
		x_m[i] = g < 3 ? centre[g] + spread[g] * stream_normal(&s)
			       : 4000 * stream_01(&s) - 500;
		y_m[i] = g < 3 ? spread[g] * stream_normal(&s) : 4000 * stream_01(&s);
	}
	struct points p = {330, x_m, y_m, NULL};
	struct hdbscan_options o = {.min_cluster_size = 20, .min_points = 5};
	struct hdbscan h;
	assert_int_equal(hdbscan_run(&ctx, &h, p, &o), ERR_OK);
	assert_int_equal(h.labels.clusters_n, 3);
	size_t right = 0;
	for (size_t i = 0; i < 330; i++) {
		uint32_t want = i < 300 ? (uint32_t)(i / 100) + 1 : 0;
		right += h.labels.label[i] == want;
		assert_true(h.probability[i] >= 0 && h.probability[i] <= 1);
		assert_true(h.outlier[i] >= 0 && h.outlier[i] <= 1);
	}
	assert_true(right > 300);
	assert_true(h.stability[0] > h.stability[2]);
}

static void test_duplicates_and_few(void **state)
{
	(void)state;
	struct hdbscan_options o = {.min_cluster_size = 5};
	struct hdbscan h;
	for (size_t i = 0; i < 60; i++) {
		x_m[i] = i < 30 ? 100 : 900;
		y_m[i] = i < 56 ? 5 : 5 + (double)i;
	}
	struct points p = {60, x_m, y_m, NULL};
	assert_int_equal(hdbscan_run(&ctx, &h, p, &o), ERR_OK);
	assert_int_equal(h.labels.clusters_n, 2);
	assert_int_equal(h.labels.label[0], 1);
	assert_int_equal(h.labels.label[54], 2);
	for (size_t i = 0; i < 60; i++)
		assert_true(isfinite(h.outlier[i]) && isfinite(h.probability[i]));
	assert_true(isfinite(h.stability[0]));
	/* Ten heaps in line, a metre apart: each is denser than the line. */
	for (size_t i = 0; i < 300; i++) {
		x_m[i] = (double)(i % 10);
		y_m[i] = 5;
	}
	p.n = 300;
	assert_int_equal(hdbscan_run(&ctx, &h, p, &o), ERR_OK);
	assert_int_equal(h.labels.clusters_n, 10);
	assert_int_equal(h.labels.noise_n, 0);
	for (size_t n = 0; n < 5; n++) {
		p.n = n;
		assert_int_equal(hdbscan_run(&ctx, &h, p, &o), ERR_OK);
		assert_int_equal(h.labels.clusters_n, 0);
		assert_int_equal(h.labels.noise_n, n);
	}
	o.min_cluster_size = 1;
	assert_int_equal(hdbscan_run(&ctx, &h, p, &o), ERR_USAGE);
	o.min_cluster_size = 5;
	p.n = 5;
	x_m[2] = NAN;
	assert_int_equal(hdbscan_run(&ctx, &h, p, &o), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nearest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tree_is_shortest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_gatherings, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_duplicates_and_few, setup, teardown),
	};
	return cmocka_run_group_tests_name("hdbscan", tests, NULL, NULL);
}
