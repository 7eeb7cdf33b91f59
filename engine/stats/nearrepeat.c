#include "stats/nearrepeat.h"
#include "base/random.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

#define PAIRS_MOST ((size_t)1 << 29)
enum { EDGES_MOST = 200, CELLS_MOST = 1024 };
#define DAY INT64_C(86400)

/* A pair near in space: its events, and its row of the table. */
struct near_pair {
	uint32_t a, b; /* a < b */
	uint32_t row;
};

struct frame {
	const struct nearrepeat_options *o;
	struct points points; /* as measured: in single precision for the Calculator */
	int64_t *time;        /* from 0, in days for the Calculator */
	size_t rows, columns, radii_n; /* radii_n: edges without a leading 0 */
	const double *radius;
	struct near_pair *pairs;
	size_t pairs_n;
	int64_t *window; /* edges in the units of time */
};

static bool calculator(const struct frame *f)
{
	return f->o->rules == NEAR_CALCULATOR;
}

static double distance(const struct frame *f, size_t a, size_t b)
{
	double dx = f->points.x_m[a] - f->points.x_m[b];
	double dy = f->points.y_m[a] - f->points.y_m[b];
	return f->o->metric == NEAR_MANHATTAN ? fabs(dx) + fabs(dy)
					      : sqrt(dx * dx + dy * dy);
}

/* The row of a distance; `rows` (the Calculator: the last row) beyond all. */
static size_t row_of(const struct frame *f, double d)
{
	size_t row = 0;
	if (calculator(f)) {
		if (d == 0)
			return 0;
		while (row < f->radii_n && d >= f->radius[row])
			row++;
		return row + 1;
	}
	while (row < f->radii_n && d > f->radius[row])
		row++;
	return row;
}

static size_t column_of(const struct frame *f, int64_t a, int64_t b)
{
	int64_t apart = a > b ? a - b : b - a;
	size_t column = 0, n = f->o->windows_n;
	if (calculator(f))
		while (column < n && apart >= f->window[column])
			column++;
	else
		while (column < n && apart > f->window[column])
			column++;
	return column;
}

/* ---- the frame ------------------------------------------------------------------------ */

static enum err_code check(
	struct context *ctx, struct points points, const struct nearrepeat_options *o)
{
	if (o->radii_n == 0 || o->windows_n == 0 || o->radii_n > EDGES_MOST ||
		o->windows_n > EDGES_MOST ||
		(o->radii_n + 2) * (o->windows_n + 2) > CELLS_MOST)
		return err_set(ctx, ERR_USAGE,
			"near repeats need bands of distance and of time, and not "
			"thousands of them");
	for (size_t i = 0; i < o->radii_n; i++)
		if (!(o->radius_m[i] >= 0) || !isfinite(o->radius_m[i]) ||
			(i > 0 && !(o->radius_m[i] > o->radius_m[i - 1])))
			return err_set(ctx, ERR_USAGE,
				"the bands of distance must grow, from 0 on");
	for (size_t i = 0; i < o->windows_n; i++)
		if (o->window_s[i] < 0 ||
			(i > 0 && o->window_s[i] <= o->window_s[i - 1]))
			return err_set(ctx, ERR_USAGE,
				"the bands of time must grow, from 0 on");
	if (!points.t_s)
		return err_set(
			ctx, ERR_USAGE, "near repeats need a time for each event");
	if (points.n < 2)
		return err_set(ctx, ERR_DATA,
			"near repeats need at least two events; there are %zu",
			points.n);
	return ERR_OK;
}

static void measure(struct context *ctx, struct frame *f, struct points points)
{
	size_t n = points.n;
	int64_t first = INT64_MAX, unit = calculator(f) ? DAY : 1;
	for (size_t i = 0; i < n; i++)
		first = points.t_s[i] < first ? points.t_s[i] : first;
	first -= ((first % unit) + unit) % unit;
	f->time = arena_array(ctx->scratch, int64_t, n);
	for (size_t i = 0; i < n; i++)
		f->time[i] = (points.t_s[i] - first) / unit;
	f->window = arena_array(ctx->scratch, int64_t, f->o->windows_n);
	for (size_t i = 0; i < f->o->windows_n; i++)
		f->window[i] = f->o->window_s[i] / unit;
	f->points = points;
	if (!calculator(f))
		return;
	double *x = arena_array(ctx->scratch, double, n);
	double *y = arena_array(ctx->scratch, double, n);
	for (size_t i = 0; i < n; i++) {
		/* What that program keeps of a coordinate. */
		x[i] = (double)(float)points.x_m[i];
		y[i] = (double)(float)points.y_m[i];
	}
	f->points.x_m = x;
	f->points.y_m = y;
}

static size_t pairs_of(const struct frame *f, const struct grid *grid, double reach_m,
	uint32_t a, uint32_t *ids, struct near_pair *to)
{
	struct point at = {f->points.x_m[a], f->points.y_m[a]};
	size_t n = grid_within(grid, at, reach_m, ids, f->points.n), found = 0;
	size_t last = f->radii_n + (calculator(f) ? 1 : 0);
	for (size_t i = 0; i < n; i++) {
		if (ids[i] <= a)
			continue;
		size_t row = row_of(f, distance(f, a, ids[i]));
		if (row >= last)
			continue;
		if (to)
			to[found] = (struct near_pair){a, ids[i], (uint32_t)row};
		found++;
	}
	return found;
}

static enum err_code find_pairs(struct context *ctx, struct frame *f)
{
	size_t n = f->points.n;
	double edge_m = f->radius[f->radii_n - 1], reach_m = edge_m * (1 + 1e-9);
	struct grid grid;
	enum err_code err = grid_build(
		ctx, &grid, ctx->scratch, f->points, edge_m > 0 ? edge_m : 1);
	if (err)
		return err;
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, n);
	for (uint32_t a = 0; a < n; a++)
		f->pairs_n += pairs_of(f, &grid, reach_m, a, ids, NULL);
	if (f->pairs_n > PAIRS_MOST)
		return err_set(ctx, ERR_DATA,
			"%zu pairs are near in space, which is too many: give shorter "
			"bands of distance",
			f->pairs_n);
	f->pairs = arena_array(ctx->scratch, struct near_pair, f->pairs_n);
	size_t at = 0;
	for (uint32_t a = 0; a < n; a++)
		at += pairs_of(f, &grid, reach_m, a, ids, f->pairs + at);
	return ERR_OK;
}

/* ---- counting ------------------------------------------------------------------------ */

/* Near pairs by row and column; a column beyond the last edge is counted, too. */
static void count_pairs(const struct frame *f, const int64_t *time, int64_t *counts)
{
	size_t columns = f->o->windows_n + 1;
	memset(counts, 0, (f->radii_n + 1) * columns * sizeof *counts);
	for (size_t k = 0; k < f->pairs_n; k++) {
		const struct near_pair *p = &f->pairs[k];
		counts[p->row * columns + column_of(f, time[p->a], time[p->b])]++;
	}
}

/* All pairs by column: those up to an edge, from the sorted times. */
static void count_columns(struct context *ctx, const struct frame *f, int64_t *totals)
{
	size_t n = f->points.n, windows = f->o->windows_n;
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_i64(ctx->scratch, f->time, order, n);
	int64_t before = 0, pairs = (int64_t)(n * (n - 1) / 2);
	for (size_t w = 0; w < windows; w++) {
		int64_t within = 0;
		int64_t most = f->window[w] - (calculator(f) ? 1 : 0);
		for (size_t i = 0, low = 0; i < n && most >= 0; i++) {
			while (f->time[order[i]] - f->time[order[low]] > most)
				low++;
			within += (int64_t)(i - low);
		}
		totals[w] = within - before;
		before = within;
	}
	totals[windows] = pairs - before;
}

/* The rows of the Calculator's last distance band: what isn't near. */
static void add_beyond(const struct frame *f, const int64_t *totals, int64_t *counts)
{
	size_t columns = f->o->windows_n + 1;
	for (size_t c = 0; c < columns; c++) {
		int64_t near = 0;
		for (size_t r = 0; r + 1 < f->rows; r++)
			near += counts[r * columns + c];
		counts[(f->rows - 1) * columns + c] = totals[c] - near;
	}
}

static void count_all(const struct frame *f, const int64_t *time, const int64_t *totals,
	int64_t *counts)
{
	count_pairs(f, time, counts);
	if (calculator(f))
		add_beyond(f, totals, counts);
}

/* Events that another one of the cell follows; `seen` holds the cell's stamp. */
static void count_originators(
	struct context *ctx, const struct frame *f, struct nearrepeat *r)
{
	size_t n = f->points.n;
	uint8_t *seen = arena_array(ctx->scratch, uint8_t, n * r->rows * r->columns);
	for (size_t k = 0; k < f->pairs_n; k++) {
		const struct near_pair *p = &f->pairs[k];
		size_t column = column_of(f, f->time[p->a], f->time[p->b]);
		if (column >= r->columns)
			continue;
		uint32_t first = f->time[p->a] <= f->time[p->b] ? p->a : p->b;
		size_t cell = p->row * r->columns + column;
		if (seen[first * r->rows * r->columns + cell])
			continue;
		seen[first * r->rows * r->columns + cell] = 1;
		r->cells[cell].originators++;
	}
}

static void permute(struct context *ctx, const struct frame *f, struct nearrepeat *r,
	const int64_t *totals)
{
	size_t n = f->points.n, workers = (size_t)ctx->threads;
	size_t columns = f->o->windows_n + 1, size = (f->radii_n + 2) * columns;
	uint32_t replications = f->o->replications;
	uint64_t seed = ctx->seed;
	int64_t *times = arena_array(ctx->scratch, int64_t, n * workers);
	int64_t *counts = arena_array(ctx->scratch, int64_t, size * workers);
	uint32_t *reached =
		arena_array(ctx->scratch, uint32_t, r->rows * r->columns * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = (uint32_t)w; k < replications;
			k += (uint32_t)workers) {
			struct stream s = stream_make(seed, STREAM_NEAR_REPEAT, k);
			int64_t *time = times + w * n, *count = counts + w * size;
			memcpy(time, f->time, n * sizeof *time);
			stream_shuffle_i64(&s, time, n);
			count_all(f, time, totals, count);
			for (size_t c = 0; c < r->rows * r->columns; c++)
				reached[w * r->rows * r->columns + c] +=
					count[c / r->columns * columns +
						c % r->columns] >= r->cells[c].observed;
		}
	for (size_t c = 0; c < r->rows * r->columns && replications > 0; c++) {
		double extreme = 0;
		for (size_t w = 0; w < workers; w++)
			extreme += reached[w * r->rows * r->columns + c];
		r->cells[c].p_value = (1 + extreme) / (1.0 + replications);
	}
}

static void label_cell(
	const struct frame *f, struct nearrepeat_cell *c, size_t row, size_t column)
{
	const struct nearrepeat_options *o = f->o;
	size_t edge = calculator(f) ? row - 1 : row;
	if (calculator(f) && row == 0) {
		c->from_m = c->to_m = 0;
	} else {
		c->from_m = edge > 0 ? f->radius[edge - 1] : 0;
		c->to_m = edge < f->radii_n ? f->radius[edge] : INFINITY;
	}
	c->from_s = column > 0 ? o->window_s[column - 1] : 0;
	c->to_s = column < o->windows_n ? o->window_s[column] : INT64_MAX;
}

static void fill_cells(struct context *ctx, const struct frame *f, struct nearrepeat *r,
	const int64_t *totals, const int64_t *counts)
{
	size_t columns = f->o->windows_n + 1;
	r->cells =
		arena_array(ctx->arena, struct nearrepeat_cell, r->rows * r->columns);
	for (size_t row = 0; row < r->rows; row++) {
		int64_t in_row = 0;
		for (size_t c = 0; c < columns; c++)
			in_row += counts[row * columns + c];
		for (size_t c = 0; c < r->columns; c++) {
			struct nearrepeat_cell *cell = &r->cells[row * r->columns + c];
			label_cell(f, cell, row, c);
			cell->observed = counts[row * columns + c];
			cell->expected =
				(double)in_row * (double)totals[c] / (double)r->pairs;
			cell->ratio = cell->expected > 0
					      ? (double)cell->observed / cell->expected
					      : NAN;
			cell->p_value = NAN;
		}
	}
}

enum err_code nearrepeat_run(struct context *ctx, struct nearrepeat *r,
	struct points points, const struct nearrepeat_options *o)
{
	struct frame f = {.o = o, .radius = o->radius_m, .radii_n = o->radii_n};
	memset(r, 0, sizeof *r);
	enum err_code err = check(ctx, points, o);
	if (err)
		return err;
	if (calculator(&f) && o->radius_m[0] == 0) {
		/* Its row of the same place is there anyway. */
		f.radius++;
		f.radii_n--;
	}
	if (f.radii_n == 0)
		return err_set(ctx, ERR_USAGE,
			"the Calculator's rules need a band of distance above 0");
	f.rows = r->rows = f.radii_n + (calculator(&f) ? 2 : 0);
	f.columns = r->columns = o->windows_n + (calculator(&f) ? 1 : 0);
	r->n = points.n;
	r->pairs = (int64_t)(points.n * (points.n - 1) / 2);
	struct arena_mark mark = arena_mark(ctx->scratch);
	measure(ctx, &f, points);
	err = find_pairs(ctx, &f);
	if (!err) {
		int64_t *totals = arena_array(ctx->scratch, int64_t, o->windows_n + 1);
		int64_t *counts = arena_array(
			ctx->scratch, int64_t, (f.radii_n + 2) * (o->windows_n + 1));
		count_columns(ctx, &f, totals);
		count_all(&f, f.time, totals, counts);
		fill_cells(ctx, &f, r, totals, counts);
		count_originators(ctx, &f, r);
		permute(ctx, &f, r, totals);
	}
	arena_reset(ctx->scratch, mark);
	return err;
}
