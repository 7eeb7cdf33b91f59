/* Kernel density against exact sums in R, on 50 by 50 places of the redwood square. */
#include "csv.h"
#include "stats/kde.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gaussian),
		cmocka_unit_test(test_compact),
	};
	return cmocka_run_group_tests_name("density by others", tests, NULL, NULL);
}
