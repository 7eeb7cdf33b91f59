/* The order of joins against Prim's method, edge by edge: the splits of both are the
 * same, down to their members. */
#include "../unit.h"
#include "base/random.h"
#include "stats/linkage.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 400 };

/* A split: its length and, whichever side comes first, what is on both sides. */
struct split {
	double height;
	uint64_t low, high;
};

static uint64_t mark_of(uint32_t point)
{
	struct stream s = stream_make(99, 1, point);
	return (uint64_t)stream_below(&s, UINT32_MAX) << 20;
}

static int by_split(const void *a, const void *b)
{
	const struct split *x = a, *y = b;
	if (x->height != y->height)
		return x->height < y->height ? -1 : 1;
	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	return (x->high > y->high) - (x->high < y->high);
}

static size_t splits_of(const struct linkage *l, uint32_t least, struct split *splits)
{
	static uint64_t sum[2 * MOST];
	size_t splits_n = 0;
	for (uint32_t i = 0; i < l->n; i++)
		sum[i] = mark_of(i);
	for (size_t k = 0; k + 1 < l->n; k++) {
		uint64_t left = sum[l->left[k]], right = sum[l->right[k]];
		sum[l->n + k] = left + right;
		if (linkage_size(l, l->left[k]) >= least &&
			linkage_size(l, l->right[k]) >= least)
			splits[splits_n++] = (struct split){l->height[k],
				left < right ? left : right,
				left < right ? right : left};
	}
	qsort(splits, splits_n, sizeof *splits, by_split);
	return splits_n;
}

static double reach(const struct mst *mst, struct points p, uint32_t a, uint32_t b)
{
	double dx = p.x_m[a] - p.x_m[b], dy = p.y_m[a] - p.y_m[b];
	return fmax(sqrt(dx * dx + dy * dy), fmax(mst->core_m[a], mst->core_m[b]));
}

/* Prim's method from point 0, the lowest index first among equals; its edges in order
 * of length, those of one length as they were met. */
static void prim(const struct mst *mst, struct points points, struct mst_edge *edges)
{
	static double fringe[MOST];
	static uint32_t from[MOST];
	static bool met[MOST];
	size_t n = points.n;
	memset(met, 0, sizeof met);
	for (size_t i = 0; i < n; i++)
		fringe[i] = INFINITY;
	met[0] = true;
	for (uint32_t k = 0, at = 0; k + 1 < n; k++) {
		uint32_t next = 0;
		for (uint32_t i = 0; i < n; i++) {
			double length = reach(mst, points, at, i);
			if (!met[i] && length < fringe[i]) {
				fringe[i] = length;
				from[i] = at;
			}
			if (!met[i] && (met[next] || fringe[i] < fringe[next]))
				next = i;
		}
		size_t place = k;
		while (place > 0 && edges[place - 1].length_m > fringe[next]) {
			edges[place] = edges[place - 1];
			place--;
		}
		edges[place] = (struct mst_edge){
			.length_m = fringe[next], .a = from[next], .b = next};
		met[next] = true;
		at = next;
	}
}

static void compare(size_t n, uint32_t least, double grain_m, uint64_t seed)
{
	static double x_m[MOST], y_m[MOST];
	static struct mst_edge edges[MOST];
	static struct split want[MOST], got[MOST];
	struct context ctx;
	context_init(&ctx);
	struct stream s = stream_make(seed, 1, 0);
	for (size_t i = 0; i < n; i++) {
		double town = 1000.0 * stream_below(&s, 5);
		x_m[i] = town + 90 * stream_normal(&s);
		y_m[i] = 500 * stream_01(&s);
		if (grain_m > 0) {
			x_m[i] = grain_m * round(x_m[i] / grain_m);
			y_m[i] = grain_m * round(y_m[i] / grain_m);
		}
	}
	struct points points = {n, x_m, y_m, NULL};
	struct mst mst;
	assert_int_equal(mst_build(&ctx, &mst, points, least), ERR_OK);
	prim(&mst, points, edges);
	struct mst brute = {n, mst.core_m, edges};
	struct linkage a = linkage_make(&ctx, &brute), b = linkage_make(&ctx, &mst);
	assert_int_equal(linkage_order(&ctx, &b, &mst, points, least), ERR_OK);
	size_t want_n = splits_of(&a, least, want), got_n = splits_of(&b, least, got);
	assert_int_equal(got_n, want_n);
	for (size_t i = 0; i < want_n; i++)
		assert_int_equal(by_split(&got[i], &want[i]), 0);
	context_release(&ctx);
}

static void test_order_is_prims(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		compare(MOST, 5, 0, seed);
		compare(MOST, 12, 0, seed);
		compare(MOST, 12, 0.5, seed);
		compare(MOST, 12, 2, seed);
	}
}

static void test_few(void **state)
{
	(void)state;
	for (size_t n = 1; n < 12; n++)
		compare(n, 2, 0, n);
}

/* Whole metres in a small town: nearly all lengths are one of a few, so that thousands of
 * parts are joined at once. It ends in seconds, not hours. */
static void test_many_parts_of_one_length(void **state)
{
	(void)state;
	enum { MANY = 20000 };
	static double x_m[MANY], y_m[MANY];
	struct context ctx;
	context_init(&ctx);
	struct stream s = stream_make(8, 1, 0);
	for (size_t i = 0; i < MANY; i++) {
		x_m[i] = stream_below(&s, 70);
		y_m[i] = stream_below(&s, 70);
	}
	struct points points = {MANY, x_m, y_m, NULL};
	struct mst mst;
	assert_int_equal(mst_build(&ctx, &mst, points, 5), ERR_OK);
	struct linkage l = linkage_make(&ctx, &mst);
	assert_int_equal(linkage_order(&ctx, &l, &mst, points, 5), ERR_OK);
	assert_int_equal(linkage_size(&l, 2 * MANY - 2), MANY);
	size_t points_n = 0;
	for (size_t k = 0; k + 1 < MANY; k++)
		points_n += (size_t)(l.left[k] < MANY) + (size_t)(l.right[k] < MANY);
	assert_int_equal(points_n, MANY);
	context_release(&ctx);
}

/* A bridge of one point between two equal gatherings belongs to that of the first
 * point, whichever it is. */
static void test_bridge(void **state)
{
	(void)state;
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		double x_m[] = {0, 1, 2, 3, 50, 97, 98, 99, 100}, y_m[9] = {0};
		for (int i = 0; mirrored && i < 9; i++)
			x_m[i] = 100 - x_m[i];
		struct context ctx;
		context_init(&ctx);
		struct points points = {9, x_m, y_m, NULL};
		struct mst mst;
		assert_int_equal(mst_build(&ctx, &mst, points, 3), ERR_OK);
		struct linkage l = linkage_make(&ctx, &mst);
		assert_int_equal(linkage_order(&ctx, &l, &mst, points, 3), ERR_OK);
		uint32_t sizes[2] = {
			linkage_size(&l, l.left[7]), linkage_size(&l, l.right[7])};
		assert_int_equal(sizes[0], 5);
		assert_int_equal(sizes[1], 4);
		context_release(&ctx);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_order_is_prims),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_many_parts_of_one_length),
		cmocka_unit_test(test_bridge)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
