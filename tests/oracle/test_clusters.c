/* DBSCAN against R dbscan 1.1-11 and scikit-learn: core and noise sets exactly, and the
 * same partition of the core points. */
#include "csv.h"
#include "stats/dbscan.h"

struct set {
	const char *name;
	double radius;
	uint32_t min_points;
};
static const struct set moons = {"moons", 0.3, 5};
static const struct set ds3 = {"DS3", 10, 10};

/* That one partition's labels go over into the other's one to one, on these points. */
static void same_partition(
	size_t n, const uint32_t *got, const double *want, const uint8_t *which)
{
	uint32_t to[20000] = {0}, from[20000] = {0};
	for (size_t i = 0; i < n; i++) {
		if (!which[i])
			continue;
		uint32_t other = (uint32_t)want[i];
		assert_true(got[i] < 20000 && other < 20000);
		if (!to[got[i]])
			to[got[i]] = other;
		if (!from[other])
			from[other] = got[i];
		assert_int_equal(to[got[i]], other);
		assert_int_equal(from[other], got[i]);
	}
}

static void compare(const struct set *set)
{
	struct context ctx;
	context_init(&ctx);
	struct csv file = csv_read(&ctx,
		str_printf(ctx.arena, "reference/clustering/%s_points.csv", set->name));
	struct csv want = csv_read(
		&ctx, str_printf(ctx.arena, "reference/clustering/%s_results.csv",
			      set->name));
	struct csv peer = csv_read(
		&ctx, str_printf(ctx.arena, "reference/clustering/%s_sklearn.csv",
			      set->name));
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	struct dbscan_options o = {
		.radius_m = set->radius, .min_points = set->min_points};
	const double *core = csv_column(&want, "dbscan_core");
	const double *label = csv_column(&want, "dbscan");
	const double *peer_core = csv_column(&peer, "core");
	uint32_t clusters = 0;
	for (int threads = 1; threads <= 2; threads++) {
		struct labels got;
		ctx.threads = threads;
		assert_int_equal(dbscan_run(&ctx, &got, points, &o), ERR_OK);
		for (size_t i = 0; i < got.n; i++) {
			assert_int_equal(got.core[i], (int)core[i]);
			assert_int_equal(got.core[i], (int)peer_core[i]);
			assert_int_equal(got.label[i] == 0, label[i] == 0);
			clusters = label[i] > clusters ? (uint32_t)label[i] : clusters;
		}
		assert_int_equal(got.clusters_n, clusters);
		same_partition(got.n, got.label, label, got.core);
	}
	context_release(&ctx);
}

static void test_moons(void **state)
{
	(void)state;
	compare(&moons);
}

static void test_ds3(void **state)
{
	(void)state;
	compare(&ds3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_moons),
		cmocka_unit_test(test_ds3),
	};
	return cmocka_run_group_tests_name("clusters of others", tests, NULL, NULL);
}
