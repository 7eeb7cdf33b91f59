/* Sums drawn from a bag: against every choice there is, and against drawing. */
#include "../unit.h"
#include "base/random.h"
#include "stats/drawsum.h"
#include <math.h>

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

static void test_every_choice(void **state)
{
	(void)state;
	enum { N = 14 };
	static const uint32_t values[] = {0, 1, 2, 7, 30}, howmany[] = {5, 4, 2, 2, 1};
	static const uint32_t bag[N] = {0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 7, 7, 30};
	struct draw_sums d;
	bool made;
	ctx.threads = 2;
	draw_sums_make(&ctx, &d, values, howmany, 5, N, &made);
	assert_true(made);
	for (int m = 1; m <= N; m++) {
		double all = 0, at[60] = {0};
		for (unsigned mask = 0; mask < 1u << N; mask++) {
			uint32_t sum = 0;
			if (__builtin_popcount(mask) != m)
				continue;
			for (int i = 0; i < N; i++)
				sum += mask >> i & 1 ? bag[i] : 0;
			at[sum]++;
			all++;
		}
		double above = 0, below = 0;
		for (size_t s = 60; s-- > 0;) {
			above += at[s] / all;
			assert_true(
				fabs(draw_sums_at_least(&d, (size_t)m, s) -
					fmax(above, 1e-30)) < 1e-13 * above + 1e-29);
		}
		for (size_t s = 0; s < 60; s++) {
			below += at[s] / all;
			assert_true(
				fabs(draw_sums_at_most(&d, (size_t)m, s) -
					fmax(below, 1e-30)) < 1e-13 * below + 1e-29);
		}
	}
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* A million numbers: mean and variance are those of sampling without replacement. */
static void test_large_bag(void **state)
{
	(void)state;
	enum { CLASSES = 9, M = 60 };
	static const uint32_t values[CLASSES] = {0, 1, 2, 3, 4, 6, 11, 40, 900};
	static const uint32_t howmany[CLASSES] = {
		700000, 200000, 70000, 20000, 9000, 900, 90, 9, 1};
	struct draw_sums d;
	bool made;
	draw_sums_make(&ctx, &d, values, howmany, CLASSES, M, &made);
	assert_true(made);
	double n = 0, sum = 0, squares = 0;
	for (int i = 0; i < CLASSES; i++) {
		n += howmany[i];
		sum += (double)howmany[i] * values[i];
		squares += (double)howmany[i] * values[i] * values[i];
	}
	double mean = sum / n, variance = squares / n - mean * mean;
	for (size_t m = 1; m <= M; m++) {
		double first = 0, second = 0, k = (double)m;
		for (size_t s = 1; s < d.width; s++) {
			/* Past the drop the tail is the least that is told. */
			double tail = draw_sums_at_least(&d, m, s);
			if (tail <= DRAW_SUMS_LEAST)
				break;
			first += tail;
			second += (2 * (double)s - 1) * tail;
		}
		assert_true(fabs(first / (k * mean) - 1) < 1e-11);
		double spread = k * variance * (n - k) / (n - 1);
		assert_true(fabs((second - first * first) / spread - 1) < 1e-9);
	}
}

static void test_gives_up(void **state)
{
	(void)state;
	static const uint32_t values[] = {1, 1000000000}, howmany[] = {50, 50};
	struct draw_sums d;
	bool made = true;
	draw_sums_make(&ctx, &d, values, howmany, 2, 20, &made);
	assert_false(made);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_choice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_large_bag, setup, teardown),
		cmocka_unit_test_setup_teardown(test_gives_up, setup, teardown),
	};
	return cmocka_run_group_tests_name("sums drawn", tests, NULL, NULL);
}
