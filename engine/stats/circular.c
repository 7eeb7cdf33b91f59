#include "stats/circular.h"
#include <math.h>
#include <string.h>

/* Greenwood and Durand's terms matter for small samples alone. */
static double rayleigh_p(double n, double z)
{
	double p = exp(-z);
	if (n < 50) {
		double z2 = z * z, z3 = z2 * z, z4 = z3 * z;
		p *= 1 + (2 * z - z2) / (4 * n) -
		     (24 * z - 132 * z2 + 76 * z3 - 9 * z4) / (288 * n * n);
	}
	return fmin(1, fmax(0, p));
}

enum err_code circular_run(struct context *ctx, struct circular *c, size_t n,
	const double *values, const double *weight, double period)
{
	memset(c, 0, sizeof *c);
	double turn = 2 * acos(-1) / period, cosines = 0, sines = 0;
	for (size_t i = 0; i < n; i++) {
		double w = weight ? weight[i] : 1;
		if (!isfinite(values[i]) || !(w >= 0) || !isfinite(w))
			return err_set(ctx, ERR_DATA,
				"value %zu can't be put on a clock face: leave it out",
				i + 1);
		/* The remainder first: angles of large values lose digits. */
		double angle = fmod(values[i], period) * turn;
		c->n += w;
		cosines += w * cos(angle);
		sines += w * sin(angle);
	}
	if (!(c->n > 0))
		return err_set(
			ctx, ERR_DATA, "there is nothing to take a mean hour of");
	c->resultant = fmin(1, hypot(cosines, sines) / c->n);
	c->mean = atan2(sines, cosines) / turn;
	c->mean += c->mean < 0 ? period : 0;
	if (c->resultant < 1e-12)
		c->mean = NAN;
	c->sd = sqrt(-2 * log(c->resultant)) / turn;
	c->rayleigh_z = c->n * c->resultant * c->resultant;
	c->rayleigh_p = rayleigh_p(c->n, c->rayleigh_z);
	return ERR_OK;
}
