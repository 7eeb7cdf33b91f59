#include "work/backtest.h"
#include "base/str.h"
#include "work/cells.h"
#include "work/months.h"
#include <math.h>

/* The ground reaches so far around what is known: the farther, the easier is chance to
 * beat. */
#define REACH_M 500.0
#define MANY_CHILDREN 20000

/* ---- months ----------------------------------------------------------------------- */

static int64_t month_begin(int64_t number)
{
	return month_moment(number).start_s;
}

/* The months of the period, cut to it, each with its past. */
static struct backtest_month *months_make(struct work_case *c,
	const struct episode_set *whole, struct backtests *out, size_t *n)
{
	struct period p = c->options->period;
	int64_t from_s, to_s;
	if (p.all)
		p = (struct period){whole->first_day, whole->last_day, false};
	period_seconds(p, &from_s, &to_s);
	struct period known = {whole->first_day, whole->last_day, false};
	int64_t known_from_s, known_to_s;
	period_seconds(known, &known_from_s, &known_to_s);
	/* Months that the case says nothing of are not forecast. */
	from_s = from_s > known_from_s ? from_s : known_from_s;
	to_s = to_s < known_to_s ? to_s : known_to_s;
	*n = 0;
	if (whole->n == 0 || from_s >= to_s)
		return NULL;
	int64_t first = month_number(from_s), last = month_number(to_s - 1);
	size_t months_n = (size_t)(last - first + 1);
	struct backtest_month *months =
		arena_array(c->ctx->arena, struct backtest_month, months_n);
	int64_t *numbers = arena_array(c->ctx->arena, int64_t, months_n);
	for (int64_t m = first; m <= last; m++) {
		int64_t begin = month_begin(m), end = month_begin(m + 1);
		numbers[*n] = m;
		months[(*n)++] = (struct backtest_month){
			.past_s = month_begin(m - out->request.past_months),
			.from_s = begin > from_s ? begin : from_s,
			.to_s = end < to_s ? end : to_s,
		};
		struct backtest_month *to = &months[*n - 1];
		if (out->request.past_months < 12 ||
			month_number(known_from_s) > m - 12)
			continue;
		to->last_year_from_s = month_begin(m - 12);
		to->last_year_to_s = month_begin(m - 11);
	}
	out->months = numbers;
	return months;
}

/* ---- computation ------------------------------------------------------------------ */

static enum err_code methods_of(
	struct context *ctx, const char *name, uint32_t *methods)
{
	*methods = BACKTEST_ALL;
	if (str_equal(name, "all"))
		return ERR_OK;
	for (int m = 0; m < FORECAST_METHODS; m++)
		if (str_equal(name, forecast_method_names[m])) {
			*methods = 1u << m;
			return ERR_OK;
		}
	return err_set(ctx, ERR_USAGE, "--method: '%s' is not known", name);
}

static enum err_code check(struct context *ctx, const struct backtest_request *r)
{
	if (!(r->radius_m > 0) || !isfinite(r->radius_m))
		return err_set(ctx, ERR_USAGE,
			"--radius must be more than 0 m: give a distance such as 250m");
	if (!(r->square_m >= 10) || r->square_m > 100000)
		return err_set(ctx, ERR_USAGE,
			"--square must be 10 m to 100 km: give a distance such as "
			"250m");
	if (REACH_M > 100 * r->square_m || r->radius_m > 50 * r->square_m)
		return err_set(ctx, ERR_USAGE,
			"--radius is more than 50 sides of a --square: give larger "
			"squares or a smaller radius");
	if (r->window_s < DAY_S || r->window_s > 366 * DAY_S)
		return err_set(ctx, ERR_USAGE,
			"--window must be 1 to 366 days: give a time such as 14d");
	if (r->squares > 10000)
		return err_set(ctx, ERR_USAGE, "--squares: at most 10000");
	if (r->min_children > INT32_MAX)
		return err_set(ctx, ERR_USAGE, "--min-children: at most %d", INT32_MAX);
	if (r->past_months > 120)
		return err_set(ctx, ERR_USAGE, "--past: at most 120 months");
	if (r->replications > 100000)
		return err_set(ctx, ERR_USAGE, "--replications: at most 100000");
	return ERR_OK;
}

static enum err_code load_whole(struct work_case *c, struct episode_set *set)
{
	struct work_options options = *c->options;
	struct work_case whole = *c;
	options.period = (struct period){.all = true};
	whole.options = &options;
	return episodes_load(&whole, set);
}

enum err_code backtest_compute(struct work_case *c,
	const struct backtest_request *request, struct backtests *out)
{
	*out = (struct backtests){.request = *request};
	struct episode_set set;
	struct episode_points found;
	uint32_t methods;
	enum err_code err = check(c->ctx, request);
	if (!err)
		err = methods_of(c->ctx, request->method, &methods);
	if (!err)
		err = load_whole(c, &set);
	if (err)
		return err;
	episodes_points(c->ctx->arena, &set, request->place, request->radius_m,
		request->place != ROLE_FROM, &found);
	out->points_n = (int64_t)found.n;
	out->too_coarse = found.too_coarse;
	out->not_located = found.not_located;
	out->not_given = found.not_given;
	out->where_they_belong = found.where_they_belong;
	if (out->request.replications == 0)
		out->request.replications = set.children_n > MANY_CHILDREN ? 199 : 999;
	struct backtest_input in = {
		.points = {found.n, found.x_m, found.y_m, found.t_s},
		.child = found.child,
		.children = (uint32_t)set.children_n};
	in.months = months_make(c, &set, out, &in.months_n);
	struct backtest_options o = {
		.forecast = {.radius_m = request->radius_m,
			.window_s = request->window_s,
			.min_children = (uint32_t)request->min_children,
			.squares = (uint32_t)request->squares},
		.side_m = request->square_m,
		.reach_m = REACH_M,
		.methods = methods,
		.replications = (uint32_t)out->request.replications,
		.least_past = BACKTEST_LEAST_PAST};
	return backtest_run(c->ctx, &out->x, &in, &o);
}

/* ---- the command ------------------------------------------------------------------ */

static struct result *parameters_of(
	struct work_case *c, const struct backtest_request *q)
{
	struct result *p = case_parameters(c);
	result_text(p, "place",
		q->place == ROLE_LAST_SEEN ? "last-seen" : place_role_names[q->place]);
	result_text(p, "method", q->method);
	result_real(p, "radius_m", q->radius_m);
	result_real(p, "window_days", (double)q->window_s / (double)DAY_S);
	result_real(p, "square_m", q->square_m);
	result_int(p, "squares", q->squares);
	result_int(p, "min_children", q->min_children);
	result_int(p, "past_months", q->past_months);
	if (q->replications)
		result_int(p, "replications", q->replications);
	else
		result_text(p, "replications", "by the number of children");
	return p;
}

enum err_code work_backtest(struct context *ctx, const struct work_options *options,
	const struct backtest_request *request)
{
	struct work_case c;
	struct backtests x;
	struct result *result = NULL;
	enum err_code code = case_open(ctx, options, STORE_WRITE, &c);
	if (code)
		return code;
	code = backtest_compute(&c, request, &x);
	if (!code)
		code = backtest_result(&c, &x, &result);
	return analysis_finish(
		&c, code, "backtest", parameters_of(&c, request), result);
}
