#include "stats/season.h"
#include "stats/surveillance_glm.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

enum { COLUMNS_MOST = 2 + 2 * SEASON_HARMONICS_MOST, PEAK_STEPS = 3660 };
#define TURN (2 * acos(-1))

struct series {
	size_t n;
	const double *count, *exposure, *year;
	double middle; /* of the series: time is measured from it */
	const double *offset;
};

/* Intercept, time, and the waves. */
static void fill_row(const struct series *s, double year, int harmonics, double *x)
{
	x[0] = 1;
	x[1] = year - s->middle;
	for (int k = 1; k <= harmonics; k++) {
		x[2 * k] = cos(TURN * k * year);
		x[2 * k + 1] = sin(TURN * k * year);
	}
}

static struct glm fit(struct context *ctx, const struct series *s, int harmonics)
{
	size_t p = 2 + 2 * (size_t)harmonics;
	double *x = arena_array(ctx->scratch, double, s->n *p);
	for (size_t i = 0; i < s->n; i++)
		fill_row(s, s->year[i], harmonics, x + i * p);
	struct glm m = {
		.rows = s->n, .columns = p, .x = x, .y = s->count, .offset = s->offset};
	glm_fit(ctx, &m);
	return m;
}

static double deviance(const struct glm *m)
{
	double sum = 0;
	for (size_t i = 0; i < m->rows; i++) {
		double y = m->y[i], mu = m->mu[i];
		sum += 2 * ((y > 0 ? y * log(y / mu) : 0) - (y - mu));
	}
	return sum;
}

/* The wave of the season, as a logarithm. */
static double wave(const struct glm *m, int harmonics, double year)
{
	double sum = 0;
	for (int k = 1; k <= harmonics; k++)
		sum += m->coefficient[2 * k] * cos(TURN * k * year) +
		       m->coefficient[2 * k + 1] * sin(TURN * k * year);
	return sum;
}

static void set_season(struct context *ctx, struct season *r, const struct series *s,
	const struct glm *m)
{
	double high = -INFINITY, low = INFINITY;
	for (int i = 0; i < PEAK_STEPS; i++) {
		double at = (double)i / PEAK_STEPS, value = wave(m, r->harmonics, at);
		if (value > high) {
			high = value;
			r->peak = at;
		}
		low = fmin(low, value);
	}
	r->amplitude = exp(high - low);
	struct glm without = fit(ctx, s, 0);
	double more = 2.0 * r->harmonics, spread = fmax(1, m->dispersion);
	double f = (deviance(&without) - deviance(m)) / more / spread;
	if (without.converged)
		r->season_p =
			gsl_cdf_fdist_Q(fmax(0, f), more, (double)(s->n - m->columns));
}

static void set_trend(struct context *ctx, struct season *r, const struct glm *m)
{
	double unit[COLUMNS_MOST] = {0, 1};
	double freedom = (double)(m->rows - m->columns);
	double se = sqrt(fmax(1, m->dispersion) * glm_variance(ctx, m, unit));
	double reach = gsl_cdf_tdist_Qinv(0.025, freedom) * se;
	double slope = m->coefficient[1];
	r->trend = exp(slope);
	r->trend_lower = exp(slope - reach);
	r->trend_upper = exp(slope + reach);
	r->trend_p = 2 * gsl_cdf_tdist_Q(fabs(slope) / se, freedom);
}

static enum season_state state_of(
	const struct series *s, const struct season_options *o, double events)
{
	if (s->n < SEASON_LEAST)
		return SEASON_TOO_SHORT;
	if (events < SEASON_EVENTS)
		return SEASON_TOO_FEW;
	/* From the middle of the first period to that of the last: one period is
	 * missing. */
	double years =
		(s->year[s->n - 1] - s->year[0]) * (double)s->n / (double)(s->n - 1);
	size_t columns = 2 + 2 * (size_t)(o->harmonics ? o->harmonics : 1);
	bool enough = years > 2 - 1e-2 && s->n >= columns + 4;
	return enough && !o->no_season ? SEASON_FITTED : SEASON_TREND_ONLY;
}

static void run(struct context *ctx, struct season *r, const struct series *s,
	const struct season_options *o)
{
	r->harmonics =
		r->state == SEASON_FITTED ? (o->harmonics ? o->harmonics : 1) : 0;
	struct glm m = fit(ctx, s, r->harmonics);
	if (!m.converged) {
		r->state = SEASON_NO_FIT;
		return;
	}
	r->dispersion = m.dispersion;
	set_trend(ctx, r, &m);
	if (r->harmonics > 0)
		set_season(ctx, r, s, &m);
	for (size_t i = 0; i < s->n; i++) {
		r->fitted[i] = m.mu[i];
		r->usual[i] = m.mu[i] * exp(-wave(&m, r->harmonics, s->year[i]));
	}
}

static enum err_code check(
	struct context *ctx, const struct series *s, const struct season_options *o)
{
	if (o->harmonics < 0 || o->harmonics > SEASON_HARMONICS_MOST)
		return err_set(ctx, ERR_USAGE, "a season has from 1 to %d harmonics",
			(int)SEASON_HARMONICS_MOST);
	for (size_t i = 0; i < s->n; i++) {
		bool ascends = i == 0 || s->year[i] > s->year[i - 1];
		if (!(s->count[i] >= 0) || !(s->exposure[i] > 0) || !ascends ||
			!isfinite(s->count[i]) || !isfinite(s->exposure[i]))
			return err_set(ctx, ERR_DATA,
				"period %zu must have a count of 0 or more, an "
				"exposure above 0 and a time after the one before",
				i + 1);
	}
	return ERR_OK;
}

enum err_code season_run(struct context *ctx, struct season *r, size_t n,
	const double *count, const double *exposure, const double *year,
	const struct season_options *o)
{
	*r = (struct season){.n = n,
		.dispersion = NAN,
		.trend = NAN,
		.trend_lower = NAN,
		.trend_upper = NAN,
		.trend_p = NAN,
		.season_p = NAN,
		.amplitude = NAN,
		.peak = NAN};
	r->fitted = arena_array(ctx->arena, double, n);
	r->usual = arena_array(ctx->arena, double, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *offset = arena_array(ctx->scratch, double, n), events = 0;
	struct series s = {n, count, exposure, year, 0, offset};
	enum err_code err = check(ctx, &s, o);
	for (size_t i = 0; !err && i < n; i++) {
		offset[i] = log(exposure[i]);
		events += count[i];
		s.middle += year[i] / (double)n;
		r->fitted[i] = r->usual[i] = NAN;
	}
	if (!err) {
		r->state = state_of(&s, o, events);
		if (r->state > SEASON_TOO_FEW)
			run(ctx, r, &s, o);
	}
	arena_reset(ctx->scratch, mark);
	return err;
}
