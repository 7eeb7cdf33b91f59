/* The options that every surface of events has. */
#ifndef LASTSEEN_CLI_SURFACE_OPTIONS_H
#define LASTSEEN_CLI_SURFACE_OPTIONS_H

#include "points_options.h"
#include "work/points_surface.h"

#define SURFACE_OPTIONS                                                                \
	{"bandwidth", VALUE_TEXT, "DISTANCE|RULE",                                     \
		"how far an event counts: the standard deviation of the Gaussian, "    \
		"the "                                                                 \
		"radius of the others; or auto (scott), scott, diggle, likelihood",    \
		NULL, true, 0, false},                                                 \
		{"cell", VALUE_DISTANCE, "DISTANCE", "side of a cell: 100m", NULL,     \
			true, 0, true},                                                \
		{"area", VALUE_TEXT, "X,Y,X,Y",                                        \
			"two corners of the surface (the study area, or the events, "  \
			"and what is near)",                                           \
			NULL, false, 0, false},                                        \
		{"study-area", VALUE_FILE, "FILE|X,Y,X,Y",                             \
			"the outline of where events could be, or two corners of it",  \
			NULL, false, 0, false},                                        \
		{"edge", VALUE_CHOICE, "CORRECTION",                                   \
			"for what lies beyond its border: uniform (the default), "     \
			"diggle or none",                                              \
			"none uniform diggle", false, 0, false},                       \
	{                                                                              \
		"output", VALUE_FILE, "F.tif", "the surface as a GeoTIFF too", NULL,   \
			false, 0, false                                                \
	}

#define KERNEL_OPTION                                                                  \
	{                                                                              \
		"kernel", VALUE_CHOICE, "KERNEL",                                      \
			"gaussian (the default), quartic or epanechnikov",             \
			"gaussian quartic epanechnikov", false, 0, false               \
	}

#define CONTOURS_OPTION                                                                \
	{                                                                              \
		"contours", VALUE_FILE, "F.gpkg|F.geojson",                            \
			"the areas above each level, for a GIS", NULL, false, 0, false \
	}

#define SURFACE_DETAILS                                                                \
	"\n\nThe study area is well-known text, a table of corners (x, y, ring) in "   \
	"the coordinates of FILE, outlines as GeoJSON or GeoPackage where the events " \
	"are in Great Britain, or two corners of a rectangle. Events outside are "     \
	"left out and counted; cells outside are no data, and no rows of the CSV. "    \
	"What a kernel spills over the border is given back at the cell (uniform) or " \
	"at the event (diggle, which adds up to the number of events); both are "      \
	"computed exactly.\n\n"                                                        \
	"Rules for the bandwidth: scott, for trends; likelihood, for tight clusters "  \
	"(each event predicted by those at all other places); diggle, least mean "     \
	"square error, narrow. Events at one place are never compared with each "      \
	"other, so that duplicates do no harm. Without a study area diggle takes the " \
	"rectangle around the events."

static inline struct surface_options surface_of(const struct call *call)
{
	struct surface_options o = {
		.bandwidth = call_text(call, "bandwidth", NULL),
		.cell_m = call_real(call, "cell", 0),
		.kernel = "gaussian",
		.box = call_text(call, "area", NULL),
		.study_area = call_text(call, "study-area", NULL),
		.edge = call_text(call, "edge", NULL),
		.output = call_text(call, "output", NULL),
	};
	return o;
}

#endif
