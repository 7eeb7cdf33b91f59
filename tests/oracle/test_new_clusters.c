/* The search for a cluster that begins, against R surveillance 1.20 stcd(). */
#include "csv.h"
#include "stats/stcd.h"

static void compare(struct context *ctx, double radius_km, double threshold,
	const char *name, const char *key)
{
	struct csv file = csv_read(ctx, "reference/stcd/imdepi_B_sorted.csv");
	struct csv want = csv_read(
		ctx, str_printf(ctx->arena, "reference/stcd/imdepi_B_%s_R.csv", name));
	const char *answers = json_read(ctx, "reference/stcd/results.json");
	const double *days = csv_column(&file, "t");
	int64_t *t = arena_array(ctx->arena, int64_t, file.rows);
	for (size_t i = 0; i < file.rows; i++)
		t[i] = (int64_t)(days[i] * 1e9);
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), t};
	struct stcd r;
	struct stcd_options o = {
		.radius_m = radius_km, .epsilon = 0.2, .threshold = threshold};
	assert_int_equal(stcd_run(ctx, &r, points, &o), ERR_OK);
	assert_int_equal(want.rows, r.n);
	for (size_t i = 0; i < r.n; i++)
		near_to(r.statistic[i], csv_number(&want, i, "R"), 1e-11, name);
	assert_int_equal(r.alarms_n, 1);
	assert_int_equal(r.alarms[0].at + 1, json_number(answers, key, "idxFA"));
	assert_int_equal(r.alarms[0].centre + 1, json_number(answers, key, "idxCC"));
}

static void test_imdepi(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	compare(&ctx, 30, 100, "r30_eps0.2_thr100", "r30_eps0.2_thr100");
	compare(&ctx, 50, 161, "r50_eps0.2_thr161", "r50_eps0.2_thr161");
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_imdepi),
	};
	return cmocka_run_group_tests_name("new clusters of others", tests, NULL, NULL);
}
