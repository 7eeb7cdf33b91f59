#define _POSIX_C_SOURCE 200809L
#include "base/file.h"
#include "base/str.h"
#include "geo/project.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* After the four headers it needs. */
#include <cmocka.h>

static const char *shared(struct context *ctx, const char *path)
{
	const char *folder = getenv("LASTSEEN_SHARED");
	return str_printf(ctx->arena, "%s/%s", folder ? folder : "../shared", path);
}

/* Goes where no grid can be found by accident. */
static int setup(void **state)
{
	struct context *ctx = calloc(1, sizeof *ctx);
	context_init(ctx);
	unsetenv("LASTSEEN_GRID");
	*state = ctx;
	return 0;
}

static int teardown(void **state)
{
	struct context *ctx = *state;
	context_release(ctx);
	free(ctx);
	return 0;
}

/* The worked example of "A guide to coordinate systems in Great Britain" (Ordnance
 * Survey): Caister water tower. */
static void test_fallback_says_so(void **state)
{
	struct context *ctx = *state;
	const char *grid;
	assert_int_equal(projection_grid_find(ctx, NULL, &grid), ERR_OK);
	if (grid) {
		print_message("the OSTN15 grid is installed: no fallback to look at\n");
		skip();
	}
	struct projection *p;
	assert_int_equal(projection_create_gb(ctx, &p, EPSG_WGS84, NULL), ERR_OK);
	const struct projection_info *info = projection_info(p);
	assert_string_equal(info->name, "Helmert EPSG:1314");
	assert_true(info->accuracy_m == 5);
	/* 52 39 28.8282 N 1 42 57.8663 E. */
	double lon = 1.716073973, lat = 52.658007833, x, y;
	size_t failed;
	project_forward(ctx, p, 1, &lon, &lat, &x, &y, &failed);
	assert_int_equal(failed, 0);
	assert_true(hypot(x - 651409.804, y - 313177.450) < 5);
	double lon_back, lat_back;
	project_inverse(ctx, p, 1, &x, &y, &lon_back, &lat_back, NULL);
	/* Heights are not carried, which costs up to 2 mm there and back. */
	assert_true(fabs(lon_back - lon) < 2e-8 && fabs(lat_back - lat) < 2e-8);
	projection_free(p);
}

static void test_named_grid_must_be_there(void **state)
{
	struct context *ctx = *state;
	struct projection *p;
	assert_int_equal(
		projection_create_gb(ctx, &p, EPSG_WGS84, "/nowhere"), ERR_NOT_FOUND);
	assert_null(p);
	setenv("LASTSEEN_GRID", "/nowhere/else", 1);
	assert_int_equal(
		projection_create_gb(ctx, &p, EPSG_WGS84, NULL), ERR_NOT_FOUND);
	assert_non_null(strstr(ctx->error, "LASTSEEN_GRID"));
	unsetenv("LASTSEEN_GRID");
}

/* A file of the grid's name in the current folder must not be taken, nor break it. */
static void test_current_folder_is_not_searched(void **state)
{
	struct context *ctx = *state;
	char here[4096], folder[] = "/tmp/lastseen-project-XXXXXX";
	assert_non_null(getcwd(here, sizeof here));
	assert_non_null(mkdtemp(folder));
	assert_int_equal(chdir(folder), 0);
	FILE *decoy = fopen(OSTN15_FILE, "w");
	fputs("no grid", decoy);
	fclose(decoy);
	decoy = fopen("proj.db", "w");
	fputs("no data base", decoy);
	fclose(decoy);
	const char *grid;
	assert_int_equal(projection_grid_find(ctx, NULL, &grid), ERR_OK);
	assert_true(!grid || grid[0] == '/');
	struct projection *p;
	assert_int_equal(projection_create_gb(ctx, &p, 3857, NULL), ERR_OK);
	double x = -222638.98, y = 6800125.45, e, n;
	project_forward(ctx, p, 1, &x, &y, &e, &n, NULL);
	assert_true(hypot(e - 400095, n - 232999) < 1500);
	projection_free(p);
	assert_int_equal(unlink(OSTN15_FILE), 0);
	assert_int_equal(unlink("proj.db"), 0);
	assert_int_equal(chdir(here), 0);
	assert_int_equal(rmdir(folder), 0);
}

static void read_vectors(struct context *ctx, const char *path, int first_column,
	double a[40], double b[40])
{
	const char *text;
	size_t n;
	assert_int_equal(file_read(ctx, shared(ctx, path), 1 << 20, &text, &n), ERR_OK);
	struct str_list lines = str_split(ctx->arena, text, '\n');
	assert_int_equal(lines.n, 41);
	for (size_t i = 0; i < 40; i++) {
		struct str_list cells = str_split(ctx->arena, lines.items[i + 1], ',');
		a[i] = strtod(cells.items[first_column], NULL);
		b[i] = strtod(cells.items[first_column + 1], NULL);
	}
}

static double worst_of_40(struct context *ctx, const struct projection *p)
{
	double lat[40], lon[40], east[40], north[40], x[40], y[40], worst = 0;
	read_vectors(
		ctx, "data/ostn15/OSTN15_OSGM15_TestInput_ETRStoOSGB.txt", 1, lat, lon);
	read_vectors(ctx, "data/ostn15/OSTN15_OSGM15_TestOutput_ETRStoOSGB.txt", 1,
		east, north);
	size_t failed;
	project_forward(ctx, p, 40, lon, lat, x, y, &failed);
	assert_int_equal(failed, 0);
	for (int i = 0; i < 40; i++)
		worst = fmax(worst, hypot(x[i] - east[i], y[i] - north[i]));
	double lon_back[40], lat_back[40];
	project_inverse(ctx, p, 40, x, y, lon_back, lat_back, &failed);
	assert_int_equal(failed, 0);
	for (int i = 0; i < 40; i++)
		assert_true(fabs(lon_back[i] - lon[i]) < 2e-8 &&
			    fabs(lat_back[i] - lat[i]) < 2e-8);
	return worst;
}

static void test_forty_vectors(void **state)
{
	struct context *ctx = *state;
	if (!file_exists(shared(ctx, "data/ostn15/LICENSE.txt"))) {
		print_message("skipped: no test vectors (LASTSEEN_SHARED)\n");
		skip();
	}
	struct projection *p;
	assert_int_equal(
		projection_create_gb(ctx, &p, EPSG_WGS84, shared(ctx, "data/grids")),
		ERR_OK);
	assert_string_equal(projection_info(p)->name, "OSTN15");
	double with = worst_of_40(ctx, p);
	projection_free(p);
	assert_true(with < 0.010);
	assert_int_equal(projection_create_gb(ctx, &p, 4258, NULL), ERR_OK);
	double without = worst_of_40(ctx, p);
	projection_free(p);
	assert_true(without < 5);
	print_message(
		"worst of 40: %.4f m with the grid, %.2f m without\n", with, without);
}

static void test_outside_of_the_grid(void **state)
{
	struct context *ctx = *state;
	const char *folder = shared(ctx, "data/grids");
	if (!file_exists(str_printf(ctx->arena, "%s/%s", folder, OSTN15_FILE)))
		skip();
	struct projection *p;
	assert_int_equal(projection_create_gb(ctx, &p, EPSG_WGS84, folder), ERR_OK);
	double lon[] = {-2.7, -87.6, NAN}, lat[] = {53.76, 41.8, 50}, x[3], y[3];
	size_t failed;
	project_forward(ctx, p, 3, lon, lat, x, y, &failed);
	assert_int_equal(failed, 2);
	assert_true(in_british_grid(x[0], y[0]));
	assert_true(isnan(x[1]) && isnan(y[2]));
	projection_free(p);
}

static void test_points_elsewhere(void **state)
{
	struct context *ctx = *state;
	double lon[] = {-87.71, -87.62, -87.65}, lat[] = {41.88, 41.74, 41.81};
	struct projection *p;
	assert_int_equal(
		projection_create_points(ctx, &p, EPSG_WGS84, NULL, 3, lon, lat),
		ERR_OK);
	assert_string_equal(
		projection_info(p)->name, "transverse Mercator at 41.8 N 87.7 W");
	assert_int_equal(projection_info(p)->epsg_to, 0);
	assert_true(projection_info(p)->scale_error < 1e-5);
	/* A degree of latitude at 41.8 is 111,072 m (WGS 84 meridian). */
	double at_lon[] = {-87.7, -87.7}, at_lat[] = {41.3, 42.3}, x[2], y[2];
	project_forward(ctx, p, 2, at_lon, at_lat, x, y, NULL);
	assert_true(fabs(y[1] - y[0] - 111072) < 5 && fabs(x[0]) < 1e-6);
	projection_free(p);
}

static void test_points_in_britain_and_planes(void **state)
{
	struct context *ctx = *state;
	double lon[] = {-2.7, -2.71}, lat[] = {53.76, 53.77};
	struct projection *p;
	assert_int_equal(
		projection_create_points(ctx, &p, EPSG_WGS84, NULL, 2, lon, lat),
		ERR_OK);
	assert_int_equal(projection_info(p)->epsg_to, EPSG_BRITISH_GRID);
	projection_free(p);

	double x[] = {353000, 354000}, y[] = {430000, 430000}, to_x[2], to_y[2];
	static const int planes[] = {27700, 32630};
	for (int k = 0; k < 2; k++) {
		assert_int_equal(
			projection_create_points(ctx, &p, planes[k], NULL, 2, x, y),
			ERR_OK);
		project_forward(ctx, p, 2, x, y, to_x, to_y, NULL);
		assert_true(to_x[1] == 354000 && to_y[0] == 430000);
		projection_free(p);
	}
	/* Illinois East, in American survey feet. */
	double feet_x[] = {1180000, 1181000}, feet_y[] = {1870000, 1870000};
	assert_int_equal(
		projection_create_points(ctx, &p, 3435, NULL, 2, feet_x, feet_y),
		ERR_OK);
	project_forward(ctx, p, 2, feet_x, feet_y, to_x, to_y, NULL);
	assert_true(fabs(to_x[1] - to_x[0] - 304.8006096) < 1e-6);
	projection_free(p);
}

/* Web Mercator at 41.8 N calls 1,341 m what is 1,000. */
static void test_web_mercator_is_put_right(void **state)
{
	struct context *ctx = *state;
	double x[] = {-9757000, -9756000, -9757000}, y[] = {5131000, 5131000, 5132000};
	struct projection *p;
	assert_int_equal(
		projection_create_points(ctx, &p, 3857, NULL, 3, x, y), ERR_OK);
	double to_x[3], to_y[3];
	project_forward(ctx, p, 3, x, y, to_x, to_y, NULL);
	double east = hypot(to_x[1] - to_x[0], to_y[1] - to_y[0]);
	assert_true(fabs(east - 1000 * cos(41.8 * acos(-1) / 180)) < 5);
	double back_x[3], back_y[3];
	project_inverse(ctx, p, 3, to_x, to_y, back_x, back_y, NULL);
	assert_true(fabs(back_x[2] - x[2]) < 1e-3 && fabs(back_y[2] - y[2]) < 1e-3);
	projection_free(p);
}

static void test_refuses(void **state)
{
	struct context *ctx = *state;
	struct projection *p;
	double x[] = {500, 1}, y[] = {51, 51};
	assert_int_equal(
		projection_create_points(ctx, &p, EPSG_WGS84, NULL, 2, x, y), ERR_DATA);
	assert_int_equal(
		projection_create_points(ctx, &p, 999999, NULL, 2, x, y), ERR_USAGE);
	assert_int_equal(
		projection_create_points(ctx, &p, 5701, NULL, 2, x, y), ERR_USAGE);
	assert_int_equal(projection_create_gb(ctx, &p, 999999, NULL), ERR_USAGE);
	x[0] = NAN;
	assert_int_equal(
		projection_create_points(ctx, &p, EPSG_WGS84, NULL, 2, x, y), ERR_DATA);
}

static void test_workers_give_the_same(void **state)
{
	struct context *ctx = *state;
	enum { MANY = 60000 };
	double *lon = arena_array(ctx->arena, double, MANY);
	double *lat = arena_array(ctx->arena, double, MANY);
	for (int i = 0; i < MANY; i++) {
		lon[i] = -4 + 5.0 * (i % 251) / 251;
		lat[i] = 50.5 + 5.0 * (i % 337) / 337;
	}
	double *x[2], *y[2];
	struct projection *p;
	assert_int_equal(projection_create_gb(ctx, &p, EPSG_WGS84, NULL), ERR_OK);
	for (int k = 0; k < 2; k++) {
		ctx->threads = k + 1;
		x[k] = arena_array(ctx->arena, double, MANY);
		y[k] = arena_array(ctx->arena, double, MANY);
		project_forward(ctx, p, MANY, lon, lat, x[k], y[k], NULL);
	}
	assert_memory_equal(x[0], x[1], MANY * sizeof **x);
	assert_memory_equal(y[0], y[1], MANY * sizeof **y);
	projection_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_fallback_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_named_grid_must_be_there, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_current_folder_is_not_searched, setup, teardown),
		cmocka_unit_test_setup_teardown(test_forty_vectors, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_outside_of_the_grid, setup, teardown),
		cmocka_unit_test_setup_teardown(test_points_elsewhere, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_points_in_britain_and_planes, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_web_mercator_is_put_right, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_workers_give_the_same, setup, teardown),
	};
	return cmocka_run_group_tests_name("project", tests, NULL, NULL);
}
