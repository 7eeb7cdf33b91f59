/* Which hotspot method would have told where children are found next month?
 *
 *	backtest_compute(); backtest_result()                    or work_backtest()
 *
 * stats/backtest.h over the calendar months of the period: each method chooses its
 * squares from the twelve months before (of the whole case, not of the period alone) and
 * is scored on the month. Points as for hotspots (work/hotspots.h): none where the child
 * belongs, none known more coarsely than the radius. For `from`, where a child goes from
 * is what is forecast, own homes and placements included.
 *
 * It is as if every episode had been recorded when it happened: what came in late was
 * not known to an analyst of the time.
 *
 * Cost: as stats/backtest.h; the whole case is loaded once more.
 */
#ifndef LASTSEEN_WORK_BACKTEST_H
#define LASTSEEN_WORK_BACKTEST_H

#include "stats/backtest.h"
#include "work/episodes.h"

struct backtest_request {
	enum place_role place;
	const char *method; /* "all", or a name of forecast_method_names */
	double radius_m, square_m;
	int64_t window_s, squares, min_children, past_months;
	int64_t replications; /* 0: 999; 199 beyond 20,000 children */
};
#define BACKTEST_DEFAULT                                                               \
	{                                                                              \
		.place = ROLE_FOUND, .method = "all", .radius_m = 250,                 \
		.square_m = 250, .window_s = 14 * DAY_S, .squares = 16,                \
		.min_children = 3, .past_months = 12                                   \
	}

/* A month with fewer located episodes before it is not forecast. */
#define BACKTEST_LEAST_PAST 20

struct backtests {
	struct backtest_request request; /* as used */
	struct backtest x;
	const int64_t *months; /* by number in the input: month_number() */
	int64_t points_n, too_coarse, not_located, not_given, where_they_belong;
};

MUST_USE enum err_code backtest_compute(struct work_case *c,
	const struct backtest_request *request, struct backtests *out);
/* Tables: methods (a row a method and unit, best first), months. */
MUST_USE enum err_code backtest_result(
	struct work_case *c, const struct backtests *x, struct result **out);
/* What came of it: a sentence, and one more with the figures. In ctx->arena. */
struct backtest_words {
	const char *strong, *rest;
	bool nothing; /* no method earned its place */
};
struct backtest_words backtest_words(struct work_case *c, const struct backtests *x);
/* The methods, best first (PAI of children); x->methods_n of them. */
const struct backtest_method **backtest_order(
	struct context *ctx, const struct backtest *x);
/* Which method could not be tried in all months, and why; NULL where all were. */
const char *backtest_not_tried(struct context *ctx, const struct backtests *x);
/* "space-time clusters" */
const char *backtest_method_words(enum forecast_method method);

MUST_USE enum err_code work_backtest(struct context *ctx,
	const struct work_options *options, const struct backtest_request *request);

#endif
