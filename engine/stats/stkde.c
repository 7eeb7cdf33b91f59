#include "stats/stkde.h"
#include <string.h>

/* The part of a Gaussian in time around a moment that lies in what is looked at. */
static double mass(const struct stkde_options *o, double t)
{
	double reach = o->window * sqrt(2);
	return (erf(((double)o->until - t) / reach) -
		       erf(((double)o->from - t) / reach)) /
	       2;
}

size_t stkde_slices(const struct stkde_options *o)
{
	if (o->slice <= 0 || o->until <= o->from)
		return 0;
	uint64_t length = (uint64_t)o->until - (uint64_t)o->from;
	return (size_t)((length - 1) / (uint64_t)o->slice) + 1;
}

static enum err_code check(
	struct context *ctx, struct points points, const struct stkde_options *o)
{
	if (!points.t_s || o->kde.pilot_m != 0)
		BUG("slices need times and a fixed bandwidth");
	if (!(o->window > 0) || !isfinite(o->window) || o->slice <= 0)
		return err_set(ctx, ERR_USAGE,
			"slices need a window and a length above 0, such as 14d and "
			"7d");
	if (o->until <= o->from)
		return err_set(ctx, ERR_USAGE,
			"there is no time to be looked at: the end is not after the "
			"beginning");
	if (stkde_slices(o) > STKDE_SLICES_MOST)
		return err_set(ctx, ERR_USAGE,
			"%zu slices are too many, %d are the most: take longer ones",
			stkde_slices(o), STKDE_SLICES_MOST);
	return ERR_OK;
}

/* The events within reach of a moment, with what each counts there. */
static struct points at_moment(struct points points, const struct stkde_options *o,
	double t, double *x_m, double *y_m, double *weight)
{
	double scale = o->unit / (o->window * sqrt(2 * KDE_PI));
	bool corrected = o->kde.edge != KDE_EDGE_NONE;
	bool at_event = o->kde.edge == KDE_EDGE_DIGGLE;
	double at_slice = corrected && !at_event ? mass(o, t) : 1;
	size_t n = 0;
	for (size_t i = 0; i < points.n; i++) {
		double when = (double)points.t_s[i], u = (when - t) / o->window;
		bool outside = points.t_s[i] < o->from || points.t_s[i] >= o->until;
		if (fabs(u) > KDE_REACH || (corrected && outside))
			continue;
		x_m[n] = points.x_m[i];
		y_m[n] = points.y_m[i];
		weight[n++] = scale * exp(-u * u / 2) *
			      (o->kde.weight ? o->kde.weight[i] : 1) /
			      (corrected && at_event ? mass(o, when) : at_slice);
	}
	return (struct points){n, x_m, y_m, NULL};
}

static enum err_code slices(struct context *ctx, struct points points,
	const struct stkde_options *o,
	enum err_code (*each)(void *caller, const struct stkde_slice *slice),
	void *caller)
{
	struct kde_options ko = o->kde;
	struct kde_cells c;
	enum err_code err = kde_lay_out(ctx, &c, points, &ko);
	if (err)
		return err;
	double *x_m = arena_array(ctx->scratch, double, points.n);
	double *y_m = arena_array(ctx->scratch, double, points.n);
	double *weight = arena_array(ctx->scratch, double, points.n);
	ko.box = (struct box){c.min_x_m, c.min_y_m,
		c.min_x_m + (double)c.columns * c.cell_m,
		c.min_y_m + (double)c.rows * c.cell_m};
	ko.weight = weight;
	struct stkde_slice s = {.of = stkde_slices(o)};
	for (; !err && s.at < s.of; s.at++) {
		s.from = o->from + (int64_t)s.at * o->slice;
		s.until = o->until - s.from > o->slice ? s.from + o->slice : o->until;
		double length = (double)(s.until - s.from);
		struct points near = at_moment(
			points, o, (double)s.from + length / 2, x_m, y_m, weight);
		struct arena_mark mark = arena_mark(ctx->arena);
		err = kde_run(ctx, &s.surface, near, &ko);
		s.expected = s.surface.total * length / o->unit;
		if (!err)
			err = each(caller, &s);
		arena_reset(ctx->arena, mark);
	}
	return err;
}

enum err_code stkde_run(struct context *ctx, struct points points,
	const struct stkde_options *o,
	enum err_code (*each)(void *caller, const struct stkde_slice *slice),
	void *caller)
{
	enum err_code err = check(ctx, points, o);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	err = slices(ctx, points, o, each, caller);
	arena_reset(ctx->scratch, mark);
	return err;
}
