#include "stats/ears.h"
#include <gsl/gsl_cdf.h>
#include <math.h>

struct baseline {
	double mean, spread;
};

/* Of the `length` counts that end `lag` points before `at`. */
static struct baseline baseline_of(
	const int64_t *count, size_t at, size_t lag, size_t length, double min_sigma)
{
	double sum = 0, squares = 0;
	for (size_t i = 0; i < length; i++)
		sum += (double)count[at - lag - i];
	double mean = sum / (double)length;
	for (size_t i = 0; i < length; i++) {
		double off = (double)count[at - lag - i] - mean;
		squares += off * off;
	}
	double spread = sqrt(squares / (double)(length - 1));
	return (struct baseline){mean, fmax(spread, min_sigma)};
}

/* By how much C2 - 1 was exceeded; no number where the baseline has no spread. */
static double excess(const int64_t *count, size_t at, size_t length, double min_sigma)
{
	struct baseline b = baseline_of(count, at, 3, length, min_sigma);
	double c2 = ((double)count[at] - b.mean) / b.spread;
	return isnan(c2) ? c2 : fmax(0, c2 - 1);
}

enum err_code ears_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct ears_options *o)
{
	size_t third = n / 3 < 3 ? 3 : n / 3, length = o->baseline;
	if (length == 0)
		length = third < 7 ? third : 7;
	double alpha = o->alpha > 0 ? o->alpha : o->method == EARS_C3 ? 0.025 : 0.001;
	if (length < 3 || !(alpha < 1) || !(o->min_sigma >= 0))
		return err_set(ctx, ERR_USAGE,
			"EARS needs a baseline of at least 3, an alpha below 1 and a "
			"least spread of 0 or more");
	static const size_t lags[] = {0, 2, 4};
	double z = gsl_cdf_ugaussian_Qinv(alpha);
	surveillance_init(ctx, s, n);
	for (size_t t = length + lags[o->method]; t < n; t++) {
		struct surveillance_point *p = &s->points[t];
		struct baseline b = baseline_of(
			count, t, o->method == EARS_C1 ? 1 : 3, length, o->min_sigma);
		p->expected = b.mean;
		p->upper = b.mean + z * b.spread;
		if (o->method == EARS_C3) {
			double before = excess(count, t - 1, length, o->min_sigma) +
					excess(count, t - 2, length, o->min_sigma);
			p->upper = (double)count[t] + b.spread * (z - before);
			if (p->upper < 0)
				p->upper = 0;
		}
		p->alarm = (double)count[t] > p->upper;
	}
	return ERR_OK;
}
