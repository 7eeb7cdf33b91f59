/* Areas and their figures as a file for a GIS, through GDAL: GeoPackage or GeoJSON.
 *
 * Made whole in memory and then written by base/file.h: a reader sees all of the file
 * or none. The same outlines give the same bytes (a GeoPackage's date of change is 1970).
 * Cost: O(corners); memory: the file beside the outlines.
 */
#ifndef LASTSEEN_INTAKE_OUTLINES_H
#define LASTSEEN_INTAKE_OUTLINES_H

#include "base/context.h"

/* A column: numbers (whole ones where `whole`), or texts. Numbers that are not finite
 * and texts that are NULL are left empty. */
struct outline_field {
	const char *name;
	const double *numbers;
	const char *const *texts;
	bool whole;
};

struct outlines {
	const char *name; /* of the layer */
	const char *crs;  /* "EPSG:27700"; NULL: none is said */
	size_t n, fields_n;
	const char *const
		*wkt; /* well-known text of each; NULL: a feature without area */
	const struct outline_field *fields;
};

/* Whether a name ends in one that can be written: .gpkg, .geojson or .json. */
bool outlines_can_write(const char *path);

/* ERR_USAGE where the name ends otherwise. */
MUST_USE enum err_code outlines_write(
	struct context *ctx, const char *path, const struct outlines *outlines);

#endif
