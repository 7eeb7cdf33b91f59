#include "stats/relrisk_draws.h"
#include "base/random.h"
#include "stats/kde_lattice.h"
#include "stats/kde_window.h"
#include "stats/streams.h"
#include <string.h>

/* The sums of both groups are one sum, whoever is a case: a draw needs the smaller group
 * alone, and the density of the others is what is left. */
#define WORKERS_BYTES 5e8 /* what all workers may hold together */
/* Below this part of the largest sum there is nothing to tell chance from. */
#define FAINT 1e-9

struct drawing {
	struct points points;
	const struct kde_cells *cells;
	size_t cells_n, drawn_n; /* of the smaller group */
	bool cases_drawn;        /* else the controls are fewer */
	double h, case_share;
	const double *weight; /* of each point; NULL: 1 */
	double *per_mass;     /* 1 / e of each cell, 0 where it is not looked at */
	const struct kde_lattice *lattice; /* NULL: laid on the cells */
	struct kde_spread spread;
	double *all, all_total, all_most; /* the sum of all events */
	double *observed, ratio;          /* of the cases, and the quotient of totals */
};

/* What one worker holds. */
struct bench {
	uint32_t *order, *pick, *higher;
	bool *taken;
	double *node, *value, *room;
};

static double *lay_room(struct context *ctx, const struct drawing *d)
{
	size_t n = d->lattice ? kde_spread_room(&d->spread) +
					kde_lay_room(d->lattice->narrow_m,
						d->lattice->cells.cell_m)
			      : kde_lay_room(d->h, d->cells->cell_m);
	return arena_array(ctx->scratch, double, n);
}

static void bench_make(struct context *ctx, const struct drawing *d, struct bench *b)
{
	size_t nodes =
		d->lattice ? d->lattice->cells.columns * d->lattice->cells.rows : 0;
	b->order = arena_array(ctx->scratch, uint32_t, d->points.n);
	b->pick = arena_array(ctx->scratch, uint32_t, d->points.n);
	b->taken = arena_array(ctx->scratch, bool, d->points.n);
	b->higher = arena_array(ctx->scratch, uint32_t, d->cells_n);
	b->node = arena_array(ctx->scratch, double, nodes);
	b->value = arena_array(ctx->scratch, double, d->cells_n);
	b->room = lay_room(ctx, d);
}

/* The sum of n picked events at the cells. */
static void sum_picked(
	const struct drawing *d, struct bench *b, const uint32_t *pick, size_t n)
{
	struct points points = {n, d->points.x_m, d->points.y_m, NULL};
	struct kde_span rows = {0, d->cells->rows};
	memset(b->value, 0, d->cells_n * sizeof *b->value);
	if (!d->lattice) {
		kde_lay_rows(b->value, d->cells, rows, points, pick, d->weight, d->h,
			b->room);
		return;
	}
	const struct kde_cells *nodes = &d->lattice->cells;
	struct kde_span all = {0, nodes->rows};
	memset(b->node, 0, nodes->columns * nodes->rows * sizeof *b->node);
	kde_lay_rows(b->node, nodes, all, points, pick, d->weight, d->lattice->narrow_m,
		b->room + kde_spread_room(&d->spread));
	kde_spread_rows(&d->spread, b->node, rows, b->room, b->value);
}

/* From the sum of the drawn group to that of the cases. */
static void turn_to_cases(const struct drawing *d, double *value)
{
	if (d->cases_drawn)
		return;
	for (size_t i = 0; i < d->cells_n; i++)
		value[i] = fmax(d->all[i] - value[i], 0);
}

static double total(const struct drawing *d, const double *value)
{
	double sum = 0;
	for (size_t i = 0; i < d->cells_n; i++)
		sum += value[i] * d->per_mass[i];
	return sum;
}

/* How much the share of cases differs over the area. */
static double unevenness(const struct drawing *d, const double *cases)
{
	double sum = 0;
	for (size_t i = 0; i < d->cells_n; i++) {
		if (d->per_mass[i] == 0)
			continue;
		double off = cases[i] / d->all[i] - d->case_share;
		sum += off * off * d->all[i] * d->per_mass[i];
	}
	return sum / d->all_total;
}

/* As many events as the smaller group has, at random, in the order of the input. */
static void draw(const struct drawing *d, struct bench *b, struct stream s)
{
	size_t n = d->points.n, filled = 0;
	for (size_t i = 0; i < n; i++)
		b->order[i] = (uint32_t)i;
	memset(b->taken, 0, n * sizeof *b->taken);
	for (size_t i = 0; i < d->drawn_n; i++) {
		size_t j = i + stream_below(&s, (uint32_t)(n - i));
		uint32_t chosen = b->order[j];
		b->order[j] = b->order[i];
		b->taken[chosen] = true;
	}
	for (size_t i = 0; i < n; i++)
		if (b->taken[i])
			b->pick[filled++] = (uint32_t)i;
}

/* One draw: counts the cells whose log risk is at least the observed one. With c the
 * cases' sum, s that of all and k the quotient of the totals, the risk is
 * k c / (s - c), which grows with c: so c is compared with where it meets the observed. */
static double judge(const struct drawing *d, struct bench *b)
{
	sum_picked(d, b, b->pick, d->drawn_n);
	turn_to_cases(d, b->value);
	double sum = total(d, b->value), ratio = (d->all_total - sum) / sum;
	for (size_t i = 0; i < d->cells_n; i++) {
		double c = d->observed[i], s = d->all[i];
		double least = c * s * d->ratio / ((s - c) * ratio + c * d->ratio);
		double blur = 1e-12 * s + 1e-14 * d->all_most;
		b->higher[i] += b->value[i] >= least - blur;
	}
	return unevenness(d, b->value);
}

/* ---- before and after --------------------------------------------------------------- */

/* 1 / e at the cells inside, and the weights that Diggle's correction gives. */
static enum err_code find_edges(
	struct context *ctx, struct drawing *d, const struct kde_options *o)
{
	struct kde_window w;
	d->per_mass = arena_array(ctx->scratch, double, d->cells_n);
	for (size_t i = 0; i < d->cells_n; i++)
		d->per_mass[i] = 1;
	if (!o->area)
		return ERR_OK;
	enum err_code err = kde_window_make(ctx, &w, o->area);
	if (err)
		return err;
	bool *inside = arena_array(ctx->scratch, bool, d->cells_n);
	kde_window_cells(ctx, &w, d->cells, inside);
	if (o->edge == KDE_EDGE_UNIFORM)
		kde_window_field(
			ctx, &w, KDE_GAUSSIAN, d->h, NULL, d->cells, d->per_mass);
	for (size_t i = 0; i < d->cells_n; i++)
		d->per_mass[i] = inside[i] ? 1 / d->per_mass[i] : 0;
	if (o->edge != KDE_EDGE_DIGGLE)
		return ERR_OK;
	double *weight = arena_array(ctx->scratch, double, d->points.n);
	kde_window_masses(ctx, &w, KDE_GAUSSIAN, d->h, NULL, d->points, weight);
	for (size_t i = 0; i < d->points.n; i++)
		weight[i] = 1 / weight[i];
	d->weight = weight;
	return ERR_OK;
}

/* The sums of all events and of the observed cases, made as those of the draws are. */
static double observe(
	struct context *ctx, struct drawing *d, struct bench *b, const uint8_t *is_case)
{
	size_t n = 0;
	for (size_t i = 0; i < d->points.n; i++)
		b->pick[i] = (uint32_t)i;
	sum_picked(d, b, b->pick, d->points.n);
	d->all = arena_array(ctx->scratch, double, d->cells_n);
	memcpy(d->all, b->value, d->cells_n * sizeof *d->all);
	for (size_t i = 0; i < d->cells_n; i++)
		if (d->per_mass[i] > 0)
			d->all_most = fmax(d->all_most, d->all[i]);
	for (size_t i = 0; i < d->cells_n; i++)
		if (!(d->all[i] > FAINT * d->all_most))
			d->per_mass[i] = 0;
	d->all_total = total(d, d->all);
	for (size_t i = 0; i < d->points.n; i++)
		if ((is_case[i] == 1) == d->cases_drawn)
			b->pick[n++] = (uint32_t)i;
	sum_picked(d, b, b->pick, n);
	turn_to_cases(d, b->value);
	d->observed = arena_array(ctx->scratch, double, d->cells_n);
	memcpy(d->observed, b->value, d->cells_n * sizeof *d->observed);
	double sum = total(d, d->observed);
	d->ratio = (d->all_total - sum) / sum;
	return unevenness(d, d->observed);
}

static size_t workers_of(const struct context *ctx, const struct drawing *d)
{
	size_t nodes =
		d->lattice ? d->lattice->cells.columns * d->lattice->cells.rows : 0;
	double bytes =
		12 * (double)d->cells_n + 8 * (double)nodes + 9 * (double)d->points.n;
	double most = fmax(1, WORKERS_BYTES / bytes);
	return (double)ctx->threads < most ? (size_t)ctx->threads : (size_t)most;
}

static void count_draws(struct context *ctx, struct drawing *d, struct bench *benches,
	size_t workers, uint32_t replications, double observed, struct relrisk *r)
{
	uint64_t seed = ctx->seed;
	uint32_t as_uneven = 0;
#pragma omp parallel for num_threads((int)workers) schedule(static, 1)                 \
	reduction(+ : as_uneven)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications;
			k += (uint32_t)workers) {
			draw(d, &benches[w], stream_make(seed, STREAM_RELRISK, k));
			as_uneven += judge(d, &benches[w]) >= observed * (1 - 1e-9);
		}
	for (size_t i = 0; i < d->cells_n; i++) {
		uint32_t higher = 1;
		for (size_t w = 0; w < workers; w++)
			higher += benches[w].higher[i];
		bool told = d->per_mass[i] > 0 && !isnan(r->probability[i]);
		r->p_random[i] =
			told ? (double)higher / (1 + (double)replications) : NAN;
	}
	r->p_any = (1 + (double)as_uneven) / (1 + (double)replications);
}

enum err_code relrisk_draws(struct context *ctx, struct relrisk *r,
	struct points points, const uint8_t *is_case, const struct kde_options *o,
	uint32_t replications)
{
	struct kde_lattice lattice;
	struct drawing d = {.points = points,
		.cells = &r->cells,
		.cells_n = r->cells.columns * r->cells.rows,
		.cases_drawn = r->cases <= r->controls,
		.drawn_n = r->cases <= r->controls ? r->cases : r->controls,
		.h = o->bandwidth_m,
		.case_share = (double)r->cases / (double)points.n};
	enum err_code err = find_edges(ctx, &d, o);
	if (err)
		return err;
	if (kde_lattice_suits(d.cells, d.h)) {
		lattice = kde_lattice_make(ctx, d.cells, d.h);
		d.lattice = &lattice;
		d.spread = kde_spread_make(ctx, &lattice, d.cells);
	}
	size_t workers = workers_of(ctx, &d);
	struct bench *benches = arena_array(ctx->scratch, struct bench, workers);
	for (size_t w = 0; w < workers; w++)
		bench_make(ctx, &d, &benches[w]);
	double observed = observe(ctx, &d, &benches[0], is_case);
	count_draws(ctx, &d, benches, workers, replications, observed, r);
	return ERR_OK;
}
