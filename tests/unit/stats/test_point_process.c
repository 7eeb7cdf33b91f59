#include "base/random.h"
#include "stats/gest.h"
#include "stats/nearest.h"
#include "stats/pcf.h"
#include "stats/quadrats.h"
#include "stats/ripley.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* After the four headers it needs. */
#include <cmocka.h>

enum { MOST = 300 };
static struct context ctx;
static double x_m[MOST], y_m[MOST];

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

static struct points even(uint64_t seed, size_t n)
{
	struct stream s = stream_make(seed, 77, 0);
	for (size_t i = 0; i < n; i++) {
		x_m[i] = 1000 * stream_01(&s);
		y_m[i] = 500 * stream_01(&s);
	}
	return (struct points){n, x_m, y_m, NULL};
}

static const struct box field = {0, 0, 1000, 500};

static void test_nearest_with_duplicates(void **state)
{
	(void)state;
	double x[] = {0, 10, 10, 13}, y[] = {0, 0, 0, 4}, distance[4];
	struct points p = {4, x, y, NULL};
	uint32_t which[4];
	assert_int_equal(nearest_distances(&ctx, p, distance, which), ERR_OK);
	assert_true(distance[0] == 10 && distance[1] == 0 && distance[3] == 5);
	assert_true(which[0] == 1 && which[1] == 2 && which[2] == 1 && which[3] == 1);
	struct clark_evans c;
	assert_int_equal(clark_evans_run(&ctx, &c, p, field), ERR_OK);
	assert_int_equal(c.duplicates, 2);
	assert_true(fabs(c.mean_m - 3.75) < 1e-12);
	p.n = 1;
	assert_int_equal(nearest_distances(&ctx, p, distance, which), ERR_OK);
	assert_true(isnan(distance[0]));
	assert_int_equal(clark_evans_run(&ctx, &c, p, field), ERR_DATA);
	p = (struct points){2, x + 1, y + 1, NULL};
	assert_int_equal(clark_evans_run(&ctx, &c, p, (struct box){0}), ERR_DATA);
}

static void test_k_by_hand(void **state)
{
	(void)state;
	/* Two points 200 apart along the middle of a field of 1000 by 500. */
	double x[] = {400, 600}, y[] = {250, 250}, radii[] = {0, 199, 200, 400};
	struct points p = {2, x, y, NULL};
	struct ripley_options o = {.edge = RIPLEY_TRANSLATION,
		.area = field,
		.radii_n = 4,
		.radius_m = radii};
	struct ripley r;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	assert_true(r.k[1] == 0 && r.k[2] == r.k[3]);
	assert_true(fabs(r.k[2] - 500000 * 1.25) < 1e-6);
	o.edge = RIPLEY_ISOTROPIC;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	assert_true(fabs(r.k[2] - 500000) < 1e-6);
	/* At a corner a quarter of the circle is inside, on a side half of it. */
	x[0] = y[0] = 0;
	x[1] = 200;
	y[1] = 0;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	/* A weight of 4 from the corner and of 2 from the side: 3 on average. */
	assert_true(fabs(r.k[2] - 500000 * 3) < 1e-3);
}

/* ---- a polygon with a hole and an island ---------------------------------------------- */

static const char *const outline =
	"MULTIPOLYGON(((0 0,1000 -100,1200 700,600 500,0 900,0 0),"
	"(300 100,300 250,500 250,500 100,300 100)),((1500 0,1700 50,1600 400,1500 "
	"0)))";

static struct study_area polygon(const char *text, struct shape **shape)
{
	struct study_area area;
	assert_int_equal(shape_from_wkt(&ctx, shape, text), ERR_OK);
	assert_int_equal(study_area_shape(&ctx, &area, *shape), ERR_OK);
	return area;
}

static void same(double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fabs(want)))
		fail_msg("%.17g, but it should be %.17g", got, want);
}

/* A rectangle given as a polygon has the answers of the rectangle. */
static void test_rectangle_as_polygon(void **state)
{
	(void)state;
	struct shape *shape;
	struct study_area a = polygon(
				  "POLYGON((0 0,1000 0,1000 500,0 500,0 0))", &shape),
			  b;
	assert_int_equal(study_area_box(&ctx, &b, field), ERR_OK);
	assert_true(b.rectangle && !a.rectangle && a.edges_n > 4);
	struct stream s = stream_make(3, 78, 0);
	for (int k = 0; k < 2000; k++) {
		/* Whole tens, so that circles pass through corners and touch sides. */
		struct point at = {
			10.0 * stream_below(&s, 101), 10.0 * stream_below(&s, 51)};
		double d = 10.0 * (1 + stream_below(&s, 60));
		double dx = d * cos(k), dy = d * sin(k);
		assert_true(study_area_covers(&a, at) && study_area_covers(&b, at));
		assert_true(fabs(study_area_border_m(&a, at) -
				    study_area_border_m(&b, at)) < 1e-9);
		assert_true(fabs(study_area_common_m2(&a, dx, dy) -
				    study_area_common_m2(&b, dx, dy)) < 1e-6);
		double corner = study_area_circle_01(&b, at, d);
		bool at_corner = fmod(at.x_m, 1000) == 0 && fmod(at.y_m, 500) == 0;
		/* A circle that touches a side may cross it by a rounding: the root of
		 * that, as an angle. */
		if (!at_corner || d < 500)
			assert_true(
				fabs(study_area_circle_01(&a, at, d) - corner) < 1e-8);
		struct box part = {at.x_m - d, at.y_m - d, at.x_m + d, at.y_m + 10};
		assert_true(fabs(study_area_within_m2(&a, part) -
				    study_area_within_m2(&b, part)) < 1e-6);
		double smaller[2];
		if (k < 20) {
			assert_int_equal(
				study_area_eroded_m2(&ctx, &a, d, &smaller[0]), ERR_OK);
			assert_int_equal(
				study_area_eroded_m2(&ctx, &b, d, &smaller[1]), ERR_OK);
			same(smaller[0], smaller[1], 1e-12);
		}
	}
	shape_free(shape);
}

/* Against counting: angles of a circle, and places of a fine net. */
static void test_polygon_by_counting(void **state)
{
	(void)state;
	enum { ANGLES = 20000, SIDE = 600 };
	struct shape *shape;
	struct study_area a = polygon(outline, &shape);
	same(a.area_m2, 777500, 1e-12);
	struct stream s = stream_make(4, 78, 0);
	for (int k = 0; k < 60; k++) {
		struct point at;
		study_area_throw(&a, &s, 1, &at.x_m, &at.y_m);
		assert_true(study_area_covers(&a, at));
		double d = 700 * stream_01(&s);
		int inside = 0;
		for (int i = 0; i < ANGLES; i++) {
			double angle = (i + 0.5) / ANGLES * 2 * acos(-1);
			inside += study_area_covers(
				&a, (struct point){at.x_m + d * cos(angle),
					    at.y_m + d * sin(angle)});
		}
		assert_true(fabs(study_area_circle_01(&a, at, d) -
				    (double)inside / ANGLES) < 1e-3);
	}
	double moves[][2] = {{0, 0}, {100, 0}, {-250, 130}, {600, -40}, {1500, 0}};
	for (int m = 0; m < 5; m++) {
		double dx = moves[m][0], dy = moves[m][1];
		int both = 0;
		for (int i = 0; i < SIDE * SIDE; i++) {
			struct point at = {1700.0 * (i % SIDE + 0.5) / SIDE,
				-100 + 1000.0 * ((double)(i / SIDE) + 0.5) / SIDE};
			struct point moved = {at.x_m - dx, at.y_m - dy};
			both += study_area_covers(&a, at) &&
				study_area_covers(&a, moved);
		}
		double net = both * 1700.0 * 1000 / SIDE / SIDE;
		assert_true(fabs(study_area_common_m2(&a, dx, dy) - net) < 2000);
	}
	same(study_area_common_m2(&a, 0, 0), a.area_m2, 1e-12);
	assert_true(study_area_common_m2(&a, 5000, 0) == 0);
	shape_free(shape);
}

/* Figures of spatstat 3.0 (Kest, edge.Trans(exact = TRUE), bdist.points, clarkevans,
 * Gest with radii 1 apart, quadrat.test) for 12 places in that outline. */
static void test_polygon_as_spatstat(void **state)
{
	(void)state;
	static const double x[] = {
		50, 120, 700, 830, 260, 530, 900, 1040, 90, 1600, 640, 210};
	static const double y[] = {
		60, 400, 30, 210, 280, 240, 480, 560, 700, 90, 420, 180};
	static const double border[] = {50, 120, 99.503719020998943, 240.11026878596965,
		50, 30, 113.84199576606167, 82.219219164377861, 90, 63.059262509446576,
		88.543774484714646, 90};
	struct points p = {12, x, y, NULL};
	struct shape *shape;
	struct study_area a = polygon(outline, &shape);
	for (size_t i = 0; i < 12; i++)
		same(study_area_border_m(&a, (struct point){x[i], y[i]}), border[i],
			1e-14);
	static const double radii[] = {0, 150, 300, 450};
	static const double isotropic[] = {
		0, 14300.398023539361, 209616.705728110072, 531396.587992526009};
	static const double translation[] = {
		0, 15599.250618099248, 245900.32637550915, 559777.88902232214};
	struct ripley_options o = {.edge = RIPLEY_ISOTROPIC,
		.study = &a,
		.radii_n = 4,
		.radius_m = radii,
		.replications = 19};
	struct ripley k;
	for (int e = 0; e < 2; e++) {
		assert_int_equal(ripley_run(&ctx, &k, p, &o), ERR_OK);
		for (int i = 0; i < 4; i++)
			same(k.k[i], e ? translation[i] : isotropic[i], 1e-12);
		assert_true(k.p_value >= 0.05 && k.p_value <= 1);
		o.edge = RIPLEY_TRANSLATION;
	}
	struct clark_evans c;
	assert_int_equal(clark_evans_in(&ctx, &c, p, &a, 99), ERR_OK);
	same(c.index, 1.8523799983768090, 1e-14);
	same(c.index_cdf, 1.7423438464994805, 1e-12);
	assert_true(isnan(c.index_donnelly) && c.p_rank_regular <= 0.05);
	struct quadrats q;
	assert_int_equal(quadrats_run(&ctx, &q, p, &a, 4, 3, 0), ERR_OK);
	/* It cuts polygons on a net of whole numbers. */
	same(q.x2, 2.6826980562371925, 1e-6);
	double r[401];
	for (int i = 0; i < 401; i++)
		r[i] = i;
	struct gest_options go = {.area = &a, .radii_n = 401, .radius_m = r};
	struct gest g;
	assert_int_equal(gest_run(&ctx, &g, p, &go), ERR_OK);
	assert_true(g.km[200] == 0 && g.km[300] == 1 && g.rs[100] == 0);
	p.n = 11;
	double outside[] = {400};
	struct points one = {1, outside, y + 11, NULL};
	assert_int_equal(study_area_check(&ctx, &a, p), ERR_OK);
	assert_int_equal(study_area_check(&ctx, &a, one), ERR_DATA);
	shape_free(shape);
}

/* ---- null data ------------------------------------------------------------------------ */

/* The largest distance of n p-values from evenness. */
static double ks(const double *p, size_t n)
{
	double apart = 0;
	for (size_t k = 0; k < n; k++) {
		size_t below = 0;
		for (size_t j = 0; j < n; j++)
			below += p[j] <= p[k];
		apart = fmax(apart, fabs((double)below / (double)n - p[k]));
	}
	return apart;
}

static void test_even_on_null_data(void **state)
{
	(void)state;
	enum { CASES = 200, TESTS = 7, RADII = 20, SETS = 40 };
	static const char *const names[] = {"K isotropic, MAD", "K isotropic, DCLF",
		"G, MAD", "F, MAD", "g, MAD", "Clark-Evans by rank",
		"quadrats by rank"};
	static double p[TESTS][CASES];
	double radii[RADII];
	for (int r = 0; r < RADII; r++)
		radii[r] = 5 * r;
	ctx.threads = 2;
	struct study_area a;
	assert_int_equal(study_area_box(&ctx, &a, field), ERR_OK);
	for (uint64_t k = 0; k < CASES; k++) {
		struct arena_mark mark = arena_mark(ctx.arena);
		struct points points = even(k, 60);
		ctx.seed = k;
		struct ripley_options ro = {.edge = RIPLEY_ISOTROPIC,
			.study = &a,
			.radii_n = RADII,
			.radius_m = radii,
			.replications = SETS - 1};
		struct ripley r;
		assert_int_equal(ripley_run(&ctx, &r, points, &ro), ERR_OK);
		struct gest_options go = {.area = &a,
			.radii_n = RADII,
			.radius_m = radii,
			.edge = GEST_KM,
			.replications = SETS - 1};
		struct gest g, f;
		assert_int_equal(gest_run(&ctx, &g, points, &go), ERR_OK);
		go.places_n = 200;
		assert_int_equal(gest_run(&ctx, &f, points, &go), ERR_OK);
		struct pcf_options po = {.area = &a,
			.edge = RIPLEY_TRANSLATION,
			.divisor = PCF_BY_DISTANCE,
			.radii_n = RADII,
			.radius_m = radii,
			.half_width_m = 10,
			.replications = SETS - 1};
		struct pcf h;
		assert_int_equal(pcf_run(&ctx, &h, points, &po), ERR_OK);
		struct clark_evans c;
		assert_int_equal(
			clark_evans_in(&ctx, &c, points, &a, SETS - 1), ERR_OK);
		struct quadrats q;
		assert_int_equal(
			quadrats_run(&ctx, &q, points, &a, 4, 3, SETS - 1), ERR_OK);
		double got[] = {r.p_value, r.envelope.p_dclf, g.envelope.p_mad,
			f.envelope.p_mad, h.envelope.p_mad, c.p_rank_clustered,
			q.p_rank_clustered};
		for (int t = 0; t < TESTS; t++)
			p[t][k] = got[t];
		/* The band is left just where the test says so. */
		bool left = false;
		for (int i = 0; i < RADII; i++) {
			assert_true(r.low[i] <= r.high[i]);
			left |= r.l[i] < r.envelope.global_low[i] - 1e-9 ||
				r.l[i] > r.envelope.global_high[i] + 1e-9;
		}
		assert_true(r.envelope.level == 0.05 && (!left || r.p_value <= 0.05));
		arena_reset(ctx.arena, mark);
	}
	for (int t = 0; t < TESTS; t++) {
		size_t low = 0;
		for (int k = 0; k < CASES; k++)
			low += p[t][k] <= 0.1;
		double apart = ks(p[t], CASES), most = 1.63 / sqrt(CASES) + 1.0 / SETS;
		print_message("%-20s KS %.4f of %.4f, %zu of %d at 0.1\n", names[t],
			apart, most, low, CASES);
		assert_true(apart < most && low > 6 && low < 36);
	}
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* Donnelly's normal test holds where the plain one does not: near the border. */
static void test_donnelly(void **state)
{
	(void)state;
	enum { CASES = 2000 };
	double z = 0, squares = 0, plain = 0;
	for (uint64_t k = 0; k < CASES; k++) {
		struct arena_mark mark = arena_mark(ctx.arena);
		struct clark_evans c;
		assert_int_equal(
			clark_evans_run(&ctx, &c, even(k + 5000, 50), field), ERR_OK);
		z += c.z_donnelly / CASES;
		squares += c.z_donnelly * c.z_donnelly / CASES;
		plain += c.z / CASES;
		arena_reset(ctx.arena, mark);
	}
	print_message("Donnelly: mean z %.3f, sd %.3f; plain: %.3f\n", z,
		sqrt(squares - z * z), plain);
	assert_true(fabs(z) < 0.15 && fabs(sqrt(squares - z * z) - 1) < 0.1);
	assert_true(plain > 0.5);
}

static void test_orders(void **state)
{
	(void)state;
	double x[] = {0, 10, 20, 30}, y[] = {0, 0, 0, 100}, d[12];
	struct points p = {4, x, y, NULL};
	struct study_area a;
	uint32_t which[12];
	assert_int_equal(nearest_orders(&ctx, p, 3, d, which), ERR_OK);
	assert_true(d[0] == 10 && d[1] == 20 && which[0] == 1 && which[1] == 2);
	/* Of equally near ones the first. */
	assert_true(which[3] == 0 && which[4] == 2);
	assert_int_equal(study_area_box(&ctx, &a, field), ERR_OK);
	struct nearest_order o[3];
	assert_int_equal(nearest_orders_test(&ctx, o, 3, p, &a, 19), ERR_OK);
	/* 0.5, 0.75, 0.9375 over the root of the intensity. */
	double root = sqrt(500000 / 4.0);
	same(o[0].expected_m, 0.5 * root, 1e-12);
	same(o[1].expected_m, 0.75 * root, 1e-12);
	same(o[2].expected_m, 0.9375 * root, 1e-12);
	assert_true(o[0].p_clustered <= 0.1 && o[0].p_regular == 1);
	assert_int_equal(nearest_orders_test(&ctx, o, 4, p, &a, 0), ERR_DATA);
}

static void test_pcf_by_hand(void **state)
{
	(void)state;
	/* Two points 200 apart: one pair, weight 1.25, kernel of half width 50. */
	double x[] = {400, 600}, y[] = {250, 250}, radii[5];
	for (int i = 0; i < 5; i++)
		radii[i] = 60 * i;
	struct points p = {2, x, y, NULL};
	struct study_area a;
	assert_int_equal(study_area_box(&ctx, &a, field), ERR_OK);
	struct pcf_options o = {.area = &a,
		.edge = RIPLEY_TRANSLATION,
		.radii_n = 5,
		.radius_m = radii,
		.half_width_m = 50};
	struct pcf g;
	assert_int_equal(pcf_run(&ctx, &g, p, &o), ERR_OK);
	double kernel = 0.75 / 50 * (1 - 0.4 * 0.4);
	same(g.g[3], 500000 * 1.25 * kernel / (2 * acos(-1) * 180), 1e-12);
	assert_true(g.g[1] == 0 && g.g[2] == 0 && !isfinite(g.g[0]));
	o.divisor = PCF_BY_DISTANCE;
	assert_int_equal(pcf_run(&ctx, &g, p, &o), ERR_OK);
	same(g.g[3], 500000 * 1.25 * kernel / (2 * acos(-1) * 200), 1e-12);
	assert_true(g.g[0] == 0 && g.at_0 == 0);
	x[1] = 400;
	assert_int_equal(pcf_run(&ctx, &g, p, &o), ERR_OK);
	assert_true(g.g[0] == 0 && g.at_0 == 2);
	o.edge = RIPLEY_BORDER;
	assert_int_equal(pcf_run(&ctx, &g, p, &o), ERR_USAGE);
	o.edge = RIPLEY_NONE;
	radii[2] = 121;
	assert_int_equal(pcf_run(&ctx, &g, p, &o), ERR_USAGE);
}

static void test_gathered_and_refused(void **state)
{
	(void)state;
	struct points p = even(1, MOST);
	for (size_t i = 0; i < MOST; i++) {
		x_m[i] = 100 * floor(x_m[i] / 100) + x_m[i] / 100;
		y_m[i] = 100 * floor(y_m[i] / 100) + y_m[i] / 100;
	}
	struct clark_evans c;
	assert_int_equal(clark_evans_run(&ctx, &c, p, field), ERR_OK);
	assert_true(c.index < 0.5 && c.p_clustered < 1e-6 && c.p_regular > 0.99);
	double radii[] = {10, 20};
	struct ripley_options o = {.edge = RIPLEY_NONE,
		.area = field,
		.radii_n = 2,
		.radius_m = radii,
		.replications = 19};
	struct ripley r;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_OK);
	assert_true(r.p_value == 0.05 && r.l[0] > r.high[0]);
	radii[1] = 5;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_USAGE);
	o.radii_n = 0;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_USAGE);
	o.radii_n = 1;
	x_m[4] = -1;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_DATA);
	x_m[4] = NAN;
	assert_int_equal(ripley_run(&ctx, &r, p, &o), ERR_DATA);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_nearest_with_duplicates, setup, teardown),
		cmocka_unit_test_setup_teardown(test_k_by_hand, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_rectangle_as_polygon, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_polygon_by_counting, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_polygon_as_spatstat, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_even_on_null_data, setup, teardown),
		cmocka_unit_test_setup_teardown(test_donnelly, setup, teardown),
		cmocka_unit_test_setup_teardown(test_orders, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pcf_by_hand, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_gathered_and_refused, setup, teardown),
	};
	return cmocka_run_group_tests_name("point process", tests, NULL, NULL);
}
