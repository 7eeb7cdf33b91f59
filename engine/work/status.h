/* `status`: what is in a case, where it is from, how complete and how well located.
 *
 * Tables: sources; rows; periods; completeness (each column of the episodes, by
 * source); located (kind of row, role, precision band, kind, method); set_aside and
 * notes (work/status_reasons.h); projection; conflicts; and those of
 * work/status_quality.h: left_out, located_by_source, completeness_by_month,
 * completeness_of_others (the last three are too long for a terminal's overview).
 *
 * O(rows of the case).
 */
#ifndef LASTSEEN_WORK_STATUS_H
#define LASTSEEN_WORK_STATUS_H

#include "work/case.h"

/* The tables by name, ended by NULL. */
extern const char *const status_tables[];

/* Adds the figures and tables to a result; `only` names one table, NULL all. For
 * whoever tells what a report rests on. An unknown name is a BUG(). */
MUST_USE enum err_code status_result(
	struct work_case *c, const char *only, struct result *result);

/* A sentence for a report: how exact the places are that were given in longitude and
 * latitude. In ctx->arena. */
MUST_USE enum err_code status_projection_text(struct work_case *c, const char **text);

MUST_USE enum err_code work_status(
	struct context *ctx, const struct work_options *options, const char *only);

#endif
