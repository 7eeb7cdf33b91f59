/* Concave hulls around clusters: as text in a result, and as a file for a GIS. */
#ifndef LASTSEEN_WORK_POINTS_OUTLINES_H
#define LASTSEEN_WORK_POINTS_OUTLINES_H

#include "stats/cluster.h"
#include "work/points_read.h"

/* How tightly a hull follows its points, from 0 (as tightly as may be) to 1 (convex): a
 * side is cut in where it is longer than this share of the longest and shortest sides of
 * the triangles between the points. */
#define POINTS_OUTLINE_RATIO 0.3

struct points_outline {
	const char *wkt; /* MULTIPOLYGON in the file's coordinates; NULL: no area */
	double area_m2;
};

/* One a cluster, by label - 1, in ctx->arena. GEOS, O(n log n) for a cluster of n. */
MUST_USE enum err_code points_outlines_make(struct context *ctx,
	const struct events *events, struct points points, const struct labels *labels,
	struct points_outline **outlines);

/* A feature a row of the table, with those of its columns that are numbers or texts. */
MUST_USE enum err_code points_outlines_write(struct context *ctx,
	const struct points_file *file, const char *path, const struct table *clusters,
	const struct points_outline *outlines);

#endif
