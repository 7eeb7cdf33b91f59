#include "stats/logrank.h"
#include "geo/sort.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

static enum err_code check(struct context *ctx, struct logrank *l, size_t n,
	const double *time, const uint8_t *event, const uint32_t *group)
{
	if (l->groups < 2 || l->groups > LOGRANK_GROUPS_MOST)
		return err_set(ctx, ERR_DATA,
			"a log-rank test needs from two to %d groups; there are %zu",
			(int)LOGRANK_GROUPS_MOST, l->groups);
	for (size_t i = 0; i < n; i++) {
		if (!(time[i] >= 0) || !isfinite(time[i]) || event[i] > 1 ||
			group[i] >= l->groups)
			return err_set(ctx, ERR_DATA,
				"time %zu must be 0 or more, with an event of 0 or 1",
				i + 1);
		l->n[group[i]]++;
	}
	for (size_t g = 0; g < l->groups; g++)
		if (l->n[g] == 0)
			return err_set(
				ctx, ERR_DATA, "group %zu has nobody to follow", g + 1);
	return ERR_OK;
}

/* What a time with `died` events adds: expected ones, and their covariance. */
static void add_time(struct logrank *l, const double *at_risk, double all, double died,
	double *covariance)
{
	double each = all > 1 ? died * (all - died) / (all * all * (all - 1)) : 0;
	for (size_t g = 0; g < l->groups; g++) {
		l->expected[g] += died * at_risk[g] / all;
		for (size_t h = 0; h < l->groups; h++)
			covariance[g * l->groups + h] +=
				each * at_risk[g] * ((g == h) * all - at_risk[h]);
	}
}

static void add_up(struct context *ctx, struct logrank *l, size_t n, const double *time,
	const uint8_t *event, const uint32_t *group, double *covariance)
{
	struct arena *arena = ctx->scratch;
	uint32_t *order = arena_array(arena, uint32_t, n);
	double *at_risk = arena_array(arena, double, l->groups);
	double *left = arena_array(arena, double, l->groups);
	sort_order_double(arena, time, order, n);
	for (size_t g = 0; g < l->groups; g++)
		at_risk[g] = (double)l->n[g];
	for (size_t i = 0, next; i < n; i = next) {
		double died = 0;
		memset(left, 0, l->groups * sizeof *left);
		for (next = i; next < n && time[order[next]] == time[order[i]];
			next++) {
			uint32_t who = order[next];
			left[group[who]]++;
			died += event[who];
			l->observed[group[who]] += event[who];
		}
		if (died > 0)
			add_time(l, at_risk, (double)(n - i), died, covariance);
		for (size_t g = 0; g < l->groups; g++)
			at_risk[g] -= left[g];
	}
}

/* The quadratic form over all groups of whom something is expected but the last. */
static double quadratic(
	struct context *ctx, struct logrank *l, const double *covariance)
{
	size_t part[LOGRANK_GROUPS_MOST], n = 0;
	for (size_t g = 0; g < l->groups; g++)
		if (l->expected[g] > 0)
			part[n++] = g;
	l->freedom = n > 0 ? (int)n - 1 : 0;
	if (n < 2)
		return 0;
	size_t m = n - 1;
	double *matrix = arena_array(ctx->scratch, double, m *m);
	double *off = arena_array(ctx->scratch, double, m), sum = 0;
	for (size_t i = 0; i < m; i++) {
		off[i] = l->observed[part[i]] - l->expected[part[i]];
		for (size_t j = 0; j < m; j++)
			matrix[i * m + j] = covariance[part[i] * l->groups + part[j]];
	}
	gsl_matrix_view a = gsl_matrix_view_array(matrix, m, m);
	gsl_vector_view b = gsl_vector_view_array(off, m);
	/* Positive but where nobody was ever at risk together. */
	for (size_t i = 0; i < m; i++)
		if (!(matrix[i * m + i] > 0))
			return 0;
	double *tau = arena_array(ctx->scratch, double, m);
	double *solved = arena_array(ctx->scratch, double, m);
	gsl_vector_view t = gsl_vector_view_array(tau, m);
	gsl_vector_view x = gsl_vector_view_array(solved, m);
	gsl_linalg_QR_decomp(&a.matrix, &t.vector);
	for (size_t i = 0; i < m; i++)
		if (!(fabs(matrix[i * m + i]) > 1e-12 * fabs(matrix[0])))
			return 0;
	gsl_linalg_QR_solve(&a.matrix, &t.vector, &b.vector, &x.vector);
	for (size_t i = 0; i < m; i++)
		sum += off[i] * solved[i];
	return sum;
}

enum err_code logrank_run(struct context *ctx, struct logrank *l, size_t n,
	const double *time, const uint8_t *event, const uint32_t *group, size_t groups)
{
	memset(l, 0, sizeof *l);
	l->groups = groups;
	l->n = arena_array(ctx->arena, size_t, groups);
	l->observed = arena_array(ctx->arena, double, groups);
	l->expected = arena_array(ctx->arena, double, groups);
	enum err_code err = check(ctx, l, n, time, event, group);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *covariance = arena_array(ctx->scratch, double, groups *groups);
	add_up(ctx, l, n, time, event, group, covariance);
	l->chi_square = fmax(0, quadratic(ctx, l, covariance));
	l->p_value = l->freedom > 0 ? gsl_cdf_chisq_Q(l->chi_square, l->freedom) : 1;
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
