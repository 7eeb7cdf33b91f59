#include "stats/pcf.h"
#include "geo/grid.h"
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define STOYAN 0.15
#define CHUNKS 64 /* sums are made in so many parts, whatever the threads */
#define BINS_LEAST 512

struct frame {
	const struct pcf_options *o;
	double half_m, step_m, reach_m;
	/* PCF_BINNED: density() works on n bins from low_m, bin_m apart. */
	size_t bins;
	double low_m, bin_m;
};

static double kernel(const struct frame *f, double off_m)
{
	double u = off_m / f->half_m;
	return fabs(u) < 1 ? 0.75 / f->half_m * (1 - u * u) : 0;
}

static size_t sums_n(const struct frame *f)
{
	return f->o->sums == PCF_BINNED ? 2 * f->bins : f->o->radii_n;
}

/* The pair's kernel at all radii within its width. */
static void add_exact(const struct frame *f, double distance_m, double w, double *sums)
{
	double first = ceil((distance_m - f->half_m) / f->step_m);
	double last = floor((distance_m + f->half_m) / f->step_m);
	size_t from = first > 0 ? (size_t)first : 0;
	size_t to = (size_t)fmin(last, (double)(f->o->radii_n - 1));
	for (size_t k = from; k <= to && k < f->o->radii_n; k++)
		sums[k] += w * kernel(f, f->o->radius_m[k] - distance_m);
}

static void add_binned(const struct frame *f, double distance_m, double w, double *sums)
{
	double at = (distance_m - f->low_m) / f->bin_m, whole = floor(at);
	size_t bin = (size_t)whole;
	if (bin + 1 >= f->bins)
		return;
	sums[bin] += w * (1 - (at - whole));
	sums[bin + 1] += w * (at - whole);
}

static void add_pairs(const struct frame *f, const struct grid *grid,
	const double *border_m, size_t from, size_t to, double *sums, uint64_t *at_0)
{
	/* Weights that don't ask which point is first: each pair once, for both ways. */
	bool both = f->o->edge == RIPLEY_TRANSLATION;
	for (size_t i = from; i < to; i++) {
		struct point at = {grid->x_m[i], grid->y_m[i]};
		struct grid_walk walk = grid_walk(grid, at, f->reach_m);
		uint32_t first, last;
		while (grid_next(&walk, &first, &last))
			for (uint32_t j = first; j < last; j++) {
				double dx = grid->x_m[j] - at.x_m;
				double dy = grid->y_m[j] - at.y_m;
				double d = sqrt(dx * dx + dy * dy);
				if (j == i || (both && j < i) || d > f->reach_m)
					continue;
				*at_0 += d == 0 ? (both ? 2 : 1) : 0;
				bool by_d = f->o->divisor == PCF_BY_DISTANCE;
				if (by_d && d == 0)
					continue;
				double w = study_area_weight(f->o->area, f->o->edge, at,
					border_m ? border_m[grid->id[i]] : 0, dx, dy);
				w = (by_d ? w / d : w) * (both ? 2 : 1);
				if (f->o->sums == PCF_BINNED)
					add_binned(f, d, w, sums);
				else
					add_exact(f, d, w, sums);
			}
	}
}

/* What density() makes of the bins: its kernel is taken at lags of 2 * span / (2 n - 1),
 * its value at a radius linearly between bins. */
static void from_bins(const struct frame *f, const double *bins, double *g)
{
	double lag = 2 * f->bin_m * (double)(f->bins - 1) / (double)(2 * f->bins - 1);
	size_t wide = (size_t)ceil(f->half_m / lag);
	for (size_t k = 0; k < f->o->radii_n; k++) {
		double at = (f->o->radius_m[k] - f->low_m) / f->bin_m;
		size_t bin = (size_t)fmin(floor(at), (double)f->bins - 2);
		double value[2] = {0, 0};
		for (size_t side = 0; side < 2; side++) {
			size_t middle = bin + side;
			size_t from = middle > wide ? middle - wide : 0;
			for (size_t b = from; b <= middle + wide && b < f->bins; b++) {
				double apart = (double)b - (double)middle;
				value[side] += bins[b] * kernel(f, apart * lag);
			}
		}
		g[k] = value[0] + (at - (double)bin) * (value[1] - value[0]);
	}
}

static enum err_code make(struct context *ctx, const struct frame *f,
	struct points points, double *g, uint64_t *at_0)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = points.n, room = sums_n(f);
	struct grid grid;
	enum err_code code = grid_build(ctx, &grid, ctx->scratch, points, f->reach_m);
	if (code)
		return code;
	const double *border_m =
		study_area_borders(ctx, f->o->area, f->o->edge, points);
	double *parts = arena_array(ctx->scratch, double, CHUNKS *room);
	uint64_t *at_0_parts = arena_array(ctx->scratch, uint64_t, CHUNKS);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)
	for (size_t c = 0; c < CHUNKS; c++)
		add_pairs(f, &grid, border_m, n * c / CHUNKS, n * (c + 1) / CHUNKS,
			parts + c * room, &at_0_parts[c]);
	*at_0 = at_0_parts[0];
	for (size_t c = 1; c < CHUNKS; c++) {
		*at_0 += at_0_parts[c];
		for (size_t k = 0; k < room; k++)
			parts[k] += parts[c * room + k];
	}
	if (f->o->sums == PCF_BINNED)
		from_bins(f, parts, g);
	else
		memcpy(g, parts, f->o->radii_n * sizeof *g);
	double scale = f->o->area->area_m2 / ((double)n * (double)(n - 1)) / (2 * PI);
	for (size_t k = 0; k < f->o->radii_n; k++) {
		g[k] *= scale;
		if (f->o->divisor == PCF_BY_RADIUS)
			g[k] /= f->o->radius_m[k];
	}
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

static enum err_code make_curve(
	struct context *ctx, const void *self, struct points points, double *values)
{
	uint64_t at_0;
	return make(ctx, self, points, values, &at_0);
}

static enum err_code check(
	struct context *ctx, struct points p, const struct pcf_options *o)
{
	if (o->edge == RIPLEY_BORDER)
		return err_set(ctx, ERR_USAGE,
			"the pair correlation has no border correction: take "
			"translation, isotropic or none");
	bool even = o->radii_n >= 2 && o->radius_m[0] == 0 && o->radius_m[1] > 0;
	for (size_t k = 1; even && k < o->radii_n; k++)
		even = fabs(o->radius_m[k] - (double)k * o->radius_m[1]) <
		       1e-6 * o->radius_m[1];
	if (!even)
		return err_set(ctx, ERR_USAGE, "distances must rise evenly from 0");
	if (!(o->half_width_m >= 0) || !isfinite(o->half_width_m))
		return err_set(
			ctx, ERR_USAGE, "the half width must be a positive distance");
	if (p.n < 2)
		return err_set(ctx, ERR_DATA,
			"the pair correlation needs at least two points; there are %zu",
			p.n);
	return study_area_check(ctx, o->area, p);
}

static struct frame frame_make(struct points points, const struct pcf_options *o)
{
	struct frame f = {.o = o, .half_m = o->half_width_m, .bins = BINS_LEAST};
	double last_m = o->radius_m[o->radii_n - 1];
	if (f.half_m == 0)
		f.half_m = STOYAN / sqrt((double)points.n / o->area->area_m2);
	f.step_m = last_m / (double)(o->radii_n - 1);
	f.reach_m = last_m + f.half_m;
	while (f.bins < o->radii_n)
		f.bins *= 2;
	double sd = f.half_m / sqrt(5);
	f.low_m = -4 * sd;
	f.bin_m = (last_m + 8 * sd) / (double)(f.bins - 1);
	return f;
}

enum err_code pcf_run(struct context *ctx, struct pcf *pcf, struct points points,
	const struct pcf_options *o)
{
	memset(pcf, 0, sizeof *pcf);
	enum err_code code = check(ctx, points, o);
	if (code)
		return code;
	struct frame f = frame_make(points, o);
	pcf->n = points.n;
	pcf->radii_n = o->radii_n;
	pcf->half_width_m = f.half_m;
	pcf->g = arena_array(ctx->arena, double, o->radii_n);
	code = make(ctx, &f, points, pcf->g, &pcf->at_0);
	if (code || o->replications == 0)
		return code;
	struct envelope_options eo = {o->area, o->replications, true};
	return envelope_run(
		ctx, &pcf->envelope, points.n, o->radii_n, pcf->g, make_curve, &f, &eo);
}
