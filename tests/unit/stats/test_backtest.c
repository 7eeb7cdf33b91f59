#include "../unit.h"

#include "base/random.h"
#include "stats/backtest.h"
#include <math.h>
#include <string.h>

#define DAY INT64_C(86400)
#define MONTH (30 * DAY)
enum { MOST = 6000 };

struct town {
	struct context ctx;
	double x_m[MOST], y_m[MOST];
	int64_t t_s[MOST];
	uint32_t child[MOST], children;
	size_t n;
	struct backtest_month months[48];
	size_t months_n;
};

static int open_town(void **state)
{
	static struct town t;
	memset(&t, 0, sizeof t);
	context_init(&t.ctx);
	t.ctx.quiet = true;
	*state = &t;
	return 0;
}

static int shut_town(void **state)
{
	struct town *t = *state;
	context_release(&t->ctx);
	return 0;
}

static void add(struct town *t, uint32_t child, double x_m, double y_m, double day)
{
	assert_true(t->n < MOST);
	t->x_m[t->n] = x_m;
	t->y_m[t->n] = y_m;
	t->t_s[t->n] = (int64_t)(day * (double)DAY);
	t->child[t->n++] = child;
	t->children = child >= t->children ? child + 1 : t->children;
}

/* Months first … last, each of 30 days, on the twelve before. */
static void plan(struct town *t, int first, int last)
{
	t->months_n = 0;
	for (int m = first; m <= last; m++) {
		struct backtest_month *to = &t->months[t->months_n++];
		*to = (struct backtest_month){.past_s = (m - 12) * MONTH,
			.from_s = m * MONTH,
			.to_s = (m + 1) * MONTH};
		if (m < 12)
			continue;
		to->last_year_from_s = (m - 12) * MONTH;
		to->last_year_to_s = (m - 11) * MONTH;
	}
}

static struct backtest_input input_of(const struct town *t)
{
	return (struct backtest_input){.points = {t->n, t->x_m, t->y_m, t->t_s},
		.child = t->child,
		.children = t->children,
		.months = t->months,
		.months_n = t->months_n};
}

static struct backtest_options options_of(uint32_t methods)
{
	return (struct backtest_options){.forecast = {.radius_m = 250,
						 .window_s = 14 * DAY,
						 .min_children = 3,
						 .squares = 16},
		.side_m = 250,
		.reach_m = 1000,
		.methods = methods,
		.replications = 99,
		.least_past = 1};
}

static struct backtest run(struct town *t, const struct backtest_options *o)
{
	struct backtest_input in = input_of(t);
	struct backtest x;
	if (backtest_run(&t->ctx, &x, &in, o))
		fail_msg("%s", t->ctx.error);
	return x;
}

static const struct backtest_method *find(
	const struct backtest *x, enum forecast_method method)
{
	for (size_t i = 0; i < x->methods_n; i++)
		if (x->methods[i].method == method)
			return &x->methods[i];
	fail_msg("the method is not there");
	return NULL;
}

#define assert_near(a, b) assert_true(fabs((a) - (b)) < 1e-9)

/* ---- the four figures --------------------------------------------------------------- */

static void figures_by_hand(void **state)
{
	(void)state;
	/* A quarter of the events in a fiftieth of the area. */
	struct pai_counts c = {.hits = 5,
		.events = 20,
		.by_area = 20 * 0.02,
		.best = 8,
		.past_hits = 30,
		.past_events = 60};
	assert_near(pai_hit_rate(&c), 0.25);
	assert_near(pai_index(&c), 12.5);
	assert_near(pai_efficiency(&c), 0.625);
	assert_near(pai_recapture(&c), 0.5);
	struct pai_counts none = {0};
	assert_true(isnan(pai_hit_rate(&none)));
	assert_true(isnan(pai_index(&none)));
	assert_true(isnan(pai_efficiency(&none)));
	assert_true(isnan(pai_recapture(&none)));
}

/* ---- squares ------------------------------------------------------------------------ */

static void squares_of_the_ground(void **state)
{
	struct town *t = *state;
	struct squares s;
	uint32_t at, other;
	add(t, 0, 125, 125, 0);
	add(t, 0, -0.1, 125, 0);
	add(t, 0, 10000, 10000, 0);
	struct points points = {t->n, t->x_m, t->y_m, NULL};
	assert_int_equal(squares_around(&t->ctx, &s, t->ctx.arena, points, 250, 0), 0);
	assert_int_equal(s.n, 3);
	assert_true(squares_find(&s, (struct point){249.9, 0}, &at));
	assert_near(squares_middle(&s, at).x_m, 125);
	assert_true(squares_find(&s, (struct point){-250, 249}, &other));
	assert_near(squares_middle(&s, other).x_m, -125);
	assert_int_equal(other + 1, at);
	assert_false(squares_find(&s, (struct point){250, 0}, &at));
	assert_false(squares_find(&s, (struct point){1e300, -1e300}, &at));
	assert_true(squares_find(&s, (struct point){10249, 10001}, &at));
	assert_near(squares_middle(&s, at).y_m, 10125);
	/* Two sides around one square: 13 squares; two such side by side share 8. */
	assert_int_equal(
		squares_around(&t->ctx, &s, t->ctx.arena, points, 250, 500), 0);
	assert_int_equal(s.n, 13 + 13 - 8 + 13);
	assert_int_equal(
		squares_around(&t->ctx, &s, t->ctx.arena, points, 0, 500), ERR_USAGE);
	assert_int_equal(
		squares_around(&t->ctx, &s, t->ctx.arena, points, 1, 500), ERR_USAGE);
	t->x_m[0] = 1e300;
	assert_int_equal(
		squares_around(&t->ctx, &s, t->ctx.arena, points, 250, 500), ERR_USAGE);
}

/* ---- a month by hand ------------------------------------------------------------------ */

/* Three squares: A with 3 children, B with 2, C with 1 child four times. */
static void small_past(struct town *t)
{
	for (uint32_t c = 0; c < 3; c++)
		add(t, c, 10 + c, 10, 1 + c);
	for (uint32_t c = 3; c < 5; c++)
		add(t, c, 1010 + c, 10, 1 + c);
	for (int i = 0; i < 4; i++)
		add(t, 5, 2010 + i, 10, 10 + i);
}

static struct backtest_options small_options(uint32_t squares)
{
	struct backtest_options o =
		options_of(1u << FORECAST_REPEAT | 1u << FORECAST_CLUSTERS);
	o.forecast.radius_m = 50;
	o.forecast.squares = squares;
	o.side_m = 100;
	o.reach_m = 0;
	return o;
}

static void one_month_by_hand(void **state)
{
	struct town *t = *state;
	small_past(t);
	plan(t, 1, 1);
	add(t, 0, 50, 50, 31);
	add(t, 6, 60, 60, 32);
	add(t, 7, 1050, 50, 33);
	add(t, 8, 9000, 9000, 34); /* nobody was there before */
	struct backtest_options o = small_options(1);
	struct backtest x = run(t, &o);
	assert_int_equal(x.months, 1);
	assert_int_equal(x.children, 4);
	const struct backtest_method *m = find(&x, FORECAST_REPEAT);
	const struct backtest_figures *e = &m->of[BACKTEST_EPISODES];
	const struct backtest_figures *c = &m->of[BACKTEST_CHILDREN];
	assert_near(m->squares_own, 1);
	assert_near(e->counts.events, 4);
	assert_near(e->counts.hits, 2);
	assert_near(e->counts.by_area, 1); /* three on the ground, a third each */
	assert_near(e->hit_rate, 0.5);
	assert_near(e->pai, 2);
	assert_near(e->pei, 1);
	assert_near(e->rri, 0.5 / (3.0 / 9));
	assert_near(c->rri, 0.5 / (3.0 / 6));
	/* Clusters need five points: nothing chosen, one of three squares at random. */
	m = find(&x, FORECAST_CLUSTERS);
	assert_near(m->squares_own, 0);
	assert_near(m->of[BACKTEST_EPISODES].counts.hits, 1);
	assert_near(m->of[BACKTEST_EPISODES].pai, 1);
	assert_int_equal(m->verdict, BACKTEST_TOO_FEW);
	assert_int_equal(find(&x, FORECAST_LAST_YEAR)->months, 0);
}

static void a_child_counts_once_a_month(void **state)
{
	struct town *t = *state;
	small_past(t);
	plan(t, 1, 2);
	/* One child five times in A, and in B; one in C and in B. */
	for (int i = 0; i < 5; i++)
		add(t, 6, 50, 50, 31 + i);
	add(t, 6, 1050, 50, 37);
	add(t, 7, 2050, 50, 38);
	add(t, 7, 1050, 50, 39);
	struct backtest_options o = small_options(2);
	struct backtest x = run(t, &o);
	assert_int_equal(x.months, 1);
	assert_int_equal(x.months_empty, 1);
	const struct backtest_method *m = find(&x, FORECAST_REPEAT); /* A, B */
	assert_near(m->of[BACKTEST_EPISODES].counts.events, 8);
	assert_near(m->of[BACKTEST_EPISODES].counts.hits, 7);
	assert_near(m->of[BACKTEST_CHILDREN].counts.events, 2);
	assert_near(m->of[BACKTEST_CHILDREN].counts.hits, 2);
	/* Two of three squares at random hold one of any two: always. */
	assert_near(m->of[BACKTEST_CHILDREN].counts.by_area, 2);
	assert_near(m->of[BACKTEST_EPISODES].counts.by_area, 8 * 2 / 3.0);
	assert_near(m->of[BACKTEST_CHILDREN].counts.best, 2);
	assert_near(m->of[BACKTEST_EPISODES].counts.best, 7);
}

static void last_year_is_the_baseline(void **state)
{
	struct town *t = *state;
	/* Month 0 in A; since then in B; month 12 is half and half. */
	for (uint32_t c = 0; c < 4; c++)
		add(t, c, 50, 50, 3 + c);
	for (uint32_t c = 4; c < 40; c++)
		add(t, c, 1050, 50, 40 + 8 * (c - 4));
	plan(t, 12, 12);
	for (uint32_t c = 40; c < 50; c++)
		add(t, c, c < 43 ? 50 : 1050, 50, 361 + (c - 40));
	struct backtest_options o = small_options(1);
	struct backtest x = run(t, &o);
	const struct backtest_figures *last =
		&find(&x, FORECAST_LAST_YEAR)->of[BACKTEST_CHILDREN];
	const struct backtest_figures *repeat =
		&find(&x, FORECAST_REPEAT)->of[BACKTEST_CHILDREN];
	assert_int_equal(x.common_months, 1);
	assert_near(last->counts.hits, 3);
	assert_near(repeat->counts.hits, 7);
	assert_near(repeat->gain, 0.4);
	assert_near(repeat->last_year_hits, 3);
	assert_true(repeat->gain_in.lower <= 0.4 && repeat->gain_in.upper >= 0.4);
}

/* ---- no leak --------------------------------------------------------------------------- */

static void random_town(struct town *t, uint64_t seed, size_t n, int months)
{
	struct stream s = stream_make(seed, 900, 0);
	t->n = 0;
	t->children = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t child = stream_below(&s, (uint32_t)n / 3);
		double day = stream_01(&s) * 30 * months;
		bool favourite = stream_below(&s, 3) == 0;
		double x_m =
			favourite ? 3000 + 100 * stream_01(&s) : 8000 * stream_01(&s);
		double y_m = favourite ? 3000 : 8000 * stream_01(&s);
		add(t, child, x_m, y_m, day);
	}
}

/* What was chosen shows in how much of the past is in it. */
static void what_comes_later_changes_no_choice(void **state)
{
	struct town *t = *state;
	random_town(t, 5, 1200, 18);
	plan(t, 4, 17);
	struct backtest_options o = options_of(BACKTEST_ALL);
	o.replications = 1;
	struct backtest before = run(t, &o);
	/* All from month 10 on is turned over. */
	struct stream s = stream_make(6, 900, 1);
	for (size_t i = 0; i < t->n; i++) {
		if (t->t_s[i] < 10 * MONTH)
			continue;
		t->x_m[i] = 8000 * stream_01(&s);
		t->y_m[i] = 100 * stream_01(&s);
		t->child[i] = stream_below(&s, t->children);
	}
	struct backtest after = run(t, &o);
	size_t same = 0, moved = 0, methods = 0;
	for (size_t i = 0; i < before.lines_n; i++) {
		const struct backtest_line *a = &before.lines[i], *b = &after.lines[i];
		assert_int_equal(a->method, b->method);
		if (t->months[a->month].from_s > 10 * MONTH)
			break;
		methods |= (size_t)1 << a->method;
		assert_int_equal(a->squares_own, b->squares_own);
		for (int u = 0; u < BACKTEST_UNITS; u++) {
			assert_true(a->of[u].past_hits == b->of[u].past_hits);
			assert_true(a->of[u].past_events == b->of[u].past_events);
			bool last = t->months[a->month].from_s == 10 * MONTH;
			if (!last)
				assert_true(a->of[u].hits == b->of[u].hits);
			else
				moved += a->of[u].hits != b->of[u].hits;
		}
		same++;
	}
	assert_true(same > 40);
	/* The month that was turned over is scored otherwise. */
	assert_true(moved > 4);
	assert_int_equal(methods, BACKTEST_ALL & ~(1u << FORECAST_LAST_YEAR));
}

static void threads_and_order_do_not_matter(void **state)
{
	struct town *t = *state;
	random_town(t, 8, 900, 16);
	plan(t, 3, 15);
	struct backtest_options o = options_of(BACKTEST_ALL);
	struct backtest one = run(t, &o);
	t->ctx.threads = 2;
	struct backtest two = run(t, &o);
	assert_memory_equal(
		one.methods, two.methods, one.methods_n * sizeof *one.methods);
	assert_memory_equal(one.lines, two.lines, one.lines_n * sizeof *one.lines);
}

/* ---- what is planted, and what is not ----------------------------------------------------- */

/* Each season its own place, and noise. */
static void moving_town(struct town *t, uint64_t seed)
{
	struct stream s = stream_make(seed, 901, 0);
	uint32_t child = 0;
	for (int m = 0; m < 26; m++) {
		double x_m = 1000 * (m / 2), y_m = 5000;
		for (int i = 0; i < 8; i++)
			add(t, child++, x_m + 60 * stream_01(&s),
				y_m + 60 * stream_01(&s), 30 * (m + stream_01(&s)));
		for (int i = 0; i < 8; i++)
			add(t, child++, 14000 * stream_01(&s), 10000 * stream_01(&s),
				30 * (m + stream_01(&s)));
	}
}

static void places_that_move_are_found(void **state)
{
	struct town *t = *state;
	moving_town(t, 3);
	plan(t, 12, 25);
	struct backtest_options o = options_of(BACKTEST_ALL);
	o.replications = 999;
	struct backtest x = run(t, &o);
	const struct backtest_method *near = find(&x, FORECAST_NEAR_REPEAT);
	const struct backtest_method *clusters = find(&x, FORECAST_CLUSTERS);
	assert_int_equal(near->verdict, BACKTEST_EARNED);
	assert_int_equal(clusters->verdict, BACKTEST_EARNED);
	assert_true(near->of[BACKTEST_CHILDREN].pai_in.lower > 5);
	assert_true(near->of[BACKTEST_CHILDREN].gain_in.lower > 0);
	assert_true(near->of[BACKTEST_CHILDREN].p_value == 0.001);
	assert_int_equal(find(&x, FORECAST_LAST_YEAR)->verdict, BACKTEST_BASELINE);
	for (size_t i = 0; i < x.methods_n; i++)
		for (int u = 0; u < BACKTEST_UNITS; u++) {
			const struct backtest_figures *f = &x.methods[i].of[u];
			assert_true(f->pei <= 1 + 1e-9);
			assert_true(f->hit_rate_in.lower <= f->hit_rate + 1e-9);
			assert_true(f->hit_rate_in.upper >= f->hit_rate - 1e-9);
		}
}

/* A place that never moves is in last year's squares as well: nobody beats them. */
static void places_that_stay_are_no_gain(void **state)
{
	struct town *t = *state;
	struct stream s = stream_make(4, 902, 0);
	uint32_t child = 0;
	for (int m = 0; m < 26; m++)
		for (int i = 0; i < 16; i++)
			add(t, child++, 2000 * (i % 8) + 60 * stream_01(&s), 5000,
				30 * (m + stream_01(&s)));
	plan(t, 12, 25);
	struct backtest_options o = options_of(BACKTEST_ALL);
	struct backtest x = run(t, &o);
	const struct backtest_method *m = find(&x, FORECAST_REPEAT);
	assert_near(m->of[BACKTEST_CHILDREN].hit_rate, 1);
	assert_near(m->of[BACKTEST_CHILDREN].gain, 0);
	assert_int_equal(m->verdict, BACKTEST_NO_BETTER_THAN_LAST_YEAR);
	for (size_t i = 0; i < x.methods_n; i++)
		assert_int_not_equal(x.methods[i].verdict, BACKTEST_EARNED);
}

/* Children who go anywhere: one in twenty is better than chance at 0.05, and none has
 * earned a place. */
static void null_towns_earn_nothing(void **state)
{
	struct town *t = *state;
	enum { TOWNS = 200 };
	uint32_t methods =
		1u << FORECAST_REPEAT | 1u << FORECAST_KDE | 1u << FORECAST_NEAR_REPEAT;
	int low[FORECAST_METHODS] = {0}, half[FORECAST_METHODS] = {0}, earned = 0;
	for (int k = 0; k < TOWNS; k++) {
		struct stream s = stream_make((uint64_t)k, 903, 0);
		struct arena_mark mark = arena_mark(t->ctx.arena);
		t->n = 0;
		for (uint32_t i = 0; i < 500; i++)
			add(t, i / 2, 5000 * stream_01(&s), 5000 * stream_01(&s),
				540 * stream_01(&s));
		plan(t, 12, 17);
		t->ctx.seed = (uint64_t)k + 1;
		struct backtest_options o = options_of(methods);
		/* The town ends at its walls: so does the ground. */
		o.reach_m = 0;
		struct backtest x = run(t, &o);
		for (size_t i = 0; i < x.methods_n; i++) {
			double p = x.methods[i].of[BACKTEST_CHILDREN].p_value;
			low[x.methods[i].method] += p <= 0.05;
			half[x.methods[i].method] += p <= 0.5;
			earned += x.methods[i].verdict == BACKTEST_EARNED;
		}
		arena_reset(t->ctx.arena, mark);
	}
	for (int m = 0; m < FORECAST_METHODS; m++) {
		if (!(methods >> m & 1))
			continue;
		/* 10 and 100 of 200 are expected; three standard deviations. */
		assert_in_range(low[m], 1, 19);
		assert_in_range(half[m], 78, 122);
	}
	assert_true(earned <= 2);
}

static void nothing_and_nonsense(void **state)
{
	struct town *t = *state;
	struct backtest_options o = options_of(BACKTEST_ALL);
	struct backtest x = run(t, &o);
	assert_int_equal(x.months, 0);
	plan(t, 1, 3);
	x = run(t, &o);
	assert_int_equal(x.months_short, 3);
	assert_int_equal(x.methods[1].verdict, BACKTEST_TOO_FEW);
	/* All at one place and time. */
	for (uint32_t i = 0; i < 40; i++)
		add(t, i % 3, 7, 7, 29);
	add(t, 0, 7, 7, 35);
	x = run(t, &o);
	assert_int_equal(x.months, 1);
	assert_near(find(&x, FORECAST_REPEAT)->of[BACKTEST_CHILDREN].hit_rate, 1);
	struct backtest_input in = input_of(t);
	o.forecast.squares = 0;
	assert_int_equal(backtest_run(&t->ctx, &x, &in, &o), ERR_USAGE);
	o = options_of(0);
	assert_int_equal(backtest_run(&t->ctx, &x, &in, &o), ERR_USAGE);
	o = options_of(BACKTEST_ALL);
	o.forecast.radius_m = NAN;
	assert_int_equal(backtest_run(&t->ctx, &x, &in, &o), ERR_USAGE);
	o = options_of(BACKTEST_ALL);
	o.replications = 0;
	x = run(t, &o);
	assert_true(isnan(find(&x, FORECAST_REPEAT)->of[0].p_value));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_town, shut_town)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(figures_by_hand),
		TEST(squares_of_the_ground),
		TEST(one_month_by_hand),
		TEST(a_child_counts_once_a_month),
		TEST(last_year_is_the_baseline),
		TEST(what_comes_later_changes_no_choice),
		TEST(threads_and_order_do_not_matter),
		TEST(places_that_move_are_found),
		TEST(places_that_stay_are_no_gain),
		TEST(null_towns_earn_nothing),
		TEST(nothing_and_nonsense),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
