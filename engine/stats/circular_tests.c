#include "stats/circular_tests.h"
#include "base/random.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_bessel.h>
#include <math.h>
#include <string.h>

#define TURN (2 * acos(-1))

/* Shares of the turn, 0 … 1, ascending. */
static enum err_code sorted_turns(struct context *ctx, size_t n, const double *values,
	double period, double **turns)
{
	double *shares = arena_array(ctx->scratch, double, n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	*turns = arena_array(ctx->scratch, double, n);
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(values[i]))
			return err_set(ctx, ERR_DATA,
				"value %zu can't be put on a clock face: leave it out",
				i + 1);
		shares[i] = fmod(values[i], period) / period;
		shares[i] += shares[i] < 0 ? 1 : 0;
		if (shares[i] >= 1)
			shares[i] = 0;
	}
	sort_order_double(ctx->scratch, shares, order, n);
	for (size_t i = 0; i < n; i++)
		(*turns)[i] = shares[order[i]];
	return ERR_OK;
}

/* ---- even or not --------------------------------------------------------------- */

/* V itself: how far the times run ahead of an even spread and behind it. */
static double kuiper(const double *u, size_t n)
{
	double above = -INFINITY, below = -INFINITY, size = (double)n;
	for (size_t i = 0; i < n; i++) {
		above = fmax(above, (double)(i + 1) / size - u[i]);
		below = fmax(below, u[i] - (double)i / size);
	}
	return above + below;
}

/* Kuiper's limit with its term in 1 / sqrt(n). */
static double kuiper_p(double v, double n)
{
	double limit = 0, next = 0, x = v * sqrt(n);
	/* Below, the series needs many terms to say 1. */
	if (x < 0.4)
		return 1;
	for (int j = 1; j <= 100; j++) {
		double square = j * x * (j * x), weight = exp(-2 * square);
		limit += 2 * (4 * square - 1) * weight;
		next += j * j * (4 * square - 3) * weight;
	}
	return fmin(1, fmax(0, limit - 8 * x / (3 * sqrt(n)) * next));
}

static double watson(const double *u, size_t n)
{
	double mean = 0, sum = 0, size = (double)n;
	for (size_t i = 0; i < n; i++)
		mean += u[i] / size;
	for (size_t i = 0; i < n; i++) {
		double off = u[i] - mean - (2 * (double)i + 1) / (2 * size) + 0.5;
		sum += off * off;
	}
	double u2 = sum + 1 / (12 * size);
	return (u2 - 0.1 / size + 0.1 / (size * size)) * (1 + 0.8 / size);
}

static double watson_p(double u2)
{
	double sum = 0, pi2 = acos(-1) * acos(-1);
	if (u2 < 0.01)
		return 1;
	for (int m = 1; m <= 100; m++)
		sum += (m % 2 ? 2 : -2) * exp(-2.0 * m * m * pi2 * u2);
	return fmin(1, fmax(0, sum));
}

/* Half the sum of how far gaps are from even ones, as a share of the turn. */
static double gaps_uneven(const double *gap, size_t n, double total)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += fabs(gap[i] / total - 1 / (double)n);
	return sum / 2;
}

static double rao(struct context *ctx, const double *u, size_t n)
{
	double *gap = arena_array(ctx->scratch, double, n);
	for (size_t i = 0; i + 1 < n; i++)
		gap[i] = u[i + 1] - u[i];
	gap[n - 1] = 1 - u[n - 1] + u[0];
	return gaps_uneven(gap, n, 1);
}

/* Gaps of an even spread are exponential waits, made to add up to a turn. */
static double rao_p(struct context *ctx, double observed, size_t n)
{
	double size = (double)n, e = exp(1);
	if (n < 2)
		return 1;
	if (n > RAO_EXACT_MOST) {
		double sd = sqrt((2 * e - 5) / (e * e) / size);
		return gsl_cdf_ugaussian_Q((observed - 1 / e) / sd);
	}
	double *gap = arena_array(ctx->scratch, double, n);
	int extreme = 0;
	for (uint32_t k = 0; k < RAO_REPLICATIONS; k++) {
		struct stream s = stream_make(ctx->seed, STREAM_RAO, k);
		double total = 0;
		for (size_t i = 0; i < n; i++)
			total += gap[i] = -log(1 - stream_01(&s));
		extreme += gaps_uneven(gap, n, total) >= observed - 1e-12;
	}
	return (1 + extreme) / (1.0 + RAO_REPLICATIONS);
}

/* ---- the middle ----------------------------------------------------------------- */

/* The sum of distances around the circle from time i to all others: those up to half a
 * turn on are ahead, the others behind. sums[k] is the sum of the first k of u, going
 * around twice. */
static double distances(
	const double *u, const double *sums, size_t n, size_t i, size_t *until)
{
	while (*until < i + n && u[*until % n] + (*until >= n) - u[i] <= 0.5)
		(*until)++;
	double ahead = (double)(*until - i), behind = (double)(i + n - *until);
	return sums[*until] - sums[i] - ahead * u[i] + behind * (u[i] + 1) -
	       (sums[i + n] - sums[*until]);
}

/* The time of least distance; of several, the mean of their directions. */
static double median_of(struct context *ctx, const double *u, size_t n)
{
	double *sums = arena_array(ctx->scratch, double, 2 * n + 1);
	for (size_t k = 0; k < 2 * n; k++)
		sums[k + 1] = sums[k] + u[k % n] + (k >= n);
	double *far = arena_array(ctx->scratch, double, n), least = INFINITY;
	size_t until = 0;
	for (size_t i = 0; i < n; i++) {
		until = until < i ? i : until;
		far[i] = distances(u, sums, n, i, &until);
		least = fmin(least, far[i]);
	}
	double sines = 0, cosines = 0;
	for (size_t i = 0; i < n; i++)
		if (far[i] <= least + 1e-12 * (double)n &&
			(i == 0 || u[i] > u[i - 1])) {
			sines += sin(u[i] * TURN);
			cosines += cos(u[i] * TURN);
		}
	if (hypot(sines, cosines) < 1e-9)
		return NAN;
	double turn = atan2(sines, cosines) / TURN;
	return turn < 0 ? turn + 1 : turn;
}

/* ---- von Mises ------------------------------------------------------------------ */

static double kappa_fisher(double r)
{
	if (r < 0.53)
		return 2 * r + r * r * r + 5 * pow(r, 5) / 6;
	if (r < 0.85)
		return -0.4 + 1.39 * r + 0.43 / (1 - r);
	return 1 / (r * r * r - 4 * r * r + 3 * r);
}

static double kappa_corrected(double kappa, double n)
{
	if (kappa < 2)
		return fmax(kappa - 2 / (n * kappa), 0);
	return (n - 1) * (n - 1) * (n - 1) * kappa / (n * n * n + n);
}

/* Where I1 / I0 is r, by halving: it ascends. */
static double kappa_exact(double r)
{
	double low = 0, high = 1;
	if (!(r < 1 - 1e-12))
		return INFINITY;
	while (gsl_sf_bessel_I1_scaled(high) < r * gsl_sf_bessel_I0_scaled(high))
		high *= 2;
	for (int k = 0; k < 200 && high - low > 1e-15 * high; k++) {
		double middle = (low + high) / 2;
		double ratio = gsl_sf_bessel_I1_scaled(middle) /
			       gsl_sf_bessel_I0_scaled(middle);
		if (ratio < r)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

double circular_density(size_t n, const double *values, const double *weight,
	double period, double concentration, double at)
{
	double turn = TURN / period, sum = 0, all = 0;
	for (size_t i = 0; i < n; i++) {
		double own = weight ? weight[i] : 1;
		all += own;
		sum += own * exp(concentration *
				     (cos(fmod(at - values[i], period) * turn) - 1));
	}
	return sum / (all * period * gsl_sf_bessel_I0_scaled(concentration));
}

enum err_code circular_tests_run(struct context *ctx, struct circular_tests *t,
	size_t n, const double *values, double period)
{
	memset(t, 0, sizeof *t);
	if (n == 0)
		return err_set(
			ctx, ERR_DATA, "there is nothing to take a mean hour of");
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *u, sines = 0, cosines = 0;
	enum err_code err = sorted_turns(ctx, n, values, period, &u);
	if (!err) {
		for (size_t i = 0; i < n; i++) {
			sines += sin(u[i] * TURN);
			cosines += cos(u[i] * TURN);
			t->distinct += i == 0 || u[i] > u[i - 1];
		}
		double r = fmin(1, hypot(sines, cosines) / (double)n);
		double gaps = rao(ctx, u, n);
		t->n = n;
		t->median = median_of(ctx, u, n) * period;
		double v = kuiper(u, n), root = sqrt((double)n);
		t->kuiper_v = v * (root + 0.155 + 0.24 / root);
		t->kuiper_p = kuiper_p(v, (double)n);
		t->watson_u2 = watson(u, n);
		t->watson_p = watson_p(t->watson_u2);
		t->rao_degrees = gaps * 360;
		t->rao_p = rao_p(ctx, gaps, n);
		t->kappa = r < 1 ? kappa_fisher(r) : INFINITY;
		t->kappa_corrected = kappa_corrected(t->kappa, (double)n);
		t->kappa_exact = kappa_exact(r);
	}
	arena_reset(ctx->scratch, mark);
	return err;
}
