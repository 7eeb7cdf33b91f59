/* Survival against R survival, hours of day against R circular, adjusted p-values
 * against R p.adjust(), shrunk rates against spdep::EBest(). */
#include "csv.h"
#include "stats/circular.h"
#include "stats/circular_tests.h"
#include "stats/cox.h"
#include "stats/fdr.h"
#include "stats/km.h"
#include "stats/logrank.h"
#include "stats/rates.h"

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

static void test_kaplan_meier(void **state)
{
	(void)state;
	struct csv lung = csv_read(&ctx, "reference/circular_survival/lung.csv");
	struct csv want = csv_read(&ctx, "reference/circular_survival/lung_km.csv");
	double *time = arena_array(ctx.arena, double, lung.rows);
	uint8_t *event = arena_array(ctx.arena, uint8_t, lung.rows);
	const char *answers =
		json_read(&ctx, "reference/circular_survival/results.json");
	size_t row = 0;
	for (int sex = 1; sex <= 2; sex++) {
		size_t n = 0;
		for (size_t i = 0; i < lung.rows; i++) {
			if (csv_number(&lung, i, "sex") != sex)
				continue;
			time[n] = csv_number(&lung, i, "time");
			event[n++] = (uint8_t)csv_number(&lung, i, "event");
		}
		struct km km;
		assert_int_equal(km_run(&ctx, &km, n, time, event), ERR_OK);
		/* R gives both medians in one list. */
		if (sex == 1)
			near_to(km.median, json_number(answers, "lung", "median"), 0,
				"median");
		for (size_t k = 0; k < km.steps_n; k++, row++) {
			const struct km_step *s = &km.steps[k];
			assert_true(s->time == csv_number(&want, row, "time"));
			assert_int_equal(s->at_risk, csv_number(&want, row, "n_risk"));
			assert_int_equal(s->events, csv_number(&want, row, "n_event"));
			near_to(s->survival, csv_number(&want, row, "surv"), 1e-12,
				"S");
			near_to(s->se, csv_number(&want, row, "se"), 1e-9, "se");
			near_to(s->lower, csv_number(&want, row, "lo_loglog"), 1e-9,
				"low");
			near_to(s->upper, csv_number(&want, row, "hi_loglog"), 1e-9,
				"high");
		}
	}
	assert_int_equal(row, want.rows);
}

static void test_log_rank(void **state)
{
	(void)state;
	struct csv lung = csv_read(&ctx, "reference/circular_survival/lung.csv");
	uint8_t *event = arena_array(ctx.arena, uint8_t, lung.rows);
	uint32_t *group = arena_array(ctx.arena, uint32_t, lung.rows);
	for (size_t i = 0; i < lung.rows; i++) {
		event[i] = (uint8_t)csv_number(&lung, i, "event");
		group[i] = (uint32_t)(csv_number(&lung, i, "sex") - 1);
	}
	struct logrank l;
	assert_int_equal(logrank_run(&ctx, &l, lung.rows, csv_column(&lung, "time"),
				 event, group, 2),
		ERR_OK);
	const char *answers =
		json_read(&ctx, "reference/circular_survival/results.json");
	near_to(l.chi_square, json_number(answers, "lung", "logrank_chisq"), 1e-12,
		"chi square");
	near_to(l.p_value, json_number(answers, "lung", "p"), 1e-10, "p");
}

/* Sex alone, against R 4.2.2 survival 3.5-3: coxph(Surv(time, status == 2) ~ sex, lung).
 * With age the answers are not of the same data: their file has no age. */
static void test_cox(void **state)
{
	(void)state;
	struct csv lung = csv_read(&ctx, "reference/circular_survival/lung.csv");
	uint8_t *event = arena_array(ctx.arena, uint8_t, lung.rows);
	for (size_t i = 0; i < lung.rows; i++)
		event[i] = (uint8_t)csv_number(&lung, i, "event");
	struct cox c;
	assert_int_equal(cox_run(&ctx, &c, lung.rows, csv_column(&lung, "time"), event,
				 csv_column(&lung, "sex"), 1),
		ERR_OK);
	const char *answers =
		json_read(&ctx, "reference/circular_survival/results.json");
	assert_true(c.converged);
	near_to(c.log_likelihood_null, json_number(answers, "cox_efron", "loglik"),
		1e-12, "log-likelihood of no difference");
	near_to(c.terms[0].coefficient, -0.53102353761950816, 1e-9, "coefficient");
	near_to(c.terms[0].se, 0.16717858323075435, 1e-9, "se");
	near_to(c.log_likelihood, -744.59299902495127, 1e-12, "log-likelihood");
}

static void test_hours_of_day(void **state)
{
	(void)state;
	struct csv file =
		csv_read(&ctx, "reference/circular_survival/fisherB1_hours_of_day.csv");
	struct circular c;
	assert_int_equal(
		circular_run(&ctx, &c, file.rows, csv_column(&file, "hour"), NULL, 24),
		ERR_OK);
	double radian = 24 / (2 * acos(-1));
	const char *answers =
		json_read(&ctx, "reference/circular_survival/results.json");
	assert_true(c.n == json_number(answers, "fisherB1", "n"));
	near_to(c.mean - 24, json_number(answers, "fisherB1", "mean_rad") * radian,
		1e-12, "mean");
	near_to(c.resultant, json_number(answers, "fisherB1", "rho"), 1e-13,
		"resultant");
	near_to(c.sd, json_number(answers, "fisherB1", "sd") * radian, 1e-12, "sd");
	near_to(c.rayleigh_p, json_number(answers, "rayleigh", "p.value"), 1e-11,
		"Rayleigh p");
	struct circular_tests t;
	assert_int_equal(
		circular_tests_run(&ctx, &t, file.rows, csv_column(&file, "hour"), 24),
		ERR_OK);
	near_to(t.median - 24, json_number(answers, "fisherB1", "median_rad") * radian,
		1e-12, "median");
	near_to(t.kuiper_v, json_number(answers, "fisherB1", "kuiper"), 1e-12,
		"Kuiper's V");
	near_to(t.watson_u2, json_number(answers, "fisherB1", "watson"), 1e-12,
		"Watson's U2");
	near_to(t.rao_degrees, json_number(answers, "fisherB1", "rao"), 1e-12,
		"Rao's spacing");
	near_to(t.kappa, json_number(answers, "vonmises", "kappa"), 1e-12, "kappa");
	near_to(t.kappa_corrected, json_number(answers, "fisherB1", "vonmises_bias"),
		1e-12, "kappa, corrected");
}

static void test_density_of_hours(void **state)
{
	(void)state;
	struct csv file =
		csv_read(&ctx, "reference/circular_survival/fisherB1_hours_of_day.csv");
	const double *hours = csv_column(&file, "hour");
	for (int bandwidth = 10; bandwidth <= 40; bandwidth += 30) {
		struct csv want = csv_read(&ctx, str_printf(ctx.arena,
							 "reference/circular_survival/"
							 "fisherB1_vm_density_bw%d.csv",
							 bandwidth));
		double turn = 2 * acos(-1);
		assert_true(want.rows > 500);
		for (size_t i = 0; i < want.rows; i++) {
			double at = csv_number(&want, i, "theta") * 24 / turn;
			double got = circular_density(
				file.rows, hours, NULL, 24, bandwidth, at);
			near_to(got * 24 / turn, csv_number(&want, i, "f"), 1e-11,
				"density");
		}
	}
}

static void test_adjusted_p(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, "reference/local_stats/multiple_testing.csv");
	const double *p = csv_column(&file, "p_raw");
	double *got = arena_array(ctx.arena, double, file.rows);
	static const struct {
		enum fdr_method method;
		const char *column;
	} methods[] = {{FDR_BENJAMINI_HOCHBERG, "p_fdrBH"},
		{FDR_BENJAMINI_YEKUTIELI, "p_BY"}, {FDR_HOLM, "p_holm"},
		{FDR_BONFERRONI, "p_bonf"}};
	for (int m = 0; m < 4; m++) {
		fdr_adjust(&ctx, methods[m].method, file.rows, p, got);
		for (size_t i = 0; i < file.rows; i++)
			near_to(got[i], csv_number(&file, i, methods[m].column), 1e-12,
				methods[m].column);
	}
}

static void test_shrunk_rates(void **state)
{
	(void)state;
	struct csv file = csv_read(&ctx, "reference/autocorrelation/nc_sids.csv");
	struct csv want =
		csv_read(&ctx, "reference/autocorrelation/nc_sids_EB_results.csv");
	int64_t *count = arena_array(ctx.arena, int64_t, file.rows);
	for (size_t i = 0; i < file.rows; i++)
		count[i] = (int64_t)csv_number(&file, i, "SID74");
	struct shrinkage s;
	assert_int_equal(
		shrink_rates(&ctx, &s, file.rows, count, csv_column(&file, "BIR74")),
		ERR_OK);
	for (size_t i = 0; i < file.rows; i++) {
		near_to(s.rate[i], csv_number(&want, i, "EBest"), 1e-12, "shrunk rate");
		assert_true(s.lower[i] < s.rate[i] && s.rate[i] < s.upper[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_kaplan_meier, setup, teardown),
		cmocka_unit_test_setup_teardown(test_log_rank, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cox, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hours_of_day, setup, teardown),
		cmocka_unit_test_setup_teardown(test_density_of_hours, setup, teardown),
		cmocka_unit_test_setup_teardown(test_adjusted_p, setup, teardown),
		cmocka_unit_test_setup_teardown(test_shrunk_rates, setup, teardown),
	};
	return cmocka_run_group_tests_name(
		"times and rates of others", tests, NULL, NULL);
}
