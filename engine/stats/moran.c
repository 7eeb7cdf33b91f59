#include "stats/moran.h"
#include "base/random.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Deviations from the mean, their sum of squares and their kurtosis. Values that are very
 * large or small are brought near to 1 by a power of 2, which changes no statistic and
 * no digit: their fourth powers are numbers then. */
struct deviations {
	double *z, squares, kurtosis, unit;
};

static double unit_for(double largest)
{
	int power = 0;
	if (!(largest > 0) || (largest > 0x1p-60 && largest < 0x1p60))
		return 1;
	frexp(largest, &power);
	return ldexp(1, power < -1000 ? 1000 : -power);
}

static enum err_code deviate(struct context *ctx, struct deviations *d,
	const double *values, const struct weights *w)
{
	double mean = 0, fourths = 0, largest = 0;
	for (size_t i = 0; i < w->n; i++) {
		if (!(fabs(values[i]) < 1e300))
			return err_set(ctx, ERR_DATA,
				"value %zu is no number that can be used: leave its "
				"place out",
				i + 1);
		mean += (values[i] - mean) / (double)(i + 1);
		largest = fmax(largest, fabs(values[i]));
	}
	d->unit = unit_for(largest);
	d->z = arena_array(ctx->scratch, double, w->n);
	d->squares = 0;
	for (size_t i = 0; i < w->n; i++) {
		d->z[i] = (values[i] - mean) * d->unit;
		double square = d->z[i] * d->z[i];
		d->squares += square;
		fourths += square * square;
	}
	d->kurtosis = (double)w->n * fourths / (d->squares * d->squares);
	if (w->n - weights_islands(w) < 4)
		return err_set(ctx, ERR_DATA,
			"fewer than 4 places have neighbours: take a wider radius");
	/* What rounding of the mean leaves of equal values is no spread. */
	if (!(sqrt(d->squares / (double)w->n) > 1e-14 * largest * d->unit))
		return err_set(ctx, ERR_DATA,
			"all values are equal: there is nothing to compare");
	return ERR_OK;
}

static void set_p(struct autocorrelation *a, double above)
{
	/* Where every place is every other's neighbour, the statistic is always the same. */
	a->z = a->variance > 1e-14 * a->expected * a->expected
		       ? above / sqrt(a->variance)
		       : NAN;
	a->p_greater = gsl_cdf_ugaussian_Q(a->z);
	a->p_less = gsl_cdf_ugaussian_P(a->z);
	a->p_value = 2 * gsl_cdf_ugaussian_Q(fabs(a->z));
}

/* Moments over all places; `sign` turns them to likeness. */
static void set_exact(
	struct autocorrelation *a, double expected, double variance, int sign)
{
	bool spread = variance > 1e-14 * expected * expected;
	double z = spread ? sign * (a->statistic - expected) / sqrt(variance) : NAN;
	a->exact = (struct autocorrelation_exact){
		expected, variance, z, 2 * gsl_cdf_ugaussian_Q(fabs(z))};
}

/* Sums over all pairs of neighbours of something of their values. */
typedef double pair_sum(const struct weights *w, const double *z);

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

/* The same of sizes alone: what rounding is to be measured against. */
static double cross_size(const struct weights *w, const double *z)
{
	double sum = 0;
	for (size_t i = 0; i < w->n; i++) {
		double lag = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			lag += fabs(w->weight[e] * z[w->to[e]]);
		sum += fabs(z[i]) * lag;
	}
	return sum;
}

static double squares_apart(const struct weights *w, const double *z)
{
	double sum = 0;
	for (size_t i = 0; i < w->n; i++)
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			double off = z[i] - z[w->to[e]];
			sum += w->weight[e] * off * off;
		}
	return sum;
}

/* What is shuffled: the values of all places, or of those with neighbours alone (of G
 * the scale rests on their values, so that they must stay among themselves). */
struct dealing {
	const struct weights *w;
	const double *z;
	pair_sum *sum;
	const uint32_t *places; /* NULL: all */
	size_t n;
};

static double deal(
	const struct dealing *d, struct stream *s, double *cards, double *dealt)
{
	if (!d->places) {
		memcpy(dealt, d->z, d->n * sizeof *dealt);
		stream_shuffle_double(s, dealt, d->n);
		return d->sum(d->w, dealt);
	}
	memcpy(dealt, d->z, d->w->n * sizeof *dealt);
	for (size_t i = 0; i < d->n; i++)
		cards[i] = d->z[d->places[i]];
	stream_shuffle_double(s, cards, d->n);
	for (size_t i = 0; i < d->n; i++)
		dealt[d->places[i]] = cards[i];
	return d->sum(d->w, dealt);
}

/* Judges an observed sum among those of shuffled values; `scale` makes a statistic of a
 * sum. */
static void permute(struct context *ctx, struct permuted *p, const struct dealing *d,
	double observed, double scale)
{
	size_t workers = (size_t)ctx->threads, n = d->w->n;
	uint32_t permutations = p->permutations, above = 0, below = 0;
	uint64_t seed = ctx->seed;
	double *sums = arena_array(ctx->scratch, double, permutations);
	double *room = arena_array(ctx->scratch, double, 2 * n * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (size_t r = k; r < permutations; r += workers) {
			struct stream s = stream_make(seed, STREAM_AUTOCORRELATION, r);
			double *dealt = room + 2 * k * n;
			sums[r] = deal(d, &s, dealt + n, dealt);
		}
	double slack = 1e-12 * cross_size(d->w, d->z), squares = 0;
	for (uint32_t r = 0; r < permutations; r++) {
		above += sums[r] >= observed - slack;
		below += sums[r] <= observed + slack;
		double off = sums[r] * scale - p->mean;
		p->mean += off / (r + 1);
		squares += off * (sums[r] * scale - p->mean);
	}
	p->sd = permutations > 1 ? sqrt(squares / (permutations - 1)) : NAN;
	p->p_greater = (1.0 + above) / (1.0 + permutations);
	p->p_less = (1.0 + below) / (1.0 + permutations);
	p->p_value = fmin(1, 2 * fmin(p->p_greater, p->p_less));
}

static struct permuted permuted_none(uint32_t permutations)
{
	struct permuted none = {permutations, NAN, NAN, NAN, NAN, NAN};
	if (permutations > 0)
		none.mean = 0;
	return none;
}

static double moran_variance(
	struct weights_sums s, double k, double expected, bool normal)
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

enum err_code moran_run(struct context *ctx, struct autocorrelation *a,
	const double *values, const struct weights *w, enum moran_null null,
	uint32_t permutations)
{
	memset(a, 0, sizeof *a);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct deviations d;
	enum err_code code = deviate(ctx, &d, values, w);
	if (!code) {
		struct weights_sums s = weights_sums(ctx, w);
		double product = cross_product(w, d.z);
		a->n = w->n;
		a->islands = weights_islands(w);
		a->statistic = s.n / s.s0 * product / d.squares;
		a->expected = -1 / (s.n - 1);
		a->variance = moran_variance(
			s, d.kurtosis, a->expected, null == MORAN_NORMALITY);
		set_p(a, a->statistic - a->expected);
		struct weights_sums all = s;
		double share = s.n / (double)w->n, mean = -1 / ((double)w->n - 1);
		all.n = (double)w->n;
		set_exact(a, share * mean,
			share * share *
				moran_variance(
					all, d.kurtosis, mean, null == MORAN_NORMALITY),
			1);
		a->permuted = permuted_none(permutations);
		if (permutations > 0)
			permute(ctx, &a->permuted,
				&(struct dealing){w, d.z, cross_product, NULL, w->n},
				product, s.n / s.s0 / d.squares);
		a->p_permutation = a->permuted.p_greater;
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

static double geary_variance(struct weights_sums s, double k, bool normal)
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
	const double *values, const struct weights *w, enum moran_null null,
	uint32_t permutations)
{
	memset(a, 0, sizeof *a);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct deviations d;
	enum err_code code = deviate(ctx, &d, values, w);
	if (!code) {
		struct weights_sums s = weights_sums(ctx, w);
		double apart = squares_apart(w, d.z);
		double scale = (s.n - 1) / (2 * s.s0) / d.squares;
		a->n = w->n;
		a->islands = weights_islands(w);
		a->statistic = scale * apart;
		/* Of all places, in the unit of those with neighbours. */
		struct weights_sums all = s;
		all.n = (double)w->n;
		a->expected = (s.n - 1) / (all.n - 1);
		a->variance = a->expected * a->expected *
			      geary_variance(all, d.kurtosis, null == MORAN_NORMALITY);
		set_p(a, a->expected - a->statistic);
		set_exact(a, a->expected, a->variance, -1);
		a->permuted = permuted_none(permutations);
		if (permutations > 0)
			permute(ctx, &a->permuted,
				&(struct dealing){w, d.z, squares_apart, NULL, w->n},
				apart, scale);
		a->p_permutation = a->permuted.p_less;
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

/* Sums of the powers of the values. */
struct powers {
	double p1, p2, p3, p4;
};

static double g_variance(struct weights_sums s, struct powers x, double expected)
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

/* The values in the unit of the deviations, and the places with neighbours. */
struct filled {
	double *values;
	uint32_t *places;
	size_t n;
	struct powers powers;
};

static enum err_code fill(struct context *ctx, struct filled *f, const double *values,
	const struct weights *w, double unit)
{
	*f = (struct filled){arena_array(ctx->scratch, double, w->n),
		arena_array(ctx->scratch, uint32_t, w->n), 0, {0, 0, 0, 0}};
	for (size_t i = 0; i < w->n; i++) {
		double v = f->values[i] = values[i] * unit, v2 = v * v;
		if (v < 0)
			return err_set(ctx, ERR_DATA,
				"value %zu is below 0: G needs values from 0 up",
				i + 1);
		if (w->from[i] == w->from[i + 1])
			continue;
		f->places[f->n++] = (uint32_t)i;
		f->powers.p1 += v;
		f->powers.p2 += v2;
		f->powers.p3 += v2 * v;
		f->powers.p4 += v2 * v2;
	}
	if (f->powers.p1 * f->powers.p1 - f->powers.p2 > 1e-14 * f->powers.p2)
		return ERR_OK;
	return err_set(ctx, ERR_DATA,
		"G needs at least two places with neighbours whose values are above 0");
}

enum err_code global_g_run(struct context *ctx, struct autocorrelation *a,
	const double *values, const struct weights *w, uint32_t permutations)
{
	memset(a, 0, sizeof *a);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct deviations d;
	struct filled f;
	enum err_code code = deviate(ctx, &d, values, w);
	if (!code && w->self)
		code = err_set(ctx, ERR_USAGE, "G needs weights without self");
	if (!code)
		code = fill(ctx, &f, values, w, d.unit);
	if (!code) {
		struct weights_sums s = weights_sums(ctx, w);
		double product = cross_product(w, f.values);
		double scale = 1 / (f.powers.p1 * f.powers.p1 - f.powers.p2);
		a->n = w->n;
		a->islands = weights_islands(w);
		a->statistic = product * scale;
		a->expected = s.s0 / (s.n * (s.n - 1));
		a->variance = g_variance(s, f.powers, a->expected);
		set_p(a, a->statistic - a->expected);
		set_exact(a, a->expected, a->variance, 1);
		a->permuted = permuted_none(permutations);
		if (permutations > 0)
			permute(ctx, &a->permuted,
				&(struct dealing){
					w, f.values, cross_product, f.places, f.n},
				product, scale);
		a->p_permutation = a->permuted.p_greater;
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
