/* Join counts: their moments over every colouring; contiguity by trying every pair. */
#include "../unit.h"
#include "base/random.h"
#include "stats/joincount.h"
#include "stats/weights_contiguity.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

enum { PLACES = 9 };

/* Some joins lead both ways, some one way, each with a weight of its own. */
static struct weights uneven(void)
{
	struct stream s = stream_make(3, 1, 0);
	uint32_t i[PLACES * PLACES], j[PLACES * PLACES];
	double w[PLACES * PLACES];
	size_t n = 0;
	struct weights weights;
	for (uint32_t a = 0; a < PLACES; a++)
		for (uint32_t b = 0; b < PLACES; b++)
			if (a != b && stream_01(&s) < 0.4) {
				i[n] = a;
				j[n] = b;
				w[n++] = 0.5 + stream_01(&s);
			}
	assert_int_equal(
		weights_from_edges(&ctx, &weights, PLACES, n, i, j, w), ERR_OK);
	return weights;
}

struct moments {
	double n, sum, squares;
};

static void add(struct moments *m, double value)
{
	m->n += 1;
	m->sum += value;
	m->squares += value * value;
}

static void same_moments(const struct moments *m, const struct join *join)
{
	double mean = m->sum / m->n;
	assert_true(fabs(join->expected - mean) <= 1e-12 * fabs(mean));
	assert_true(fabs(join->variance - (m->squares / m->n - mean * mean)) < 1e-10);
}

/* Every colouring with k of the first colour and m of the second. */
static void all_colourings(const struct weights *w, int k, int m)
{
	struct moments seen[7] = {{0, 0, 0}};
	struct join_counts got = {0};
	for (unsigned first = 0; first < 1u << PLACES; first++)
		for (unsigned second = 0; second < 1u << PLACES; second++) {
			uint32_t colour[PLACES];
			if (__builtin_popcount(first) != k || first & second ||
				__builtin_popcount(second) != m)
				continue;
			for (int i = 0; i < PLACES; i++)
				colour[i] = first >> i & 1    ? 0
					    : second >> i & 1 ? 1
							      : 2;
			assert_int_equal(
				join_counts_run(&ctx, &got, colour, 3, w, 0), ERR_OK);
			assert_int_equal(got.joins_n, 6);
			for (size_t j = 0; j < 6; j++)
				add(&seen[j], got.joins[j].count);
			add(&seen[6], got.unlike.count);
		}
	assert_true(seen[6].n > 1);
	for (size_t j = 0; j < 6; j++)
		same_moments(&seen[j], &got.joins[j]);
	same_moments(&seen[6], &got.unlike);
}

static void test_moments_over_all_colourings(void **state)
{
	(void)state;
	static const int numbers[][2] = {{2, 3}, {3, 3}, {1, 4}, {5, 4}};
	struct weights w = uneven();
	for (size_t c = 0; c < 4; c++)
		all_colourings(&w, numbers[c][0], numbers[c][1]);
}

static void test_one_colour(void **state)
{
	(void)state;
	struct weights w = uneven();
	uint32_t colour[PLACES];
	struct join_counts got;
	for (int i = 0; i < PLACES; i++)
		colour[i] = 1;
	assert_int_equal(join_counts_run(&ctx, &got, colour, 2, &w, 9), ERR_OK);
	assert_true(isnan(got.joins[2].z) && isnan(got.joins[1].p_greater));
	assert_true(got.joins[0].count == 0 && got.unlike.count == 0);
	assert_true(got.joins[2].p_permutation_greater == 1);
	assert_int_equal(join_counts_run(&ctx, &got, colour, 1, &w, 0), ERR_DATA);
	assert_int_equal(
		join_counts_run(&ctx, &got, colour, JOIN_COLOURS_MOST + 1, &w, 0),
		ERR_DATA);
}

/* The p of all permutations is that of all colourings. */
static void test_permuted(void **state)
{
	(void)state;
	enum { PERMUTATIONS = 19999 };
	struct weights w = uneven();
	uint32_t colour[PLACES] = {1, 1, 1, 0, 0, 1, 0, 0, 0};
	struct join_counts got[2], other;
	for (int k = 0; k < 2; k++) {
		ctx.threads = k + 1;
		assert_int_equal(
			join_counts_run(&ctx, &got[k], colour, 2, &w, PERMUTATIONS),
			ERR_OK);
	}
	double all = 0, above[3] = {0};
	for (unsigned mask = 0; mask < 1u << PLACES; mask++) {
		uint32_t mine[PLACES];
		if (__builtin_popcount(mask) != 4)
			continue;
		for (int i = 0; i < PLACES; i++)
			mine[i] = mask >> i & 1;
		assert_int_equal(join_counts_run(&ctx, &other, mine, 2, &w, 0), ERR_OK);
		all++;
		for (int j = 0; j < 3; j++)
			above[j] +=
				other.joins[j].count >= got[0].joins[j].count - 1e-9;
	}
	for (int j = 0; j < 3; j++) {
		double p = above[j] / all, mine = got[0].joins[j].p_permutation_greater;
		assert_true(
			fabs(mine - p) < 5 * sqrt(p * (1 - p) / PERMUTATIONS) + 1e-4);
		assert_true(mine == got[1].joins[j].p_permutation_greater);
	}
}

/* Squares of a chessboard: 4 sides by rook, 8 by queen. */
static void test_contiguity_of_a_board(void **state)
{
	(void)state;
	enum { SIDE = 6, N = SIDE * SIDE };
	double x[N * 5], y[N * 5];
	size_t from[N + 1];
	uint32_t owner[N];
	static const double dx[] = {0, 1, 1, 0, 0}, dy[] = {0, 0, 1, 1, 0};
	for (size_t p = 0; p < N; p++) {
		from[p] = p * 5;
		owner[p] = (uint32_t)p;
		for (size_t v = 0; v < 5; v++) {
			x[p * 5 + v] = (double)(p % SIDE) + dx[v] - 3;
			y[p * 5 + v] = (double)(p / SIDE) + dy[v] - 3;
		}
	}
	from[N] = N * 5;
	struct outlines o = {N, N, from, owner, x, y};
	for (int corners = 0; corners < 2; corners++) {
		struct weights w;
		assert_int_equal(
			weights_contiguous(&ctx, &w, &o, corners == 1), ERR_OK);
		for (uint32_t a = 0; a < N; a++) {
			size_t e = w.from[a];
			for (uint32_t b = 0; b < N; b++) {
				int across = abs((int)(a % SIDE) - (int)(b % SIDE));
				int up = abs((int)(a / SIDE) - (int)(b / SIDE));
				bool near = corners ? (across <= 1 && up <= 1)
						    : across + up == 1;
				if (a == b || !near)
					continue;
				assert_true(e < w.from[a + 1]);
				assert_int_equal(w.to[e], b);
				assert_true(w.weight[e++] == 1);
			}
			assert_int_equal(e, w.from[a + 1]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_moments_over_all_colourings, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_colour, setup, teardown),
		cmocka_unit_test_setup_teardown(test_permuted, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_contiguity_of_a_board, setup, teardown),
	};
	return cmocka_run_group_tests_name("join counts", tests, NULL, NULL);
}
