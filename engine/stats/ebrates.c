#include "stats/ebrates.h"
#include "stats/fdr.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* gsl takes counts that fit in an unsigned. */
#define EVENTS_MOST 4e9

static enum err_code check(
	struct context *ctx, size_t n, const double *events, const double *population)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++) {
		if (!(events[i] >= 0) || !(events[i] <= EVENTS_MOST) ||
			events[i] != floor(events[i]))
			return err_set(ctx, ERR_DATA,
				"value %zu is no number of events: rates need whole "
				"numbers from 0 up",
				i + 1);
		if (!(population[i] > 0) || !(population[i] < 1e15))
			return err_set(ctx, ERR_DATA,
				"population %zu is not above 0: leave its place out",
				i + 1);
		sum += events[i];
	}
	if (n > 0 && sum > 0)
		return ERR_OK;
	return err_set(ctx, ERR_DATA, "there are no events, so that no rate differs");
}

static void set_global(
	struct eb_rates *r, const double *events, const double *population)
{
	double events_sum = 0, population_sum = 0, spread = 0, n = (double)r->n;
	for (size_t i = 0; i < r->n; i++) {
		events_sum += events[i];
		population_sum += population[i];
	}
	r->b = events_sum / population_sum;
	for (size_t i = 0; i < r->n; i++) {
		r->raw[i] = events[i] / population[i];
		double off = r->raw[i] - r->b;
		spread += population[i] * off * off / population_sum;
	}
	r->a = fmax(0, spread - r->b / (population_sum / n));
	for (size_t i = 0; i < r->n; i++) {
		double own = r->b / population[i], off = r->raw[i] - r->b;
		r->global[i] = r->b + r->a * off / (r->a + own);
		r->standardised[i] = off / sqrt(r->a + own);
		r->expected[i] = population[i] * r->b;
	}
}

/* Sums over a place and its neighbours. */
struct around {
	double events, population, spread, n;
};

static void add_place(struct around *a, double events, double population)
{
	a->events += events;
	a->population += population;
	a->n += 1;
}

static struct around around_of(const struct weights *w, size_t i, const double *events,
	const double *population)
{
	struct around a = {0, 0, 0, 0};
	add_place(&a, events[i], population[i]);
	for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
		if (w->to[e] != i)
			add_place(&a, events[w->to[e]], population[w->to[e]]);
	return a;
}

/* Each place's squares are those from the mean of its own neighbourhood, as in spdep. */
static void set_local(struct context *ctx, struct eb_rates *r, const double *events,
	const double *population, const struct weights *w)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *squares = arena_array(ctx->scratch, double, r->n);
	struct around *around = arena_array(ctx->scratch, struct around, r->n);
	for (size_t i = 0; i < r->n; i++) {
		around[i] = around_of(w, i, events, population);
		double off = r->raw[i] - around[i].events / around[i].population;
		squares[i] = population[i] * off * off;
	}
	for (size_t i = 0; i < r->n; i++) {
		struct around *a = &around[i];
		a->spread = squares[i];
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			a->spread += w->to[e] != i ? squares[w->to[e]] : 0;
		double mean = a->events / a->population;
		double between = fmax(
			0, a->spread / a->population - mean / (a->population / a->n));
		double own = between + mean / population[i];
		/* Without events around there is nothing to draw from. */
		r->local[i] = mean + (own > 0 ? (r->raw[i] - mean) * between / own : 0);
	}
	arena_reset(ctx->scratch, mark);
}

static void set_map(struct context *ctx, struct eb_rates *r, const double *events)
{
	for (size_t i = 0; i < r->n; i++) {
		unsigned k = (unsigned)events[i];
		r->p_less[i] = gsl_cdf_poisson_P(k, r->expected[i]);
		r->p_greater[i] = k ? gsl_cdf_poisson_Q(k - 1, r->expected[i]) : 1;
		r->p_value[i] = fmin(1, 2 * fmin(r->p_less[i], r->p_greater[i]));
	}
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, r->n, r->p_value, r->p_fdr);
}

enum err_code eb_rates_run(struct context *ctx, struct eb_rates *r,
	const double *events, const double *population, const struct weights *w)
{
	memset(r, 0, sizeof *r);
	r->n = w->n;
	enum err_code code = check(ctx, r->n, events, population);
	if (code)
		return code;
	double **arrays[] = {&r->raw, &r->global, &r->local, &r->expected, &r->p_less,
		&r->p_greater, &r->p_value, &r->p_fdr, &r->standardised};
	for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
		*arrays[k] = arena_array(ctx->arena, double, r->n);
	set_global(r, events, population);
	set_local(ctx, r, events, population, w);
	set_map(ctx, r, events);
	return ERR_OK;
}

enum err_code eb_moran_run(struct context *ctx, struct autocorrelation *a,
	const struct eb_rates *r, const struct weights *w, uint32_t permutations)
{
	enum err_code code = moran_run(
		ctx, a, r->standardised, w, MORAN_RANDOMISATION, permutations);
	if (code)
		return code;
	double scale = (double)a->n / (double)(a->n - a->islands);
	a->statistic *= scale;
	a->expected = a->exact.expected *= scale;
	a->variance = a->exact.variance *= scale * scale;
	a->z = a->exact.z;
	a->p_value = a->exact.p_value;
	a->p_greater = gsl_cdf_ugaussian_Q(a->z);
	a->p_less = gsl_cdf_ugaussian_P(a->z);
	a->permuted.mean *= scale;
	a->permuted.sd *= scale;
	return ERR_OK;
}
