#include "stats/decay_curve.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define PI 3.14159265358979323846
#define THETA_MOST 40
#define HALVINGS 200

size_t decay_parameters(const struct decay_curve *c)
{
	return c->family == DECAY_LOGNORMAL || c->family == DECAY_GAMMA ? 2 : 1;
}

static double exponent_of(const struct decay_curve *c, double theta)
{
	return isinf(c->to) ? 1 + exp(theta) : theta;
}

bool decay_begin(
	const struct decay_curve *c, const struct decay_sums *s, double theta[2])
{
	double mean = s->distance / s->weight, log_mean = s->log / s->weight;
	double spread = s->log2 / s->weight - log_mean * log_mean;
	theta[0] = theta[1] = 0;
	switch (c->family) {
	case DECAY_EXPONENTIAL:
		theta[0] = -log(mean);
		return mean > c->from;
	case DECAY_POWER:
		if (!(c->from > 0))
			return false;
		/* Hill's, without an end. */
		theta[0] = isinf(c->to) ? -log(log_mean - log(c->from)) : 1;
		return log_mean > log(c->from);
	case DECAY_LOGNORMAL:
		theta[0] = log_mean;
		theta[1] = log(spread) / 2;
		return spread > 1e-12;
	case DECAY_GAMMA: {
		/* Minka's, Estimating a gamma distribution, 2002. */
		double gap = log(mean) - log_mean;
		double shape =
			(3 - gap + sqrt((gap - 3) * (gap - 3) + 24 * gap)) / (12 * gap);
		theta[0] = log(shape);
		theta[1] = theta[0] - log(mean);
		return gap > 1e-12;
	}
	case DECAY_FAMILIES_N:
		break;
	}
	return false;
}

/* P(low < Z <= high) of a normal Z, exact in either tail. */
static double normal_between(double low, double high)
{
	if (low > 0)
		return gsl_cdf_ugaussian_Q(low) - gsl_cdf_ugaussian_Q(high);
	return gsl_cdf_ugaussian_P(high) - gsl_cdf_ugaussian_P(low);
}

/* The untruncated mass of (low, high]; of the power law its integral of d^-exponent. */
static double mass(
	const struct decay_curve *c, const double theta[2], double low, double high)
{
	switch (c->family) {
	case DECAY_EXPONENTIAL: {
		double rate = exp(theta[0]);
		return exp(-rate * low) *
		       (isinf(high) ? 1 : -expm1(-rate * (high - low)));
	}
	case DECAY_POWER: {
		double k = 1 - exponent_of(c, theta[0]);
		if (isinf(high))
			return -pow(low, k) / k;
		double span = log(high / low);
		return fabs(k * span) < 1e-12 ? span
					      : pow(low, k) * expm1(k * span) / k;
	}
	case DECAY_LOGNORMAL: {
		double sd = exp(theta[1]);
		return normal_between(low > 0 ? (log(low) - theta[0]) / sd : -INFINITY,
			isinf(high) ? INFINITY : (log(high) - theta[0]) / sd);
	}
	case DECAY_GAMMA: {
		double shape = exp(theta[0]), scale = exp(-theta[1]);
		if (low > shape * scale)
			return gsl_cdf_gamma_Q(low, shape, scale) -
			       (isinf(high) ? 0 : gsl_cdf_gamma_Q(high, shape, scale));
		return (isinf(high) ? 1 : gsl_cdf_gamma_P(high, shape, scale)) -
		       (low > 0 ? gsl_cdf_gamma_P(low, shape, scale) : 0);
	}
	case DECAY_FAMILIES_N:
		break;
	}
	return NAN;
}

double decay_likelihood(
	const struct decay_curve *c, const struct decay_sums *s, const double theta[2])
{
	if (!(fabs(theta[0]) < THETA_MOST) || !(fabs(theta[1]) < THETA_MOST))
		return -INFINITY;
	double w = s->weight, plain = 0;
	switch (c->family) {
	case DECAY_EXPONENTIAL:
		plain = theta[0] - exp(theta[0]) * s->distance / w;
		break;
	case DECAY_POWER:
		plain = -exponent_of(c, theta[0]) * s->log / w;
		break;
	case DECAY_LOGNORMAL: {
		double m = s->log / w, off = m - theta[0];
		double squares = s->log2 / w - m * m + off * off;
		plain = -m - theta[1] - log(2 * PI) / 2 -
			squares / (2 * exp(2 * theta[1]));
		break;
	}
	case DECAY_GAMMA: {
		double shape = exp(theta[0]);
		plain = shape * theta[1] - gsl_sf_lngamma(shape) +
			(shape - 1) * s->log / w - exp(theta[1]) * s->distance / w;
		break;
	}
	case DECAY_FAMILIES_N:
		break;
	}
	double there = mass(c, theta, c->from, c->to);
	return there > 1e-290 ? plain - log(there) : -INFINITY;
}

double decay_cumulative(const struct decay_curve *c, const double theta[2], double d)
{
	if (d <= c->from)
		return 0;
	if (d >= c->to)
		return 1;
	return fmin(1, mass(c, theta, c->from, d) / mass(c, theta, c->from, c->to));
}

static double by_halves(
	const struct decay_curve *c, const double theta[2], double share_01)
{
	/* Up to a distance that is far enough; then halves of it. */
	double low = c->from, high = isinf(c->to) ? 2 * c->from + 1 : c->to;
	while (isinf(c->to) && decay_cumulative(c, theta, high) < share_01 &&
		high < 1e15)
		high *= 2;
	for (int k = 0; k < HALVINGS && high - low > 1e-13 * high; k++) {
		double middle = low + (high - low) / 2;
		if (decay_cumulative(c, theta, middle) < share_01)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* From the nearer tail of the whole curve, where digits are kept. */
static double whole_quantile(
	const struct decay_curve *c, const double theta[2], double below, double above)
{
	if (c->family == DECAY_GAMMA) {
		double shape = exp(theta[0]), scale = exp(-theta[1]);
		return below < above ? gsl_cdf_gamma_Pinv(below, shape, scale)
				     : gsl_cdf_gamma_Qinv(above, shape, scale);
	}
	double z = below < above ? gsl_cdf_ugaussian_Pinv(below)
				 : gsl_cdf_ugaussian_Qinv(above);
	return exp(theta[0] + exp(theta[1]) * z);
}

double decay_quantile(
	const struct decay_curve *c, const double theta[2], double share_01)
{
	double part = share_01 * mass(c, theta, c->from, c->to), d = NAN;
	if (c->family == DECAY_EXPONENTIAL) {
		double rate = exp(theta[0]);
		double all = isinf(c->to) ? 1 : -expm1(-rate * (c->to - c->from));
		d = c->from - log1p(-share_01 * all) / rate;
	} else if (c->family == DECAY_POWER) {
		double k = 1 - exponent_of(c, theta[0]);
		d = fabs(k) < 1e-9
			    ? c->from * exp(part)
			    : c->from * exp(log1p(part * k / pow(c->from, k)) / k);
	} else {
		double before = c->from > 0 ? mass(c, theta, 0, c->from) : 0;
		double after = isinf(c->to) ? 0 : mass(c, theta, c->to, INFINITY);
		double rest = mass(c, theta, c->from, c->to) - part;
		d = whole_quantile(c, theta, before + part, after + rest);
	}
	if (!(d >= c->from) || !(d <= c->to) || !isfinite(d))
		return by_halves(c, theta, share_01);
	return d;
}
