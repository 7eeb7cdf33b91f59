#include "work/points_emerging.h"
#include "base/str.h"
#include "geo/sort.h"
#include "stats/emerging.h"
#include "work/points_steps.h"
#include <math.h>

#define PERMUTATIONS_MOST 100000
/* Fewer steps than ArcGIS asks for: no trend can be told. */
#define STEPS_FEW 10

/* ---- events -------------------------------------------------------------------------- */

/* Rows by cell and step. */
struct binned {
	struct emerging_events events;
	uint32_t *children; /* by cell: distinct ones; NULL without */
};

struct rows {
	size_t n;
	uint32_t *cell, *step, *count, *child;
};

static struct rows rows_of(
	struct context *ctx, const struct places *p, const struct points_steps *s)
{
	const struct events *e = &p->events;
	struct rows r = {0, arena_array(ctx->arena, uint32_t, e->n),
		arena_array(ctx->arena, uint32_t, e->n),
		e->count ? arena_array(ctx->arena, uint32_t, e->n) : NULL,
		e->child ? arena_array(ctx->arena, uint32_t, e->n) : NULL};
	for (size_t i = 0; i < e->n; i++) {
		uint32_t step = points_steps_of(s, e->t_s[i]);
		if (p->of_event[i] == UINT32_MAX || step == UINT32_MAX)
			continue;
		if (r.count)
			r.count[r.n] = e->count[i];
		if (r.child)
			r.child[r.n] = e->child[i];
		r.cell[r.n] = p->of_event[i];
		r.step[r.n++] = step;
	}
	return r;
}

/* The order of rows by two numbers, the second within the first. */
static uint32_t *order_by(
	struct context *ctx, size_t n, const uint64_t *first, const uint32_t *second)
{
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, n);
	for (size_t i = 0; i < n; i++) {
		keys[i] = first[i] << 32 | second[i];
		order[i] = (uint32_t)i;
	}
	sort_by_key(ctx->scratch, keys, order, n, 64);
	return order;
}

/* Leaves one row of each child in a bin. */
static void count_once(struct context *ctx, struct rows *r, size_t steps)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *bin = arena_array(ctx->scratch, uint64_t, r->n);
	for (size_t i = 0; i < r->n; i++)
		bin[i] = (uint64_t)r->cell[i] * steps + r->step[i];
	uint32_t *order = order_by(ctx, r->n, bin, r->child);
	bool *again = arena_array(ctx->scratch, bool, r->n);
	for (size_t k = 1; k < r->n; k++)
		again[order[k]] = bin[order[k]] == bin[order[k - 1]] &&
				  r->child[order[k]] == r->child[order[k - 1]];
	size_t kept = 0;
	for (size_t i = 0; i < r->n; i++) {
		if (again[i])
			continue;
		r->cell[kept] = r->cell[i];
		r->step[kept] = r->step[i];
		r->child[kept++] = r->child[i];
	}
	r->n = kept;
	arena_reset(ctx->scratch, mark);
}

/* Distinct children of each cell. */
static uint32_t *children_of(struct context *ctx, const struct rows *r, size_t cells)
{
	uint32_t *children = arena_array(ctx->arena, uint32_t, cells);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *cell = arena_array(ctx->scratch, uint64_t, r->n);
	for (size_t i = 0; i < r->n; i++)
		cell[i] = r->cell[i];
	uint32_t *order = order_by(ctx, r->n, cell, r->child);
	for (size_t k = 0; k < r->n; k++)
		children[cell[order[k]]] +=
			k == 0 || cell[order[k]] != cell[order[k - 1]] ||
			r->child[order[k]] != r->child[order[k - 1]];
	arena_reset(ctx->scratch, mark);
	return children;
}

static struct binned bin_events(
	struct context *ctx, const struct places *p, const struct points_steps *s)
{
	struct rows r = rows_of(ctx, p, s);
	struct binned b = {{0}, NULL};
	size_t children = 0;
	if (r.child) {
		count_once(ctx, &r, s->n);
		b.children = children_of(ctx, &r, p->n);
		for (size_t i = 0; i < r.n; i++)
			children = r.child[i] >= children ? r.child[i] + (size_t)1
							  : children;
	}
	b.events = (struct emerging_events){
		r.n, r.cell, r.step, r.count, r.child, children};
	return b;
}

/* ---- tables -------------------------------------------------------------------------- */

static const struct column cell_columns[] = {
	{"cell", "Cell", 0, AUDIENCE_PUBLIC},
	{"id", NULL, 0, AUDIENCE_PUBLIC},
	{"x", "x", 6, AUDIENCE_PUBLIC},
	{"y", "y", 6, AUDIENCE_PUBLIC},
	{"category", "Category", 0, AUDIENCE_PUBLIC},
	{"edge", NULL, 0, AUDIENCE_PUBLIC},
	{"count", "Events", 0, AUDIENCE_PUBLIC},
	{"children", "Children", 0, AUDIENCE_PUBLIC},
	{"hot_steps", "Hot steps", 0, AUDIENCE_PUBLIC},
	{"cold_steps", "Cold steps", 0, AUDIENCE_PUBLIC},
	{"gi_star", "Gi*", 3, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
	{"p_fdr", "p (false discovery)", 4, AUDIENCE_PUBLIC},
	{"trend_z", "Trend z", 3, AUDIENCE_PUBLIC},
	{"trend_tau", NULL, 3, AUDIENCE_PUBLIC},
	{"trend_p_value", "p of the trend", 4, AUDIENCE_PUBLIC},
	{"trend_p_fdr", NULL, 4, AUDIENCE_PUBLIC},
	{"count_trend_z", NULL, 3, AUDIENCE_PUBLIC},
	{"count_trend_p_value", NULL, 4, AUDIENCE_PUBLIC},
};
static const struct column step_columns[] = {
	{"from", "From", 0, AUDIENCE_PUBLIC},
	{"before", "Before", 0, AUDIENCE_PUBLIC},
	{"events", "Events", 0, AUDIENCE_PUBLIC},
};
static const struct column category_columns[] = {
	{"category", "Category", 0, AUDIENCE_PUBLIC},
	{"cells", "Cells", 0, AUDIENCE_PUBLIC},
	{"expected", "By permutation", 2, AUDIENCE_PUBLIC},
	{"p_value", "p", 4, AUDIENCE_PUBLIC},
};
enum { CATEGORY_PLAIN_COLUMNS = 2, CATEGORY_COLUMNS = 4 };

static void cell_row(struct table *t, const struct emerging_cell *c)
{
	cell_int(t, c->hot_steps);
	cell_int(t, c->cold_steps);
	cell_real(t, c->gi_star);
	cell_real(t, c->p_value);
	cell_real(t, c->p_fdr);
	cell_real(t, c->trend.z);
	cell_real(t, c->trend.tau);
	cell_real(t, c->trend.p_value);
	cell_real(t, c->trend_p_fdr);
	cell_real(t, c->count_trend.z);
	cell_real(t, c->count_trend.p_value);
}

/* As text those cells alone that are of a category. */
static const struct table *cells_table(struct context *ctx, const struct places *p,
	const struct binned *b, const struct emerging *e, bool all)
{
	struct table *t = TABLE_CREATE(ctx->arena, "cells", "Cells", cell_columns);
	t->reading = "Gi* and its p are of the last step; the trend is that of the "
		     "neighbourhood's counts, step by step.";
	for (size_t i = 0; i < p->n; i++) {
		const struct emerging_cell *c = &e->cells[i];
		if (!all && c->category == EMERGING_NONE)
			continue;
		struct point at = events_place(
			ctx, &p->events, (struct point){p->x_m[i], p->y_m[i]});
		cell_int(t, p->row[i]);
		cell_text(t, p->id ? p->id[i] : NULL);
		cell_real(t, at.x_m);
		cell_real(t, at.y_m);
		cell_text(t, emerging_names[c->category]);
		cell_bool(t, c->edge);
		cell_int(t, (int64_t)c->count);
		if (b->children)
			cell_int(t, b->children[i]);
		else
			cell_null(t);
		cell_row(t, c);
	}
	return t;
}

static const struct table *categories_table(
	struct context *ctx, const struct emerging *e)
{
	bool permuted = e->permutations > 0;
	struct table *t = table_create(ctx->arena, "categories", "Categories",
		category_columns, permuted ? CATEGORY_COLUMNS : CATEGORY_PLAIN_COLUMNS);
	if (permuted)
		t->reading =
			"By permutation: so many cells would be of this category if "
			"where and when had nothing to do with each other.";
	for (size_t k = 0; k < EMERGING_CATEGORIES; k++) {
		cell_text(t, emerging_names[k]);
		cell_int(t, (int64_t)e->categories[k]);
		if (!permuted)
			continue;
		cell_real(t, e->expected[k]);
		cell_real(t, e->p_value[k]);
	}
	return t;
}

static const struct table *steps_table(struct context *ctx, const struct places *p,
	const struct points_steps *s, const struct emerging *e)
{
	struct table *t = TABLE_CREATE(ctx->arena, "steps", "Steps", step_columns);
	for (size_t i = 0; i < s->n; i++) {
		cell_text(t, events_time_text(ctx->arena, &p->events, s->from_s[i]));
		cell_text(
			t, events_time_text(ctx->arena, &p->events, s->from_s[i + 1]));
		cell_int(t, (int64_t)e->step_counts[i]);
	}
	return t;
}

static void tell(struct context *ctx, struct result *r, const struct places *p,
	const struct points_steps *s, const struct binned *b, const struct emerging *e,
	enum format format)
{
	struct result *trend = result_create(ctx->arena);
	result_table(r, cells_table(ctx, p, b, e, format != FORMAT_TEXT));
	result_table(r, categories_table(ctx, e));
	result_table(r, steps_table(ctx, p, s, e));
	result_int(trend, "s", e->trend.s);
	result_real(trend, "tau", e->trend.tau);
	result_real(trend, "z", e->trend.z);
	result_real(trend, "p_value", e->trend.p_value);
	result_result(r, "trend", trend);
	result_int(r, "events", (int64_t)b->events.n);
	result_int(r, "rows_outside_time", (int64_t)s->outside);
	result_int(r, "steps_n", (int64_t)s->n);
	result_int(r, "hot_bins", (int64_t)e->hot_bins);
	result_int(r, "cold_bins", (int64_t)e->cold_bins);
	result_text(r, "p_by", e->exact ? "exact" : "normal");
}

static enum err_code check(struct context *ctx, const struct points_file *file,
	const struct points_emerging_options *o)
{
	if (o->permutations > PERMUTATIONS_MOST)
		return err_set(ctx, ERR_USAGE, "--permutations: at most %d",
			PERMUTATIONS_MOST);
	if (o->time_neighbours < 0 || o->time_neighbours > STEPS_MOST)
		return err_set(
			ctx, ERR_USAGE, "--time-neighbours: 0 to %d", STEPS_MOST);
	if (!(o->alpha > 0) || !(o->alpha < 1))
		return err_set(ctx, ERR_USAGE,
			"--alpha must lie between 0 and 1: give a share such as 0.05");
	if (file->child && file->count)
		return err_set(ctx, ERR_USAGE,
			"give --child (each is counted once in a cell and step) or "
			"--count, not both of them");
	return ERR_OK;
}

static const char *day_text_of(struct context *ctx, int64_t day)
{
	char text[CIVIL_TEXT_MAX];
	day_format(day, text);
	return str_dup(ctx->arena, text);
}

static struct result *parameters_of(struct context *ctx, const struct points_file *file,
	const struct points_emerging_options *o, const struct work_options *options)
{
	struct result *p = points_parameters(ctx, file, true);
	if (file->child)
		result_text(p, "child", file->child);
	result_text(p, "step", o->step);
	if (!options->period.all) {
		result_text(p, "from", day_text_of(ctx, options->period.from_day));
		result_text(p, "to", day_text_of(ctx, options->period.to_day));
	}
	result_int(p, "time_neighbours", o->time_neighbours);
	result_real(p, "alpha", o->alpha);
	result_int(p, "permutations", o->permutations);
	return p;
}

enum err_code work_points_emerging(struct context *ctx,
	const struct work_options *options, const struct points_file *file,
	const struct points_emerging_options *o, bool *left_out)
{
	struct places p = {0};
	struct weights w;
	struct points_steps steps;
	struct emerging e;
	struct binned b = {{0}, NULL};
	enum err_code err = check(ctx, file, o);
	if (err)
		return err;
	err = places_read(ctx, file, EVENTS_TIMED, &o->places, &p);
	if (!err)
		err = places_weights(ctx, &p, &o->places, "B", &w);
	if (!err)
		err = points_steps_make(
			ctx, o->step, &p.events, &options->period, &steps);
	struct emerging_options eo = EMERGING_DEFAULT;
	if (!err) {
		eo.cut = p.edge;
		eo.steps = steps.n;
		eo.lags = (uint32_t)o->time_neighbours;
		eo.alpha = o->alpha;
		eo.normal = o->normal;
		eo.permutations = (uint32_t)o->permutations;
		b = bin_events(ctx, &p, &steps);
		err = emerging_run(ctx, &e, &b.events, &w, &eo);
	}
	if (!err) {
		struct result *parameters = parameters_of(ctx, file, o, options);
		struct result *r = result_create(ctx->arena);
		if (steps.n < STEPS_FEW)
			notice(ctx,
				"%zu steps are few: trends and categories need %d or "
				"more",
				steps.n, STEPS_FEW);
		tell(ctx, r, &p, &steps, &b, &e, options->format);
		/* A bin is its own neighbour always. */
		struct places_options said = o->places;
		said.self = true;
		places_tell(ctx, &p, &said, "B", parameters, r);
		err = points_finish(ctx, options, "points emerging", &p.events,
			parameters, r, left_out);
	}
	places_release(&p);
	return err;
}
