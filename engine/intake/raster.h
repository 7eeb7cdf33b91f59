/* A surface of numbers as a GeoTIFF, through GDAL.
 *
 * Made whole in memory and then written by base/file.h: a reader sees all of the file
 * or none. Rows are turned round, as pictures begin in the north. Tiled and deflated,
 * doubles, cells that are not finite are "no data". The same surface gives the same
 * bytes. Cost: O(cells); memory: the file beside the surface.
 */
#ifndef LASTSEEN_INTAKE_RASTER_H
#define LASTSEEN_INTAKE_RASTER_H

#include "base/context.h"

struct raster {
	size_t columns, rows;
	double min_x, min_y, cell; /* the lower left corner of the first cell */
	const double *values;      /* row after row from the south */
	const char *crs;  /* "EPSG:27700", or PROJ's "+proj=…"; NULL: none is said */
	const char *name; /* of what the numbers are, with their unit */
};

MUST_USE enum err_code raster_write(
	struct context *ctx, const char *path, const struct raster *raster);

/* The same with several surfaces on the same cells as bands of one file: begin, a call
 * for each band in order, commit (or abort, for which NULL is allowed). Of `raster` the
 * values and the name are not looked at. One file at a time. */
struct raster_file;
MUST_USE enum err_code raster_begin(struct context *ctx, const char *path,
	const struct raster *raster, size_t bands, struct raster_file **file);
MUST_USE enum err_code raster_add(
	struct raster_file *file, const char *name, const double *values);
MUST_USE enum err_code raster_commit(struct raster_file *file);
void raster_abort(struct raster_file *file);

#endif
