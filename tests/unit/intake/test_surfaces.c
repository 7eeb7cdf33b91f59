/* Surfaces and their contours, written and read again by GDAL. */
#include "helper.h"

#include "intake/contours.h"
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

enum { SIDE = 80 };
static double hill[SIDE * SIDE];

/* A Gaussian hill of so many times 1 at (1000, 2000), 40 m wide, 5 m cells. */
static struct raster make_hill(double times, const char *crs)
{
	struct raster r = {SIDE, SIDE, 800, 1800, 5, hill, crs, "a hill"};
	for (size_t i = 0; i < SIDE * SIDE; i++) {
		double dx = 800 + 5 * ((double)(i % SIDE) + 0.5) - 1000;
		double dy = 1800 + 5 * ((double)(i / SIDE) + 0.5) - 2000;
		hill[i] = times * exp(-(dx * dx + dy * dy) / (2 * 40 * 40));
	}
	return r;
}

static double area_of_level(double share)
{
	return -2 * 3.14159265358979 * 40 * 40 * log(share);
}

struct read {
	double area, level, share, x, y;
	int parts;
	char kind[32];
};

static int read_contours(const char *path, struct read *read, int most)
{
	GDALDatasetH set = GDALOpenEx(path, GDAL_OF_VECTOR, NULL, NULL, NULL);
	assert_non_null(set);
	OGRLayerH layer = GDALDatasetGetLayer(set, 0);
	OGRFeatureH f;
	int n = 0;
	OGR_L_ResetReading(layer);
	while ((f = OGR_L_GetNextFeature(layer))) {
		assert_true(n < most);
		OGRGeometryH g = OGR_F_GetGeometryRef(f);
		OGREnvelope e;
		OGR_G_GetEnvelope(g, &e);
		read[n] = (struct read){.area = OGR_G_Area(g),
			.level = OGR_F_GetFieldAsDouble(f, 1),
			.share = OGR_F_IsFieldSetAndNotNull(f, 2)
					 ? OGR_F_GetFieldAsDouble(f, 2)
					 : NAN,
			.x = (e.MinX + e.MaxX) / 2,
			.y = (e.MinY + e.MaxY) / 2,
			.parts = OGR_G_GetGeometryCount(g)};
		snprintf(read[n].kind, sizeof read[n].kind, "%s",
			OGR_F_GetFieldAsString(f, 0));
		assert_true(OGR_G_IsValid(g));
		OGR_F_Destroy(f);
		n++;
	}
	GDALClose(set);
	return n;
}

static void test_contours(void **state)
{
	struct desk *d = *state;
	struct read got[4];
	/* Densities are small numbers, and so are their differences. */
	static const double times[] = {1, 3e-9, 7e12};
	for (int k = 0; k < 3; k++) {
		struct raster r = make_hill(times[k], k ? "EPSG:27700" : NULL);
		struct contour c[] = {{"half", hill, 0.5 * times[k], 0.5, 0.25},
			{"tenth", hill, 0.1 * times[k], 0.1, NAN},
			{"none", hill, 2 * times[k], 2, NAN}};
		const char *path = desk_path(d, "c.gpkg");
		ok(d, contours_write(&d->ctx, path, &r, 3, c));
		assert_int_equal(read_contours(path, got, 4), 3);
		assert_true(fabs(got[0].area / area_of_level(0.5) - 1) < 0.005);
		assert_true(fabs(got[1].area / area_of_level(0.1) - 1) < 0.005);
		assert_true(got[2].area == 0 && got[2].parts == 0);
		assert_true(fabs(got[0].x - 1000) < 0.1 && fabs(got[0].y - 2000) < 0.1);
		assert_true(got[0].share == 0.25 && isnan(got[1].share));
		assert_true(got[0].level == 0.5);
		assert_string_equal(got[1].kind, "tenth");
	}
}

/* Cells that are no numbers end an area midway to them; the rim closes it. */
static void test_contours_end(void **state)
{
	struct desk *d = *state;
	struct read got[2];
	struct raster r = make_hill(1, NULL);
	for (size_t i = 0; i < SIDE * SIDE; i++)
		if (i % SIDE >= SIDE / 2)
			hill[i] = NAN;
	struct contour c[] = {
		{"half", hill, 0.5, 0.5, NAN}, {"all", hill, 1e-12, 0, NAN}};
	const char *path = desk_path(d, "c.geojson");
	ok(d, contours_write(&d->ctx, path, &r, 2, c));
	assert_int_equal(read_contours(path, got, 2), 2);
	double half = area_of_level(0.5) / 2;
	assert_true(got[0].area < half && got[0].area > half - 5 * 100);
	assert_true(fabs(got[1].area / (200.0 * 400) - 1) < 0.05);
}

static void test_contours_in_degrees(void **state)
{
	struct desk *d = *state;
	struct read got[2];
	struct raster r = make_hill(1, "EPSG:27700");
	r.min_x = 350000;
	r.min_y = 430000;
	struct contour c = {"half", hill, 0.5, 0.5, NAN};
	const char *path = desk_path(d, "c.json"), *one, *two;
	size_t n, m;
	ok(d, contours_write(&d->ctx, path, &r, 1, &c));
	assert_int_equal(read_contours(path, got, 2), 1);
	assert_true(fabs(got[0].x + 2.76) < 0.02 && fabs(got[0].y - 53.765) < 0.02);
	/* The same contours are the same bytes. */
	const char *names[] = {"c.json", "c.gpkg"};
	for (int k = 0; k < 2; k++) {
		path = desk_path(d, names[k]);
		ok(d, contours_write(&d->ctx, path, &r, 1, &c));
		ok(d, file_read(&d->ctx, path, 1 << 24, &one, &n));
		ok(d, contours_write(&d->ctx, path, &r, 1, &c));
		ok(d, file_read(&d->ctx, path, 1 << 24, &two, &m));
		assert_int_equal(n, m);
		assert_memory_equal(one, two, n);
	}
}

static void test_contours_refuse(void **state)
{
	struct desk *d = *state;
	struct raster r = make_hill(1, NULL);
	struct contour c = {"half", hill, 0.5, 0.5, NAN};
	refused(d, contours_write(&d->ctx, desk_path(d, "c.shp"), &r, 1, &c), ERR_USAGE,
		".gpkg");
	assert_false(file_exists(desk_path(d, "c.shp")));
	r.crs = "no such thing";
	refused(d, contours_write(&d->ctx, desk_path(d, "c.gpkg"), &r, 1, &c),
		ERR_UNSUPPORTED, "contours");
	assert_false(file_exists(desk_path(d, "c.gpkg")));
	refused(d, contours_write(&d->ctx, desk_path(d, "none/c.gpkg"), &r, 1, &c),
		ERR_IO, "c.gpkg");
}

static void test_bands(void **state)
{
	struct desk *d = *state;
	struct raster r = make_hill(2, "EPSG:27700");
	struct raster_file *file;
	const char *path = desk_path(d, "s.tif");
	ok(d, raster_begin(&d->ctx, path, &r, 3, &file));
	for (int k = 0; k < 3; k++) {
		hill[SIDE + 2] = 10 + k;
		hill[0] = NAN;
		ok(d, raster_add(file, k ? "later" : "first", hill));
	}
	assert_false(file_exists(path));
	ok(d, raster_commit(file));
	GDALDatasetH set = GDALOpen(path, GA_ReadOnly);
	assert_non_null(set);
	assert_int_equal(GDALGetRasterCount(set), 3);
	for (int k = 0; k < 3; k++) {
		double row[SIDE];
		int has = 0;
		GDALRasterBandH band = GDALGetRasterBand(set, k + 1);
		/* Counted from the north. */
		assert_int_equal(GDALRasterIO(band, GF_Read, 0, SIDE - 2, SIDE, 1, row,
					 SIDE, 1, GDT_Float64, 0, 0),
			CE_None);
		assert_true(row[2] == 10 + k);
		assert_true(isnan(GDALGetRasterNoDataValue(band, &has)) && has);
		assert_string_equal(GDALGetDescription(band), k ? "later" : "first");
	}
	assert_non_null(GDALGetSpatialRef(set));
	GDALClose(set);
	ok(d, raster_begin(&d->ctx, desk_path(d, "t.tif"), &r, 2, &file));
	raster_abort(file);
	assert_false(file_exists(desk_path(d, "t.tif")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_contours, desk_open, desk_shut),
		cmocka_unit_test_setup_teardown(
			test_contours_end, desk_open, desk_shut),
		cmocka_unit_test_setup_teardown(
			test_contours_in_degrees, desk_open, desk_shut),
		cmocka_unit_test_setup_teardown(
			test_contours_refuse, desk_open, desk_shut),
		cmocka_unit_test_setup_teardown(test_bands, desk_open, desk_shut),
	};
	return cmocka_run_group_tests_name("surfaces as files", tests, NULL, NULL);
}
