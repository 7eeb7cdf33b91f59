#include "work/points_process.h"
#include "base/str.h"
#include "stats/nearest.h"
#include "stats/ripley.h"
#include "work/points_result.h"
#include <math.h>

enum { STEPS_MOST = 100000, REPLICATIONS_MOST = 100000 };

/* The rectangle in which points could lie: the one given, or that of the points. */
static enum err_code study_area(struct context *ctx, const struct events *e,
	const char *text, struct points points, struct box *area)
{
	enum err_code err = points_area(ctx, e, text, area);
	if (!err && !text)
		*area = points_box(points);
	return err;
}

static double area_m2(struct box b)
{
	return (b.max_x_m - b.min_x_m) * (b.max_y_m - b.min_y_m);
}

/* ---- K and L ------------------------------------------------------------------------ */

static const struct column ripley_columns[] = {
	{"radius_m", "Radius (m)", 1, AUDIENCE_PUBLIC},
	{"k", "K", 1, AUDIENCE_PUBLIC},
	{"l", "L", 2, AUDIENCE_PUBLIC},
	{"low", "Lowest L by chance", 2, AUDIENCE_PUBLIC},
	{"high", "Highest L by chance", 2, AUDIENCE_PUBLIC},
};
enum { RIPLEY_PLAIN_COLUMNS = 3, RIPLEY_COLUMNS = 5 };

static const struct table *ripley_table(
	struct context *ctx, const struct ripley *k, const double *radius_m)
{
	struct table *t = table_create(ctx->arena, "distances", "K and L",
		ripley_columns, k->low ? RIPLEY_COLUMNS : RIPLEY_PLAIN_COLUMNS);
	t->reading = "L above the radius: points gather at that distance; below: they "
		     "keep apart.";
	for (size_t i = 0; i < k->radii_n; i++) {
		cell_real(t, radius_m[i]);
		cell_real(t, k->k[i]);
		cell_real(t, k->l[i]);
		if (!k->low)
			continue;
		cell_real(t, k->low[i]);
		cell_real(t, k->high[i]);
	}
	return t;
}

static enum ripley_edge edge_of(const char *name)
{
	return str_equal(name, "none")          ? RIPLEY_NONE
	       : str_equal(name, "border")      ? RIPLEY_BORDER
	       : str_equal(name, "translation") ? RIPLEY_TRANSLATION
						: RIPLEY_ISOTROPIC;
}

static enum err_code ripley_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_ripley_options *o, const struct events *e, bool *left_out)
{
	struct events_expanded x = events_expand(ctx, e);
	struct ripley_options ro = {.edge = edge_of(o->edge),
		.replications = (uint32_t)o->replications,
		.radii_n = (size_t)o->steps + 1};
	struct ripley k;
	enum err_code err = study_area(ctx, e, o->area, x.points, &ro.area);
	if (err)
		return err;
	double most_m = o->max_radius_m;
	if (most_m == 0)
		most_m = fmin(ro.area.max_x_m - ro.area.min_x_m,
				 ro.area.max_y_m - ro.area.min_y_m) /
			 4;
	double *radius_m = arena_array(ctx->arena, double, ro.radii_n);
	for (size_t i = 0; i < ro.radii_n; i++)
		radius_m[i] = most_m * (double)i / (double)o->steps;
	ro.radius_m = radius_m;
	err = ripley_run(ctx, &k, x.points, &ro);
	if (err)
		return err;
	struct result *p = points_parameters(ctx, file, false);
	result_text(p, "edge", o->edge);
	result_text(p, "area", o->area);
	result_real(p, "max_radius_m", most_m);
	result_int(p, "steps", o->steps);
	result_int(p, "replications", o->replications);
	struct result *r = result_create(ctx->arena);
	result_int(r, "n", (int64_t)k.n);
	result_real(r, "area_m2", area_m2(ro.area));
	result_real(r, "p_value", k.p_value);
	result_table(r, ripley_table(ctx, &k, radius_m));
	return points_finish(ctx, options, "points ripley", e, p, r, left_out);
}

enum err_code work_points_ripley(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_ripley_options *o, bool *left_out)
{
	struct events e;
	if (o->steps > STEPS_MOST || o->replications > REPLICATIONS_MOST)
		return err_set(ctx, ERR_USAGE,
			"--steps and --replications: at most %d each", STEPS_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err)
		err = ripley_print(ctx, options, file, o, &e, left_out);
	events_release(&e);
	return err;
}

/* ---- Clark and Evans ------------------------------------------------------------------
 */

static const struct result *clark_evans_result(
	struct context *ctx, const struct clark_evans *c, struct box area)
{
	struct result *r = result_create(ctx->arena);
	result_int(r, "n", (int64_t)c->n);
	result_int(r, "duplicates", (int64_t)c->duplicates);
	result_real(r, "area_m2", area_m2(area));
	result_real(r, "mean_m", c->mean_m);
	result_real(r, "expected_m", c->expected_m);
	result_real(r, "index", c->index);
	result_real(r, "index_donnelly", c->index_donnelly);
	result_real(r, "z", c->z);
	result_real(r, "p_value", c->p_value);
	result_real(r, "p_clustered", c->p_clustered);
	result_real(r, "p_regular", c->p_regular);
	return r;
}

enum err_code work_points_clarkevans(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const char *area, bool *left_out)
{
	struct events e;
	struct clark_evans c;
	struct box box;
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &e);
	if (!err) {
		struct events_expanded x = events_expand(ctx, &e);
		err = study_area(ctx, &e, area, x.points, &box);
		if (!err)
			err = clark_evans_run(ctx, &c, x.points, box);
	}
	if (!err) {
		struct result *p = points_parameters(ctx, file, false);
		result_text(p, "area", area);
		err = points_finish(ctx, options, "points clarkevans", &e, p,
			clark_evans_result(ctx, &c, box), left_out);
	}
	events_release(&e);
	return err;
}
