#include "../unit.h"
#include "base/random.h"
#include "stats/jacquez.h"
#include "stats/mantel.h"
#include "stats/nearrepeat.h"
#include <math.h>
#include <stdlib.h>

enum { MOST = 120 };

struct town {
	struct context ctx;
	struct points points;
	double x_m[MOST], y_m[MOST];
	int64_t t_s[MOST];
};

/* Whole metres and seconds, with many duplicates. */
static void town_init(struct town *t, uint64_t seed, size_t n)
{
	context_init(&t->ctx);
	t->ctx.seed = seed;
	struct stream s = stream_make(seed, 4, 0);
	for (size_t i = 0; i < n; i++) {
		t->x_m[i] = stream_below(&s, 20);
		t->y_m[i] = stream_below(&s, 20);
		t->t_s[i] = (int64_t)stream_below(&s, 60) - 20;
	}
	t->points = (struct points){n, t->x_m, t->y_m, t->t_s};
}

static double apart(const struct town *t, size_t a, size_t b, bool manhattan)
{
	double dx = t->x_m[a] - t->x_m[b], dy = t->y_m[a] - t->y_m[b];
	return manhattan ? fabs(dx) + fabs(dy) : sqrt(dx * dx + dy * dy);
}

static void test_against_all_pairs(void **state)
{
	(void)state;
	static struct town t;
	static const double radius[] = {0, 2, 5};
	static const int64_t window[] = {0, 3, 9};
	for (int manhattan = 0; manhattan < 2; manhattan++) {
		town_init(&t, 1, MOST);
		struct nearrepeat_options o = {.metric = (enum near_metric)manhattan,
			.radius_m = radius,
			.radii_n = 3,
			.window_s = window,
			.windows_n = 3,
			.replications = 19};
		struct nearrepeat r;
		assert_int_equal(nearrepeat_run(&t.ctx, &r, t.points, &o), ERR_OK);
		assert_int_equal(arena_used(t.ctx.scratch), 0);
		for (size_t row = 0; row < 3; row++)
			for (size_t c = 0; c < 3; c++) {
				int64_t both = 0, in_row = 0, in_column = 0;
				bool first[MOST] = {false};
				uint32_t originators = 0;
				for (size_t a = 0; a < MOST; a++)
					for (size_t b = a + 1; b < MOST; b++) {
						double d = apart(&t, a, b, manhattan);
						int64_t w = llabs(t.t_s[a] - t.t_s[b]);
						bool s = d <= radius[row] &&
							 (row == 0 ||
								 d > radius[row - 1]);
						bool near =
							w <= window[c] &&
							(c == 0 || w > window[c - 1]);
						in_row += s;
						in_column += near;
						both += s && near;
						if (s && near)
							first[t.t_s[a] <= t.t_s[b]
									? a
									: b] = true;
					}
				for (size_t a = 0; a < MOST; a++)
					originators += first[a];
				const struct nearrepeat_cell *cell =
					&r.cells[row * 3 + c];
				assert_int_equal(cell->observed, both);
				assert_int_equal(cell->originators, originators);
				double expected = (double)in_row * (double)in_column /
						  (double)r.pairs;
				assert_true(fabs(cell->expected - expected) < 1e-9);
			}
		context_release(&t.ctx);
	}
}

static void test_local_knox(void **state)
{
	(void)state;
	static struct town t;
	town_init(&t, 2, 40);
	struct local_knox *local;
	assert_int_equal(local_knox_run(&t.ctx, &local, t.points, 4, 6), ERR_OK);
	for (size_t i = 0; i < 40; i++) {
		uint32_t space = 0, time = 0, both = 0;
		for (size_t j = 0; j < 40; j++) {
			bool s = j != i && apart(&t, i, j, false) <= 4;
			bool w = j != i && llabs(t.t_s[i] - t.t_s[j]) <= 6;
			space += s;
			time += w;
			both += s && w;
		}
		assert_int_equal(local[i].close_space, space);
		assert_int_equal(local[i].close_time, time);
		assert_int_equal(local[i].close_both, both);
		/* The hypergeometric tail from its terms. */
		double tail = 0;
		for (uint32_t k = both; k <= space && k <= time; k++)
			tail += exp(lgamma(time + 1) - lgamma(k + 1) -
				    lgamma(time - k + 1) + lgamma(39 - time + 1) -
				    lgamma(space - k + 1) -
				    lgamma(39 - time - (space - k) + 1) -
				    (lgamma(40) - lgamma(space + 1) -
					    lgamma(39 - space + 1)));
		assert_true(fabs(local[i].p_value - tail) < 1e-9);
	}
	context_release(&t.ctx);
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

enum test { NEAR, MANTEL, JACQUEZ, TESTS };
enum { TOWNS = 200 };

static double p_of(struct town *t, enum test test)
{
	static const double radius[] = {4};
	static const int64_t window[] = {5};
	if (test == MANTEL) {
		struct mantel_options o = {.time_unit_s = 1, .replications = 99};
		struct mantel m;
		assert_int_equal(mantel_run(&t->ctx, &m, t->points, &o), ERR_OK);
		return m.p_value;
	}
	if (test == JACQUEZ) {
		struct jacquez j;
		assert_int_equal(jacquez_run(&t->ctx, &j, t->points, 6, 99), ERR_OK);
		return j.p_value;
	}
	struct nearrepeat_options o = {.radius_m = radius,
		.radii_n = 1,
		.window_s = window,
		.windows_n = 1,
		.replications = 99};
	struct nearrepeat r;
	assert_int_equal(nearrepeat_run(&t->ctx, &r, t->points, &o), ERR_OK);
	return r.cells[0].p_value;
}

/* Kolmogorov's distance of p-values from evenness, below 1.63 / sqrt(n) in 99 of 100;
 * ties of counts only make them larger. */
static void test_even_without_interaction(void **state)
{
	(void)state;
	static struct town t;
	for (int test = 0; test < TESTS; test++) {
		double p[TOWNS], below = 0;
		for (int k = 0; k < TOWNS; k++) {
			town_init(&t, 100 + (uint64_t)k, 60);
			p[k] = p_of(&t, (enum test)test);
			context_release(&t.ctx);
		}
		qsort(p, TOWNS, sizeof *p, ascending);
		for (int k = 0; k < TOWNS; k++)
			below = fmax(below, (k + 1.0) / TOWNS - p[k]);
		print_message("test %d: above evenness by %.4f of %.4f\n", test, below,
			1.52 / sqrt(TOWNS));
		assert_true(below < 1.52 / sqrt(TOWNS));
		/* And not much too careful. */
		assert_true(p[TOWNS / 10] < 0.25 && p[TOWNS / 2] < 0.65);
	}
}

static void test_interaction_is_found_by_any_threads(void **state)
{
	(void)state;
	static struct town t;
	for (int test = 0; test < TESTS; test++)
		for (int threads = 1; threads <= 2; threads++) {
			town_init(&t, 9, 60);
			t.ctx.threads = threads;
			for (size_t i = 0; i < 60; i++)
				t.t_s[i] = (int64_t)(3 * t.x_m[i]);
			assert_true(p_of(&t, (enum test)test) == 0.01);
			context_release(&t.ctx);
		}
}

static void test_refuses(void **state)
{
	(void)state;
	static struct town t;
	town_init(&t, 3, 10);
	static const double radius[] = {5, 2};
	static const int64_t window[] = {3};
	struct nearrepeat_options o = {
		.radius_m = radius, .radii_n = 2, .window_s = window, .windows_n = 1};
	struct nearrepeat r;
	struct mantel m;
	struct jacquez j;
	assert_int_equal(nearrepeat_run(&t.ctx, &r, t.points, &o), ERR_USAGE);
	o.radii_n = 1;
	t.points.n = 1;
	assert_int_equal(nearrepeat_run(&t.ctx, &r, t.points, &o), ERR_DATA);
	struct mantel_options mo = {.transform = MANTEL_RECIPROCAL};
	assert_int_equal(mantel_run(&t.ctx, &m, t.points, &mo), ERR_USAGE);
	assert_int_equal(jacquez_run(&t.ctx, &j, t.points, 1, 9), ERR_USAGE);
	context_release(&t.ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_all_pairs),
		cmocka_unit_test(test_local_knox),
		cmocka_unit_test(test_even_without_interaction),
		cmocka_unit_test(test_interaction_is_found_by_any_threads),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests_name("interaction", tests, NULL, NULL);
}
