/* Tables of local statistics, and figures of those over all: shared by
 * points_local.c and points_ebmoran.c. */
#ifndef LASTSEEN_WORK_POINTS_LOCAL_TABLE_H
#define LASTSEEN_WORK_POINTS_LOCAL_TABLE_H

#include "stats/local.h"
#include "stats/moran.h"
#include "work/points_local.h"

enum local_method { LOCAL_GETIS, LOCAL_MORAN, LOCAL_GEARY };

/* p_exact and p_exact_fdr NULL: none. */
const struct table *local_table(struct context *ctx, const struct places *places,
	const struct points_local_options *o, enum local_method method,
	const struct local *local, const double *p_exact, const double *p_exact_fdr);

/* The figures of a statistic; `name` is its own: "i", "c", "g". */
void autocorrelation_tell(
	struct result *r, const char *name, const struct autocorrelation *a);

#endif
