/* The area in which the events of a file could lie: a rectangle, or the outlines in a
 * file; and the events that lie in it.
 *
 * The file is one of
 *
 *	well-known text (POLYGON, MULTIPOLYGON) in the coordinates of the events' file
 *	corners as a table: x, y and, for more than one ring, ring; likewise. A ring in
 *	another is a hole, one in the hole an island
 *	GeoJSON, GeoPackage, Shapefile …: all outlines together, where the events are on
 *	the National Grid or in longitude and latitude in Great Britain
 *
 * Events outside are left out, and counted.
 */
#ifndef LASTSEEN_WORK_POINTS_STUDY_H
#define LASTSEEN_WORK_POINTS_STUDY_H

#include "stats/study_area.h"
#include "work/points_result.h"

struct points_study_options {
	const char
		*area; /* "x,y,x,y" in the file's coordinates; NULL: the events' box */
	const char *file;  /* NULL: no outlines */
	double simplify_m; /* corners off by no more than this are dropped; 0: none */
};

struct points_study {
	struct study_area area;
	struct shape *shape;  /* NULL: a rectangle */
	struct points points; /* those inside, in the order of the file */
	size_t *which;        /* their places among all points */
	size_t outside;
	const char *name, *sha256; /* of the file of outlines */
};

/* points: of the events, expanded or not. ERR_USAGE for both area and file, ERR_DATA
 * where no event lies inside. points_study_release() in any case. */
MUST_USE enum err_code points_study_make(struct context *ctx, const struct events *e,
	struct points points, const struct points_study_options *o,
	struct points_study *study);
void points_study_release(struct points_study *study);
/* Adds area, study_area, simplify_m to the parameters; area_m2 and outside to the
 * result. */
void points_study_tell(const struct points_study *study,
	const struct points_study_options *o, struct result *parameters,
	struct result *result);

#endif
