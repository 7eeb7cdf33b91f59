/* Knox's test against pointpats (Burkitt) and against R's counts and 9,999 permutations
 * of times (636 events, 25 pairs of thresholds); Mantel and Jacquez against R; near
 * repeats against the Near Repeat Calculator 1.3 (522 events). */
#include "base/civil.h"
#include "csv.h"
#include "stats/jacquez.h"
#include "stats/knox.h"
#include "stats/mantel.h"
#include "stats/nearrepeat.h"

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

/* ---- Mantel, Jacquez -------------------------------------------------------------- */

#define FINE_DAY 1e12 /* parts of a day */

static struct points fine_events(struct context *ctx)
{
	struct csv file = csv_read(ctx, "reference/knox/imdepi_events.csv");
	int64_t *t = arena_array(ctx->arena, int64_t, file.rows);
	for (size_t i = 0; i < file.rows; i++)
		t[i] = (int64_t)round(csv_number(&file, i, "t_days") * FINE_DAY);
	return (struct points){
		file.rows, csv_column(&file, "x_km"), csv_column(&file, "y_km"), t};
}

static void test_mantel(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	ctx.threads = 2;
	struct points points = fine_events(&ctx);
	struct mantel_options o = {.time_unit_s = FINE_DAY, .replications = 999};
	struct mantel m;
	assert_int_equal(mantel_run(&ctx, &m, points, &o), ERR_OK);
	near_to(m.r, 0.022904529558908888, 1e-9, "r");
	/* Theirs is 0.035 by 999 permutations. */
	assert_true(m.p_value > 0.01 && m.p_value < 0.07);
	o.transform = MANTEL_RECIPROCAL;
	o.space_constant_m = 1;
	o.time_constant_s = FINE_DAY;
	assert_int_equal(mantel_run(&ctx, &m, points, &o), ERR_OK);
	near_to(m.r, 0.0089748138146813951, 1e-9, "r of reciprocals");
	near_to(m.z, 12.623334990623524, 1e-9, "Z");
	assert_true(m.p_value < 0.02);
	context_release(&ctx);
}

static void test_jacquez(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	struct points points = fine_events(&ctx);
	static const size_t k[] = {1, 2, 3, 5, 10};
	static const int64_t j[] = {7, 17, 26, 64, 176};
	for (int i = 0; i < 5; i++) {
		struct jacquez r;
		assert_int_equal(jacquez_run(&ctx, &r, points, k[i], 99), ERR_OK);
		assert_int_equal(r.j, j[i]);
		assert_true(r.ratio > 1.5 && r.p_value <= 0.05);
	}
	context_release(&ctx);
}

/* ---- near repeats ------------------------------------------------------------------ */

static struct points arson(struct context *ctx)
{
	enum { EVENTS = 522 };
	double *x = arena_array(ctx->arena, double, EVENTS);
	double *y = arena_array(ctx->arena, double, EVENTS);
	int64_t *t = arena_array(ctx->arena, int64_t, EVENTS);
	FILE *file = fopen(oracle_path(ctx, "data/points/nearrepeat_gpl3/"
					    "chicago_arson.csv"),
		"r");
	if (!file) {
		print_message("skipped: no chicago_arson.csv (LASTSEEN_SHARED)\n");
		skip();
	}
	int year, month, day;
	for (size_t i = 0; i < EVENTS; i++) {
		assert_int_equal(fscanf(file, "%lf,%lf,%d-%d-%d", &x[i], &y[i], &year,
					 &month, &day),
			5);
		t[i] = civil_days(year, month, day) * DAY_S;
	}
	fclose(file);
	return (struct points){EVENTS, x, y, t};
}

static void compare_table(const struct nearrepeat *r, const int64_t *want)
{
	for (size_t i = 0; i < r->rows * r->columns; i++)
		if (r->cells[i].observed != want[i])
			fail_msg("row %zu, column %zu: %lld, but it should be %lld",
				i / r->columns, i % r->columns,
				(long long)r->cells[i].observed, (long long)want[i]);
}

static void test_calculator(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	struct points points = arson(&ctx);
	static const double radius[] = {200, 400, 600};
	static const int64_t window[] = {DAY_S, 2 * DAY_S, 3 * DAY_S};
	struct nearrepeat_options o = {.rules = NEAR_CALCULATOR,
		.metric = NEAR_MANHATTAN,
		.radius_m = radius,
		.radii_n = 3,
		.window_s = window,
		.windows_n = 3,
		.replications = 999};
	struct nearrepeat r;
	assert_int_equal(nearrepeat_run(&ctx, &r, points, &o), ERR_OK);
	static const int64_t want[] = {0, 2, 0, 8, 9, 1, 1, 45, 4, 0, 0, 140, 6, 0, 0,
		234, 393, 710, 770, 133658};
	assert_int_equal(r.rows, 5);
	assert_int_equal(r.columns, 4);
	compare_table(&r, want);
	/* Theirs is 9 / 0.1212, the mean of 99 simulations. */
	assert_true(fabs(r.cells[4].ratio / 74.25 - 1) < 0.4);
	assert_true(r.cells[4].p_value == 0.001);
	context_release(&ctx);
}

/* The bands as they are meant: up to and including the edge, in double precision. */
static void test_sane_bands(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	struct points points = arson(&ctx);
	static const double radius[] = {0, 200, 400, 600};
	static const int64_t window[] = {DAY_S, 2 * DAY_S, 3 * DAY_S};
	struct nearrepeat_options o = {.metric = NEAR_MANHATTAN,
		.radius_m = radius,
		.radii_n = 4,
		.window_s = window,
		.windows_n = 3};
	struct nearrepeat r;
	assert_int_equal(nearrepeat_run(&ctx, &r, points, &o), ERR_OK);
	/* Recounted elsewhere with a first band up to 1 m, which one pair more is in. */
	static const int64_t up_to_400[] = {12, 1, 1, 4, 0, 1};
	int64_t first[3] = {0}, third[3] = {0};
	for (size_t c = 0; c < 3; c++) {
		first[c] = r.cells[c].observed + r.cells[3 + c].observed;
		third[c] = r.cells[6 + c].observed;
	}
	assert_memory_equal(first, up_to_400, sizeof first);
	assert_memory_equal(third, up_to_400 + 3, sizeof third);
	context_release(&ctx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_burkitt),
		cmocka_unit_test(test_counts_and_variance),
		cmocka_unit_test(test_permutations),
		cmocka_unit_test(test_mantel),
		cmocka_unit_test(test_jacquez),
		cmocka_unit_test(test_calculator),
		cmocka_unit_test(test_sane_bands),
	};
	return cmocka_run_group_tests_name("interaction by others", tests, NULL, NULL);
}
