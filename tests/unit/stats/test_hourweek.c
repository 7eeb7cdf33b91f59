/* Hours and weekdays that stand out: p where nothing does, and what is planted. */
#include "../unit.h"
#include "base/random.h"
#include "stats/hourweek.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS_MOST = 600 };
#define HOUR INT64_C(3600)

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

struct sample {
	size_t n, children;
	int64_t start[EVENTS_MOST], end[EVENTS_MOST];
	uint32_t child[EVENTS_MOST];
};

/* Monday 5 January 2026, 00:00: ten weeks of winter time. */
static int64_t monday(void)
{
	return civil_days(2026, 1, 5) * DAY_S;
}

static void add(struct sample *s, uint32_t child, int64_t at_s, int64_t span_s)
{
	s->start[s->n] = at_s;
	s->end[s->n] = at_s + span_s;
	s->child[s->n++] = child;
}

/* Children of 1 to 12 events at a weekday and hour of their own, which differ little from
 * week to week; every third time known to the day alone. */
static void habits(struct sample *s, struct stream *stream, size_t children)
{
	s->n = 0;
	s->children = children;
	for (uint32_t c = 0; c < children; c++) {
		uint32_t day = stream_below(stream, 7), hour = stream_below(stream, 24);
		uint32_t n = 1 + (stream_below(stream, 4) == 0 ? 11 : 0);
		for (uint32_t k = 0; k < n; k++) {
			int64_t week = stream_below(stream, 10);
			int64_t from =
				monday() + (week * 7 + day) * DAY_S + hour * HOUR;
			from += (int64_t)stream_below(stream, 3) * HOUR;
			int64_t midnight = from - from % DAY_S;
			bool vague = stream_below(stream, 3) == 0;
			add(s, c, vague ? midnight : from, vague ? DAY_S : 60);
		}
	}
}

static void run(struct hourweek *r, const struct sample *s, uint32_t replications)
{
	struct hourweek_options o = {.replications = replications};
	assert_int_equal(hourweek_run(&ctx, r, s->n, s->start, s->end, s->child,
				 s->children, &o),
		ERR_OK);
}

static int ascending(const void *a, const void *b)
{
	const double *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static double distance(double *p, int n)
{
	double far = 0;
	qsort(p, (size_t)n, sizeof *p, ascending);
	for (int i = 0; i < n; i++)
		far = fmax(far, fabs(p[i] - (i + 0.5) / n));
	return far;
}

/* By how much small p-values come too often. */
static double too_small(double *p, int n)
{
	double far = 0;
	qsort(p, (size_t)n, sizeof *p, ascending);
	for (int i = 0; i < n; i++)
		far = fmax(far, (i + 1.0) / n - p[i]);
	return far;
}

static void test_no_common_rhythm(void **state)
{
	(void)state;
	enum { RUNS = 1000 };
	static double p[4][RUNS];
	for (uint32_t k = 0; k < RUNS; k++) {
		struct stream stream = stream_make(21, 4, k);
		struct sample s;
		struct hourweek r;
		struct arena_mark mark = arena_mark(ctx.arena);
		habits(&s, &stream, 25);
		ctx.seed = k + 1;
		run(&r, &s, 99);
		assert_true(r.tested);
		p[0][k] = r.p_hours;
		p[1][k] = r.p_weekdays;
		p[2][k] = r.p_cells;
		p[3][k] = r.weekday[3].p_value;
		arena_reset(ctx.arena, mark);
	}
	static const char *const names[] = {"hours", "weekdays", "cells", "Thursday"};
	for (int k = 0; k < 4; k++) {
		/* A single part has few values, and ties count as chance. */
		double far = k < 3 ? distance(p[k], RUNS) : too_small(p[k], RUNS);
		print_message("%s: Kolmogorov-Smirnov %.3f\n", names[k], far);
		assert_true(far < 0.0515);
	}
	ctx.seed = 1;
}

/* How often anything is called out where there is nothing. */
static void test_false_cells(void **state)
{
	(void)state;
	enum { RUNS = 1000 };
	int found[3] = {0};
	for (uint32_t k = 0; k < RUNS; k++) {
		struct stream stream = stream_make(22, 4, k);
		struct sample s;
		struct hourweek r;
		struct arena_mark mark = arena_mark(ctx.arena);
		habits(&s, &stream, 40);
		run(&r, &s, 1999);
		double least[3] = {1, 1, 1};
		for (int b = 0; b < r.blocks; b++)
			least[0] = fmin(least[0], r.hour[b].q_value);
		for (int d = 0; d < 7; d++)
			least[1] = fmin(least[1], r.weekday[d].q_value);
		for (int c = 0; c < 7 * r.blocks; c++)
			least[2] = fmin(least[2], r.cell[c].q_value);
		for (int f = 0; f < 3; f++)
			found[f] += least[f] <= 0.05;
		arena_reset(ctx.arena, mark);
	}
	for (int f = 0; f < 3; f++) {
		print_message("called out: %.1f %%\n", 100.0 * found[f] / RUNS);
		/* 5 % of 1,000 is 50; 66 is passed once in 100. */
		assert_true(found[f] <= 66);
	}
}

/* Sixty children, half of whom also go on Friday nights. */
static void plant(struct sample *s, uint64_t seed)
{
	struct stream stream = stream_make(seed, 5, 0);
	s->n = 0;
	s->children = 60;
	for (uint32_t c = 0; c < 60; c++)
		for (int k = 0; k < 4; k++) {
			int64_t week = stream_below(&stream, 10);
			bool friday = c % 2 == 0 && k < 2;
			int64_t day = friday ? 4 : stream_below(&stream, 7);
			int64_t hour = friday ? 21 : stream_below(&stream, 24);
			add(s, c, monday() + (week * 7 + day) * DAY_S + hour * HOUR,
				60);
		}
}

static void test_planted_night(void **state)
{
	(void)state;
	struct sample s;
	struct hourweek r;
	plant(&s, 3);
	run(&r, &s, 0);
	assert_int_equal(r.block_h, 3);
	assert_int_equal(r.replications, HOURWEEK_MOST);
	const struct hourweek_part *night = &r.cell[4 * r.blocks + 7];
	assert_true(night->q_value < 0.05 && night->children > 2 * night->expected);
	assert_true(r.p_hours < 0.01 && r.p_weekdays < 0.01 && r.p_cells < 0.01);
	int others = 0;
	for (int c = 0; c < 7 * r.blocks; c++)
		others += c != 4 * r.blocks + 7 && r.cell[c].q_value <= 0.05 &&
			  r.cell[c].children > r.cell[c].expected;
	assert_int_equal(others, 0);
	/* Weights and events are all there. */
	double children = 0, events = 0;
	for (int d = 0; d < 7; d++) {
		children += r.weekday[d].children;
		events += r.weekday[d].events;
	}
	assert_true(fabs(children - 60) < 1e-9 && fabs(events - 240) < 1e-9);
}

/* One child with as many events on its own Friday nights makes nothing. */
static void test_one_child(void **state)
{
	(void)state;
	struct stream stream = stream_make(8, 5, 0);
	struct sample s = {.children = 41};
	struct hourweek r;
	for (uint32_t c = 0; c < 40; c++)
		for (int k = 0; k < 3; k++)
			add(&s, c,
				monday() +
					(int64_t)stream_below(&stream, 70 * 24) * HOUR,
				60);
	for (int64_t week = 0; week < 10; week++)
		for (int k = 0; k < 10; k++)
			add(&s, 40, monday() + week * 7 * DAY_S + 4 * DAY_S + 21 * HOUR,
				60);
	run(&r, &s, 999);
	for (int c = 0; c < 7 * r.blocks; c++)
		assert_true(r.cell[c].q_value > 0.05);
	assert_true(r.p_weekdays > 0.05);
}

static void test_threads_and_order(void **state)
{
	(void)state;
	struct sample s;
	struct hourweek one, two;
	plant(&s, 9);
	run(&one, &s, 500);
	ctx.threads = 3;
	run(&two, &s, 500);
	ctx.threads = 1;
	size_t cells = (size_t)(7 * one.blocks);
	assert_memory_equal(one.cell, two.cell, cells * sizeof *one.cell);
	assert_true(one.p_cells == two.p_cells && one.p_hours == two.p_hours);
}

static void test_edges(void **state)
{
	(void)state;
	struct sample s = {.children = 3};
	struct hourweek r;
	run(&r, &s, 0);
	assert_true(!r.tested && r.children == 0 && isnan(r.p_hours));
	add(&s, 1, monday(), 60);
	run(&r, &s, 0);
	assert_true(!r.tested && r.children == 1 && r.cell[0].events == 1);
	/* All at once, of one child; then each of a child of its own. */
	for (int i = 0; i < 30; i++)
		add(&s, 1, monday(), 60);
	run(&r, &s, 99);
	assert_false(r.tested);
	struct hourweek_options o = {.replications = 99};
	assert_int_equal(
		hourweek_run(&ctx, &r, s.n, s.start, s.end, NULL, 0, &o), ERR_OK);
	assert_true(r.tested && r.children == 31 && r.p_hours == 0.01);
	o.block_h = 5;
	assert_int_equal(
		hourweek_run(&ctx, &r, s.n, s.start, s.end, NULL, 0, &o), ERR_USAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_no_common_rhythm, setup, teardown),
		cmocka_unit_test_setup_teardown(test_false_cells, setup, teardown),
		cmocka_unit_test_setup_teardown(test_planted_night, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_child, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_threads_and_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_edges, setup, teardown),
	};
	return cmocka_run_group_tests_name("hours of the week", tests, NULL, NULL);
}
