/* Workbooks and files for a GIS as rows of text cells, through GDAL/OGR.
 *
 * XLSX, ODS and XLS sheets are read without a header of OGR's own (finding it is our
 * business), as text, and the row is the one the spreadsheet shows, empty rows
 * counted. GeoPackage, GeoJSON, Shapefile, FlatGeobuf, KML and SQLite layers have
 * fields: their names are given as row 1, the first feature is row 2.
 *
 * Dates are ISO text, whole numbers have no ".0", and 30.000000000000004 is 30.
 * GDAL's messages are caught: none reaches the terminal. Only drivers that read local
 * files are tried. A workbook is held in memory by GDAL, other formats are streamed.
 */
#ifndef LASTSEEN_INTAKE_OGR_TABLE_H
#define LASTSEEN_INTAKE_OGR_TABLE_H

#include "base/context.h"
#include "base/str.h"

struct ogr_table;

/* sheet NULL: the first that is not empty, one that is not hidden before those that are.
 * An unknown one is ERR_NOT_FOUND and names the nearest. *table is NULL on failure. */
MUST_USE enum err_code ogr_table_open(struct context *ctx, const char *path,
	const char *sheet, struct ogr_table **table);

struct ogr_row {
	int64_t row;
	const char *const *cells; /* "" where empty; borrowed until the next call */
	size_t cells_n;
};
MUST_USE enum err_code ogr_table_next(
	struct ogr_table *table, struct ogr_row *row, bool *more);

/* Back to before the first row. */
void ogr_table_rewind(struct ogr_table *table);

/* Goes to another sheet of those that are not empty, before its first row; what was
 * said of the first holds for it then. */
MUST_USE enum err_code ogr_table_turn(struct ogr_table *table, const char *sheet);

/* The name of the sheet or layer, and of the other ones that are not empty: hidden ones
 * last. */
const char *ogr_table_sheet(const struct ogr_table *table);
/* Whether a workbook's readers do not see a sheet. */
bool ogr_table_hides(const struct ogr_table *table, const char *sheet);
/* A workbook that counts its days from 1904: its dates are right here, but a number that
 * nothing marks as a date can't be taken for one. */
bool ogr_table_from_1904(const struct ogr_table *table);
struct str_list ogr_table_others(const struct ogr_table *table);
/* Rows that it claims to have, 0 where that is not known. */
int64_t ogr_table_rows(const struct ogr_table *table);

/* The present row's outline as ISO WKB of a MultiPolygon in EPSG:27700, easting first.
 * Projected by GDAL: to 5 m where PROJ has no OSTN15 grid, which is enough for an
 * outline. Borrowed until the next row. A layer that does not say its coordinate system
 * is ERR_DATA. */
struct ogr_outline {
	const unsigned char *wkb;
	size_t n;
	const char *fault; /* why there is none; NULL: it is good */
};
MUST_USE enum err_code ogr_table_outline(
	struct ogr_table *table, struct ogr_outline *outline);

void ogr_table_close(struct ogr_table *table); /* NULL is allowed */

#endif
