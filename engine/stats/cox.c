#include "stats/cox.h"
#include "geo/sort.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

enum { ROUNDS = 30, P = COX_COVARIATES_MOST };
#define ENOUGH 1e-9
#define Z_95 1.959963984540054

struct frame {
	size_t n, p;
	const double *time;
	const uint8_t *event;
	const uint32_t *order; /* by time, ascending */
	double *z;             /* n rows of p: of mean 0 and deviation 1 */
	double mean[P], scale[P];
};

/* The partial likelihood at a place, its slope and its curvature (negated). */
struct surface {
	double log_likelihood, slope[P], curve[P * P];
};

/* Sums over those at risk, or over those who went at one time: weight, weight times
 * covariate, weight times products. */
struct sums {
	double w, x[P], xx[P * P];
};

static void add(struct sums *s, const double *z, size_t p, double w)
{
	s->w += w;
	for (size_t i = 0; i < p; i++) {
		s->x[i] += w * z[i];
		for (size_t j = 0; j <= i; j++)
			s->xx[i * P + j] += w * z[i] * z[j];
	}
}

/* Efron: of d who went at once, the k-th is drawn from those at risk less k / d of them. */
static void add_time(struct surface *s, const struct sums *risk,
	const struct sums *went, size_t p, double d)
{
	for (size_t k = 0; k < (size_t)d; k++) {
		double part = (double)k / d, w = risk->w - part * went->w, mean[P];
		s->log_likelihood -= log(w);
		for (size_t i = 0; i < p; i++) {
			mean[i] = (risk->x[i] - part * went->x[i]) / w;
			s->slope[i] -= mean[i];
		}
		for (size_t i = 0; i < p; i++)
			for (size_t j = 0; j <= i; j++) {
				size_t at = i * P + j;
				double xx = (risk->xx[at] - part * went->xx[at]) / w;
				s->curve[at] += xx - mean[i] * mean[j];
			}
	}
}

/* From the last time to the first, so that those at risk are added up once. */
static struct surface surface_at(const struct frame *f, const double *beta)
{
	struct surface s = {0};
	struct sums risk = {0};
	for (size_t end = f->n; end > 0;) {
		struct sums went = {0};
		double died = 0, time = f->time[f->order[end - 1]];
		for (; end > 0 && f->time[f->order[end - 1]] == time; end--) {
			uint32_t who = f->order[end - 1];
			const double *z = f->z + who * f->p;
			double eta = 0;
			for (size_t i = 0; i < f->p; i++)
				eta += beta[i] * z[i];
			double w = exp(eta);
			add(&risk, z, f->p, w);
			if (!f->event[who])
				continue;
			add(&went, z, f->p, w);
			died++;
			s.log_likelihood += eta;
			for (size_t i = 0; i < f->p; i++)
				s.slope[i] += z[i];
		}
		add_time(&s, &risk, &went, f->p, died);
	}
	return s;
}

/* The inverse of the curvature; false where it has none. */
static bool invert(const struct surface *s, size_t p, double *inverse)
{
	double a[P * P];
	for (size_t i = 0; i < p; i++)
		for (size_t j = 0; j < p; j++)
			a[i * p + j] = s->curve[i >= j ? i * P + j : j * P + i];
	/* Cholesky by hand: GSL's would call its error handler. */
	for (size_t j = 0; j < p; j++) {
		double top = a[j * p + j];
		for (size_t k = 0; k < j; k++)
			a[j * p + j] -= a[j * p + k] * a[j * p + k];
		if (!(a[j * p + j] > 1e-10 * top) || !(top > 1e-9))
			return false;
		a[j * p + j] = sqrt(a[j * p + j]);
		for (size_t i = j + 1; i < p; i++) {
			for (size_t k = 0; k < j; k++)
				a[i * p + j] -= a[i * p + k] * a[j * p + k];
			a[i * p + j] /= a[j * p + j];
		}
	}
	gsl_matrix_view m = gsl_matrix_view_array(a, p, p);
	gsl_linalg_cholesky_invert(&m.matrix);
	memcpy(inverse, a, p * p * sizeof *a);
	return true;
}

static bool standardise(struct context *ctx, struct frame *f, const double *x)
{
	f->z = arena_array(ctx->scratch, double, f->n * f->p);
	for (size_t j = 0; j < f->p; j++) {
		double sum = 0, squares = 0, n = (double)f->n;
		for (size_t i = 0; i < f->n; i++)
			sum += x[i * f->p + j] / n;
		for (size_t i = 0; i < f->n; i++) {
			double off = x[i * f->p + j] - sum;
			squares += off * off / n;
		}
		f->mean[j] = sum;
		f->scale[j] = sqrt(squares);
		if (!(f->scale[j] > 1e-12 * (1 + fabs(sum))))
			return false;
		for (size_t i = 0; i < f->n; i++)
			f->z[i * f->p + j] = (x[i * f->p + j] - sum) / f->scale[j];
	}
	return true;
}

/* Where the likelihood flattens out towards an infinite coefficient, steps stay long. */
static bool is_top(
	const struct frame *f, const struct surface *s, const double *inverse)
{
	for (size_t i = 0; i < f->p; i++) {
		double step = 0;
		for (size_t j = 0; j < f->p; j++)
			step += inverse[i * f->p + j] * s->slope[j];
		if (!(fabs(step) < 1e-3))
			return false;
	}
	return true;
}

/* Newton's steps up to the top; *inverse is that of the curvature there. */
static void climb(const struct frame *f, struct cox *c, double *beta, double *inverse)
{
	struct surface here = surface_at(f, beta);
	c->log_likelihood_null = here.log_likelihood;
	for (c->rounds = 1; c->rounds <= ROUNDS; c->rounds++) {
		double next[P], share = 1;
		if (!invert(&here, f->p, inverse))
			break;
		struct surface there;
		for (int halved = 0; halved < 30; halved++, share /= 2) {
			for (size_t i = 0; i < f->p; i++) {
				double step = 0;
				for (size_t j = 0; j < f->p; j++)
					step += inverse[i * f->p + j] * here.slope[j];
				next[i] = beta[i] + share * step;
			}
			there = surface_at(f, next);
			if (there.log_likelihood >=
				here.log_likelihood - 1e-11 * fabs(here.log_likelihood))
				break;
		}
		memcpy(beta, next, f->p * sizeof *beta);
		double change = 1 - here.log_likelihood / there.log_likelihood;
		here = there;
		if (share == 1 && !(fabs(change) > ENOUGH)) {
			c->converged = invert(&here, f->p, inverse) &&
				       is_top(f, &here, inverse);
			break;
		}
	}
	c->log_likelihood = here.log_likelihood;
}

static enum err_code check(struct context *ctx, size_t n, const double *time,
	const uint8_t *event, const double *x, size_t p)
{
	if (p < 1 || p > P)
		return err_set(ctx, ERR_USAGE,
			"Cox's regression takes from 1 to %d covariates", (int)P);
	for (size_t i = 0; i < n; i++) {
		bool good = time[i] >= 0 && isfinite(time[i]) && event[i] <= 1;
		for (size_t j = 0; j < p; j++)
			good = good && fabs(x[i * p + j]) < 1e100;
		if (!good)
			return err_set(ctx, ERR_DATA,
				"time %zu must be 0 or more, with an event of 0 or 1 "
				"and covariates that are numbers",
				i + 1);
	}
	return ERR_OK;
}

static void describe(
	struct cox *c, const struct frame *f, const double *beta, const double *inverse)
{
	for (size_t i = 0; i < f->p; i++) {
		struct cox_term *t = &c->terms[i];
		t->coefficient = t->se = t->p_value = NAN;
		t->ratio = t->lower = t->upper = NAN;
		if (!c->converged)
			continue;
		t->coefficient = beta[i] / f->scale[i];
		t->se = sqrt(inverse[i * f->p + i]) / f->scale[i];
		t->ratio = exp(t->coefficient);
		t->lower = exp(t->coefficient - Z_95 * t->se);
		t->upper = exp(t->coefficient + Z_95 * t->se);
		t->p_value = 2 * gsl_cdf_ugaussian_Q(fabs(t->coefficient) / t->se);
	}
}

enum err_code cox_run(struct context *ctx, struct cox *c, size_t n, const double *time,
	const uint8_t *event, const double *x, size_t p)
{
	memset(c, 0, sizeof *c);
	enum err_code err = check(ctx, n, time, event, x, p);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_double(ctx->scratch, time, order, n);
	struct frame f = {.n = n, .p = p, .time = time, .event = event, .order = order};
	double beta[P] = {0}, inverse[P * P] = {0};
	c->n = n;
	c->terms_n = p;
	c->log_likelihood_null = c->log_likelihood = NAN;
	for (size_t i = 0; i < n; i++)
		c->events += event[i];
	if (c->events > 0 && standardise(ctx, &f, x))
		climb(&f, c, beta, inverse);
	describe(c, &f, beta, inverse);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
