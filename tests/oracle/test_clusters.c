/* DBSCAN and HDBSCAN against R dbscan 1.1-11 and scikit-learn: core and noise sets
 * exactly, and the same partition of the core points. */
#include "csv.h"
#include "stats/dbscan.h"
#include "stats/hdbscan.h"
#include "stats/mst.h"

struct set {
	const char *name;
	double radius;
	uint32_t min_points, min_cluster_size;
};
static const struct set moons = {"moons", 0.3, 5, 5};
static const struct set ds3 = {"DS3", 10, 10, 25};

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

/* Whether two edges of the tree are of this length: then R's order decides. */
static bool is_tied(const struct mst *mst, double length_m)
{
	int edges = 0;
	for (size_t k = 0; k + 1 < mst->n; k++)
		edges += mst->edges[k].length_m == length_m;
	return edges > 1;
}

static void compare_hierarchy(const struct set *set)
{
	struct context ctx;
	context_init(&ctx);
	struct csv file = csv_read(&ctx,
		str_printf(ctx.arena, "reference/clustering/%s_points.csv", set->name));
	struct csv want = csv_read(
		&ctx, str_printf(ctx.arena, "reference/clustering/%s_results.csv",
			      set->name));
	struct csv tree = csv_read(
		&ctx, str_printf(ctx.arena,
			      "reference/clustering/%s_hdbscan_singlelinkage.csv",
			      set->name));
	struct csv stable = csv_read(&ctx,
		str_printf(ctx.arena, "reference/clustering/%s_hdbscan_stability.csv",
			set->name));
	struct points points = {
		file.rows, csv_column(&file, "x"), csv_column(&file, "y"), NULL};
	struct mst mst;
	assert_int_equal(mst_build(&ctx, &mst, points, set->min_cluster_size), ERR_OK);
	for (size_t k = 0; k < tree.rows; k++)
		near_to(mst.edges[k].length_m, csv_number(&tree, k, "height"), 1e-12,
			"height of the tree");
	const double *label = csv_column(&want, "hdbscan");
	for (int threads = 1; threads <= 2; threads++) {
		struct hdbscan_options o = {.min_cluster_size = set->min_cluster_size};
		struct hdbscan got;
		ctx.threads = threads;
		assert_int_equal(hdbscan_run(&ctx, &got, points, &o), ERR_OK);
		for (size_t i = 0; i < points.n; i++) {
			assert_int_equal(got.labels.label[i] == 0, label[i] == 0);
			near_to(got.core_m[i], csv_number(&want, i, "hdbscan_coredist"),
				1e-12, "core distance");
			near_to(got.probability[i],
				csv_number(&want, i, "hdbscan_prob"), 1e-9,
				"membership");
			double glosh = csv_number(&want, i, "hdbscan_glosh");
			if (fabs(got.outlier[i] - glosh) > 1e-12 &&
				!is_tied(&mst, got.core_m[i]))
				fail_msg("GLOSH of %zu: %.17g, but it should be %.17g",
					i, got.outlier[i], glosh);
		}
		same_partition(points.n, got.labels.label, label, got.labels.core);
		assert_int_equal(got.labels.clusters_n, stable.rows);
		for (size_t i = 0; i < points.n; i++)
			if (label[i] > 0)
				near_to(got.stability[got.labels.label[i] - 1],
					csv_number(&stable, (size_t)label[i] - 1,
						"stability"),
					1e-9, "stability");
	}
	context_release(&ctx);
}

static void test_hierarchy_of_moons(void **state)
{
	(void)state;
	compare_hierarchy(&moons);
}

static void test_hierarchy_of_ds3(void **state)
{
	(void)state;
	compare_hierarchy(&ds3);
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
		cmocka_unit_test(test_hierarchy_of_moons),
		cmocka_unit_test(test_hierarchy_of_ds3),
	};
	return cmocka_run_group_tests_name("clusters of others", tests, NULL, NULL);
}
