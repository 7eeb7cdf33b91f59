#include "stats/scanstat_frame.h"
#include <math.h>

double scanstat_llr_poisson(double c, double mu, double cases)
{
	if (!(c > mu))
		return 0;
	double llr = c * log(c / mu);
	if (cases > c)
		llr += (cases - c) * log((cases - c) / (cases - mu));
	return llr;
}

double scanstat_llr_low(double c, double mu, double cases)
{
	if (!(c < mu && mu < cases))
		return 0;
	double llr = (cases - c) * log((cases - c) / (cases - mu));
	return c > 0 ? llr + c * log(c / mu) : llr;
}

double scanstat_llr_children(double c, double mu)
{
	return c > mu ? c * log(c / mu) - (c - mu) : 0;
}

static double x_log(double x, double y)
{
	return x > 0 ? x * log(y) : 0;
}

double scanstat_llr_bernoulli(double c, double n, double cases, double all)
{
	if (!(c * all > cases * n))
		return 0;
	double out = all - n, c_out = cases - c;
	double llr = x_log(c, c / n) + x_log(n - c, (n - c) / n);
	if (out > 0)
		llr += x_log(c_out, c_out / out) +
		       x_log(out - c_out, (out - c_out) / out);
	return llr - x_log(cases, cases / all) - x_log(all - cases, 1 - cases / all);
}

size_t scanstat_limit_row(double llr)
{
	double row = llr * LIMIT_STEPS;
	return row < LIMIT_ROWS - 1 ? (size_t)row : LIMIT_ROWS - 1;
}

/* The mu at which a count has the statistic b. In ln(mu) the statistic is convex and
 * falls, so that Newton's steps from the left come near from there alone. */
static double solve(const struct scanstat_frame *f, double c, double b, double ln_mu)
{
	double cases = (double)f->cases;
	for (int i = 0; i < 60; i++) {
		double mu = exp(ln_mu), slope, llr;
		if (f->child) {
			llr = scanstat_llr_children(c, mu);
			slope = mu - c;
		} else {
			llr = scanstat_llr_poisson(c, mu, cases);
			slope = mu * (cases - c) / (cases - mu) - c;
		}
		double step = (llr - b) / -slope;
		if (!(step > 1e-13))
			break;
		ln_mu += step;
	}
	return ln_mu;
}

static void limits_of(const struct scanstat_frame *f, uint32_t c)
{
	double ln_mu = log(c) - 1 - (LIMIT_ROWS - 1) / (double)(LIMIT_STEPS * c);
	for (size_t row = LIMIT_ROWS; row-- > 0;) {
		double b = (double)row / LIMIT_STEPS;
		double *to = &f->limit[row * f->limit_counts + c];
		if (row > 0) {
			ln_mu = solve(f, c, b, ln_mu);
			/* Never too small by a rounding. */
			*to = exp(ln_mu) * (1 + 1e-9) / f->scale;
		} else {
			*to = c / f->scale * (1 + 1e-9);
		}
	}
}

/* For each statistic and size: how far from a day may the others lie for k of them to
 * beat it? Runs of g units hold at least `least[g]`. */
static void near_masks(const struct scanstat_frame *f, const double *least, size_t row)
{
	uint32_t reach = f->window < NEAR_REACH ? f->window : NEAR_REACH;
	for (size_t step = 0; step < f->sparse_steps; step++) {
		uint64_t *mask = f->near + (row * f->sparse_steps + step) * NEAR_COUNTS;
		for (uint32_t k = 0; k < NEAR_COUNTS; k++) {
			uint32_t c = k + 2, g = 0;
			double limit = f->limit[row * f->limit_counts +
						(c < f->limit_counts ? c : 0)];
			if (c >= f->limit_counts - 1)
				limit = INFINITY;
			while (g < reach && f->sparse_step[step] * least[g + 1] < limit)
				g++;
			/* The last stands for all higher counts. */
			if (k == NEAR_COUNTS - 1)
				g = reach;
			mask[k] = 0;
			for (uint32_t d = 0; d < g; d++)
				mask[k] |= UINT64_C(1) << (31 - d) |
					   UINT64_C(1) << (31 + d);
		}
	}
}

void scanstat_limits_init(struct context *ctx, struct scanstat_frame *f)
{
	size_t most = f->cases;
	if (f->model == SCANSTAT_PERMUTATION) {
		/* No zone holds more, and no run. */
		size_t zone = 0;
		for (size_t k = 0; k < f->centres; k++) {
			size_t size = 0;
			for (size_t i = f->start[k]; i < f->start[k + 1]; i++)
				size += (size_t)f->size[f->seq[i] & ~ZONE_END];
			zone = size > zone ? size : zone;
		}
		most = zone < (size_t)f->longest_run ? zone : (size_t)f->longest_run;
	}
	most = most > LIMIT_COUNTS ? LIMIT_COUNTS : most;
	/* One more, which is always looked at. */
	f->limit_counts = (uint32_t)most + 2;
	f->limit = arena_array(ctx->scratch, double, LIMIT_ROWS * f->limit_counts);
	for (uint32_t c = f->min_cases; c < f->limit_counts - 1; c++)
		limits_of(f, c);
	for (size_t row = 0; row < LIMIT_ROWS; row++)
		f->limit[(row + 1) * f->limit_counts - 1] = INFINITY;
	if (f->last_only || (f->stratum && !f->child))
		return;
	double *least = arena_array(ctx->scratch, double, NEAR_REACH + 1);
	for (uint32_t g = 1; g <= NEAR_REACH && g <= f->units; g++) {
		least[g] = INFINITY;
		for (uint32_t u = 0; u + g <= f->units; u++)
			least[g] = fmin(least[g], scanstat_run_of(f, u, u + g - 1));
	}
	f->near = arena_array(
		ctx->scratch, uint64_t, LIMIT_ROWS * f->sparse_steps * NEAR_COUNTS);
	for (size_t row = 0; row < LIMIT_ROWS; row++)
		near_masks(f, least, row);
}
