/* p-values of the tests of space-time interaction on a thousand towns without any, with
 * places and times shared by many events: even, and none too small. */
#include "../unit.h"
#include "base/random.h"
#include "stats/jacquez.h"
#include "stats/knox.h"
#include "stats/mantel.h"
#include "stats/nearrepeat.h"
#include <math.h>
#include <stdlib.h>

enum { CASES = 1000, SETS = 100, MOST = 250 };
enum test { KNOX, NEAR_REPEAT, MANTEL, MANTEL_NEAR, JACQUEZ, TESTS };

struct town {
	struct context ctx;
	struct points points;
	double x_m[MOST], y_m[MOST];
	int64_t t_s[MOST];
};

/* A third of the events at places of others before them, a fifth at times of others; both
 * places and times gather, but each by itself. */
static void town_init(struct town *t, uint64_t seed, size_t n)
{
	context_init(&t->ctx);
	t->ctx.seed = seed;
	struct stream s = stream_make(seed, 84, 0);
	for (size_t i = 0; i < n; i++) {
		double centre = 100 * stream_below(&s, 4);
		t->x_m[i] = centre + floor(60 * stream_01(&s));
		t->y_m[i] = centre / 2 + floor(60 * stream_01(&s));
		if (i > 0 && stream_below(&s, 3) == 0) {
			uint32_t other = stream_below(&s, (uint32_t)i);
			t->x_m[i] = t->x_m[other];
			t->y_m[i] = t->y_m[other];
		}
		double early = stream_01(&s);
		t->t_s[i] = (int64_t)(1000 * early * early);
		if (i > 0 && stream_below(&s, 5) == 0)
			t->t_s[i] = t->t_s[stream_below(&s, (uint32_t)i)];
	}
	/* Early events are shared most, in both: not to be taken for interaction. */
	stream_shuffle_i64(&s, t->t_s, n);
	t->points = (struct points){n, t->x_m, t->y_m, t->t_s};
}

static double p_of(struct town *t, enum test test)
{
	static const double radius[] = {20, 60};
	static const int64_t window[] = {50, 150};
	struct knox k;
	struct nearrepeat r;
	struct mantel m;
	struct jacquez j;
	if (test == KNOX) {
		struct knox_options o = {40, 100, SETS - 1};
		assert_int_equal(knox_run(&t->ctx, &k, t->points, &o), ERR_OK);
		return k.p_permutation;
	}
	if (test == NEAR_REPEAT) {
		struct nearrepeat_options o = {.radius_m = radius,
			.radii_n = 2,
			.window_s = window,
			.windows_n = 2,
			.replications = SETS - 1};
		assert_int_equal(nearrepeat_run(&t->ctx, &r, t->points, &o), ERR_OK);
		return r.cells[3].p_value;
	}
	if (test == JACQUEZ) {
		assert_int_equal(
			jacquez_run(&t->ctx, &j, t->points, 12, SETS - 1), ERR_OK);
		return j.p_value;
	}
	struct mantel_options o = {
		.transform = test == MANTEL ? MANTEL_PLAIN : MANTEL_RECIPROCAL,
		.space_constant_m = 10,
		.time_constant_s = 20,
		.replications = SETS - 1};
	assert_int_equal(mantel_run(&t->ctx, &m, t->points, &o), ERR_OK);
	return m.p_value;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* One-sided distances of Kolmogorov, each below 1.52 / sqrt(n) in 99 of 100. Equal counts
 * of replicates make p-values larger than even ones, by as much as there are of them; none
 * may make them smaller. */
static void check(const char *name, double *p, double ties)
{
	double small = 0, large = 0, limit = 1.52 / sqrt(CASES);
	qsort(p, CASES, sizeof *p, ascending);
	for (size_t k = 0; k < CASES; k++) {
		small = fmax(small, (double)(k + 1) / CASES - p[k]);
		large = fmax(large, p[k] - 1.0 / SETS - (double)k / CASES);
	}
	print_message("%-12s too small by %.4f of %.4f, too large by %.4f of %.4f\n",
		name, small, limit, large, limit + ties);
	assert_true(small < limit && large < limit + ties);
}

static void test_even(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t n;
		double ties;
	} tests[TESTS] = {{"Knox", MOST, 0.02}, {"near repeat", MOST, 0.02},
		{"Mantel", 50, 0}, {"Mantel, near", 50, 0}, {"Jacquez", 110, 0.04}};
	static struct town t;
	static double p[CASES];
	for (int test = 0; test < TESTS; test++) {
		for (uint64_t k = 0; k < CASES; k++) {
			town_init(&t, 1000 + k, tests[test].n);
			p[k] = p_of(&t, (enum test)test);
			context_release(&t.ctx);
		}
		check(tests[test].name, p, tests[test].ties);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_even)};
	return cmocka_run_group_tests_name(
		"interaction without any", tests, NULL, NULL);
}
