#include "work/points_journeys.h"
#include "base/str.h"
#include "stats/circular.h"
#include "stats/decay.h"
#include "stats/flows.h"
#include "work/points_result.h"
#include <math.h>
#include <stdlib.h>

enum { REPLICATIONS_MOST = 1000000, SECTORS = 8 };

static enum err_code check(struct context *ctx, const struct points_journeys_options *o)
{
	if (o->replications > REPLICATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--replications: at most %d",
			REPLICATIONS_MOST);
	return ERR_OK;
}

static struct result *parameters_of(struct context *ctx, const struct points_file *file,
	const struct points_journeys_options *o)
{
	struct result *p = points_parameters(ctx, file, false);
	result_text(p, "to_x", o->to_x ? o->to_x : "to_x");
	result_text(p, "to_y", o->to_y ? o->to_y : "to_y");
	if (file->child)
		result_text(p, "child", file->child);
	result_int(p, "replications", o->replications);
	return p;
}

/* ---- decay and direction --------------------------------------------------------------- */

static const struct column curve_columns[] = {
	{"curve", "Curve", 0, AUDIENCE_PUBLIC},
	{"best", "Best", 0, AUDIENCE_PUBLIC},
	{"parameter_1", "First", 0, AUDIENCE_PUBLIC},
	{"value_1", "Value", 6, AUDIENCE_PUBLIC},
	{"error_1", "Error", 6, AUDIENCE_PUBLIC},
	{"parameter_2", "Second", 0, AUDIENCE_PUBLIC},
	{"value_2", "Value", 6, AUDIENCE_PUBLIC},
	{"error_2", "Error", 6, AUDIENCE_PUBLIC},
	{"log_likelihood", "Log likelihood", 2, AUDIENCE_PUBLIC},
	{"aic", "AIC", 1, AUDIENCE_PUBLIC},
	{"median_m", "Half within (m)", 1, AUDIENCE_PUBLIC},
	{"ks", "KS", 4, AUDIENCE_PUBLIC},
	{"p_fit", "p of the fit", 3, AUDIENCE_PUBLIC},
};
static const struct column sector_columns[] = {
	{"direction", "Direction", 0, AUDIENCE_PUBLIC},
	{"journeys", "Journeys", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
};

static const struct table *curves_table(struct context *ctx, const struct decay *d)
{
	struct table *t =
		TABLE_CREATE(ctx->arena, "curves", "Distance decay", curve_columns);
	t->reading =
		"The lowest AIC is the best of these curves; a small p of the fit says "
		"that it does not describe the journeys even so.";
	for (int f = 0; f < DECAY_FAMILIES_N; f++) {
		const struct decay_fit *fit = &d->fits[f];
		enum decay_family family = (enum decay_family)f;
		cell_text(t, decay_name(family));
		cell_bool(t, d->any && d->best == family);
		for (size_t k = 0; k < 2; k++) {
			cell_text(t, decay_parameter_name(family, k));
			cell_real(t, fit->parameter[k]);
			cell_real(t, fit->error[k]);
		}
		cell_real(t, fit->log_likelihood);
		cell_real(t, fit->aic);
		cell_real(t, fit->median_m);
		cell_real(t, fit->ks);
		cell_real(t, fit->p_fit);
	}
	return t;
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Lengths as quartiles, linear between journeys. */
static const struct result *lengths_result(
	struct context *ctx, const double *metres, size_t n)
{
	static const char *const names[] = {
		"least_m", "quartile_1_m", "median_m", "quartile_3_m", "most_m"};
	double *sorted = arena_array(ctx->arena, double, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = metres[i];
	qsort(sorted, n, sizeof *sorted, compare_double);
	struct result *r = result_create(ctx->arena);
	for (size_t q = 0; q < 5; q++) {
		double at = (double)q / 4 * (double)(n - 1), part = at - floor(at);
		size_t k = (size_t)at, next = k + 1 < n ? k + 1 : k;
		result_real(r, names[q], sorted[k] + part * (sorted[next] - sorted[k]));
	}
	return r;
}

/* Journeys and children by eighths of the compass. */
static const struct table *sectors_table(
	struct context *ctx, const struct events_journeys *j)
{
	static const char *const names[SECTORS] = {
		"N", "NE", "E", "SE", "S", "SW", "W", "NW"};
	int64_t journeys[SECTORS] = {0}, children[SECTORS] = {0};
	bool *seen = arena_array(ctx->arena, bool, j->children_n *SECTORS);
	for (size_t i = 0; i < j->n; i++) {
		double dx = j->to_x_m[i] - j->x_m[i], dy = j->to_y_m[i] - j->y_m[i];
		if (dx == 0 && dy == 0)
			continue;
		double turns = atan2(dx, dy) / (2 * acos(-1.0));
		size_t s = (size_t)floor((turns + 1) * SECTORS + 0.5) % SECTORS;
		bool *own = &seen[(size_t)j->child[i] * SECTORS + s];
		journeys[s]++;
		children[s] += !*own;
		*own = true;
	}
	struct table *t =
		TABLE_CREATE(ctx->arena, "directions", "Directions", sector_columns);
	for (size_t s = 0; s < SECTORS; s++) {
		cell_text(t, names[s]);
		cell_int(t, journeys[s]);
		cell_int(t, children[s]);
	}
	return t;
}

/* The mean direction of each child's unit steps, and Rayleigh's test of them. */
static enum err_code tell_bearing(
	struct context *ctx, const struct events_journeys *j, struct result *r)
{
	double *x = arena_array(ctx->arena, double, j->children_n);
	double *y = arena_array(ctx->arena, double, j->children_n);
	double *degrees = arena_array(ctx->arena, double, j->children_n);
	size_t n = 0;
	for (size_t i = 0; i < j->n; i++) {
		double dx = j->to_x_m[i] - j->x_m[i], dy = j->to_y_m[i] - j->y_m[i];
		double length = hypot(dx, dy);
		if (length == 0)
			continue;
		x[j->child[i]] += dx / length;
		y[j->child[i]] += dy / length;
	}
	for (size_t c = 0; c < j->children_n; c++)
		if (hypot(x[c], y[c]) > 1e-9)
			degrees[n++] = atan2(x[c], y[c]) * 180 / acos(-1.0);
	struct circular b = {0};
	struct result *nested = result_create(ctx->arena);
	enum err_code err =
		n > 0 ? circular_run(ctx, &b, n, degrees, NULL, 360) : ERR_OK;
	result_int(nested, "children", (int64_t)n);
	result_real(nested, "mean_direction_deg", n > 0 ? b.mean : NAN);
	result_real(nested, "resultant", n > 0 ? b.resultant : NAN);
	result_real(nested, "p_value", n > 0 ? b.rayleigh_p : NAN);
	result_result(r, "bearing", nested);
	return err;
}

static enum err_code decay_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_journeys_options *o, const struct events_journeys *j,
	bool *left_out)
{
	double *metres = arena_array(ctx->arena, double, j->n);
	for (size_t i = 0; i < j->n; i++)
		metres[i] = hypot(j->to_x_m[i] - j->x_m[i], j->to_y_m[i] - j->y_m[i]);
	struct decay_options d = {.from_m = o->shortest_m,
		.to_m = o->longest_m,
		.replications = (uint32_t)o->replications};
	struct decay decay;
	enum err_code err = decay_run(ctx, &decay, j->n, metres, j->child, &d);
	if (err)
		return err;
	struct result *p = parameters_of(ctx, file, o);
	result_real(p, "shortest_m", o->shortest_m);
	result_real(p, "longest_m", o->longest_m > 0 ? o->longest_m : NAN);
	struct result *r = result_create(ctx->arena);
	result_table(r, curves_table(ctx, &decay));
	result_int(r, "n", (int64_t)j->n);
	result_int(r, "children", (int64_t)j->children_n);
	result_int(r, "fitted", (int64_t)decay.n);
	result_int(r, "shorter", (int64_t)decay.short_n);
	result_int(r, "longer", (int64_t)decay.long_n);
	result_text(r, "best", decay.any ? decay_name(decay.best) : NULL);
	result_result(r, "lengths", lengths_result(ctx, metres, j->n));
	err = tell_bearing(ctx, j, r);
	if (err)
		return err;
	result_table(r, sectors_table(ctx, j));
	return points_finish(ctx, options, "points decay", &j->from, p, r, left_out);
}

enum err_code work_points_decay(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_journeys_options *o,
	bool *left_out)
{
	struct events_journeys j = {0};
	enum err_code err = check(ctx, o);
	if (!err)
		err = events_journeys_read(ctx, file, o, &j);
	if (!err)
		err = decay_print(ctx, options, file, o, &j, left_out);
	events_release(&j.from);
	return err;
}

/* ---- flows ----------------------------------------------------------------------------- */

static const struct column flow_columns[] = {
	{"rank", "Rank", 0, AUDIENCE_PUBLIC},
	{"from_x", "From x", 6, AUDIENCE_PUBLIC},
	{"from_y", "From y", 6, AUDIENCE_PUBLIC},
	{"to_x", "To x", 6, AUDIENCE_PUBLIC},
	{"to_y", "To y", 6, AUDIENCE_PUBLIC},
	{"distance_m", "Distance (m)", 1, AUDIENCE_PUBLIC},
	{"journeys", "Journeys", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"children_from", "Children from there", 0, AUDIENCE_PUBLIC},
	{"children_to", "Children going there", 0, AUDIENCE_PUBLIC},
	{"expected", "By chance", 2, AUDIENCE_PUBLIC},
	{"excess", "Excess", 2, AUDIENCE_PUBLIC},
	{"p_value", "p by itself", 4, AUDIENCE_PUBLIC},
	{"p_family", "p of any", 4, AUDIENCE_PUBLIC},
	{"q_value", "q", 4, AUDIENCE_PUBLIC},
	{"members", NULL, 0, AUDIENCE_PUBLIC},
};

struct flow_print {
	struct context *ctx;
	const struct events_journeys *j;
	const struct flow_ends *from, *to;
	double radius_m, to_radius_m;
	const struct flow **told; /* those in the table */
	size_t told_n;
	struct table *table;
};

static bool within(double dx, double dy, double radius_m)
{
	return dx * dx + dy * dy <= radius_m * radius_m;
}

/* Both of its ends are near those of one told before. */
static bool is_told(const struct flow_print *f, const struct flow *one)
{
	const struct flow_ends *a = f->from, *b = f->to;
	for (size_t i = 0; i < f->told_n; i++) {
		const struct flow *t = f->told[i];
		if (within(a->x_m[t->origin] - a->x_m[one->origin],
			    a->y_m[t->origin] - a->y_m[one->origin], f->radius_m) &&
			within(b->x_m[t->target] - b->x_m[one->target],
				b->y_m[t->target] - b->y_m[one->target],
				f->to_radius_m))
			return true;
	}
	return false;
}

/* The rows of its journeys. */
static struct texts members_of(
	const struct flow_print *f, const struct flow *one, size_t *journeys)
{
	const struct events_journeys *j = f->j;
	struct arena *arena = f->ctx->arena;
	size_t n = 0, room = 0;
	const char **rows = NULL;
	*journeys = 0;
	for (size_t i = 0; i < j->n; i++) {
		if (!within(j->x_m[i] - f->from->x_m[one->origin],
			    j->y_m[i] - f->from->y_m[one->origin], f->radius_m) ||
			!within(j->to_x_m[i] - f->to->x_m[one->target],
				j->to_y_m[i] - f->to->y_m[one->target], f->to_radius_m))
			continue;
		++*journeys;
		if (i > 0 && n > 0 && j->row[i] == j->row[i - 1])
			continue;
		arena_reserve(arena, rows, room, n + 1);
		rows[n++] =
			str_printf(arena, "%lld", (long long)j->from.row[j->row[i]]);
	}
	return (struct texts){rows, n};
}

static void tell_flow(struct flow_print *f, const struct flow *one)
{
	size_t journeys;
	struct texts members = members_of(f, one, &journeys);
	/* A child of two homes may have reached the place from the other alone. */
	if (journeys == 0 || is_told(f, one))
		return;
	f->told[f->told_n++] = one;
	struct table *t = f->table;
	struct point from = {f->from->x_m[one->origin], f->from->y_m[one->origin]};
	struct point to = {f->to->x_m[one->target], f->to->y_m[one->target]};
	struct point from_shown = events_place(f->ctx, &f->j->from, from);
	struct point to_shown = events_place(f->ctx, &f->j->from, to);
	cell_int(t, (int64_t)f->told_n);
	cell_real(t, from_shown.x_m);
	cell_real(t, from_shown.y_m);
	cell_real(t, to_shown.x_m);
	cell_real(t, to_shown.y_m);
	cell_real(t, point_distance_m(from, to));
	cell_int(t, (int64_t)journeys);
	cell_int(t, one->children);
	cell_int(t, one->children_origin);
	cell_int(t, one->children_target);
	cell_real(t, one->expected);
	cell_real(t, one->excess);
	cell_real(t, one->p_value);
	cell_real(t, one->p_family);
	cell_real(t, one->q_value);
	cell_ids(t, members);
}

static const struct table *flows_table(
	struct flow_print *f, const struct flows *flows, size_t most)
{
	f->told = arena_array(f->ctx->arena, const struct flow *, most);
	f->table = TABLE_CREATE(f->ctx->arena, "flows", "Flows", flow_columns);
	f->table->reading =
		"Children count who have a journey from near the one and a journey to "
		"near "
		"the other. Of flows whose ends are both near, the first is told.";
	for (size_t i = 0; i < flows->n && f->told_n < most; i++)
		if (flows->flows[i].excess > 0)
			tell_flow(f, &flows->flows[i]);
	return f->table;
}

static enum err_code flows_print(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_journeys_options *o, const struct events_journeys *j,
	bool *left_out)
{
	double to_radius_m = o->to_radius_m < 0 ? o->radius_m : o->to_radius_m;
	struct points begin = {j->n, j->x_m, j->y_m, NULL};
	struct points end = {j->n, j->to_x_m, j->to_y_m, NULL};
	struct flow_ends from, to;
	struct flows flows;
	enum err_code err = flow_ends_make(ctx, &from, begin, j->child, o->radius_m);
	if (!err)
		err = flow_ends_make(ctx, &to, end, j->child, to_radius_m);
	if (err)
		return err;
	struct flows_input in = {j->n, j->children_n, j->child, from.place, to.place,
		from.near, to.near};
	struct flows_options fo = {.min_children = (uint32_t)o->min_children,
		.replications = (uint32_t)o->replications};
	err = flows_run(ctx, &flows, &in, &fo);
	if (err)
		return err;
	struct flow_print f = {.ctx = ctx,
		.j = j,
		.from = &from,
		.to = &to,
		.radius_m = o->radius_m,
		.to_radius_m = to_radius_m};
	struct result *p = parameters_of(ctx, file, o);
	result_real(p, "radius_m", o->radius_m);
	result_real(p, "to_radius_m", to_radius_m);
	result_int(p, "min_children", o->min_children);
	struct result *r = result_create(ctx->arena);
	result_table(r, flows_table(&f, &flows, (size_t)o->most));
	result_int(r, "n", (int64_t)j->n);
	result_int(r, "children", (int64_t)j->children_n);
	result_int(r, "pairs_of_places", (int64_t)flows.looked_at);
	result_real(r, "p_value", flows.p_least);
	return points_finish(ctx, options, "points flows", &j->from, p, r, left_out);
}

enum err_code work_points_flows(struct context *ctx, const struct work_options *options,
	const struct points_file *file, const struct points_journeys_options *o,
	bool *left_out)
{
	struct events_journeys j = {0};
	enum err_code err = check(ctx, o);
	if (!err && (o->min_children > UINT32_MAX || o->most > REPLICATIONS_MOST))
		err = err_set(ctx, ERR_USAGE, "--min-children and --most: at most %d",
			REPLICATIONS_MOST);
	if (!err)
		err = events_journeys_read(ctx, file, o, &j);
	if (!err)
		err = flows_print(ctx, options, file, o, &j, left_out);
	events_release(&j.from);
	return err;
}
