#include "stats/envelope.h"
#include "base/random.h"
#include "stats/streams.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL 0.05
#define VALUES_MOST ((size_t)1 << 27)

/* Curves row after row; row 0 is the observed one. */
struct curves {
	size_t sets, values;
	double *rows;
	double *mean, *scale; /* by value; scale 0: not in the tests */
};

static enum err_code simulate(struct context *ctx, struct curves *c, size_t n,
	envelope_curve curve, const void *self, const struct study_area *area)
{
	double *x_m = arena_array(ctx->scratch, double, n);
	double *y_m = arena_array(ctx->scratch, double, n);
	struct points points = {n, x_m, y_m, NULL};
	enum err_code code = ERR_OK;
	struct progress bar;
	progress_begin(&bar, ctx, "random patterns", c->sets - 1);
	for (size_t r = 1; !code && r < c->sets; r++) {
		struct stream s = stream_make(ctx->seed, STREAM_ENVELOPE, r);
		study_area_throw(area, &s, n, x_m, y_m);
		code = curve(ctx, self, points, c->rows + r * c->values);
		progress_step(&bar, r);
	}
	progress_end(&bar);
	return code;
}

static void centre(struct curves *c, bool studentised)
{
	for (size_t k = 0; k < c->values; k++) {
		double mean = 0, squares = 0;
		bool finite = true;
		for (size_t r = 0; r < c->sets; r++) {
			double off = c->rows[r * c->values + k] - mean;
			finite = finite && isfinite(c->rows[r * c->values + k]);
			mean += off / (double)(r + 1);
			squares += off * (c->rows[r * c->values + k] - mean);
		}
		double sd = sqrt(squares / (double)(c->sets - 1));
		c->mean[k] = finite ? mean : NAN;
		c->scale[k] = !finite ? 0 : studentised ? sd : 1;
	}
}

static void deviations(
	const struct curves *c, size_t row, double *largest, double *squares)
{
	*largest = *squares = 0;
	for (size_t k = 0; k < c->values; k++) {
		if (!(c->scale[k] > 0))
			continue;
		double off = (c->rows[row * c->values + k] - c->mean[k]) / c->scale[k];
		*largest = fmax(*largest, fabs(off));
		*squares += off * off;
	}
}

static int compare_falling(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x < y) - (x > y);
}

static void rank(struct context *ctx, const struct curves *c, struct curve_envelope *e)
{
	double *largest = arena_array(ctx->scratch, double, c->sets);
	double *squares = arena_array(ctx->scratch, double, c->sets);
	double above = 0, above_squares = 0, sets = (double)c->sets;
	for (size_t r = 0; r < c->sets; r++) {
		deviations(c, r, &largest[r], &squares[r]);
		/* Another order of adding differs in the last digits: those are ties. */
		above += largest[r] >= largest[0] * (1 - 1e-12);
		above_squares += squares[r] >= squares[0] * (1 - 1e-12);
	}
	e->p_mad = above / sets;
	e->p_dclf = above_squares / sets;
	qsort(largest, c->sets, sizeof *largest, compare_falling);
	size_t at = (size_t)fmax(1, floor(LEVEL * sets * (1 + 1e-12)));
	e->level = (double)at / sets;
	for (size_t k = 0; k < c->values; k++) {
		double wide = c->scale[k] > 0 ? largest[at - 1] * c->scale[k] : NAN;
		e->global_low[k] = c->mean[k] - wide;
		e->global_high[k] = c->mean[k] + wide;
		e->used += c->scale[k] > 0;
	}
}

static void pointwise(const struct curves *c, struct curve_envelope *e)
{
	for (size_t k = 0; k < c->values; k++) {
		e->low[k] = INFINITY;
		e->high[k] = -INFINITY;
		for (size_t r = 1; r < c->sets; r++) {
			e->low[k] = fmin(e->low[k], c->rows[r * c->values + k]);
			e->high[k] = fmax(e->high[k], c->rows[r * c->values + k]);
		}
		e->mean[k] = c->mean[k];
	}
}

enum err_code envelope_run(struct context *ctx, struct curve_envelope *e, size_t n,
	size_t values_n, const double *observed, envelope_curve curve, const void *self,
	const struct envelope_options *o)
{
	memset(e, 0, sizeof *e);
	struct curves c = {.sets = (size_t)o->replications + 1, .values = values_n};
	if (o->replications < 1 || c.sets > VALUES_MOST / (values_n + 1))
		return err_set(ctx, ERR_USAGE,
			"%u random patterns at %zu values are too many to keep: ask "
			"for fewer replications or steps",
			o->replications, values_n);
	e->replications = o->replications;
	e->mean = arena_array(ctx->arena, double, values_n);
	e->low = arena_array(ctx->arena, double, values_n);
	e->high = arena_array(ctx->arena, double, values_n);
	e->global_low = arena_array(ctx->arena, double, values_n);
	e->global_high = arena_array(ctx->arena, double, values_n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	c.rows = arena_array(ctx->scratch, double, c.sets *values_n);
	c.mean = arena_array(ctx->scratch, double, values_n);
	c.scale = arena_array(ctx->scratch, double, values_n);
	memcpy(c.rows, observed, values_n * sizeof *observed);
	enum err_code code = simulate(ctx, &c, n, curve, self, o->area);
	if (!code) {
		centre(&c, o->studentised);
		pointwise(&c, e);
		rank(ctx, &c, e);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
