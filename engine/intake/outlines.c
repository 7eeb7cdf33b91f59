/* For the stat that GDAL's header names. */
#define _LARGEFILE64_SOURCE
#include "intake/outlines.h"
#include "base/file.h"
#include "base/str.h"
#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <math.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

struct kind {
	const char *ending, *driver;
	const char *const *settings; /* of the layer */
	const char *in_memory; /* such a file lives within outlines_write() alone */
};
/* Without them a hundredth of a metre takes eighteen digits. */
static const char *const plain_digits[] = {
	"COORDINATE_PRECISION=8", "SIGNIFICANT_FIGURES=15", NULL};
static const struct kind kinds[] = {
	{".gpkg", "GPKG", NULL, "/vsimem/lastseen-outlines.gpkg"},
	{".geojson", "GeoJSON", plain_digits, "/vsimem/lastseen-outlines.geojson"},
	{".json", "GeoJSON", plain_digits, "/vsimem/lastseen-outlines.json"},
};

static const struct kind *kind_of(const char *path)
{
	size_t n = strlen(path);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		size_t m = strlen(kinds[i].ending);
		if (n > m && str_equal_fold(path + n - m, kinds[i].ending))
			return &kinds[i];
	}
	return NULL;
}

bool outlines_can_write(const char *path)
{
	return kind_of(path) != NULL;
}

static bool add_fields(OGRLayerH layer, const struct outlines *o)
{
	bool good = true;
	for (size_t f = 0; good && f < o->fields_n; f++) {
		const struct outline_field *field = &o->fields[f];
		OGRFieldDefnH column =
			OGR_Fld_Create(field->name, field->texts   ? OFTString
						    : field->whole ? OFTInteger64
								   : OFTReal);
		good = OGR_L_CreateField(layer, column, TRUE) == OGRERR_NONE;
		OGR_Fld_Destroy(column);
	}
	return good;
}

static void set_field(
	OGRFeatureH feature, int at, const struct outline_field *f, size_t i)
{
	if (f->texts) {
		if (f->texts[i])
			OGR_F_SetFieldString(feature, at, f->texts[i]);
	} else if (!isfinite(f->numbers[i])) {
		return;
	} else if (f->whole) {
		OGR_F_SetFieldInteger64(feature, at, (GIntBig)f->numbers[i]);
	} else {
		OGR_F_SetFieldDouble(feature, at, f->numbers[i]);
	}
}

static bool add_outline(OGRLayerH layer, const struct outlines *o, size_t i)
{
	OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(layer));
	OGRGeometryH area = NULL;
	char *text = (char *)(uintptr_t)o->wkt[i];
	bool good = true;
	if (o->wkt[i])
		good = OGR_G_CreateFromWkt(&text, NULL, &area) == OGRERR_NONE;
	if (area)
		OGR_F_SetGeometryDirectly(feature, area);
	for (size_t f = 0; f < o->fields_n; f++)
		set_field(feature, (int)f, &o->fields[f], i);
	good = good && OGR_L_CreateFeature(layer, feature) == OGRERR_NONE;
	OGR_F_Destroy(feature);
	return good;
}

static bool fill(
	GDALDatasetH dataset, const struct kind *kind, const struct outlines *o)
{
	OGRSpatialReferenceH crs = NULL;
	bool good = true;
	if (o->crs) {
		crs = OSRNewSpatialReference(NULL);
		good = OSRSetFromUserInput(crs, o->crs) == OGRERR_NONE;
		/* Outlines are written x first, whatever the authority's order. */
		OSRSetAxisMappingStrategy(crs, OAMS_TRADITIONAL_GIS_ORDER);
	}
	OGRLayerH layer =
		good ? GDALDatasetCreateLayer(dataset, o->name, crs, wkbMultiPolygon,
			       (char **)(uintptr_t)kind->settings)
		     : NULL;
	good = layer && add_fields(layer, o);
	for (size_t i = 0; good && i < o->n; i++)
		good = add_outline(layer, o, i);
	OSRDestroySpatialReference(crs);
	return good;
}

static bool make_file(const struct kind *kind, const struct outlines *o)
{
	GDALDriverH driver = GDALGetDriverByName(kind->driver);
	GDALDatasetH dataset =
		driver ? GDALCreate(driver, kind->in_memory, 0, 0, 0, GDT_Unknown, NULL)
		       : NULL;
	if (!dataset)
		return false;
	bool good = fill(dataset, kind, o);
	CPLErrorReset();
	GDALClose(dataset);
	return good && CPLGetLastErrorType() < CE_Failure;
}

enum err_code outlines_write(
	struct context *ctx, const char *path, const struct outlines *o)
{
	const struct kind *kind = kind_of(path);
	struct out_file *file;
	vsi_l_offset n = 0;
	if (!kind)
		return err_set(ctx, ERR_USAGE,
			"%s: outlines are written as GeoPackage or GeoJSON: end the "
			"name in .gpkg or .geojson",
			file_base(path));
	GDALAllRegister();
	OSRSetPROJEnableNetwork(0);
	enum err_code err = file_begin(ctx, path, &file);
	if (err)
		return err;
	CPLPushErrorHandler(CPLQuietErrorHandler);
	CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", "1970-01-01T00:00:00.000Z");
	bool good = make_file(kind, o);
	CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
	const void *bytes =
		good ? VSIGetMemFileBuffer(kind->in_memory, &n, FALSE) : NULL;
	CPLPopErrorHandler();
	if (bytes)
		file_write(file, bytes, (size_t)n);
	VSIUnlink(kind->in_memory);
	if (bytes)
		return file_commit(ctx, file, NULL);
	file_abort(file);
	return err_set(ctx, ERR_UNSUPPORTED,
		"%s: GDAL could not make a file of the outlines", file_base(path));
}
