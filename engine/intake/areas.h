/* A file of areas: polygons with what is known of each.
 *
 *	areas_read()
 *
 * GeoPackage, GeoJSON, Shapefile, FlatGeobuf, KML or SpatiaLite, through GDAL/OGR; no
 * driver that follows references to other files or hosts. Two shapes are kept of each
 * area: its rings as the file has them, to the last digit (areas that touch share those
 * numbers), and its outline in the plane that is asked for, as WKB. An area is a polygon
 * or several; rows without one are told with their reason and left out.
 *
 * Cost: O(vertices), all in ctx->arena.
 */
#ifndef LASTSEEN_INTAKE_AREAS_H
#define LASTSEEN_INTAKE_AREAS_H

#include "base/str.h"

struct areas_outline {
	const unsigned char *wkb; /* ISO, a MultiPolygon */
	size_t n;
};

struct areas_fault {
	int64_t row;
	const char *reason;
};

struct areas {
	size_t n;
	int64_t *row; /* the first is 2: names stand in row 1 */
	struct str_list columns;
	const char **cells; /* n * columns.n; "" where empty */
	/* Ring r is vertices from[r] … from[r + 1] of area owner[r], holes too. */
	size_t rings_n;
	size_t *from;
	uint32_t *owner;
	double *x, *y;                 /* as in the file */
	struct areas_outline *outline; /* by area */
	size_t faults_n;
	struct areas_fault *faults;
};

/* plane: what the outlines are brought to ("EPSG:27700", "+proj=…"); NULL: left as they
 * are. A layer that doesn't say its coordinate system can't be brought anywhere:
 * ERR_DATA. ERR_DATA for a file without any area, too. */
MUST_USE enum err_code areas_read(
	struct context *ctx, const char *path, const char *plane, struct areas *areas);

/* The number of a column, whatever the case of its letters; -1 where there is none. */
int areas_column(const struct areas *areas, const char *name);
static inline const char *areas_cell(const struct areas *areas, size_t area, int column)
{
	return areas->cells[area * areas->columns.n + (size_t)column];
}

#endif
