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

/* One name for all: there is one file at a time. */
#define IN_MEMORY "/vsimem/lastseen-surface.tif"

struct raster_file {
	struct context *ctx;
	struct raster grid;
	const char *name; /* of the file */
	struct out_file *out;
	GDALDatasetH dataset;
	int bands, filled;
};

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
	struct raster_file *f, GDALRasterBandH band, const double *values)
{
	const struct raster *r = &f->grid;
	struct arena_mark mark = arena_mark(f->ctx->scratch);
	double *row = arena_array(f->ctx->scratch, double, r->columns);
	int columns = (int)r->columns;
	bool good = true;
	for (size_t i = 0; good && i < r->rows; i++) {
		const double *from = values + (r->rows - 1 - i) * r->columns;
		for (size_t c = 0; c < r->columns; c++)
			row[c] = isfinite(from[c]) ? from[c] : NAN;
		good = GDALRasterIO(band, GF_Write, 0, (int)i, columns, 1, row, columns,
			       1, GDT_Float64, 0, 0) == CE_None;
	}
	arena_reset(f->ctx->scratch, mark);
	return good;
}

static bool make_file(struct raster_file *f)
{
	static const char *const settings[] = {"COMPRESS=DEFLATE", "PREDICTOR=3",
		"TILED=YES", "BIGTIFF=IF_SAFER", "INTERLEAVE=BAND", NULL};
	const struct raster *r = &f->grid;
	GDALDriverH driver = GDALGetDriverByName("GTiff");
	f->dataset =
		driver ? GDALCreate(driver, IN_MEMORY, (int)r->columns, (int)r->rows,
				 f->bands, GDT_Float64, (char **)(uintptr_t)settings)
		       : NULL;
	if (!f->dataset)
		return false;
	double top = r->min_y + (double)r->rows * r->cell;
	double place[6] = {r->min_x, r->cell, 0, top, 0, -r->cell};
	return GDALSetGeoTransform(f->dataset, place) == CE_None &&
	       set_crs(f->dataset, r->crs);
}

static enum err_code failed(struct raster_file *f)
{
	return err_set(f->ctx, ERR_UNSUPPORTED,
		"%s: GDAL could not make a GeoTIFF of the surface", f->name);
}

enum err_code raster_begin(struct context *ctx, const char *path,
	const struct raster *r, size_t bands, struct raster_file **file)
{
	struct raster_file *f = arena_new(ctx->arena, struct raster_file);
	*file = NULL;
	*f = (struct raster_file){ctx, *r, file_base(path), NULL, NULL, (int)bands, 0};
	if (r->columns > INT32_MAX || r->rows > INT32_MAX || bands > 65535)
		return err_set(
			ctx, ERR_USAGE, "%s: the surface has too many cells", f->name);
	GDALAllRegister();
	OSRSetPROJEnableNetwork(0);
	enum err_code err = file_begin(ctx, path, &f->out);
	if (err)
		return err;
	CPLPushErrorHandler(CPLQuietErrorHandler);
	bool good = make_file(f);
	CPLPopErrorHandler();
	if (!good) {
		raster_abort(f);
		return failed(f);
	}
	*file = f;
	return ERR_OK;
}

enum err_code raster_add(struct raster_file *f, const char *name, const double *values)
{
	if (f->filled == f->bands)
		BUG("more bands than were asked for");
	CPLPushErrorHandler(CPLQuietErrorHandler);
	GDALRasterBandH band = GDALGetRasterBand(f->dataset, ++f->filled);
	GDALSetDescription(band, name);
	bool good = GDALSetRasterNoDataValue(band, NAN) == CE_None &&
		    write_rows(f, band, values);
	CPLPopErrorHandler();
	return good ? ERR_OK : failed(f);
}

enum err_code raster_commit(struct raster_file *f)
{
	vsi_l_offset n = 0;
	CPLPushErrorHandler(CPLQuietErrorHandler);
	CPLErrorReset();
	GDALClose(f->dataset);
	f->dataset = NULL;
	bool good = CPLGetLastErrorType() < CE_Failure;
	const void *bytes = good ? VSIGetMemFileBuffer(IN_MEMORY, &n, FALSE) : NULL;
	CPLPopErrorHandler();
	if (bytes)
		file_write(f->out, bytes, (size_t)n);
	VSIUnlink(IN_MEMORY);
	if (bytes)
		return file_commit(f->ctx, f->out, NULL);
	file_abort(f->out);
	return failed(f);
}

void raster_abort(struct raster_file *f)
{
	if (!f)
		return;
	CPLPushErrorHandler(CPLQuietErrorHandler);
	if (f->dataset)
		GDALClose(f->dataset);
	CPLPopErrorHandler();
	VSIUnlink(IN_MEMORY);
	file_abort(f->out);
}

enum err_code raster_write(
	struct context *ctx, const char *path, const struct raster *r)
{
	struct raster_file *f;
	enum err_code err = raster_begin(ctx, path, r, 1, &f);
	if (err)
		return err;
	err = raster_add(f, r->name, r->values);
	if (!err)
		return raster_commit(f);
	raster_abort(f);
	return err;
}
