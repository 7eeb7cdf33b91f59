#include "stats/cube.h"
#include "geo/sort.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Sums that a table of kinds may have. */
#define KINDS_MOST ((uint64_t)100000000)

enum err_code cube_make(struct context *ctx, struct cube *c, struct arena *arena,
	const struct weights *near, size_t steps, uint32_t lags)
{
	*c = (struct cube){
		.cells = near->n, .steps = steps, .lags = lags, .near = near};
	if (c->cells > 0 && steps > CUBE_BINS_MOST / c->cells)
		return err_set(ctx, ERR_USAGE,
			"%zu cells in %zu steps are more than %llu bins: take larger "
			"cells or longer steps",
			c->cells, steps, (unsigned long long)CUBE_BINS_MOST);
	c->counts = arena_array(arena, uint32_t, c->cells * steps);
	return ERR_OK;
}

/* How many bins lie around one, itself among them. */
static uint32_t around_of(const struct cube *c, size_t cell, size_t step)
{
	size_t beside = c->near->from[cell + 1] - c->near->from[cell] + 1;
	size_t back = step < c->lags ? step : c->lags;
	return (uint32_t)(beside * (back + 1));
}

/* A cell's counts over each step and those before it, added to sums. */
static void add_windows(const struct cube *c, size_t cell, uint64_t *sums)
{
	const uint32_t *counts = c->counts + cell * c->steps;
	uint64_t window = 0;
	for (size_t t = 0; t < c->steps; t++) {
		window += counts[t];
		if (t > c->lags)
			window -= counts[t - c->lags - 1];
		sums[t] += window;
	}
}

static void sum_cell(const struct cube *c, size_t cell, uint64_t *sums)
{
	memset(sums, 0, c->steps * sizeof *sums);
	add_windows(c, cell, sums);
	for (size_t e = c->near->from[cell]; e < c->near->from[cell + 1]; e++)
		add_windows(c, c->near->to[e], sums);
}

void cube_alone(const struct cube *c, size_t cell, double *sums)
{
	const uint32_t *counts = c->counts + cell * c->steps;
	for (size_t t = 0; t < c->steps; t++)
		sums[t] = counts[t];
	for (size_t e = c->near->from[cell]; e < c->near->from[cell + 1]; e++) {
		const uint32_t *other = c->counts + c->near->to[e] * c->steps;
		for (size_t t = 0; t < c->steps; t++)
			sums[t] += other[t];
	}
}

/* The numbers of the bag: distinct counts, ascending, and how many bins have each. */
struct bag {
	size_t n;
	uint32_t *values, *howmany;
};

/* Of whole cells, or of all. */
static struct bag fill_bag(struct context *ctx, const struct cube *c, bool all)
{
	size_t bins = c->cells * c->steps, largest = 0;
	struct bag bag = {0, NULL, NULL};
	for (size_t b = 0; b < bins; b++)
		largest = c->counts[b] > largest ? c->counts[b] : largest;
	uint32_t *howmany = arena_array(ctx->scratch, uint32_t, largest + 1);
	for (size_t b = 0; b < bins; b++)
		if (all || !c->cut[b / c->steps])
			howmany[c->counts[b]]++;
	for (size_t v = 0; v <= largest; v++)
		bag.n += howmany[v] > 0;
	bag.values = arena_array(ctx->scratch, uint32_t, bag.n);
	bag.howmany = arena_array(ctx->scratch, uint32_t, bag.n);
	size_t at = 0;
	for (size_t v = 0; v <= largest; v++)
		if (howmany[v] > 0) {
			bag.values[at] = (uint32_t)v;
			bag.howmany[at++] = howmany[v];
		}
	return bag;
}

/* Where the whole cells say nothing, there is nothing better than all. */
static struct bag bag_of(struct context *ctx, const struct cube *c)
{
	struct bag bag = fill_bag(ctx, c, !c->cut);
	return c->cut && bag.n < 2 ? fill_bag(ctx, c, true) : bag;
}

static void set_moments(struct cube_gi *g, const struct bag *bag)
{
	double squares = 0;
	g->mean = g->bag = 0;
	for (size_t i = 0; i < bag->n; i++)
		g->bag += bag->howmany[i];
	for (size_t i = 0; i < bag->n; i++)
		g->mean += (double)bag->values[i] * bag->howmany[i] / g->bag;
	for (size_t i = 0; i < bag->n; i++) {
		double off = bag->values[i] - g->mean;
		squares += off * off * bag->howmany[i];
	}
	g->variance = squares / g->bag;
}

/* Where in the table of kinds those of each number around begin, and how many there may
 * be; those at the edge after the others. */
struct kinds {
	size_t most; /* the largest number around */
	uint64_t *first, *width, all;
};

static size_t row_of(
	const struct kinds *k, const struct cube *c, size_t cell, size_t step)
{
	bool edge = c->edge && c->edge[cell];
	return around_of(c, cell, step) + (edge ? k->most + 1 : 0);
}

/* The largest sum + 1 of each number around, by one worker. */
static void widen(const struct kinds *k, const struct cube *c, uint64_t *sums,
	uint64_t *width, size_t worker, size_t workers)
{
	for (size_t cell = worker; cell < c->cells; cell += workers) {
		sum_cell(c, cell, sums);
		for (size_t t = 0; t < c->steps; t++) {
			size_t row = row_of(k, c, cell, t);
			if (sums[t] + 1 > width[row])
				width[row] = sums[t] + 1;
		}
	}
}

static enum err_code plan_kinds(struct context *ctx, struct kinds *k,
	const struct cube *c, uint64_t *const *sums)
{
	size_t workers = (size_t)ctx->threads;
	k->most = 0;
	for (size_t cell = 0; cell < c->cells; cell++) {
		uint32_t around = around_of(c, cell, c->steps - 1);
		k->most = around > k->most ? around : k->most;
	}
	size_t row = 2 * (k->most + 1);
	k->first = arena_array(ctx->scratch, uint64_t, row);
	k->width = arena_array(ctx->scratch, uint64_t, row * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t worker = 0; worker < workers; worker++)
		widen(k, c, sums[worker], k->width + worker * row, worker, workers);
	k->all = 0;
	for (size_t m = 0; m < row; m++) {
		for (size_t worker = 1; worker < workers; worker++)
			if (k->width[worker * row + m] > k->width[m])
				k->width[m] = k->width[worker * row + m];
		k->first[m] = k->all;
		k->all += k->width[m];
	}
	if (k->all <= KINDS_MOST)
		return ERR_OK;
	return err_set(ctx, ERR_DATA,
		"the cells hold too many events to be told apart: take smaller cells "
		"or "
		"shorter steps");
}

/* kind[bin] = its place in the table. */
static void place_bins(struct context *ctx, uint32_t *kind, const struct kinds *k,
	const struct cube *c, uint64_t *const *sums)
{
	size_t workers = (size_t)ctx->threads;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t worker = 0; worker < workers; worker++)
		for (size_t cell = worker; cell < c->cells; cell += workers) {
			sum_cell(c, cell, sums[worker]);
			for (size_t t = 0; t < c->steps; t++)
				kind[cell * c->steps + t] =
					(uint32_t)(k->first[row_of(k, c, cell, t)] +
						   sums[worker][t]);
		}
}

/* Those places of the table that some bin has, and bins led to them. */
static void gather_kinds(struct context *ctx, struct cube_gi *g, struct arena *arena,
	const struct kinds *k)
{
	size_t bins = g->cube->cells * g->cube->steps, at = 0;
	uint32_t *count = arena_array(ctx->scratch, uint32_t, k->all);
	for (size_t b = 0; b < bins; b++)
		count[g->kind[b]]++;
	for (uint64_t place = 0; place < k->all; place++)
		g->kinds_n += count[place] > 0;
	g->kinds = arena_array(arena, struct cube_kind, g->kinds_n);
	for (size_t row = 0; row < 2 * (k->most + 1); row++)
		for (uint64_t s = 0; s < k->width[row]; s++) {
			uint32_t *here = &count[k->first[row] + s];
			bool edge = row > k->most;
			if (*here == 0)
				continue;
			g->kinds[at] = (struct cube_kind){
				(uint32_t)(row - (edge ? k->most + 1 : 0)), (uint32_t)s,
				edge, *here, NAN, NAN, NAN};
			*here = (uint32_t)at++;
		}
	for (size_t b = 0; b < bins; b++)
		g->kind[b] = count[g->kind[b]];
}

static void judge(struct cube_gi *g, const struct draw_sums *sums)
{
	double n = g->bag;
	for (size_t i = 0; i < g->kinds_n; i++) {
		struct cube_kind *k = &g->kinds[i];
		double m = k->around, spread = g->variance * m * (n - m) / (n - 1);
		/* Around the whole cube there is nothing to compare with. */
		if (!(spread > 0))
			continue;
		k->gi_star = (k->sum - m * g->mean) / sqrt(spread);
		double up = gsl_cdf_ugaussian_Q(k->gi_star);
		double down = gsl_cdf_ugaussian_P(k->gi_star);
		if (g->exact) {
			up = draw_sums_at_least(sums, k->around, k->sum);
			down = draw_sums_at_most(sums, k->around, k->sum);
		}
		k->p_value = fmin(1, 2 * (k->edge ? up : fmin(up, down)));
	}
}

/* As stats/fdr.h, but that a kind stands for many tests. */
static void adjust(struct context *ctx, struct cube_gi *g)
{
	double *p = arena_array(ctx->scratch, double, g->kinds_n), running = 1,
	       rank = 0;
	uint32_t *which = arena_array(ctx->scratch, uint32_t, g->kinds_n);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, g->kinds_n);
	size_t n = 0;
	for (size_t i = 0; i < g->kinds_n; i++) {
		if (isnan(g->kinds[i].p_value))
			continue;
		which[n] = (uint32_t)i;
		p[n++] = g->kinds[i].p_value;
		rank += (double)g->kinds[i].bins;
	}
	sort_order_double(ctx->scratch, p, order, n);
	double tests = rank;
	for (size_t i = n; i-- > 0;) {
		struct cube_kind *k = &g->kinds[which[order[i]]];
		running = fmin(running, k->p_value * tests / rank);
		k->p_fdr = running;
		rank -= (double)k->bins;
	}
}

enum err_code cube_gi_run(struct context *ctx, struct cube_gi *g, struct arena *arena,
	const struct cube *c, bool normal)
{
	size_t workers = (size_t)ctx->threads, bins = c->cells * c->steps;
	*g = (struct cube_gi){.cube = c};
	if (bins == 0)
		return err_set(ctx, ERR_DATA, "there are no cells");
	g->kind = arena_array(arena, uint32_t, bins);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kinds kinds;
	uint64_t **sums = arena_array(ctx->scratch, uint64_t *, workers);
	for (size_t k = 0; k < workers; k++)
		sums[k] = arena_array(ctx->scratch, uint64_t, c->steps);
	enum err_code code = plan_kinds(ctx, &kinds, c, sums);
	struct bag bag = {0, NULL, NULL};
	if (!code)
		bag = bag_of(ctx, c);
	if (!code && bag.n < 2)
		code = err_set(ctx, ERR_DATA,
			"every cell holds the same in every step: there is nothing to "
			"compare");
	if (!code) {
		struct draw_sums draws = {0};
		place_bins(ctx, g->kind, &kinds, c, sums);
		gather_kinds(ctx, g, arena, &kinds);
		set_moments(g, &bag);
		struct arena_mark tails = arena_mark(ctx->arena);
		if (!normal && (double)kinds.most <= g->bag)
			draw_sums_make(ctx, &draws, bag.values, bag.howmany, bag.n,
				kinds.most, &g->exact);
		judge(g, &draws);
		adjust(ctx, g);
		arena_reset(ctx->arena, tails);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
