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
	assert_true(fabs(join->expected - mean) < 1e-12 * fabs(mean));
	assert_true(fabs(join->variance - (m->squares / m->n - mean * mean)) < 1e-10);
}

static void test_moments_over_all_colourings(void **state)
{
	(void)state;
	struct weights w = uneven();
	for (int black = 2; black <= 7; black++) {
		struct moments bb = {0}, ww = {0}, bw = {0};
		struct join_counts got;
		for (unsigned mask = 0; mask < 1u << PLACES; mask++) {
			uint8_t colour[PLACES];
			if (__builtin_popcount(mask) != black)
				continue;
			for (int i = 0; i < PLACES; i++)
				colour[i] = mask >> i & 1;
			assert_int_equal(
				join_counts_run(&ctx, &got, colour, &w), ERR_OK);
			add(&bb, got.black_black.count);
			add(&ww, got.white_white.count);
			add(&bw, got.black_white.count);
		}
		same_moments(&bb, &got.black_black);
		same_moments(&ww, &got.white_white);
		same_moments(&bw, &got.black_white);
	}
}

static void test_one_colour(void **state)
{
	(void)state;
	struct weights w = uneven();
	uint8_t colour[PLACES];
	struct join_counts got;
	memset(colour, 1, sizeof colour);
	assert_int_equal(join_counts_run(&ctx, &got, colour, &w), ERR_OK);
	assert_true(isnan(got.black_black.z) && isnan(got.black_white.p_greater));
	assert_true(got.white_white.count == 0);
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
		cmocka_unit_test_setup_teardown(
			test_contiguity_of_a_board, setup, teardown),
	};
	return cmocka_run_group_tests_name("join counts", tests, NULL, NULL);
}
