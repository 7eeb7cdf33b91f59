#include "stats/relrisk.h"
#include "stats/kde_window.h"
#include "stats/relrisk_draws.h"
#include <gsl/gsl_cdf.h>
#include <string.h>

static struct points pick(
	struct context *ctx, struct points p, const uint8_t *is_case, uint8_t wanted)
{
	double *x_m = arena_array(ctx->scratch, double, p.n);
	double *y_m = arena_array(ctx->scratch, double, p.n);
	size_t n = 0;
	for (size_t i = 0; i < p.n; i++) {
		if (is_case[i] != wanted)
			continue;
		x_m[n] = p.x_m[i];
		y_m[n++] = p.y_m[i];
	}
	return (struct points){n, x_m, y_m, NULL};
}

static enum err_code check(struct context *ctx, struct points points,
	const uint8_t *is_case, const struct relrisk_options *o)
{
	size_t cases = 0;
	for (size_t i = 0; i < points.n; i++)
		cases += is_case[i] == 1;
	if (o->kde.kernel != KDE_GAUSSIAN || o->kde.pilot_m != 0 || o->kde.weight)
		BUG("relative risk is of a fixed Gaussian without weights");
	if (cases == 0 || cases == points.n)
		return err_set(ctx, ERR_DATA,
			"there are %zu cases among %zu events: a comparison needs "
			"cases and others",
			cases, points.n);
	return ERR_OK;
}

/* ---- the surfaces ----------------------------------------------------------------- */

struct surfaces {
	struct kde cases, controls;
	struct kde_options options; /* with the box filled in */
};

static enum err_code make_surfaces(struct context *ctx, struct surfaces *s,
	struct points points, const uint8_t *is_case, const struct relrisk_options *o)
{
	struct kde_cells c;
	s->options = o->kde;
	enum err_code err = kde_lay_out(ctx, &c, points, &s->options);
	if (err)
		return err;
	if ((double)c.columns * (double)c.rows > RELRISK_CELLS_MOST)
		return err_set(ctx, ERR_USAGE,
			"cells of %g m make a surface of %zu by %zu, and %.0f are the "
			"most for a comparison: take larger cells, or a smaller area",
			c.cell_m, c.columns, c.rows, RELRISK_CELLS_MOST);
	/* One box for both, whatever lies where. */
	s->options.box = (struct box){c.min_x_m, c.min_y_m,
		c.min_x_m + (double)c.columns * c.cell_m,
		c.min_y_m + (double)c.rows * c.cell_m};
	err = kde_run(ctx, &s->cases, pick(ctx, points, is_case, 1), &s->options);
	if (!err)
		err = kde_run(
			ctx, &s->controls, pick(ctx, points, is_case, 0), &s->options);
	return err;
}

static void fill_risk(struct relrisk *r, const struct surfaces *s)
{
	size_t n = r->cells.columns * r->cells.rows;
	for (size_t i = 0; i < n; i++) {
		double f = s->cases.density[i], g = s->controls.density[i];
		r->log_risk[i] = r->probability[i] = NAN;
		if (!(f + g > 0))
			continue;
		r->probability[i] = f / (f + g);
		if (f > 0 && g > 0)
			r->log_risk[i] =
				log(f / s->cases.total) - log(g / s->controls.total);
	}
}

static void find_ends(struct relrisk *r)
{
	size_t n = r->cells.columns * r->cells.rows, high = n, low = n;
	for (size_t i = 0; i < n; i++) {
		if (isnan(r->log_risk[i]))
			continue;
		if (high == n || r->log_risk[i] > r->log_risk[high])
			high = i;
		if (low == n || r->log_risk[i] < r->log_risk[low])
			low = i;
	}
	r->highest = high < n ? r->log_risk[high] : NAN;
	r->lowest = low < n ? r->log_risk[low] : NAN;
	const struct kde_cells *c = &r->cells;
	high = high < n ? high : 0;
	low = low < n ? low : 0;
	r->highest_at =
		(struct point){kde_centre(c->min_x_m, c->cell_m, high % c->columns),
			kde_centre(c->min_y_m, c->cell_m, high / c->columns)};
	r->lowest_at =
		(struct point){kde_centre(c->min_x_m, c->cell_m, low % c->columns),
			kde_centre(c->min_y_m, c->cell_m, low / c->columns)};
}

/* ---- the asymptotic p ------------------------------------------------------------- */

/* The variance of log_risk times r(u): (1/n1 + 1/n0) e2 / (e^2 4 pi h^2), by cell. */
static enum err_code fill_p(struct context *ctx, struct relrisk *r,
	const struct surfaces *s, const struct relrisk_options *o)
{
	size_t n = r->cells.columns * r->cells.rows;
	double h = o->kde.bandwidth_m;
	double base =
		(1 / (double)r->cases + 1 / (double)r->controls) / (4 * KDE_PI * h * h);
	double *whole = NULL, *half = NULL;
	bool corrected = o->kde.area && o->kde.edge != KDE_EDGE_NONE;
	if (corrected) {
		struct kde_window w;
		enum err_code err = kde_window_make(ctx, &w, o->kde.area);
		if (err)
			return err;
		whole = arena_array(ctx->scratch, double, n);
		half = arena_array(ctx->scratch, double, n);
		kde_window_field(ctx, &w, KDE_GAUSSIAN, h, NULL, &r->cells, whole);
		kde_window_field(
			ctx, &w, KDE_GAUSSIAN, h / sqrt(2), NULL, &r->cells, half);
	}
	for (size_t i = 0; i < n; i++) {
		double f = s->cases.density[i], g = s->controls.density[i];
		double all = o->reference == RELRISK_CONTROLS
				     ? g / s->controls.total
				     : (f + g) / (s->cases.total + s->controls.total);
		double variance =
			base * (corrected ? half[i] / (whole[i] * whole[i]) : 1) / all;
		r->p_value[i] =
			isnan(r->log_risk[i])
				? NAN
				: gsl_cdf_ugaussian_Q(r->log_risk[i] / sqrt(variance));
	}
	return ERR_OK;
}

/* ---- all of it -------------------------------------------------------------------- */

static enum err_code run(struct context *ctx, struct relrisk *r, struct points points,
	const uint8_t *is_case, const struct relrisk_options *o)
{
	struct surfaces s;
	enum err_code err = make_surfaces(ctx, &s, points, is_case, o);
	if (err)
		return err;
	r->cells = kde_cells_of(&s.cases);
	size_t n = r->cells.columns * r->cells.rows;
	r->log_risk = arena_array(ctx->arena, double, n);
	r->probability = arena_array(ctx->arena, double, n);
	r->p_value = arena_array(ctx->arena, double, n);
	fill_risk(r, &s);
	find_ends(r);
	err = fill_p(ctx, r, &s, o);
	if (err || o->replications == 0)
		return err;
	r->p_random = arena_array(ctx->arena, double, n);
	return relrisk_draws(ctx, r, points, is_case, &s.options, o->replications);
}

enum err_code relrisk_run(struct context *ctx, struct relrisk *r, struct points points,
	const uint8_t *is_case, const struct relrisk_options *o)
{
	memset(r, 0, sizeof *r);
	r->p_any = NAN;
	enum err_code err = check(ctx, points, is_case, o);
	if (err)
		return err;
	for (size_t i = 0; i < points.n; i++)
		r->cases += is_case[i] == 1;
	r->controls = points.n - r->cases;
	struct arena_mark mark = arena_mark(ctx->scratch);
	err = run(ctx, r, points, is_case, o);
	arena_reset(ctx->scratch, mark);
	return err;
}
