#include "stats/decay.h"
#include "base/random.h"
#include "geo/sort.h"
#include "stats/decay_curve.h"
#include "stats/streams.h"
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#define STEPS_MOST 200
#define DRAWN_MOST 1000
#define STEP 1e-3

/* Distances in units of their mean, with the weight of each. */
struct sample {
	size_t n;
	const double *distance, *weight;
	const uint32_t *child; /* from 0 … children - 1 */
	size_t children;
};

const char *decay_name(enum decay_family family)
{
	static const char *const names[] = {
		"exponential", "power", "lognormal", "gamma"};
	return names[family];
}

const char *decay_parameter_name(enum decay_family family, size_t parameter)
{
	static const char *const names[][2] = {{"rate_per_m", NULL}, {"exponent", NULL},
		{"log_mean", "log_sd"}, {"shape", "rate_per_m"}};
	return names[family][parameter];
}

/* ---- the maximum ---------------------------------------------------------------------- */

struct slopes {
	double gradient[2], hessian[2][2];
};

/* By differences, over the p parameters there are. */
static struct slopes slopes_at(
	const struct decay_curve *c, const struct decay_sums *s, const double theta[2])
{
	struct slopes at = {{0, 0}, {{-1, 0}, {0, -1}}};
	double here = decay_likelihood(c, s, theta);
	size_t p = decay_parameters(c);
	for (size_t i = 0; i < p; i++) {
		double up[2] = {theta[0], theta[1]}, down[2] = {theta[0], theta[1]};
		up[i] += STEP;
		down[i] -= STEP;
		double high = decay_likelihood(c, s, up);
		double low = decay_likelihood(c, s, down);
		up[i] += STEP;
		down[i] -= STEP;
		/* Five points: the error falls with the fourth power of the step. */
		at.gradient[i] = (8 * (high - low) - decay_likelihood(c, s, up) +
					 decay_likelihood(c, s, down)) /
				 (12 * STEP);
		at.hessian[i][i] = (high - 2 * here + low) / (STEP * STEP);
	}
	for (int k = 0; p == 2 && k < 4; k++) {
		double x = k & 1 ? STEP : -STEP, y = k & 2 ? STEP : -STEP;
		double corner[2] = {theta[0] + x, theta[1] + y};
		double part = decay_likelihood(c, s, corner) / (4 * STEP * STEP);
		at.hessian[0][1] += x * y > 0 ? part : -part;
	}
	at.hessian[1][0] = at.hessian[0][1];
	return at;
}

static double determinant(const struct slopes *s)
{
	return s->hessian[0][0] * s->hessian[1][1] -
	       s->hessian[0][1] * s->hessian[0][1];
}

/* Newton's step, or uphill where the likelihood is not a hill there. */
static void direction(const struct slopes *s, double step[2])
{
	double det = determinant(s);
	const double *g = s->gradient;
	step[0] = g[0];
	step[1] = g[1];
	if (!(det > 0) || !(s->hessian[0][0] < 0))
		return;
	step[0] = -(s->hessian[1][1] * g[0] - s->hessian[0][1] * g[1]) / det;
	step[1] = -(s->hessian[0][0] * g[1] - s->hessian[0][1] * g[0]) / det;
}

/* Climbs to the maximum; false where there is none. */
static bool climb(
	const struct decay_curve *c, const struct decay_sums *s, double theta[2])
{
	if (!decay_begin(c, s, theta))
		return false;
	double here = decay_likelihood(c, s, theta);
	for (int k = 0; k < STEPS_MOST; k++) {
		struct slopes at = slopes_at(c, s, theta);
		double step[2], size = 1;
		direction(&at, step);
		if (!isfinite(here) || !isfinite(step[0]) || !isfinite(step[1]))
			return false;
		double length = hypot(step[0], step[1]);
		size = length > 2 ? 2 / length : 1;
		double to[2], there = -INFINITY;
		while (size > 1e-12) {
			to[0] = theta[0] + size * step[0];
			to[1] = theta[1] + size * step[1];
			there = decay_likelihood(c, s, to);
			if (there >= here - 1e-14 * fabs(here))
				break;
			size /= 2;
		}
		if (!(size > 1e-12))
			return length < 1e-5;
		theta[0] = to[0];
		theta[1] = to[1];
		here = there;
		if (size * length < 1e-9)
			return determinant(&at) > 0 && at.hessian[0][0] < 0;
	}
	return false;
}

/* ---- standard errors -------------------------------------------------------------------- */

static struct decay_sums sums_of(size_t n, const double *distance, const double *weight)
{
	struct decay_sums s = {0, 0, 0, 0};
	for (size_t i = 0; i < n; i++) {
		double w = weight ? weight[i] : 1, l = log(distance[i]);
		s.weight += w;
		s.distance += w * distance[i];
		s.log += w * l;
		s.log2 += w * l * l;
	}
	return s;
}

/* The sandwich: the spread of whole children's slopes between two inverse curvatures. */
static void errors_of(struct context *ctx, const struct decay_curve *c,
	const struct sample *sample, const struct decay_sums *s, const double theta[2],
	double error[2])
{
	size_t p = decay_parameters(c);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *score = arena_array(ctx->scratch, double, 2 * sample->children);
	for (size_t i = 0; i < sample->n; i++) {
		double d = sample->distance[i], l = log(d);
		struct decay_sums one = {1, d, l, l * l};
		struct slopes at = slopes_at(c, &one, theta);
		for (size_t k = 0; k < p; k++)
			score[2 * sample->child[i] + k] +=
				sample->weight[i] * at.gradient[k];
	}
	double spread[2][2] = {{0, 0}, {0, 0}};
	for (size_t j = 0; j < sample->children; j++)
		for (int a = 0; a < 2; a++)
			for (int b = 0; b < 2; b++)
				spread[a][b] += score[2 * j + (size_t)a] *
						score[2 * j + (size_t)b];
	struct slopes at = slopes_at(c, s, theta);
	double det = determinant(&at), w = s->weight;
	double inverse[2][2] = {
		{at.hessian[1][1] / det / w, -at.hessian[0][1] / det / w},
		{-at.hessian[0][1] / det / w, at.hessian[0][0] / det / w}};
	for (size_t k = 0; k < p; k++) {
		double sum = 0;
		for (size_t a = 0; a < p; a++)
			for (size_t b = 0; b < p; b++)
				sum += inverse[k][a] * spread[a][b] * inverse[b][k];
		error[k] = sample->children > p ? sqrt(sum) : NAN;
	}
	arena_reset(ctx->scratch, mark);
}

/* ---- how well it fits -------------------------------------------------------------------- */

static double ks_distance(struct context *ctx, const struct decay_curve *c,
	const double theta[2], size_t n, const double *distance)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_double(ctx->scratch, distance, order, n);
	double apart = 0;
	for (size_t i = 0; i < n; i++) {
		double f = decay_cumulative(c, theta, distance[order[i]]);
		apart = fmax(apart, fmax(f - (double)i / (double)n,
					    (double)(i + 1) / (double)n - f));
	}
	arena_reset(ctx->scratch, mark);
	return apart;
}

/* One journey of each child (of DRAWN_MOST of them). */
static size_t draw_journeys(
	struct context *ctx, const struct sample *sample, double *distance)
{
	struct stream s = stream_make(ctx->seed, STREAM_DECAY, 0);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *own = arena_array(ctx->scratch, double, sample->children);
	uint32_t *seen = arena_array(ctx->scratch, uint32_t, sample->children);
	for (size_t i = 0; i < sample->n; i++)
		if (stream_below(&s, ++seen[sample->child[i]]) == 0)
			own[sample->child[i]] = sample->distance[i];
	stream_shuffle_double(&s, own, sample->children);
	size_t n = sample->children < DRAWN_MOST ? sample->children : DRAWN_MOST;
	memcpy(distance, own, n * sizeof *distance);
	arena_reset(ctx->scratch, mark);
	return n;
}

static void rank_fit(struct context *ctx, const struct decay_curve *c, size_t n,
	double *distance, uint32_t replications, struct decay_fit *fit)
{
	double theta[2], other[2], extreme = 1, sets = 1;
	struct decay_sums s = sums_of(n, distance, NULL);
	if (n < 3 || !climb(c, &s, theta))
		return;
	fit->ks = ks_distance(ctx, c, theta, n, distance);
	for (uint32_t r = 1; r <= replications; r++) {
		struct stream stream = stream_make(
			ctx->seed, STREAM_DECAY, (uint64_t)c->family << 32 | r);
		for (size_t i = 0; i < n; i++)
			distance[i] = decay_quantile(c, theta, stream_01(&stream));
		s = sums_of(n, distance, NULL);
		if (!climb(c, &s, other))
			continue;
		sets++;
		extreme += ks_distance(ctx, c, other, n, distance) >= fit->ks;
	}
	if (replications > 0)
		fit->p_fit = extreme / sets;
}

/* ---- all curves --------------------------------------------------------------------------- */

/* From units of the mean back to metres. */
static void give_parameters(enum decay_family family, const struct decay_curve *c,
	const double theta[2], double unit_m, struct decay_fit *fit)
{
	double *value = fit->parameter, *error = fit->error;
	switch (family) {
	case DECAY_EXPONENTIAL:
		value[0] = exp(theta[0]) / unit_m;
		error[0] *= value[0];
		break;
	case DECAY_POWER:
		value[0] = isinf(c->to) ? 1 + exp(theta[0]) : theta[0];
		error[0] *= isinf(c->to) ? exp(theta[0]) : 1;
		break;
	case DECAY_LOGNORMAL:
		value[0] = theta[0] + log(unit_m);
		value[1] = exp(theta[1]);
		error[1] *= value[1];
		break;
	case DECAY_GAMMA:
		value[0] = exp(theta[0]);
		value[1] = exp(theta[1]) / unit_m;
		error[0] *= value[0];
		error[1] *= value[1];
		break;
	case DECAY_FAMILIES_N:
		break;
	}
}

static void fit_curve(struct context *ctx, const struct decay_curve *c,
	const struct sample *sample, double unit_m, uint32_t replications,
	struct decay_fit *fit)
{
	struct decay_sums s = sums_of(sample->n, sample->distance, sample->weight);
	double theta[2];
	if (!climb(c, &s, theta))
		return;
	fit->fitted = true;
	fit->parameters_n = decay_parameters(c);
	fit->log_likelihood = s.weight * (decay_likelihood(c, &s, theta) - log(unit_m));
	fit->aic = 2 * (double)fit->parameters_n - 2 * fit->log_likelihood;
	fit->median_m = unit_m * decay_quantile(c, theta, 0.5);
	errors_of(ctx, c, sample, &s, theta, fit->error);
	give_parameters(c->family, c, theta, unit_m, fit);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *drawn = arena_array(ctx->scratch, double, sample->children);
	size_t n = draw_journeys(ctx, sample, drawn);
	rank_fit(ctx, c, n, drawn, replications, fit);
	arena_reset(ctx->scratch, mark);
}

static struct decay_fit no_fit(void)
{
	return (struct decay_fit){.parameter = {NAN, NAN},
		.error = {NAN, NAN},
		.log_likelihood = NAN,
		.aic = NAN,
		.median_m = NAN,
		.ks = NAN,
		.p_fit = NAN};
}

/* Distances in the range, in units of their mean; children numbered anew. */
static struct sample sample_make(struct context *ctx, struct decay *d, size_t n,
	const double *distance_m, const uint32_t *child, const struct decay_options *o,
	double *unit_m)
{
	double *distance = arena_array(ctx->scratch, double, n);
	double *weight = arena_array(ctx->scratch, double, n);
	uint32_t *own = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *number = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *journeys = arena_array(ctx->scratch, uint32_t, n);
	struct sample s = {.distance = distance, .weight = weight, .child = own};
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		if (distance_m[i] < o->from_m || distance_m[i] <= 0) {
			d->short_n++;
			continue;
		}
		if (o->to_m > 0 && distance_m[i] > o->to_m) {
			d->long_n++;
			continue;
		}
		uint32_t c = child ? child[i] : (uint32_t)i;
		if (number[c] == 0)
			number[c] = (uint32_t)++s.children;
		own[s.n] = number[c] - 1;
		journeys[own[s.n]]++;
		distance[s.n++] = distance_m[i];
		sum += distance_m[i];
	}
	*unit_m = s.n > 0 ? sum / (double)s.n : 1;
	for (size_t i = 0; i < s.n; i++) {
		weight[i] = 1.0 / journeys[own[i]];
		distance[i] /= *unit_m;
	}
	return s;
}

enum err_code decay_run(struct context *ctx, struct decay *d, size_t n,
	const double *distance_m, const uint32_t *child, const struct decay_options *o)
{
	memset(d, 0, sizeof *d);
	if (!(o->from_m >= 0) || !isfinite(o->from_m) || !(o->to_m >= 0) ||
		!isfinite(o->to_m) || (o->to_m > 0 && o->to_m <= o->from_m))
		return err_set(ctx, ERR_USAGE,
			"the longest distance must lie beyond the shortest one");
	for (size_t i = 0; i < n; i++)
		if (!(distance_m[i] >= 0) || !isfinite(distance_m[i]))
			return err_set(
				ctx, ERR_DATA, "distance %zu is no distance", i + 1);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double unit_m;
	struct sample s = sample_make(ctx, d, n, distance_m, child, o, &unit_m);
	d->n = s.n;
	d->children = s.children;
	gsl_error_handler_t *before = gsl_set_error_handler_off();
	for (int f = 0; f < DECAY_FAMILIES_N; f++) {
		d->fits[f] = no_fit();
		struct decay_curve c = {(enum decay_family)f, o->from_m / unit_m,
			o->to_m > 0 ? o->to_m / unit_m : INFINITY};
		if (s.n >= 3)
			fit_curve(ctx, &c, &s, unit_m, o->replications, &d->fits[f]);
		bool better = d->fits[f].fitted &&
			      (!d->any || d->fits[f].aic < d->fits[d->best].aic);
		if (better)
			d->best = (enum decay_family)f;
		d->any = d->any || d->fits[f].fitted;
	}
	gsl_set_error_handler(before);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

double decay_density(const struct decay_fit *fit, enum decay_family family,
	const struct decay_options *o, double distance_m)
{
	double to_m = o->to_m > 0 ? o->to_m : INFINITY;
	if (!fit->fitted || !(distance_m > 0) || distance_m < o->from_m ||
		distance_m > to_m)
		return fit->fitted ? 0 : NAN;
	struct decay_curve c = {family, o->from_m, to_m};
	double theta[2] = {fit->parameter[0], fit->parameter[1]}, l = log(distance_m);
	if (family == DECAY_EXPONENTIAL || family == DECAY_GAMMA)
		theta[0] = log(theta[0]);
	if (family == DECAY_POWER && isinf(to_m))
		theta[0] = log(theta[0] - 1);
	theta[1] = fit->parameters_n == 2 ? log(theta[1]) : 0;
	struct decay_sums one = {1, distance_m, l, l * l};
	gsl_error_handler_t *before = gsl_set_error_handler_off();
	double density = exp(decay_likelihood(&c, &one, theta));
	gsl_set_error_handler(before);
	return density;
}
