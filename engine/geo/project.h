/* To metres and back, by PROJ.
 *
 * Order: projection_create_gb() for the British National Grid, or
 * projection_create_points() for any file of points; project_forward() and
 * project_inverse() on columns; projection_free().
 *
 * Two ways to the National Grid, chosen here and never by PROJ in silence:
 *   - OSTN15, where its grid file uk_os_OSTN15_NTv2_OSGBtoETRS.tif is found: 0.01 m
 *     (8 mm at most on the 40 test points of Ordnance Survey);
 *   - the Helmert transformation EPSG:1314 elsewhere: 5 m (4.94 m at most on the same).
 * projection_info() says which. The grid is looked for in the folder or file that the
 * caller names, then in the environment variable LASTSEEN_GRID, then in lastseen of the
 * user's share folder (XDG_DATA_HOME, else ~/.local/share), in share/lastseen of the
 * installation and in PROJ's own folders; never in the current folder, never
 * over the network. A folder that was named but holds no grid is an error, not a
 * fallback; so is a grid, wherever it was found, that is not the published file by its
 * hash: a cut or altered one would shift points in silence. A file of another format
 * (.gsb) can't be checked so, and its name says it.
 *
 * Geographic coordinates are longitude and latitude in degrees, in this order, whatever
 * the register of the CRS says. EPSG:4326 is taken as ETRS89 (they differ by less than
 * a metre in Britain). Heights play no part; by the Helmert transformation that costs
 * up to 2 mm there and back.
 */
#ifndef LASTSEEN_GEO_PROJECT_H
#define LASTSEEN_GEO_PROJECT_H

#include "geo/point.h"

#define OSTN15_FILE "uk_os_OSTN15_NTv2_OSGBtoETRS.tif"
/* That file as PROJ's grid collection publishes it. */
#define OSTN15_SHA256 "5d6ed64d2119952c4c559fa1fccbc594b6520fc3ec3ef2fc10be13202c4384fa"
#define EPSG_WGS84 4326
#define EPSG_BRITISH_GRID 27700

struct projection;

struct projection_info {
	const char *name; /* "OSTN15", "Helmert EPSG:1314", "none", "transverse Mercator
			   * at 41.8 N 87.7 W" …: for a person to read */
	double accuracy_m; /* of a position; 0 where nothing is shifted */
	int epsg_from;     /* 0 where the numbers are plain metres */
	int epsg_to;       /* 27700, or 0 for a plane of its own */
	/* The plane as GIS programs read it: "EPSG:27700", "+proj=tmerc …"; NULL where it
	 * is plain metres, or a CRS in another unit. */
	const char *plane;
	double scale_error; /* the largest share by which a distance may be wrong */
};

/* From EPSG:epsg to the National Grid. grid_path: a folder or file, or NULL. An unknown
 * EPSG number is ERR_USAGE, a grid that is damaged ERR_DATA. Creation takes some 40 ms. */
MUST_USE enum err_code projection_create_gb(struct context *ctx,
	struct projection **projection, int epsg, const char *grid_path);

/* From EPSG:epsg to a plane of metres that suits these n coordinates:
 *   - 27700: as they are;
 *   - a geographic CRS with every point in Great Britain: the National Grid, as above;
 *   - a geographic CRS elsewhere: a transverse Mercator of scale 1 at the medians of
 *     longitude and latitude, rounded to a tenth of a degree;
 *   - a projected CRS: as it is, its unit turned to metres; but where its scale at the
 *     median is wrong by over 1 % (Web Mercator), through longitude and latitude as
 *     above.
 * x: longitude or easting. Non-finite coordinates are ERR_DATA. O(n). */
MUST_USE enum err_code projection_create_points(struct context *ctx,
	struct projection **projection, int epsg, const char *grid_path, size_t n,
	const double *x, const double *y);

/* A projection is used from one thread at a time. */
void projection_free(struct projection *projection); /* NULL is allowed */
const struct projection_info *projection_info(const struct projection *projection);

/* n coordinates to metres; input and output may be the same arrays. A coordinate that
 * can't be projected (outside of the grid file, not finite) becomes NAN, and *failed
 * counts them (may be NULL). About 1.4 million a second a core with the grid, 2.6 without;
 * ctx->threads are used. */
void project_forward(struct context *ctx, const struct projection *projection, size_t n,
	const double *lon_deg, const double *lat_deg, double *x_m, double *y_m,
	size_t *failed);
/* Back to longitude and latitude (or to the easting and northing of EPSG:epsg_from). */
void project_inverse(struct context *ctx, const struct projection *projection, size_t n,
	const double *x_m, const double *y_m, double *lon_deg, double *lat_deg,
	size_t *failed);

/* Whether easting and northing are in the rectangle of the National Grid
 * (0 … 700,000 by 0 … 1,300,000). */
bool in_british_grid(double easting_m, double northing_m);
/* Whether a longitude and latitude are in the box of Great Britain
 * (-9 … 2.1 by 49.7 … 61.1). */
bool in_british_box(double lon_deg, double lat_deg);

/* The grid file that projection_create_gb() would take, or NULL for the fallback. */
MUST_USE enum err_code projection_grid_find(
	struct context *ctx, const char *grid_path, const char **file);
/* The folder that a grid is installed to: of the user, or of the installation (system).
 * ERR_UNSUPPORTED where there is none. It may not exist yet. */
MUST_USE enum err_code projection_grid_folder(
	struct context *ctx, bool system, const char **folder);

#endif
