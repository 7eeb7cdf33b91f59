/* What every surface of events has in common: the study area, the bandwidth, and the
 * files it is written to.
 *
 *	surface_check(); events_read(); surface_begin(); compute; surface_files();
 *	surface_rows() for CSV; surface_end() in any case
 */
#ifndef LASTSEEN_WORK_POINTS_SURFACE_H
#define LASTSEEN_WORK_POINTS_SURFACE_H

#include "intake/contours.h"
#include "report/rows.h"
#include "stats/kde.h"
#include "work/points_study.h"

struct surface_options {
	const char *bandwidth; /* a distance, or auto, scott, diggle, likelihood */
	double cell_m;
	const char *kernel; /* "gaussian", "quartic", "epanechnikov" */
	const char *box;    /* "x,y,x,y" of the surface; NULL: as stats/kde.h has it */
	const char *study_area; /* the same of the study area, or a file; NULL: none */
	const char
		*edge; /* "none", "uniform", "diggle"; NULL: uniform in a study area */
	const char *output;   /* a GeoTIFF; NULL: none */
	const char *contours; /* .gpkg or .geojson; NULL: none */
	const char *levels;   /* of the contours; NULL: the command's own */
};

/* A surface being made. */
struct surface {
	const struct surface_options *o;
	struct events *events;
	struct points_study_options study_options;
	struct points_study study;
	struct shape *area; /* the study area; NULL: none */
	bool area_is_ours;
	struct points points;   /* the events that count, in their order */
	const size_t *which;    /* their places among all; NULL: all */
	const char *rule;       /* of the bandwidth; NULL: it was given */
	bool bandwidth_at_end;  /* of what the rule looked at */
	struct kde_options kde; /* ready to run */
};

/* What can be said before the file is read. */
MUST_USE enum err_code surface_check(
	struct context *ctx, const struct surface_options *o);
/* Finds the area, the events in it and the bandwidth. points: all events. */
MUST_USE enum err_code surface_begin(struct context *ctx, struct surface *s,
	const struct surface_options *o, struct events *e, struct points points);
void surface_end(struct surface *s);

/* Adds kernel, bandwidth, cell, area, edge and files. */
void surface_parameters(
	struct context *ctx, const struct surface *s, struct result *parameters);
/* Adds columns, rows, cell_m. */
void surface_cells_result(struct result *r, const struct kde_cells *cells);
/* Adds n, bandwidth_m, bandwidth_rule, area_m2, outside. */
void surface_result(const struct surface *s, struct result *r);
/* {x, y, NAME} in the file's coordinates. */
const struct result *surface_place(struct context *ctx, const struct surface *s,
	struct point at, const char *name, double value);

/* {x, y, density, per_km2} of a density per square metre. */
struct result *surface_density(
	struct context *ctx, const struct surface *s, struct point at, double density);

/* The cells as a file for a GIS has them, without values. */
struct raster surface_raster(const struct surface *s, const struct kde_cells *cells);

/* Levels as "0.05,0.01": real numbers; with `shares` also "50%,95%", which are in the
 * second list, from 0 to 1. In ctx->arena. */
struct surface_levels {
	size_t n;
	double *value; /* NAN where it is a share */
	double *share_01;
};
MUST_USE enum err_code surface_levels_read(struct context *ctx, const char *text,
	bool shares, struct surface_levels *levels);

/* Rows of CSV: x, y in the file's coordinates and then the value of each of n surfaces;
 * cells without any are left out. Before them may stand texts that are the same in each
 * row. Written in batches: memory does not grow with the cells. */
struct surface_rows {
	struct rows rows;
	const struct column *columns;
	size_t columns_n;
};
void surface_rows_begin(struct surface_rows *r, struct context *ctx,
	const struct work_options *options, const struct column *columns,
	size_t columns_n);
void surface_rows_add(struct surface_rows *r, const struct surface *s,
	const struct kde_cells *cells, const char *const *texts, size_t texts_n,
	const double *const *values);
MUST_USE enum err_code surface_rows_end(struct surface_rows *r);

#endif
