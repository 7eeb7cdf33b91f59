#include "base/random.h"
#include "stats/dbscan.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { FEW = 500, MOST = 2000 };

struct events {
	struct context ctx;
	struct points points;
	double x_m[MOST], y_m[MOST];
	int64_t t_s[MOST];
	uint32_t unit[MOST];
	double weight[MOST];
};

/* Gatherings and stray points on whole metres and hours: ties and duplicates abound. */
static void events_init(struct events *e, uint64_t seed, size_t n)
{
	context_init(&e->ctx);
	struct stream s = stream_make(seed, 1, 0);
	for (size_t i = 0; i < n; i++) {
		uint32_t place = stream_below(&s, 12);
		double spread = place < 9 ? 12 : 400;
		e->x_m[i] = floor(place * 37 + spread * stream_normal(&s));
		e->y_m[i] = floor(place * place % 7 * 50 + spread * stream_normal(&s));
		e->t_s[i] = (int64_t)stream_below(&s, 40) * 3600 - 70000;
		e->unit[i] = stream_below(&s, 9) * 1000003;
	}
	e->points = (struct points){n, e->x_m, e->y_m, e->t_s};
}

static bool brute_near(const struct events *e, const struct dbscan_options *o,
	bool in_time, size_t i, size_t j)
{
	double dx = e->x_m[i] - e->x_m[j], dy = e->y_m[i] - e->y_m[j];
	int64_t apart = e->t_s[i] - e->t_s[j];
	return dx * dx + dy * dy <= o->radius_m * o->radius_m &&
	       (!in_time || (apart <= o->window_s && -apart <= o->window_s));
}

static bool brute_core(
	const struct events *e, const struct dbscan_options *o, bool in_time, size_t i)
{
	double near = 0;
	uint32_t units = 0, seen[MOST];
	for (size_t j = 0; j < e->points.n; j++) {
		if (!brute_near(e, o, in_time, i, j))
			continue;
		near += o->weight ? o->weight[j] : 1;
		bool known = false;
		for (uint32_t k = 0; k < units; k++)
			known = known || seen[k] == e->unit[j];
		if (!known)
			seen[units++] = e->unit[j];
	}
	return near >= o->min_points && (!o->unit || units >= o->min_units);
}

/* Spreads from each core point to all it reaches, then gives border points away. */
static void brute_labels(const struct events *e, const struct dbscan_options *o,
	bool in_time, uint32_t *label, bool *core)
{
	size_t n = e->points.n, queue[MOST];
	memset(label, 0, n * sizeof *label);
	for (size_t i = 0; i < n; i++)
		core[i] = brute_core(e, o, in_time, i);
	uint32_t next = 0;
	for (size_t i = 0; i < n; i++) {
		if (!core[i] || label[i])
			continue;
		size_t done = 0, queued = 0;
		label[i] = ++next;
		queue[queued++] = i;
		while (done < queued) {
			size_t at = queue[done++];
			for (size_t j = 0; j < n; j++)
				if (core[j] && !label[j] &&
					brute_near(e, o, in_time, at, j)) {
					label[j] = next;
					queue[queued++] = j;
				}
		}
	}
	for (size_t i = 0; i < n; i++) {
		double best = INFINITY;
		for (size_t j = 0; !core[i] && j < n; j++) {
			double away =
				hypot(e->x_m[i] - e->x_m[j], e->y_m[i] - e->y_m[j]);
			if (core[j] && brute_near(e, o, in_time, i, j) && away < best) {
				best = away;
				label[i] = label[j];
			}
		}
	}
}

static void same_as_brute(
	struct events *e, const struct dbscan_options *o, bool in_time)
{
	uint32_t want[MOST], renamed[MOST + 1] = {0}, next = 0;
	bool core[MOST];
	brute_labels(e, o, in_time, want, core);
	for (int threads = 1; threads <= 2; threads++) {
		struct labels got;
		e->ctx.threads = threads;
		assert_int_equal(in_time ? stdbscan_run(&e->ctx, &got, e->points, o)
					 : dbscan_run(&e->ctx, &got, e->points, o),
			ERR_OK);
		memset(renamed, 0, sizeof renamed);
		next = 0;
		for (size_t i = 0; i < e->points.n; i++) {
			if (want[i] && !renamed[want[i]])
				renamed[want[i]] = ++next;
			assert_int_equal(got.core[i], core[i]);
			assert_int_equal(got.label[i], renamed[want[i]]);
		}
		assert_int_equal(got.clusters_n, next);
	}
	assert_int_equal(arena_used(e->ctx.scratch), 0);
}

static void test_space(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 12; seed++) {
		struct events e;
		events_init(&e, seed, FEW - 40 * (size_t)seed);
		struct dbscan_options o = {.radius_m = 5 + (double)seed * 1.5,
			.min_points = 1 + (uint32_t)seed % 7};
		same_as_brute(&e, &o, false);
		context_release(&e.ctx);
	}
}

static void test_space_and_time(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 12; seed++) {
		struct events e;
		events_init(&e, 100 + seed, FEW);
		struct dbscan_options o = {.radius_m = 15 + (double)seed,
			.window_s = 3600 * (int64_t)(seed % 6),
			.min_points = 2 + (uint32_t)seed % 4};
		same_as_brute(&e, &o, true);
		o.window_s = INT64_MAX;
		same_as_brute(&e, &o, true);
		context_release(&e.ctx);
	}
}

static void test_units(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 12; seed++) {
		struct events e;
		events_init(&e, 200 + seed, FEW);
		struct dbscan_options o = {.radius_m = 10 + (double)seed,
			.window_s = 7200,
			.min_points = 3,
			.min_units = 2 + (uint32_t)seed % 4,
			.unit = e.unit};
		same_as_brute(&e, &o, true);
		same_as_brute(&e, &o, false);
		context_release(&e.ctx);
	}
}

/* Wide apart but for a few gatherings: most cells are seen to be empty from afar. */
static void test_strewn(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 4; seed++) {
		struct events e;
		events_init(&e, 300 + seed, MOST);
		struct stream s = stream_make(seed, 2, 0);
		for (size_t i = 0; i < MOST; i++) {
			bool gathered = i % 4 == 0;
			double side = gathered ? 60 : 1000;
			e.x_m[i] = floor((gathered ? 900 : 0) + side * stream_01(&s));
			e.y_m[i] = floor((gathered ? 940 : 0) + side * stream_01(&s));
		}
		struct dbscan_options o = {.radius_m = 9 + (double)seed,
			.window_s = 36000,
			.min_points = 3 + (uint32_t)seed};
		same_as_brute(&e, &o, false);
		same_as_brute(&e, &o, true);
		context_release(&e.ctx);
	}
}

/* Weights in quarters, whose sums are exact; some are 0. */
static void test_weights(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 12; seed++) {
		struct events e;
		events_init(&e, 400 + seed, FEW);
		struct stream s = stream_make(seed, 3, 0);
		for (size_t i = 0; i < FEW; i++)
			e.weight[i] = stream_below(&s, 12) / 4.0;
		struct dbscan_options o = {.radius_m = 5 + (double)seed * 1.5,
			.window_s = 7200 * (int64_t)seed,
			.min_points = 2 + (uint32_t)seed % 7,
			.weight = e.weight};
		same_as_brute(&e, &o, false);
		same_as_brute(&e, &o, true);
		o.unit = e.unit;
		o.min_units = 2 + (uint32_t)seed % 3;
		same_as_brute(&e, &o, true);
		context_release(&e.ctx);
	}
}

/* A row that counts k is k events at one place. */
static void test_weight_is_duplicates(void **state)
{
	(void)state;
	struct events e, rows;
	struct labels of_events, of_rows;
	events_init(&e, 7, FEW);
	events_init(&rows, 7, FEW);
	size_t n = 0;
	for (size_t i = 0; i < FEW / 4; i++) {
		rows.weight[i] = (double)(i % 5);
		for (size_t k = 0; k < i % 5; k++, n++) {
			e.x_m[n] = rows.x_m[i];
			e.y_m[n] = rows.y_m[i];
		}
	}
	e.points.n = n;
	rows.points.n = FEW / 4;
	struct dbscan_options o = {.radius_m = 20, .min_points = 12};
	assert_int_equal(dbscan_run(&e.ctx, &of_events, e.points, &o), ERR_OK);
	o.weight = rows.weight;
	assert_int_equal(dbscan_run(&rows.ctx, &of_rows, rows.points, &o), ERR_OK);
	assert_true(of_events.clusters_n > 1);
	n = 0;
	for (size_t i = 0; i < FEW / 4; i++)
		for (size_t k = 0; k < i % 5; k++, n++) {
			assert_int_equal(of_events.core[n], of_rows.core[i]);
			assert_int_equal(
				of_events.label[n] == 0, of_rows.label[i] == 0);
		}
	assert_int_equal(of_events.clusters_n, of_rows.clusters_n);
	rows.weight[3] = -1;
	assert_int_equal(dbscan_run(&rows.ctx, &of_rows, rows.points, &o), ERR_DATA);
	rows.weight[3] = NAN;
	assert_int_equal(dbscan_run(&rows.ctx, &of_rows, rows.points, &o), ERR_DATA);
	context_release(&e.ctx);
	context_release(&rows.ctx);
}

static void test_one_child_is_no_cluster(void **state)
{
	(void)state;
	struct events e;
	events_init(&e, 1, 40);
	for (size_t i = 0; i < 40; i++) {
		e.x_m[i] = 350000;
		e.y_m[i] = 430000 + (double)(i % 3);
		e.unit[i] = i < 38 ? 7 : 8;
	}
	struct dbscan_options o = {
		.radius_m = 250, .min_points = 4, .min_units = 3, .unit = e.unit};
	struct labels labels;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_OK);
	assert_int_equal(labels.clusters_n, 0);
	assert_int_equal(labels.noise_n, 40);
	o.min_units = 2;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_OK);
	assert_int_equal(labels.clusters_n, 1);
	const struct cluster *c = cluster_summaries(&e.ctx, e.points, e.unit, &labels);
	assert_int_equal(c[0].n, 40);
	assert_int_equal(c[0].units, 2);
	assert_true(fabs(c[0].x_m - 350000) < 1e-9 && c[0].radius_m < 2);
	context_release(&e.ctx);
}

static void test_summaries(void **state)
{
	(void)state;
	struct events e;
	events_init(&e, 1, 4);
	double x[] = {0, 3, 3, 900}, y[] = {0, 0, 3, 900};
	memcpy(e.x_m, x, sizeof x);
	memcpy(e.y_m, y, sizeof y);
	int64_t t[] = {50, 20, 90, 0};
	memcpy(e.t_s, t, sizeof t);
	struct dbscan_options o = {.radius_m = 3, .window_s = 100, .min_points = 2};
	struct labels labels;
	assert_int_equal(stdbscan_run(&e.ctx, &labels, e.points, &o), ERR_OK);
	assert_int_equal(labels.clusters_n, 1);
	assert_int_equal(labels.noise_n, 1);
	const struct cluster *c = cluster_summaries(&e.ctx, e.points, NULL, &labels);
	assert_int_equal(c->n, 3);
	assert_int_equal(c->units, 3);
	assert_int_equal(c->from_s, 20);
	assert_int_equal(c->to_s, 90);
	assert_true(fabs(c->x_m - 2) < 1e-12 && fabs(c->y_m - 1) < 1e-12);
	assert_true(fabs(c->radius_m - sqrt(5)) < 1e-12);
	context_release(&e.ctx);
}

static void test_refuses(void **state)
{
	(void)state;
	struct events e;
	events_init(&e, 1, 20);
	struct labels labels;
	struct dbscan_options o = {.radius_m = 0, .min_points = 2};
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_USAGE);
	o.radius_m = NAN;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_USAGE);
	o.radius_m = 1e-8;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_USAGE);
	assert_non_null(strstr(e.ctx.error, "too small"));
	o.radius_m = 5;
	o.min_points = 0;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_USAGE);
	o.min_points = 1;
	o.window_s = -1;
	assert_int_equal(stdbscan_run(&e.ctx, &labels, e.points, &o), ERR_USAGE);
	e.points.t_s = NULL;
	assert_int_equal(stdbscan_run(&e.ctx, &labels, e.points, &o), ERR_USAGE);
	e.x_m[3] = NAN;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_DATA);
	e.points.n = 0;
	assert_int_equal(dbscan_run(&e.ctx, &labels, e.points, &o), ERR_OK);
	assert_int_equal(labels.clusters_n, 0);
	context_release(&e.ctx);
}

static void test_extreme_times(void **state)
{
	(void)state;
	struct events e;
	events_init(&e, 1, 4);
	for (size_t i = 0; i < 4; i++)
		e.x_m[i] = e.y_m[i] = 1;
	int64_t t[] = {INT64_MIN, INT64_MAX, INT64_MAX - 5, INT64_MIN + 5};
	memcpy(e.t_s, t, sizeof t);
	struct dbscan_options o = {
		.radius_m = 1, .window_s = INT64_MAX / 4, .min_points = 2};
	struct labels labels;
	assert_int_equal(stdbscan_run(&e.ctx, &labels, e.points, &o), ERR_OK);
	assert_int_equal(labels.clusters_n, 2);
	assert_int_equal(labels.label[0], 1);
	assert_int_equal(labels.label[3], 1);
	context_release(&e.ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_space),
		cmocka_unit_test(test_space_and_time),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_strewn),
		cmocka_unit_test(test_weights),
		cmocka_unit_test(test_weight_is_duplicates),
		cmocka_unit_test(test_one_child_is_no_cluster),
		cmocka_unit_test(test_summaries),
		cmocka_unit_test(test_refuses),
		cmocka_unit_test(test_extreme_times),
	};
	return cmocka_run_group_tests_name("dbscan", tests, NULL, NULL);
}
