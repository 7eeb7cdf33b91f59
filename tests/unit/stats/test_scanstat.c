/* The scan against trying every window of every zone. */
#include "../unit.h"
#include "scanstat_brute.h"
#include <stdlib.h>
#include <string.h>

/* What was observed and some replicates, all engines. */
static void compare(
	struct town *t, const struct scanstat_options *o, uint32_t replicates)
{
	struct scanstat_frame f;
	struct scanstat_worker w;
	struct arena_mark mark = arena_mark(t->ctx.scratch);
	assert_int_equal(scanstat_frame_init(&t->ctx, &f, &t->in, o), ERR_OK);
	scanstat_limits_init(&t->ctx, &f);
	scanstat_draw_init(&t->ctx, &f, &w);
	scanstat_engine_init(&t->ctx, &w);
	for (uint32_t k = 0; k <= replicates; k++) {
		if (k == 0)
			scanstat_draw_observed(&w);
		else
			scanstat_draw_replicate(&w, t->ctx.seed, k);
		scanstat_worker_reset(&w, 0);
		scanstat_engine_run(&w, 0, f.centres);
		struct brute b = {.t = t, .o = o, .f = &f, .draw = &w.draw};
		double want = brute_best(&b);
		if (!(fabs(w.best.llr - want) <= 1e-9 * want))
			fail_msg("draw %u: %.12g, but every window gives %.12g", k,
				w.best.llr, want);
	}
	arena_reset(t->ctx.scratch, mark);
}

static void compare_all(struct scanstat_options o, size_t n, int what)
{
	static struct town t;
	for (uint64_t seed = 1; seed <= 2; seed++) {
		town_init(&t, seed, n, seed == 2);
		if (what & 1)
			t.in.stratum = t.stratum;
		if (what & 2)
			t.in.child = t.child;
		if (o.model == SCANSTAT_POISSON)
			t.in.population = t.population;
		if (o.model == SCANSTAT_BERNOULLI)
			t.in.control = t.control;
		compare(&t, &o, 1);
		context_release(&t.ctx);
	}
}

static void test_permutation(void **state)
{
	(void)state;
	compare_all(
		(struct scanstat_options){.max_radius_m = 15, .max_units = 9}, 60, 0);
	compare_all(
		(struct scanstat_options){.max_share = 0.5, .max_units = 9}, 400, 0);
	/* Long runs: no masks. */
	compare_all(
		(struct scanstat_options){.max_radius_m = 20, .max_units = 36}, 250, 0);
	compare_all(
		(struct scanstat_options){
			.max_share = 0.3, .max_units = 12, .prospective = true},
		300, 0);
}

static void test_weekdays(void **state)
{
	(void)state;
	compare_all(
		(struct scanstat_options){.max_radius_m = 15, .max_units = 9}, 60, 1);
	compare_all(
		(struct scanstat_options){.max_share = 0.5, .max_units = 9}, 400, 1);
	compare_all(
		(struct scanstat_options){
			.max_share = 0.3, .max_units = 12, .prospective = true},
		300, 1);
}

static void test_children(void **state)
{
	(void)state;
	compare_all(
		(struct scanstat_options){.max_radius_m = 15, .max_units = 9}, 80, 2);
	compare_all(
		(struct scanstat_options){.max_share = 0.5, .max_units = 9}, 400, 2);
	compare_all(
		(struct scanstat_options){.max_share = 0.5, .max_units = 9}, 200, 3);
	compare_all(
		(struct scanstat_options){
			.max_share = 0.3, .max_units = 12, .prospective = true},
		300, 2);
}

static void test_low_rates(void **state)
{
	(void)state;
	for (int rates = SCANSTAT_LOW; rates <= SCANSTAT_BOTH; rates++)
		for (int model = 0; model <= SCANSTAT_BERNOULLI; model++)
			for (int shape = 0; shape <= SCANSTAT_TIME; shape++) {
				struct scanstat_options o = {
					.model = (enum scanstat_model)model,
					.shape = (enum scanstat_shape)shape,
					.rates = (enum scanstat_rates)rates,
					.max_share = 0.4,
					.max_units = 9,
					.prospective = shape == SCANSTAT_SPACE_TIME &&
						       rates == SCANSTAT_BOTH};
				if (model == SCANSTAT_PERMUTATION &&
					shape != SCANSTAT_SPACE_TIME)
					continue;
				compare_all(o, 90, model == SCANSTAT_PERMUTATION);
			}
}

static void test_poisson(void **state)
{
	(void)state;
	struct scanstat_options o = {
		.model = SCANSTAT_POISSON, .max_radius_m = 15, .max_units = 9};
	compare_all(o, 80, 0);
	o = (struct scanstat_options){
		.model = SCANSTAT_POISSON, .max_share = 0.5, .max_units = 9};
	compare_all(o, 600, 0);
	o.shape = SCANSTAT_SPACE;
	compare_all(o, 300, 0);
	o.shape = SCANSTAT_TIME;
	compare_all(o, 300, 0);
}

static void test_bernoulli(void **state)
{
	(void)state;
	struct scanstat_options o = {
		.model = SCANSTAT_BERNOULLI, .max_share = 0.5, .max_units = 9};
	compare_all(o, 200, 0);
	o.shape = SCANSTAT_SPACE;
	compare_all(o, 300, 0);
	o.shape = SCANSTAT_TIME;
	compare_all(o, 300, 0);
	o.shape = SCANSTAT_SPACE_TIME;
	o.prospective = true;
	compare_all(o, 300, 0);
}

/* ---- clusters -------------------------------------------------------------------- */

static struct scanstat run(struct town *t, const struct scanstat_options *o)
{
	struct scanstat scan;
	assert_int_equal(scanstat_run(&t->ctx, &scan, &t->in, o), ERR_OK);
	assert_int_equal(arena_used(t->ctx.scratch), 0);
	return scan;
}

/* Ten events in three units at a corner, among 400 anywhere. */
static void plant(struct town *t, size_t n)
{
	for (size_t i = 0; i < 10; i++) {
		t->place[n + i] = i % 2;
		t->unit[n + i] = 20 + (uint32_t)i % 3;
		t->child[n + i] = (uint32_t)(n + i);
		t->control[n + i] = 0;
	}
	t->in.n = n + 10;
}

static void test_planted_is_found(void **state)
{
	(void)state;
	static struct town t;
	town_init(&t, 3, 400, false);
	plant(&t, 400);
	struct scanstat_options o = {
		.max_radius_m = 25, .max_units = 7, .replications = 199};
	struct scanstat scan = run(&t, &o);
	const struct scanstat_cluster *c = &scan.clusters[0];
	assert_true(c->p_value == 1 / 200.0);
	assert_true(c->p_gumbel < 0.01);
	assert_in_range(c->from_unit, 19, 20);
	assert_in_range(c->to_unit, 22, 23);
	assert_true(c->observed >= 10 && c->members_n == c->observed);
	assert_int_equal(c->members[c->members_n - 1], 409);
	uint8_t used[PLACES] = {0};
	for (uint32_t i = 0; i < scan.clusters_n; i++) {
		const struct scanstat_cluster *d = &scan.clusters[i];
		for (uint32_t p = 0; p < d->places_n; p++)
			assert_int_equal(used[d->places[p]]++, 0);
		if (i > 0) {
			assert_true(d->llr <= scan.clusters[i - 1].llr * (1 + 1e-12));
			assert_true(d->p_value > 0.05);
		}
		assert_true(d->observed >= 2 && d->observed > d->expected);
	}
	context_release(&t.ctx);
}

/* The best of each round is the best of what every window of the zones left gives. */
static void test_secondary_by_brute_force(void **state)
{
	(void)state;
	static struct town t;
	town_init(&t, 4, 150, false);
	struct scanstat_options o = {.max_share = 0.4, .max_units = 9};
	struct scanstat scan = run(&t, &o);
	assert_true(scan.clusters_n > 3);
	struct scanstat_frame f;
	struct scanstat_worker w;
	assert_int_equal(scanstat_frame_init(&t.ctx, &f, &t.in, &o), ERR_OK);
	scanstat_limits_init(&t.ctx, &f);
	scanstat_draw_init(&t.ctx, &f, &w);
	scanstat_draw_observed(&w);
	struct brute b = {.t = &t, .o = &o, .f = &f, .draw = &w.draw};
	bool used[PLACES] = {false};
	for (uint32_t i = 0; i < scan.clusters_n; i++) {
		double best = 0;
		for (size_t k = 0; k < f.centres; k++) {
			memset(b.in_zone, 0, sizeof b.in_zone);
			for (size_t j = f.start[k]; j < f.start[k + 1]; j++) {
				uint32_t p = f.seq[j] & ~ZONE_END;
				if (used[p])
					break;
				b.in_zone[p] = true;
				if (f.seq[j] & ZONE_END)
					best = fmax(best, brute_zone(&b));
			}
		}
		assert_true(fabs(scan.clusters[i].llr - best) <= 1e-9 * best);
		for (uint32_t p = 0; p < scan.clusters[i].places_n; p++)
			used[scan.clusters[i].places[p]] = true;
	}
	context_release(&t.ctx);
}

static void test_threads_seed_and_ties(void **state)
{
	(void)state;
	static struct town t;
	/* Few events make many ties. */
	town_init(&t, 5, 9, false);
	t.in.units = UNITS;
	struct scanstat_options o = {
		.max_radius_m = 15, .max_units = 5, .replications = 99};
	struct scanstat one = run(&t, &o);
	t.ctx.threads = 2;
	struct scanstat two = run(&t, &o);
	assert_memory_equal(one.maxima, two.maxima, 99 * sizeof(double));
	assert_int_equal(one.clusters_n, two.clusters_n);
	uint32_t at_least = 0, ties = 0;
	for (int k = 0; k < 99; k++) {
		double apart = one.maxima[k] - one.clusters[0].llr;
		ties += fabs(apart) < 1e-9;
		at_least += apart > -1e-9;
	}
	assert_true(ties > 0);
	assert_true(one.clusters[0].p_value == (1.0 + at_least) / 100);
	t.ctx.seed = 77;
	struct scanstat other = run(&t, &o);
	assert_memory_not_equal(one.maxima, other.maxima, 99 * sizeof(double));
	context_release(&t.ctx);
}

/* Thirty events of one child at one place in four days are a cluster of events, but
 * not of children. */
static void test_one_child_is_no_cluster(void **state)
{
	(void)state;
	static struct town t;
	town_init(&t, 9, 200, false);
	for (uint32_t i = 0; i < 200; i++)
		t.child[i] = i;
	for (uint32_t i = 200; i < 230; i++) {
		t.place[i] = 9;
		t.unit[i] = 11 + i % 4;
		t.child[i] = 0;
	}
	t.in.n = 230;
	struct scanstat_options o = {
		.max_radius_m = 15, .max_units = 7, .replications = 99};
	struct scanstat events = run(&t, &o);
	assert_true(events.clusters[0].p_value == 0.01);
	t.in.child = t.child;
	struct scanstat children = run(&t, &o);
	assert_true(children.clusters[0].p_value > 0.05);
	/* Ten children on one day are. */
	plant(&t, 230);
	for (size_t i = 230; i < 240; i++)
		t.unit[i] = 25;
	children = run(&t, &o);
	assert_true(children.clusters[0].p_value < 0.05);
	context_release(&t.ctx);
}

static void test_iterations(void **state)
{
	(void)state;
	static struct town t;
	town_init(&t, 7, 400, false);
	plant(&t, 400);
	for (size_t i = 0; i < 10; i++) {
		t.place[410 + i] = 59 - i % 2;
		t.unit[410 + i] = 8 + (uint32_t)i % 2;
		t.child[410 + i] = (uint32_t)(410 + i);
	}
	t.in.n = 420;
	struct scanstat_options o = {.max_radius_m = 25,
		.max_units = 7,
		.replications = 99,
		.iterations = 5};
	struct scanstat scan = run(&t, &o);
	assert_true(scan.clusters_n >= 3);
	assert_true(scan.clusters[0].p_value == 0.01);
	assert_true(scan.clusters[1].p_value == 0.01);
	assert_true(scan.clusters[scan.clusters_n - 1].p_value > 0.05 ||
		    scan.clusters_n == 5);
	bool taken[MOST] = {false};
	for (uint32_t i = 0; i < scan.clusters_n; i++) {
		const struct scanstat_cluster *c = &scan.clusters[i];
		assert_int_equal(c->iteration, i + 1);
		for (uint32_t k = 0; k < c->members_n; k++) {
			assert_false(taken[c->members[k]]);
			taken[c->members[k]] = true;
		}
	}
	for (size_t i = 400; i < 420; i++)
		assert_true(taken[i]);
	context_release(&t.ctx);
}

static void test_refuses(void **state)
{
	(void)state;
	static struct town t;
	struct scanstat scan;
	town_init(&t, 8, 50, false);
	struct scanstat_options o = {.shape = SCANSTAT_SPACE};
	assert_int_equal(scanstat_run(&t.ctx, &scan, &t.in, &o), ERR_USAGE);
	o = (struct scanstat_options){.model = SCANSTAT_POISSON};
	assert_int_equal(scanstat_run(&t.ctx, &scan, &t.in, &o), ERR_USAGE);
	o = (struct scanstat_options){.max_share = 2};
	assert_int_equal(scanstat_run(&t.ctx, &scan, &t.in, &o), ERR_USAGE);
	o = (struct scanstat_options){0};
	t.in.n = 1;
	assert_int_equal(scanstat_run(&t.ctx, &scan, &t.in, &o), ERR_DATA);
	context_release(&t.ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_permutation),
		cmocka_unit_test(test_weekdays),
		cmocka_unit_test(test_children),
		cmocka_unit_test(test_low_rates),
		cmocka_unit_test(test_poisson),
		cmocka_unit_test(test_bernoulli),
		cmocka_unit_test(test_planted_is_found),
		cmocka_unit_test(test_secondary_by_brute_force),
		cmocka_unit_test(test_threads_seed_and_ties),
		cmocka_unit_test(test_one_child_is_no_cluster),
		cmocka_unit_test(test_iterations),
		cmocka_unit_test(test_refuses),
	};
	return cmocka_run_group_tests_name("scan", tests, NULL, NULL);
}
