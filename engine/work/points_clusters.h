/* What the commands that put the events of a file into clusters share: rows or events as
 * points, the tables of events and clusters, hulls and outlines, and how often each
 * cluster survives where places are uncertain.
 *
 *	events_read(); points_clusters_begin(); the method, into .labels;
 *	points_clusters_doubt(); a table of the events; points_clusters_finish()
 */
#ifndef LASTSEEN_WORK_POINTS_CLUSTERS_H
#define LASTSEEN_WORK_POINTS_CLUSTERS_H

#include "stats/draws.h"
#include "work/points_result.h"

/* Events that a method is given one by one: where rows stand for more in all, it is
 * refused with a text that says so. */
#define POINTS_EVENTS_MOST 10000000

struct points_extras {
	int64_t draws;      /* of uncertain places; 0: 99 where there is a precision */
	bool outlines;      /* a concave hull around each cluster, in the result */
	const char *output; /* and in this file; NULL: none */
};

struct points_clusters {
	const struct points_file *file;
	const struct points_extras *extras;
	const struct events *events;
	bool timed;
	struct points points;
	const uint32_t *count; /* by point: the events it stands for; NULL: 1 */
	const double *weight;  /* by point: what it counts towards a cluster; NULL: 1 */
	const size_t *row_of;  /* by point; NULL: point i is row i */
	const size_t *point_of; /* by row: its first; SIZE_MAX: none. NULL likewise */
	struct places places;   /* by point; precision_m is NULL where not asked for */
	struct labels labels;
	struct survival survival;    /* .draws 0: none were made */
	const double *stability;     /* by cluster; NULL: the method knows none */
	const struct result *chosen; /* by the data; NULL: nothing was */
	/* Labels of these points elsewhere, as the method made `labels`. */
	labels_method *method;
	void *how;
};

/* Rows as points with a count and a weight, or (one_by_one) a row that stands for k events
 * as k points. Rows of no events are no points. ERR_USAGE for extras that can't be. */
MUST_USE enum err_code points_clusters_begin(struct context *ctx,
	const struct points_file *file, const struct points_extras *extras,
	const struct events *events, bool one_by_one, struct points_clusters *c);

/* The (first) point of a row; SIZE_MAX where it has none. */
static inline size_t points_clusters_at(const struct points_clusters *c, size_t row)
{
	return c->point_of ? c->point_of[row] : row;
}

/* ERR_USAGE where looking for so many nearest of each point would take hours. */
MUST_USE enum err_code points_clusters_check_nearest(
	struct context *ctx, const struct points_clusters *c, int64_t min_points);

/* Draws the places anew and makes the clusters of each draw; nothing without a
 * precision. */
MUST_USE enum err_code points_clusters_doubt(
	struct context *ctx, struct points_clusters *c);

/* With draws, the last cell of an event (point SIZE_MAX: of no point): how often its
 * cluster survives. Nothing without. */
void points_clusters_add_survival(
	struct table *t, const struct points_clusters *c, size_t point);

/* The names of columns, and what stands in the extras. */
struct result *points_clusters_parameters(
	struct context *ctx, const struct points_clusters *c);

/* Adds the clusters, noise and what was chosen to the result, writes the file of outlines,
 * prints. */
MUST_USE enum err_code points_clusters_finish(struct context *ctx,
	const struct work_options *options, const char *command,
	struct points_clusters *c, const struct result *parameters,
	struct result *result, bool *left_out);

/* For any other method on the events of a file: the row of each point of
 * events_expand(); NULL where rows are points. */
size_t *points_rows(struct context *ctx, const struct events *events);
/* What is known of the places of points; rows without a named place, and all events of
 * one row, are at a place of their own. precision_m is NULL where the file has none. */
struct places points_places_known(struct context *ctx, const struct events *events,
	const size_t *row_of, size_t n);
/* How many draws: those asked for, else 99 where there is a precision, else none.
 * ERR_USAGE for draws without a precision. */
MUST_USE enum err_code points_draws(struct context *ctx, const struct points_file *file,
	int64_t asked, uint32_t *draws);

#endif
