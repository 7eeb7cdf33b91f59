#include "base/str.h"
#include "stats/kde_window.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

/* A notched area with a hole that has an island, and one apart. */
#define AREA                                                                           \
	"MULTIPOLYGON(((0 0,10 0,10 8,6 8,6 3.5,4 5,4 8,0 9,0 0),(1 1,2.5 1.2,3 3,1 "  \
	"2.7,1 "                                                                       \
	"1)),((12 1,15 2,13 6,12 1)),((1.6 1.6,2.1 1.7,2 2,1.6 1.6)))"

static struct context ctx;
static struct shape *shape;
static struct kde_window window;

static int setup(void **state)
{
	(void)state;
	context_init(&ctx);
	assert_int_equal(shape_from_wkt(&ctx, &shape, AREA), ERR_OK);
	assert_int_equal(kde_window_make(&ctx, &window, shape), ERR_OK);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	assert_int_equal(arena_used(ctx.scratch), 0);
	shape_free(shape);
	context_release(&ctx);
	return 0;
}

/* ---- the same by plain integration, line by line -------------------------------------
 */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return x < y ? -1 : x > y;
}

/* The kernel's integral along y from -infinity to x; u = its place. */
static double along(enum kde_kernel kernel, double h, double x, double y)
{
	if (kernel == KDE_GAUSSIAN)
		return exp(-y * y / (2 * h * h)) / (sqrt(2 * KDE_PI) * h) *
		       erfc(-x / (h * sqrt(2))) / 2;
	double a2 = 1 - y * y / (h * h), t = x / h;
	if (a2 <= 0)
		return 0;
	double a = sqrt(a2);
	t = t < -a ? -a : t > a ? a : t;
	/* The antiderivatives of a2 - t^2 and of its square. */
	if (kernel == KDE_EPANECHNIKOV)
		return 2 / (KDE_PI * h) * (a2 * t - t * t * t / 3 + 2 * a2 * a / 3);
	return 3 / (KDE_PI * h) *
	       (a2 * a2 * t - 2 * a2 * t * t * t / 3 + t * t * t * t * t / 5 +
		       8 * a2 * a2 * a / 15);
}

static double line(enum kde_kernel kernel, double h, struct point u, double y_m)
{
	double x[64], sum = 0;
	size_t n = 0;
	for (size_t i = 0; i < window.edges_n; i++) {
		double y0 = window.y0_m[i], y1 = window.y1_m[i];
		if ((y0 <= y_m) == (y1 <= y_m))
			continue;
		x[n++] = window.x0_m[i] +
			 (y_m - y0) / (y1 - y0) * (window.x1_m[i] - window.x0_m[i]);
	}
	qsort(x, n, sizeof *x, by_value);
	for (size_t i = 0; i + 1 < n; i += 2)
		sum += along(kernel, h, x[i + 1] - u.x_m, y_m - u.y_m) -
		       along(kernel, h, x[i] - u.x_m, y_m - u.y_m);
	return sum;
}

static double directly(enum kde_kernel kernel, double h, struct point u)
{
	enum { STEPS = 4000 };
	double cut[256], sum = 0, reach_m = kde_reach_m(kernel, h);
	size_t n = 0;
	for (size_t i = 0; i < window.edges_n; i++) {
		double ax = window.x0_m[i] - u.x_m, ay = window.y0_m[i] - u.y_m;
		double dx = window.x1_m[i] - window.x0_m[i];
		double dy = window.y1_m[i] - window.y0_m[i];
		double a = dx * dx + dy * dy, b = ax * dx + ay * dy;
		double c = ax * ax + ay * ay - reach_m * reach_m, d = b * b - a * c;
		cut[n++] = window.y0_m[i];
		for (int sign = -1; d > 0 && sign <= 1; sign += 2) {
			double t = (-b + sign * sqrt(d)) / a;
			if (t > 0 && t < 1)
				cut[n++] = window.y0_m[i] + t * dy;
		}
	}
	for (int k = -8; k <= 8; k++)
		cut[n++] = u.y_m + k * reach_m / 8;
	qsort(cut, n, sizeof *cut, by_value);
	for (size_t k = 0; k + 1 < n; k++) {
		double wide = cut[k + 1] - cut[k];
		if (wide < 1e-13 || cut[k] >= u.y_m + reach_m ||
			cut[k + 1] <= u.y_m - reach_m)
			continue;
		/* Steps that shorten towards both ends, where roots begin. */
		for (int i = 0; i < STEPS; i++) {
			double s = KDE_PI * (i + 0.5) / STEPS;
			sum += line(kernel, h, u, cut[k] + wide * (1 - cos(s)) / 2) *
			       wide * sin(s) / 2 * KDE_PI / STEPS;
		}
		/* Euler and Maclaurin: the ends have slopes of their own. */
		double step = KDE_PI / STEPS;
		sum -= step * step / 24 *
		       (line(kernel, h, u, cut[k] + 1e-13 * wide) +
			       line(kernel, h, u, cut[k + 1] - 1e-13 * wide)) *
		       wide / 2;
	}
	return sum;
}

static const struct point places[] = {{5, 2}, {0.3, 8.5}, {1.8, 1.8}, {5, 6}, {13, 3},
	{11, 4}, {-1, -1}, {2.2, 1.05}, {6.000001, 4}, {0, 0}, {10, 4}, {3, 3},
	{6, 3.5}, {40, 40}};
enum { PLACES = sizeof places / sizeof *places };

static void test_equals_plain_integration(void **state)
{
	(void)state;
	static const double bandwidths[] = {0.05, 0.4, 1, 3, 20};
	for (int kernel = 0; kernel < 3; kernel++)
		for (int b = 0; b < 5; b++)
			for (int i = 0; i < PLACES; i++) {
				double h = bandwidths[b];
				double got = kde_window_mass(
					&window, (enum kde_kernel)kernel, h, places[i]);
				double want =
					directly((enum kde_kernel)kernel, h, places[i]);
				if (fabs(got - want) > 1e-10)
					fail_msg("kernel %d, h %g, place %d: %.15g, "
						 "not %.15g",
						kernel, h, i, got, want);
			}
}

static void test_a_rectangle(void **state)
{
	(void)state;
	struct shape *box;
	struct kde_window w;
	double reach = sqrt(2) * 0.7;
	assert_int_equal(shape_from_box(&ctx, &box, (struct box){0, -1, 3, 1}), ERR_OK);
	assert_int_equal(kde_window_make(&ctx, &w, box), ERR_OK);
	for (double x = -1; x < 4; x += 0.23)
		for (double y = -1.5; y < 1.5; y += 0.17) {
			double want = (erf(x / reach) - erf((x - 3) / reach)) *
				      (erf((y + 1) / reach) - erf((y - 1) / reach)) / 4;
			struct point at = {x, y};
			double got = kde_window_mass(&w, KDE_GAUSSIAN, 0.7, at);
			assert_true(fabs(got - want) < 1e-14);
		}
	shape_free(box);
}

/* Many places at once, and fields of cells fine and coarse, are the same. */
static void test_fields(void **state)
{
	(void)state;
	static const double bandwidths[] = {0.1, 0.5, 2, 9};
	struct kde_cells cells = {37, 29, 0.5, -2.013, -3.007};
	enum { N = 37 * 29 };
	static double mass[N], x_m[N], y_m[N], h_m[N], masses[N];
	static bool inside[N];
	kde_window_cells(&ctx, &window, &cells, inside);
	for (size_t i = 0; i < N; i++) {
		x_m[i] = kde_centre(cells.min_x_m, cells.cell_m, i % 37);
		y_m[i] = kde_centre(cells.min_y_m, cells.cell_m, i / 37);
		h_m[i] = 0.3 + 0.01 * (double)(i % 50);
		struct point at = {x_m[i], y_m[i]};
		assert_int_equal(inside[i], shape_covers_point(shape, at));
	}
	h_m[5] = NAN;
	struct points points = {N, x_m, y_m, NULL};
	for (int k = 0; k < 15; k++) {
		enum kde_kernel kernel = (enum kde_kernel)(k / 5);
		const double *own = k % 5 == 4 ? h_m : NULL;
		double h = own ? 0 : bandwidths[k % 5];
		ctx.threads = 1 + k % 2;
		kde_window_field(&ctx, &window, kernel, h, own, &cells, mass);
		kde_window_masses(&ctx, &window, kernel, h, own, points, masses);
		for (size_t i = 0; i < N; i++) {
			struct point at = {x_m[i], y_m[i]};
			if (own && isnan(own[i]))
				continue;
			double want =
				kde_window_mass(&window, kernel, own ? own[i] : h, at);
			assert_true(fabs(mass[i] - want) < 1e-12);
			assert_true(fabs(masses[i] - want) < 1e-13);
		}
	}
}

/* Many corners and many places: by way of lattices, the same. */
static void test_many(void **state)
{
	(void)state;
	enum { CORNERS = 300, N = 80 * 70 };
	static double x_m[N], y_m[N], h_m[N], mass[N], field[N];
	struct kde_cells cells = {80, 70, 25, -1003, -871};
	struct shape *coast;
	struct kde_window w;
	struct strbuf wkt;
	strbuf_init(&wkt, ctx.arena);
	strbuf_add(&wkt, "POLYGON((");
	for (int i = 0; i <= CORNERS; i++) {
		double a = 2 * KDE_PI * (i % CORNERS) / CORNERS;
		double r = 700 + 120 * sin(5 * a) + 30 * sin(67 * a);
		strbuf_printf(
			&wkt, "%s%.9g %.9g", i ? "," : "", r * cos(a), r * sin(a));
	}
	strbuf_add(&wkt, "))");
	assert_int_equal(shape_from_wkt(&ctx, &coast, wkt.text), ERR_OK);
	assert_int_equal(kde_window_make(&ctx, &w, coast), ERR_OK);
	for (size_t i = 0; i < N; i++) {
		x_m[i] = kde_centre(cells.min_x_m, cells.cell_m, i % 80);
		y_m[i] = kde_centre(cells.min_y_m, cells.cell_m, i / 80);
		h_m[i] = 40 + 0.05 * (double)i;
	}
	struct points points = {N, x_m, y_m, NULL};
	for (int k = 0; k < 3; k++) {
		const double *own = k == 2 ? h_m : NULL;
		double h = k ? 300 : 60;
		ctx.threads = 1 + k % 2;
		kde_window_masses(&ctx, &w, KDE_GAUSSIAN, h, own, points, mass);
		kde_window_field(&ctx, &w, KDE_GAUSSIAN, h, own, &cells, field);
		for (size_t i = 0; i < N; i += 13) {
			struct point at = {x_m[i], y_m[i]};
			double want =
				kde_window_mass(&w, KDE_GAUSSIAN, own ? own[i] : h, at);
			assert_true(fabs(mass[i] - want) < 1e-12);
			assert_true(fabs(field[i] - want) < 1e-12);
		}
	}
	shape_free(coast);
}

static void test_refuses(void **state)
{
	(void)state;
	struct shape *empty;
	struct kde_window w;
	assert_int_equal(shape_from_wkt(&ctx, &empty, "POLYGON EMPTY"), ERR_OK);
	assert_int_equal(kde_window_make(&ctx, &w, empty), ERR_DATA);
	shape_free(empty);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_equals_plain_integration, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_rectangle, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fields, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
	};
	return cmocka_run_group_tests_name("kernels in an area", tests, NULL, NULL);
}
