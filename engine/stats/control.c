#include "stats/control.h"
#include "stats/rates.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define SHORTEST 6 /* points without which there are no limits */
#define RUN 8

struct series {
	size_t n;
	const int64_t *count;
	const double *exposure; /* NULL: 1 each */
};

static double exposure_of(struct series s, size_t i)
{
	return s.exposure ? s.exposure[i] : 1;
}

static size_t default_baseline(size_t n)
{
	return n < SHORTEST ? 0 : n < 24 ? n : n - 12;
}

static enum err_code check(
	struct context *ctx, struct series s, const struct control_options *o)
{
	if (o->chart != CONTROL_C && !s.exposure)
		return err_set(
			ctx, ERR_USAGE, "this chart needs an exposure each month");
	for (size_t i = 0; i < s.n; i++) {
		double exposure = exposure_of(s, i);
		if (s.count[i] < 0 || !(exposure >= 0) || !isfinite(exposure))
			return err_set(ctx, ERR_DATA,
				"count and exposure %zu must not be below 0", i + 1);
		if (o->chart == CONTROL_P && (double)s.count[i] > exposure)
			return err_set(ctx, ERR_DATA,
				"count %zu is more than what it is a share of", i + 1);
	}
	return ERR_OK;
}

static double baseline_centre(struct series s, size_t baseline_n)
{
	double counts = 0, exposures = 0;
	for (size_t i = 0; i < baseline_n; i++)
		if (exposure_of(s, i) > 0) {
			counts += (double)s.count[i];
			exposures += exposure_of(s, i);
		}
	return exposures > 0 ? counts / exposures : NAN;
}

/* Half the mean square of successive differences of the standardised values: 1 for a
 * Poisson (binomial) series, whatever its trend. */
static double baseline_dispersion(
	struct series s, enum control_chart chart, size_t baseline_n, double centre)
{
	double before = NAN, squares = 0, differences = 0;
	double unit = chart == CONTROL_P ? centre * (1 - centre) : centre;
	for (size_t i = 0; i < baseline_n; i++) {
		double exposure = exposure_of(s, i);
		if (exposure == 0 || !(unit > 0))
			continue;
		double z = ((double)s.count[i] - centre * exposure) /
			   sqrt(unit * exposure);
		if (!isnan(before)) {
			squares += (z - before) * (z - before);
			differences++;
		}
		before = z;
	}
	return differences > 0 ? fmax(1, squares / differences / 2) : 1;
}

/* P(X <= r) for a binomial count; n need not be whole. */
static double binomial_lower(double r, double n, double p)
{
	if (r < 0)
		return 0;
	return r >= n ? 1 : gsl_cdf_beta_Q(p, r + 1, n - r);
}

/* As funnel_limits(), for a share. */
static double binomial_limit(double n, double p, double tail)
{
	if (!(p > 0))
		return 0;
	double guess = n * p + gsl_cdf_ugaussian_Pinv(tail) * sqrt(n * p * (1 - p));
	double r = fmax(0, floor(guess));
	while (r > 0 && binomial_lower(r - 1, n, p) > tail)
		r--;
	while (r < n && binomial_lower(r, n, p) <= tail)
		r++;
	double above = binomial_lower(r, n, p), below = binomial_lower(r - 1, n, p);
	return fmin(n, fmax(0, r - (above - tail) / (above - below)));
}

static struct interval limits(enum control_chart chart, double centre, double exposure,
	double dispersion, double level)
{
	struct interval i = {NAN, NAN};
	if (isnan(centre) || exposure == 0)
		return i;
	double size = exposure / dispersion;
	if (chart == CONTROL_P) {
		i.lower = binomial_limit(size, centre, (1 - level) / 2) / size;
		i.upper = binomial_limit(size, centre, (1 + level) / 2) / size;
	} else {
		i = funnel_limits(centre * size, level);
		i.lower /= size;
		i.upper /= size;
	}
	return i;
}

static void set_point(
	struct control *c, struct series s, size_t i, const struct control_options *o)
{
	struct control_point *p = &c->points[i];
	double exposure = exposure_of(s, i);
	p->value = exposure > 0 ? (double)s.count[i] / exposure : NAN;
	p->centre = c->centre;
	p->baseline = i < c->baseline_n;
	struct interval near =
		limits(o->chart, c->centre, exposure, c->dispersion, 0.95);
	struct interval far =
		limits(o->chart, c->centre, exposure, c->dispersion, 0.998);
	p->lower_95 = near.lower;
	p->upper_95 = near.upper;
	p->lower_998 = far.lower;
	p->upper_998 = far.upper;
}

static void set_signals(struct control *c, int run)
{
	int above = 0, below = 0;
	for (size_t i = 0; i < c->n; i++) {
		struct control_point *p = &c->points[i];
		above = p->value > p->centre ? above + 1 : 0;
		below = p->value < p->centre ? below + 1 : 0;
		if (p->value > p->upper_998)
			p->signal = CONTROL_HIGH;
		else if (p->value < p->lower_998)
			p->signal = CONTROL_LOW;
		else if (above >= run)
			p->signal = CONTROL_RUN_HIGH;
		else if (below >= run)
			p->signal = CONTROL_RUN_LOW;
	}
}

enum err_code control_run(struct context *ctx, struct control *c, size_t n,
	const int64_t *count, const double *exposure,
	const struct control_options *options)
{
	memset(c, 0, sizeof *c);
	struct series s = {n, count, options->chart == CONTROL_C ? NULL : exposure};
	enum err_code code = check(ctx, s, options);
	if (code)
		return code;
	c->n = n;
	c->baseline_n = options->baseline_n ? options->baseline_n : default_baseline(n);
	if (c->baseline_n > n)
		return err_set(ctx, ERR_USAGE,
			"a baseline of %zu months is longer than the series of %zu",
			c->baseline_n, n);
	c->centre = baseline_centre(s, c->baseline_n);
	c->dispersion = options->poisson_only ? 1
					      : baseline_dispersion(s, options->chart,
							c->baseline_n, c->centre);
	c->points = arena_array(ctx->arena, struct control_point, n);
	for (size_t i = 0; i < n; i++)
		set_point(c, s, i, options);
	set_signals(c, options->run ? options->run : RUN);
	return ERR_OK;
}
