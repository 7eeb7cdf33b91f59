#include "stats/kde_adaptive.h"
#include "stats/kde_window.h"

/* The pilot at the points, corrected as the estimate will be. */
static enum err_code pilot_at_points(struct context *ctx, struct points points,
	const struct kde_options *pilot, double *value)
{
	struct kde_window window;
	struct kde_options plain = *pilot;
	bool corrected = pilot->area && pilot->edge != KDE_EDGE_NONE;
	double *mass = NULL;
	if (corrected) {
		enum err_code err = kde_window_make(ctx, &window, pilot->area);
		if (err)
			return err;
		mass = arena_array(ctx->scratch, double, points.n);
		kde_window_masses(ctx, &window, pilot->kernel, pilot->bandwidth_m, NULL,
			points, mass);
	}
	if (corrected && pilot->edge == KDE_EDGE_DIGGLE) {
		double *weight = arena_array(ctx->scratch, double, points.n);
		for (size_t i = 0; i < points.n; i++)
			weight[i] = (pilot->weight ? pilot->weight[i] : 1) / mass[i];
		plain.weight = weight;
	}
	kde_at_places(ctx, points, &plain, points, value);
	for (size_t i = 0; corrected && pilot->edge == KDE_EDGE_UNIFORM && i < points.n;
		i++)
		value[i] /= mass[i];
	return ERR_OK;
}

static double bandwidth_at(const struct kde_adaptive *a, double h, double pilot)
{
	return h * fmin(1 / sqrt(pilot) / a->root, KDE_TRIM);
}

/* The bandwidth of each cell. */
static enum err_code over_cells(struct context *ctx, struct kde_adaptive *a,
	struct points points, const struct kde_options *pilot, double h,
	const struct kde_cells *c)
{
	struct kde surface;
	struct kde_options o = *pilot;
	o.box = (struct box){c->min_x_m, c->min_y_m,
		c->min_x_m + (double)c->columns * c->cell_m,
		c->min_y_m + (double)c->rows * c->cell_m};
	enum err_code err = kde_run(ctx, &surface, points, &o);
	if (err)
		return err;
	a->cell_h_m = surface.density;
	for (size_t i = 0; i < c->columns * c->rows; i++) {
		double f = surface.density[i];
		a->cell_h_m[i] =
			isnan(f) ? NAN : bandwidth_at(a, h, f > 1e-300 ? f : 1e-300);
	}
	return ERR_OK;
}

enum err_code kde_adaptive_make(struct context *ctx, struct kde_adaptive *a,
	struct points points, const struct kde_options *o,
	const struct kde_cells *cells)
{
	struct kde_options pilot = *o;
	pilot.bandwidth_m = o->pilot_m;
	pilot.pilot_m = 0;
	*a = (struct kde_adaptive){.h_m = arena_array(ctx->scratch, double, points.n)};
	enum err_code err = pilot_at_points(ctx, points, &pilot, a->h_m);
	if (err)
		return err;
	double logs = 0;
	for (size_t i = 0; i < points.n; i++) {
		if (!(a->h_m[i] > 0) || !isfinite(a->h_m[i]))
			return err_set(ctx, ERR_DATA,
				"the density at point %zu is not above 0: an adaptive "
				"surface needs weights above 0 and points inside of "
				"the study area",
				i + 1);
		logs -= log(a->h_m[i]) / 2;
	}
	a->root = exp(logs / (double)points.n);
	a->least_m = points.n ? INFINITY : o->bandwidth_m;
	a->largest_m = points.n ? 0 : o->bandwidth_m;
	for (size_t i = 0; i < points.n; i++) {
		a->h_m[i] = bandwidth_at(a, o->bandwidth_m, a->h_m[i]);
		a->least_m = fmin(a->least_m, a->h_m[i]);
		a->largest_m = fmax(a->largest_m, a->h_m[i]);
	}
	if (points.n == 0 || !o->area || o->edge != KDE_EDGE_UNIFORM)
		return ERR_OK;
	return over_cells(ctx, a, points, &pilot, o->bandwidth_m, cells);
}
