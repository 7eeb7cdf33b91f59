/* The options of the commands that ask who is whose neighbour. */
#ifndef LASTSEEN_CLI_PLACES_OPTIONS_H
#define LASTSEEN_CLI_PLACES_OPTIONS_H

#include "points_options.h"
#include "work/points_places.h"

#define PLACES_OPTIONS                                                                 \
	{"radius", VALUE_DISTANCE, "DISTANCE", "how near neighbours are: 500m", NULL,  \
		false, 0, true},                                                       \
		{"neighbours", VALUE_INT, "K", "in place of a radius: the K nearest",  \
			NULL, false, 1, false},                                        \
		{"contiguity", VALUE_CHOICE, "HOW",                                    \
			"in place of a radius: areas or cells that share a side "      \
			"(rook), or a corner (queen); without --areas and --grid "     \
			"FILE "                                                        \
			"itself holds the areas",                                      \
			"rook queen", false, 0, false},                                \
		{"weights", VALUE_FILE, "FILE",                                        \
			"in place of a radius: pairs of ids as columns i, j, and a "   \
			"weight w",                                                    \
			NULL, false, 0, false},                                        \
		{"style", VALUE_CHOICE, "STYLE",                                       \
			"weights as they are (B), rows that sum to 1 (W), or C, U, S", \
			"B W C U S", false, 0, false},                                 \
		{"grid", VALUE_CHOICE, "CELLS",                                        \
			"count the rows, or add up their values, in cells: hex or "    \
			"square",                                                      \
			"hex square", false, 0, false},                                \
		{"cell", VALUE_DISTANCE, "DISTANCE",                                   \
			"side of a square, width of a hexagon: 500m", NULL, false, 0,  \
			true},                                                         \
		{"area", VALUE_TEXT, "X,Y,X,Y",                                        \
			"two corners of where the cells lie (the hull of the events)", \
			NULL, false, 0, false},                                        \
		{"study-area", VALUE_FILE, "FILE", "its outline, in place of --area",  \
			NULL, false, 0, false},                                        \
		{"areas", VALUE_FILE, "FILE",                                          \
			"polygons in which the rows are counted: GeoPackage, "         \
			"GeoJSON, "                                                    \
			"Shapefile",                                                   \
			NULL, false, 0, false},                                        \
	{                                                                              \
		"areas-id", VALUE_TEXT, "COL", "their column of a name (id)", NULL,    \
			false, 0, false                                                \
	}

#define PERMUTATIONS_OPTION                                                            \
	{                                                                              \
		"permutations", VALUE_INT, "N", "shuffles of the values (0: none)",    \
			NULL, false, 0, false                                          \
	}

#define PLACES_DETAILS                                                                 \
	POINTS_DETAILS                                                                 \
	"\n\nPlaces are the rows of FILE; or with --grid cells, and with --areas "     \
	"polygons, in which rows are counted (by --count) or their values added up, "  \
	"empty ones too; or with --contiguity alone the polygons that FILE holds. "    \
	"Neighbours of cells and areas are those that touch (queen), unless "          \
	"something else is asked for. A place without neighbours is an island: it "    \
	"counts in means, and has no figures of its own."

static inline struct places_options places_of(const struct call *call)
{
	struct places_options o = {
		.radius_m = call_real(call, "radius", 0),
		.neighbours = call_int(call, "neighbours", 0),
		.contiguity = call_text(call, "contiguity", NULL),
		.weights = call_text(call, "weights", NULL),
		.style = call_text(call, "style", NULL),
		.grid = call_text(call, "grid", NULL),
		.cell_m = call_real(call, "cell", 0),
		.study = {call_text(call, "area", NULL),
			call_text(call, "study-area", NULL)},
		.areas = call_text(call, "areas", NULL),
		.areas_id = call_text(call, "areas-id", NULL),
	};
	return o;
}

/* A distance of 0 is no distance that was left out. */
static inline enum err_code places_check(const struct call *call)
{
	if (call_option(call, "radius")->set && !(call_real(call, "radius", 0) > 0))
		return err_set(call->ctx, ERR_USAGE,
			"--radius must be more than 0: give a distance such as 500m");
	if (call_option(call, "cell")->set && !(call_real(call, "cell", 0) > 0))
		return err_set(call->ctx, ERR_USAGE,
			"--cell must be more than 0: give a distance such as 500m");
	return ERR_OK;
}

#endif
