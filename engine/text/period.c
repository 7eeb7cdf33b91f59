#include "base/str.h"
#include "text/date.h"
#include <string.h>

#define PERIOD_FORMS                                                                   \
	"write it as 2025-04-01..2026-03-31 (both days in), 2025-04 or 2025"

/* The first and last local day of what one end says. */
static bool end_days(const char *text, int64_t *first, int64_t *last)
{
	struct date_options options = DATE_OPTIONS_DEFAULT;
	options.no_serials = true;
	options.year_alone = true;
	if (*text == '.')
		return false;
	struct date_result r = date_parse(text, &options);
	if (r.outcome != DATE_OK || r.moment.precision < TIME_DAY)
		return false;
	*first = london_day(r.moment.start_s);
	*last = london_day(r.moment.start_s + r.moment.span_s - 1);
	return true;
}

enum err_code period_parse(struct context *ctx, const char *text, struct period *period)
{
	const char *whole = str_trim(ctx->arena, str_or_empty(text));
	int64_t first, last;
	if (str_equal_fold(whole, "all")) {
		*period = (struct period){INT64_MIN, INT64_MAX, true};
		return ERR_OK;
	}
	const char *dots = strstr(whole, "..");
	const char *from =
		dots ? str_dup_n(ctx->arena, whole, (size_t)(dots - whole)) : whole;
	if (!end_days(from, &first, &last))
		return err_set(
			ctx, ERR_USAGE, "\"%s\" is no period: " PERIOD_FORMS, whole);
	int64_t from_day = first;
	if (dots && !end_days(dots + 2, &first, &last))
		return err_set(
			ctx, ERR_USAGE, "\"%s\" is no period: " PERIOD_FORMS, whole);
	if (last < from_day)
		return err_set(ctx, ERR_USAGE,
			"the period \"%s\" ends before it begins: write the earlier "
			"day "
			"first",
			whole);
	*period = (struct period){from_day, last, false};
	return ERR_OK;
}
