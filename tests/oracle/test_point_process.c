/* Nearest neighbours, Clark-Evans and K against spatstat 3.0, in rectangles. */
#include "csv.h"
#include "stats/nearest.h"
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
		double *distance = arena_array(ctx.arena, double, p.n);
		assert_int_equal(nearest_distances(&ctx, p, distance, NULL), ERR_OK);
		for (size_t i = 0; i < p.n; i++)
			near_to(distance[i], csv_number(&want, i, "dist.1"), 1e-12,
				sets[k]);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_nearest, setup, teardown),
		cmocka_unit_test_setup_teardown(test_clark_evans, setup, teardown),
		cmocka_unit_test_setup_teardown(test_k, setup, teardown),
	};
	return cmocka_run_group_tests_name(
		"point process by others", tests, NULL, NULL);
}
