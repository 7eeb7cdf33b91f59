/* The scan against SaTScan (5,000 events) and against every window by brute force (the
 * New York fever sample: distances along the chord of a sphere of 6,367 km). */
#include "base/civil.h"
#include "csv.h"
#include "stats/scanstat.h"

static uint32_t day_of(const char *text, char separator, int64_t first)
{
	int year, month, day;
	char a, b;
	assert_int_equal(sscanf(text, "%d%c%d%c%d", &year, &a, &month, &b, &day), 5);
	assert_true(a == separator && b == separator);
	return (uint32_t)(civil_days(year, month, day) - first);
}

static struct scanstat scanstat_5k(
	struct context *ctx, double radius_m, uint32_t replications)
{
	struct csv events = csv_read(ctx, "reference/scan/stp_5k_events.csv");
	struct csv centres = csv_read(ctx, "reference/scan/stp_5k_centres.csv");
	uint32_t *unit = arena_array(ctx->arena, uint32_t, events.rows), *place;
	for (size_t i = 0; i < events.rows; i++)
		unit[i] =
			day_of(csv_text(&events, i, "t"), '-', civil_days(2023, 1, 1));
	struct scanstat_coordinates at = {
		events.rows, csv_column(&events, "x"), csv_column(&events, "y"), NULL};
	struct scanstat_input in = {.n = events.rows, .unit = unit, .units = 365};
	scanstat_places(ctx, at, &in.places, &place);
	in.place = place;
	in.centres = (struct scanstat_coordinates){centres.rows,
		csv_column(&centres, "x"), csv_column(&centres, "y"), NULL};
	struct scanstat_options o = {.max_radius_m = radius_m,
		.max_share = radius_m > 0 ? 0 : 0.5,
		.max_units = 30,
		.replications = replications};
	struct scanstat scan;
	assert_int_equal(scanstat_run(ctx, &scan, &in, &o), ERR_OK);
	const struct scanstat_cluster *c = &scan.clusters[0];
	assert_string_equal(csv_text(&centres, c->centre, "id"), "L00693");
	return scan;
}

static void first_of_5k(const struct scanstat_cluster *c)
{
	assert_true(fabs(c->radius_m - 1450) < 5);
	assert_int_equal(c->locations_n, 14);
	assert_int_equal(c->from_unit, 200); /* 2023-07-20 */
	assert_int_equal(c->to_unit, 213);   /* 2023-08-02 */
	assert_int_equal(c->observed, 27);
	assert_true(fabs(c->expected - 3.01) < 0.005);
	assert_true(fabs(c->llr - 35.306083) < 5e-7);
}

static void test_small_circles(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	ctx.threads = 2;
	struct scanstat scan = scanstat_5k(&ctx, 2000, 999);
	first_of_5k(&scan.clusters[0]);
	assert_true(scan.clusters[0].p_value == 0.001);
	assert_true(scan.clusters[1].p_value > 0.5);
	context_release(&ctx);
}

static void test_half_of_the_events(void **state)
{
	(void)state;
	struct context ctx;
	context_init(&ctx);
	ctx.threads = 2;
	struct scanstat scan = scanstat_5k(&ctx, 0, 9);
	first_of_5k(&scan.clusters[0]);
	assert_true(fabs(scan.clusters[1].llr - 11.844826) < 5e-7);
	context_release(&ctx);
}

/* ---- New York -------------------------------------------------------------------- */

enum { ROWS = 400 };

struct fever {
	struct context ctx;
	size_t zips;
	char zip[ROWS][8];
	double x_m[ROWS], y_m[ROWS], z_m[ROWS];
	struct scanstat_input in;
	uint32_t place[ROWS], unit[ROWS];
};

static void on_globe(struct fever *f, size_t i, double lat, double lon)
{
	double radius_m = 6367000, r = acos(-1) / 180;
	f->x_m[i] = radius_m * cos(lat * r) * cos(lon * r);
	f->y_m[i] = radius_m * cos(lat * r) * sin(lon * r);
	f->z_m[i] = radius_m * sin(lat * r);
}

static FILE *open_shared(struct context *ctx, const char *path)
{
	FILE *file = fopen(oracle_path(ctx, path), "r");
	if (!file) {
		print_message("skipped: no %s (LASTSEEN_SHARED)\n", path);
		skip();
	}
	return file;
}

static void fever_read(struct fever *f)
{
	context_init(&f->ctx);
	FILE *file = open_shared(&f->ctx, "data/points/satscan_nycfever/NYCfever.geo");
	double lat, lon;
	f->zips = 0;
	while (fscanf(file, "%7s %lf %lf", f->zip[f->zips], &lat, &lon) == 3)
		on_globe(f, f->zips++, lat, lon);
	fclose(file);
	file = open_shared(&f->ctx, "data/points/satscan_nycfever/NYCfever.cas");
	char zip[8], date[16];
	int count;
	size_t n = 0;
	while (fscanf(file, "%7s %d %15s", zip, &count, date) == 3) {
		assert_int_equal(count, 1);
		f->unit[n] = day_of(date, '/', civil_days(2001, 11, 1));
		for (size_t k = 0; k < f->zips; k++)
			if (str_equal(f->zip[k], zip))
				f->place[n] = (uint32_t)k;
		n++;
	}
	fclose(file);
	struct scanstat_coordinates zips = {f->zips, f->x_m, f->y_m, f->z_m};
	f->in = (struct scanstat_input){.places = zips,
		.n = n,
		.place = f->place,
		.unit = f->unit,
		.units = 24,
		.centres = zips};
}

/* The figures after a name in a flat JSON object. */
static double figure(const char *object, const char *name)
{
	const char *at = strstr(object, name);
	assert_non_null(at);
	return strtod(strchr(at, ':') + 1, NULL);
}

static void compare_fever(const char *key, bool prospective)
{
	static struct fever f;
	fever_read(&f);
	const char *json;
	size_t n;
	const char *path = "reference/scan/nycfever_bruteforce.json";
	const char *full = oracle_path(&f.ctx, path);
	if (!file_exists(full))
		skip();
	assert_int_equal(file_read(&f.ctx, full, 1 << 20, &json, &n), ERR_OK);
	const char *top = strstr(json, key);
	assert_non_null(top);
	struct scanstat_options o = {.max_radius_m = 3000,
		.max_units = 7,
		.prospective = prospective,
		.replications = 99};
	struct scanstat scan;
	assert_int_equal(scanstat_run(&f.ctx, &scan, &f.in, &o), ERR_OK);
	const struct scanstat_cluster *c = &scan.clusters[0];
	char zip[16], date[CIVIL_TEXT_MAX];
	sscanf(strstr(top, "centre"), "centre\": \"%5s", zip);
	assert_string_equal(f.zip[c->centre], zip);
	near_to(c->llr, figure(top, "llr"), 1e-12, "llr");
	/* Theirs is along the ground. */
	double globe_m = 2 * 6367000.0;
	near_to(globe_m * asin(c->radius_m / globe_m), 1000 * figure(top, "radius_km"),
		1e-9, "radius");
	near_to(c->expected, figure(top, "expected"), 1e-12, "expected");
	assert_int_equal(c->observed, figure(top, "observed"));
	day_format(civil_days(2001, 11, 1) + c->from_unit, date);
	assert_memory_equal(strstr(top, "start") + 9, date, 10);
	day_format(civil_days(2001, 11, 1) + c->to_unit, date);
	assert_memory_equal(strstr(top, "\"end\"") + 8, date, 10);
	print_message("%s: p %.2f, locations %u of %.0f\n", key, c->p_value,
		c->locations_n, figure(top, "locations_within"));
	assert_int_equal(c->locations_n, figure(top, "locations_within"));
	context_release(&f.ctx);
}

static void test_fever_prospective(void **state)
{
	(void)state;
	compare_fever("nyc_prospective_3km_7d", true);
}

static void test_fever_retrospective(void **state)
{
	(void)state;
	compare_fever("nyc_retrospective_3km_7d", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_circles),
		cmocka_unit_test(test_half_of_the_events),
		cmocka_unit_test(test_fever_prospective),
		cmocka_unit_test(test_fever_retrospective),
	};
	return cmocka_run_group_tests_name("scans by others", tests, NULL, NULL);
}
