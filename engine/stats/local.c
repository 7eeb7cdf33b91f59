#include "stats/local.h"
#include "stats/fdr.h"
#include "stats/local_permute.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Deviations from the mean, and the sum of their squares. */
struct moments {
	double *z, mean, squares;
};

static enum err_code prepare(struct context *ctx, struct local *l, struct moments *m,
	const double *values, const struct weights *w)
{
	memset(l, 0, sizeof *l);
	memset(m, 0, sizeof *m);
	size_t n = l->n = w->n;
	double largest = 0;
	for (size_t i = 0; i < n; i++) {
		/* The square of a deviation is a number. */
		if (!(fabs(values[i]) < 1e150))
			return err_set(ctx, ERR_DATA,
				"value %zu is no number that can be used: leave its "
				"place out",
				i + 1);
		m->mean += (values[i] - m->mean) / (double)(i + 1);
		largest = fmax(largest, fabs(values[i]));
	}
	m->z = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++) {
		m->z[i] = values[i] - m->mean;
		m->squares += m->z[i] * m->z[i];
	}
	if (n < 3 || !(sqrt(m->squares / (double)n) > 1e-14 * largest))
		return err_set(ctx, ERR_DATA,
			"local statistics need three places and more than one value");
	double **arrays[] = {&l->statistic, &l->expected, &l->variance, &l->z,
		&l->p_value, &l->p_fdr};
	for (size_t a = 0; a < sizeof arrays / sizeof *arrays; a++) {
		*arrays[a] = arena_array(ctx->arena, double, n);
		for (size_t i = 0; i < n; i++)
			(*arrays[a])[i] = NAN;
	}
	l->quadrant = arena_array(ctx->arena, uint8_t, n);
	return ERR_OK;
}

/* A row's sums: of weights, of their squares, of weighted values. */
struct row {
	double weight, weight2, lag;
};

static struct row sum_row(const struct weights *w, size_t i, const double *values)
{
	struct row r = {0, 0, 0};
	for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
		r.weight += w->weight[e];
		r.weight2 += w->weight[e] * w->weight[e];
		r.lag += w->weight[e] * values[w->to[e]];
	}
	return r;
}

static void finish(struct context *ctx, struct local *l, enum local_form form,
	const struct moments *m, const struct weights *w, uint32_t permutations)
{
	for (size_t i = 0; i < l->n; i++)
		if (isfinite(l->z[i]))
			l->p_value[i] = 2 * gsl_cdf_ugaussian_Q(fabs(l->z[i]));
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, l->n, l->p_value, l->p_fdr);
	if (permutations == 0)
		return;
	l->p_folded = arena_array(ctx->arena, double, l->n);
	l->p_permutation = arena_array(ctx->arena, double, l->n);
	l->p_permutation_fdr = arena_array(ctx->arena, double, l->n);
	local_permute(ctx, l->p_folded, form, m->z, l->z, w, permutations);
	for (size_t i = 0; i < l->n; i++)
		l->p_permutation[i] =
			isnan(l->z[i]) ? NAN : fmin(1, 2 * l->p_folded[i]);
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, l->n, l->p_permutation,
		l->p_permutation_fdr);
}

static uint8_t quadrant_of(double z, double lag)
{
	if (z >= 0)
		return lag >= 0 ? LOCAL_HIGH_HIGH : LOCAL_HIGH_LOW;
	return lag >= 0 ? LOCAL_LOW_HIGH : LOCAL_LOW_LOW;
}

/* z where the variance is more than what rounding leaves of none. */
static void standardise(struct local *l, size_t i, double size)
{
	double apart = l->statistic[i] - l->expected[i];
	l->z[i] = l->variance[i] > 1e-14 * size ? apart / sqrt(l->variance[i]) : NAN;
}

static double conditional_variance(double n, double z, double m2, struct row r)
{
	return z / m2 * z / m2 * (n / (n - 2)) *
	       (r.weight2 - r.weight * r.weight / (n - 1)) * (m2 - z * z / (n - 1));
}

/* b2: the kurtosis. */
static double total_variance(double n, double b2, struct row r)
{
	double w2 = r.weight * r.weight, n1 = n - 1;
	return (n - b2) / n1 * r.weight2 +
	       (2 * b2 - n) / (n1 * (n - 2)) * (w2 - r.weight2) - w2 / (n1 * n1);
}

enum err_code local_moran_run(struct context *ctx, struct local *l,
	const double *values, const struct weights *w, enum local_moments moments,
	uint32_t permutations)
{
	struct moments m;
	enum err_code code = prepare(ctx, l, &m, values, w);
	if (!code && w->self)
		code = err_set(
			ctx, ERR_USAGE, "local Moran needs weights without self");
	if (code)
		return code;
	double n = (double)l->n, m2 = m.squares / n, b2 = 0;
	for (size_t i = 0; i < l->n; i++)
		b2 += m.z[i] * m.z[i] / m2 * (m.z[i] * m.z[i] / m2) / n;
	for (size_t i = 0; i < l->n; i++) {
		if (w->from[i] == w->from[i + 1])
			continue;
		struct row r = sum_row(w, i, m.z);
		double z = m.z[i];
		bool total = moments == LOCAL_TOTAL;
		l->statistic[i] = z / m2 * r.lag;
		l->expected[i] = total ? -r.weight / (n - 1)
				       : -z * z * r.weight / ((n - 1) * m2);
		l->variance[i] = total ? total_variance(n, b2, r)
				       : conditional_variance(n, z, m2, r);
		standardise(l, i, total ? r.weight2 : z * z / m2 * r.weight2);
		l->quadrant[i] = quadrant_of(z, r.lag);
	}
	finish(ctx, l, LOCAL_SUM, &m, w, permutations);
	return ERR_OK;
}

enum err_code local_g_run(struct context *ctx, struct local *l, const double *values,
	const struct weights *w, uint32_t permutations)
{
	struct moments m;
	enum err_code code = prepare(ctx, l, &m, values, w);
	if (code)
		return code;
	for (size_t i = 0; i < l->n; i++) {
		if (w->from[i] == w->from[i + 1])
			continue;
		struct row r = sum_row(w, i, m.z);
		double n = (double)l->n, mean = 0, spread2 = m.squares / n;
		if (!w->self) {
			/* The place itself is left out of mean and spread too. */
			n -= 1;
			mean = -m.z[i] / n;
			spread2 = (m.squares - m.z[i] * m.z[i]) / n - mean * mean;
		}
		/* About the mean of all values: their sum is told, not the deviations'. */
		l->expected[i] = r.weight * (mean + m.mean);
		l->variance[i] =
			spread2 * (n * r.weight2 - r.weight * r.weight) / (n - 1);
		bool spread = l->variance[i] > 1e-14 * m.squares / n * r.weight2;
		l->z[i] =
			spread ? (r.lag - r.weight * mean) / sqrt(l->variance[i]) : NAN;
		l->statistic[i] = l->z[i];
	}
	finish(ctx, l, LOCAL_SUM, &m, w, permutations);
	return ERR_OK;
}

/* Mean and variance (over n - 1 others) of the squares of differences from a place's
 * own value z, all scaled: from the sums of the third and fourth powers of all. */
struct apart {
	double mean, variance;
};

static struct apart apart_of(double n, double z, double third, double fourth)
{
	/* The sum of squares of all is n - 1. */
	double z2 = z * z, squares = n - 1;
	double sum = n * z2 + squares;
	double sum2 = n * z2 * z2 + 6 * z2 * squares - 4 * z * third + fourth;
	double mean = sum / (n - 1);
	return (struct apart){mean, sum2 / (n - 1) - mean * mean};
}

enum err_code local_geary_run(struct context *ctx, struct local *l,
	const double *values, const struct weights *w, uint32_t permutations)
{
	struct moments m;
	enum err_code code = prepare(ctx, l, &m, values, w);
	if (!code && w->self)
		code = err_set(
			ctx, ERR_USAGE, "local Geary needs weights without self");
	if (code)
		return code;
	double n = (double)l->n, sd = sqrt(m.squares / (n - 1)), third = 0, fourth = 0;
	for (size_t i = 0; i < l->n; i++) {
		double z = m.z[i] /= sd;
		third += z * z * z;
		fourth += z * z * z * z;
	}
	for (size_t i = 0; i < l->n; i++) {
		if (w->from[i] == w->from[i + 1])
			continue;
		struct row r = sum_row(w, i, m.z);
		double sum = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			double off = m.z[i] - m.z[w->to[e]];
			sum += w->weight[e] * off * off;
		}
		struct apart d = apart_of(n, m.z[i], third, fourth);
		l->statistic[i] = sum;
		l->expected[i] = r.weight * d.mean;
		l->variance[i] = d.variance *
				 ((n - 1) * r.weight2 - r.weight * r.weight) / (n - 2);
		standardise(l, i, d.mean * d.mean * r.weight2);
		l->quadrant[i] = quadrant_of(m.z[i], r.lag);
	}
	finish(ctx, l, LOCAL_SQUARES, &m, w, permutations);
	return ERR_OK;
}
