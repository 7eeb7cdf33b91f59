#include "stats/backtest.h"
#include "stats/backtest_parts.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const backtest_verdict_names[BACKTEST_VERDICTS] = {"too_few",
	"no_better_than_chance", "better_than_chance", "worse_than_last_year",
	"no_better_than_last_year", "earned", "baseline"};

/* One run, and the month it is at. */
struct test {
	struct context *ctx;
	const struct backtest_input *in;
	const struct backtest_options *o;
	struct backtest *out;
	struct chances chances;
	struct month_visits *month_visits;
	bool *asked; /* by month and method */

	size_t month;
	struct squares ground;
	struct forecast forecast;
	struct visits now, past;      /* of the month, of its past; by child */
	double *best[BACKTEST_UNITS]; /* by child */
	double best_sum[BACKTEST_UNITS];
	double *last_year[BACKTEST_UNITS]; /* by child: hits of last year's squares */
	uint8_t *taken;
};

static const struct backtest_month *month_of(const struct test *t)
{
	return &t->in->months[t->month];
}

/* The points of [from_s, to_s), in the arena of results. */
static struct points between(
	struct test *t, int64_t from_s, int64_t to_s, const uint32_t **child)
{
	struct arena *arena = t->ctx->arena;
	const struct points *p = &t->in->points;
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++)
		n += p->t_s[i] >= from_s && p->t_s[i] < to_s;
	double *x_m = arena_array(arena, double, n),
	       *y_m = arena_array(arena, double, n);
	int64_t *t_s = arena_array(arena, int64_t, n);
	uint32_t *whose = arena_array(arena, uint32_t, n);
	n = 0;
	for (size_t i = 0; i < p->n; i++) {
		if (p->t_s[i] < from_s || p->t_s[i] >= to_s)
			continue;
		x_m[n] = p->x_m[i];
		y_m[n] = p->y_m[i];
		t_s[n] = p->t_s[i];
		whose[n++] = t->in->child[i];
	}
	*child = whose;
	return (struct points){n, x_m, y_m, t_s};
}

/* ---- one method in one month ------------------------------------------------------ */

static void add_line(struct test *t, size_t method, const struct choice *choice,
	const struct child_score *sum, const struct child_score *area)
{
	struct backtest_line *line = &t->out->lines[t->out->lines_n++];
	struct child_score past = choice_total(choice, &t->past);
	*line = (struct backtest_line){.month = (uint32_t)t->month,
		.method = t->out->methods[method].method,
		.squares_own = (uint32_t)choice->own};
	for (int u = 0; u < BACKTEST_UNITS; u++)
		line->of[u] = (struct pai_counts){.hits = sum->hits[u],
			.events = sum->events[u],
			.by_area = area->hits[u],
			.best = fmax(t->best_sum[u], sum->hits[u]),
			.past_hits = past.hits[u],
			.past_events = past.events[u]};
}

/* What each child of the month adds to the method. */
static void add_tallies(struct test *t, size_t method, const struct choice *choice,
	const struct choice *random)
{
	const struct backtest_month *m = month_of(t);
	bool common = m->last_year_from_s < m->last_year_to_s;
	bool is_last_year = t->out->methods[method].method == FORECAST_LAST_YEAR;
	struct child_score sum = choice_total(choice, &t->now);
	struct child_score area = choice_total(random, &t->now);
	add_line(t, method, choice, &sum, &area);
	for (size_t at = 0, again = 0; at < t->now.n;) {
		struct child_score s = choice_score(choice, &t->now, &at);
		struct child_score by_area = choice_score(random, &t->now, &again);
		for (int u = 0; u < BACKTEST_UNITS; u++) {
			struct tally *to = &t->chances.tallies[tally_at(
				&t->chances, s.child, method, u)];
			to->events += s.events[u];
			to->hits += s.hits[u];
			to->by_area += by_area.hits[u];
			to->best += t->best_sum[u] >= sum.hits[u] ? t->best[u][s.child]
								  : s.hits[u];
			if (is_last_year)
				t->last_year[u][s.child] = s.hits[u];
			if (!common)
				continue;
			to->common_events += s.events[u];
			to->common_hits += s.hits[u];
			to->last_year_hits += t->last_year[u][s.child];
		}
	}
}

static enum err_code run_method(struct test *t, size_t method, uint32_t *chosen)
{
	struct backtest_method *m = &t->out->methods[method];
	size_t ground = t->ground.n, own = 0, most = t->o->forecast.squares;
	if (!forecast_can(&t->forecast, m->method))
		return ERR_OK;
	enum err_code err =
		forecast_choose(t->ctx, &t->forecast, m->method, chosen, &own);
	if (err)
		return err;
	memset(t->taken, 0, ground);
	for (size_t i = 0; i < own; i++)
		t->taken[chosen[i]] = 1;
	most = most < ground ? most : ground;
	struct choice choice = {t->taken, own, most - own, ground};
	struct choice random = {NULL, 0, most, ground};
	add_tallies(t, method, &choice, &random);
	t->asked[t->month * t->out->methods_n + method] = true;
	m->months++;
	m->squares_own += (double)own;
	return ERR_OK;
}

/* ---- one month -------------------------------------------------------------------- */

static int by_square(const void *a, const void *b)
{
	const struct visit *x = a, *y = b;
	if (x->square != y->square)
		return x->square < y->square ? -1 : 1;
	return (x->child > y->child) - (x->child < y->child);
}

/* For draws at random: kept when the month is done with. */
static void keep_visits(struct test *t, struct visit *items)
{
	struct month_visits *kept = &t->month_visits[t->month];
	memcpy(items, t->now.items, t->now.n * sizeof *items);
	qsort(items, t->now.n, sizeof *items, by_square);
	*kept = (struct month_visits){
		.visits = {t->now.n, items}, .ground = t->ground.n, .used = true};
}

static enum err_code find_best(
	struct test *t, struct points points, const uint32_t *child)
{
	struct squares all;
	enum err_code err =
		squares_around(t->ctx, &all, t->ctx->arena, points, t->o->side_m, 0);
	if (err)
		return err;
	struct visits visits = visits_make(t->ctx->arena, points, child, &all);
	for (int u = 0; u < BACKTEST_UNITS; u++) {
		memset(t->best[u], 0, t->in->children * sizeof *t->best[u]);
		memset(t->last_year[u], 0, t->in->children * sizeof *t->last_year[u]);
	}
	best_squares(t->ctx, &visits, all.n, t->o->forecast.squares, t->best);
	for (int u = 0; u < BACKTEST_UNITS; u++) {
		t->best_sum[u] = 0;
		for (uint32_t i = 0; i < t->in->children; i++)
			t->best_sum[u] += t->best[u][i];
	}
	return ERR_OK;
}

static enum err_code know_past(
	struct test *t, struct points past, const uint32_t *child)
{
	const struct backtest_month *m = month_of(t);
	struct arena *arena = t->ctx->arena;
	enum err_code err = squares_around(
		t->ctx, &t->ground, arena, past, t->o->side_m, t->o->reach_m);
	if (err)
		return err;
	struct forecast_past known = {.points = past,
		.child = child,
		.children = t->in->children,
		.now_s = m->from_s,
		.last_year_from_s = m->last_year_from_s,
		.last_year_to_s = m->last_year_to_s};
	forecast_begin(
		t->ctx, &t->forecast, arena, &t->ground, &known, &t->o->forecast);
	t->past = visits_make(arena, past, child, &t->ground);
	t->taken = arena_array(arena, uint8_t, t->ground.n);
	return ERR_OK;
}

static enum err_code run_month(
	struct test *t, struct points past, const uint32_t *whose)
{
	const struct backtest_month *m = month_of(t);
	struct arena_mark mark = arena_mark(t->ctx->arena);
	const uint32_t *child;
	struct points now = between(t, m->from_s, m->to_s, &child);
	uint32_t *chosen = arena_array(t->ctx->arena, uint32_t, t->o->forecast.squares);
	/* Kept beyond the month: in the scratch arena. */
	struct visit *kept = arena_array(t->ctx->scratch, struct visit, now.n);
	enum err_code err = know_past(t, past, whose);
	if (!err)
		err = find_best(t, now, child);
	if (!err) {
		t->now = visits_make(t->ctx->arena, now, child, &t->ground);
		keep_visits(t, kept);
	}
	for (size_t i = 0; !err && i < t->out->methods_n; i++)
		err = run_method(t, i, chosen);
	arena_reset(t->ctx->arena, mark);
	return err;
}

static enum err_code run_months(struct test *t)
{
	enum err_code err = ERR_OK;
	for (t->month = 0; !err && t->month < t->in->months_n; t->month++) {
		const struct backtest_month *m = month_of(t);
		struct arena_mark mark = arena_mark(t->ctx->arena);
		const uint32_t *whose, *unused;
		size_t now_n = between(t, m->from_s, m->to_s, &unused).n;
		struct points past = between(t, m->past_s, m->from_s, &whose);
		if (past.n < t->o->least_past) {
			t->out->months_short++;
		} else if (now_n == 0) {
			t->out->months_empty++;
		} else {
			t->out->months++;
			t->out->common_months +=
				m->last_year_from_s < m->last_year_to_s;
			err = run_month(t, past, whose);
		}
		arena_reset(t->ctx->arena, mark);
	}
	return err;
}

/* ---- all months ------------------------------------------------------------------- */

static void sum_up(struct test *t)
{
	struct backtest *out = t->out;
	for (size_t k = 0; k < out->methods_n; k++) {
		struct backtest_method *m = &out->methods[k];
		m->squares_own /= m->months;
		for (int u = 0; u < BACKTEST_UNITS; u++) {
			struct tally sum = {0};
			double *to = (double *)&sum;
			for (uint32_t c = 0; c < t->in->children; c++) {
				const double *from =
					(const double *)&t->chances.tallies[tally_at(
						&t->chances, c, k, u)];
				for (size_t i = 0; i < TALLY_FIELDS; i++)
					to[i] += from[i];
			}
			struct backtest_figures *f = &m->of[u];
			for (size_t i = 0; i < out->lines_n; i++)
				if (out->lines[i].method == m->method) {
					f->counts.past_hits +=
						out->lines[i].of[u].past_hits;
					f->counts.past_events +=
						out->lines[i].of[u].past_events;
				}
			figures_of(f, &sum);
		}
		out->compared += m->method != FORECAST_LAST_YEAR;
	}
	for (uint32_t c = 0; c < t->in->children && out->methods_n; c++) {
		bool any = false;
		for (size_t k = 0; k < out->methods_n; k++)
			any |= t->chances.tallies[tally_at(&t->chances, c, k, 0)]
				       .events > 0;
		out->children += any;
	}
}

static enum backtest_verdict verdict_of(const struct backtest *x,
	const struct backtest_method *m, uint32_t replications)
{
	const struct backtest_figures *f = &m->of[BACKTEST_CHILDREN];
	if (replications < BACKTEST_LEAST_REPLICATIONS ||
		m->months < BACKTEST_LEAST_MONTHS ||
		x->children < BACKTEST_LEAST_CHILDREN ||
		f->counts.events < BACKTEST_LEAST_EVENTS || isnan(f->p_value))
		return BACKTEST_TOO_FEW;
	if (m->method == FORECAST_LAST_YEAR)
		return BACKTEST_BASELINE;
	if (!(f->p_value <= BACKTEST_ALPHA && f->pai_in.lower > 1))
		return BACKTEST_NO_BETTER_THAN_CHANCE;
	if (f->common_events < BACKTEST_LEAST_EVENTS || isnan(f->gain_in.lower))
		return BACKTEST_BETTER_THAN_CHANCE;
	if (f->gain_in.lower > 0)
		return BACKTEST_EARNED;
	return f->gain_in.upper < 0 ? BACKTEST_WORSE_THAN_LAST_YEAR
				    : BACKTEST_NO_BETTER_THAN_LAST_YEAR;
}

static enum err_code check(struct context *ctx, const struct backtest_input *in,
	const struct backtest_options *o)
{
	if (!(o->forecast.radius_m > 0) || !isfinite(o->forecast.radius_m) ||
		o->forecast.window_s <= 0)
		return err_set(ctx, ERR_USAGE,
			"the backtest needs a radius above 0 m and a window above 0");
	if (o->forecast.squares == 0 || o->forecast.squares > 10000)
		return err_set(
			ctx, ERR_USAGE, "the backtest chooses 1 to 10000 squares");
	if (o->forecast.radius_m > 50 * o->side_m)
		return err_set(ctx, ERR_USAGE,
			"the radius is more than 50 sides of a square: give larger "
			"squares or a smaller radius");
	if ((o->methods & BACKTEST_ALL) == 0)
		return err_set(ctx, ERR_USAGE, "the backtest needs a method");
	for (size_t i = 0; i < in->points.n; i++)
		if (in->child[i] >= in->children)
			BUG("a child's number is out of range");
	return points_check(ctx, in->points);
}

static void begin(struct test *t)
{
	struct context *ctx = t->ctx;
	struct backtest *out = t->out;
	size_t months = t->in->months_n, children = t->in->children;
	out->methods =
		arena_array(ctx->arena, struct backtest_method, FORECAST_METHODS);
	for (int m = 0; m < FORECAST_METHODS; m++)
		if (m == FORECAST_LAST_YEAR || t->o->methods >> m & 1)
			out->methods[out->methods_n++].method = (enum forecast_method)m;
	out->lines =
		arena_array(ctx->arena, struct backtest_line, months * out->methods_n);
	t->month_visits = arena_array(ctx->scratch, struct month_visits, months);
	t->asked = arena_array(ctx->scratch, bool, months * out->methods_n);
	t->chances = (struct chances){.result = out,
		.options = t->o,
		.tallies = arena_array(ctx->scratch, struct tally,
			children * out->methods_n * BACKTEST_UNITS),
		.children = t->in->children,
		.months = t->month_visits,
		.months_n = months,
		.asked = t->asked};
	for (int u = 0; u < BACKTEST_UNITS; u++) {
		t->best[u] = arena_array(ctx->scratch, double, children);
		t->last_year[u] = arena_array(ctx->scratch, double, children);
	}
}

enum err_code backtest_run(struct context *ctx, struct backtest *result,
	const struct backtest_input *input, const struct backtest_options *options)
{
	*result = (struct backtest){0};
	struct test t = {.ctx = ctx, .in = input, .o = options, .out = result};
	enum err_code err = check(ctx, input, options);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	begin(&t);
	err = run_months(&t);
	if (!err) {
		sum_up(&t);
		draw_at_random(ctx, &t.chances);
		bootstrap_children(ctx, &t.chances);
		for (size_t i = 0; i < result->methods_n; i++)
			result->methods[i].verdict = verdict_of(
				result, &result->methods[i], options->replications);
	}
	arena_reset(ctx->scratch, mark);
	return err;
}
