/* Kernel density against exact sums in R, on 50 by 50 places of the redwood square. */
#include "csv.h"
#include "stats/bandwidth.h"
#include "stats/kde.h"
#include "stats/kde_window.h"
#include "stats/relrisk.h"

static void compare(enum kde_kernel kernel, double h, bool weighted, const char *path,
	const char *column)
{
	struct context ctx;
	context_init(&ctx);
	ctx.threads = 2;
	struct csv file = csv_read(&ctx, "reference/kde/redwood_points.csv");
	struct csv want = csv_read(&ctx, path);
	struct csv weights = csv_read(&ctx, "reference/kde/redwood_weights.csv");
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	struct kde_options o = {.kernel = kernel,
		.bandwidth_m = h,
		.cell_m = 0.02,
		.weight = weighted ? csv_column(&weights, "weight") : NULL,
		.box = {0, -1, 1, 0}};
	struct kde k;
	assert_int_equal(kde_run(&ctx, &k, points, &o), ERR_OK);
	assert_int_equal(k.columns, 50);
	assert_int_equal(k.rows, 50);
	for (size_t i = 0; i < want.rows; i++) {
		size_t col = (size_t)(csv_number(&want, i, "x") / 0.02);
		size_t row = (size_t)((csv_number(&want, i, "y") + 1) / 0.02);
		double exact = csv_number(&want, i, column);
		double got = k.density[row * 50 + col];
		if (fabs(got - exact) > 1e-11 * fabs(exact) + 1e-13)
			fail_msg("%s: %.17g, but it should be %.17g", column, got,
				exact);
	}
	context_release(&ctx);
}

#define EXACT "reference/kde/redwood_exact_sum_50x50.csv"

static void test_gaussian(void **state)
{
	(void)state;
	compare(KDE_GAUSSIAN, 0.1, false, EXACT, "gaussian");
	compare(KDE_GAUSSIAN, 0.1, true,
		"reference/kde/redwood_exact_sum_weighted_50x50.csv",
		"gaussian_weighted");
}

static void test_compact(void **state)
{
	(void)state;
	compare(KDE_QUARTIC, 0.2, false, EXACT, "quartic_h0.2");
	compare(KDE_EPANECHNIKOV, 0.2, false, EXACT, "epan_h0.2");
}

/* ---- edges: spatstat's sums at the points of redwood, and its pixels ------------------
 */

static struct points read_points(struct context *ctx, const char *path)
{
	struct csv file = csv_read(ctx, path);
	return (struct points){
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
}

static void test_at_points(void **state)
{
	(void)state;
	struct context ctx;
	struct shape *square;
	struct kde_window w;
	context_init(&ctx);
	struct points p = read_points(&ctx, "reference/kde/redwood_points.csv");
	struct csv want =
		csv_read(&ctx, "reference/kde/redwood_gauss_sigma0.1_at_points.csv");
	assert_int_equal(
		shape_from_box(&ctx, &square, (struct box){0, -1, 1, 0}), ERR_OK);
	assert_int_equal(kde_window_make(&ctx, &w, square), ERR_OK);
	double *mass = arena_array(ctx.arena, double, p.n);
	double *inverse = arena_array(ctx.arena, double, p.n);
	kde_window_masses(&ctx, &w, KDE_GAUSSIAN, 0.1, NULL, p, mass);
	for (size_t i = 0; i < p.n; i++)
		inverse[i] = 1 / mass[i];
	struct kde_options none = {.bandwidth_m = 0.1, .cell_m = 1};
	struct kde_options diggle = none;
	diggle.weight = inverse;
	double *sum = arena_array(ctx.arena, double, p.n);
	double *sum_diggle = arena_array(ctx.arena, double, p.n);
	kde_at_places(&ctx, p, &none, p, sum);
	kde_at_places(&ctx, p, &diggle, p, sum_diggle);
	double own = kde_kernel_value(KDE_GAUSSIAN, 0.1, 0);
	for (size_t i = 0; i < p.n; i++) {
		near_to(sum[i], csv_number(&want, i, "none"), 1e-12, "none");
		near_to(sum[i] - own, csv_number(&want, i, "none_loo"), 1e-11,
			"none, one left out");
		near_to((sum[i] - own) / mass[i], csv_number(&want, i, "uniform_loo"),
			1e-11, "uniform, one left out");
		near_to(sum_diggle[i], csv_number(&want, i, "diggle"), 1e-12, "diggle");
	}
	shape_free(square);
	context_release(&ctx);
}

/* spatstat puts points on the nearest of 64 x 64 pixels, up to 0.7 of a pixel away: so far
 * values may be off, and sums of both over all pixels agree better. */
static void test_redwood_pixels(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum kde_kernel kernel;
		double h;
		enum kde_edge edge;
	} cases[] = {
		{"gauss_sigma0.1_64_none", KDE_GAUSSIAN, 0.1, KDE_EDGE_NONE},
		{"gauss_sigma0.1_64_uniform", KDE_GAUSSIAN, 0.1, KDE_EDGE_UNIFORM},
		{"gauss_sigma0.1_64_diggle", KDE_GAUSSIAN, 0.1, KDE_EDGE_DIGGLE},
		/* 0.1 is the standard deviation there. */
		{"quartic_sigma0.1_64_none", KDE_QUARTIC, 0.28284271247461901,
			KDE_EDGE_NONE},
		{"epanechnikov_sigma0.1_64_none", KDE_EPANECHNIKOV, 0.24494897427831781,
			KDE_EDGE_NONE},
	};
	struct context ctx;
	struct shape *square;
	context_init(&ctx);
	ctx.threads = 2;
	struct points p = read_points(&ctx, "reference/kde/redwood_points.csv");
	assert_int_equal(
		shape_from_box(&ctx, &square, (struct box){0, -1, 1, 0}), ERR_OK);
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		struct csv want = csv_read(
			&ctx, str_printf(ctx.arena, "reference/kde/redwood_%s.csv",
				      cases[c].name));
		struct kde_options o = {.kernel = cases[c].kernel,
			.bandwidth_m = cases[c].h,
			.cell_m = 1.0 / 64,
			.area = square,
			.edge = cases[c].edge};
		struct kde k;
		assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
		assert_int_equal(k.columns * k.rows, want.rows);
		double total = 0, off = 0;
		for (size_t i = 0; i < want.rows; i++) {
			size_t col = (size_t)csv_number(&want, i, "col") - 1;
			size_t row = (size_t)csv_number(&want, i, "row") - 1;
			double v = csv_number(&want, i, "v");
			total += v / (64 * 64);
			off = fmax(off, fabs(k.density[row * 64 + col] - v));
		}
		print_message("%s: off by %.4f of the largest, total by %.5f\n",
			cases[c].name, off / k.maximum, k.total / total - 1);
		assert_true(off < 0.035 * k.maximum);
		assert_true(fabs(k.total / total - 1) < 0.001);
	}
	shape_free(square);
	context_release(&ctx);
}

/* ---- bandwidths ------------------------------------------------------------------------
 */

static void test_bandwidths(void **state)
{
	(void)state;
	static const char *const sets[] = {
		"redwood", "cells", "swedishpines", "longleaf"};
	static const struct box boxes[] = {
		{0, -1, 1, 0}, {0, 0, 1, 1}, {0, 0, 96, 100}, {0, 0, 200, 200}};
	for (int i = 0; i < 4; i++) {
		struct context ctx;
		struct study_area area;
		struct shape *shape;
		struct bandwidth b;
		context_init(&ctx);
		ctx.threads = 2;
		const char *answers =
			json_read(&ctx, "reference/point_process/results.json");
		const char *own =
			strstr(answers, str_printf(ctx.arena, "\"%s\": {", sets[i]));
		struct points p = read_points(&ctx,
			str_printf(ctx.arena, "reference/point_process/%s_points.csv",
				sets[i]));
		near_to(kde_bandwidth_scott(p), json_number(own, "bw", "scott_iso"),
			1e-13, "scott");
		assert_int_equal(study_area_box(&ctx, &area, boxes[i]), ERR_OK);
		assert_int_equal(shape_from_box(&ctx, &shape, boxes[i]), ERR_OK);
		assert_int_equal(bandwidth_diggle(&ctx, &b, p, &area), ERR_OK);
		near_to(b.best_m, json_number(own, "bw", "diggle"), 1e-12, "diggle");
		/* The best of the same sixteen; the best of all is within a step. */
		assert_int_equal(bandwidth_likelihood(&ctx, &b, p, shape), ERR_OK);
		near_to(b.grid_m, json_number(own, "bw", "ppl"), 1e-12, "ppl");
		assert_true(fabs(log(b.best_m / b.grid_m)) < log(1.6));
		shape_free(shape);
		context_release(&ctx);
	}
}

/* ---- Chorley-Ribble: an adaptive surface, a comparison -------------------------------
 */

struct chorley {
	struct context ctx;
	struct points points;
	uint8_t *lung, *larynx;
	size_t larynx_n;
	struct shape *area;
	struct csv grid; /* of the answers: x, y, v at 64 by 64 pixels */
};

static void chorley_begin(struct chorley *c, const char *path)
{
	context_init(&c->ctx);
	c->ctx.threads = 2;
	struct csv file = csv_read(&c->ctx, "reference/kde/chorley_marked.csv");
	struct csv border = csv_read(&c->ctx, "reference/kde/chorley_window.csv");
	c->grid = csv_read(&c->ctx, path);
	c->points = (struct points){
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	c->larynx = arena_array(c->ctx.arena, uint8_t, file.rows);
	c->lung = arena_array(c->ctx.arena, uint8_t, file.rows);
	c->larynx_n = 0;
	for (size_t i = 0; i < file.rows; i++) {
		c->larynx[i] = str_equal(csv_text(&file, i, "mark"), "larynx");
		c->lung[i] = !c->larynx[i];
		c->larynx_n += c->larynx[i];
	}
	struct strbuf wkt;
	strbuf_init(&wkt, c->ctx.arena);
	strbuf_add(&wkt, "POLYGON((");
	for (size_t i = 0; i <= border.rows; i++)
		strbuf_printf(&wkt, "%s%s %s", i ? "," : "",
			csv_text(&border, i % border.rows, "x"),
			csv_text(&border, i % border.rows, "y"));
	strbuf_add(&wkt, "))");
	assert_int_equal(shape_from_wkt(&c->ctx, &c->area, wkt.text), ERR_OK);
}

static void chorley_end(struct chorley *c)
{
	shape_free(c->area);
	context_release(&c->ctx);
}

/* Ours at a pixel's centre, between the four cells around it; NAN at the border. */
static double between(
	const struct kde_cells *c, const double *value, double x, double y)
{
	double u = (x - c->min_x_m) / c->cell_m - 0.5;
	double v = (y - c->min_y_m) / c->cell_m - 0.5;
	if (u < 0 || v < 0 || u >= (double)c->columns - 1 || v >= (double)c->rows - 1)
		return NAN;
	const double *at = value + (size_t)v * c->columns + (size_t)u;
	u -= floor(u);
	v -= floor(v);
	return (1 - v) * ((1 - u) * at[0] + u * at[1]) +
	       v * ((1 - u) * at[c->columns] + u * at[c->columns + 1]);
}

/* The root mean square and the largest difference over pixels, and how many there are. */
struct apart {
	double mean, most, span;
	size_t n;
};

static struct apart compare_pixels(
	const struct csv *grid, const struct kde_cells *c, const double *value)
{
	struct apart a = {0};
	double least = INFINITY, most = -INFINITY;
	for (size_t i = 0; i < grid->rows; i++) {
		double want = csv_number(grid, i, "v");
		double got = between(
			c, value, csv_number(grid, i, "x"), csv_number(grid, i, "y"));
		if (isnan(want) || isnan(got))
			continue;
		a.mean += (got - want) * (got - want);
		a.most = fmax(a.most, fabs(got - want));
		least = fmin(least, want);
		most = fmax(most, want);
		a.n++;
	}
	a.mean = sqrt(a.mean / (double)a.n);
	a.span = most - least;
	return a;
}

/* sparr's pixels are 0.36 by 0.33 km, and a point may be moved by 0.24 of them, a sixth of
 * the bandwidth: no closer than that can two answers be. */
static void agree(const char *what, struct apart a, double mean, double most)
{
	print_message("%s: off by %.4f of the span, %.4f at most, over %zu pixels\n",
		what, a.mean / a.span, a.most / a.span, a.n);
	assert_true(a.n > 1500);
	assert_true(a.mean < mean * a.span);
	assert_true(a.most < most * a.span);
}

static void test_chorley_fixed(void **state)
{
	(void)state;
	struct chorley c;
	struct kde k;
	chorley_begin(&c, "reference/kde/chorley_gauss_sigma1_128_uniform.csv");
	struct kde_options o = {.bandwidth_m = 1,
		.cell_m = 0.05,
		.area = c.area,
		.edge = KDE_EDGE_UNIFORM};
	assert_int_equal(kde_run(&c.ctx, &k, c.points, &o), ERR_OK);
	struct kde_cells cells = kde_cells_of(&k);
	agree("fixed", compare_pixels(&c.grid, &cells, k.density), 0.004, 0.04);
	chorley_end(&c);
}

static void test_chorley_adaptive(void **state)
{
	(void)state;
	struct chorley c;
	struct kde k;
	chorley_begin(&c, "reference/kde/chorley_sparr_adaptive_h1.5_64.csv");
	struct kde_options o = {.bandwidth_m = 1.5,
		.cell_m = 0.1,
		.area = c.area,
		.edge = KDE_EDGE_UNIFORM,
		.pilot_m = 1.5};
	assert_int_equal(kde_run(&c.ctx, &k, c.points, &o), ERR_OK);
	struct kde_cells cells = kde_cells_of(&k);
	for (size_t i = 0; i < k.columns * k.rows; i++)
		k.density[i] /= k.total;
	agree("adaptive", compare_pixels(&c.grid, &cells, k.density), 0.01, 0.08);
	assert_true(k.bandwidth_m[1] <= 7.5 && k.bandwidth_m[0] > 0.3);
	chorley_end(&c);
}

static void test_chorley_risk(void **state)
{
	(void)state;
	struct chorley c;
	struct relrisk r;
	chorley_begin(&c, "reference/kde/chorley_sparr_logrr_h1.5_64.csv");
	struct relrisk_options o = {.kde = {.bandwidth_m = 1.5,
					    .cell_m = 0.1,
					    .area = c.area,
					    .edge = KDE_EDGE_UNIFORM},
		.reference = RELRISK_CONTROLS};
	assert_int_equal(relrisk_run(&c.ctx, &r, c.points, c.larynx, &o), ERR_OK);
	assert_int_equal(r.cases, c.larynx_n);
	agree("log risk", compare_pixels(&c.grid, &r.cells, r.log_risk), 0.01, 0.06);
	c.grid = csv_read(&c.ctx, "reference/kde/chorley_sparr_asymp_p_h1.5_64.csv");
	/* Asked for 256 by 256 pixels, sparr is off by 0.0045 and at most 0.014. */
	agree("p", compare_pixels(&c.grid, &r.cells, r.p_value), 0.03, 0.1);
	c.grid = csv_read(&c.ctx,
		"reference/kde/chorley_relrisk_prob_larynx_vs_lung_sigma1.5_64.csv");
	assert_int_equal(relrisk_run(&c.ctx, &r, c.points, c.lung, &o), ERR_OK);
	agree("probability", compare_pixels(&c.grid, &r.cells, r.probability), 0.02,
		0.08);
	chorley_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gaussian),
		cmocka_unit_test(test_compact),
		cmocka_unit_test(test_at_points),
		cmocka_unit_test(test_redwood_pixels),
		cmocka_unit_test(test_bandwidths),
		cmocka_unit_test(test_chorley_fixed),
		cmocka_unit_test(test_chorley_adaptive),
		cmocka_unit_test(test_chorley_risk),
	};
	return cmocka_run_group_tests_name("density by others", tests, NULL, NULL);
}
