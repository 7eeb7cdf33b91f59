/* What chance makes of the figures: squares drawn at random, children drawn again. */
#include "base/random.h"
#include "stats/backtest_parts.h"
#include "stats/streams.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL 0.95

size_t tally_at(const struct chances *c, uint32_t child, size_t method, int unit)
{
	return ((size_t)child * c->result->methods_n + method) * BACKTEST_UNITS +
	       (size_t)unit;
}

void figures_of(struct backtest_figures *f, const struct tally *sum)
{
	f->counts.hits = sum->hits;
	f->counts.events = sum->events;
	f->counts.by_area = sum->by_area;
	f->counts.best = sum->best;
	f->hit_rate = pai_hit_rate(&f->counts);
	f->pai = pai_index(&f->counts);
	f->pei = pai_efficiency(&f->counts);
	f->rri = pai_recapture(&f->counts);
	f->common_events = sum->common_events;
	f->common_hits = sum->common_hits;
	f->last_year_hits = sum->last_year_hits;
	f->gain = sum->common_events > 0 ? (sum->common_hits - sum->last_year_hits) /
						   sum->common_events
					 : NAN;
}

/* ---- children drawn again ------------------------------------------------------- */

enum { FIGURES = 5 }; /* hit rate, PAI, PEI, RRI, gain */

static void write_figures(
	const struct backtest_figures *as, const struct tally *sum, double *to)
{
	struct backtest_figures f = {.counts = as->counts};
	figures_of(&f, sum);
	double figures[FIGURES] = {f.hit_rate, f.pai, f.pei, f.rri, f.gain};
	memcpy(to, figures, sizeof figures);
}

/* How often each child came up. */
static void draw_children(struct stream *s, const uint32_t *active, uint32_t n,
	uint32_t *times, uint32_t children)
{
	memset(times, 0, children * sizeof *times);
	for (uint32_t i = 0; i < n; i++)
		times[active[stream_below(s, n)]]++;
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* The middle `level` of the replicates; NAN where one of them has no figure. */
static struct interval middle(double *values, size_t n, double level)
{
	struct interval none = {NAN, NAN};
	for (size_t i = 0; i < n; i++)
		if (isnan(values[i]))
			return none;
	if (n == 0)
		return none;
	qsort(values, n, sizeof *values, compare_double);
	size_t off = (size_t)floor((1 - level) / 2 * (double)(n + 1));
	off = off > 0 ? off - 1 : 0;
	return (struct interval){values[off], values[n - 1 - off]};
}

static void take_intervals(struct context *ctx, const struct chances *c, double *values)
{
	size_t columns = c->result->methods_n * BACKTEST_UNITS * FIGURES;
	uint32_t n = c->options->replications;
	double *one = arena_array(ctx->scratch, double, n);
	double together = 1 - (1 - LEVEL) / fmax(1, c->result->compared);
	for (size_t m = 0; m < c->result->methods_n; m++)
		for (int u = 0; u < BACKTEST_UNITS; u++) {
			struct backtest_figures *f = &c->result->methods[m].of[u];
			struct interval *to[FIGURES] = {&f->hit_rate_in, &f->pai_in,
				&f->pei_in, &f->rri_in, &f->gain_in};
			for (size_t i = 0; i < FIGURES; i++) {
				size_t at =
					(m * BACKTEST_UNITS + (size_t)u) * FIGURES + i;
				for (uint32_t k = 0; k < n; k++)
					one[k] = values[k * columns + at];
				*to[i] = middle(
					one, n, i == FIGURES - 1 ? together : LEVEL);
			}
		}
}

static void one_bootstrap(const struct chances *c, const uint32_t *times,
	struct tally *sums, double *values)
{
	size_t n = c->result->methods_n * BACKTEST_UNITS;
	double *to = (double *)sums;
	memset(sums, 0, n * sizeof *sums);
	for (uint32_t child = 0; child < c->children; child++) {
		if (!times[child])
			continue;
		const double *from = (const double *)&c->tallies[child * n];
		for (size_t i = 0; i < n * TALLY_FIELDS; i++)
			to[i] += times[child] * from[i];
	}
	for (size_t m = 0; m < c->result->methods_n; m++)
		for (size_t u = 0; u < BACKTEST_UNITS; u++)
			write_figures(&c->result->methods[m].of[u],
				&sums[m * BACKTEST_UNITS + u],
				values + (m * BACKTEST_UNITS + u) * FIGURES);
}

void bootstrap_children(struct context *ctx, const struct chances *c)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct arena *arena = ctx->scratch;
	uint32_t active_n = 0, replications = c->options->replications;
	uint32_t *active = arena_array(arena, uint32_t, c->children);
	size_t n = c->result->methods_n * BACKTEST_UNITS;
	for (uint32_t child = 0; child < c->children; child++)
		for (size_t i = 0; i < n; i++)
			if (c->tallies[child * n + i].events > 0) {
				active[active_n++] = child;
				break;
			}
	size_t workers = (size_t)ctx->threads;
	uint32_t *times = arena_array(arena, uint32_t, workers * c->children);
	struct tally *sums = arena_array(arena, struct tally, workers * n);
	double *values = arena_array(arena, double, replications *n *FIGURES);
	uint64_t seed = ctx->seed;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications && active_n;
			k += (uint32_t)workers) {
			struct stream s =
				stream_make(seed, STREAM_BACKTEST_CHILDREN, k);
			draw_children(&s, active, active_n, times + w * c->children,
				c->children);
			one_bootstrap(c, times + w * c->children, sums + w * n,
				values + k * n * FIGURES);
		}
	for (size_t i = 0; !active_n && i < replications * n * FIGURES; i++)
		values[i] = NAN;
	take_intervals(ctx, c, values);
	arena_reset(arena, mark);
}

/* ---- squares drawn at random ------------------------------------------------------ */

struct drawer {
	uint32_t *square_seen, *child_seen; /* stamps */
	uint32_t stamp;
};

static size_t first_of(const struct visits *v, uint32_t square)
{
	size_t low = 0, high = v->n;
	while (low < high) {
		size_t at = (low + high) / 2;
		if (v->items[at].square < square)
			low = at + 1;
		else
			high = at;
	}
	return low;
}

static void hit_square(
	struct drawer *d, const struct visits *v, uint32_t square, double *hits)
{
	for (size_t i = first_of(v, square); i < v->n && v->items[i].square == square;
		i++) {
		hits[BACKTEST_EPISODES]++;
		uint32_t child = v->items[i].child;
		hits[BACKTEST_CHILDREN] += d->child_seen[child] != d->stamp;
		d->child_seen[child] = d->stamp;
	}
}

/* `squares` distinct ones (Floyd's way), and what they hit. */
static void draw_month(struct drawer *d, struct stream *s, const struct month_visits *m,
	size_t squares, double *hits)
{
	size_t most = squares < m->ground ? squares : m->ground;
	d->stamp++;
	for (size_t j = m->ground - most; j < m->ground; j++) {
		uint32_t square = stream_below(s, (uint32_t)j + 1);
		if (d->square_seen[square] == d->stamp)
			square = (uint32_t)j;
		d->square_seen[square] = d->stamp;
		hit_square(d, &m->visits, square, hits);
	}
}

static void draw_replicate(const struct chances *c, struct drawer *d, struct stream *s,
	double *hits /* by month, unit */)
{
	memset(hits, 0, c->months_n * BACKTEST_UNITS * sizeof *hits);
	for (size_t m = 0; m < c->months_n; m++)
		if (c->months[m].used)
			draw_month(d, s, &c->months[m], c->options->forecast.squares,
				hits + m * BACKTEST_UNITS);
}

static void rank_methods(
	const struct chances *c, const double *hits, size_t replications)
{
	size_t methods = c->result->methods_n, stride = c->months_n * BACKTEST_UNITS;
	for (size_t k = 0; k < methods; k++)
		for (size_t u = 0; u < BACKTEST_UNITS; u++) {
			struct backtest_figures *f = &c->result->methods[k].of[u];
			size_t extreme = 0;
			for (size_t r = 0; r < replications; r++) {
				double sum = 0;
				for (size_t m = 0; m < c->months_n; m++)
					if (c->asked[m * methods + k])
						sum += hits[r * stride +
							    m * BACKTEST_UNITS + u];
				extreme += sum >= f->counts.hits * (1 - 1e-12);
			}
			f->p_value = replications && f->counts.events > 0
					     ? (1.0 + (double)extreme) /
						       (1.0 + (double)replications)
					     : NAN;
		}
}

void draw_at_random(struct context *ctx, const struct chances *c)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct arena *arena = ctx->scratch;
	size_t ground = 0, workers = (size_t)ctx->threads;
	size_t stride = c->months_n * BACKTEST_UNITS;
	uint32_t replications = c->options->replications;
	for (size_t m = 0; m < c->months_n; m++)
		ground = c->months[m].ground > ground ? c->months[m].ground : ground;
	double *hits = arena_array(arena, double, replications *stride);
	struct drawer *drawers = arena_array(arena, struct drawer, workers);
	for (size_t w = 0; w < workers; w++) {
		drawers[w].square_seen = arena_array(arena, uint32_t, ground);
		drawers[w].child_seen = arena_array(arena, uint32_t, c->children);
	}
	uint64_t seed = ctx->seed;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications;
			k += (uint32_t)workers) {
			struct stream s = stream_make(seed, STREAM_BACKTEST_RANDOM, k);
			draw_replicate(c, &drawers[w], &s, hits + k * stride);
		}
	rank_methods(c, hits, replications);
	arena_reset(arena, mark);
}
