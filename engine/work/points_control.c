#include "work/points_control.h"
#include "base/str.h"
#include "stats/control.h"
#include "stats/cusum.h"
#include "stats/ears.h"
#include "stats/farrington.h"
#include "stats/glr.h"
#include "stats/predict.h"
#include "work/points_result.h"
#include "work/points_series.h"
#include <math.h>

static const struct column point_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"to", "To", 0, AUDIENCE_PUBLIC},
	{"count", "Events", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"upper", "Bound", 2, AUDIENCE_PUBLIC},
	{"statistic", "Sum watched", 2, AUDIENCE_PUBLIC},
	{"alarm", "Above", 0, AUDIENCE_PUBLIC},
};

/* The series, what is asked of it, and what was chosen. */
struct chart {
	struct context *ctx;
	const struct points_control_options *o;
	const struct series *series;
	size_t frequency;
	bool dated; /* past years are found by date */
	int64_t *count;
	struct surveillance s;
	struct result *p; /* the parameters */
};

static size_t at_most(size_t value, size_t most)
{
	return value < most ? value : most;
}

static double otherwise(double value, double fallback)
{
	return value > 0 ? value : fallback;
}

/* ---- the methods ------------------------------------------------------------------- */

static enum err_code run_ears(struct chart *c)
{
	const struct points_control_options *o = c->o;
	struct ears_options e = {
		.method = (enum ears_method)(o->method[6] - '1'),
		.baseline = (size_t)o->baseline,
		.alpha = o->alpha,
		.min_sigma = o->min_sigma,
	};
	size_t third = c->series->n / 3;
	if (e.baseline == 0)
		e.baseline = third < 3 ? 3 : at_most(third, 7);
	if (e.alpha <= 0)
		e.alpha = e.method == EARS_C3 ? 0.025 : 0.001;
	result_int(c->p, "baseline", (int64_t)e.baseline);
	result_real(c->p, "alpha", e.alpha);
	result_real(c->p, "min_sigma", e.min_sigma);
	if (e.baseline > c->series->n) {
		surveillance_init(c->ctx, &c->s, c->series->n);
		return ERR_OK;
	}
	return ears_run(c->ctx, &c->s, c->series->n, c->count, &e);
}

/* The first step that is watched, from 0, and the mean of those before it. */
static size_t phase_two(struct chart *c)
{
	size_t n = c->series->n;
	size_t from = c->o->from > 0 ? at_most((size_t)c->o->from - 1, n)
				     : at_most(n / 2, 52);
	double sum = 0;
	for (size_t i = 0; i < from; i++)
		sum += (double)c->count[i];
	result_int(c->p, "from_step", (int64_t)from + 1);
	result_real(c->p, "mean",
		otherwise(c->o->mean, from > 0 ? sum / (double)from : NAN));
	return from;
}

static enum err_code run_cusum(struct chart *c)
{
	static const char *const names[] = {"rossi", "standard", "anscombe", "none"};
	struct cusum_options u = {.k = otherwise(c->o->k, 1.04),
		.h = otherwise(c->o->h, 2.26),
		.mean = c->o->mean,
		.from = phase_two(c)};
	for (int i = 0; c->o->transform && i < 4; i++)
		if (str_equal(c->o->transform, names[i]))
			u.transform = (enum cusum_transform)i;
	result_text(c->p, "transform", names[u.transform]);
	result_real(c->p, "k", u.k);
	result_real(c->p, "h", u.h);
	return cusum_run(c->ctx, &c->s, c->series->n, c->count, &u);
}

static enum err_code run_glr(struct chart *c)
{
	struct glr_options g = {.threshold = otherwise(c->o->threshold, 5),
		.mean = c->o->mean,
		.from = phase_two(c)};
	result_real(c->p, "threshold", g.threshold);
	return glr_run(c->ctx, &c->s, c->series->n, c->count, &g);
}

/* Windows and seasons as Noufaily's for weeks, scaled to the year's number of steps. */
static enum err_code run_farrington(struct chart *c)
{
	const struct points_control_options *o = c->o;
	struct farrington_options flexible = FARRINGTON_FLEXIBLE,
				  original = FARRINGTON_ORIGINAL;
	bool is_flexible = str_equal(o->method, "farrington-flexible");
	struct farrington_options f = is_flexible ? flexible : original;
	double share = (double)c->frequency / 52;
	f.frequency = c->frequency;
	f.day = c->dated ? c->series->from : NULL;
	f.years = (size_t)o->years;
	f.half_window = o->window > 0 ? (size_t)o->window
				      : (size_t)fmax(1, floor(3 * share + 0.5));
	if (2 * f.half_window + 1 + 3 > c->frequency)
		return err_set(c->ctx, ERR_USAGE,
			"a year of %zu steps is too short for Farrington's windows: "
			"take a shorter --step or --window, or another --method",
			c->frequency);
	if (is_flexible) {
		size_t between = c->frequency - 2 * f.half_window - 1;
		f.periods = at_most(10, 1 + between / 3);
		f.left_out = (size_t)floor(26 * share + 0.5);
		result_int(c->p, "seasons", (int64_t)f.periods);
		result_int(c->p, "left_out", (int64_t)f.left_out);
	}
	f.trend = !o->no_trend;
	f.alpha = otherwise(o->alpha, f.alpha);
	result_int(c->p, "frequency", (int64_t)f.frequency);
	result_int(c->p, "years", o->years);
	result_int(c->p, "window", (int64_t)f.half_window);
	result_bool(c->p, "trend", f.trend);
	result_real(c->p, "alpha", f.alpha);
	if (f.years > c->series->n / c->frequency) {
		surveillance_init(c->ctx, &c->s, c->series->n);
		return ERR_OK;
	}
	return farrington_run(c->ctx, &c->s, c->series->n, c->count, &f);
}

static enum err_code run_predict(struct chart *c)
{
	size_t third = c->series->n / 3;
	struct predict_options q = {
		.method = str_equal(c->o->method, "rki") ? PREDICT_RKI : PREDICT_BAYES,
		.frequency = c->frequency,
		.years = (size_t)c->o->years,
		.window = (size_t)c->o->window,
		.alpha = otherwise(c->o->alpha, 0.05),
	};
	if (q.window == 0)
		q.window = third < 3 ? 3 : at_most(third, 6);
	result_int(c->p, "years", c->o->years);
	result_int(c->p, "window", (int64_t)q.window);
	if (q.years > 0)
		result_int(c->p, "frequency", (int64_t)q.frequency);
	if (q.method == PREDICT_BAYES)
		result_real(c->p, "alpha", q.alpha);
	return predict_run(c->ctx, &c->s, c->series->n, c->count, &q);
}

static enum err_code run_limits(struct chart *c)
{
	struct control control;
	struct control_options k = {
		.chart = CONTROL_U, .baseline_n = (size_t)c->o->baseline};
	enum err_code err = control_run(
		c->ctx, &control, c->series->n, c->count, c->series->days, &k);
	if (err)
		return err;
	result_int(c->p, "baseline", (int64_t)control.baseline_n);
	result_real(c->p, "dispersion", control.dispersion);
	surveillance_init(c->ctx, &c->s, c->series->n);
	for (size_t i = 0; i < control.n; i++) {
		struct surveillance_point *point = &c->s.points[i];
		point->expected = control.points[i].centre * c->series->days[i];
		point->upper = control.points[i].upper_998 * c->series->days[i];
		point->alarm = control.points[i].signal == CONTROL_HIGH;
	}
	return ERR_OK;
}

static enum err_code run_method(struct chart *c)
{
	static const struct {
		const char *name;
		enum err_code (*run)(struct chart *);
	} methods[] = {
		{"ears-c1", run_ears},
		{"ears-c2", run_ears},
		{"ears-c3", run_ears},
		{"cusum", run_cusum},
		{"farrington", run_farrington},
		{"farrington-flexible", run_farrington},
		{"bayes", run_predict},
		{"rki", run_predict},
		{"glr", run_glr},
		{"limits", run_limits},
	};
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (str_equal(methods[i].name, c->o->method))
			return methods[i].run(c);
	BUG("a chart that is not in the table");
}

/* ---- the result -------------------------------------------------------------------- */

static const struct table *points_table(
	struct chart *c, const struct events *e, int64_t *watched, int64_t *alarms)
{
	struct table *t = TABLE_CREATE(
		c->ctx->arena, "points", "Events and what to expect", point_columns);
	t->reading = "A step above its bound has more events than the steps it is "
		     "compared with lead one to expect. One without a bound has too "
		     "little past. Counts of events are not counts of children.";
	*watched = *alarms = 0;
	for (size_t i = 0; i < c->series->n; i++) {
		const struct surveillance_point *p = &c->s.points[i];
		cell_text(t, series_from_text(c->ctx, e, c->series, i));
		cell_text(t, series_to_text(c->ctx, e, c->series, i));
		cell_int(t, c->count[i]);
		cell_real(t, p->expected);
		cell_real(t, p->upper);
		cell_real(t, p->statistic);
		cell_bool(t, p->alarm);
		*watched += !isnan(p->upper);
		*alarms += p->alarm;
	}
	return t;
}

static enum err_code chart_print(struct chart *c, const struct work_options *options,
	const struct events *e, bool *left_out)
{
	int64_t watched, alarms;
	const struct table *t = points_table(c, e, &watched, &alarms);
	struct result *r = result_create(c->ctx->arena);
	result_int(r, "n", c->series->used);
	result_int(r, "outside", c->series->outside);
	result_int(r, "steps", (int64_t)c->series->n);
	result_int(r, "watched", watched);
	result_int(r, "alarms", alarms);
	if (watched == 0)
		result_text(r, "note",
			"No step can be judged: the series is too short for this "
			"method, or has too few events.");
	result_table(r, t);
	return points_finish(c->ctx, options, "points control", e, c->p, r, left_out);
}

static enum err_code check(struct context *ctx, const struct points_control_options *o)
{
	const int64_t counts[] = {
		o->frequency, o->baseline, o->years, o->window, o->from};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (counts[i] > SERIES_MOST)
			return err_set(ctx, ERR_USAGE,
				"numbers of steps and years: at most %d", SERIES_MOST);
	const double reals[] = {o->min_sigma, o->k, o->h, o->mean, o->threshold};
	for (size_t i = 0; i < sizeof reals / sizeof *reals; i++)
		if (!(reals[i] >= 0) || reals[i] > 1e9)
			return err_set(ctx, ERR_USAGE,
				"--min-sigma, --k, --h, --mean and --threshold must "
				"lie "
				"between 0 and 1,000,000,000");
	if (!(o->alpha >= 0) || o->alpha >= 1)
		return err_set(ctx, ERR_USAGE,
			"--alpha must lie between 0 and 1, as 0.05 does");
	return ERR_OK;
}

static enum err_code control_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_control_options *o, const struct events *e, bool *left_out)
{
	struct series series;
	struct step step;
	enum err_code err = step_parse(ctx, "--step", o->step, &step);
	if (!err)
		err = series_make(
			ctx, &series, e, &options->period, step, SERIES_WHOLE);
	if (err)
		return err;
	struct chart c = {.ctx = ctx,
		.o = o,
		.series = &series,
		.frequency =
			o->frequency > 0 ? (size_t)o->frequency : step_frequency(step),
		.dated = o->frequency == 0 && !e->t_days,
		.count = arena_array(ctx->arena, int64_t, series.n),
		.p = result_create(ctx->arena)};
	for (size_t i = 0; i < series.n; i++)
		c.count[i] = series.counts[i];
	result_text(c.p, "t", file->t ? file->t : "t");
	result_text(c.p, "count", file->count);
	result_text(c.p, "step", o->step);
	result_text(c.p, "method", o->method);
	err = run_method(&c);
	return err ? err : chart_print(&c, options, e, left_out);
}

enum err_code work_points_control(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_control_options *o, bool *left_out)
{
	struct events e = {0};
	enum err_code err = check(ctx, o);
	if (!err)
		err = events_read(ctx, file, EVENTS_DATED, &e);
	if (!err)
		err = control_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}
