#include "stats/kde_lattice.h"
#include <string.h>

#define PER_BANDWIDTH 3.0 /* nodes */
#define NARROW 1.5        /* of a spacing */
#define NODES_FEW 1e6     /* that are no matter */
#define SIDE_MOST 200000  /* columns or rows, each with its own 45 weights */

/* ---- the lattice ------------------------------------------------------------------ */

static struct box box_of(const struct kde_cells *c)
{
	return (struct box){c->min_x_m, c->min_y_m,
		c->min_x_m + (double)c->columns * c->cell_m,
		c->min_y_m + (double)c->rows * c->cell_m};
}

bool kde_lattice_suits(const struct kde_cells *c, double h)
{
	double cells = (double)c->columns * (double)c->rows;
	return h >= PER_BANDWIDTH * c->cell_m && c->columns <= SIDE_MOST &&
	       c->rows <= SIDE_MOST &&
	       kde_lattice_nodes(box_of(c), h) <= 2 * cells + NODES_FEW;
}

static struct kde_lattice sized(struct box box, double h)
{
	double spacing = h / PER_BANDWIDTH, narrow = NARROW * spacing;
	struct kde_lattice l = {
		.narrow_m = narrow, .rest_m = sqrt(h * h - narrow * narrow)};
	double margin_m = KDE_REACH * l.rest_m + spacing;
	l.cells = (struct kde_cells){
		(size_t)ceil((box.max_x_m - box.min_x_m + 2 * margin_m) / spacing),
		(size_t)ceil((box.max_y_m - box.min_y_m + 2 * margin_m) / spacing),
		spacing, box.min_x_m - margin_m, box.min_y_m - margin_m};
	return l;
}

double kde_lattice_nodes(struct box box, double h)
{
	double wider = 2 * (KDE_REACH + 1) * h;
	return ((box.max_x_m - box.min_x_m + wider) * PER_BANDWIDTH / h) *
	       ((box.max_y_m - box.min_y_m + wider) * PER_BANDWIDTH / h);
}

struct kde_lattice kde_lattice_make_box(struct context *ctx, struct box box, double h)
{
	struct kde_lattice l = sized(box, h);
	l.node = arena_array(ctx->scratch, double, l.cells.columns *l.cells.rows);
	return l;
}

struct kde_lattice kde_lattice_make(
	struct context *ctx, const struct kde_cells *c, double h)
{
	return kde_lattice_make_box(ctx, box_of(c), h);
}

/* ---- points onto nodes ------------------------------------------------------------ */

/* From a place to a centre, so that coordinates as large as those of a national grid cost
 * no digits. */
static double from_least(double min_m, double cell_m, size_t at, double at_m)
{
	return ((double)at + 0.5) * cell_m - (at_m - min_m);
}

/* exp(-u^2 / 2) at the centres of a span, u their distance from a place in bandwidths.
 * From the centre nearest to the place outwards, u0 + k d apart:
 * exp(-(u0 + k d)^2 / 2) = exp(-u0^2 / 2) exp(-u0 d)^k exp(-(k d)^2 / 2), the last from a
 * table, so that a span costs three exponentials. */
static void factors(double *out, struct kde_span s, double min_m, double cell_m,
	double at_m, double h, const double *table)
{
	double nearest = (at_m - min_m) / cell_m - 0.5;
	size_t middle = nearest <= (double)s.from       ? s.from
			: nearest >= (double)(s.to - 1) ? s.to - 1
							: (size_t)(nearest + 0.5);
	double d = cell_m / h, u0 = from_least(min_m, cell_m, middle, at_m) / h;
	double first = exp(-u0 * u0 / 2), up = exp(-u0 * d), down = exp(u0 * d);
	double value = first;
	out[middle - s.from] = first;
	for (size_t k = 1; middle + k < s.to; k++) {
		value *= up;
		out[middle + k - s.from] = value * table[k];
	}
	value = first;
	for (size_t k = 1; k <= middle - s.from; k++) {
		value *= down;
		out[middle - k - s.from] = value * table[k];
	}
}

static size_t span_most(double h, double cell_m)
{
	return (size_t)(2 * KDE_REACH * h / cell_m) + 4;
}

size_t kde_lay_room(double h, double cell_m)
{
	return 3 * span_most(h, cell_m);
}

void kde_lay_rows(double *value, const struct kde_cells *c, struct kde_span rows,
	struct points points, const uint32_t *pick, const double *weight, double h,
	double *room)
{
	size_t most = span_most(h, c->cell_m);
	double *along = room, *upward = room + most, *table = room + 2 * most;
	double reach_m = KDE_REACH * h, scale = 1 / (2 * KDE_PI * h * h);
	for (size_t k = 0; k < most; k++) {
		double u = (double)k * c->cell_m / h;
		table[k] = exp(-u * u / 2);
	}
	for (size_t at = 0; at < points.n; at++) {
		size_t i = pick ? pick[at] : at;
		double x_m = points.x_m[i], y_m = points.y_m[i];
		struct kde_span y =
			kde_cells_near(y_m, reach_m, c->min_y_m, c->cell_m, c->rows);
		struct kde_span x =
			kde_cells_near(x_m, reach_m, c->min_x_m, c->cell_m, c->columns);
		size_t first = y.from > rows.from ? y.from : rows.from;
		size_t last = y.to < rows.to ? y.to : rows.to;
		if (first >= last || x.from >= x.to)
			continue;
		factors(along, x, c->min_x_m, c->cell_m, x_m, h, table);
		/* All of it, whichever rows are asked for: the same bits for any threads. */
		factors(upward, y, c->min_y_m, c->cell_m, y_m, h, table);
		double w = weight ? weight[i] * scale : scale;
		for (size_t row = first; row < last; row++) {
			double factor = upward[row - y.from] * w;
			double *cells = value + row * c->columns + x.from;
#pragma omp simd
			for (size_t k = 0; k < x.to - x.from; k++)
				cells[k] += factor * along[k];
		}
	}
}

void kde_lay(struct context *ctx, double *value, const struct kde_cells *c,
	struct points points, const double *weight, double h)
{
	size_t workers = (size_t)ctx->threads, n = kde_lay_room(h, c->cell_m);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *room = arena_array(ctx->scratch, double, n *workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		struct kde_span rows = {
			c->rows * w / workers, c->rows * (w + 1) / workers};
		kde_lay_rows(value, c, rows, points, NULL, weight, h, room + w * n);
	}
	arena_reset(ctx->scratch, mark);
}

/* ---- nodes onto cells ------------------------------------------------------------- */

/* The weights of the nodes that a centre reads. */
static size_t taps_at(const struct kde_lattice *l, double rest, double at_m,
	double min_m, size_t n, size_t taps, double *tap)
{
	double spacing = l->cells.cell_m;
	double first = ceil((at_m - KDE_REACH * rest - min_m) / spacing - 0.5);
	size_t from = first > 0 ? (size_t)first : 0;
	if (from + taps > n)
		from = n - taps;
	for (size_t k = 0; k < taps; k++) {
		double u = from_least(min_m, spacing, from + k, at_m) / rest;
		tap[k] = exp(-u * u / 2) * spacing / (sqrt(2 * KDE_PI) * rest);
	}
	return from;
}

static size_t taps_n(const struct kde_lattice *l, double rest)
{
	return (size_t)floor(2 * KDE_REACH * rest / l->cells.cell_m) + 1;
}

struct kde_spread kde_spread_make(struct context *ctx,
	const struct kde_lattice *lattice, const struct kde_cells *cells)
{
	struct kde_spread s = {.lattice = lattice, .cells = cells};
	s.taps = taps_n(lattice, lattice->rest_m);
	s.column_from = arena_array(ctx->scratch, size_t, cells->columns);
	s.row_from = arena_array(ctx->scratch, size_t, cells->rows);
	s.column_tap = arena_array(ctx->scratch, double, cells->columns *s.taps);
	s.row_tap = arena_array(ctx->scratch, double, cells->rows *s.taps);
	const struct kde_cells *nodes = &lattice->cells;
	for (size_t c = 0; c < cells->columns; c++)
		s.column_from[c] = taps_at(lattice, lattice->rest_m,
			kde_centre(cells->min_x_m, cells->cell_m, c), nodes->min_x_m,
			nodes->columns, s.taps, s.column_tap + c * s.taps);
	for (size_t r = 0; r < cells->rows; r++)
		s.row_from[r] = taps_at(lattice, lattice->rest_m,
			kde_centre(cells->min_y_m, cells->cell_m, r), nodes->min_y_m,
			nodes->rows, s.taps, s.row_tap + r * s.taps);
	return s;
}

/* out += the sum of tap[k] * in[k * stride], four at a time. */
static void add_lines(double *out, size_t n, const double *in, size_t stride,
	const double *tap, size_t taps)
{
	size_t k = 0;
	for (; k + 4 <= taps; k += 4) {
		const double *a = in + k * stride, *b = a + stride, *c = b + stride,
			     *d = c + stride;
		double ta = tap[k], tb = tap[k + 1], tc = tap[k + 2], td = tap[k + 3];
#pragma omp simd
		for (size_t i = 0; i < n; i++)
			out[i] += (ta * a[i] + tb * b[i]) + (tc * c[i] + td * d[i]);
	}
	for (; k < taps; k++) {
		const double *a = in + k * stride;
		double ta = tap[k];
#pragma omp simd
		for (size_t i = 0; i < n; i++)
			out[i] += ta * a[i];
	}
}

/* A few rows at a time: they are turned so that both passes read whole lines. */
enum { STRIP = 16 };

size_t kde_spread_room(const struct kde_spread *s)
{
	return (s->lattice->cells.columns + 1) * (STRIP + 1) +
	       s->lattice->cells.columns + STRIP;
}

static void spread_strip(const struct kde_spread *s, const double *node, size_t first,
	size_t rows, double *room, double *value)
{
	size_t nodes = s->lattice->cells.columns, columns = s->cells->columns;
	double *line = room, *turned = line + nodes, *column = turned + nodes * STRIP;
	for (size_t r = 0; r < rows; r++) {
		memset(line, 0, nodes * sizeof *line);
		add_lines(line, nodes, node + s->row_from[first + r] * nodes, nodes,
			s->row_tap + (first + r) * s->taps, s->taps);
		for (size_t k = 0; k < nodes; k++)
			turned[k * STRIP + r] = line[k];
	}
	for (size_t c = 0; c < columns; c++) {
		memset(column, 0, STRIP * sizeof *column);
		add_lines(column, STRIP, turned + s->column_from[c] * STRIP, STRIP,
			s->column_tap + c * s->taps, s->taps);
		for (size_t r = 0; r < rows; r++)
			value[(first + r) * columns + c] = column[r];
	}
}

void kde_spread_rows(const struct kde_spread *s, const double *node,
	struct kde_span rows, double *room, double *value)
{
	for (size_t row = rows.from; row < rows.to; row += STRIP)
		spread_strip(s, node, row,
			rows.to - row < STRIP ? rows.to - row : STRIP, room, value);
}

void kde_lattice_spread(struct context *ctx, const struct kde_lattice *lattice,
	const struct kde_cells *cells, double *value)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kde_spread s = kde_spread_make(ctx, lattice, cells);
	size_t workers = (size_t)ctx->threads, n = kde_spread_room(&s);
	double *room = arena_array(ctx->scratch, double, n *workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		struct kde_span rows = {
			cells->rows * w / workers, cells->rows * (w + 1) / workers};
		kde_spread_rows(&s, lattice->node, rows, room + w * n, value);
	}
	arena_reset(ctx->scratch, mark);
}

static double read_at(const struct kde_lattice *l, struct point at, double rest,
	double *along, double *upward)
{
	const struct kde_cells *c = &l->cells;
	size_t taps = taps_n(l, rest);
	size_t x = taps_at(l, rest, at.x_m, c->min_x_m, c->columns, taps, along);
	size_t y = taps_at(l, rest, at.y_m, c->min_y_m, c->rows, taps, upward);
	double sum = 0;
	for (size_t r = 0; r < taps; r++) {
		const double *node = l->node + (y + r) * c->columns + x;
		double line = 0;
#pragma omp simd reduction(+ : line)
		for (size_t k = 0; k < taps; k++)
			line += along[k] * node[k];
		sum += upward[r] * line;
	}
	return sum;
}

void kde_lattice_gather(struct context *ctx, const struct kde_lattice *l,
	struct points places, const double *rest_m, double *value)
{
	size_t workers = (size_t)ctx->threads;
	double most = l->rest_m;
	for (size_t i = 0; rest_m && i < places.n; i++)
		most = fmax(most, rest_m[i]);
	size_t taps = taps_n(l, most);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *room = arena_array(ctx->scratch, double, 2 * taps * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++) {
		double *along = room + 2 * w * taps, *upward = along + taps;
		for (size_t i = w; i < places.n; i += workers) {
			struct point at = {places.x_m[i], places.y_m[i]};
			value[i] = read_at(
				l, at, rest_m ? rest_m[i] : l->rest_m, along, upward);
		}
	}
	arena_reset(ctx->scratch, mark);
}
