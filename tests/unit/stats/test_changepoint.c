/* Change points against trying every way to cut; how often an even series is cut. */
#include "../unit.h"
#include "base/random.h"
#include "stats/changepoint.h"
#include <math.h>
#include <stdlib.h>

static struct context ctx;

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

/* By counting the exponential waits that fit into a period. */
static uint32_t poisson(struct stream *s, double mean)
{
	uint32_t n = 0;
	for (double t = -log(1 - stream_01(s)); t < mean; t -= log(1 - stream_01(s)))
		n++;
	return n;
}

static double cost_of(const uint32_t *counts, const double *exposure, size_t n,
	unsigned cuts, size_t least, double penalty)
{
	double cost = 0, count = 0, over = 0;
	size_t length = 0;
	for (size_t i = 0; i < n; i++) {
		count += counts[i];
		over += exposure[i];
		length++;
		bool ends = i + 1 == n || (cuts >> i & 1);
		if (!ends)
			continue;
		if (length < least)
			return INFINITY;
		cost += count > 0 ? 2 * (count - count * log(count / over)) : 0;
		cost += i + 1 < n ? penalty : 0;
		count = over = 0;
		length = 0;
	}
	return cost;
}

static void test_every_way_to_cut(void **state)
{
	(void)state;
	enum { N = 11 };
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct stream s = stream_make(seed, 1, 0);
		uint32_t counts[N];
		double exposure[N], best = INFINITY;
		size_t least = 1 + seed % 3;
		double penalty = 0.5 + (double)(seed % 5);
		for (int i = 0; i < N; i++) {
			exposure[i] = 0.5 + stream_01(&s);
			counts[i] = poisson(&s, i < 5 ? 2 : 2 + (double)(seed % 7));
		}
		for (unsigned cuts = 0; cuts < 1u << (N - 1); cuts++)
			best = fmin(best,
				cost_of(counts, exposure, N, cuts, least, penalty));
		struct changepoint_options o = {exposure, least, penalty};
		struct changepoints got;
		assert_int_equal(changepoints_run(&ctx, &got, N, counts, &o), ERR_OK);
		assert_true(fabs(got.cost - best) < 1e-9);
		unsigned cuts = 0;
		for (size_t k = 0; k + 1 < got.stretches_n; k++)
			cuts |= 1u << (got.stretches[k].to - 1);
		assert_true(fabs(cost_of(counts, exposure, N, cuts, least, penalty) -
				    best) < 1e-9);
	}
}

static void test_planted_change(void **state)
{
	(void)state;
	struct stream s = stream_make(9, 1, 0);
	uint32_t counts[60];
	for (int i = 0; i < 60; i++)
		counts[i] = poisson(&s, i < 25 ? 4 : i < 45 ? 12 : 5);
	struct changepoint_options o = {0};
	struct changepoints got;
	assert_int_equal(changepoints_run(&ctx, &got, 60, counts, &o), ERR_OK);
	assert_int_equal(got.stretches_n, 3);
	assert_true(labs((long)got.stretches[0].to - 25) <= 1);
	assert_true(labs((long)got.stretches[1].to - 45) <= 1);
	for (int k = 0; k < 3; k++) {
		const struct stretch *t = &got.stretches[k];
		assert_true(t->lower < t->rate && t->rate < t->upper);
	}
}

/* The rate of false cuts that the header speaks of. */
static void test_even_series(void **state)
{
	(void)state;
	static const size_t lengths[] = {24, 60, 200};
	static const double means[] = {0.5, 3, 20};
	for (int k = 0; k < 9; k++) {
		size_t n = lengths[k % 3], cut = 0;
		for (uint32_t r = 0; r < 1000; r++) {
			struct stream s = stream_make(77, (uint32_t)k, r);
			uint32_t counts[200];
			struct changepoint_options o = {0};
			struct changepoints got;
			for (size_t i = 0; i < n; i++)
				counts[i] = poisson(&s, means[k / 3]);
			assert_int_equal(
				changepoints_run(&ctx, &got, n, counts, &o), ERR_OK);
			cut += got.stretches_n > 1;
		}
		print_message("%zu periods of mean %g: cut in %.1f %%\n", n,
			means[k / 3], (double)cut / 10);
		assert_true(cut <= 50);
	}
}

static void test_edges(void **state)
{
	(void)state;
	struct changepoints got;
	struct changepoint_options o = {0};
	uint32_t nothing[5] = {0};
	assert_int_equal(changepoints_run(&ctx, &got, 0, nothing, &o), ERR_OK);
	assert_int_equal(got.stretches_n, 0);
	assert_int_equal(changepoints_run(&ctx, &got, 1, nothing, &o), ERR_OK);
	assert_int_equal(got.stretches_n, 1);
	assert_int_equal(changepoints_run(&ctx, &got, 5, nothing, &o), ERR_OK);
	assert_int_equal(got.stretches_n, 1);
	assert_true(got.stretches[0].lower == 0 && got.stretches[0].rate == 0);
	/* 3.688879 is the exact upper limit of a count of 0. */
	assert_true(fabs(got.stretches[0].upper * 5 - 3.6888794541) < 1e-9);
	double exposure[5] = {1, 1, 0, 1, 1};
	o.exposure = exposure;
	assert_int_equal(changepoints_run(&ctx, &got, 5, nothing, &o), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_way_to_cut, setup, teardown),
		cmocka_unit_test_setup_teardown(test_planted_change, setup, teardown),
		cmocka_unit_test_setup_teardown(test_even_series, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};
	return cmocka_run_group_tests_name("change points", tests, NULL, NULL);
}
