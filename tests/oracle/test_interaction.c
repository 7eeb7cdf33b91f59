/* Knox's test against pointpats (Burkitt) and against R's counts and 9,999 permutations
 * of times (636 events, 25 pairs of thresholds). */
#include "csv.h"
#include "stats/knox.h"

static void test_burkitt(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	struct csv file = csv_read(&ctx, "data/points/burkitt/burkitt.csv");
	const double *t = csv_column(&file, "t");
	int64_t *t_s = arena_array(ctx.arena, int64_t, file.rows);
	for (size_t i = 0; i < file.rows; i++)
		t_s[i] = (int64_t)t[i];
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), t_s};
	struct knox_options o = {.radius_m = 20, .window_s = 5, .replications = 99};
	struct knox k;
	assert_int_equal(knox_run(&ctx, &k, points, &o), ERR_OK);
	assert_int_equal(k.n, 188);
	assert_int_equal(k.pairs, 17578);
	assert_int_equal(k.close_space, 3429);
	assert_int_equal(k.close_time, 52);
	assert_int_equal(k.close_both, 13);
	near_to(k.expected, 10.143816133803618, 1e-15, "expected");
	/* pointpats gives P(X > 13); ours is P(X >= 13). */
	near_to(poisson_p_upper(14, k.expected), 0.14624558197140414, 1e-12,
		"Poisson p");
	assert_true(k.p_poisson > 0.14624558197140414);
	assert_true(k.p_permutation > 0.05 && k.p_permutation < 0.4);
	context_release(&ctx);
}

#define PER_DAY 1e6

/* Days with a fraction, in whole millionths of a day. */
static struct points read_events(
	struct context *ctx, const char *type, struct csv *file)
{
	*file = csv_read(ctx, "reference/knox/imdepi_events.csv");
	double *x = arena_array(ctx->arena, double, file->rows);
	double *y = arena_array(ctx->arena, double, file->rows);
	int64_t *t = arena_array(ctx->arena, int64_t, file->rows);
	size_t n = 0;
	for (size_t i = 0; i < file->rows; i++) {
		if (!str_equal(type, "all") &&
			!str_equal(type, csv_text(file, i, "type")))
			continue;
		x[n] = csv_number(file, i, "x_km");
		y[n] = csv_number(file, i, "y_km");
		t[n++] = (int64_t)round(csv_number(file, i, "t_days") * PER_DAY);
	}
	return (struct points){n, x, y, t};
}

static void test_counts_and_variance(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	struct csv want = csv_read(&ctx, "reference/knox/knox_results.csv"), file;
	for (size_t i = 0; i < want.rows; i++) {
		struct points points =
			read_events(&ctx, csv_text(&want, i, "type"), &file);
		struct knox_options o = {.radius_m = csv_number(&want, i, "eps_s"),
			.window_s = (int64_t)(csv_number(&want, i, "eps_t") * PER_DAY)};
		struct knox k;
		assert_int_equal(knox_run(&ctx, &k, points, &o), ERR_OK);
		assert_int_equal(k.n, csv_number(&want, i, "n"));
		assert_int_equal(k.close_both, csv_number(&want, i, "close_both"));
		assert_int_equal(
			k.close_space, csv_number(&want, i, "pairs_close_space"));
		assert_int_equal(
			k.close_time, csv_number(&want, i, "pairs_close_time"));
		assert_int_equal(k.pairs, csv_number(&want, i, "pairs_total"));
		near_to(k.expected, csv_number(&want, i, "expected"), 1e-12,
			"expected");
		near_to(k.variance, csv_number(&want, i, "barton_david_var"), 1e-9,
			"variance");
		near_to(poisson_p_upper(k.close_both + 1, k.expected),
			csv_number(&want, i, "poisson_p"), 1e-9, "P(X > observed)");
	}
	context_release(&ctx);
}

static void test_permutations(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	ctx.threads = 2;
	struct csv want =
		csv_read(&ctx, "reference/knox/knox_time_permutation_9999.csv");
	struct csv file;
	struct points points = read_events(&ctx, "all", &file);
	for (size_t i = 0; i < want.rows; i++) {
		enum { REPLICATIONS = 4999 };
		struct knox_options o = {.radius_m = csv_number(&want, i, "eps_s"),
			.window_s = (int64_t)(csv_number(&want, i, "eps_t") * PER_DAY),
			.replications = REPLICATIONS};
		struct knox k;
		assert_int_equal(knox_run(&ctx, &k, points, &o), ERR_OK);
		double p = csv_number(&want, i, "p_ge");
		double error = sqrt(p * (1 - p) * (1 / 1e4 + 1.0 / REPLICATIONS));
		assert_int_equal(k.close_both, csv_number(&want, i, "observed"));
		if (fabs(k.p_permutation - p) > 4 * error + 2e-4)
			fail_msg("p %g, but it should be %g", k.p_permutation, p);
		double sd = csv_number(&want, i, "perm_sd");
		double mean_error = sd * sqrt(1 / 9999.0 + 1.0 / REPLICATIONS);
		assert_true(fabs(k.permuted_mean - csv_number(&want, i, "perm_mean")) <
			    4.5 * mean_error);
		assert_true(fabs(k.permuted_sd / sd - 1) < 0.1);
	}
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_burkitt),
		cmocka_unit_test(test_counts_and_variance),
		cmocka_unit_test(test_permutations),
	};
	return cmocka_run_group_tests_name("interaction by others", tests, NULL, NULL);
}
