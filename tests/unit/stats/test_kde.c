#include "base/random.h"
#include "stats/kde.h"
#include "stats/kde_window.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 3000 };
static struct context ctx;
static double x_m[MOST], y_m[MOST], weight[MOST];

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

static struct points cloud(size_t n)
{
	struct stream s = stream_make(4, 1, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = 350000 + 4000 * stream_01(&s);
		y_m[i] = 430000 + (i % 3 ? 300 : 3000) * stream_01(&s);
		weight[i] = 1 + (double)(i % 4);
	}
	return (struct points){n, x_m, y_m, NULL};
}

/* Sampled cells against direct sums; how far off at most, as a share of the largest. */
static double worst(const struct kde *k, struct points p, const struct kde_options *o)
{
	double off = 0;
	for (size_t i = 0; i < k->columns * k->rows; i += 997) {
		struct point at = {kde_centre(k->min_x_m, k->cell_m, i % k->columns),
			kde_centre(k->min_y_m, k->cell_m, i / k->columns)};
		off = fmax(off, fabs(k->density[i] - kde_at(p, o, at)));
	}
	return off / k->maximum;
}

static void test_equals_direct_sums(void **state)
{
	(void)state;
	struct points p = cloud(MOST);
	/* Summed directly; laid out at once; laid out and smoothed, little and much. */
	static const double bandwidths[] = {200, 25, 60, 31, 400};
	static const double cells[] = {100, 20, 10, 10, 20};
	for (int k = 0; k < 15; k++) {
		struct kde_options o = {.kernel = (enum kde_kernel)(k / 5),
			.bandwidth_m = bandwidths[k % 5],
			.cell_m = cells[k % 5],
			.weight = k % 2 ? weight : NULL};
		struct kde one, two;
		ctx.threads = 1;
		assert_int_equal(kde_run(&ctx, &one, p, &o), ERR_OK);
		assert_true(worst(&one, p, &o) < 1e-12);
		ctx.threads = 2;
		assert_int_equal(kde_run(&ctx, &two, p, &o), ERR_OK);
		assert_memory_equal(one.density, two.density,
			one.columns * one.rows * sizeof(double));
		assert_true(one.maximum_at.x_m == two.maximum_at.x_m);
	}
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* A surface of one row, far longer than wide. */
static void test_a_strip(void **state)
{
	(void)state;
	struct points p = cloud(2000);
	struct kde_options o = {.bandwidth_m = 10,
		.cell_m = 0.02,
		.box = {350000, 430100, 354000, 430100.02}};
	struct kde k;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_int_equal(k.rows, 1);
	assert_int_equal(k.columns, 200000);
	assert_true(worst(&k, p, &o) < 1e-12);
}

static void test_adds_up(void **state)
{
	(void)state;
	struct points p = cloud(500);
	for (int kernel = 0; kernel < 3; kernel++) {
		struct kde_options o = {.kernel = (enum kde_kernel)kernel,
			.bandwidth_m = 300,
			.cell_m = 10,
			.box = {345000, 425000, 360000, 440000}};
		struct kde k;
		assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
		double sum = 0;
		for (size_t i = 0; i < k.columns * k.rows; i++)
			sum += k.density[i] * 100;
		assert_true(fabs(sum - 500) < 0.05);
	}
}

static void test_refuses(void **state)
{
	(void)state;
	struct points p = cloud(50);
	struct kde k;
	struct kde_options o = {.bandwidth_m = 0, .cell_m = 10};
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_USAGE);
	o.bandwidth_m = 100;
	o.cell_m = 1e-4;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_USAGE);
	o.cell_m = 10;
	weight[3] = NAN;
	o.weight = weight;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_DATA);
	o.weight = NULL;
	p.n = 0;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(k.maximum == 0);
	p.n = 50;
	assert_true(kde_bandwidth_scott(p) > 100);
	for (int i = 0; i < 50; i++)
		x_m[i] = y_m[i] = 7;
	assert_true(kde_bandwidth_scott(p) == 0);
}

/* ---- in an area, and with bandwidths of their own: by direct sums --------------------
 */

#define AREA                                                                           \
	"POLYGON((350000 430000,354000 430000,354000 433000,352000 431500,350500 "     \
	"433000,"                                                                      \
	"350000 433000,350000 430000),(350500 430100,350900 430100,350700 "            \
	"430250,350500 "                                                               \
	"430100))"

/* The points inside alone. */
static struct points inside(struct points p, const struct shape *area)
{
	size_t n = 0;
	for (size_t i = 0; i < p.n; i++) {
		if (!shape_covers_point(area, (struct point){x_m[i], y_m[i]}))
			continue;
		x_m[n] = x_m[i];
		y_m[n] = y_m[i];
		weight[n++] = weight[i];
	}
	return (struct points){n, x_m, y_m, NULL};
}

struct direct {
	struct points p;
	const struct kde_options *o;
	struct kde_window w;
	double *h_m, *per;
};

/* The fixed, corrected density at a place. */
static double pilot_at(const struct direct *d, struct point at, double h)
{
	double sum = 0;
	for (size_t j = 0; j < d->p.n; j++) {
		struct point q = {d->p.x_m[j], d->p.y_m[j]};
		double dx = q.x_m - at.x_m, dy = q.y_m - at.y_m;
		double part = d->o->edge == KDE_EDGE_DIGGLE
				      ? kde_window_mass(&d->w, d->o->kernel, h, q)
				      : 1;
		sum += (d->o->weight ? weight[j] : 1) / part *
		       kde_kernel_value(d->o->kernel, h, dx * dx + dy * dy);
	}
	if (d->o->edge == KDE_EDGE_UNIFORM)
		sum /= kde_window_mass(&d->w, d->o->kernel, h, at);
	return sum;
}

static void prepare(struct direct *d, double *root)
{
	double logs = 0, n = (double)d->p.n;
	for (size_t i = 0; i < d->p.n; i++) {
		struct point q = {d->p.x_m[i], d->p.y_m[i]};
		d->h_m[i] = d->o->pilot_m > 0 ? pilot_at(d, q, d->o->pilot_m) : 1;
		logs -= log(d->h_m[i]) / 2 / n;
	}
	*root = exp(logs);
	for (size_t i = 0; i < d->p.n; i++) {
		struct point q = {d->p.x_m[i], d->p.y_m[i]};
		d->h_m[i] = d->o->bandwidth_m * fmin(5, pow(d->h_m[i], -0.5) / *root);
		d->per[i] = (d->o->weight ? weight[i] : 1) /
			    (d->o->edge == KDE_EDGE_DIGGLE
					    ? kde_window_mass(
						      &d->w, d->o->kernel, d->h_m[i], q)
					    : 1);
	}
}

static double directly(const struct direct *d, double root, struct point at)
{
	double sum = 0, h = d->o->bandwidth_m;
	for (size_t i = 0; i < d->p.n; i++) {
		double dx = d->p.x_m[i] - at.x_m, dy = d->p.y_m[i] - at.y_m;
		sum += d->per[i] *
		       kde_kernel_value(d->o->kernel, d->h_m[i], dx * dx + dy * dy);
	}
	if (d->o->pilot_m > 0)
		h *= fmin(5, pow(pilot_at(d, at, d->o->pilot_m), -0.5) / root);
	return d->o->edge == KDE_EDGE_UNIFORM
		       ? sum / kde_window_mass(&d->w, d->o->kernel, h, at)
		       : sum;
}

static void compare_directly(struct points p, const struct kde_options *o)
{
	struct kde one, two;
	struct direct d = {.p = p,
		.o = o,
		.h_m = arena_array(ctx.arena, double, p.n),
		.per = arena_array(ctx.arena, double, p.n)};
	double root;
	assert_int_equal(kde_window_make(&ctx, &d.w, o->area), ERR_OK);
	ctx.threads = 1;
	assert_int_equal(kde_run(&ctx, &one, p, o), ERR_OK);
	ctx.threads = 2;
	assert_int_equal(kde_run(&ctx, &two, p, o), ERR_OK);
	assert_memory_equal(
		one.density, two.density, one.columns * one.rows * sizeof(double));
	prepare(&d, &root);
	size_t looked = 0;
	for (size_t i = 0; i < one.columns * one.rows; i += 211) {
		struct point at = {kde_centre(one.min_x_m, one.cell_m, i % one.columns),
			kde_centre(one.min_y_m, one.cell_m, i / one.columns)};
		bool in = shape_covers_point(o->area, at);
		assert_int_equal(in, !isnan(one.density[i]));
		if (!in)
			continue;
		double want = directly(&d, root, at);
		if (fabs(one.density[i] - want) >
			1e-9 * fabs(want) + 1e-12 * one.maximum)
			fail_msg("kernel %d, edge %d, pilot %g: %.15g, not %.15g",
				(int)o->kernel, (int)o->edge, o->pilot_m,
				one.density[i], want);
		looked++;
	}
	assert_true(looked > 15);
}

static void test_edges_and_adaptive(void **state)
{
	(void)state;
	struct shape *area;
	assert_int_equal(shape_from_wkt(&ctx, &area, AREA), ERR_OK);
	struct points p = inside(cloud(600), area);
	assert_true(p.n > 200);
	for (int k = 0; k < 18; k++) {
		struct kde_options o = {.kernel = (enum kde_kernel)(k % 3),
			.bandwidth_m = k / 9 ? 400 : 250,
			.cell_m = 40,
			.weight = k % 2 ? weight : NULL,
			.box = {349993, 429991, 354007, 433013},
			.area = area,
			.edge = (enum kde_edge)(k / 3 % 3),
			.pilot_m = k / 9 ? 500 : 0};
		compare_directly(p, &o);
	}
	/* By way of a lattice. */
	struct kde_options fine = {.bandwidth_m = 200,
		.cell_m = 4,
		.box = {349993.3, 429991.1, 354007, 433013},
		.area = area,
		.edge = KDE_EDGE_UNIFORM};
	compare_directly(p, &fine);
	shape_free(area);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* Diggle's correction gives everything back; the other nearly. */
static void test_adds_up_in_an_area(void **state)
{
	(void)state;
	struct shape *area;
	struct kde k;
	assert_int_equal(shape_from_wkt(&ctx, &area, AREA), ERR_OK);
	struct points p = inside(cloud(600), area);
	struct kde_options o = {.bandwidth_m = 300,
		.cell_m = 10,
		.area = area,
		.edge = KDE_EDGE_DIGGLE};
	double n = (double)p.n;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(fabs(k.total / n - 1) < 0.002);
	o.edge = KDE_EDGE_UNIFORM;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(fabs(k.total / n - 1) < 0.1);
	o.edge = KDE_EDGE_NONE;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(k.total < 0.85 * n);
	o.edge = KDE_EDGE_UNIFORM;
	o.bandwidth_m = 3e5;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_USAGE);
	/* Wide as it may be, the surface is flat and what is inside is inside. */
	o.bandwidth_m = 1e5;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	double flat = n / shape_area_m2(area);
	assert_true(fabs(k.maximum / flat - 1) < 0.001);
	o.bandwidth_m = 300;
	/* A point outside has no part inside to be divided by. */
	x_m[3] = 0;
	o.edge = KDE_EDGE_DIGGLE;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_DATA);
	shape_free(area);
}

/* Many events on fine cells go by classes of bandwidths: the same as each by itself. */
static void test_classes(void **state)
{
	(void)state;
	struct kde coarse, fine;
	struct points p = cloud(MOST);
	struct kde_options o = {.bandwidth_m = 300,
		.cell_m = 100,
		.weight = weight,
		.pilot_m = 300,
		.box = {349000, 429000, 355000, 434000}};
	ctx.threads = 2;
	assert_int_equal(kde_run(&ctx, &coarse, p, &o), ERR_OK);
	o.cell_m = 100.0 / 9;
	assert_int_equal(kde_run(&ctx, &fine, p, &o), ERR_OK);
	assert_true(fine.bandwidth_m[1] > 2 * fine.bandwidth_m[0]);
	for (size_t i = 0; i < coarse.columns * coarse.rows; i++) {
		size_t row = 9 * (i / coarse.columns) + 4;
		size_t col = 9 * (i % coarse.columns) + 4;
		assert_true(fabs(coarse.density[i] -
				    fine.density[row * fine.columns + col]) <
			    1e-11 * coarse.maximum);
	}
}

/* Bandwidths go with the inverse root of the density: wide where events are few. */
static void test_abramson(void **state)
{
	(void)state;
	struct points p = cloud(1000);
	struct kde k;
	struct kde_options o = {.bandwidth_m = 200, .cell_m = 50, .pilot_m = 300};
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(k.bandwidth_m[0] < 150 && k.bandwidth_m[1] > 300);
	assert_true(k.bandwidth_m[1] <= 1000);
	for (size_t i = 0; i < p.n; i++)
		weight[i] = -1;
	o.weight = weight;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_DATA);
	p.n = 1;
	o.weight = NULL;
	assert_int_equal(kde_run(&ctx, &k, p, &o), ERR_OK);
	assert_true(fabs(k.bandwidth_m[0] - 200) < 1e-9);
}

static void test_places(void **state)
{
	(void)state;
	struct points p = cloud(MOST);
	static double density[MOST];
	for (int kernel = 0; kernel < 3; kernel++)
		for (double h = 5; h < 3000; h *= 4) {
			struct kde_options o = {.kernel = (enum kde_kernel)kernel,
				.bandwidth_m = h,
				.cell_m = 1,
				.weight = weight};
			double off = 0, most = 0;
			ctx.threads = kernel % 2 + 1;
			kde_at_places(&ctx, p, &o, p, density);
			for (size_t i = 0; i < p.n; i += 7) {
				double want = kde_at(
					p, &o, (struct point){p.x_m[i], p.y_m[i]});
				off = fmax(off, fabs(density[i] - want));
				most = fmax(most, want);
			}
			assert_true(off < 1e-12 * most);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_equals_direct_sums, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_strip, setup, teardown),
		cmocka_unit_test_setup_teardown(test_adds_up, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_edges_and_adaptive, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_adds_up_in_an_area, setup, teardown),
		cmocka_unit_test_setup_teardown(test_classes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_abramson, setup, teardown),
		cmocka_unit_test_setup_teardown(test_places, setup, teardown),
	};
	return cmocka_run_group_tests_name("kde", tests, NULL, NULL);
}
