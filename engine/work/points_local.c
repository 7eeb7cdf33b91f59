#include "work/points_local.h"
#include "stats/local.h"
#include "stats/moran.h"
#include "work/points_result.h"
#include <math.h>

#define PERMUTATIONS_MOST 1000000

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct points_local_options *o)
{
	if (file->count)
		return err_set(ctx, ERR_USAGE,
			"--count: a row is a place here; name its count with --value");
	if (o->neighbours == 0 && !(o->radius_m > 0))
		return err_set(ctx, ERR_USAGE,
			"--radius must be more than 0: give a distance such as 500m");
	if (o->neighbours > INT32_MAX || o->permutations > PERMUTATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--%s: at most %d",
			o->neighbours > INT32_MAX ? "neighbours" : "permutations",
			o->neighbours > INT32_MAX ? INT32_MAX : PERMUTATIONS_MOST);
	return ERR_OK;
}

static struct result *parameters(struct context *ctx, const struct points_file *file,
	const struct points_local_options *o)
{
	struct result *p = points_parameters(ctx, file, false);
	if (o->neighbours > 0)
		result_int(p, "neighbours", o->neighbours);
	else
		result_real(p, "radius_m", o->radius_m);
	result_int(p, "permutations", o->permutations);
	return p;
}

static void cell_event(struct table *t, const struct events *e, size_t i)
{
	cell_int(t, e->row[i]);
	cell_text(t, e->id ? e->id[i] : NULL);
}

/* ---- Gi* --------------------------------------------------------------------------- */

static const struct column getis_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"gi_star", "Gi*", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_fdr", "p (false discovery)", 4, AUDIENCE_PUBLIC},
	{"p_permutation", "p (permutation)", 4, AUDIENCE_PUBLIC},
};
enum { GETIS_PLAIN_COLUMNS = 5, GETIS_COLUMNS = 6 };

static const struct table *getis_table(
	struct context *ctx, const struct events *e, const struct local *g)
{
	struct table *t = table_create(ctx->arena, "local", "Gi*", getis_columns,
		g->p_permutation ? GETIS_COLUMNS : GETIS_PLAIN_COLUMNS);
	t->reading =
		"Above 0: high values gather here; below 0: low ones. Judge by the "
		"p of false discovery, as many places are many tests.";
	for (size_t i = 0; i < e->n; i++) {
		cell_event(t, e, i);
		cell_real(t, g->statistic[i]);
		cell_real(t, g->p_value[i]);
		cell_real(t, g->p_fdr[i]);
		if (g->p_permutation)
			cell_real(t, g->p_permutation[i]);
	}
	return t;
}

enum err_code work_points_getis(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_local_options *o,
	bool *left_out)
{
	struct events e;
	struct weights w;
	struct local g;
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err) {
		struct points points = {e.n, e.x_m, e.y_m, NULL};
		err = weights_within(ctx, &w, points, o->radius_m, true);
	}
	if (!err)
		err = local_g_run(ctx, &g, e.value, &w, (uint32_t)o->permutations);
	if (!err) {
		struct result *r = result_create(ctx->arena);
		result_table(r, getis_table(ctx, &e, &g));
		result_int(r, "n", (int64_t)e.n);
		result_int(r, "islands", (int64_t)weights_islands(&w));
		err = points_finish(ctx, options, "points getis", &e,
			parameters(ctx, file, o), r, left_out);
	}
	events_release(&e);
	return err;
}

/* ---- Moran ------------------------------------------------------------------------- */

static const struct column moran_columns[] = {
	{"row", "Row", 0, AUDIENCE_PUBLIC},
	{"id", "Id", 0, AUDIENCE_PUBLIC},
	{"i", "Local I", 3, AUDIENCE_PUBLIC},
	{"expected", "Expected", 4, AUDIENCE_PUBLIC},
	{"variance", "Variance", 4, AUDIENCE_PUBLIC},
	{"z", "z", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_fdr", "p (false discovery)", 4, AUDIENCE_PUBLIC},
	{"quadrant", "Among its neighbours", 0, AUDIENCE_PUBLIC},
	{"p_permutation", "p (permutation)", 4, AUDIENCE_PUBLIC},
};
enum { MORAN_PLAIN_COLUMNS = 9, MORAN_COLUMNS = 10 };

static const struct table *moran_table(
	struct context *ctx, const struct events *e, const struct local *l)
{
	static const char *const quadrants[] = {
		NULL, "high-high", "low-low", "high-low", "low-high"};
	struct table *t = table_create(ctx->arena, "local", "Local Moran",
		moran_columns, l->p_permutation ? MORAN_COLUMNS : MORAN_PLAIN_COLUMNS);
	for (size_t i = 0; i < e->n; i++) {
		cell_event(t, e, i);
		cell_real(t, l->statistic[i]);
		cell_real(t, l->expected[i]);
		cell_real(t, l->variance[i]);
		cell_real(t, l->z[i]);
		cell_real(t, l->p_value[i]);
		cell_real(t, l->p_fdr[i]);
		cell_text(t, quadrants[l->quadrant[i]]);
		if (l->p_permutation)
			cell_real(t, l->p_permutation[i]);
	}
	return t;
}

static enum err_code moran_result(struct context *ctx,
	const struct work_options *options, const struct points_local_options *o,
	const struct events *e, const struct weights *w, struct result *r)
{
	struct autocorrelation a;
	struct local local;
	uint32_t permutations = (uint32_t)o->permutations;
	enum err_code err =
		moran_run(ctx, &a, e->value, w, MORAN_RANDOMISATION, permutations);
	if (!err && options->format == FORMAT_CSV) {
		err = local_moran_run(
			ctx, &local, e->value, w, LOCAL_CONDITIONAL, permutations);
		if (!err)
			result_table(r, moran_table(ctx, e, &local));
	}
	if (err)
		return err;
	result_real(r, "i", a.statistic);
	result_real(r, "expected", a.expected);
	result_real(r, "variance", a.variance);
	result_real(r, "z", a.z);
	result_real(r, "p_value", a.p_value);
	result_real(r, "p_permutation", a.p_permutation);
	result_real(r, "p_greater", a.p_greater);
	result_int(r, "n", (int64_t)a.n);
	result_int(r, "islands", (int64_t)a.islands);
	return ERR_OK;
}

enum err_code work_points_moran(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_local_options *o,
	bool *left_out)
{
	struct events e;
	struct weights w;
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	struct result *r = result_create(ctx->arena);
	err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err) {
		struct points points = {e.n, e.x_m, e.y_m, NULL};
		err = o->neighbours > 0
			      ? weights_nearest(
					ctx, &w, points, (uint32_t)o->neighbours)
			      : weights_within(ctx, &w, points, o->radius_m, false);
	}
	if (!err) {
		weights_standardise(&w);
		err = moran_result(ctx, options, o, &e, &w, r);
	}
	if (!err)
		err = points_finish(ctx, options, "points moran", &e,
			parameters(ctx, file, o), r, left_out);
	events_release(&e);
	return err;
}
