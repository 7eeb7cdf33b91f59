/* Places with a value, and who is whose neighbour: what the methods of autocorrelation
 * begin with (points_local.h, points_joincount.h, points_ebmoran.h, points_emerging.h).
 *
 * Places are one of
 *
 *	rows    of the file, each with its own value
 *	cells   squares or hexagons in which the file's rows are counted, or their values
 *	        added up: those whose centre lies in the study area (by default the convex
 *	        hull of the events), empty ones too, and any other that holds an event
 *	areas   the polygons of a file of their own, in which rows are counted likewise; or
 *	        that are themselves the file, each with its own value
 *
 * Neighbours are those within a distance (of points, centres of cells, a point inside of
 * each area), the nearest, those that touch, or those of a list of pairs.
 */
#ifndef LASTSEEN_WORK_POINTS_PLACES_H
#define LASTSEEN_WORK_POINTS_PLACES_H

#include "base/str.h"
#include "geo/lattice.h"
#include "stats/weights_contiguity.h"
#include "work/points_study.h"

/* Lines of the command line; NULL and 0 for what was not given. */
struct places_options {
	double radius_m;
	int64_t neighbours;
	const char *contiguity; /* "rook", "queen" */
	const char *weights;    /* a file of pairs: i, j and, if not 1, w */
	const char *style;      /* "B", "W", "C", "U", "S" */
	bool self;              /* each its own neighbour too */
	const char *grid;       /* "hex", "square" */
	double cell_m;
	struct points_study_options study; /* of a grid */
	const char *areas;                 /* a file of polygons */
	const char *areas_id;              /* its column of a name */
	/* What is read of rows: the value may be left to counting. */
	const char *colour; /* a column of kinds (join counts) */
};

enum places_kind { PLACES_ROWS, PLACES_CELLS, PLACES_AREAS };

struct places {
	enum places_kind kind;
	struct events events; /* the rows of the file */
	bool counted;         /* value counts rows, or adds up what they hold */
	size_t n;
	int64_t *row;    /* of the file of the places; cells: 1, 2, … */
	const char **id; /* NULL where there is none */
	double *x_m, *y_m;
	double *value;      /* NULL where neither asked for nor counted */
	double *population; /* NULL where not asked for */
	uint32_t *colour;   /* likewise: by first sight */
	struct str_list colours;
	uint32_t *of_event; /* counted: by row, its place; UINT32_MAX: none */
	size_t outside;     /* rows that lie in no place */
	struct lattice lattice;
	uint64_t *cell; /* cells: their numbers in the lattice, ascending */
	bool *edge;     /* cells: part of it lies outside of the study area */
	struct points_study study;
	bool studied;
	struct outlines outlines; /* areas */
	const char *areas_file;   /* without folders; NULL: the file itself, or none */
	const struct table *areas_left_out;
	size_t islands, pairs; /* of the weights; pairs each way, themselves apart */
	double area_m2;
};

/* Reads the file and makes the places. time: EVENTS_TIMED for what needs one. ERR_USAGE
 * where options don't fit each other. places_release() in any case. */
MUST_USE enum err_code places_read(struct context *ctx, const struct points_file *file,
	enum events_time time, const struct places_options *o, struct places *places);
/* Who is whose neighbour. `otherwise`: the style where none is asked for. */
MUST_USE enum err_code places_weights(struct context *ctx, struct places *places,
	const struct places_options *o, const char *otherwise, struct weights *weights);
/* By the name of a style. */
void weights_style_named(struct weights *weights, const char *name);
void places_release(struct places *places);

/* What was asked and what came of it: for the parameters and the result. */
void places_tell(struct context *ctx, const struct places *places,
	const struct places_options *o, const char *otherwise,
	struct result *parameters, struct result *result);

/* Columns that tables of places have after their figures where these are no rows: x, y,
 * in the file's coordinates, and value; of cells also edge. */
#define PLACES_COLUMNS                                                                 \
	{"x", "x", 6, AUDIENCE_PUBLIC}, {"y", "y", 6, AUDIENCE_PUBLIC},                \
		{"value", "Value", 3, AUDIENCE_PUBLIC},                                \
	{                                                                              \
		"edge", "Cut by the border", 0, AUDIENCE_PUBLIC                        \
	}
enum { PLACES_COLUMNS_N = 4 };
/* How many of them a table of these places has. */
size_t places_columns(const struct places *places);
/* A row's row and id; and the columns above. */
void places_begin_row(struct table *t, const struct places *places, size_t i);
void places_end_row(
	struct context *ctx, struct table *t, const struct places *places, size_t i);

/* For points_cells.c and points_areas.c. */
MUST_USE enum err_code places_make_cells(
	struct context *ctx, struct places *places, const struct places_options *o);
MUST_USE enum err_code places_make_areas(struct context *ctx,
	const struct points_file *file, const struct places_options *o, bool counted,
	struct places *places);
/* Adds a row of the file to the place it lies in. */
void places_count(struct places *places, size_t event, uint32_t place);

#endif
