#include "stats/local.h"
#include "base/random.h"
#include "stats/fdr.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define CHUNK 256 /* places that share a deck */

struct moments {
	double mean, sum, squares; /* of the values; squares of deviations */
};

static enum err_code prepare(struct context *ctx, struct local *l, struct moments *m,
	const double *values, const struct weights *w)
{
	memset(l, 0, sizeof *l);
	memset(m, 0, sizeof *m);
	size_t n = l->n = w->n;
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(values[i]))
			return err_set(ctx, ERR_DATA,
				"value %zu is no finite number: leave its place out",
				i + 1);
		m->sum += values[i];
		m->mean += (values[i] - m->mean) / (double)(i + 1);
	}
	for (size_t i = 0; i < n; i++)
		m->squares += (values[i] - m->mean) * (values[i] - m->mean);
	if (n < 3 || !(m->squares > 0))
		return err_set(ctx, ERR_DATA,
			"local statistics need three places and more than one value");
	double **arrays[] = {&l->statistic, &l->expected, &l->variance, &l->z,
		&l->p_value, &l->p_fdr};
	for (size_t a = 0; a < sizeof arrays / sizeof *arrays; a++) {
		*arrays[a] = arena_array(ctx->arena, double, n);
		for (size_t i = 0; i < n; i++)
			(*arrays[a])[i] = NAN;
	}
	l->quadrant = arena_array(ctx->arena, uint8_t, n);
	return ERR_OK;
}

/* A row's sums: of weights, of their squares, of weighted values. */
struct row {
	double weight, weight2, lag;
};

static struct row sum_row(const struct weights *w, size_t i, const double *values)
{
	struct row r = {0, 0, 0};
	for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
		r.weight += w->weight[e];
		r.weight2 += w->weight[e] * w->weight[e];
		r.lag += w->weight[e] * values[w->to[e]];
	}
	return r;
}

static void finish(struct context *ctx, struct local *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (isfinite(l->z[i]))
			l->p_value[i] = 2 * gsl_cdf_ugaussian_Q(fabs(l->z[i]));
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, l->n, l->p_value, l->p_fdr);
}

/* Deals k values out of all but one, without putting back: the first k of a partial
 * shuffle of `deck`, which is a permutation of 0 … n - 1. */
static void deal(
	struct stream *s, uint32_t *deck, uint32_t n, uint32_t without, size_t k)
{
	uint32_t dealt = 0;
	for (uint32_t at = 0; dealt < k; at++) {
		uint32_t with = at + stream_below(s, n - at), kept = deck[with];
		deck[with] = deck[at];
		deck[at] = kept;
		if (kept == without)
			continue;
		/* What is dealt gathers at the front. */
		deck[at] = deck[dealt];
		deck[dealt++] = kept;
	}
}

/* The tails of a place's weighted sum among sums of values dealt to its neighbours;
 * where it is its own neighbour (Gi*), it is dealt a value too. */
static double permuted_p(const struct weights *w, size_t i, const double *values,
	uint32_t permutations, uint32_t *deck, uint64_t seed)
{
	struct stream s =
		stream_make(seed, STREAM_AUTOCORRELATION, ((uint64_t)1 << 40) + i);
	size_t first = w->from[i], k = w->from[i + 1] - first;
	const double *weight = w->weight + first;
	uint32_t above = 0, below = 0, without = w->self ? UINT32_MAX : (uint32_t)i;
	double observed = 0;
	for (size_t e = 0; e < k; e++)
		observed += weight[e] * values[w->to[first + e]];
	double slack = 1e-12 * fabs(observed);
	for (uint32_t r = 0; r < permutations; r++) {
		double sum = 0;
		deal(&s, deck, (uint32_t)w->n, without, k);
		for (size_t e = 0; e < k; e++)
			sum += weight[e] * values[deck[e]];
		above += sum >= observed - slack;
		below += sum <= observed + slack;
	}
	return (1.0 + (above < below ? above : below)) / (1.0 + permutations);
}

static void permute(struct context *ctx, struct local *l, const double *values,
	const struct weights *w, uint32_t permutations)
{
	if (permutations == 0)
		return;
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = l->n, workers = (size_t)ctx->threads;
	uint64_t seed = ctx->seed;
	uint32_t *decks = arena_array(ctx->scratch, uint32_t, n * workers);
	l->p_sim = arena_array(ctx->arena, double, n);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (size_t i = 0; i < n; i++) {
			uint32_t *deck = decks + k * n;
			if (i / CHUNK % workers != k)
				continue;
			/* Each chunk begins with a fresh deck, so that it doesn't
			 * matter which worker deals. */
			for (uint32_t c = 0; i % CHUNK == 0 && c < n; c++)
				deck[c] = c;
			l->p_sim[i] = isnan(l->z[i])
					      ? NAN
					      : permuted_p(w, i, values, permutations,
							deck, seed);
		}
	arena_reset(ctx->scratch, mark);
}

enum err_code local_moran_run(struct context *ctx, struct local *l,
	const double *values, const struct weights *w, uint32_t permutations)
{
	struct moments m;
	enum err_code code = prepare(ctx, l, &m, values, w);
	if (!code && w->self)
		code = err_set(
			ctx, ERR_USAGE, "local Moran needs weights without self");
	if (code)
		return code;
	double n = (double)l->n, m2 = m.squares / n;
	for (size_t i = 0; i < l->n; i++) {
		if (w->from[i] == w->from[i + 1])
			continue;
		struct row r = sum_row(w, i, values);
		double z = values[i] - m.mean, lag = r.lag - r.weight * m.mean;
		l->statistic[i] = z / m2 * lag;
		l->expected[i] = -z * z * r.weight / ((n - 1) * m2);
		l->variance[i] = z / m2 * z / m2 * (n / (n - 2)) *
				 (r.weight2 - r.weight * r.weight / (n - 1)) *
				 (m2 - z * z / (n - 1));
		l->z[i] = (l->statistic[i] - l->expected[i]) / sqrt(l->variance[i]);
		l->quadrant[i] = z >= 0 ? (lag >= 0 ? LOCAL_HIGH_HIGH : LOCAL_HIGH_LOW)
					: (lag >= 0 ? LOCAL_LOW_HIGH : LOCAL_LOW_LOW);
	}
	permute(ctx, l, values, w, permutations);
	finish(ctx, l);
	return ERR_OK;
}

enum err_code local_g_run(struct context *ctx, struct local *l, const double *values,
	const struct weights *w, uint32_t permutations)
{
	struct moments m;
	enum err_code code = prepare(ctx, l, &m, values, w);
	if (code)
		return code;
	for (size_t i = 0; i < l->n; i++) {
		if (w->from[i] == w->from[i + 1])
			continue;
		struct row r = sum_row(w, i, values);
		double n = (double)l->n, mean = m.mean, spread2 = m.squares / n;
		if (!w->self) {
			/* The place itself is left out of mean and spread too. */
			double off = values[i] - m.mean;
			n -= 1;
			mean = (m.sum - values[i]) / n;
			spread2 = (m.squares - off * off) / n -
				  (mean - m.mean) * (mean - m.mean);
		}
		l->expected[i] = r.weight * mean;
		l->variance[i] =
			spread2 * (n * r.weight2 - r.weight * r.weight) / (n - 1);
		l->z[i] = l->variance[i] > 0
				  ? (r.lag - l->expected[i]) / sqrt(l->variance[i])
				  : NAN;
		l->statistic[i] = l->z[i];
	}
	permute(ctx, l, values, w, permutations);
	finish(ctx, l);
	return ERR_OK;
}

enum err_code local_geary_run(struct context *ctx, struct local *l,
	const double *values, const struct weights *w)
{
	struct moments m;
	enum err_code code = prepare(ctx, l, &m, values, w);
	if (code)
		return code;
	double variance = m.squares / ((double)l->n - 1);
	for (size_t i = 0; i < l->n; i++) {
		if (w->from[i] == w->from[i + 1])
			continue;
		double sum = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			double off = values[i] - values[w->to[e]];
			sum += w->weight[e] * off * off;
		}
		l->statistic[i] = sum / variance;
	}
	return ERR_OK;
}
