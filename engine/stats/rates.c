#include "stats/rates.h"
#include "stats/poisson.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

/* GSL's default is to abort the program where a quantile has not converged; here its
 * answer is looked at instead. */
static double gamma_quantile(double p, double shape)
{
	gsl_error_handler_t *before = gsl_set_error_handler_off();
	double quantile = gsl_cdf_gamma_Pinv(p, shape, 1);
	gsl_set_error_handler(before);
	return quantile;
}

struct interval poisson_interval(int64_t count, double level)
{
	double tail = (1 - level) / 2;
	struct interval i = {0, gamma_quantile(1 - tail, (double)count + 1)};
	if (count > 0)
		i.lower = gamma_quantile(tail, (double)count);
	return i;
}

struct interval share_interval(int64_t count, int64_t n, double level)
{
	struct interval i = {0, 1};
	double tail = (1 - level) / 2;
	gsl_error_handler_t *before = gsl_set_error_handler_off();
	if (count > 0)
		i.lower =
			gsl_cdf_beta_Pinv(tail, (double)count, (double)(n - count + 1));
	if (count < n)
		i.upper = gsl_cdf_beta_Qinv(
			tail, (double)(count + 1), (double)(n - count));
	gsl_set_error_handler(before);
	return i;
}

/* The interpolated count below which a share p of a Poisson count lies. */
static double funnel_limit(double mean, double p)
{
	double guess = mean + gsl_cdf_ugaussian_Pinv(p) * sqrt(mean);
	int64_t r = guess > 0 ? (int64_t)guess : 0;
	while (r > 0 && poisson_p_lower(r - 1, mean) > p)
		r--;
	while (poisson_p_lower(r, mean) <= p)
		r++;
	double above = poisson_p_lower(r, mean);
	double below = r > 0 ? poisson_p_lower(r - 1, mean) : 0;
	return fmax(0, (double)r - (above - p) / (above - below));
}

struct interval funnel_limits(double expected, double level)
{
	struct interval i = {0, 0};
	if (!(expected > 0))
		return i;
	i.lower = funnel_limit(expected, (1 - level) / 2);
	i.upper = funnel_limit(expected, (1 + level) / 2);
	return i;
}

double poisson_z(int64_t count, double mean)
{
	if (!(mean > 0))
		return count > 0 ? INFINITY : 0;
	/* The smaller tail keeps its digits. */
	if ((double)count > mean) {
		double tail = (poisson_p_upper(count, mean) +
				      poisson_p_upper(count + 1, mean)) /
			      2;
		return tail > 0 ? gsl_cdf_ugaussian_Qinv(tail) : INFINITY;
	}
	double tail = poisson_p_lower(count, mean);
	if (count > 0)
		tail = (tail + poisson_p_lower(count - 1, mean)) / 2;
	else
		tail /= 2;
	return tail > 0 ? gsl_cdf_ugaussian_Pinv(tail) : -INFINITY;
}

struct funnel funnel_at(int64_t count, double expected)
{
	struct funnel f = {expected, funnel_limits(expected, 0.95),
		funnel_limits(expected, 0.998), poisson_z(count, expected)};
	return f;
}

/* Mean and variance of the true rates by moments. */
static enum err_code find_prior(struct context *ctx, struct shrinkage *s, size_t n,
	const int64_t *count, const double *exposure)
{
	double counts = 0, exposures = 0, spread = 0;
	size_t exposed = 0;
	for (size_t i = 0; i < n; i++) {
		if (!(exposure[i] >= 0) || !isfinite(exposure[i]) || count[i] < 0)
			return err_set(ctx, ERR_DATA,
				"count and exposure %zu must not be below 0", i + 1);
		if (exposure[i] == 0)
			continue;
		exposed++;
		counts += (double)count[i];
		exposures += exposure[i];
	}
	if (exposed == 0)
		return err_set(ctx, ERR_DATA,
			"no rate can be made: nobody has any exposure (nights, "
			"places)");
	s->mean = counts / exposures;
	for (size_t i = 0; i < n; i++)
		if (exposure[i] > 0) {
			double off = (double)count[i] / exposure[i] - s->mean;
			spread += exposure[i] * off * off;
		}
	s->variance = spread / exposures - s->mean / (exposures / (double)exposed);
	s->variance = s->variance > 0 ? s->variance : 0;
	return ERR_OK;
}

enum err_code shrink_rates(struct context *ctx, struct shrinkage *s, size_t n,
	const int64_t *count, const double *exposure)
{
	enum err_code code = find_prior(ctx, s, n, count, exposure);
	if (code)
		return code;
	s->rate = arena_array(ctx->arena, double, n);
	s->lower = arena_array(ctx->arena, double, n);
	s->upper = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++) {
		s->rate[i] = s->lower[i] = s->upper[i] = s->mean;
		if (s->variance == 0)
			continue;
		/* The gamma prior has this shape and this exposure; the data add
		 * theirs. */
		double shape = s->mean * s->mean / s->variance + (double)count[i];
		double held = s->mean / s->variance + exposure[i];
		if (exposure[i] == 0)
			shape -= (double)count[i];
		s->rate[i] = shape / held;
		s->lower[i] = gamma_quantile(0.025, shape) / held;
		s->upper[i] = gamma_quantile(0.975, shape) / held;
	}
	return ERR_OK;
}
