/* Emerging hot spots: Gi* by its formula, each category, what null cubes give. */
#include "../unit.h"
#include "base/random.h"
#include "stats/emerging.h"
#include "stats/weights_lattice.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 12, CELLS_MOST = 600 };
static struct context ctx;

static int setup(void **state)
{
	(void)state;
	context_init(&ctx);
	ctx.threads = 2;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	context_release(&ctx);
	return 0;
}

static struct weights hexagons(double side_m)
{
	struct lattice l;
	struct box box = {0, 0, side_m, side_m};
	struct weights w;
	uint64_t cells[CELLS_MOST];
	size_t n = 0;
	assert_int_equal(lattice_make(&ctx, &l, LATTICE_HEXAGON, 100, box), ERR_OK);
	for (uint64_t c = 0; c < l.columns * l.rows; c++) {
		struct point at = lattice_centre(&l, c);
		if (at.x_m > 0 && at.x_m < side_m && at.y_m > 0 && at.y_m < side_m)
			cells[n++] = c;
	}
	assert_int_equal(weights_lattice(&ctx, &w, &l, cells, n, false), ERR_OK);
	return w;
}

static uint32_t poisson(struct stream *s, double mean)
{
	double left = exp(-mean), product = stream_01(s);
	uint32_t k = 0;
	for (; product > left; k++)
		product *= stream_01(s);
	return k;
}

/* Bins of a mean that the caller gives, as events. */
typedef double mean_of(size_t cell, size_t step, void *with);

static struct emerging_events events_of(
	struct stream *s, size_t cells, mean_of *mean, void *with)
{
	struct emerging_events e = {0};
	uint32_t *cell = arena_array(ctx.arena, uint32_t, cells * STEPS);
	uint32_t *step = arena_array(ctx.arena, uint32_t, cells * STEPS);
	uint32_t *count = arena_array(ctx.arena, uint32_t, cells * STEPS);
	for (size_t c = 0; c < cells; c++)
		for (size_t t = 0; t < STEPS; t++) {
			uint32_t k = poisson(s, mean(c, t, with));
			if (k == 0)
				continue;
			cell[e.n] = (uint32_t)c;
			step[e.n] = (uint32_t)t;
			count[e.n++] = k;
		}
	e.cell = cell;
	e.step = step;
	e.count = count;
	return e;
}

static double even(size_t cell, size_t step, void *with)
{
	(void)cell;
	(void)step;
	return *(const double *)with;
}

/* ---- Gi* ---------------------------------------------------------------------------- */

static void test_gi_by_its_formula(void **state)
{
	(void)state;
	enum { LAGS = 2 };
	struct weights w = hexagons(500);
	struct cube c;
	struct cube_gi g;
	struct stream s = stream_make(3, 1, 0);
	assert_int_equal(cube_make(&ctx, &c, ctx.arena, &w, STEPS, LAGS), ERR_OK);
	double n = (double)(c.cells * STEPS), sum = 0, squares = 0;
	for (size_t b = 0; b < c.cells * STEPS; b++) {
		c.counts[b] = poisson(&s, 0.7);
		sum += c.counts[b];
		squares += (double)c.counts[b] * c.counts[b];
	}
	assert_int_equal(cube_gi_run(&ctx, &g, ctx.arena, &c, false), ERR_OK);
	assert_true(g.exact);
	double mean = sum / n, sd = sqrt(squares / n - mean * mean);
	for (size_t cell = 0; cell < c.cells; cell++)
		for (size_t t = 0; t < STEPS; t++) {
			double around = 0, found = 0;
			for (size_t other = 0; other < c.cells; other++)
				for (size_t u = 0; u < STEPS; u++) {
					bool near = other == cell ||
						    weights_at(&w, (uint32_t)cell,
							    (uint32_t)other) > 0;
					if (!near || u > t || u + LAGS < t)
						continue;
					around++;
					found += c.counts[other * STEPS + u];
				}
			double z =
				(found - around * mean) /
				(sd * sqrt((n * around - around * around) / (n - 1)));
			const struct cube_kind *k = cube_gi_of(&g, cell, t);
			assert_int_equal(k->around, around);
			assert_int_equal(k->sum, found);
			assert_true(fabs(k->gi_star - z) < 1e-9);
		}
}

/* The exact p against dealing all bins out anew; a p of the normal curve is not that. */
static void test_p_by_dealing(void **state)
{
	(void)state;
	enum { DEALS = 20000 };
	struct weights w = hexagons(500);
	struct cube c;
	struct cube_gi g, normal;
	struct stream s = stream_make(4, 1, 0);
	assert_int_equal(cube_make(&ctx, &c, ctx.arena, &w, STEPS, 1), ERR_OK);
	size_t bins = c.cells * STEPS;
	for (size_t b = 0; b < bins; b++)
		c.counts[b] = poisson(&s, 0.1) * (1 + stream_below(&s, 5));
	assert_int_equal(cube_gi_run(&ctx, &g, ctx.arena, &c, false), ERR_OK);
	assert_int_equal(cube_gi_run(&ctx, &normal, ctx.arena, &c, true), ERR_OK);
	assert_true(g.exact && !normal.exact);
	uint32_t *deck = arena_array(ctx.arena, uint32_t, bins);
	double off = 0;
	for (size_t i = 0; i < g.kinds_n; i++) {
		const struct cube_kind *k = &g.kinds[i];
		double above = 0, below = 0;
		memcpy(deck, c.counts, bins * sizeof *deck);
		for (int d = 0; d < DEALS; d++) {
			uint32_t sum = 0;
			for (size_t m = 0; m < k->around; m++) {
				size_t with =
					m + stream_below(&s, (uint32_t)(bins - m));
				uint32_t kept = deck[m];
				deck[m] = deck[with];
				deck[with] = kept;
				sum += deck[m];
			}
			above += sum >= k->sum;
			below += sum <= k->sum;
		}
		double p = fmin(1, 2 * fmin(above, below) / DEALS);
		assert_true(
			fabs(k->p_value - p) < 6 * sqrt(2 * k->p_value / DEALS) + 1e-3);
		off = fmax(off, k->p_value / normal.kinds[i].p_value);
	}
	/* Somewhere the curve makes the p far too small. */
	print_message("the normal curve's p is up to %.3g times too small\n", off);
	assert_true(off > 5);
}

/* ---- categories ---------------------------------------------------------------------- */

static uint8_t category_of(const char *states, int trend)
{
	int8_t state[64];
	size_t n = strlen(states);
	for (size_t i = 0; i < n; i++)
		state[i] = states[i] == 'h' ? 1 : states[i] == 'c' ? -1 : 0;
	return emerging_categorise(state, n, trend);
}

static void test_categories(void **state)
{
	(void)state;
	static const struct {
		const char *states;
		int trend;
		uint8_t category;
	} cases[] = {
		{"..........", 1, EMERGING_NONE},
		{".........h", 0, EMERGING_NEW},
		{"........hh", 0, EMERGING_CONSECUTIVE},
		{"..hhhhhhhh", 1, EMERGING_CONSECUTIVE},
		{".hhhhhhhhh", 1, EMERGING_INTENSIFYING},
		{"hhhhhhhhhh", 1, EMERGING_INTENSIFYING},
		{"hhhhhhhhhh", 0, EMERGING_PERSISTENT},
		{"hhhh.hhhhh", 0, EMERGING_PERSISTENT},
		{"chhhhhhhhh", 0, EMERGING_PERSISTENT},
		{"hhhhhhhhhh", -1, EMERGING_DIMINISHING},
		{"hhhhhhhhh.", -1, EMERGING_HISTORICAL},
		{"hhhhhhhhhc", 0, EMERGING_HISTORICAL},
		{"h........h", 0, EMERGING_SPORADIC},
		{"..hh......", 0, EMERGING_SPORADIC},
		{"h.......hh", 1, EMERGING_SPORADIC},
		{"c........h", 0, EMERGING_OSCILLATING},
		{"h.c...hh.h", 0, EMERGING_OSCILLATING},
		{"..hh..c...", 0, EMERGING_NONE},
		{".........c", 0, EMERGING_COLD + EMERGING_NEW},
		{"........cc", 0, EMERGING_COLD + EMERGING_CONSECUTIVE},
		{"cccccccccc", -1, EMERGING_COLD + EMERGING_INTENSIFYING},
		{"cccccccccc", 0, EMERGING_COLD + EMERGING_PERSISTENT},
		{"cccccccccc", 1, EMERGING_COLD + EMERGING_DIMINISHING},
		{"ccccccccc.", 0, EMERGING_COLD + EMERGING_HISTORICAL},
		{"..c...c...", 0, EMERGING_COLD + EMERGING_SPORADIC},
		{"h........c", 0, EMERGING_COLD + EMERGING_OSCILLATING},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(category_of(cases[i].states, cases[i].trend),
			cases[i].category);
	assert_string_equal(
		emerging_names[EMERGING_OSCILLATING], "oscillating hot spot");
	assert_string_equal(emerging_names[EMERGING_COLD + EMERGING_HISTORICAL],
		"historical cold spot");
}

/* ---- what was planted ---------------------------------------------------------------- */

enum { NEW_AT = 65, LASTING_AT = 130, RISING_AT = 220, GONE_AT = 330 };

static bool beside(const struct weights *w, size_t cell, uint32_t centre)
{
	return cell == centre || weights_at(w, centre, (uint32_t)cell) > 0;
}

static double planted(size_t cell, size_t step, void *with)
{
	const struct weights *w = with;
	if (beside(w, cell, NEW_AT))
		return step + 1 == STEPS ? 9 : 1;
	if (beside(w, cell, LASTING_AT))
		return 6;
	if (beside(w, cell, RISING_AT))
		return 5 + (double)step;
	if (beside(w, cell, GONE_AT))
		return step + 2 < STEPS ? 9 : 0.2;
	return 1;
}

static void test_planted(void **state)
{
	(void)state;
	struct weights w = hexagons(2000);
	struct stream s = stream_make(5, 1, 0);
	struct emerging_events e = events_of(&s, w.n, planted, &w);
	struct emerging_options o = EMERGING_DEFAULT;
	struct emerging got[2];
	o.steps = STEPS;
	o.permutations = 19;
	for (int k = 0; k < 2; k++) {
		ctx.threads = k + 1;
		assert_int_equal(emerging_run(&ctx, &got[k], &e, &w, &o), ERR_OK);
	}
	const struct emerging_cell *c = got[0].cells;
	assert_true(got[0].exact);
	assert_int_equal(c[NEW_AT].category, EMERGING_NEW);
	assert_int_equal(c[LASTING_AT].category, EMERGING_PERSISTENT);
	assert_int_equal(c[RISING_AT].category, EMERGING_INTENSIFYING);
	assert_true(c[RISING_AT].trend.z > 3 && c[RISING_AT].count_trend.s > 0);
	/* With a window of two steps the last hot window ends a step later. */
	assert_int_equal(c[GONE_AT].category, EMERGING_HISTORICAL);
	/* Times dealt out keep what is hot, and lose what ended. */
	assert_true(got[0].p_value[EMERGING_HISTORICAL] == 0.05);
	assert_true(got[0].expected[EMERGING_HISTORICAL] < 0.5);
	assert_true(got[0].p_value[EMERGING_INTENSIFYING] == 0.05);
	assert_true(got[0].expected[EMERGING_PERSISTENT] > 0.5);
	assert_memory_equal(got[0].cells, got[1].cells, w.n * sizeof *c);
	assert_memory_equal(got[0].expected, got[1].expected, sizeof got[0].expected);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

/* Forty nights of one child in one area: hot, but no more so than moving that child
 * along gives. */
static void test_one_child(void **state)
{
	(void)state;
	struct weights w = hexagons(1000);
	enum { N = 300 };
	uint32_t cell[N], step[N], child[N], area[7] = {44};
	struct stream s = stream_make(8, 1, 0);
	for (size_t k = 0; k < 6; k++)
		area[k + 1] = w.to[w.from[44] + k];
	for (uint32_t i = 0; i < N; i++) {
		bool often = i < 42;
		cell[i] = often ? area[i % 7] : stream_below(&s, (uint32_t)w.n);
		step[i] = often ? STEPS - 3 + i % 3 : stream_below(&s, STEPS);
		child[i] = often ? 0 : i;
	}
	struct emerging_events e = {N, cell, step, NULL, NULL, 0};
	struct emerging_options o = EMERGING_DEFAULT;
	struct emerging got;
	o.steps = STEPS;
	o.permutations = 199;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_OK);
	assert_int_equal(got.cells[44].category, EMERGING_CONSECUTIVE);
	assert_true(got.p_value[EMERGING_CONSECUTIVE] == 0.005);
	e.child = child;
	e.children_n = N;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_OK);
	print_message("one child: p %.3f\n", got.p_value[EMERGING_CONSECUTIVE]);
	assert_true(got.p_value[EMERGING_CONSECUTIVE] > 0.02);
}

/* ---- null data ----------------------------------------------------------------------- */

static void test_null_cubes(void **state)
{
	(void)state;
	enum { CUBES = 60 };
	static double means[] = {0.05, 0.2, 1, 5};
	struct weights w = hexagons(2000);
	for (int m = 0; m < 4; m++) {
		double share[2] = {0, 0}, any[2] = {0, 0};
		for (uint64_t k = 0; k < CUBES; k++) {
			struct stream s = stream_make(6, (uint32_t)m, k);
			struct arena_mark mark = arena_mark(ctx.arena);
			struct emerging_events e = events_of(&s, w.n, even, &means[m]);
			for (int normal = 0; normal < 2; normal++) {
				struct emerging_options o = EMERGING_DEFAULT;
				struct emerging got;
				o.steps = STEPS;
				o.normal = normal == 1;
				assert_int_equal(
					emerging_run(&ctx, &got, &e, &w, &o), ERR_OK);
				size_t found = w.n - got.categories[EMERGING_NONE];
				share[normal] += (double)found / (double)w.n / CUBES;
				any[normal] += found > 0 ? 1.0 / CUBES : 0;
			}
			arena_reset(ctx.arena, mark);
		}
		print_message(
			"mean %g: exact %.5f of cells, %.3f of cubes; normal %.5f, "
			"%.3f\n",
			means[m], share[0], any[0], share[1], any[1]);
		/* 0.05 and three standard errors. */
		assert_true(any[0] <= 0.05 + 3 * sqrt(0.05 * 0.95 / CUBES));
		if (m < 2)
			assert_true(any[1] > 0.5);
	}
}

/* Cells that are cut hold half as much: nothing is hot or cold because of that. */
static double halved(size_t cell, size_t step, void *with)
{
	(void)step;
	return 40 * (((const bool *)with)[cell] ? 0.5 : 1);
}

static void test_cut_cells(void **state)
{
	(void)state;
	struct weights w = hexagons(1500);
	bool *cut = arena_array(ctx.arena, bool, w.n);
	for (size_t i = 0; i < w.n; i++)
		cut[i] = w.from[i + 1] - w.from[i] < 6;
	struct stream s = stream_make(12, 1, 0);
	struct emerging_events e = events_of(&s, w.n, halved, cut);
	struct emerging_options o = EMERGING_DEFAULT;
	struct emerging got;
	o.steps = STEPS;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_OK);
	assert_true(got.hot_bins > 0 && got.cold_bins > 20);
	o.cut = cut;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_OK);
	assert_int_equal(got.hot_bins + got.cold_bins, 0);
	for (size_t i = 0; i < w.n; i++)
		assert_true(got.cells[i].edge || !cut[i]);
}

/* A trend is found in noise as often as it should be; over windows that overlap it would
 * be far too often. */
static void test_null_trends(void **state)
{
	(void)state;
	enum { SERIES = 20000 };
	struct mann_kendall_table table;
	mann_kendall_table(&ctx, &table);
	double alone[STEPS], window[STEPS], room[2 * STEPS];
	double found = 0, found_window = 0;
	struct stream s = stream_make(9, 1, 0);
	for (int k = 0; k < SERIES; k++) {
		for (size_t t = 0; t < STEPS; t++) {
			alone[t] = poisson(&s, 7);
			window[t] = alone[t] + (t ? alone[t - 1] : 7);
		}
		found += mann_kendall(&table, alone, STEPS, room).p_value <= 0.05;
		found_window +=
			mann_kendall(&table, window, STEPS, room).p_value <= 0.05;
	}
	print_message("trends in noise at 0.05: %.4f; of overlapping windows %.4f\n",
		found / SERIES, found_window / SERIES);
	assert_true(found / SERIES < 0.05);
	assert_true(found / SERIES > 0.03);
	assert_true(found_window / SERIES > 0.1);
}

/* ---- Mann-Kendall -------------------------------------------------------------------- */

static int64_t s_of(const double *v, size_t n)
{
	int64_t s = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			s += (v[j] > v[i]) - (v[j] < v[i]);
	return s;
}

/* The exact p by every order of 7; S and tau by every pair, with ties. */
static void test_mann_kendall(void **state)
{
	(void)state;
	enum { N = 7, ORDERS = 5040 };
	struct mann_kendall_table table;
	mann_kendall_table(&ctx, &table);
	double v[200], room[400];
	struct stream s = stream_make(2, 1, 0);
	for (int64_t wanted = -21; wanted <= 21; wanted += 6) {
		double above = 0, all = 0, mine = NAN;
		for (int order = 0; order < ORDERS; order++) {
			/* The order's digits in the factorial system place each number. */
			double line[N];
			int rest = order;
			for (int i = 0; i < N; i++) {
				int at = rest % (i + 1);
				rest /= i + 1;
				memmove(line + at + 1, line + at,
					(size_t)(i - at) * sizeof *line);
				line[at] = i;
			}
			struct mann_kendall m = mann_kendall(&table, line, N, room);
			assert_int_equal(m.s, s_of(line, N));
			above += llabs((long long)m.s) >= llabs((long long)wanted);
			all++;
			if (m.s == wanted)
				mine = m.p_value;
		}
		assert_true(fabs(mine - above / all) < 1e-12);
	}
	for (size_t n = 3; n < 200; n += 13) {
		for (size_t i = 0; i < n; i++)
			v[i] = stream_below(&s, 9);
		struct mann_kendall m = mann_kendall(&table, v, n, room);
		assert_int_equal(m.s, s_of(v, n));
	}
	/* cor.test(1:8, x, method = "kendall", exact = FALSE, continuity = TRUE) in R. */
	static const double ties[] = {1, 2, 2, 3, 5, 4, 5, 9};
	struct mann_kendall m = mann_kendall(&table, ties, 8, room);
	assert_int_equal(m.s, 24);
	assert_true(fabs(m.tau - 0.88949917999332151) < 1e-12);
	assert_true(fabs(m.z - 2.8900919672126992) < 1e-12);
	assert_true(fabs(m.p_value - 0.0038512913785902175) < 1e-12);
	/* The same with exact = TRUE. */
	static const double plain[] = {3, 1, 4, 1.5, 9, 2.6, 5.3, 5.8, 9.7};
	m = mann_kendall(&table, plain, 9, room);
	assert_true(fabs(m.p_value - 0.044615299823633103) < 1e-12);
	static const double same[] = {4, 4, 4, 4};
	m = mann_kendall(&table, same, 4, room);
	assert_true(m.z == 0 && m.p_value == 1 && m.tau == 0);
}

static void test_refuses(void **state)
{
	(void)state;
	struct weights w = hexagons(500);
	uint32_t cell[] = {1, 2}, step[] = {0, 1};
	struct emerging_events e = {2, cell, step, NULL, NULL, 0};
	struct emerging_options o = EMERGING_DEFAULT;
	struct emerging got;
	o.steps = 1;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_USAGE);
	o.steps = 2;
	o.lags = 2;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_USAGE);
	o.lags = 1;
	o.alpha = NAN;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_USAGE);
	o.alpha = 0.05;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_OK);
	e.n = 0;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_DATA);
	o.steps = 100000000;
	assert_int_equal(emerging_run(&ctx, &got, &e, &w, &o), ERR_USAGE);
	assert_int_equal(arena_used(ctx.scratch), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_gi_by_its_formula, setup, teardown),
		cmocka_unit_test_setup_teardown(test_p_by_dealing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_categories, setup, teardown),
		cmocka_unit_test_setup_teardown(test_planted, setup, teardown),
		cmocka_unit_test_setup_teardown(test_one_child, setup, teardown),
		cmocka_unit_test_setup_teardown(test_null_cubes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cut_cells, setup, teardown),
		cmocka_unit_test_setup_teardown(test_null_trends, setup, teardown),
		cmocka_unit_test_setup_teardown(test_mann_kendall, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refuses, setup, teardown),
	};
	return cmocka_run_group_tests_name("emerging hot spots", tests, NULL, NULL);
}
