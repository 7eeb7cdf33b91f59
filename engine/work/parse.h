/* What the command line's values mean: the same readings that files get. */
#ifndef LASTSEEN_WORK_PARSE_H
#define LASTSEEN_WORK_PARSE_H

#include "base/civil.h"

/* "250m", "1.5km": metres; with `bare` also a number without its unit. ERR_USAGE with
 * what is allowed; `what` names the option. */
MUST_USE enum err_code parse_distance(struct context *ctx, const char *what,
	const char *text, bool bare, double *metres);
/* "14d", "6h", "2w", "30min": seconds; with `bare` a number alone is days. */
MUST_USE enum err_code parse_duration(struct context *ctx, const char *what,
	const char *text, bool bare, double *seconds);
/* "2025-04-01..2026-03-31", both days in. */
MUST_USE enum err_code parse_period(
	struct context *ctx, const char *what, const char *text, struct period *period);
MUST_USE enum err_code parse_int(struct context *ctx, const char *what,
	const char *text, int64_t least, int64_t *value);
MUST_USE enum err_code parse_real(
	struct context *ctx, const char *what, const char *text, double *value);

#endif
