#include "stats/surveillance_glm.h"
#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

enum { ROUNDS = 25 };
#define ENOUGH 1e-8

/* A GSL vector or matrix on memory of the arena. */
static gsl_vector_view vector_of(double *at, size_t n)
{
	return gsl_vector_view_array(at, n);
}

static double deviance(const struct glm *m)
{
	double sum = 0;
	for (size_t i = 0; i < m->rows; i++) {
		double y = m->y[i], mu = m->mu[i];
		double one = y > 0 ? y * log(y / mu) - (y - mu) : mu;
		sum += 2 * (m->prior ? m->prior[i] : 1) * one;
	}
	return sum;
}

/* One weighted least squares fit; false where the columns don't stand apart. */
static bool round_of(struct context *ctx, struct glm *m, double *eta)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = m->rows, p = m->columns;
	double *a = arena_array(ctx->scratch, double, n *p);
	double *z = arena_array(ctx->scratch, double, n);
	double *tau = arena_array(ctx->scratch, double, p);
	for (size_t i = 0; i < n; i++) {
		m->work[i] = (m->prior ? m->prior[i] : 1) * m->mu[i];
		double root = sqrt(m->work[i]);
		double offset = m->offset ? m->offset[i] : 0;
		z[i] = root * (eta[i] - offset + (m->y[i] - m->mu[i]) / m->mu[i]);
		for (size_t j = 0; j < p; j++)
			a[i * p + j] = root * m->x[i * p + j];
	}
	gsl_matrix_view matrix = gsl_matrix_view_array(a, n, p);
	gsl_vector_view taus = vector_of(tau, p), right = vector_of(z, n);
	gsl_vector_view solved = vector_of(m->coefficient, p);
	gsl_linalg_QR_decomp(&matrix.matrix, &taus.vector);
	gsl_linalg_QR_QTvec(&matrix.matrix, &taus.vector, &right.vector);
	bool apart = true;
	for (size_t i = 0; i < p; i++) {
		for (size_t j = 0; j < p; j++)
			m->triangle[i * p + j] = j < i ? 0 : a[i * p + j];
		apart = apart && fabs(a[i * p + i]) > 0 && isfinite(a[i * p + i]);
		m->coefficient[i] = z[i];
	}
	gsl_matrix_view r = gsl_matrix_view_array(m->triangle, p, p);
	if (apart)
		gsl_blas_dtrsv(CblasUpper, CblasNoTrans, CblasNonUnit, &r.matrix,
			&solved.vector);
	for (size_t i = 0; i < n && apart; i++) {
		eta[i] = m->offset ? m->offset[i] : 0;
		for (size_t j = 0; j < p; j++)
			eta[i] += m->x[i * p + j] * m->coefficient[j];
		m->mu[i] = fmax(exp(eta[i]), 2.220446049250313e-16);
	}
	arena_reset(ctx->scratch, mark);
	return apart;
}

double glm_variance(struct context *ctx, const struct glm *m, const double *x)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t p = m->columns;
	double *v = arena_array(ctx->scratch, double, p), sum = 0;
	for (size_t j = 0; j < p; j++)
		v[j] = x[j];
	gsl_vector_view vector = vector_of(v, p);
	gsl_matrix_const_view r = gsl_matrix_const_view_array(m->triangle, p, p);
	gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, &r.matrix, &vector.vector);
	for (size_t j = 0; j < p; j++)
		sum += v[j] * v[j];
	arena_reset(ctx->scratch, mark);
	return sum;
}

static void measure(struct context *ctx, struct glm *m)
{
	double pearson = 0;
	for (size_t i = 0; i < m->rows; i++) {
		double off = (m->y[i] - m->mu[i]) / m->mu[i];
		pearson += m->work[i] * off * off;
		m->hat[i] = m->work[i] * glm_variance(ctx, m, m->x + i * m->columns);
	}
	m->dispersion = pearson / (double)(m->rows - m->columns);
}

void glm_fit(struct context *ctx, struct glm *m)
{
	size_t n = m->rows, p = m->columns;
	struct arena *arena = ctx->scratch;
	m->coefficient = arena_array(arena, double, p);
	m->mu = arena_array(arena, double, n);
	m->work = arena_array(arena, double, n);
	m->hat = arena_array(arena, double, n);
	m->triangle = arena_array(arena, double, p *p);
	double *eta = arena_array(arena, double, n);
	m->converged = false;
	m->dispersion = NAN;
	if (n <= p)
		return;
	for (size_t i = 0; i < n; i++) {
		m->mu[i] = m->y[i] + 0.1;
		eta[i] = log(m->mu[i]);
	}
	double before = deviance(m);
	for (int k = 0; k < ROUNDS && !m->converged; k++) {
		if (!round_of(ctx, m, eta))
			return;
		double now = deviance(m);
		if (!isfinite(now))
			return;
		m->converged = fabs(now - before) / (fabs(now) + 0.1) < ENOUGH;
		before = now;
	}
	measure(ctx, m);
}
