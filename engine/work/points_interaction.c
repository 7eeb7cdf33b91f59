#include "work/points_interaction.h"
#include "base/civil.h"
#include "base/str.h"
#include "stats/fdr.h"
#include "stats/jacquez.h"
#include "stats/mantel.h"
#include "stats/nearrepeat.h"
#include "text/quantity.h"
#include "work/points_result.h"
#include <math.h>

#define PERMUTATIONS_MOST 10000000

static enum err_code check_permutations(
	struct context *ctx, const struct points_interaction_options *o)
{
	if (o->permutations > PERMUTATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--permutations: at most 10000000");
	return ERR_OK;
}

/* ---- near repeats --------------------------------------------------------------------- */

static const struct column cell_columns[] = {
	{"from_m", "From (m)", 1, AUDIENCE_PUBLIC},
	{"to_m", "To (m)", 1, AUDIENCE_PUBLIC},
	{"from_days", "From (days)", 2, AUDIENCE_PUBLIC},
	{"to_days", "To (days)", 2, AUDIENCE_PUBLIC},
	{"observed", "Observed", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"ratio", "Ratio", 2, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_fdr", "p (FDR)", 4, AUDIENCE_PUBLIC},
	{"originators", "Originators", 0, AUDIENCE_PUBLIC},
};

static const struct table *cells_table(struct context *ctx, const struct nearrepeat *r)
{
	struct table *t = TABLE_CREATE(ctx->arena, "cells", "Bands", cell_columns);
	size_t n = r->rows * r->columns;
	double *p = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++)
		p[i] = r->cells[i].p_value;
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, n, p, p);
	for (size_t i = 0; i < n; i++) {
		const struct nearrepeat_cell *c = &r->cells[i];
		cell_real(t, c->from_m);
		cell_real(t, c->to_m);
		cell_real(t, (double)c->from_s / (double)DAY_S);
		cell_real(t, c->to_s == INT64_MAX ? INFINITY
						  : (double)c->to_s / (double)DAY_S);
		cell_int(t, c->observed);
		cell_real(t, c->expected);
		cell_real(t, c->ratio);
		cell_real(t, c->p_value);
		cell_real(t, p[i]);
		cell_int(t, c->originators);
	}
	return t;
}

/* Seconds as the events have them. */
static enum err_code read_bands(struct context *ctx,
	const struct points_interaction_options *o, struct nearrepeat_options *n)
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
	bool calculator = str_equal(o->rules, "calculator");
	const char *metric = o->metric    ? o->metric
			     : calculator ? "manhattan"
					  : "euclidean";
	*n = (struct nearrepeat_options){
		.rules = calculator ? NEAR_CALCULATOR : NEAR_PLAIN,
		.metric = str_equal(metric, "manhattan") ? NEAR_MANHATTAN
							 : NEAR_EUCLIDEAN,
		.radius_m = radius.values,
		.radii_n = radius.n,
		.window_s = window_s,
		.windows_n = window.n,
		.replications = (uint32_t)o->permutations};
	return ERR_OK;
}

enum err_code work_points_nearrepeat(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out)
{
	struct events e = {0};
	struct nearrepeat r = {0};
	struct nearrepeat_options n = {0};
	enum err_code err = check_permutations(ctx, o);
	if (!err)
		err = read_bands(ctx, o, &n);
	if (!err)
		err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err)
		err = nearrepeat_run(ctx, &r, events_expand(ctx, &e).points, &n);
	if (!err) {
		struct result *p = points_parameters(ctx, file, true);
		result_text(p, "radius_bands", o->radius_bands);
		result_text(p, "window_bands", o->window_bands);
		result_text(p, "rules", o->rules);
		result_text(p, "metric",
			n.metric == NEAR_MANHATTAN ? "manhattan" : "euclidean");
		result_int(p, "permutations", o->permutations);
		struct result *f = result_create(ctx->arena);
		result_table(f, cells_table(ctx, &r));
		result_int(f, "n", (int64_t)r.n);
		result_int(f, "pairs", r.pairs);
		result_int(f, "permutations", o->permutations);
		err = points_finish(
			ctx, options, "points nearrepeat", &e, p, f, left_out);
	}
	events_release(&e);
	return err;
}

/* ---- local Knox ----------------------------------------------------------------------- */

static const struct column local_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"close_space", "Near in space", 0, AUDIENCE_PUBLIC},
	{"close_time", "Near in time", 0, AUDIENCE_PUBLIC},
	{"close_both", "Near in both", 0, AUDIENCE_PUBLIC},
	{"expected", "Expected", 2, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_fdr", "p (FDR)", 4, AUDIENCE_PUBLIC},
};

/* A row that stands for several events tells of the first: they are alike. */
static const struct table *local_table(struct context *ctx, const struct events *e,
	const struct events_expanded *x, const struct local_knox *local)
{
	struct table *t = TABLE_CREATE(ctx->arena, "local", "Events", local_columns);
	size_t n = x->points.n;
	double *p = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++)
		p[i] = local[i].p_value;
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, n, p, p);
	for (size_t i = 0; i < e->n; i++) {
		if (e->count && e->count[i] == 0)
			continue;
		size_t at = x->first ? x->first[i] : i;
		cell_int(t, e->row[i]);
		cell_text(t, e->id ? e->id[i] : NULL);
		cell_int(t, local[at].close_space);
		cell_int(t, local[at].close_time);
		cell_int(t, local[at].close_both);
		cell_real(t, local[at].expected);
		cell_real(t, local[at].p_value);
		cell_real(t, p[at]);
	}
	return t;
}

enum err_code work_points_localknox(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out)
{
	struct events e;
	struct local_knox *local;
	enum err_code err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = local_knox_run(ctx, &local, x.points, o->radius_m,
			(int64_t)fmin(o->window_s, 4e18));
		if (!err) {
			struct result *p = points_parameters(ctx, file, true);
			result_real(p, "radius_m", o->radius_m);
			result_real(p, "window_days", o->window_s / (double)DAY_S);
			struct result *f = result_create(ctx->arena);
			result_table(f, local_table(ctx, &e, &x, local));
			result_int(f, "n", (int64_t)x.points.n);
			err = points_finish(
				ctx, options, "points localknox", &e, p, f, left_out);
		}
	}
	events_release(&e);
	return err;
}

/* ---- Mantel --------------------------------------------------------------------------- */

enum err_code work_points_mantel(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out)
{
	struct events e = {0};
	struct mantel m = {0};
	struct mantel_options mo = {
		.transform = o->reciprocal ? MANTEL_RECIPROCAL : MANTEL_PLAIN,
		.space_constant_m = o->space_constant_m,
		.time_constant_s = o->time_constant_s,
		.replications = (uint32_t)o->permutations};
	enum err_code err = check_permutations(ctx, o);
	if (!err)
		err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err)
		err = mantel_run(ctx, &m, events_expand(ctx, &e).points, &mo);
	if (!err) {
		struct result *p = points_parameters(ctx, file, true);
		result_bool(p, "reciprocal", o->reciprocal);
		if (o->reciprocal) {
			result_real(p, "space_constant_m", o->space_constant_m);
			result_real(p, "time_constant_days",
				o->time_constant_s / (double)DAY_S);
		}
		result_int(p, "permutations", o->permutations);
		struct result *f = result_create(ctx->arena);
		result_int(f, "n", (int64_t)m.n);
		result_int(f, "pairs", m.pairs);
		result_real(f, "z", m.z);
		result_real(f, "expected", m.expected_z);
		result_real(f, "r", m.r);
		result_real(f, "p_permutation", m.p_value);
		result_int(f, "permutations", m.replications);
		err = points_finish(ctx, options, "points mantel", &e, p, f, left_out);
	}
	events_release(&e);
	return err;
}

/* ---- Jacquez -------------------------------------------------------------------------- */

enum err_code work_points_jacquez(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_interaction_options *o, bool *left_out)
{
	struct events e = {0};
	struct jacquez j = {0};
	enum err_code err = check_permutations(ctx, o);
	if (!err)
		err = events_read(ctx, file, EVENTS_TIMED, &e);
	if (!err)
		err = jacquez_run(ctx, &j, events_expand(ctx, &e).points,
			(size_t)o->neighbours, (uint32_t)o->permutations);
	if (!err) {
		struct result *p = points_parameters(ctx, file, true);
		result_int(p, "neighbours", o->neighbours);
		result_int(p, "permutations", o->permutations);
		struct result *f = result_create(ctx->arena);
		result_int(f, "n", (int64_t)j.n);
		result_int(f, "neighbours", (int64_t)j.k);
		result_int(f, "j", j.j);
		result_real(f, "expected", j.expected);
		result_real(f, "ratio", j.ratio);
		result_real(f, "p_permutation", j.p_value);
		result_int(f, "permutations", j.replications);
		err = points_finish(ctx, options, "points jacquez", &e, p, f, left_out);
	}
	events_release(&e);
	return err;
}
