/* Nearest neighbours, Clark-Evans, K, L, G, the pair correlation and quadrats against
 * spatstat 3.0, in rectangles. */
#include "csv.h"
#include "stats/gest.h"
#include "stats/nearest.h"
#include "stats/pcf.h"
#include "stats/quadrats.h"
#include "stats/ripley.h"

#define FOLDER "reference/point_process/"

static const char *const sets[] = {"longleaf", "redwood", "cells", "swedishpines"};

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

static struct csv read_set(const char *set, const char *what)
{
	return csv_read(&ctx, str_printf(ctx.arena, FOLDER "%s_%s.csv", set, what));
}

static struct points read_points(const char *set)
{
	struct csv file = read_set(set, "points");
	return (struct points){
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
}

static struct box read_window(const char *set)
{
	struct csv file = read_set(set, "window");
	struct points corners = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	return points_box(corners);
}

static void test_nearest(void **state)
{
	(void)state;
	for (int k = 0; k < 4; k++) {
		struct points p = read_points(sets[k]);
		struct csv want = read_set(sets[k], "nndist");
		double *distance = arena_array(ctx.arena, double, 3 * p.n);
		uint32_t *which = arena_array(ctx.arena, uint32_t, 3 * p.n);
		assert_int_equal(nearest_orders(&ctx, p, 3, distance, which), ERR_OK);
		static const char *const orders[] = {"dist.1", "dist.2", "dist.3"};
		for (size_t i = 0; i < 3 * p.n; i++)
			near_to(distance[i], csv_number(&want, i / 3, orders[i % 3]),
				1e-12, sets[k]);
		/* Of two equally near ones either may be named. */
		for (size_t i = 0; i < p.n; i++)
			if (distance[3 * i] < distance[3 * i + 1])
				assert_int_equal(which[3 * i] + 1,
					csv_number(&want, i, "nnwhich"));
	}
}

static void test_clark_evans(void **state)
{
	(void)state;
	const char *answers = json_read(&ctx, FOLDER "results.json");
	for (int k = 0; k < 4; k++) {
		struct clark_evans c;
		assert_int_equal(clark_evans_run(&ctx, &c, read_points(sets[k]),
					 read_window(sets[k])),
			ERR_OK);
		const char *at =
			strstr(answers, str_printf(ctx.arena, "\"%s\":", sets[k]));
		assert_non_null(at);
		near_to(c.index, json_number(at, "clarkevans", "naive"), 1e-12,
			sets[k]);
		near_to(c.index_donnelly, json_number(at, "clarkevans", "Donnelly"),
			1e-12, sets[k]);
		near_to(c.index_cdf, json_number(at, "clarkevans", "cdf"), 1e-12,
			sets[k]);
		near_to(c.p_clustered,
			json_number(at, "clarkevans.test.none.less", "p_value"), 1e-9,
			sets[k]);
		/* spatstat takes 1 - p, which leaves 16 decimals. */
		double p = json_number(at, "clarkevans.test.none.two.sided", "p_value");
		assert_true(fabs(c.p_value - p) < 1e-15 + 1e-9 * p);
	}
}

static void test_k(void **state)
{
	(void)state;
	static const struct {
		enum ripley_edge edge;
		const char *column;
	} edges[] = {{RIPLEY_NONE, "un"}, {RIPLEY_TRANSLATION, "trans"},
		{RIPLEY_ISOTROPIC, "iso"}, {RIPLEY_BORDER, "border"}};
	for (int k = 0; k < 16; k++) {
		const char *set = sets[k % 4], *column = edges[k / 4].column;
		struct csv want = read_set(set, "Kest");
		struct ripley_options o = {.edge = edges[k / 4].edge,
			.area = read_window(set),
			.radii_n = want.rows,
			.radius_m = csv_column(&want, "r")};
		struct ripley got[2];
		for (int t = 0; t < 2; t++) {
			ctx.threads = t + 1;
			assert_int_equal(
				ripley_run(&ctx, &got[t], read_points(set), &o),
				ERR_OK);
		}
		assert_memory_equal(got[0].k, got[1].k, want.rows * sizeof(double));
		for (size_t i = 0; i < want.rows; i++)
			near_to(got[0].k[i], csv_number(&want, i, column), 1e-10,
				str_printf(ctx.arena, "%s %s %zu", set, column, i));
	}
}

static void test_l(void **state)
{
	(void)state;
	static const struct {
		enum ripley_edge edge;
		const char *column;
	} edges[] = {{RIPLEY_NONE, "un"}, {RIPLEY_TRANSLATION, "trans"},
		{RIPLEY_ISOTROPIC, "iso"}, {RIPLEY_BORDER, "border"}};
	for (int k = 0; k < 16; k++) {
		const char *set = sets[k % 4], *column = edges[k / 4].column;
		struct csv want = read_set(set, "Lest");
		struct ripley_options o = {.edge = edges[k / 4].edge,
			.area = read_window(set),
			.radii_n = want.rows,
			.radius_m = csv_column(&want, "r")};
		struct ripley got;
		assert_int_equal(ripley_run(&ctx, &got, read_points(set), &o), ERR_OK);
		for (size_t i = 0; i < want.rows; i++)
			near_to(got.l[i], csv_number(&want, i, column), 1e-10, set);
	}
}

/* A distance that is just one of the radii comes in one radius later there: those
 * places are passed over, and there must be few. */
static void same_curve(const struct csv *want, const char *column, const double *got,
	size_t *apart, const char *set)
{
	for (size_t i = 0; i < want->rows; i++) {
		const char *text = csv_text(want, i, column);
		if (str_equal(text, "NA") || str_equal(text, "NaN")) {
			assert_true(!isfinite(got[i]));
			continue;
		}
		double to = strtod(text, NULL);
		if (fabs(got[i] - to) > 1e-12) {
			print_message("%s %s %zu: %.15g, not %.15g\n", set, column, i,
				got[i], to);
			++*apart;
		}
	}
}

static void test_g(void **state)
{
	(void)state;
	for (int k = 0; k < 4; k++) {
		struct csv want = read_set(sets[k], "Gest");
		struct study_area area;
		assert_int_equal(
			study_area_box(&ctx, &area, read_window(sets[k])), ERR_OK);
		struct gest_options o = {.area = &area,
			.radii_n = want.rows,
			.radius_m = csv_column(&want, "r")};
		struct points p = read_points(sets[k]);
		struct gest g;
		assert_int_equal(gest_run(&ctx, &g, p, &o), ERR_OK);
		size_t apart = 0;
		same_curve(&want, "theo", g.theory, &apart, sets[k]);
		same_curve(&want, "rs", g.rs, &apart, sets[k]);
		same_curve(&want, "km", g.km, &apart, sets[k]);
		same_curve(&want, "han", g.han, &apart, sets[k]);
		assert_int_equal(apart, 0);
		near_to(gest_reach_m(&area, p.n), o.radius_m[want.rows - 1], 1e-12,
			sets[k]);
	}
}

static void test_pcf(void **state)
{
	(void)state;
	const char *answers = json_read(&ctx, FOLDER "results.json");
	for (int k = 0; k < 8; k++) {
		const char *set = sets[k % 4];
		struct csv want = read_set(set, "pcf");
		struct study_area area;
		assert_int_equal(study_area_box(&ctx, &area, read_window(set)), ERR_OK);
		struct pcf_options o = {.area = &area,
			.edge = k < 4 ? RIPLEY_TRANSLATION : RIPLEY_ISOTROPIC,
			.sums = PCF_BINNED,
			.radii_n = want.rows,
			.radius_m = csv_column(&want, "r")};
		struct pcf binned, exact;
		assert_int_equal(pcf_run(&ctx, &binned, read_points(set), &o), ERR_OK);
		o.sums = PCF_EXACT;
		ctx.threads = 2;
		assert_int_equal(pcf_run(&ctx, &exact, read_points(set), &o), ERR_OK);
		const char *at = strstr(answers, str_printf(ctx.arena, "\"%s\":", set));
		const char *bw = at ? strstr(at, "\"pcf_bw\":") : NULL;
		assert_non_null(bw);
		near_to(binned.half_width_m / sqrt(5), strtod(bw + 9, NULL), 1e-12,
			set);
		assert_true(!isfinite(exact.g[0]));
		double most = 0, apart = 0;
		for (size_t i = 1; i < want.rows; i++) {
			double to = csv_number(&want, i, k < 4 ? "trans" : "iso");
			/* Its Fourier transforms leave some 1e-14 where there is nothing. */
			assert_true(fabs(binned.g[i] - to) < 1e-12 + 1e-9 * to);
			if (o.radius_m[i] < exact.half_width_m)
				continue;
			most = fmax(most, exact.g[i]);
			apart = fmax(apart, fabs(exact.g[i] - binned.g[i]));
		}
		print_message("%s: bins are off by %.1e of %.3g\n", set, apart, most);
		assert_true(apart > 0 && apart < 0.01 * most);
	}
}

static void test_quadrats(void **state)
{
	(void)state;
	const char *answers = json_read(&ctx, FOLDER "results.json");
	for (int k = 0; k < 4; k++) {
		struct study_area area;
		struct quadrats q;
		assert_int_equal(
			study_area_box(&ctx, &area, read_window(sets[k])), ERR_OK);
		assert_int_equal(
			quadrats_run(&ctx, &q, read_points(sets[k]), &area, 4, 4, 0),
			ERR_OK);
		const char *at =
			strstr(answers, str_printf(ctx.arena, "\"%s\":", sets[k]));
		assert_non_null(at);
		near_to(q.x2, json_number(at, "quadrat_4x4", "X2"), 1e-12, sets[k]);
		double p = json_number(at, "quadrat_4x4", "p_value");
		assert_true(fabs(q.p_value - p) < 1e-15 + 1e-9 * p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nearest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_clark_evans, setup, teardown),
		cmocka_unit_test_setup_teardown(test_k, setup, teardown),
		cmocka_unit_test_setup_teardown(test_l, setup, teardown),
		cmocka_unit_test_setup_teardown(test_g, setup, teardown),
		cmocka_unit_test_setup_teardown(test_pcf, setup, teardown),
		cmocka_unit_test_setup_teardown(test_quadrats, setup, teardown),
	};
	return cmocka_run_group_tests_name(
		"point process by others", tests, NULL, NULL);
}
