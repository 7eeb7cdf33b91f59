/* Is a value like its neighbours', and where? On any file of places with a value, or of
 * events that are counted in cells or areas: Getis-Ord's Gi, Gi* and G, Moran's I and
 * Geary's C with their local forms (stats/local.h, stats/moran.h). */
#ifndef LASTSEEN_WORK_POINTS_LOCAL_H
#define LASTSEEN_WORK_POINTS_LOCAL_H

#include "work/points_places.h"

/* file->value must be named, unless rows are counted. */
struct points_local_options {
	struct places_options places;
	int64_t permutations;
	const char *null; /* "randomisation", "normality": of the statistic over all */
	const char *moments; /* "conditional", "total": of local Moran */
	const char *adjust;  /* NULL, or a further "holm", "by", "bonferroni" */
	bool local;          /* JSON: the local form too */
	bool exact;          /* Gi*: p by counting too, where values are counts */
	bool global;         /* Gi*: G over all too */
	int64_t lags;        /* Moran and Geary: a correlogram of so many */
};

/* Gi* by place; Gi where places are not their own neighbours. */
MUST_USE enum err_code work_points_getis(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out);
/* Moran's I, and Geary's C. CSV has the local form. */
MUST_USE enum err_code work_points_moran(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out);
MUST_USE enum err_code work_points_geary(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out);
/* Getis-Ord's G over all. */
MUST_USE enum err_code work_points_getisord(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out);

#endif
