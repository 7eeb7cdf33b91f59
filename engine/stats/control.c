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

/* The points of the baseline that have an exposure and are not left out. */
struct baseline {
	size_t n, *at;
	double count, exposure; /* sums */
	double centre;
};

static struct baseline baseline_of(
	struct context *ctx, struct series s, size_t baseline_n, const bool *left_out)
{
	struct baseline b = {.at = arena_array(ctx->scratch, size_t, baseline_n)};
	for (size_t i = 0; i < baseline_n; i++) {
		if (!(exposure_of(s, i) > 0) || left_out[i])
			continue;
		b.at[b.n++] = i;
		b.count += (double)s.count[i];
		b.exposure += exposure_of(s, i);
	}
	b.centre = b.exposure > 0 ? b.count / b.exposure : NAN;
	return b;
}

/* The variance of one exposure, by the centre. */
static double unit_of(enum control_chart chart, double centre)
{
	return chart == CONTROL_P ? centre * (1 - centre) : centre;
}

/* The square of a successive difference of standardised values. */
static double difference(struct series s, const struct baseline *b,
	enum control_chart chart, size_t i, size_t j)
{
	double unit = unit_of(chart, b->centre), z[2];
	const size_t at[] = {b->at[i], b->at[j]};
	for (int k = 0; k < 2; k++) {
		double exposure = exposure_of(s, at[k]);
		z[k] = ((double)s.count[at[k]] - b->centre * exposure) /
		       sqrt(unit * exposure);
	}
	return (z[1] - z[0]) * (z[1] - z[0]);
}

static double squares_of(
	struct series s, const struct baseline *b, enum control_chart chart)
{
	double squares = 0;
	for (size_t i = 1; i < b->n; i++)
		squares += difference(s, b, chart, i - 1, i);
	return squares;
}

/* Half the mean square of successive differences of the standardised values: about 1 for
 * a Poisson (binomial) series, whatever its trend. */
static double scatter_of(
	struct series s, const struct baseline *b, enum control_chart chart)
{
	if (b->n < 2 || !(unit_of(chart, b->centre) > 0))
		return 0;
	return squares_of(s, b, chart) / (double)(b->n - 1) / 2;
}

/* The dispersion that limits of a level are drawn with, from the scatter of so many points:
 * by Student's t, as it is measured on few, and the centre too. */
static double drawn(double scatter, size_t points, double level)
{
	if (points < 2)
		return 1;
	double n = (double)points, tail = (1 - level) / 2;
	double wide = gsl_cdf_tdist_Qinv(tail, n - 1) / gsl_cdf_ugaussian_Qinv(tail);
	return fmax(1, scatter * wide * wide * (1 + 1 / n));
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

/* Point i of the baseline against limits from all the others: a month far out would else
 * widen its own limits until it lies within. */
static bool is_far_out(struct series s, const struct baseline *b,
	enum control_chart chart, double squares, size_t i)
{
	size_t point = b->at[i];
	double own = (double)s.count[point], exposure = exposure_of(s, point);
	double centre = (b->count - own) / (b->exposure - exposure);
	double others = (double)(b->n - 1);
	if (i > 0)
		squares -= difference(s, b, chart, i - 1, i);
	if (i + 1 < b->n)
		squares -= difference(s, b, chart, i, i + 1);
	if (i > 0 && i + 1 < b->n)
		squares += difference(s, b, chart, i - 1, i + 1);
	if (!(unit_of(chart, centre) > 0))
		return false;
	double scatter = squares / (others - 1) / 2 * unit_of(chart, b->centre) /
			 unit_of(chart, centre);
	struct interval far =
		limits(chart, centre, exposure, drawn(scatter, b->n - 1, 0.998), 0.998);
	double value = own / exposure;
	return value > far.upper || value < far.lower;
}

/* Those play no part in the baseline, but where they are many: then the series has no one
 * level. */
static void leave_out_far(struct context *ctx, struct series s, size_t baseline_n,
	enum control_chart chart, bool *left_out)
{
	struct baseline b = baseline_of(ctx, s, baseline_n, left_out);
	size_t far = 0;
	if (b.n < SHORTEST + 1 || !(unit_of(chart, b.centre) > 0))
		return;
	double squares = squares_of(s, &b, chart);
	for (size_t i = 0; i < b.n; i++) {
		left_out[b.at[i]] = is_far_out(s, &b, chart, squares, i);
		far += left_out[b.at[i]];
	}
	if (far * 4 > b.n || b.n - far < SHORTEST)
		memset(left_out, 0, baseline_n * sizeof *left_out);
}

/* What the limits of all points are drawn with. */
struct drawing {
	enum control_chart chart;
	double near, far; /* dispersions of 95 % and 99.8 % */
	const bool *left_out;
};

static void set_point(
	struct control *c, struct series s, size_t i, const struct drawing *d)
{
	struct control_point *p = &c->points[i];
	double exposure = exposure_of(s, i);
	p->value = exposure > 0 ? (double)s.count[i] / exposure : NAN;
	p->centre = c->centre;
	p->baseline = i < c->baseline_n && !d->left_out[i];
	struct interval near = limits(d->chart, c->centre, exposure, d->near, 0.95);
	struct interval far = limits(d->chart, c->centre, exposure, d->far, 0.998);
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
	struct arena_mark mark = arena_mark(ctx->scratch);
	bool *left_out = arena_array(ctx->scratch, bool, c->baseline_n);
	if (!options->poisson_only)
		leave_out_far(ctx, s, c->baseline_n, options->chart, left_out);
	struct baseline b = baseline_of(ctx, s, c->baseline_n, left_out);
	double scatter = options->poisson_only ? 0 : scatter_of(s, &b, options->chart);
	struct drawing d = {options->chart, drawn(scatter, b.n, 0.95),
		drawn(scatter, b.n, 0.998), left_out};
	c->centre = b.centre;
	c->dispersion = fmax(1, scatter);
	c->points = arena_array(ctx->arena, struct control_point, n);
	for (size_t i = 0; i < n; i++)
		set_point(c, s, i, &d);
	arena_reset(ctx->scratch, mark);
	set_signals(c, options->run ? options->run : RUN);
	return ERR_OK;
}
