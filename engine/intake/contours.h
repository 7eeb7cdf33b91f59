/* Where a surface reaches a level, as areas in a file for a GIS, through GDAL.
 *
 * A feature a contour: the area at or above its level, by linear interpolation between
 * the centres of cells (marching squares, GDALContourGenerateEx()); cells that are not
 * finite count as below. Fields: kind, level, share, area_m2. Made whole in memory and
 * then written by base/file.h. The same contours give the same bytes.
 *
 * A GeoPackage keeps the coordinates of the surface; GeoJSON is longitude and latitude
 * (RFC 7946) where the surface says its CRS, projected by GDAL: to 5 m where PROJ has no
 * OSTN15 grid, which is enough for an outline. Cost: O(cells) a contour.
 */
#ifndef LASTSEEN_INTAKE_CONTOURS_H
#define LASTSEEN_INTAKE_CONTOURS_H

#include "intake/raster.h"

struct contour {
	const char *kind;     /* what it is: "volume 50 %", "raised" */
	const double *values; /* on the cells of the raster */
	double level;         /* the area is where values are at least this */
	double said;          /* what the file has as its level */
	double share_01;      /* what the file has as its share; NAN: nothing */
};

/* ERR_USAGE for a name that does not end in .gpkg, .geojson or .json. raster->values and
 * name are not looked at. */
MUST_USE enum err_code contours_write(struct context *ctx, const char *path,
	const struct raster *raster, size_t n, const struct contour *contours);

/* Whether contours can be written to a file of that name. */
bool contours_suits(const char *path);

#endif
