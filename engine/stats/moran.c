#include "stats/moran.h"
#include "base/random.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* n is that of places with neighbours; S0, S1, S2 as Cliff and Ord call them. */
struct sums {
	double n, s0, s1, s2;
};

/* The weight of b in the row of a. */
static double weight_of(const struct weights *w, uint32_t a, uint32_t b)
{
	size_t low = w->from[a], high = w->from[a + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (w->to[middle] < b)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->from[a + 1] && w->to[low] == b ? w->weight[low] : 0;
}

static struct sums sum_weights(struct context *ctx, const struct weights *w)
{
	struct sums s = {(double)(w->n - weights_islands(w)), 0, 0, 0};
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *both = arena_array(ctx->scratch, double, w->n);
	for (uint32_t i = 0; i < w->n; i++)
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			double there = w->weight[e], back = weight_of(w, w->to[e], i);
			s.s0 += there;
			/* Half of (there + back)^2 over ordered pairs: a pair with one
			 * way only is met once, so its square is not halved. */
			double pair = (there + back) * (there + back);
			s.s1 += back != 0 ? pair / 2 : pair;
			both[i] += there;
			both[w->to[e]] += there;
		}
	for (size_t i = 0; i < w->n; i++)
		s.s2 += both[i] * both[i];
	arena_reset(ctx->scratch, mark);
	return s;
}

/* Deviations from the mean, their sum of squares and their kurtosis. */
struct deviations {
	double *z, squares, kurtosis;
};

static enum err_code deviate(struct context *ctx, struct deviations *d,
	const double *values, const struct weights *w)
{
	double mean = 0, fourths = 0;
	for (size_t i = 0; i < w->n; i++) {
		if (!isfinite(values[i]))
			return err_set(ctx, ERR_DATA,
				"value %zu is no finite number: leave its place out",
				i + 1);
		mean += (values[i] - mean) / (double)(i + 1);
	}
	d->z = arena_array(ctx->scratch, double, w->n);
	d->squares = 0;
	for (size_t i = 0; i < w->n; i++) {
		d->z[i] = values[i] - mean;
		double square = d->z[i] * d->z[i];
		d->squares += square;
		fourths += square * square;
	}
	d->kurtosis = (double)w->n * fourths / (d->squares * d->squares);
	if (w->n - weights_islands(w) < 4)
		return err_set(ctx, ERR_DATA,
			"fewer than 4 places have neighbours: take a wider radius");
	if (!(d->squares > 0))
		return err_set(ctx, ERR_DATA,
			"all values are equal: there is nothing to compare");
	return ERR_OK;
}

static void set_p(struct autocorrelation *a, double above)
{
	a->z = above / sqrt(a->variance);
	a->p_greater = gsl_cdf_ugaussian_Q(a->z);
	a->p_value = 2 * gsl_cdf_ugaussian_Q(fabs(a->z));
}

static double cross_product(const struct weights *w, const double *z)
{
	double sum = 0;
	for (size_t i = 0; i < w->n; i++) {
		double lag = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			lag += w->weight[e] * z[w->to[e]];
		sum += z[i] * lag;
	}
	return sum;
}

static double moran_variance(struct sums s, double k, double expected, bool normal)
{
	double n = s.n, nn = n * n, s02 = s.s0 * s.s0;
	if (normal)
		return (nn * s.s1 - n * s.s2 + 3 * s02) / (s02 * (nn - 1)) -
		       expected * expected;
	double even = n * (s.s1 * (nn - 3 * n + 3) - n * s.s2 + 3 * s02);
	double peaked = k * (s.s1 * (nn - n) - 2 * n * s.s2 + 6 * s02);
	return (even - peaked) / ((n - 1) * (n - 2) * (n - 3) * s02) -
	       expected * expected;
}

/* Replicates of the cross product with the deviations shuffled. */
static void permute(struct context *ctx, struct autocorrelation *a,
	const struct weights *w, const double *z, double observed)
{
	size_t workers = (size_t)ctx->threads, n = w->n;
	uint32_t permutations = a->permutations;
	uint64_t seed = ctx->seed;
	double *sums = arena_array(ctx->scratch, double, permutations);
	double *room = arena_array(ctx->scratch, double, n *workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (size_t r = k; r < permutations; r += workers) {
			struct stream s = stream_make(seed, STREAM_AUTOCORRELATION, r);
			memcpy(room + k * n, z, n * sizeof *z);
			stream_shuffle_double(&s, room + k * n, n);
			sums[r] = cross_product(w, room + k * n);
		}
	uint32_t extreme = 0;
	/* Sums of the same terms in another order differ by rounding: still ties. */
	double slack = 1e-12 * fabs(observed);
	for (uint32_t r = 0; r < permutations; r++)
		extreme += sums[r] >= observed - slack;
	a->p_permutation = (1.0 + extreme) / (1.0 + permutations);
}

enum err_code moran_run(struct context *ctx, struct autocorrelation *a,
	const double *values, const struct weights *w, enum moran_null null,
	uint32_t permutations)
{
	memset(a, 0, sizeof *a);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct deviations d;
	enum err_code code = deviate(ctx, &d, values, w);
	if (!code) {
		struct sums s = sum_weights(ctx, w);
		double product = cross_product(w, d.z);
		a->n = w->n;
		a->islands = weights_islands(w);
		a->permutations = permutations;
		a->statistic = s.n / s.s0 * product / d.squares;
		a->expected = -1 / (s.n - 1);
		a->variance = moran_variance(
			s, d.kurtosis, a->expected, null == MORAN_NORMALITY);
		a->p_permutation = NAN;
		set_p(a, a->statistic - a->expected);
		if (permutations > 0)
			permute(ctx, a, w, d.z, product);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

static double geary_variance(struct sums s, double k, bool normal)
{
	double n = s.n, n1 = n - 1, nn = n * n, s02 = s.s0 * s.s0;
	if (normal)
		return ((2 * s.s1 + s.s2) * n1 - 4 * s02) / (2 * (n + 1) * s02);
	double v = n1 * s.s1 * (nn - 3 * n + 3 - k * n1);
	v -= 0.25 * n1 * s.s2 * (nn + 3 * n - 6 - k * (nn - n + 2));
	v += s02 * (nn - 3 - k * n1 * n1);
	return v / (n * (n - 2) * (n - 3) * s02);
}

enum err_code geary_run(struct context *ctx, struct autocorrelation *a,
	const double *values, const struct weights *w, enum moran_null null)
{
	memset(a, 0, sizeof *a);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct deviations d;
	enum err_code code = deviate(ctx, &d, values, w);
	if (!code) {
		struct sums s = sum_weights(ctx, w);
		double apart = 0;
		for (size_t i = 0; i < w->n; i++)
			for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
				double off = d.z[i] - d.z[w->to[e]];
				apart += w->weight[e] * off * off;
			}
		a->n = w->n;
		a->islands = weights_islands(w);
		a->statistic = (s.n - 1) / (2 * s.s0) * apart / d.squares;
		a->expected = 1;
		a->variance = geary_variance(s, d.kurtosis, null == MORAN_NORMALITY);
		a->p_permutation = NAN;
		set_p(a, 1 - a->statistic);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

/* Sums of the powers of the values. */
struct powers {
	double p1, p2, p3, p4;
};

static double g_variance(struct sums s, struct powers x, double expected)
{
	double n = s.n, nn = n * n, s02 = s.s0 * s.s0, p1_2 = x.p1 * x.p1;
	double b0 = (nn - 3 * n + 3) * s.s1 - n * s.s2 + 3 * s02;
	double b1 = -((nn - n) * s.s1 - 2 * n * s.s2 + 6 * s02);
	double b2 = -(2 * n * s.s1 - (n + 3) * s.s2 + 6 * s02);
	double b3 = 4 * (n - 1) * s.s1 - 2 * (n + 1) * s.s2 + 8 * s02;
	double b4 = s.s1 - s.s2 + s02;
	double sum = b0 * x.p2 * x.p2 + b1 * x.p4 + b2 * p1_2 * x.p2 +
		     b3 * x.p1 * x.p3 + b4 * p1_2 * p1_2;
	double scale = (p1_2 - x.p2) * (p1_2 - x.p2) * n * (n - 1) * (n - 2) * (n - 3);
	return sum / scale - expected * expected;
}

enum err_code global_g_run(struct context *ctx, struct autocorrelation *a,
	const double *values, const struct weights *w)
{
	memset(a, 0, sizeof *a);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct deviations d;
	enum err_code code = deviate(ctx, &d, values, w);
	struct powers x = {0, 0, 0, 0};
	for (size_t i = 0; !code && i < w->n; i++) {
		double v = values[i], v2 = v * v;
		if (v < 0)
			code = err_set(ctx, ERR_DATA,
				"value %zu is below 0: G needs values from 0 up",
				i + 1);
		x.p1 += v;
		x.p2 += v2;
		x.p3 += v2 * v;
		x.p4 += v2 * v2;
	}
	if (!code && w->self)
		code = err_set(ctx, ERR_USAGE, "G needs weights without self");
	if (!code) {
		struct sums s = sum_weights(ctx, w);
		a->n = w->n;
		a->islands = weights_islands(w);
		a->statistic = cross_product(w, values) / (x.p1 * x.p1 - x.p2);
		a->expected = s.s0 / (s.n * (s.n - 1));
		a->variance = g_variance(s, x, a->expected);
		a->p_permutation = NAN;
		set_p(a, a->statistic - a->expected);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
