/* Quantities with units, for options; strict numbers and yes/no, for cells.
 *
 * Length: m, km. Duration: s, min, h, d, w. The unit stands beside or a blank after
 * the number. Nothing is negative. "m" is never minutes.
 */
#ifndef LASTSEEN_TEXT_QUANTITY_H
#define LASTSEEN_TEXT_QUANTITY_H

#include "base/context.h"

/* Whether a bare number is allowed, and then means metres or days. */
enum unit_rule { UNIT_REQUIRED, UNIT_OPTIONAL };

/* `option` names the option in the message ("--radius"). All give ERR_USAGE with the
 * forms allowed. */
MUST_USE enum err_code length_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, double *metres);
MUST_USE enum err_code duration_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, double *seconds);

/* "0m,200m,400m": strictly ascending, in ctx->arena. A unit at the last one serves
 * those before it without one ("0,200,400m"). */
struct quantity_list {
	double *values;
	size_t n;
};
MUST_USE enum err_code length_list_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, struct quantity_list *metres);
MUST_USE enum err_code duration_list_parse(struct context *ctx, const char *option,
	const char *text, enum unit_rule rule, struct quantity_list *seconds);

/* Cells: the whole text, blanks at the ends apart; false leaves *value alone. Decimal
 * digits only: no hex, no NaN or infinity, no trailing text, no overflow. A leading +
 * is read. Commas between thousands are read where they stand right ("1,234"). */
bool integer_parse(const char *text, int64_t *value);
bool real_parse(const char *text, double *value);

/* y yes true t 1, n no false f 0, whatever the case. */
bool yes_no_parse(const char *text, bool *value);

#endif
