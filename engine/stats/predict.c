#include "stats/predict.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

/* Upper 95 % limits of Crow and Gardner, table 1, for counts of 0 to 20. */
static const double crow_gardner[] = {3.285, 5.323, 6.686, 8.102, 9.598, 11.177, 12.817,
	13.765, 14.921, 16.768, 17.633, 19.050, 20.335, 21.364, 22.945, 23.762, 25.400,
	26.306, 27.735, 28.966, 30.017};

/* Sums over the past of a point. */
struct past {
	double n, sum, squares, shift;
};

static void add(struct past *p, const int64_t *count, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		double x = (double)count[i] - p->shift;
		p->n++;
		p->sum += x;
		p->squares += x * x;
	}
}

static struct past past_of(
	const int64_t *count, size_t at, size_t window, const struct predict_options *o)
{
	struct past p = {.shift = (double)count[at > 0 ? at - 1 : 0]};
	if (!o->no_recent)
		add(&p, count, at - window, at);
	for (size_t year = 1; year <= o->years; year++) {
		size_t middle = at - year * o->frequency;
		add(&p, count, middle - window, middle + window + 1);
	}
	return p;
}

/* The least count that a negative binomial stays at or below with this chance. */
static double quantile(double chance, double size, double share)
{
	double low = -1, high = 1, enough = chance * (1 - 1e-14);
	while (gsl_cdf_negative_binomial_P((unsigned)high, share, size) < enough &&
		high < 2e9)
		high *= 2;
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		if (gsl_cdf_negative_binomial_P((unsigned)middle, share, size) < enough)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static double bound(const struct past *p, const struct predict_options *o, double alpha)
{
	double mean = p->sum / p->n + p->shift;
	if (o->method == PREDICT_BAYES)
		return quantile(
			1 - alpha, p->sum + p->n * p->shift + 0.5, p->n / (p->n + 1));
	if (mean <= 20)
		return crow_gardner[(int)floor(mean)];
	double off = p->sum / p->n;
	double variance = (p->squares - p->n * off * off) / (p->n - 1);
	return mean + 2 * sqrt(fmax(0, variance));
}

static enum err_code check(struct context *ctx, const struct predict_options *o,
	size_t window, double alpha)
{
	if (o->no_recent && o->years == 0)
		return err_set(ctx, ERR_USAGE,
			"a prediction needs the points just before or past years");
	if (o->years > 0 && o->frequency < 2 * window + 1)
		return err_set(ctx, ERR_USAGE,
			"a year of %zu points is too short for windows of %zu: take a "
			"smaller window",
			o->frequency, 2 * window + 1);
	if (!(alpha > 0) || !(alpha < 1))
		return err_set(
			ctx, ERR_USAGE, "alpha must lie between 0 and 1, as 0.05 does");
	return ERR_OK;
}

enum err_code predict_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct predict_options *o)
{
	size_t third = n / 3 < 3 ? 3 : n / 3, window = o->window;
	if (window == 0)
		window = third < 6 ? third : 6;
	double alpha = o->alpha == 0 ? 0.05 : o->alpha;
	enum err_code err = check(ctx, o, window, alpha);
	if (err)
		return err;
	surveillance_init(ctx, s, n);
	/* Where years or windows are absurd, no point has so much past. */
	if (window > n || (o->years > 0 && o->years > n / o->frequency))
		return ERR_OK;
	for (size_t at = o->years * o->frequency + window; at < n; at++) {
		struct past p = past_of(count, at, window, o);
		struct surveillance_point *point = &s->points[at];
		point->expected = p.sum / p.n + p.shift;
		point->upper = bound(&p, o, alpha);
		point->alarm = (double)count[at] > point->upper;
	}
	return ERR_OK;
}
