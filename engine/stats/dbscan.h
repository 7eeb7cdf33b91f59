/* DBSCAN and ST-DBSCAN: clusters are where points lie densely.
 *
 * A point is core where at least min_points points (itself counted) are within radius_m
 * of it, up to and including, and in ST-DBSCAN also within window_s of its time, up to
 * and including. Core points within reach of each other share a cluster; a point that
 * is not core but within reach of a core point is a border point; the rest is noise.
 *
 * Where `weight` is given, a point counts as much in place of 1: a core point has at
 * least min_points of weight within reach. Weight 2 does as two points at one place do,
 * weight 0 may be a border point. As R dbscan's `weights`.
 *
 * Where `unit` is given (children), a core point also needs min_units distinct units
 * within reach: one child with forty episodes is no cluster.
 *
 * Border rule: a border point joins its nearest core point (in ST-DBSCAN nearest in
 * space too); of equally near ones the first in the order of input. So the order of
 * input matters only for exact ties. Core and noise sets equal R dbscan's exactly;
 * border points may join another of the clusters they touch.
 *
 * Ester, Kriegel, Sander, Xu: A density-based algorithm for discovering clusters, KDD
 * 1996. Birant, Kut: ST-DBSCAN, Data Knowl. Eng. 60 (2007), doi
 * 10.1016/j.datak.2006.01.013. Cells of side radius / sqrt 2 (and one window of time),
 * in which all points reach each other, after Gunawan 2013 and de Berg, Gunawan,
 * Roeloffzen, doi 10.4230/LIPIcs.ISAAC.2017.25.
 *
 * Cost: expected O(n) for points that are not all at one place without units; with
 * units O(pairs within reach). Uses ctx->threads; the result doesn't depend on them.
 */
#ifndef LASTSEEN_STATS_DBSCAN_H
#define LASTSEEN_STATS_DBSCAN_H

#include "stats/cluster.h"

struct dbscan_options {
	double radius_m;      /* > 0 */
	int64_t window_s;     /* >= 0; stdbscan only */
	uint32_t min_points;  /* >= 1 */
	uint32_t min_units;   /* 0 or 1: no condition */
	const uint32_t *unit; /* a number per point below 2^31, or NULL */
	const double *weight; /* >= 0 and finite, or NULL: 1 each */
};

/* Space alone; times and window_s are not looked at. Labels in ctx->arena. */
MUST_USE enum err_code dbscan_run(struct context *ctx, struct labels *labels,
	struct points points, const struct dbscan_options *options);

/* Space and time; points.t_s must be there. */
MUST_USE enum err_code stdbscan_run(struct context *ctx, struct labels *labels,
	struct points points, const struct dbscan_options *options);

#endif
