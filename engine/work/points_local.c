#include "work/points_local.h"
#include "base/str.h"
#include "stats/gi_exact.h"
#include "work/points_local_table.h"
#include <math.h>

#define PERMUTATIONS_MOST 1000000
#define LAGS_MOST 100

/* One run of a command. */
struct run {
	struct context *ctx;
	const struct points_local_options *o;
	struct places places;
	struct weights weights;
	struct result *parameters, *result;
	const char *style; /* where none is asked for */
};

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct points_local_options *o)
{
	if (!file->value && !o->places.grid && !o->places.areas)
		return err_set(ctx, ERR_USAGE,
			"--value: say which column holds the value of a row's place, "
			"or "
			"count the rows with --grid or --areas");
	if (o->permutations > PERMUTATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--permutations: at most %d",
			PERMUTATIONS_MOST);
	if (o->lags > LAGS_MOST)
		return err_set(ctx, ERR_USAGE, "--lags: at most %d", LAGS_MOST);
	return ERR_OK;
}

static enum err_code begin(struct run *run, struct context *ctx,
	const struct points_file *file, const struct points_local_options *o,
	const char *style)
{
	*run = (struct run){.ctx = ctx, .o = o, .style = style};
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	run->parameters = points_parameters(ctx, file, false);
	run->result = result_create(ctx->arena);
	result_int(run->parameters, "permutations", o->permutations);
	err = places_read(ctx, file, EVENTS_TIMELESS, &o->places, &run->places);
	if (err)
		return err;
	return places_weights(ctx, &run->places, &o->places, style, &run->weights);
}

static enum err_code finish(struct run *run, const struct work_options *options,
	const char *command, enum err_code err, bool *left_out)
{
	if (!err) {
		places_tell(run->ctx, &run->places, &run->o->places, run->style,
			run->parameters, run->result);
		err = points_finish(run->ctx, options, command, &run->places.events,
			run->parameters, run->result, left_out);
	}
	places_release(&run->places);
	return err;
}

static uint32_t permutations_of(const struct run *run)
{
	return (uint32_t)run->o->permutations;
}

static enum moran_null null_of(const struct run *run)
{
	return run->o->null && str_equal(run->o->null, "normality")
		       ? MORAN_NORMALITY
		       : MORAN_RANDOMISATION;
}

/* ---- Gi* and G ----------------------------------------------------------------------- */

/* G over all has no place that is its own neighbour. */
static enum err_code tell_global(struct run *run)
{
	struct places_options o = run->o->places;
	struct weights w;
	struct autocorrelation a;
	struct result *global = result_create(run->ctx->arena);
	size_t islands = run->places.islands, pairs = run->places.pairs;
	o.self = false;
	enum err_code err = places_weights(run->ctx, &run->places, &o, run->style, &w);
	run->places.islands = islands;
	run->places.pairs = pairs;
	if (!err)
		err = global_g_run(
			run->ctx, &a, run->places.value, &w, permutations_of(run));
	if (err)
		return err;
	autocorrelation_tell(global, "g", &a);
	result_result(run->result, "global", global);
	return ERR_OK;
}

enum err_code work_points_getis(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_local_options *o,
	bool *left_out)
{
	struct run run;
	struct local g;
	bool exact = false;
	enum err_code err = begin(&run, ctx, file, o, "B");
	const struct places *p = &run.places;
	if (!err)
		err = local_g_run(
			ctx, &g, p->value, &run.weights, permutations_of(&run));
	if (!err) {
		double *p_exact = arena_array(ctx->arena, double, p->n);
		double *p_fdr = arena_array(ctx->arena, double, p->n);
		if (o->exact || p->counted)
			gi_exact_run(
				ctx, p_exact, p_fdr, p->value, &run.weights, &exact);
		if (o->exact && !exact)
			notice(ctx,
				"no exact p: it needs whole numbers from 0 up, weights "
				"of 0 and 1 and places that are their own "
				"neighbours, none with over 2,000");
		result_table(run.result, local_table(ctx, p, o, LOCAL_GETIS, &g,
						 exact ? p_exact : NULL, p_fdr));
	}
	if (!err && o->global)
		err = tell_global(&run);
	return finish(&run, options, "points getis", err, left_out);
}

enum err_code work_points_getisord(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_local_options *o, bool *left_out)
{
	struct run run;
	struct autocorrelation a;
	enum err_code err = begin(&run, ctx, file, o, "B");
	if (!err)
		err = global_g_run(
			ctx, &a, run.places.value, &run.weights, permutations_of(&run));
	if (!err)
		autocorrelation_tell(run.result, "g", &a);
	return finish(&run, options, "points getisord", err, left_out);
}

/* ---- Moran and Geary ----------------------------------------------------------------- */

static const struct column lag_columns[] = {
	{"lag", "Lag", 0, AUDIENCE_PUBLIC},
	{"from_m", "Over (m)", 0, AUDIENCE_PUBLIC},
	{"to_m", "Up to (m)", 0, AUDIENCE_PUBLIC},
	{"pairs", "Pairs", 0, AUDIENCE_PUBLIC},
	{"statistic", "Statistic", 4, AUDIENCE_PUBLIC},
	{"expected", "Expected", 4, AUDIENCE_PUBLIC},
	{"variance", "Variance", 6, AUDIENCE_PUBLIC},
	{"z", "z", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
};

static enum err_code over_all(struct run *run, bool geary, const struct weights *w,
	uint32_t permutations, struct autocorrelation *a)
{
	if (geary)
		return geary_run(
			run->ctx, a, run->places.value, w, null_of(run), permutations);
	return moran_run(run->ctx, a, run->places.value, w, null_of(run), permutations);
}

/* The statistic of pairs further and further apart: rings of the radius, or steps from
 * neighbour to neighbour. A lag with too few pairs ends it. */
static enum err_code correlogram(struct run *run, bool geary)
{
	struct context *ctx = run->ctx;
	const struct places_options *o = &run->o->places;
	struct points points = {run->places.n, run->places.x_m, run->places.y_m, NULL};
	struct table *t = TABLE_CREATE(ctx->arena, "lags", "By distance", lag_columns);
	for (uint32_t lag = 1; lag <= run->o->lags; lag++) {
		struct weights w;
		struct autocorrelation a;
		double from_m = (lag - 1) * o->radius_m, to_m = lag * o->radius_m;
		bool rings = o->radius_m > 0;
		enum err_code err = rings ? weights_ring(ctx, &w, points, from_m, to_m)
					  : weights_lag(ctx, &w, &run->weights, lag);
		if (err)
			return err;
		if (w.n - weights_islands(&w) < 4)
			break;
		weights_style_named(&w, o->style ? o->style : run->style);
		err = over_all(run, geary, &w, 0, &a);
		if (err)
			return err;
		cell_int(t, lag);
		cell_real(t, rings ? from_m : NAN);
		cell_real(t, rings ? to_m : NAN);
		cell_int(t, (int64_t)w.from[w.n]);
		cell_real(t, a.statistic);
		cell_real(t, a.expected);
		cell_real(t, a.variance);
		cell_real(t, a.z);
		cell_real(t, a.p_value);
	}
	result_table(run->result, t);
	return ERR_OK;
}

static enum err_code local_form(struct run *run, bool geary)
{
	const struct places *p = &run->places;
	bool total = run->o->moments && str_equal(run->o->moments, "total");
	struct local l;
	enum err_code err =
		geary ? local_geary_run(run->ctx, &l, p->value, &run->weights,
				permutations_of(run))
		      : local_moran_run(run->ctx, &l, p->value, &run->weights,
				total ? LOCAL_TOTAL : LOCAL_CONDITIONAL,
				permutations_of(run));
	if (!err)
		result_table(run->result,
			local_table(run->ctx, p, run->o,
				geary ? LOCAL_GEARY : LOCAL_MORAN, &l, NULL, NULL));
	return err;
}

static enum err_code likeness(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_local_options *o,
	bool geary, bool *left_out)
{
	struct run run;
	struct autocorrelation a;
	enum err_code err = begin(&run, ctx, file, o, "W");
	if (!err)
		err = over_all(&run, geary, &run.weights, permutations_of(&run), &a);
	/* CSV is the first table. */
	if (!err && (o->local || options->format == FORMAT_CSV))
		err = local_form(&run, geary);
	if (!err) {
		result_text(
			run.parameters, "null", o->null ? o->null : "randomisation");
		if (o->moments)
			result_text(run.parameters, "moments", o->moments);
		autocorrelation_tell(run.result, geary ? "c" : "i", &a);
	}
	if (!err && o->lags > 0)
		err = correlogram(&run, geary);
	return finish(
		&run, options, geary ? "points geary" : "points moran", err, left_out);
}

enum err_code work_points_moran(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_local_options *o,
	bool *left_out)
{
	return likeness(ctx, options, file, o, false, left_out);
}

enum err_code work_points_geary(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_local_options *o,
	bool *left_out)
{
	return likeness(ctx, options, file, o, true, left_out);
}
