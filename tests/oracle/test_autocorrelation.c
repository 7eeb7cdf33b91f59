/* Moran, Geary, G and their local forms against spdep 1.2-7. */
#include "csv.h"
#include "stats/ebrates.h"
#include "stats/fdr.h"
#include "stats/joincount.h"
#include "stats/local.h"
#include "stats/moran.h"

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

static struct weights read_weights(const char *path, size_t n)
{
	struct csv file = csv_read(&ctx, path);
	uint32_t *i = arena_array(ctx.arena, uint32_t, file.rows);
	uint32_t *j = arena_array(ctx.arena, uint32_t, file.rows);
	for (size_t e = 0; e < file.rows; e++) {
		i[e] = (uint32_t)csv_number(&file, e, "i") - 1;
		j[e] = (uint32_t)csv_number(&file, e, "j") - 1;
	}
	struct weights w;
	assert_int_equal(weights_from_edges(
				 &ctx, &w, n, file.rows, i, j, csv_column(&file, "w")),
		ERR_OK);
	return w;
}

#define FOLDER "reference/autocorrelation/"

static void compare(const char *answers, const char *name,
	const struct autocorrelation *got, const char *statistic, const char *deviate)
{
	near_to(got->statistic, json_number(answers, name, statistic), 1e-12, name);
	near_to(got->expected, json_number(answers, name, "Expectation"), 1e-12, name);
	near_to(got->variance, json_number(answers, name, "Variance"), 1e-11, name);
	near_to(got->z, json_number(answers, name, deviate), 1e-11, name);
	bool two_sided = str_ends(name, "two.sided");
	const char *p_key = str_starts(name, "globalG") ? "V1" : "p_value";
	near_to(two_sided ? got->p_value : got->p_greater,
		json_number(answers, name, p_key), 1e-9, name);
}

static void test_moran_and_geary(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "columbus.csv");
	const char *answers = json_read(&ctx, FOLDER "results.json");
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	static const char *const values[] = {"CRIME", "HOVAL"};
	static const char *const weights[] = {"W", "B", "K4"};
	static const char *const nulls[] = {"randomisation", "normality"};
	static const char *const tails[] = {"greater", "two.sided"};
	for (int k = 0; k < 24; k++) {
		const char *value = values[k % 2], *weight = weights[k / 2 % 3];
		enum moran_null null =
			k / 6 % 2 ? MORAN_NORMALITY : MORAN_RANDOMISATION;
		struct weights w;
		if (str_equal(weight, "K4")) {
			assert_int_equal(weights_nearest(&ctx, &w, points, 4), ERR_OK);
			weights_standardise(&w);
		} else {
			w = read_weights(
				str_printf(ctx.arena,
					FOLDER "columbus_contiguity_%s.csv", weight),
				file.rows);
		}
		const char *rest = str_printf(ctx.arena, "%s.%s.%s.%s", value, weight,
			nulls[k / 6 % 2], tails[k / 12]);
		struct autocorrelation got;
		assert_int_equal(
			moran_run(&ctx, &got, csv_column(&file, value), &w, null, 0),
			ERR_OK);
		compare(answers, str_printf(ctx.arena, "moran.%s", rest), &got,
			"Moran I statistic", "Moran I statistic standard deviate");
		assert_int_equal(
			geary_run(&ctx, &got, csv_column(&file, value), &w, null, 0),
			ERR_OK);
		compare(answers, str_printf(ctx.arena, "geary.%s", rest), &got,
			"Geary C statistic", "Geary C statistic standard deviate");
	}
}

static void test_islands(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "nc_sids_variables.csv");
	const char *answers = json_read(&ctx, FOLDER "results.json");
	struct weights w = read_weights(FOLDER "nc_sids_ncCC89_W.csv", file.rows);
	static const char *const names[] = {"ft", "rate"};
	for (int k = 0; k < 2; k++) {
		const char *column = str_printf(ctx.arena, "%s74", names[k]);
		struct autocorrelation got;
		assert_int_equal(moran_run(&ctx, &got, csv_column(&file, column), &w,
					 MORAN_RANDOMISATION, 0),
			ERR_OK);
		assert_true(got.islands > 0);
		compare(answers,
			str_printf(
				ctx.arena, "nc.moran.%s.CC89W.zero_policy", names[k]),
			&got, "Moran I statistic",
			"Moran I statistic standard deviate");
	}
}

static void test_global_g(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "columbus.csv");
	const char *answers = json_read(&ctx, FOLDER "results.json");
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	struct weights w;
	assert_int_equal(weights_within(&ctx, &w, points, 3.5, false), ERR_OK);
	struct autocorrelation got;
	assert_int_equal(
		global_g_run(&ctx, &got, csv_column(&file, "CRIME"), &w, 0), ERR_OK);
	compare(answers, "globalG.CRIME.dist0_3.5_B", &got, "Global G statistic",
		"standard deviate");
}

static void test_permutation_of_moran(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "columbus.csv");
	struct weights w = read_weights(FOLDER "columbus_contiguity_W.csv", file.rows);
	struct autocorrelation got;
	ctx.threads = 2;
	assert_int_equal(moran_run(&ctx, &got, csv_column(&file, "CRIME"), &w,
				 MORAN_RANDOMISATION, 9999),
		ERR_OK);
	const char *answers = json_read(&ctx, FOLDER "results.json");
	double mean = json_number(answers, "moran.mc.CRIME.W", "sim_mean");
	double sd = json_number(answers, "moran.mc.CRIME.W", "sim_sd");
	near_to(got.p_permutation, 0.0001, 1e-12, "permutation p");
	/* Theirs has 999 permutations: 5 of its standard errors, and of ours. */
	assert_true(fabs(got.permuted.mean - mean) < 5 * sd * sqrt(1.0 / 999 + 1e-4));
	assert_true(fabs(got.permuted.sd / sd - 1) < 5 * sqrt(0.5 / 999 + 0.5 / 9999));
	/* And the exact moments. */
	assert_true(fabs(got.permuted.mean - got.expected) < 5 * sd / 100);
	assert_true(fabs(got.permuted.sd / sqrt(got.variance) - 1) < 5 * 0.00708);
}

static void test_correlogram(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "columbus.csv");
	const char *answers = json_read(&ctx, FOLDER "results.json");
	struct weights near =
		read_weights(FOLDER "columbus_contiguity_B.csv", file.rows);
	static const char *const columns[] = {"V1", "V2", "V3"};
	for (uint32_t order = 1; order <= 4; order++) {
		struct weights w;
		struct autocorrelation got;
		assert_int_equal(weights_lag(&ctx, &w, &near, order), ERR_OK);
		weights_style(&w, WEIGHTS_W);
		assert_int_equal(moran_run(&ctx, &got, csv_column(&file, "CRIME"), &w,
					 MORAN_RANDOMISATION, 0),
			ERR_OK);
		const double figures[] = {got.statistic, got.expected, got.variance};
		for (int k = 0; k < 3; k++) {
			const char *at = strstr(answers, "correlogram.CRIME.W");
			assert_non_null(at);
			at = strstr(at, columns[k]);
			assert_non_null(at);
			at = strchr(at, '[');
			assert_non_null(at);
			for (uint32_t skip = 1; skip < order; skip++)
				at = strchr(at + 1, ',');
			near_to(figures[k], strtod(at + 1, NULL), 1e-11, columns[k]);
		}
	}
}

static void test_rates(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "nc_sids.csv");
	struct csv want = csv_read(&ctx, FOLDER "nc_sids_EB_results.csv");
	const char *answers = json_read(&ctx, FOLDER "results.json");
	struct weights w = read_weights(FOLDER "nc_sids_ncCR85_W.csv", file.rows);
	struct eb_rates got;
	struct autocorrelation moran;
	ctx.threads = 2;
	assert_int_equal(eb_rates_run(&ctx, &got, csv_column(&file, "SID74"),
				 csv_column(&file, "BIR74"), &w),
		ERR_OK);
	near_to(got.a, json_number(answers, "nc.EBest.parameters", "a"), 1e-11, "a");
	near_to(got.b, json_number(answers, "nc.EBest.parameters", "b"), 1e-12, "b");
	for (size_t i = 0; i < file.rows; i++) {
		near_to(got.raw[i], csv_number(&want, i, "raw"), 1e-12, "raw");
		near_to(got.global[i], csv_number(&want, i, "EBest"), 1e-11, "global");
		near_to(got.local[i], csv_number(&want, i, "EBlocal"), 1e-11, "local");
		near_to(got.expected[i], csv_number(&want, i, "choynowski_expected"),
			1e-12, "expected");
		near_to(got.p_less[i], csv_number(&want, i, "choynowski_pmap"), 1e-11,
			"Choynowski");
	}
	assert_int_equal(eb_moran_run(&ctx, &moran, &got, &w, 9999), ERR_OK);
	double sd = json_number(answers, "nc.EBImoran.CR85W", "sim_sd");
	near_to(moran.statistic, json_number(answers, "nc.EBImoran.CR85W", "statistic"),
		1e-11, "EBI");
	assert_true(
		fabs(moran.permuted.sd / sd - 1) < 5 * sqrt(0.5 / 999 + 0.5 / 9999));
	assert_true(moran.p_permutation <= 0.002);
}

static void test_adjusted(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, "reference/local_stats/multiple_testing.csv");
	static const char *const columns[] = {"p_fdrBH", "p_BY", "p_holm", "p_bonf"};
	double *p = csv_column(&file, "p_raw");
	double *got = arena_array(ctx.arena, double, file.rows);
	for (int k = 0; k < 4; k++) {
		fdr_adjust(&ctx, (enum fdr_method)k, file.rows, p, got);
		for (size_t i = 0; i < file.rows; i++)
			near_to(got[i], csv_number(&file, i, columns[k]), 1e-13,
				columns[k]);
	}
}

#define LOCAL "reference/local_stats/"

static void test_local_moran(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, LOCAL "columbus.csv");
	struct csv want = csv_read(&ctx, LOCAL "local_moran_CRIME_W.csv");
	struct csv sim =
		csv_read(&ctx, LOCAL "local_moran_perm_CRIME_W_nsim9999_seed42.csv");
	struct csv fdr = csv_read(&ctx, LOCAL "multiple_testing.csv");
	struct weights w = read_weights(LOCAL "columbus_contiguity_W.csv", file.rows);
	static const char *const quadrants[] = {
		"", "High-High", "Low-Low", "High-Low", "Low-High"};
	struct local got;
	ctx.threads = 2;
	assert_int_equal(local_moran_run(&ctx, &got, csv_column(&file, "CRIME"), &w,
				 LOCAL_CONDITIONAL, 9999),
		ERR_OK);
	struct local total;
	assert_int_equal(local_moran_run(&ctx, &total, csv_column(&file, "CRIME"), &w,
				 LOCAL_TOTAL, 0),
		ERR_OK);
	for (size_t i = 0; i < file.rows; i++) {
		near_to(got.statistic[i], csv_number(&want, i, "Ii"), 1e-10, "Ii");
		near_to(got.expected[i], csv_number(&want, i, "E_cond"), 1e-10, "E");
		near_to(got.variance[i], csv_number(&want, i, "Var_cond"), 1e-10, "V");
		near_to(got.z[i], csv_number(&want, i, "Z_cond"), 1e-10, "z");
		near_to(got.p_value[i], csv_number(&want, i, "P2_cond"), 1e-9, "p");
		near_to(total.expected[i], csv_number(&want, i, "E_tot"), 1e-10, "E");
		near_to(total.variance[i], csv_number(&want, i, "Var_tot"), 1e-10, "V");
		near_to(total.z[i], csv_number(&want, i, "Z_tot"), 1e-10, "z");
		near_to(total.p_value[i], csv_number(&want, i, "P2_tot"), 1e-9, "p");
		near_to(got.p_fdr[i], csv_number(&fdr, i, "p_fdrBH"), 1e-9, "FDR");
		assert_string_equal(
			quadrants[got.quadrant[i]], csv_text(&want, i, "quad_mean"));
		double p = csv_number(&sim, i, "Pr.folded..Sim");
		assert_true(fabs(got.p_folded[i] - p) <
			    5 * sqrt(2 * p * (1 - p) / 9999) + 2e-4);
	}
}

static void test_local_g(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, LOCAL "columbus.csv");
	struct csv want = csv_read(&ctx, LOCAL "local_G_CRIME.csv");
	struct csv sim = csv_read(
		&ctx, LOCAL "local_Gstar_perm_CRIME_selfB_nsim9999_seed42.csv");
	static const struct {
		const char *weights, *column;
	} forms[] = {{"B", "Gi_z_B"}, {"W", "Gi_z_W"}, {"self_B", "Gistar_z_selfB"},
		{"self_W", "Gistar_z_selfW"}};
	for (int k = 0; k < 4; k++) {
		struct weights w = read_weights(
			str_printf(ctx.arena, LOCAL "columbus_contiguity_%s.csv",
				forms[k].weights),
			file.rows);
		assert_int_equal(w.self, k >= 2);
		struct local got;
		assert_int_equal(local_g_run(&ctx, &got, csv_column(&file, "CRIME"), &w,
					 k == 2 ? 9999 : 0),
			ERR_OK);
		for (size_t i = 0; i < file.rows; i++) {
			near_to(got.z[i], csv_number(&want, i, forms[k].column), 1e-9,
				forms[k].column);
			double p = csv_number(&sim, i, "Pr.folded..Sim");
			if (k == 2)
				assert_true(fabs(got.p_folded[i] - p) <
					    5 * sqrt(2 * p * (1 - p) / 9999) + 2e-4);
		}
	}
}

static void test_local_geary(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, LOCAL "columbus.csv");
	struct csv want = csv_read(&ctx, LOCAL "local_geary_CRIME_W.csv");
	struct weights w = read_weights(LOCAL "columbus_contiguity_W.csv", file.rows);
	struct local got;
	assert_int_equal(
		local_geary_run(&ctx, &got, csv_column(&file, "CRIME"), &w, 0), ERR_OK);
	for (size_t i = 0; i < file.rows; i++)
		near_to(got.statistic[i], csv_number(&want, i, "localC"), 1e-11, "C");
}

static void test_join_counts(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, FOLDER "columbus_joincount_input.csv");
	const char *answers = json_read(&ctx, FOLDER "results.json");
	struct weights w = read_weights(FOLDER "columbus_contiguity_B.csv", file.rows);
	uint32_t *high = arena_array(ctx.arena, uint32_t, file.rows);
	for (size_t i = 0; i < file.rows; i++)
		high[i] = csv_number(&file, i, "hicrime") == 1;
	struct join_counts got;
	assert_int_equal(join_counts_run(&ctx, &got, high, 2, &w, 0), ERR_OK);
	const struct join *joins[] = {&got.joins[0], &got.joins[2]};
	static const char *const names[] = {
		"Std. deviate for low", "Std. deviate for high"};
	for (int k = 0; k < 2; k++) {
		near_to(joins[k]->count,
			json_number(answers, names[k], "Same colour statistic"), 1e-12,
			names[k]);
		near_to(joins[k]->expected,
			json_number(answers, names[k], "Expectation"), 1e-12, names[k]);
		near_to(joins[k]->variance, json_number(answers, names[k], "Variance"),
			1e-11, names[k]);
		near_to(joins[k]->z,
			json_number(answers, "joincount.HOVAL40.B", names[k]), 1e-11,
			names[k]);
		near_to(joins[k]->p_greater, json_number(answers, names[k], "p_value"),
			1e-9, names[k]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_moran_and_geary, setup, teardown),
		cmocka_unit_test_setup_teardown(test_join_counts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_correlogram, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rates, setup, teardown),
		cmocka_unit_test_setup_teardown(test_adjusted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_islands, setup, teardown),
		cmocka_unit_test_setup_teardown(test_global_g, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_permutation_of_moran, setup, teardown),
		cmocka_unit_test_setup_teardown(test_local_moran, setup, teardown),
		cmocka_unit_test_setup_teardown(test_local_g, setup, teardown),
		cmocka_unit_test_setup_teardown(test_local_geary, setup, teardown),
	};
	return cmocka_run_group_tests_name(
		"autocorrelation by others", tests, NULL, NULL);
}
