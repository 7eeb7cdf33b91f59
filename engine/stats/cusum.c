#include "stats/cusum.h"
#include <math.h>

static double transformed(enum cusum_transform transform, double x, double m)
{
	switch (transform) {
	case CUSUM_ROSSI:
		return (x - 3 * m + 2 * sqrt(x * m)) / (2 * sqrt(m));
	case CUSUM_STANDARD:
		return (x - m) / sqrt(m);
	case CUSUM_ANSCOMBE:
		return 1.5 * (cbrt(x * x) - cbrt(m * m)) / sqrt(cbrt(m));
	case CUSUM_NONE:
		break;
	}
	return x;
}

/* The count whose transform is z. */
static double count_of(enum cusum_transform transform, double z, double m)
{
	double root = sqrt(m);
	if (transform == CUSUM_ROSSI) {
		/* x + 2 sqrt(m) sqrt(x) - 3 m - 2 sqrt(m) z = 0 in sqrt(x). */
		double inner = 4 * m + 2 * root * z;
		return inner < 0 ? 0 : 5 * m + 2 * root * z - 2 * root * sqrt(inner);
	}
	if (transform == CUSUM_STANDARD)
		return ceil(root * z + m);
	double power = 2.0 / 3 * sqrt(cbrt(m)) * z + cbrt(m * m);
	return power < 0 ? 0 : power * sqrt(power);
}

enum err_code cusum_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct cusum_options *o)
{
	double k = o->k, h = o->h, m = o->mean, sum = 0;
	if (k == 0 && h == 0) {
		k = 1.04;
		h = 2.26;
	}
	size_t from = o->from > 0 ? o->from : n / 2 < 52 ? n / 2 : 52;
	if (!(h > 0) || !(m >= 0))
		return err_set(ctx, ERR_USAGE,
			"CUSUM needs a line h above 0 and an expected count of 0 or "
			"more");
	surveillance_init(ctx, s, n);
	if (n == 0 || (from == 0 && m == 0))
		return ERR_OK;
	if (m == 0) {
		for (size_t i = 0; i < from && i < n; i++)
			m += (double)count[i];
		m /= (double)(from < n ? from : n);
	}
	if (!(m > 0) && o->transform != CUSUM_NONE)
		return err_set(ctx, ERR_DATA,
			"there are no counts before the first point that is watched: "
			"give "
			"the expected count, or watch later");
	for (size_t t = from; t < n; t++) {
		struct surveillance_point *p = &s->points[t];
		double before = sum;
		sum = fmax(0, sum + transformed(o->transform, (double)count[t], m) - k);
		p->expected = m;
		p->statistic = sum;
		p->upper = o->transform == CUSUM_NONE
				   ? h - sum
				   : count_of(o->transform, h + k - before, m);
		p->upper = fmax(0, p->upper);
		p->alarm = sum >= h;
	}
	return ERR_OK;
}
