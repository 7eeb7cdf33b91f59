#include "work/points_process.h"
#include "base/str.h"
#include "stats/gest.h"
#include "stats/pcf.h"
#include "stats/ripley.h"
#include "work/points_study.h"
#include <math.h>

enum { STEPS_MOST = 100000, REPLICATIONS_MOST = 100000 };

/* What every method here begins with: the events, those in the area, the radii. */
struct setting {
	struct events events;
	struct points_study study;
	struct points_study_options study_options;
	size_t radii_n;
	double *radius_m;
};

static enum err_code setting_begin(struct context *ctx, const struct points_file *file,
	const struct points_process_options *o, struct setting *s)
{
	*s = (struct setting){.study_options = {o->area, o->study_area, o->simplify_m},
		.radii_n = (size_t)o->steps + 1};
	if (o->steps > STEPS_MOST || o->replications > REPLICATIONS_MOST)
		return err_set(ctx, ERR_USAGE,
			"--steps and --replications: at most %d each", STEPS_MOST);
	enum err_code err = events_read(ctx, file, EVENTS_TIMELESS, &s->events);
	if (err)
		return err;
	struct events_expanded x = events_expand(ctx, &s->events);
	return points_study_make(
		ctx, &s->events, x.points, &s->study_options, &s->study);
}

static void setting_radii(struct context *ctx, struct setting *s, double most_m)
{
	s->radius_m = arena_array(ctx->arena, double, s->radii_n);
	for (size_t i = 0; i < s->radii_n; i++)
		s->radius_m[i] = most_m * (double)i / (double)(s->radii_n - 1);
}

/* As far as K and g are worth asking. */
static double quarter_m(const struct setting *s)
{
	const struct box *b = &s->study.area.box;
	return fmin(b->max_x_m - b->min_x_m, b->max_y_m - b->min_y_m) / 4;
}

static void setting_release(struct setting *s)
{
	points_study_release(&s->study);
	events_release(&s->events);
}

struct told {
	struct result *parameters, *figures;
};

static struct told tell(struct context *ctx, const struct points_file *file,
	const struct points_process_options *o, const struct setting *s)
{
	struct told t = {
		points_parameters(ctx, file, false), result_create(ctx->arena)};
	if (o->edge)
		result_text(t.parameters, "edge", o->edge);
	result_real(t.parameters, "max_radius_m", s->radius_m[s->radii_n - 1]);
	result_int(t.parameters, "steps", o->steps);
	result_int(t.parameters, "replications", o->replications);
	result_int(t.figures, "n", (int64_t)s->study.points.n);
	points_study_tell(&s->study, &s->study_options, t.parameters, t.figures);
	return t;
}

static void tell_tests(struct result *r, const struct curve_envelope *e, bool wanted)
{
	result_real(r, "p_value", wanted ? e->p_mad : NAN);
	if (!wanted)
		return;
	result_real(r, "p_mad", e->p_mad);
	result_real(r, "p_dclf", e->p_dclf);
	result_real(r, "global_level", e->level);
}

static void envelope_cells(struct table *t, const struct curve_envelope *e, size_t i)
{
	if (!e->replications)
		return;
	cell_real(t, e->low[i]);
	cell_real(t, e->high[i]);
	cell_real(t, e->global_low[i]);
	cell_real(t, e->global_high[i]);
}

/* ---- K and L ------------------------------------------------------------------------ */

static const struct column ripley_columns[] = {
	{"radius_m", "Radius (m)", 1, AUDIENCE_PUBLIC},
	{"k", "K", 1, AUDIENCE_PUBLIC},
	{"l", "L", 2, AUDIENCE_PUBLIC},
	{"low", "Lowest L by chance", 2, AUDIENCE_PUBLIC},
	{"high", "Highest L by chance", 2, AUDIENCE_PUBLIC},
	{"global_low", "Band: from", 2, AUDIENCE_PUBLIC},
	{"global_high", "Band: to", 2, AUDIENCE_PUBLIC},
};
enum { RIPLEY_PLAIN_COLUMNS = 3, RIPLEY_COLUMNS = 7 };

static const struct table *ripley_table(
	struct context *ctx, const struct ripley *k, const double *radius_m)
{
	struct table *t = table_create(ctx->arena, "distances", "K and L",
		ripley_columns, k->low ? RIPLEY_COLUMNS : RIPLEY_PLAIN_COLUMNS);
	t->reading = "L above the radius: points gather at that distance; below: they "
		     "keep apart. Even points leave the band anywhere once in twenty "
		     "times.";
	for (size_t i = 0; i < k->radii_n; i++) {
		cell_real(t, radius_m[i]);
		cell_real(t, k->k[i]);
		cell_real(t, k->l[i]);
		envelope_cells(t, &k->envelope, i);
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

enum err_code work_points_ripley(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_process_options *o, bool *left_out)
{
	struct setting s;
	struct ripley k;
	enum err_code err = setting_begin(ctx, file, o, &s);
	if (!err) {
		setting_radii(
			ctx, &s, o->max_radius_m > 0 ? o->max_radius_m : quarter_m(&s));
		struct ripley_options ro = {.edge = edge_of(o->edge),
			.study = &s.study.area,
			.replications = (uint32_t)o->replications,
			.radii_n = s.radii_n,
			.radius_m = s.radius_m};
		err = ripley_run(ctx, &k, s.study.points, &ro);
	}
	if (!err) {
		struct told t = tell(ctx, file, o, &s);
		tell_tests(t.figures, &k.envelope, k.low != NULL);
		result_table(t.figures, ripley_table(ctx, &k, s.radius_m));
		err = points_finish(ctx, options, "points ripley", &s.events,
			t.parameters, t.figures, left_out);
	}
	setting_release(&s);
	return err;
}

/* ---- G and F ------------------------------------------------------------------------ */

static const struct column gest_columns[] = {
	{"radius_m", "Radius (m)", 1, AUDIENCE_PUBLIC},
	{"theory", "By chance", 4, AUDIENCE_PUBLIC},
	{"raw", "Raw", 4, AUDIENCE_PUBLIC},
	{"rs", "Reduced sample", 4, AUDIENCE_PUBLIC},
	{"km", "Kaplan-Meier", 4, AUDIENCE_PUBLIC},
	{"han", "Hanisch", 4, AUDIENCE_PUBLIC},
	{"low", "Lowest by chance", 4, AUDIENCE_PUBLIC},
	{"high", "Highest by chance", 4, AUDIENCE_PUBLIC},
	{"global_low", "Band: from", 4, AUDIENCE_PUBLIC},
	{"global_high", "Band: to", 4, AUDIENCE_PUBLIC},
};
enum { GEST_PLAIN_COLUMNS = 6, GEST_COLUMNS = 10 };

static const struct table *gest_table(
	struct context *ctx, const struct gest *g, const double *radius_m)
{
	bool wanted = g->envelope.replications > 0;
	struct table *t =
		table_create(ctx->arena, "distances", "Distances to the nearest",
			gest_columns, wanted ? GEST_COLUMNS : GEST_PLAIN_COLUMNS);
	t->reading =
		g->han ? "The share of points with another within the radius. Above "
			 "chance: points gather."
		       : "The share of places with a point within the radius. Below "
			 "chance: points gather and leave room.";
	for (size_t i = 0; i < g->radii_n; i++) {
		cell_real(t, radius_m[i]);
		cell_real(t, g->theory[i]);
		cell_real(t, g->raw[i]);
		cell_real(t, g->rs[i]);
		cell_real(t, g->km[i]);
		cell_real(t, g->han ? g->han[i] : NAN);
		envelope_cells(t, &g->envelope, i);
	}
	return t;
}

enum err_code work_points_gest(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_process_options *o,
	bool *left_out)
{
	struct setting s;
	struct gest g;
	bool f = str_equal(o->function, "f");
	enum err_code err = setting_begin(ctx, file, o, &s);
	if (!err) {
		setting_radii(ctx, &s,
			o->max_radius_m > 0
				? o->max_radius_m
				: gest_reach_m(&s.study.area, s.study.points.n));
		struct gest_options go = {.area = &s.study.area,
			.radii_n = s.radii_n,
			.radius_m = s.radius_m,
			.places_n = f ? (size_t)o->places : 0,
			.edge = str_equal(o->edge, "raw")   ? GEST_RAW
				: str_equal(o->edge, "rs")  ? GEST_RS
				: str_equal(o->edge, "han") ? GEST_HAN
							    : GEST_KM,
			.replications = (uint32_t)o->replications};
		err = gest_run(ctx, &g, s.study.points, &go);
	}
	if (!err) {
		struct told t = tell(ctx, file, o, &s);
		result_text(t.parameters, "function", o->function);
		if (f)
			result_int(t.figures, "places", (int64_t)g.places_n);
		tell_tests(t.figures, &g.envelope, o->replications > 0);
		result_table(t.figures, gest_table(ctx, &g, s.radius_m));
		err = points_finish(ctx, options, "points gest", &s.events,
			t.parameters, t.figures, left_out);
	}
	setting_release(&s);
	return err;
}

/* ---- the pair correlation ------------------------------------------------------------- */

static const struct column pcf_columns[] = {
	{"radius_m", "Radius (m)", 1, AUDIENCE_PUBLIC},
	{"g", "g", 3, AUDIENCE_PUBLIC},
	{"low", "Lowest by chance", 3, AUDIENCE_PUBLIC},
	{"high", "Highest by chance", 3, AUDIENCE_PUBLIC},
	{"global_low", "Band: from", 3, AUDIENCE_PUBLIC},
	{"global_high", "Band: to", 3, AUDIENCE_PUBLIC},
};
enum { PCF_PLAIN_COLUMNS = 2, PCF_COLUMNS = 6 };

static const struct table *pcf_table(
	struct context *ctx, const struct pcf *g, const double *radius_m)
{
	bool wanted = g->envelope.replications > 0;
	struct table *t = table_create(ctx->arena, "distances", "Pair correlation",
		pcf_columns, wanted ? PCF_COLUMNS : PCF_PLAIN_COLUMNS);
	t->reading = "2: twice as many pairs lie at this distance as chance gives.";
	for (size_t i = 0; i < g->radii_n; i++) {
		cell_real(t, radius_m[i]);
		cell_real(t, g->g[i]);
		envelope_cells(t, &g->envelope, i);
	}
	return t;
}

enum err_code work_points_pcf(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_process_options *o,
	bool *left_out)
{
	struct setting s;
	struct pcf g;
	enum err_code err = setting_begin(ctx, file, o, &s);
	if (!err) {
		setting_radii(
			ctx, &s, o->max_radius_m > 0 ? o->max_radius_m : quarter_m(&s));
		struct pcf_options po = {.area = &s.study.area,
			.edge = edge_of(o->edge),
			.divisor = str_equal(o->divisor, "d") ? PCF_BY_DISTANCE
							      : PCF_BY_RADIUS,
			.sums = str_equal(o->sums, "binned") ? PCF_BINNED : PCF_EXACT,
			.radii_n = s.radii_n,
			.radius_m = s.radius_m,
			.half_width_m = o->half_width_m,
			.replications = (uint32_t)o->replications};
		err = pcf_run(ctx, &g, s.study.points, &po);
	}
	if (!err) {
		struct told t = tell(ctx, file, o, &s);
		result_text(t.parameters, "divisor", o->divisor);
		result_text(t.parameters, "sums", o->sums);
		result_real(t.figures, "half_width_m", g.half_width_m);
		result_int(t.figures, "pairs_at_0", (int64_t)g.at_0 / 2);
		tell_tests(t.figures, &g.envelope, o->replications > 0);
		result_table(t.figures, pcf_table(ctx, &g, s.radius_m));
		err = points_finish(ctx, options, "points pcf", &s.events, t.parameters,
			t.figures, left_out);
	}
	setting_release(&s);
	return err;
}
