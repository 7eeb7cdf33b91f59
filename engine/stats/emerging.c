#include "stats/emerging.h"
#include "base/random.h"
#include "stats/fdr.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

const char *const emerging_names[EMERGING_CATEGORIES] = {"no pattern detected",
	"new hot spot", "consecutive hot spot", "intensifying hot spot",
	"persistent hot spot", "diminishing hot spot", "sporadic hot spot",
	"oscillating hot spot", "historical hot spot", "new cold spot",
	"consecutive cold spot", "intensifying cold spot", "persistent cold spot",
	"diminishing cold spot", "sporadic cold spot", "oscillating cold spot",
	"historical cold spot"};

/* What the states of a cell come to, seen from one sign. */
struct course {
	size_t with, against; /* steps of this sign, and of the other */
	size_t run;           /* steps of this sign up to the last */
};

static struct course course_of(const int8_t *state, size_t steps, int8_t sign)
{
	struct course c = {0, 0, 0};
	for (size_t t = 0; t < steps; t++) {
		c.with += state[t] == sign;
		c.against += state[t] == -sign;
	}
	while (c.run < steps && state[steps - 1 - c.run] == sign)
		c.run++;
	return c;
}

static bool most_of(size_t part, size_t steps)
{
	return 10 * part >= 9 * steps;
}

static uint8_t categorise_sign(
	const int8_t *state, size_t steps, int8_t sign, int trend)
{
	struct course c = course_of(state, steps, sign);
	if (c.with == 0)
		return EMERGING_NONE;
	if (most_of(c.with, steps)) {
		if (c.run == 0)
			return EMERGING_HISTORICAL;
		if (trend == 0)
			return EMERGING_PERSISTENT;
		return trend == sign ? EMERGING_INTENSIFYING : EMERGING_DIMINISHING;
	}
	if (c.run > 0 && c.against > 0)
		return EMERGING_OSCILLATING;
	if (c.against > 0)
		return EMERGING_NONE;
	if (c.run == c.with)
		return c.run == 1 ? EMERGING_NEW : EMERGING_CONSECUTIVE;
	return EMERGING_SPORADIC;
}

uint8_t emerging_categorise(const int8_t *state, size_t steps, int trend)
{
	uint8_t hot = categorise_sign(state, steps, 1, trend);
	if (hot != EMERGING_NONE)
		return hot;
	uint8_t cold = categorise_sign(state, steps, -1, trend);
	return cold != EMERGING_NONE ? (uint8_t)(cold + EMERGING_COLD) : EMERGING_NONE;
}

static int8_t state_of(const struct cube_kind *k, double alpha)
{
	if (!(k->p_fdr <= alpha))
		return 0;
	return k->gi_star > 0 ? 1 : -1;
}

/* Whether the trend decides between categories. */
static bool trend_matters(const struct emerging_cell *c, size_t steps)
{
	return most_of(c->hot_steps, steps) || most_of(c->cold_steps, steps);
}

static void fill_states(
	const struct cube_gi *g, size_t cell, double alpha, int8_t *state)
{
	bool edge = g->cube->edge && g->cube->edge[cell];
	for (size_t t = 0; t < g->cube->steps; t++) {
		state[t] = state_of(cube_gi_of(g, cell, t), alpha);
		if (edge && state[t] < 0)
			state[t] = 0;
	}
}

/* Room of one worker. */
struct room {
	int8_t *state;
	double *series, *sorting;
};

static struct room *make_rooms(struct context *ctx, size_t steps)
{
	size_t workers = (size_t)ctx->threads;
	struct room *rooms = arena_array(ctx->scratch, struct room, workers);
	for (size_t k = 0; k < workers; k++)
		rooms[k] = (struct room){arena_array(ctx->scratch, int8_t, steps),
			arena_array(ctx->scratch, double, steps),
			arena_array(ctx->scratch, double, 2 * steps)};
	return rooms;
}

/* What is known of a cell but for its category; trends where they matter, or always. */
static void look_at(struct emerging_cell *e, const struct cube_gi *g, size_t cell,
	const struct emerging_options *o, const struct mann_kendall_table *table,
	bool always, struct room *room)
{
	const struct cube *c = g->cube;
	const struct cube_kind *last = cube_gi_of(g, cell, c->steps - 1);
	fill_states(g, cell, o->alpha, room->state);
	*e = (struct emerging_cell){.edge = last->edge,
		.gi_star = last->gi_star,
		.p_value = last->p_value,
		.p_fdr = last->p_fdr,
		.trend_p_fdr = NAN};
	for (size_t t = 0; t < c->steps; t++) {
		e->hot_steps += room->state[t] > 0;
		e->cold_steps += room->state[t] < 0;
		e->count += c->counts[cell * c->steps + t];
	}
	if (!always && !trend_matters(e, c->steps))
		return;
	cube_alone(c, cell, room->series);
	e->trend = mann_kendall(table, room->series, c->steps, room->sorting);
	if (!always)
		return;
	for (size_t t = 0; t < c->steps; t++)
		room->series[t] = c->counts[cell * c->steps + t];
	e->count_trend = mann_kendall(table, room->series, c->steps, room->sorting);
}

static void adjust_trends(
	struct context *ctx, struct emerging_cell *cells, size_t n, size_t steps)
{
	double *p = arena_array(ctx->scratch, double, n);
	for (size_t i = 0; i < n; i++)
		p[i] = trend_matters(&cells[i], steps) ? cells[i].trend.p_value : NAN;
	fdr_adjust(ctx, FDR_BENJAMINI_HOCHBERG, n, p, p);
	for (size_t i = 0; i < n; i++)
		cells[i].trend_p_fdr = p[i];
}

static int trend_sign(const struct emerging_cell *e, double alpha)
{
	if (!(e->trend_p_fdr <= alpha))
		return 0;
	return e->trend.s > 0 ? 1 : -1;
}

/* All cells of a cube that is filled. */
static void categorise(struct context *ctx, struct emerging_cell *cells,
	const struct cube_gi *g, const struct emerging_options *o,
	const struct mann_kendall_table *table, bool always)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = g->cube->cells, workers = (size_t)ctx->threads;
	struct room *rooms = make_rooms(ctx, o->steps);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (size_t i = k; i < n; i += workers)
			look_at(&cells[i], g, i, o, table, always, &rooms[k]);
	adjust_trends(ctx, cells, n, o->steps);
	for (size_t i = 0; i < n; i++) {
		struct emerging_cell *e = &cells[i];
		if (e->hot_steps + e->cold_steps == 0)
			continue;
		fill_states(g, i, o->alpha, rooms[0].state);
		e->category = emerging_categorise(
			rooms[0].state, o->steps, trend_sign(e, o->alpha));
	}
	arena_reset(ctx->scratch, mark);
}

static void fill_cube(
	struct cube *c, const struct emerging_events *e, const uint32_t *step)
{
	memset(c->counts, 0, c->cells * c->steps * sizeof *c->counts);
	for (size_t i = 0; i < e->n; i++) {
		uint32_t *bin = &c->counts[e->cell[i] * c->steps + step[i]];
		uint32_t count = e->count ? e->count[i] : 1;
		*bin = *bin > UINT32_MAX - count ? UINT32_MAX : *bin + count;
	}
}

/* The steps of a replicate. */
static void draw_steps(const struct emerging_events *e, size_t steps, struct stream *s,
	uint32_t *moved, uint32_t *drawn)
{
	if (!e->child) {
		memcpy(drawn, e->step, e->n * sizeof *drawn);
		stream_shuffle_u32(s, drawn, e->n);
		return;
	}
	for (size_t k = 0; k < e->children_n; k++)
		moved[k] = stream_below(s, (uint32_t)steps);
	for (size_t i = 0; i < e->n; i++)
		drawn[i] = (uint32_t)((e->step[i] + moved[e->child[i]]) % steps);
}

static enum err_code permute(struct context *ctx, struct emerging *out, struct cube *c,
	const struct emerging_events *e, const struct emerging_options *o,
	const struct mann_kendall_table *table)
{
	uint32_t *drawn = arena_array(ctx->scratch, uint32_t, e->n);
	uint32_t *moved = arena_array(ctx->scratch, uint32_t, e->children_n);
	struct emerging_cell *cells =
		arena_array(ctx->scratch, struct emerging_cell, c->cells);
	uint32_t at_least[EMERGING_CATEGORIES] = {0};
	struct progress bar;
	enum err_code code = ERR_OK;
	progress_begin(&bar, ctx, "permuting", o->permutations);
	for (uint32_t r = 0; r < o->permutations && !code; r++) {
		struct stream s = stream_make(ctx->seed, STREAM_EMERGING, r);
		struct arena_mark mark = arena_mark(ctx->arena);
		struct cube_gi g;
		size_t found[EMERGING_CATEGORIES] = {0};
		draw_steps(e, o->steps, &s, moved, drawn);
		fill_cube(c, e, drawn);
		code = cube_gi_run(ctx, &g, ctx->arena, c, !out->exact);
		if (code)
			break;
		categorise(ctx, cells, &g, o, table, false);
		arena_reset(ctx->arena, mark);
		for (size_t i = 0; i < c->cells; i++)
			found[cells[i].category]++;
		for (size_t k = 0; k < EMERGING_CATEGORIES; k++) {
			out->expected[k] += (double)found[k] / o->permutations;
			at_least[k] += found[k] >= out->categories[k];
		}
		progress_step(&bar, r + 1);
	}
	progress_end(&bar);
	for (size_t k = 0; k < EMERGING_CATEGORIES; k++)
		out->p_value[k] = (1.0 + at_least[k]) / (1.0 + o->permutations);
	return code;
}

static enum err_code check(struct context *ctx, const struct emerging_events *e,
	const struct weights *near, const struct emerging_options *o)
{
	if (o->steps < 2)
		return err_set(ctx, ERR_USAGE,
			"there is one step of time only: take shorter ones");
	if (!(o->alpha > 0) || !(o->alpha < 1))
		return err_set(ctx, ERR_USAGE, "alpha must lie between 0 and 1");
	if (o->lags >= o->steps)
		return err_set(ctx, ERR_USAGE,
			"%u steps before each can't count with it: there are %zu",
			o->lags, o->steps);
	for (size_t i = 0; i < e->n; i++)
		if (e->cell[i] >= near->n || e->step[i] >= o->steps)
			BUG("an event lies outside of the cube");
	return ERR_OK;
}

static void sum_steps(struct context *ctx, struct emerging *out, const struct cube *c,
	const struct mann_kendall_table *table)
{
	double *series = arena_array(ctx->scratch, double, 3 * c->steps);
	out->step_counts = arena_array(ctx->arena, uint64_t, c->steps);
	for (size_t cell = 0; cell < c->cells; cell++)
		for (size_t t = 0; t < c->steps; t++)
			out->step_counts[t] += c->counts[cell * c->steps + t];
	for (size_t t = 0; t < c->steps; t++)
		series[t] = (double)out->step_counts[t];
	out->trend = mann_kendall(table, series, c->steps, series + c->steps);
}

/* Cells whose neighbourhood has one in it that the border cuts. */
static const bool *edges_of(
	struct context *ctx, const struct weights *near, const bool *cut)
{
	if (!cut)
		return NULL;
	bool *edge = arena_array(ctx->scratch, bool, near->n);
	for (size_t i = 0; i < near->n; i++) {
		edge[i] = cut[i];
		for (size_t e = near->from[i]; e < near->from[i + 1]; e++)
			edge[i] = edge[i] || cut[near->to[e]];
	}
	return edge;
}

enum err_code emerging_run(struct context *ctx, struct emerging *out,
	const struct emerging_events *e, const struct weights *near,
	const struct emerging_options *o)
{
	memset(out, 0, sizeof *out);
	struct cube c;
	struct cube_gi g;
	struct mann_kendall_table table;
	enum err_code code = check(ctx, e, near, o);
	if (code)
		return code;
	struct arena_mark mark = arena_mark(ctx->scratch);
	code = cube_make(ctx, &c, ctx->scratch, near, o->steps, o->lags);
	if (!code) {
		c.cut = o->cut;
		c.edge = edges_of(ctx, near, o->cut);
		mann_kendall_table(ctx, &table);
		out->cells = arena_array(ctx->arena, struct emerging_cell, c.cells);
		fill_cube(&c, e, e->step);
		sum_steps(ctx, out, &c, &table);
		out->permutations = o->permutations;
		struct arena_mark bins = arena_mark(ctx->arena);
		code = cube_gi_run(ctx, &g, ctx->arena, &c, o->normal);
		if (!code) {
			out->cells_n = c.cells;
			out->steps = c.steps;
			out->exact = g.exact;
			categorise(ctx, out->cells, &g, o, &table, true);
		}
		arena_reset(ctx->arena, bins);
	}
	for (size_t i = 0; !code && i < c.cells; i++) {
		out->categories[out->cells[i].category]++;
		out->hot_bins += out->cells[i].hot_steps;
		out->cold_bins += out->cells[i].cold_steps;
	}
	for (size_t k = 0; k < EMERGING_CATEGORIES; k++)
		out->expected[k] = out->p_value[k] = o->permutations ? 0 : NAN;
	if (!code && o->permutations > 0)
		code = permute(ctx, out, &c, e, o, &table);
	arena_reset(ctx->scratch, mark);
	return code;
}
