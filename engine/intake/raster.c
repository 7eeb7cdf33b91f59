/* For the stat that GDAL's header names. */
#define _LARGEFILE64_SOURCE
#include "intake/raster.h"
#include "base/file.h"
#include "base/str.h"
#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>

/* One name for all: a file in memory lives within raster_write() alone. */
#define IN_MEMORY "/vsimem/lastseen-surface.tif"

static bool set_crs(GDALDatasetH dataset, const char *crs)
{
	if (!crs)
		return true;
	OGRSpatialReferenceH reference = OSRNewSpatialReference(NULL);
	bool good = OSRSetFromUserInput(reference, crs) == OGRERR_NONE &&
		    GDALSetSpatialRef(dataset, reference) == CE_None;
	OSRDestroySpatialReference(reference);
	return good;
}

/* The rows from the north. */
static bool write_rows(
	struct context *ctx, GDALRasterBandH band, const struct raster *r)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *row = arena_array(ctx->scratch, double, r->columns);
	int columns = (int)r->columns;
	bool good = true;
	for (size_t i = 0; good && i < r->rows; i++) {
		const double *from = r->values + (r->rows - 1 - i) * r->columns;
		for (size_t c = 0; c < r->columns; c++)
			row[c] = isfinite(from[c]) ? from[c] : NAN;
		good = GDALRasterIO(band, GF_Write, 0, (int)i, columns, 1, row, columns,
			       1, GDT_Float64, 0, 0) == CE_None;
	}
	arena_reset(ctx->scratch, mark);
	return good;
}

static bool make_file(struct context *ctx, const struct raster *r)
{
	static const char *const settings[] = {"COMPRESS=DEFLATE", "PREDICTOR=3",
		"TILED=YES", "BIGTIFF=IF_SAFER", NULL};
	GDALDriverH driver = GDALGetDriverByName("GTiff");
	GDALDatasetH dataset =
		driver ? GDALCreate(driver, IN_MEMORY, (int)r->columns, (int)r->rows, 1,
				 GDT_Float64, (char **)(uintptr_t)settings)
		       : NULL;
	if (!dataset)
		return false;
	double top = r->min_y + (double)r->rows * r->cell;
	double place[6] = {r->min_x, r->cell, 0, top, 0, -r->cell};
	GDALRasterBandH band = GDALGetRasterBand(dataset, 1);
	GDALSetDescription(band, r->name);
	bool good = GDALSetGeoTransform(dataset, place) == CE_None &&
		    GDALSetRasterNoDataValue(band, NAN) == CE_None &&
		    set_crs(dataset, r->crs) && write_rows(ctx, band, r);
	CPLErrorReset();
	GDALClose(dataset);
	return good && CPLGetLastErrorType() < CE_Failure;
}

enum err_code raster_write(
	struct context *ctx, const char *path, const struct raster *r)
{
	struct out_file *file;
	vsi_l_offset n = 0;
	if (r->columns > INT32_MAX || r->rows > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "%s: the surface has too many cells",
			file_base(path));
	GDALAllRegister();
	OSRSetPROJEnableNetwork(0);
	enum err_code err = file_begin(ctx, path, &file);
	if (err)
		return err;
	CPLPushErrorHandler(CPLQuietErrorHandler);
	bool good = make_file(ctx, r);
	const void *bytes = good ? VSIGetMemFileBuffer(IN_MEMORY, &n, FALSE) : NULL;
	CPLPopErrorHandler();
	if (bytes)
		file_write(file, bytes, (size_t)n);
	VSIUnlink(IN_MEMORY);
	if (bytes)
		return file_commit(ctx, file, NULL);
	file_abort(file);
	return err_set(ctx, ERR_UNSUPPORTED,
		"%s: GDAL could not make a GeoTIFF of the surface", file_base(path));
}
