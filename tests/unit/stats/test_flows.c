#include "base/random.h"
#include "stats/flows.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 2000 };
static struct context ctx;
static uint32_t child[MOST], origin[MOST], target[MOST];

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

static struct flows run(size_t n, uint32_t children, size_t origins, size_t targets,
	uint32_t min_children, uint32_t replications)
{
	struct flows f;
	struct flows_input in = {n, children, child, origin, target,
		flow_places_same(&ctx, n, child, origin, origins),
		flow_places_same(&ctx, n, child, target, targets)};
	struct flows_options o = {min_children, replications};
	assert_int_equal(flows_run(&ctx, &f, &in, &o), ERR_OK);
	return f;
}

static void near(double got, double want)
{
	if (!(fabs(got - want) <= 1e-12 * fmax(1, fabs(want))))
		fail_msg("%.17g, but it should be %.17g", got, want);
}

/* Eight children with a journey each: three of four from home 0 go to place 0, and one of
 * the four from home 1. */
static void test_by_hand(void **state)
{
	(void)state;
	static const uint32_t to[] = {0, 0, 0, 1, 0, 1, 1, 1};
	for (uint32_t i = 0; i < 8; i++) {
		child[i] = i;
		origin[i] = i / 4;
		target[i] = to[i];
	}
	struct flows f = run(8, 8, 2, 2, 1, 999);
	assert_int_equal(f.looked_at, 4);
	assert_int_equal(f.n, 4);
	const struct flow *first = &f.flows[0];
	assert_int_equal(first->children, 3);
	assert_int_equal(first->children_origin, 4);
	assert_int_equal(first->children_target, 4);
	near(first->expected, 2);
	/* Hypergeometric: (16 + 1) / 70. */
	near(first->p_value, 17.0 / 70);
	near(first->excess, 1 / sqrt(4.0 * 16 / (8 * 7) / 2 + 9));
	/* Any of the four flows is as large in half of the ways plus those of four:
	 * 2 * 17 / 70, since homes and places mirror each other. */
	assert_true(fabs(first->p_family - 34.0 / 70) < 0.05);
	assert_true(f.p_least == first->p_family);
	/* Two such flows: each replicate that has them has two as well. */
	assert_true(fabs(first->q_value - 34.0 / 70) < 0.05);
	assert_true(f.flows[2].excess < 0 && f.flows[2].p_family == 1 &&
		    f.flows[2].q_value == 1);
}

/* Children swap only with those who go as often: sums of hypergeometric counts. */
static void test_classes(void **state)
{
	(void)state;
	size_t n = 0;
	/* Four children of one journey: two from home 0, of all one to place 0. */
	for (uint32_t c = 0; c < 4; c++, n++) {
		child[n] = c;
		origin[n] = c < 2 ? 0 : 1;
		target[n] = c == 0 ? 0 : 1;
	}
	/* Four of two journeys: two from home 0, three go to place 0 among others. */
	for (uint32_t c = 4; c < 8; c++)
		for (uint32_t k = 0; k < 2; k++, n++) {
			child[n] = c;
			origin[n] = c < 6 ? 0 : 1;
			target[n] = c < 7 && k == 0 ? 0 : 2 + c;
		}
	struct flows f = run(n, 9, 2, 10, 2, 0);
	size_t at = 0;
	while (at < f.n && (f.flows[at].origin != 0 || f.flows[at].target != 0))
		at++;
	assert_true(at < f.n);
	assert_int_equal(f.flows[at].children, 3);
	near(f.flows[at].expected, 0.5 + 1.5);
	/* One of one (1/2), both of three (1/2): 3 needs both. */
	near(f.flows[at].p_value, 0.25);
	assert_true(isnan(f.flows[at].q_value) && isnan(f.p_least));
	/* Forty journeys of one child are one child's. */
	for (n = 8; n < 48; n++) {
		child[n] = 8;
		origin[n] = 0;
		target[n] = 1;
	}
	f = run(n, 9, 2, 10, 1, 0);
	for (size_t i = 0; i < f.n; i++)
		if (f.flows[i].origin == 0 && f.flows[i].target == 1) {
			/* Nobody else goes so often: it keeps its own. */
			assert_int_equal(f.flows[i].children, 2);
			assert_true(f.flows[i].expected > 1.0);
		}
}

static void test_near_places(void **state)
{
	(void)state;
	static const double x[] = {0, 100, 0, 300, 301, 0}, y[] = {0, 0, 0, 0, 0, 200};
	static const uint32_t who[] = {0, 0, 1, 2, 2, 3};
	struct flow_ends e;
	struct points p = {6, x, y, NULL};
	assert_int_equal(flow_ends_make(&ctx, &e, p, who, 200), ERR_OK);
	assert_int_equal(e.places_n, 5);
	assert_int_equal(e.place[0], e.place[2]);
	assert_true(e.x_m[e.place[3]] == 300 && e.y_m[e.place[5]] == 200);
	const struct flow_places *near_it = &e.near;
	uint32_t at = e.place[0];
	/* Up to and including 200 m: children 0, 1, 3. */
	assert_int_equal(near_it->start[at + 1] - near_it->start[at], 3);
	at = e.place[3];
	/* 0 by its other place, 2 once. */
	assert_int_equal(near_it->start[at + 1] - near_it->start[at], 2);
	assert_int_equal(near_it->child[near_it->start[at]], 0);
	assert_int_equal(flow_ends_make(&ctx, &e, p, who, -1), ERR_USAGE);
	assert_int_equal(flow_ends_make(&ctx, &e, p, who, NAN), ERR_USAGE);
	p.n = 0;
	assert_int_equal(flow_ends_make(&ctx, &e, p, who, 10), ERR_OK);
	assert_int_equal(e.places_n, 0);
}

/* ---- a town: 118 children, half of them in 9 homes, 34 origins, 60 places -------------- */

enum { CHILDREN = 118, ORIGINS = 34, TARGETS = 60 };

/* Few places draw most journeys, one child makes forty, homes differ in how often their
 * children go; `planted` children of each of two homes go to one place, too. */
static size_t town(uint64_t seed, uint32_t planted)
{
	struct stream s = stream_make(seed, 79, 0);
	uint32_t home[CHILDREN];
	size_t n = 0;
	for (uint32_t c = 0; c < CHILDREN; c++) {
		home[c] = c < 60 ? stream_below(&s, 9) : 9 + stream_below(&s, 25);
		uint32_t journeys = stream_01(&s) < 0.5 ? 1 : 1 + stream_below(&s, 5);
		journeys += home[c] == 2 ? 3 : 0;
		journeys = c == 100 ? 40 : journeys;
		for (uint32_t i = 0; i < journeys; i++, n++) {
			child[n] = c;
			origin[n] = stream_01(&s) < 0.1 ? 9 + stream_below(&s, 25)
							: home[c];
			target[n] = (uint32_t)(TARGETS * pow(stream_01(&s), 3.5));
		}
	}
	uint32_t got[2] = {0, 0};
	for (uint32_t c = 0; c < CHILDREN; c++)
		if ((home[c] == 3 || home[c] == 4) && got[home[c] - 3] < planted) {
			got[home[c] - 3]++;
			child[n] = c;
			origin[n] = home[c];
			target[n++] = 30;
		}
	return n;
}

static void test_null(void **state)
{
	(void)state;
	enum { CASES = 1000 };
	static double p[CASES];
	size_t any = 0;
	double apart = 0;
	for (uint64_t k = 0; k < CASES; k++) {
		struct arena_mark mark = arena_mark(ctx.arena);
		size_t n = town(k, 0);
		ctx.seed = k;
		struct flows f = run(n, CHILDREN, ORIGINS, TARGETS, 2, 99);
		p[k] = f.p_least;
		any += f.n > 0 && f.flows[0].q_value <= 0.05;
		arena_reset(ctx.arena, mark);
	}
	for (size_t k = 0; k < CASES; k++) {
		size_t below = 0;
		for (size_t j = 0; j < CASES; j++)
			below += p[j] <= p[k];
		apart = fmax(apart, fabs((double)below / CASES - p[k]));
	}
	print_message("KS %.4f of %.4f; q at most 0.05 in %zu of %d\n", apart,
		1.63 / sqrt(CASES), any, CASES);
	assert_true(apart < 1.63 / sqrt(CASES));
	assert_true(any > 25 && any < 80);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

static void test_power(void **state)
{
	(void)state;
	enum { CASES = 200 };
	size_t hits = 0;
	double false_share = 0;
	for (uint64_t k = 0; k < CASES; k++) {
		struct arena_mark mark = arena_mark(ctx.arena);
		size_t n = town(5000 + k, 5);
		ctx.seed = k;
		struct flows f = run(n, CHILDREN, ORIGINS, TARGETS, 2, 199);
		size_t found = 0, right = 0;
		for (size_t i = 0; i < f.n && f.flows[i].q_value <= 0.05; i++) {
			bool is = (f.flows[i].origin == 3 || f.flows[i].origin == 4) &&
				  f.flows[i].target == 30;
			right += is;
			found++;
		}
		hits += right;
		if (found > 0)
			false_share += (double)(found - right) / (double)found / CASES;
		arena_reset(ctx.arena, mark);
	}
	print_message("%zu of %d planted flows found; false discovery rate %.3f\n",
		hits, 2 * CASES, false_share);
	assert_true(hits > 160 && false_share < 0.12);
}

static void test_threads(void **state)
{
	(void)state;
	size_t n = town(7, 5);
	struct flows one = run(n, CHILDREN, ORIGINS, TARGETS, 2, 199);
	ctx.threads = 2;
	struct flows two = run(n, CHILDREN, ORIGINS, TARGETS, 2, 199);
	assert_int_equal(one.n, two.n);
	assert_memory_equal(one.flows, two.flows, one.n * sizeof *one.flows);
	struct flows none = run(0, 0, 0, 0, 1, 9);
	assert_true(none.n == 0 && none.p_least == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_by_hand, setup, teardown),
		cmocka_unit_test_setup_teardown(test_classes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_near_places, setup, teardown),
		cmocka_unit_test_setup_teardown(test_null, setup, teardown),
		cmocka_unit_test_setup_teardown(test_power, setup, teardown),
		cmocka_unit_test_setup_teardown(test_threads, setup, teardown),
	};
	return cmocka_run_group_tests_name("flows", tests, NULL, NULL);
}
