/* Positions in text: OS grid references, eastings and northings, latitude, longitude.
 *
 * National Grid: metres in EPSG:27700, 0 … 700 km east, 0 … 1,300 km north. A reference
 * names a square; what is returned is its centre. precision_m is the radius of the
 * circle that covers the square (half its diagonal): 0.71 m for ten figures, 7.1 m for
 * eight, 71 m for six, 707 m for four, 7.1 km for two, 71 km for the letters alone.
 * Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", ch. 7.
 * O(length), no memory. Latitude and longitude stay degrees: geo/ projects them.
 */
#ifndef LASTSEEN_TEXT_GRIDREF_H
#define LASTSEEN_TEXT_GRIDREF_H

#include <stdbool.h>
#include <stddef.h>

#define GRID_EAST_MAX_M 700000.0
#define GRID_NORTH_MAX_M 1300000.0

enum position_outcome {
	POSITION_OK,
	POSITION_NONE,    /* not of this form at all: another form may fit */
	POSITION_BROKEN,  /* of this form, but wrong (an odd number of figures) */
	POSITION_OUTSIDE, /* readable, but outside the grid or the islands */
	POSITION_SWAPPED, /* longitude seems to stand before latitude; read as written
			   */
};

struct gridref {
	double easting_m, northing_m; /* the centre of the square */
	double precision_m;           /* radius that covers it */
	int figures; /* 0, 2 … 10; 12 where numeric; odd ones never */
};

/* "SD 53 29", "SD5329", "sd 539 298", "SD 53901 29802", "SD". The two halves, if
 * parted, have the same length. Two letters alone are also words ("NO", "SO"): figures
 * is 0. */
enum position_outcome gridref_parse(
	const char *text, struct gridref *ref, const char **reason);

/* Full numeric eastings and northings: "354017 429508", "354017,429508", with
 * decimals, with E and N beside them, or twelve figures in one. Taken as a point;
 * precision 1 m. */
enum position_outcome eastnorth_parse(
	const char *text, struct gridref *ref, const char **reason);

/* The reference of the square that holds a point: figures 0, 2, 4, 6, 8, 10 gives
 * "SD 539 298". false outside the grid. */
#define GRIDREF_TEXT_MAX 16
bool gridref_format(
	double easting_m, double northing_m, int figures, char text[GRIDREF_TEXT_MAX]);

struct latlon {
	double lat_deg, lon_deg;
	double precision_m; /* half the diagonal of the cell that the last figure leaves
			     */
};

/* Latitude first: "53.7599, -2.69895", "53.7599N 2.69895W", "53°45'36\"N 2°41'56\"W",
 * "N53 45 36 W2 41 56". Letters decide where they stand. Without letters or degree
 * signs both numbers need decimals. Two numbers that fit the British Isles only the
 * other way round are POSITION_SWAPPED, with the values as they were written;
 * elsewhere on earth than the British Isles is POSITION_OUTSIDE, with the values. */
enum position_outcome latlon_parse(
	const char *text, struct latlon *position, const char **reason);

#endif
