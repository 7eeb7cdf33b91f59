/* What is made of densities: comparisons, slices in time, bandwidths, levels. */
#include "base/random.h"
#include "stats/bandwidth.h"
#include "stats/contour.h"
#include "stats/relrisk.h"
#include "stats/stkde.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 2000, DAY = 86400 };
static struct context ctx;
static double x_m[MOST], y_m[MOST];
static int64_t t_s[MOST];
static uint8_t is_case[MOST];

static int setup(void **state)
{
	(void)state;
	context_init(&ctx);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(arena_used(ctx.scratch), 0);
	context_release(&ctx);
	return 0;
}

/* Two towns; cases anywhere at random, or three in four of the second town's north. */
static struct points towns(size_t n, uint64_t seed, bool planted)
{
	struct stream s = stream_make(seed, 1, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = (i % 2 ? 2000 : 6000) + 700 * stream_normal(&s);
		y_m[i] = 3000 + 700 * stream_normal(&s);
		t_s[i] = (int64_t)(stream_01(&s) * 100 * DAY);
		bool there = planted && i % 2 == 0 && y_m[i] > 3200;
		is_case[i] = stream_01(&s) < (there ? 0.75 : 0.3);
	}
	return (struct points){n, x_m, y_m, t_s};
}

/* ---- comparisons ------------------------------------------------------------------ */

static size_t cell_at(const struct kde_cells *c, double x, double y)
{
	return (size_t)((y - c->min_y_m) / c->cell_m) * c->columns +
	       (size_t)((x - c->min_x_m) / c->cell_m);
}

static void test_a_planted_excess(void **state)
{
	(void)state;
	for (int edge = 0; edge < 3; edge++) {
		struct shape *area;
		struct relrisk r, again;
		struct points p = towns(800, 3, true);
		assert_int_equal(shape_from_box(&ctx, &area,
					 (struct box){-2000, -1000, 10000, 7000}),
			ERR_OK);
		struct relrisk_options o = {.kde = {.bandwidth_m = 500,
						    .cell_m = 150,
						    .area = area,
						    .edge = (enum kde_edge)edge},
			.replications = 99};
		ctx.threads = 1;
		assert_int_equal(relrisk_run(&ctx, &r, p, is_case, &o), ERR_OK);
		size_t hot = cell_at(&r.cells, 6000, 4000),
		       cold = cell_at(&r.cells, 2000, 3000);
		assert_true(r.log_risk[hot] > 0.4 && r.p_value[hot] < 0.001);
		assert_true(r.p_random[hot] <= 0.02 && r.probability[hot] > 0.6);
		assert_true(r.p_random[cold] > 0.5 && r.p_any <= 0.02);
		size_t n = r.cells.columns * r.cells.rows;
		ctx.threads = 2;
		assert_int_equal(relrisk_run(&ctx, &again, p, is_case, &o), ERR_OK);
		assert_memory_equal(r.p_random, again.p_random, n * sizeof(double));
		assert_memory_equal(r.log_risk, again.log_risk, n * sizeof(double));
		/* Turned round, log risk and p turn round too. */
		for (size_t i = 0; i < p.n; i++)
			is_case[i] ^= 1;
		assert_int_equal(relrisk_run(&ctx, &again, p, is_case, &o), ERR_OK);
		for (size_t i = 0; i < n; i++) {
			if (isnan(r.log_risk[i]))
				continue;
			assert_true(fabs(r.log_risk[i] + again.log_risk[i]) < 1e-9);
			assert_true(fabs(r.p_value[i] + again.p_value[i] - 1) < 1e-9);
			assert_true(fabs(r.probability[i] + again.probability[i] - 1) <
				    1e-12);
		}
		shape_free(area);
	}
}

/* Every draw against its log risk made anew by kde_run(). */
static void test_draws_are_log_risks(void **state)
{
	(void)state;
	struct points p = towns(60, 5, true);
	struct relrisk r, drawn;
	/* 13 events: the labels of a few are drawn in every way by hand. */
	p.n = 13;
	memset(is_case, 0, sizeof is_case);
	is_case[2] = is_case[7] = is_case[8] = 1;
	struct relrisk_options o = {.kde = {.bandwidth_m = 900,
					    .cell_m = 500,
					    .box = {0, 1000, 8000, 5000}},
		.replications = 20000};
	ctx.threads = 2;
	assert_int_equal(relrisk_run(&ctx, &r, p, is_case, &o), ERR_OK);
	size_t n = r.cells.columns * r.cells.rows, all = 0;
	uint32_t *higher = arena_array(ctx.arena, uint32_t, n);
	o.replications = 0;
	for (size_t a = 0; a < 13; a++)
		for (size_t b = 0; b < a; b++)
			for (size_t c = 0; c < b; c++, all++) {
				memset(is_case, 0, sizeof is_case);
				is_case[a] = is_case[b] = is_case[c] = 1;
				assert_int_equal(
					relrisk_run(&ctx, &drawn, p, is_case, &o),
					ERR_OK);
				for (size_t i = 0; i < n; i++)
					higher[i] += drawn.log_risk[i] >=
						     r.log_risk[i] - 1e-9;
			}
	assert_int_equal(all, 286);
	for (size_t i = 0; i < n; i++) {
		double p_all = (double)higher[i] / 286;
		double error = 4.5 * sqrt(p_all * (1 - p_all) / 20000) + 1e-4;
		if (!isnan(r.p_random[i]))
			assert_true(fabs(r.p_random[i] - p_all) < error);
	}
}

/* Under the null the p of the whole and that of a cell are uniform. */
static void test_null(void **state)
{
	(void)state;
	enum { TIMES = 1000, DRAWS = 39 };
	unsigned any[DRAWS + 1] = {0}, cell[DRAWS + 1] = {0}, low = 0;
	for (unsigned k = 0; k < TIMES; k++) {
		struct relrisk r;
		struct points p = towns(80, 100 + k, false);
		struct relrisk_options o = {.kde = {.bandwidth_m = 600,
						    .cell_m = 800,
						    .box = {0, 1000, 8000, 5000}},
			.replications = DRAWS};
		struct arena_mark mark = arena_mark(ctx.arena);
		/* As many at one place as elsewhere: duplicates don't matter. */
		for (size_t i = 0; i < 20; i++) {
			x_m[i] = 6000;
			y_m[i] = 3000;
		}
		ctx.seed = k;
		assert_int_equal(relrisk_run(&ctx, &r, p, is_case, &o), ERR_OK);
		size_t at = cell_at(&r.cells, 2100, 3100);
		any[(size_t)lround(r.p_any * (DRAWS + 1)) - 1]++;
		cell[(size_t)lround(r.p_random[at] * (DRAWS + 1)) - 1]++;
		low += r.p_value[at] < 0.05;
		arena_reset(ctx.arena, mark);
	}
	/* The largest gap of the two cumulative shares, against Kolmogorov's 0.1 %. */
	double sum[2] = {0}, gap[2] = {0};
	for (int i = 0; i <= DRAWS; i++) {
		sum[0] += any[i] / (double)TIMES;
		sum[1] += cell[i] / (double)TIMES;
		for (int j = 0; j < 2; j++)
			gap[j] = fmax(gap[j], fabs(sum[j] - (i + 1.0) / (DRAWS + 1)));
	}
	assert_true(gap[0] < 1.95 / sqrt(TIMES) && gap[1] < 1.95 / sqrt(TIMES));
	assert_true(low > 15 && low < 110);
	ctx.seed = 1;
}

static void test_comparison_refuses(void **state)
{
	(void)state;
	struct points p = towns(20, 1, false);
	struct relrisk r;
	struct relrisk_options o = {.kde = {.bandwidth_m = 500, .cell_m = 100}};
	memset(is_case, 1, sizeof is_case);
	assert_int_equal(relrisk_run(&ctx, &r, p, is_case, &o), ERR_DATA);
	memset(is_case, 0, sizeof is_case);
	assert_int_equal(relrisk_run(&ctx, &r, p, is_case, &o), ERR_DATA);
	is_case[0] = 1;
	o.kde.cell_m = 1;
	assert_int_equal(relrisk_run(&ctx, &r, p, is_case, &o), ERR_USAGE);
}

/* ---- slices ------------------------------------------------------------------------ */

struct seen {
	struct points points;
	const struct stkde_options *options;
	size_t slices;
	double expected;
};

static double spilled(const struct stkde_options *o, double t)
{
	return (erf(((double)o->until - t) / (o->window * sqrt(2))) -
		       erf(((double)o->from - t) / (o->window * sqrt(2)))) /
	       2;
}

static enum err_code check_slice(void *caller, const struct stkde_slice *s)
{
	struct seen *seen = caller;
	const struct stkde_options *o = seen->options;
	double t = ((double)s->from + (double)s->until) / 2;
	assert_int_equal(s->at, seen->slices++);
	seen->expected += s->expected;
	for (size_t i = 0; i < s->surface.columns * s->surface.rows; i += 37) {
		double sum = 0;
		for (size_t k = 0; k < seen->points.n; k++) {
			double when = (double)t_s[k], u = (when - t) / o->window;
			double dx = kde_centre(s->surface.min_x_m, s->surface.cell_m,
					    i % s->surface.columns) -
				    x_m[k];
			double dy = kde_centre(s->surface.min_y_m, s->surface.cell_m,
					    i / s->surface.columns) -
				    y_m[k];
			sum += kde_kernel_value(o->kde.kernel, o->kde.bandwidth_m,
				       dx * dx + dy * dy) *
			       exp(-u * u / 2) * DAY / (o->window * sqrt(2 * KDE_PI)) /
			       (o->kde.edge == KDE_EDGE_DIGGLE ? spilled(o, when) : 1);
		}
		if (o->kde.edge == KDE_EDGE_UNIFORM)
			sum /= spilled(o, t);
		assert_true(fabs(s->surface.density[i] - sum) <=
			    1e-9 * sum + 1e-13 * s->surface.maximum);
	}
	return ERR_OK;
}

static void test_slices(void **state)
{
	(void)state;
	struct points p = towns(200, 8, false);
	for (int k = 0; k < 6; k++) {
		struct stkde_options o = {
			.kde = {.kernel = k % 2 ? KDE_QUARTIC : KDE_GAUSSIAN,
				.bandwidth_m = 800,
				.cell_m = 200,
				.edge = (enum kde_edge)(k / 2),
				.box = {-3000, -2000, 11000, 8000}},
			.window = 9 * DAY,
			.from = 0,
			.until = 100 * DAY,
			.slice = 7 * DAY,
			.unit = DAY};
		struct seen seen = {p, &o, 0, 0};
		assert_int_equal(stkde_slices(&o), 15);
		assert_int_equal(stkde_run(&ctx, p, &o, check_slice, &seen), ERR_OK);
		assert_int_equal(seen.slices, 15);
		/* All events are in it, but what spills over the ends of time. */
		double most = o.kde.edge == KDE_EDGE_NONE ? 200 : 206;
		double least = o.kde.edge == KDE_EDGE_NONE ? 175 : 196;
		assert_true(seen.expected > least && seen.expected < most);
	}
}

static enum err_code stop_at_third(void *caller, const struct stkde_slice *s)
{
	(void)caller;
	return s->at == 2 ? ERR_IO : ERR_OK;
}

static void test_slices_refuse(void **state)
{
	(void)state;
	struct points p = towns(20, 8, false);
	struct stkde_options o = {.kde = {.bandwidth_m = 800, .cell_m = 200},
		.window = DAY,
		.until = 100 * DAY,
		.slice = DAY,
		.unit = DAY};
	assert_int_equal(stkde_run(&ctx, p, &o, stop_at_third, NULL), ERR_IO);
	o.slice = 1;
	assert_int_equal(stkde_run(&ctx, p, &o, stop_at_third, NULL), ERR_USAGE);
	o.slice = 0;
	assert_int_equal(stkde_run(&ctx, p, &o, stop_at_third, NULL), ERR_USAGE);
	o.slice = DAY;
	o.window = NAN;
	assert_int_equal(stkde_run(&ctx, p, &o, stop_at_third, NULL), ERR_USAGE);
	o.window = DAY;
	o.until = 0;
	assert_int_equal(stkde_run(&ctx, p, &o, stop_at_third, NULL), ERR_USAGE);
}

/* ---- bandwidths --------------------------------------------------------------------- */

static void test_bandwidths_survive_duplicates(void **state)
{
	(void)state;
	struct points p = towns(300, 12, false);
	struct bandwidth plain, doubled;
	struct study_area area;
	assert_int_equal(
		study_area_box(&ctx, &area, (struct box){-2000, -1000, 10000, 7000}),
		ERR_OK);
	assert_int_equal(bandwidth_likelihood(&ctx, &plain, p, NULL), ERR_OK);
	assert_true(plain.best_m > 100 && plain.best_m < 1000 && !plain.at_end);
	for (size_t i = 0; i < 300; i++) {
		x_m[300 + i] = x_m[i];
		y_m[300 + i] = y_m[i];
	}
	p.n = 600;
	assert_int_equal(bandwidth_likelihood(&ctx, &doubled, p, NULL), ERR_OK);
	assert_int_equal(doubled.places, 300);
	/* Each twice: the same places predict each other as before. */
	assert_true(fabs(doubled.best_m / plain.best_m - 1) < 1e-3);
	assert_int_equal(bandwidth_diggle(&ctx, &doubled, p, &area), ERR_OK);
	assert_true(doubled.best_m > 20 && doubled.best_m < 1000);
	/* One place with most of the events. */
	for (size_t i = 0; i < 400; i++) {
		x_m[i] = 4000;
		y_m[i] = 3000;
	}
	assert_int_equal(bandwidth_likelihood(&ctx, &doubled, p, NULL), ERR_OK);
	assert_true(doubled.best_m > 50);
	assert_int_equal(bandwidth_diggle(&ctx, &doubled, p, &area), ERR_OK);
	p.n = 400;
	assert_int_equal(bandwidth_likelihood(&ctx, &doubled, p, NULL), ERR_DATA);
	assert_int_equal(bandwidth_diggle(&ctx, &doubled, p, &area), ERR_DATA);
	p.n = 1;
	assert_int_equal(bandwidth_likelihood(&ctx, &doubled, p, NULL), ERR_DATA);
	assert_int_equal(bandwidth_diggle(&ctx, &doubled, p, &area), ERR_DATA);
}

/* The same through sums by way of a lattice, and whatever the threads. */
static void test_bandwidth_of_many(void **state)
{
	(void)state;
	struct points p = towns(MOST, 13, false);
	struct bandwidth one, two;
	assert_int_equal(bandwidth_likelihood(&ctx, &one, p, NULL), ERR_OK);
	ctx.threads = 2;
	assert_int_equal(bandwidth_likelihood(&ctx, &two, p, NULL), ERR_OK);
	assert_true(one.best_m == two.best_m && one.grid_m == two.grid_m);
	assert_true(one.best_m > 100 && one.best_m < 500);
}

/* ---- levels -------------------------------------------------------------------------- */

static void test_levels(void **state)
{
	(void)state;
	static const double value[] = {1, NAN, 4, 2, 2, 0, -3, 1};
	static const double share[] = {0.4, 0.5, 0.79, 1};
	struct contour_level l[4];
	assert_int_equal(contour_volume_levels(&ctx, 8, value, 4, share, l), ERR_OK);
	/* 4 of 10; 4 + 2 + 2, as equals go together; all. */
	assert_true(l[0].level == 4 && l[0].cells == 1 && l[0].share_01 == 0.4);
	assert_true(l[1].level == 2 && l[1].cells == 3 && l[1].share_01 == 0.8);
	assert_true(l[2].level == 2 && l[2].cells == 3);
	assert_true(l[3].level == 1 && l[3].cells == 5 && l[3].share_01 == 1);
	assert_int_equal(
		contour_volume_levels(&ctx, 2, value + 5, 4, share, l), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_a_planted_excess, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_draws_are_log_risks, setup, teardown),
		cmocka_unit_test_setup_teardown(test_null, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_comparison_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(test_slices, setup, teardown),
		cmocka_unit_test_setup_teardown(test_slices_refuse, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_bandwidths_survive_duplicates, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_bandwidth_of_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_levels, setup, teardown),
	};
	return cmocka_run_group_tests_name("surfaces", tests, NULL, NULL);
}
