#include "base/random.h"
#include "stats/stk.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 200 };
static struct context ctx;
static double x_m[MOST], y_m[MOST];
static int64_t t_s[MOST];
static const struct box field = {0, 0, 1000, 500};

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

/* Whole tens of metres and whole hours, so that there are duplicates and ties; with
 * `pairs`, each second event follows the one before it. */
static struct points town(uint64_t seed, size_t n, size_t pairs)
{
	struct stream s = stream_make(seed, 83, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = 10 * stream_below(&s, 101);
		y_m[i] = 10 * stream_below(&s, 51);
		t_s[i] = stream_below(&s, 2400);
		if (i % 2 && i < 2 * pairs) {
			x_m[i] = x_m[i - 1];
			y_m[i] = y_m[i - 1];
			t_s[i] = t_s[i - 1] + 5;
		}
	}
	return (struct points){n, x_m, y_m, t_s};
}

static void same(double got, double want)
{
	if (!(fabs(got - want) <= 1e-11 * fabs(want)))
		fail_msg("%.17g, but it should be %.17g", got, want);
}

/* Against every ordered pair, as the definition has it. */
static void test_against_all_pairs(void **state)
{
	(void)state;
	static const double radii[] = {0, 60, 200};
	static const int64_t windows[] = {0, 24, 300, 5000};
	enum { N = 80 };
	struct points p = town(1, N, 10);
	struct study_area a;
	assert_int_equal(study_area_box(&ctx, &a, field), ERR_OK);
	for (int given = 0; given < 2; given++) {
		struct stk_options o = {.area = &a,
			.edge = RIPLEY_ISOTROPIC,
			.radii_n = 3,
			.radius_m = radii,
			.windows_n = 4,
			.window_s = windows,
			.from_s = given ? -100 : 0,
			.to_s = given ? 3000 : 0,
			.replications = 19};
		struct stk s;
		assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_OK);
		assert_int_equal(arena_used(ctx.scratch), 0);
		int64_t from = INT64_MAX, to = INT64_MIN;
		for (size_t i = 0; i < N; i++) {
			from = t_s[i] < from ? t_s[i] : from;
			to = t_s[i] > to ? t_s[i] : to;
		}
		from = given ? -100 : from;
		to = given ? 3000 : to;
		double scale = 1.0 / (N * (N - 1)), length = (double)(to - from);
		for (size_t r = 0; r < 3; r++)
			for (size_t c = 0; c < 4; c++) {
				double space = 0, time = 0, both = 0;
				for (size_t i = 0; i < N; i++)
					for (size_t j = 0; j < N; j++) {
						double dx = x_m[j] - x_m[i];
						double dy = y_m[j] - y_m[i];
						int64_t w = llabs(t_s[i] - t_s[j]);
						struct point at = {x_m[i], y_m[i]};
						bool near_s = hypot(dx, dy) <= radii[r];
						bool near_t = w <= windows[c];
						if (i == j)
							continue;
						double we =
							near_s ? study_area_weight(&a,
									 o.edge, at, 0,
									 dx, dy)
							       : 0;
						double v =
							t_s[i] - w < from ||
									t_s[i] + w > to
								? 2
								: 1;
						v = near_t ? v : 0;
						space += we;
						time += v;
						both += we * v;
					}
				const struct stk_cell *cell = &s.cells[r * 4 + c];
				space *= 500000 * scale;
				time *= length * scale;
				both *= 500000 * length * scale;
				same(s.k_space_m2[r], space);
				same(s.k_time_s[c], time);
				same(cell->k, both);
				assert_true(fabs(cell->d - (both - space * time)) <=
					    1e-9 * both + 1e-9);
				if (space * time > 0)
					assert_true(fabs(cell->d0 -
							    (both / space / time - 1)) <
						    1e-9);
			}
	}
}

static double p_of(uint64_t seed, size_t pairs, bool largest)
{
	static const double radii[] = {20, 60, 120};
	static const int64_t windows[] = {12, 48, 200};
	struct arena_mark mark = arena_mark(ctx.arena);
	struct study_area a;
	struct stk s;
	ctx.seed = seed;
	struct points p = town(seed, 60, pairs);
	assert_int_equal(study_area_box(&ctx, &a, field), ERR_OK);
	struct stk_options o = {.area = &a,
		.edge = RIPLEY_TRANSLATION,
		.radii_n = 3,
		.radius_m = radii,
		.windows_n = 3,
		.window_s = windows,
		.replications = 99};
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_OK);
	arena_reset(ctx.arena, mark);
	return largest ? s.p_largest : s.p_sum;
}

static void test_null(void **state)
{
	(void)state;
	enum { CASES = 1000 };
	static double p[CASES];
	for (int largest = 0; largest < 2; largest++) {
		double apart = 0;
		for (uint64_t k = 0; k < CASES; k++)
			p[k] = p_of(k, 0, largest);
		for (size_t k = 0; k < CASES; k++) {
			size_t below = 0;
			for (size_t j = 0; j < CASES; j++)
				below += p[j] <= p[k];
			apart = fmax(apart, fabs((double)below / CASES - p[k]));
		}
		print_message("KS %.4f of %.4f\n", apart, 1.63 / sqrt(CASES));
		assert_true(apart < 1.63 / sqrt(CASES));
	}
}

static void test_found_and_refused(void **state)
{
	(void)state;
	int found = 0;
	for (uint64_t k = 0; k < 20; k++)
		found += p_of(k, 6, false) <= 0.05;
	print_message("6 pairs of 60 events: found in %d of 20\n", found);
	assert_true(found >= 15);
	double one = p_of(5, 6, true);
	ctx.threads = 2;
	assert_true(p_of(5, 6, true) == one);
	static const double radii[] = {20, 20};
	static const int64_t windows[] = {12, 48};
	struct study_area a;
	struct stk s;
	assert_int_equal(study_area_box(&ctx, &a, field), ERR_OK);
	struct points p = town(1, 10, 0);
	struct stk_options o = {.area = &a,
		.radii_n = 2,
		.radius_m = radii,
		.windows_n = 2,
		.window_s = windows};
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_USAGE);
	o.radii_n = 1;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_OK);
	assert_true(isnan(s.p_sum) && isnan(s.cells[0].p_value));
	o.edge = RIPLEY_BORDER;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_USAGE);
	o.edge = RIPLEY_NONE;
	o.from_s = 2000;
	o.to_s = 2001;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_DATA);
	o.from_s = o.to_s = 0;
	for (size_t i = 0; i < 10; i++)
		t_s[i] = 7;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_DATA);
	t_s[0] = INT64_MAX;
	t_s[1] = INT64_MIN;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_DATA);
	p.n = 1;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_DATA);
	p.t_s = NULL;
	assert_int_equal(stk_run(&ctx, &s, p, &o), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_against_all_pairs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_null, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_found_and_refused, setup, teardown),
	};
	return cmocka_run_group_tests_name("K of space and time", tests, NULL, NULL);
}
