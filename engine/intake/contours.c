/* For the stat that GDAL's header names. */
#define _LARGEFILE64_SOURCE
#include "intake/contours.h"
#include "base/file.h"
#include "base/str.h"
#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <gdal_alg.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>

#define PLANE "LOCAL_CS[\"Undefined Cartesian SRS\",UNIT[\"metre\",1]]"

enum { FIELD_KIND, FIELD_LEVEL, FIELD_SHARE, FIELD_AREA };

struct writing {
	struct context *ctx;
	const struct raster *raster;
	OGRSpatialReferenceH reference;
	GDALDatasetH file, grid,
		found; /* the result; the cells; contours of one level */
	OGRLayerH layer;
};

static bool is_package(const char *path)
{
	return str_ends(path, ".gpkg");
}

bool contours_suits(const char *path)
{
	return is_package(path) || str_ends(path, ".geojson") ||
	       str_ends(path, ".json");
}

/* ---- the files GDAL works on ------------------------------------------------------- */

static bool make_layer(struct writing *w, const char *in_memory, bool package)
{
	static const char *const by_rfc[] = {"RFC7946=YES", NULL};
	static const struct {
		const char *name;
		OGRFieldType type;
	} fields[] = {{"kind", OFTString}, {"level", OFTReal}, {"share", OFTReal},
		{"area_m2", OFTReal}};
	GDALDriverH driver = GDALGetDriverByName(package ? "GPKG" : "GeoJSON");
	w->file = driver ? GDALCreate(driver, in_memory, 0, 0, 0, GDT_Unknown, NULL)
			 : NULL;
	if (!w->file)
		return false;
	bool turned = !package && w->reference;
	w->layer = GDALDatasetCreateLayer(w->file, "contours", w->reference,
		wkbMultiPolygon, turned ? (char **)(uintptr_t)by_rfc : NULL);
	bool good = w->layer != NULL;
	for (size_t i = 0; good && i < sizeof fields / sizeof *fields; i++) {
		OGRFieldDefnH field = OGR_Fld_Create(fields[i].name, fields[i].type);
		good = OGR_L_CreateField(w->layer, field, TRUE) == OGRERR_NONE;
		OGR_Fld_Destroy(field);
	}
	return good;
}

/* The cells with a rim of one more all round, so that every area closes inside. */
static bool make_grid(struct writing *w)
{
	const struct raster *r = w->raster;
	GDALDriverH driver = GDALGetDriverByName("MEM");
	w->grid = driver ? GDALCreate(driver, "", (int)r->columns + 2, (int)r->rows + 2,
				   1, GDT_Float64, NULL)
			 : NULL;
	double place[6] = {
		r->min_x - r->cell, r->cell, 0, r->min_y - r->cell, 0, r->cell};
	return w->grid && GDALSetGeoTransform(w->grid, place) == CE_None;
}

/* The level is at 1 and the largest value SPAN above it: GDAL takes what is within 1e-6
 * of a level for equal, whatever its size. What is not finite, and the rim, lie as far
 * below, so that a border runs midway at the most. */
#define SPAN 1e3

static bool fill_grid(struct writing *w, const struct contour *c)
{
	const struct raster *r = w->raster;
	size_t columns = r->columns + 2;
	struct arena_mark mark = arena_mark(w->ctx->scratch);
	double *row = arena_array(w->ctx->scratch, double, columns), most = 0;
	bool good = true;
	for (size_t i = 0; i < r->columns * r->rows; i++)
		if (isfinite(c->values[i]))
			most = fmax(most, c->values[i] - c->level);
	double scale = most > 0 ? SPAN / most : 1;
	GDALRasterBandH band = GDALGetRasterBand(w->grid, 1);
	for (size_t i = 0; good && i < r->rows + 2; i++) {
		for (size_t k = 0; k < columns; k++) {
			bool rim = i == 0 || i > r->rows || k == 0 || k > r->columns;
			double v = rim ? NAN : c->values[(i - 1) * r->columns + k - 1];
			row[k] = isfinite(v) ? fmax((v - c->level) * scale, -SPAN) + 1
					     : 1 - SPAN;
		}
		good = GDALRasterIO(band, GF_Write, 0, (int)i, (int)columns, 1, row,
			       (int)columns, 1, GDT_Float64, 0, 0) == CE_None;
	}
	arena_reset(w->ctx->scratch, mark);
	return good;
}

/* ---- one contour ------------------------------------------------------------------- */

/* All polygons that GDAL found above 1, as one; those below begin at 0. */
static OGRGeometryH collect(OGRLayerH found)
{
	OGRGeometryH all = OGR_G_CreateGeometry(wkbMultiPolygon);
	OGRFeatureH feature;
	OGR_L_ResetReading(found);
	while ((feature = OGR_L_GetNextFeature(found))) {
		OGRGeometryH g = OGR_F_GetGeometryRef(feature);
		bool above = OGR_F_GetFieldAsDouble(feature, 0) > 0.5;
		int parts = g && above ? OGR_G_GetGeometryCount(g) : 0;
		if (parts && wkbFlatten(OGR_G_GetGeometryType(g)) == wkbPolygon)
			OGR_G_AddGeometry(all, g);
		else
			for (int i = 0; i < parts; i++)
				OGR_G_AddGeometry(all, OGR_G_GetGeometryRef(g, i));
		OGR_F_Destroy(feature);
	}
	return all;
}

/* The polygons below and above 1, in a layer that is thrown away. */
static bool find_areas(struct writing *w, OGRGeometryH *areas)
{
	static const char *const options[] = {
		"FIXED_LEVELS=1", "POLYGONIZE=YES", "ELEV_FIELD_MIN=0", NULL};
	GDALDriverH driver = GDALGetDriverByName("Memory");
	w->found = driver ? GDALCreate(driver, "", 0, 0, 0, GDT_Unknown, NULL) : NULL;
	OGRLayerH layer = w->found ? GDALDatasetCreateLayer(w->found, "areas", NULL,
					     wkbMultiPolygon, NULL)
				   : NULL;
	bool good = layer != NULL;
	if (good) {
		OGRFieldDefnH least = OGR_Fld_Create("least", OFTReal);
		good = OGR_L_CreateField(layer, least, TRUE) == OGRERR_NONE;
		OGR_Fld_Destroy(least);
	}
	good = good && GDALContourGenerateEx(GDALGetRasterBand(w->grid, 1), layer,
			       (char **)(uintptr_t)options, NULL, NULL) == CE_None;
	if (good)
		*areas = collect(layer);
	if (w->found)
		GDALClose(w->found);
	return good;
}

static bool reaches(const struct raster *r, const struct contour *c)
{
	for (size_t i = 0; i < r->columns * r->rows; i++)
		if (isfinite(c->values[i]) && c->values[i] >= c->level)
			return true;
	return false;
}

static bool write_contour(struct writing *w, const struct contour *c)
{
	OGRGeometryH areas = NULL;
	/* Where nothing is so high GDAL would take all for one area. */
	if (!reaches(w->raster, c))
		areas = OGR_G_CreateGeometry(wkbMultiPolygon);
	else if (!fill_grid(w, c) || !find_areas(w, &areas))
		return false;
	OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(w->layer));
	OGR_F_SetFieldString(feature, FIELD_KIND, c->kind);
	OGR_F_SetFieldDouble(feature, FIELD_LEVEL, c->said);
	if (isfinite(c->share_01))
		OGR_F_SetFieldDouble(feature, FIELD_SHARE, c->share_01);
	OGR_F_SetFieldDouble(feature, FIELD_AREA, OGR_G_Area(areas));
	bool good = OGR_F_SetGeometryDirectly(feature, areas) == OGRERR_NONE &&
		    OGR_L_CreateFeature(w->layer, feature) == OGRERR_NONE;
	OGR_F_Destroy(feature);
	return good;
}

/* ---- the file ---------------------------------------------------------------------- */

static bool make_all(struct writing *w, const char *in_memory, bool package, size_t n,
	const struct contour *contours)
{
	bool good = true;
	/* Plain metres: a GeoPackage would take a layer without a CRS for degrees. */
	const char *crs = w->raster->crs ? w->raster->crs : package ? PLANE : NULL;
	if (crs) {
		w->reference = OSRNewSpatialReference(NULL);
		good = OSRSetFromUserInput(w->reference, crs) == OGRERR_NONE;
		OSRSetAxisMappingStrategy(w->reference, OAMS_TRADITIONAL_GIS_ORDER);
	}
	good = good && make_layer(w, in_memory, package) && make_grid(w);
	for (size_t i = 0; good && i < n; i++)
		good = write_contour(w, &contours[i]);
	if (w->grid)
		GDALClose(w->grid);
	CPLErrorReset();
	if (w->file)
		GDALClose(w->file);
	if (w->reference)
		OSRDestroySpatialReference(w->reference);
	return good && CPLGetLastErrorType() < CE_Failure;
}

enum err_code contours_write(struct context *ctx, const char *path,
	const struct raster *raster, size_t n, const struct contour *contours)
{
	struct writing w = {.ctx = ctx, .raster = raster};
	struct out_file *file;
	vsi_l_offset size = 0;
	bool package = is_package(path);
	const char *in_memory = package ? "/vsimem/lastseen-contours.gpkg"
					: "/vsimem/lastseen-contours.geojson";
	if (!contours_suits(path))
		return err_set(ctx, ERR_USAGE,
			"%s: contours are written to .gpkg or .geojson",
			file_base(path));
	GDALAllRegister();
	OSRSetPROJEnableNetwork(0);
	enum err_code err = file_begin(ctx, path, &file);
	if (err)
		return err;
	CPLPushErrorHandler(CPLQuietErrorHandler);
	/* A GeoPackage holds when it was changed; the same result is the same file. */
	CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "2000-01-01T00:00:00.000Z");
	bool good = make_all(&w, in_memory, package, n, contours);
	CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
	const void *bytes = good ? VSIGetMemFileBuffer(in_memory, &size, FALSE) : NULL;
	CPLPopErrorHandler();
	if (bytes)
		file_write(file, bytes, (size_t)size);
	VSIUnlink(in_memory);
	if (bytes)
		return file_commit(ctx, file, NULL);
	file_abort(file);
	return err_set(ctx, ERR_UNSUPPORTED, "%s: GDAL could not make the contours",
		file_base(path));
}
