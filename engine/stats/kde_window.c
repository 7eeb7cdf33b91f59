#include "stats/kde_window.h"
#include "stats/kde_lattice.h"
#include "stats/kde_window_many.h"
#include <gsl/gsl_integration.h>
#include <string.h>

/* Gauss-Legendre with so many nodes is good to 1e-15 over so many bandwidths. */
enum { RULES = 3, NODES_MOST = 12 };
static const size_t rule_nodes[RULES] = {4, 6, NODES_MOST};
static const double rule_width[RULES] = {0.1, 0.5, 3};
/* So near to an edge (in bandwidths) inside and outside are not told apart: the place is
 * summed over all edges, which needs no verdict. */
#define ON_BORDER 1e-6

struct rules {
	double node[RULES][NODES_MOST], weight[RULES][NODES_MOST]; /* on -1 … 1 */
};

static void rules_make(struct rules *r)
{
	for (size_t k = 0; k < RULES; k++) {
		gsl_integration_glfixed_table *table =
			gsl_integration_glfixed_table_alloc(rule_nodes[k]);
		if (!table)
			BUG("no memory for the nodes of an integral");
		for (size_t i = 0; i < rule_nodes[k]; i++)
			gsl_integration_glfixed_point(
				-1, 1, i, &r->node[k][i], &r->weight[k][i], table);
		gsl_integration_glfixed_table_free(table);
	}
}

enum err_code kde_window_make(
	struct context *ctx, struct kde_window *w, const struct shape *shape)
{
	struct rings rings = shape_rings(ctx, shape);
	size_t n = 0, at = 0;
	for (size_t r = 0; r < rings.n; r++)
		n += rings.items[r].n - 1;
	double *corner[4];
	for (int k = 0; k < 4; k++)
		corner[k] = arena_array(ctx->arena, double, n);
	for (size_t r = 0; r < rings.n; r++)
		for (size_t i = 0; i + 1 < rings.items[r].n; i++, at++) {
			corner[0][at] = rings.items[r].x_m[i];
			corner[1][at] = rings.items[r].y_m[i];
			corner[2][at] = rings.items[r].x_m[i + 1];
			corner[3][at] = rings.items[r].y_m[i + 1];
		}
	*w = (struct kde_window){shape_area_m2(shape), shape_box(shape), n, corner[0],
		corner[1], corner[2], corner[3]};
	if (w->area_m2 > 0 && isfinite(w->area_m2))
		return ERR_OK;
	return err_set(ctx, ERR_DATA,
		"the study area has no area: give polygons, or two corners of a "
		"rectangle");
}

/* ---- one edge, seen from one place, in bandwidths -------------------------------- */

/* p: the distance of the edge's line, above 0 where the place lies to its left; from and
 * to: its ends along the line, from the foot of p. */
struct seen {
	double p, from, to;
};

static struct seen see(
	const struct kde_window *w, size_t edge, struct point at, double h)
{
	double ax = (w->x0_m[edge] - at.x_m) / h, ay = (w->y0_m[edge] - at.y_m) / h;
	double bx = (w->x1_m[edge] - at.x_m) / h, by = (w->y1_m[edge] - at.y_m) / h;
	double dx = bx - ax, dy = by - ay, length = sqrt(dx * dx + dy * dy);
	if (length == 0)
		return (struct seen){0};
	return (struct seen){(ax * dy - ay * dx) / length, (ax * dx + ay * dy) / length,
		(bx * dx + by * dy) / length};
}

/* The angle under which a part of the edge is seen, in turns. */
static double turns(double p, double from, double to)
{
	return atan2(p * (to - from), p * p + from * to) / (2 * KDE_PI);
}

static double gaussian_part(const struct rules *r, double p, double from, double to)
{
	double sum = 0, width = to - from;
	size_t rule = width <= rule_width[0] ? 0 : width <= rule_width[1] ? 1 : 2;
	size_t panels = (size_t)ceil(width / rule_width[rule]);
	double half = width / (2 * (double)panels);
	for (size_t k = 0; k < panels; k++) {
		double middle = from + (2 * (double)k + 1) * half;
		for (size_t i = 0; i < rule_nodes[rule]; i++) {
			double t = middle + half * r->node[rule][i];
			double u = p * p + t * t;
			double mass = u < 1e-300 ? 0.5 : -expm1(-u / 2) / u;
			sum += r->weight[rule][i] * mass;
		}
	}
	return sum * half * p / (2 * KDE_PI);
}

/* The integral of M(r) / r^2 from 0 to t, for kernels that end at 1. */
static double compact_part(enum kde_kernel kernel, double p, double t)
{
	double p2 = p * p, t2 = t * t;
	if (kernel == KDE_EPANECHNIKOV) /* M / r^2 = 2 - r^2 */
		return t * (2 - p2 - t2 / 3);
	/* M / r^2 = 3 - 3 r^2 + r^4 */
	return t * (3 - 3 * (p2 + t2 / 3) + p2 * p2 + 2 * p2 * t2 / 3 + t2 * t2 / 5);
}

/* What the part of an edge within the kernel's reach adds. */
static double near_part(
	const struct rules *r, enum kde_kernel kernel, double p, double from, double to)
{
	if (kernel == KDE_GAUSSIAN)
		return gaussian_part(r, p, from, to);
	return p / (2 * KDE_PI) *
	       (compact_part(kernel, p, to) - compact_part(kernel, p, from));
}

/* The part within reach (reach 1, or KDE_REACH bandwidths); false where there is none. */
static bool clip(struct seen s, double reach, double *from, double *to)
{
	if (fabs(s.p) >= reach)
		return false;
	double half = sqrt(reach * reach - s.p * s.p);
	*from = s.from > -half ? s.from : -half;
	*to = s.to < half ? s.to : half;
	return *from < *to;
}

/* The sum over all edges, which is right wherever the place is. */
static double full_sum(const struct kde_window *w, const struct rules *r,
	enum kde_kernel kernel, double h, struct point at)
{
	double sum = 0, from, to, reach = kde_reach_m(kernel, 1);
	for (size_t i = 0; i < w->edges_n; i++) {
		struct seen s = see(w, i, at, h);
		if (!clip(s, reach, &from, &to)) {
			sum += turns(s.p, s.from, s.to);
			continue;
		}
		sum += near_part(r, kernel, s.p, from, to);
		if (s.from < from)
			sum += turns(s.p, s.from, from);
		if (s.to > to)
			sum += turns(s.p, to, s.to);
	}
	return sum < 0 ? 0 : sum > 1 ? 1 : sum;
}

double kde_window_mass(
	const struct kde_window *w, enum kde_kernel kernel, double h, struct point at)
{
	struct rules rules;
	rules_make(&rules);
	return full_sum(w, &rules, kernel, h, at);
}

/* What an edge near a place takes from 1 (inside) or adds to 0 (outside): its part of
 * the sum without its part of the winding number. False where the place is on it. */
static bool near_edge(const struct kde_window *w, const struct rules *r,
	enum kde_kernel kernel, double h, struct point at, size_t edge, double *sum)
{
	double from, to;
	struct seen s = see(w, edge, at, h);
	if (!clip(s, kde_reach_m(kernel, 1), &from, &to))
		return true;
	if (fabs(s.p) < ON_BORDER && from < ON_BORDER && to > -ON_BORDER)
		return false;
	*sum += near_part(r, kernel, s.p, from, to) - turns(s.p, from, to);
	return true;
}

static double clamped(double mass)
{
	return mass < 0 ? 0 : mass > 1 ? 1 : mass;
}

/* ---- many places ----------------------------------------------------------------- */

/* Whether the ray to the east of a place meets an edge. */
static bool crosses(const struct kde_window *w, size_t i, struct point at)
{
	if ((w->y0_m[i] <= at.y_m) == (w->y1_m[i] <= at.y_m))
		return false;
	double share = (at.y_m - w->y0_m[i]) / (w->y1_m[i] - w->y0_m[i]);
	return w->x0_m[i] + share * (w->x1_m[i] - w->x0_m[i]) > at.x_m;
}

static double mass_at(const struct kde_window *w, const struct rules *r,
	enum kde_kernel kernel, double h, struct point at)
{
	bool inside = false;
	double sum = 0, reach_m = kde_reach_m(kernel, h);
	for (size_t i = 0; i < w->edges_n; i++) {
		inside ^= crosses(w, i, at);
		if (fmin(w->y0_m[i], w->y1_m[i]) - reach_m > at.y_m ||
			fmax(w->y0_m[i], w->y1_m[i]) + reach_m < at.y_m ||
			fmin(w->x0_m[i], w->x1_m[i]) - reach_m > at.x_m ||
			fmax(w->x0_m[i], w->x1_m[i]) + reach_m < at.x_m)
			continue;
		if (!near_edge(w, r, kernel, h, at, i, &sum))
			return full_sum(w, r, kernel, h, at);
	}
	return clamped(inside + sum);
}

void kde_window_masses_near(struct context *ctx, const struct kde_window *w,
	enum kde_kernel kernel, double h, const double *h_m, struct points points,
	double *mass)
{
	struct rules rules;
	rules_make(&rules);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 64)
	for (size_t i = 0; i < points.n; i++)
		mass[i] = mass_at(w, &rules, kernel, h_m ? h_m[i] : h,
			(struct point){points.x_m[i], points.y_m[i]});
}

/* Turns inside round at each crossing of a row's line. */
static void scan_row(
	const struct kde_window *w, const struct kde_cells *c, size_t row, bool *inside)
{
	double y_m = kde_centre(c->min_y_m, c->cell_m, row);
	memset(inside, 0, c->columns * sizeof *inside);
	for (size_t i = 0; i < w->edges_n; i++) {
		if ((w->y0_m[i] <= y_m) == (w->y1_m[i] <= y_m))
			continue;
		double share = (y_m - w->y0_m[i]) / (w->y1_m[i] - w->y0_m[i]);
		double x_m = w->x0_m[i] + share * (w->x1_m[i] - w->x0_m[i]);
		double first = ceil((x_m - c->min_x_m) / c->cell_m - 0.5);
		if (first < (double)c->columns)
			inside[first > 0 ? (size_t)first : 0] ^= true;
	}
	for (size_t k = 1; k < c->columns; k++)
		inside[k] ^= inside[k - 1];
}

void kde_window_cells(struct context *ctx, const struct kde_window *w,
	const struct kde_cells *cells, bool *inside)
{
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t row = 0; row < cells->rows; row++)
		scan_row(w, cells, row, inside + row * cells->columns);
}

struct field {
	const struct kde_window *window;
	const struct rules *rules;
	enum kde_kernel kernel;
	double h;
	const double *h_m;
	const struct kde_cells *cells;
};

/* Adds the edges near a row's cells to their masses; a cell on the border is NAN. */
static void near_row(const struct field *f, size_t row, double reach_m, double *mass)
{
	const struct kde_window *w = f->window;
	const struct kde_cells *c = f->cells;
	const double *h_m = f->h_m ? f->h_m + row * c->columns : NULL;
	struct point at = {0, kde_centre(c->min_y_m, c->cell_m, row)};
	for (size_t i = 0; i < w->edges_n; i++) {
		if (fmin(w->y0_m[i], w->y1_m[i]) - reach_m > at.y_m ||
			fmax(w->y0_m[i], w->y1_m[i]) + reach_m < at.y_m)
			continue;
		double middle_m = (w->x0_m[i] + w->x1_m[i]) / 2;
		double half_m = fabs(w->x1_m[i] - w->x0_m[i]) / 2 + reach_m;
		struct kde_span x = kde_cells_near(
			middle_m, half_m, c->min_x_m, c->cell_m, c->columns);
		for (size_t k = x.from; k < x.to; k++) {
			double h = h_m ? h_m[k] : f->h;
			at.x_m = kde_centre(c->min_x_m, c->cell_m, k);
			if (isfinite(h) && isfinite(mass[k]) &&
				!near_edge(w, f->rules, f->kernel, h, at, i, &mass[k]))
				mass[k] = NAN;
		}
	}
}

static void field_row(const struct field *f, size_t row, bool *inside, double *mass)
{
	const struct kde_cells *c = f->cells;
	const double *h_m = f->h_m ? f->h_m + row * c->columns : NULL;
	double largest = h_m ? 0 : f->h;
	scan_row(f->window, c, row, inside);
	for (size_t k = 0; k < c->columns; k++) {
		mass[k] = inside[k];
		if (h_m && isfinite(h_m[k]))
			largest = fmax(largest, h_m[k]);
	}
	near_row(f, row, kde_reach_m(f->kernel, largest), mass);
	for (size_t k = 0; k < c->columns; k++) {
		struct point at = {kde_centre(c->min_x_m, c->cell_m, k),
			kde_centre(c->min_y_m, c->cell_m, row)};
		if (isnan(mass[k]))
			mass[k] = full_sum(f->window, f->rules, f->kernel,
				h_m ? h_m[k] : f->h, at);
		mass[k] = clamped(mass[k]);
	}
}

static void field_directly(struct context *ctx, const struct field *f, double *mass)
{
	size_t workers = (size_t)ctx->threads, columns = f->cells->columns;
	struct arena_mark mark = arena_mark(ctx->scratch);
	bool *inside = arena_array(ctx->scratch, bool, columns *workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (size_t row = w; row < f->cells->rows; row += workers)
			field_row(f, row, inside + w * columns, mass + row * columns);
	arena_reset(ctx->scratch, mark);
}

void kde_window_field(struct context *ctx, const struct kde_window *w,
	enum kde_kernel kernel, double h, const double *h_m,
	const struct kde_cells *cells, double *mass)
{
	struct rules rules;
	rules_make(&rules);
	struct field f = {w, &rules, kernel, h, h_m, cells};
	if (h_m && kde_window_by_lattice(w, kernel, cells->columns * cells->rows)) {
		kde_window_field_classes(ctx, w, h_m, cells, mass);
		return;
	}
	if (kernel != KDE_GAUSSIAN || h_m || !kde_lattice_suits(cells, h)) {
		field_directly(ctx, &f, mass);
		return;
	}
	/* The same two steps as those of the points: the area smoothed by little, which
	 * only changes it near its border, and then by the rest. */
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kde_lattice lattice = kde_lattice_make(ctx, cells, h);
	f.cells = &lattice.cells;
	f.h = lattice.narrow_m;
	field_directly(ctx, &f, lattice.node);
	kde_lattice_spread(ctx, &lattice, cells, mass);
	arena_reset(ctx->scratch, mark);
	for (size_t i = 0; i < cells->columns * cells->rows; i++)
		mass[i] = clamped(mass[i]);
}
