#include "stats/farrington.h"
#include "base/civil.h"
#include "stats/surveillance_glm.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { LAST_POINTS = 4, LAST_EVENTS = 5, MOST_YEARS = 5, TREND_YEARS = 3 };

/* The past of one point: rows of the regression. */
struct past {
	size_t rows, seasons;
	double *y, *time;
	size_t *season; /* from 1; the current one is the last */
	size_t years;
	double now, most; /* time of the point; the highest count of the past */
};

/* A fit and what is asked of it at the point. */
struct fitted {
	struct glm glm;
	bool trend;
	double dispersion;            /* at least 1 */
	double trend_p, mu, variance; /* variance of ln(mu) for a dispersion of 1 */
	double other; /* farringtonFlexible()'s dispersion of predictions */
};

/* ---- reference points ---------------------------------------------------------------- */

/* The point that begins nearest to a day, the earlier of two. */
static size_t nearest(const int64_t *day, size_t n, int64_t wanted)
{
	size_t low = 0, high = n;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (day[middle] <= wanted)
			low = middle;
		else
			high = middle;
	}
	bool next = low + 1 < n && day[low + 1] - wanted < wanted - day[low];
	return next ? low + 1 : low;
}

/* The same point so many years before; false where the series, or the window around the
 * point, begins later. */
static bool years_before(
	const struct farrington_options *o, size_t at, size_t years, size_t *middle)
{
	if (!o->day) {
		*middle = at - years * o->frequency;
		return at >= years * o->frequency + o->half_window;
	}
	struct civil c = civil_from_days(o->day[at]);
	int64_t wanted = civil_days(c.year - (int)years, c.month, c.day);
	int64_t reach = at > 0 ? o->day[at] - o->day[at - 1] : 0;
	*middle = nearest(o->day, at + 1, wanted);
	return 2 * (o->day[0] - wanted) < reach && *middle >= o->half_window &&
	       *middle < at;
}

static size_t years_of(const struct farrington_options *o, size_t at)
{
	size_t years = o->years ? o->years : MOST_YEARS, middle;
	while (years > 0 && !years_before(o, at, years, &middle))
		years--;
	return o->years && years < o->years ? 0 : years;
}

/* Each point of the past its season, 0 where it plays no part. */
static void mark_seasons(
	const struct farrington_options *o, size_t at, size_t years, size_t *season)
{
	size_t w = o->half_window, p = o->flexible ? o->periods : 1;
	memset(season, 0, (at + 1) * sizeof *season);
	for (size_t i = at - w; i <= at && o->flexible; i++)
		season[i] = p;
	for (size_t year = 1, later = at, middle; year <= years;
		later = middle, year++) {
		years_before(o, at, year, &middle);
		for (size_t i = middle - w; i <= middle + w; i++)
			season[i] = p;
		if (p == 1)
			continue;
		/* What lies between two windows, in equal parts; the first ones take
		 * the rest. */
		size_t windows = 2 * w + 1, next = middle + w + 1;
		size_t between =
			later - middle > windows ? later - middle - windows : 0;
		for (size_t j = 1; j < p; j++) {
			size_t length = between / (p - 1) + (j <= between % (p - 1));
			for (size_t k = 0; k < length && next < at; k++)
				season[next++] = j;
		}
	}
	for (size_t i = o->flexible && at >= o->left_out ? at - o->left_out : at;
		i <= at; i++)
		season[i] = 0;
}

/* Seasons that have points, numbered from 1; with one year of past not all do. */
static void renumber(struct context *ctx, struct past *past, size_t seasons)
{
	size_t *number = arena_array(ctx->scratch, size_t, seasons + 1);
	for (size_t i = 0; i < past->rows; i++)
		number[past->season[i]] = 1;
	past->seasons = 0;
	for (size_t k = 1; k <= seasons; k++)
		if (number[k])
			number[k] = ++past->seasons;
	for (size_t i = 0; i < past->rows; i++)
		past->season[i] = number[past->season[i]];
}

static void past_of(struct context *ctx, struct past *past, const int64_t *count,
	size_t at, const struct farrington_options *o)
{
	size_t *season = arena_array(ctx->scratch, size_t, at + 1);
	mark_seasons(o, at, past->years, season);
	past->y = arena_array(ctx->scratch, double, at + 1);
	past->time = arena_array(ctx->scratch, double, at + 1);
	past->season = arena_array(ctx->scratch, size_t, at + 1);
	past->rows = 0;
	past->most = 0;
	past->now = (double)(at + 1);
	for (size_t i = 0; i <= at; i++) {
		if (!season[i])
			continue;
		past->y[past->rows] = (double)count[i];
		past->time[past->rows] = (double)(i + 1);
		past->season[past->rows++] = season[i];
		past->most = fmax(past->most, (double)count[i]);
	}
	renumber(ctx, past, o->flexible ? o->periods : 1);
}

/* ---- the regression ------------------------------------------------------------------ */

/* Intercept, time where there is a trend, all seasons but the first. */
static void fill_row(
	double *x, const struct past *past, bool trend, double time, size_t season)
{
	size_t j = 0;
	x[j++] = 1;
	if (trend)
		x[j++] = time;
	for (size_t k = 2; k <= past->seasons; k++)
		x[j++] = season == k;
}

/* Weights that let past outbreaks count less: 1 / s^2 above the limit. */
static const double *weights_of(
	struct context *ctx, const struct glm *m, double dispersion, double above)
{
	double *weight = arena_array(ctx->scratch, double, m->rows), sum = 0;
	for (size_t i = 0; i < m->rows; i++) {
		double y = m->y[i], mu = m->mu[i];
		double s = 1.5 * (pow(y, 2.0 / 3) * pow(mu, -1.0 / 6) - sqrt(mu)) /
			   sqrt(dispersion * (1 - m->hat[i]));
		sum += weight[i] = s > above ? 1 / (s * s) : 1;
	}
	for (size_t i = 0; i < m->rows; i++)
		weight[i] *= (double)m->rows / sum;
	return weight;
}

static bool fit(struct context *ctx, struct fitted *f, const struct past *past,
	const struct farrington_options *o, bool trend)
{
	size_t p = past->seasons + trend;
	double *x = arena_array(ctx->scratch, double, past->rows *p);
	double *now = arena_array(ctx->scratch, double, p);
	for (size_t i = 0; i < past->rows; i++)
		fill_row(x + i * p, past, trend, past->time[i], past->season[i]);
	fill_row(now, past, trend, past->now, past->seasons);
	f->trend = trend;
	f->glm = (struct glm){.rows = past->rows, .columns = p, .x = x, .y = past->y};
	struct glm *m = &f->glm;
	glm_fit(ctx, m);
	if (!m->converged)
		return trend && fit(ctx, f, past, o, false);
	f->dispersion = fmax(m->dispersion, 1);
	f->other = m->dispersion;
	if (o->reweight) {
		m->prior = weights_of(ctx, m, f->dispersion, o->weights_above);
		glm_fit(ctx, m);
		f->dispersion = fmax(m->dispersion, 1);
		/* Theirs takes prior weights in place of working ones here. */
		f->other = 0;
		for (size_t i = 0; i < m->rows; i++) {
			double off = (m->y[i] - m->mu[i]) / m->mu[i];
			f->other += m->prior[i] * off * off /
				    (double)(m->rows - m->columns);
		}
	}
	double eta = 0;
	for (size_t j = 0; j < p; j++)
		eta += now[j] * m->coefficient[j];
	f->mu = exp(eta);
	f->variance = glm_variance(ctx, m, now);
	if (trend) {
		double *unit = arena_array(ctx->scratch, double, p);
		unit[1] = 1;
		double spread = o->flexible ? f->other : m->dispersion;
		double t =
			m->coefficient[1] / sqrt(spread * glm_variance(ctx, m, unit));
		f->trend_p =
			2 * gsl_cdf_tdist_Q(fabs(t), (double)(m->rows - m->columns));
	}
	return true;
}

/* ---- the bound ----------------------------------------------------------------------- */

static double bound_delta(const struct fitted *f, const struct farrington_options *o)
{
	double spread = o->flexible ? f->other : f->dispersion;
	double tau = f->dispersion + f->mu * f->variance * spread;
	double error = sqrt(4.0 / 9 * cbrt(f->mu) * tau);
	double z = gsl_cdf_ugaussian_Qinv(o->flexible ? o->alpha : o->alpha / 2);
	double power = cbrt(f->mu * f->mu) + z * error;
	return power > 0 ? power * sqrt(power) : NAN;
}

static double tail_up_to(const struct fitted *f, double k)
{
	double mean = f->mu, phi = f->dispersion;
	if (phi > 1)
		return gsl_cdf_negative_binomial_P(
			(unsigned)k, 1 / phi, mean / (phi - 1));
	return gsl_cdf_poisson_P((unsigned)k, mean);
}

/* The least count that is reached with a chance of 1 - alpha. */
static double bound_count(const struct fitted *f, double alpha)
{
	double low = -1, high = 1, enough = (1 - alpha) * (1 - 1e-14);
	if (!isfinite(f->mu) || f->mu > 1e8)
		return NAN;
	while (tail_up_to(f, high) < enough && high < 4e9)
		high *= 2;
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		if (tail_up_to(f, middle) < enough)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void point_of(struct context *ctx, struct surveillance_point *point,
	const int64_t *count, size_t at, const struct farrington_options *o)
{
	struct past past = {.years = years_of(o, at)};
	struct fitted f;
	int64_t last = 0;
	for (size_t i = 0; i < LAST_POINTS && i <= at; i++)
		last += count[at - i];
	if (past.years == 0 || last < LAST_EVENTS)
		return;
	past_of(ctx, &past, count, at, o);
	if (!fit(ctx, &f, &past, o, o->trend))
		return;
	bool keep = f.trend && past.years >= TREND_YEARS &&
		    f.trend_p < o->trend_below && f.mu <= past.most;
	if (f.trend && !keep && !fit(ctx, &f, &past, o, false))
		return;
	bool counted = o->flexible && o->bound == FARRINGTON_NB_PLUGIN;
	point->expected = f.mu;
	point->upper = counted ? bound_count(&f, o->alpha) : bound_delta(&f, o);
	point->alarm = (double)count[at] > point->upper;
}

enum err_code farrington_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct farrington_options *o)
{
	size_t windows = 2 * o->half_window + 1;
	if (o->frequency < windows + (o->flexible ? o->periods : 1) ||
		(o->flexible && o->periods < 1) || !(o->alpha > 0) || !(o->alpha < 1))
		return err_set(ctx, ERR_USAGE,
			"Farrington's method needs a year longer than its windows and "
			"seasons, and an alpha between 0 and 1");
	surveillance_init(ctx, s, n);
	for (size_t at = 0; at < n; at++) {
		struct arena_mark mark = arena_mark(ctx->scratch);
		point_of(ctx, &s->points[at], count, at, o);
		arena_reset(ctx->scratch, mark);
	}
	return ERR_OK;
}
