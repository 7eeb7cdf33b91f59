/* OPTICS against R dbscan 1.1-11: order, distances, the clusters of a
 * cut, and the valleys. */
#include "csv.h"
#include "stats/optics.h"

#define FOLDER "reference/clustering/"

static void compare(const char *set, uint32_t min_points, double cut_m)
{
	struct context ctx;
	context_init(&ctx);
	struct csv file =
		csv_read(&ctx, str_printf(ctx.arena, FOLDER "%s_points.csv", set));
	struct csv want =
		csv_read(&ctx, str_printf(ctx.arena, FOLDER "%s_results.csv", set));
	struct csv order = csv_read(
		&ctx, str_printf(ctx.arena, FOLDER "%s_optics_order.csv", set));
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	struct optics_options o = {.radius_m = INFINITY, .min_points = min_points};
	for (int threads = 1; threads <= 2; threads++) {
		struct optics got;
		struct labels labels;
		uint32_t theirs[4096] = {0};
		ctx.threads = threads;
		assert_int_equal(optics_run(&ctx, &got, points, &o), ERR_OK);
		for (size_t i = 0; i < got.n; i++) {
			const char *reach = csv_text(&want, i, "optics_reachdist");
			assert_int_equal(
				got.order[i] + 1, (int)csv_number(&order, i, "order"));
			near_to(got.core_m[i], csv_number(&want, i, "optics_coredist"),
				1e-12, "core distance");
			if (str_equal(reach, "Inf"))
				assert_true(isinf(got.reach_m[i]));
			else
				near_to(got.reach_m[i], strtod(reach, NULL), 1e-12,
					"reachability");
		}
		optics_cut(&ctx, &got, cut_m, &labels);
		for (size_t i = 0; i < got.n; i++) {
			uint32_t label =
				(uint32_t)csv_number(&want, i, "optics_dbscan");
			assert_int_equal(labels.label[i] == 0, label == 0);
			assert_true(labels.label[i] < 4096);
			if (!theirs[labels.label[i]])
				theirs[labels.label[i]] = label;
			assert_int_equal(theirs[labels.label[i]], label);
		}
	}
	context_release(&ctx);
}

/* The valleys as R finds them, and its labels but for their numbers. */
static void compare_valleys(const char *set, uint32_t min_points)
{
	struct context ctx;
	context_init(&ctx);
	struct csv file =
		csv_read(&ctx, str_printf(ctx.arena, FOLDER "%s_points.csv", set));
	struct csv want =
		csv_read(&ctx, str_printf(ctx.arena, FOLDER "%s_results.csv", set));
	struct csv rows = csv_read(
		&ctx, str_printf(ctx.arena, FOLDER "%s_optics_xi_intervals.csv", set));
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	struct optics_options o = {.radius_m = INFINITY, .min_points = min_points};
	struct optics optics;
	struct optics_valleys got;
	struct labels labels;
	uint32_t theirs[4096] = {0}, ours[4096] = {0};
	assert_int_equal(optics_run(&ctx, &optics, points, &o), ERR_OK);
	assert_int_equal(optics_xi(&ctx, &optics, 0.05, &labels, &got), ERR_OK);
	assert_int_equal(got.n, rows.rows);
	for (size_t i = 0; i < got.n; i++) {
		assert_int_equal(got.first[i] + 1, (int)csv_number(&rows, i, "start"));
		assert_int_equal(got.last[i] + 1, (int)csv_number(&rows, i, "end"));
	}
	for (size_t i = 0; i < labels.n; i++) {
		uint32_t label = (uint32_t)csv_number(&want, i, "optics_xi");
		uint32_t mine = labels.label[i];
		assert_int_equal(mine == 0, label == 0);
		assert_true(mine < 4096 && label < 4096);
		if (!theirs[mine])
			theirs[mine] = label;
		if (!ours[label])
			ours[label] = mine;
		assert_int_equal(theirs[mine], label);
		assert_int_equal(ours[label], mine);
	}
	context_release(&ctx);
}

static void test_valleys_of_moons(void **state)
{
	(void)state;
	compare_valleys("moons", 5);
}

static void test_valleys_of_ds3(void **state)
{
	(void)state;
	compare_valleys("DS3", 10);
}

static void test_moons(void **state)
{
	(void)state;
	compare("moons", 5, 0.3);
}

static void test_ds3(void **state)
{
	(void)state;
	compare("DS3", 10, 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moons),
		cmocka_unit_test(test_ds3),
		cmocka_unit_test(test_valleys_of_moons),
		cmocka_unit_test(test_valleys_of_ds3),
	};
	return cmocka_run_group_tests_name("OPTICS by others", tests, NULL, NULL);
}
