#include "work/points_stk.h"
#include "base/civil.h"
#include "base/str.h"
#include "stats/stk.h"
#include "text/quantity.h"
#include "work/points_study.h"
#include <math.h>

#define PERMUTATIONS_MOST 1000000

static const struct column cell_columns[] = {
	{"radius_m", "Within (m)", 1, AUDIENCE_PUBLIC},
	{"window_days", "Within (days)", 2, AUDIENCE_PUBLIC},
	{"k_space_m2", "K of space", 1, AUDIENCE_PUBLIC},
	{"k_time_days", "K of time", 3, AUDIENCE_PUBLIC},
	{"k", "K", 1, AUDIENCE_PUBLIC},
	{"d", "D", 1, AUDIENCE_PUBLIC},
	{"d0", "D, relative", 3, AUDIENCE_PUBLIC},
	{"sd", NULL, 1, AUDIENCE_PUBLIC},
	{"r", "D in sd", 2, AUDIENCE_PUBLIC},
	{"p_value", "p by itself", 4, AUDIENCE_PUBLIC},
};

static const struct table *cells_table(
	struct context *ctx, const struct stk *s, const struct stk_options *o)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "cells", "Space and time", cell_columns);
	t->reading = "D is what the gathering in space and that in time don't explain; "
		     "relative 1: twice as many pairs as they do. K and D in m2 days.";
	double day = (double)DAY_S;
	for (size_t i = 0; i < s->radii_n * s->windows_n; i++) {
		const struct stk_cell *c = &s->cells[i];
		size_t row = i / s->windows_n, column = i % s->windows_n;
		cell_real(t, o->radius_m[row]);
		cell_real(t, (double)o->window_s[column] / day);
		cell_real(t, s->k_space_m2[row]);
		cell_real(t, s->k_time_s[column] / day);
		cell_real(t, c->k / day);
		cell_real(t, c->d / day);
		cell_real(t, c->d0);
		cell_real(t, c->sd / day);
		cell_real(t, c->r);
		cell_real(t, c->p_value);
	}
	return t;
}

static enum err_code read_bands(
	struct context *ctx, const struct points_stk_options *o, struct stk_options *so)
{
	struct quantity_list radius, window;
	enum err_code err = length_list_parse(
		ctx, "--radius-bands", o->radius_bands, UNIT_OPTIONAL, &radius);
	if (!err)
		err = duration_list_parse(
			ctx, "--window-bands", o->window_bands, UNIT_OPTIONAL, &window);
	if (err)
		return err;
	int64_t *window_s = arena_array(ctx->arena, int64_t, window.n);
	for (size_t i = 0; i < window.n; i++)
		window_s[i] = (int64_t)fmin(window.values[i], 4e18);
	*so = (struct stk_options){.edge = str_equal(o->edge, "none") ? RIPLEY_NONE
					   : str_equal(o->edge, "translation")
						   ? RIPLEY_TRANSLATION
						   : RIPLEY_ISOTROPIC,
		.radii_n = radius.n,
		.radius_m = radius.values,
		.windows_n = window.n,
		.window_s = window_s,
		.replications = (uint32_t)o->permutations};
	return ERR_OK;
}

enum err_code work_points_stk(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_stk_options *o,
	bool *left_out)
{
	struct events e = {0};
	struct points_study study = {0};
	struct points_study_options study_options = {
		o->area, o->study_area, o->simplify_m};
	struct stk s;
	struct stk_options so;
	enum err_code err = ERR_OK;
	if (o->permutations > PERMUTATIONS_MOST)
		err = err_set(ctx, ERR_USAGE, "--permutations: at most %d",
			PERMUTATIONS_MOST);
	if (!err)
		err = read_bands(ctx, o, &so);
	if (!err)
		err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err)
		err = points_study_make(
			ctx, &e, events_expand(ctx, &e).points, &study_options, &study);
	if (!err) {
		so.area = &study.area;
		err = stk_run(ctx, &s, study.points, &so);
	}
	if (!err) {
		struct result *p = points_parameters(ctx, file, true);
		result_text(p, "radius_bands", o->radius_bands);
		result_text(p, "window_bands", o->window_bands);
		result_text(p, "edge", o->edge);
		result_int(p, "permutations", o->permutations);
		struct result *r = result_create(ctx->arena);
		result_table(r, cells_table(ctx, &s, &so));
		result_int(r, "n", (int64_t)s.n);
		points_study_tell(&study, &study_options, p, r);
		result_real(r, "p_value", s.p_sum);
		result_real(r, "p_largest", s.p_largest);
		err = points_finish(ctx, options, "points stk", &e, p, r, left_out);
	}
	points_study_release(&study);
	events_release(&e);
	return err;
}
