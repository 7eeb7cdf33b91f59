/* The options that every `points` command has: the file's columns and its CRS. */
#ifndef LASTSEEN_CLI_POINTS_OPTIONS_H
#define LASTSEEN_CLI_POINTS_OPTIONS_H

#include "command.h"
#include "work/points.h"

#define FILE_OPTIONS                                                                   \
	{"x", VALUE_TEXT, "COL", "column of the easting or longitude (x)", NULL,       \
		false, 0, false},                                                      \
		{"y", VALUE_TEXT, "COL", "column of the northing or latitude (y)",     \
			NULL, false, 0, false},                                        \
		{"t", VALUE_TEXT, "COL",                                               \
			"column of the time: ISO, or a number of days (t)", NULL,      \
			false, 0, false},                                              \
		{"id", VALUE_TEXT, "COL", "column of a name for the row (id)", NULL,   \
			false, 0, false},                                              \
		{"count", VALUE_TEXT, "COL",                                           \
			"column with the events a row stands for", NULL, false, 0,     \
			false},                                                        \
	{                                                                              \
		"crs", VALUE_TEXT, "CRS",                                              \
			"EPSG:N, or none (the default): plain metres", NULL, false, 0, \
			false                                                          \
	}

/* Of the commands that make clusters; EXTRAS_DETAILS explains them. */
#define EXTRA_OPTIONS                                                                  \
	{"precision", VALUE_TEXT, "COL",                                               \
		"column with the metres within which the true place lies", NULL,       \
		false, 0, false},                                                      \
		{"place", VALUE_TEXT, "COL",                                           \
			"column of a name for the place, which moves as one", NULL,    \
			false, 0, false},                                              \
		{"draws", VALUE_INT, "N",                                              \
			"draws of uncertain places (99 with --precision)", NULL,       \
			false, 1, false},                                              \
		{"outlines", VALUE_FLAG, NULL,                                         \
			"a concave hull around each cluster, as well-known text",      \
			NULL, false, 0, false},                                        \
	{                                                                              \
		"output", VALUE_FILE, "FILE",                                          \
			"the outlines for a GIS: .gpkg or .geojson", NULL, false, 0,   \
			false                                                          \
	}

#define EXTRAS_DETAILS                                                                 \
	" With --precision each place is drawn anew, anywhere within that many "       \
	"metres, and the clusters are made again: `survival` is the share of the "     \
	"draws in which a cluster keeps more than half of itself (Jaccard index "      \
	"above 0.5, Hennig 2007), `jaccard_mean` how alike it stays. Rows of one "     \
	"--place move together: give it where they are known to be at one place, "     \
	"not where they share the centre of a postcode."

#define POINTS_DETAILS                                                                 \
	"FILE is whatever GDAL reads: CSV, also packed (.csv.gz), a spreadsheet, a "   \
	"GeoPackage. Longitude and latitude (--crs EPSG:4326) are turned to metres "   \
	"first, and results are given in the file's own coordinates. Within a radius " \
	"or window means up to and including it."

#define EXTRAS_OF(call)                                                                \
	{                                                                              \
		.draws = call_int((call), "draws", 0),                                 \
		.outlines = call_flag((call), "outlines"),                             \
		.output = call_text((call), "output", NULL)                            \
	}

/* Of the commands that look at times alone. */
#define SERIES_OPTIONS                                                                 \
	{"t", VALUE_TEXT, "COL", "column of the time: ISO, or a number of days (t)",   \
		NULL, false, 0, false},                                                \
		{"id", VALUE_TEXT, "COL", "column of a name for the row (id)", NULL,   \
			false, 0, false},                                              \
	{                                                                              \
		"count", VALUE_TEXT, "COL", "column with the events a row stands for", \
			NULL, false, 0, false                                          \
	}

static inline struct points_file series_of(const struct call *call)
{
	struct points_file file = {
		.path = call->arguments[0],
		.t = call_text(call, "t", NULL),
		.id = call_text(call, "id", NULL),
		.count = call_text(call, "count", NULL),
	};
	return file;
}

static inline struct points_file file_of(const struct call *call)
{
	struct points_file file = {
		.path = call->arguments[0],
		.x = call_text(call, "x", NULL),
		.y = call_text(call, "y", NULL),
		.t = call_text(call, "t", NULL),
		.id = call_text(call, "id", NULL),
		.count = call_text(call, "count", NULL),
		.crs = call_text(call, "crs", NULL),
	};
	return file;
}

#endif
