#include "stats/joincount.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Sums over the weights, as Cliff and Ord name them: S1 = sum (w_ij + w_ji)^2 / 2,
 * S2 = sum over places of (row + column)^2. */
struct sums {
	double n, s0, s1, s2;
};

/* The weight of the join back, 0 where there is none: columns ascend in each row. */
static double weight_back(const struct weights *w, uint32_t from, uint32_t to)
{
	size_t low = w->from[from], high = w->from[from + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (w->to[middle] < to)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->from[from + 1] && w->to[low] == to ? w->weight[low] : 0;
}

static struct sums sum_weights(struct context *ctx, const struct weights *w)
{
	struct sums s = {.n = (double)w->n};
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *both = arena_array(ctx->scratch, double, w->n);
	for (uint32_t i = 0; i < w->n; i++)
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			double back = weight_back(w, w->to[e], i), here = w->weight[e];
			s.s0 += here;
			/* A pair with joins both ways comes by twice. */
			s.s1 += (here + back) * (here + back) / (back != 0 ? 2 : 1);
			both[i] += here;
			both[w->to[e]] += here;
		}
	for (size_t i = 0; i < w->n; i++)
		s.s2 += both[i] * both[i];
	arena_reset(ctx->scratch, mark);
	return s;
}

static void judge_same(struct join *j, const struct sums *s, double k)
{
	double n = s->n, pair = k * (k - 1) / (n * (n - 1));
	double triple = pair * (k - 2) / (n - 2), four = triple * (k - 3) / (n - 3);
	j->expected = s->s0 * pair / 2;
	j->variance = (s->s1 * pair + (s->s2 - 2 * s->s1) * triple +
			      (s->s0 * s->s0 + s->s1 - s->s2) * four) /
			      4 -
		      j->expected * j->expected;
}

static void judge_mixed(struct join *j, const struct sums *s, double k)
{
	double n = s->n, m = n - k, pair = k * m / (n * (n - 1));
	double four = pair * (k - 1) * (m - 1) / ((n - 2) * (n - 3));
	j->expected = s->s0 * pair;
	j->variance = (2 * s->s1 * pair + (s->s2 - 2 * s->s1) * pair +
			      4 * (s->s0 * s->s0 + s->s1 - s->s2) * four) /
			      4 -
		      j->expected * j->expected;
}

static void judge(struct join *j)
{
	/* What rounding leaves of a variance of 0 is no spread. */
	bool spread = j->variance > 1e-12 * j->expected * j->expected;
	j->z = spread ? (j->count - j->expected) / sqrt(j->variance) : NAN;
	j->p_greater = spread ? gsl_cdf_ugaussian_Q(j->z) : NAN;
	j->p_less = spread ? gsl_cdf_ugaussian_P(j->z) : NAN;
}

enum err_code join_counts_run(struct context *ctx, struct join_counts *r,
	const uint8_t *black, const struct weights *w)
{
	memset(r, 0, sizeof *r);
	if (w->self)
		return err_set(ctx, ERR_USAGE, "join counts need weights without self");
	if (w->n < 4)
		return err_set(ctx, ERR_DATA,
			"join counts need at least 4 places; there are %zu", w->n);
	r->n = w->n;
	for (size_t i = 0; i < w->n; i++) {
		r->black += black[i] != 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			bool here = black[i] != 0, there = black[w->to[e]] != 0;
			struct join *j = here != there ? &r->black_white
					 : here        ? &r->black_black
						       : &r->white_white;
			j->count += w->weight[e] / 2;
		}
	}
	struct sums s = sum_weights(ctx, w);
	double k = (double)r->black;
	judge_same(&r->black_black, &s, k);
	judge_same(&r->white_white, &s, s.n - k);
	judge_mixed(&r->black_white, &s, k);
	judge(&r->black_black);
	judge(&r->white_white);
	judge(&r->black_white);
	return ERR_OK;
}
