#include "stats/cluster_test.h"
#include "base/random.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include "stats/visitors.h"
#include <math.h>
#include <string.h>

#define WEEK_S (INT64_C(7) * 86400)
#define NEIGHBOURS 9
#define TIE_BITS 20

/* What stays the same in all replicates. "By place" is the order of the grid. */
struct frame {
	size_t n, children;
	struct grid grid;
	double radius2_m2;
	int64_t window_s, from_s;
	uint32_t *child;   /* by place */
	uint32_t *rank;    /* by place: position of its time among all times */
	int64_t *offset_s; /* by place: since its week began */
	int64_t *sorted_s; /* all times, ascending */
	size_t weeks;
	uint32_t *week_start; /* episodes before each week; weeks + 1 */
	uint32_t *near;       /* NEIGHBOURS a cell: cells within reach, itself too */
	uint8_t *near_n;      /* by cell */
	uint32_t *cell;       /* by place */
	unsigned time_bits;   /* of a time since from_s */
	struct visitor_table visitors;
};

/* What one worker writes in. "In turn" is by cell, and by time within a cell. */
struct worker {
	struct arena *arena;
	uint32_t *step;    /* by child */
	uint32_t *rank;    /* by place */
	uint64_t *keys;    /* in turn: cell, then time */
	uint32_t *turn;    /* in turn: place */
	int64_t *time_s;   /* in turn, since from_s */
	uint32_t *child;   /* in turn */
	double *x_m, *y_m; /* in turn */
	uint32_t *seen, stamp;
	double best; /* the replicate's largest statistic so far */
};

/* Where each place's statistic goes in the pass over what was observed. */
struct observed {
	double *statistic, *expected;
	uint32_t *others;
};

static enum err_code check(struct context *ctx, struct points points,
	const uint32_t *child, const struct cluster_test_options *o, int64_t *from_s,
	int64_t *to_s)
{
	if (!(o->radius_m > 0) || !isfinite(o->radius_m) || o->window_s < 0)
		return err_set(ctx, ERR_USAGE,
			"the cluster test needs a radius above 0 and a window of 0 or "
			"more");
	if (!points.t_s)
		return err_set(ctx, ERR_USAGE, "the cluster test needs times");
	int64_t least = 0, most = 0;
	for (size_t i = 0; i < points.n; i++) {
		least = i == 0 || points.t_s[i] < least ? points.t_s[i] : least;
		most = i == 0 || points.t_s[i] > most ? points.t_s[i] : most;
		if (child[i] >= points.n)
			BUG("children are numbered below the number of points");
	}
	bool given = o->from_s != 0 || o->to_s != 0;
	*from_s = given ? o->from_s : least;
	*to_s = given ? o->to_s : most + 1;
	if (points.n && (least < *from_s || most >= *to_s))
		return err_set(ctx, ERR_DATA,
			"an episode lies outside of the period that is tested: "
			"take the period from the episodes or leave this one out");
	return ERR_OK;
}

/* Neighbouring cells as far as the radius goes: the grid's cells are at least as wide,
 * so that they are the eight around and the cell itself. */
static void list_neighbours(struct frame *f)
{
	const struct cells *cells = &f->grid.cells;
	uint64_t columns = f->grid.columns;
	for (size_t cell = 0; cell < cells->n; cell++) {
		uint64_t row = cells->key[cell] / columns;
		uint64_t column = cells->key[cell] % columns;
		uint64_t first = column ? column - 1 : 0;
		uint64_t last = column + 1 < columns ? column + 1 : column;
		for (uint64_t r = row ? row - 1 : 0; r <= row + 1; r++) {
			size_t at = cells_from(cells, r * columns + first);
			for (; at < cells->n && cells->key[at] <= r * columns + last;
				at++)
				f->near[cell * NEIGHBOURS + f->near_n[cell]++] =
					(uint32_t)at;
		}
		for (uint32_t i = cells->start[cell]; i < cells->start[cell + 1]; i++)
			f->cell[i] = (uint32_t)cell;
	}
}

static void order_times(struct context *ctx, struct frame *f, struct points points)
{
	size_t n = f->n;
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *rank_of = arena_array(ctx->scratch, uint32_t, n);
	sort_order_i64(ctx->scratch, points.t_s, order, n);
	for (size_t i = 0; i < n; i++) {
		f->sorted_s[i] = points.t_s[order[i]] - f->from_s;
		rank_of[order[i]] = (uint32_t)i;
	}
	f->weeks = n ? (size_t)(f->sorted_s[n - 1] / WEEK_S) + 1 : 0;
	f->week_start = arena_array(ctx->scratch, uint32_t, f->weeks + 1);
	for (size_t i = 0; i < n; i++)
		f->week_start[f->sorted_s[i] / WEEK_S + 1]++;
	for (size_t week = 0; week < f->weeks; week++)
		f->week_start[week + 1] += f->week_start[week];
	for (size_t i = 0; i < n; i++) {
		f->rank[i] = rank_of[f->grid.id[i]];
		f->offset_s[i] = f->sorted_s[f->rank[i]] % WEEK_S;
	}
}

static enum err_code frame_init(struct context *ctx, struct frame *f,
	struct points points, const uint32_t *child,
	const struct cluster_test_options *o)
{
	struct arena *arena = ctx->scratch;
	memset(f, 0, sizeof *f);
	int64_t to_s = 0;
	enum err_code code = check(ctx, points, child, o, &f->from_s, &to_s);
	if (code || (code = grid_build(
			     ctx, &f->grid, arena, points, o->radius_m * (1 + 1e-6))))
		return code;
	size_t n = f->n = points.n, cells = f->grid.cells.n;
	f->radius2_m2 = o->radius_m * o->radius_m;
	/* More than the whole span reaches no further. */
	int64_t longest_s = to_s - f->from_s + WEEK_S;
	f->window_s = o->window_s < longest_s ? o->window_s : longest_s;
	f->child = arena_array(arena, uint32_t, n);
	f->rank = arena_array(arena, uint32_t, n);
	f->offset_s = arena_array(arena, int64_t, n);
	f->sorted_s = arena_array(arena, int64_t, n);
	f->cell = arena_array(arena, uint32_t, n);
	f->near = arena_array(arena, uint32_t, cells * NEIGHBOURS);
	f->near_n = arena_array(arena, uint8_t, cells);
	for (size_t i = 0; i < n; i++) {
		f->child[i] = child[f->grid.id[i]];
		if (f->child[i] >= f->children)
			f->children = f->child[i] + 1;
	}
	list_neighbours(f);
	order_times(ctx, f, points);
	f->time_bits = sort_bits((uint64_t)(to_s - f->from_s + WEEK_S));
	if (f->time_bits + sort_bits(cells) > 64)
		return err_set(ctx, ERR_USAGE,
			"the period is too long to be tested: are the times in "
			"seconds?");
	double span_s = (double)(to_s - f->from_s);
	double share = fmin(1, 2 * (double)f->window_s / span_s);
	visitors_build(ctx, &f->visitors, &f->grid, o->radius_m, f->child, f->rank,
		(uint32_t)(share * (double)n));
	return ERR_OK;
}

static void worker_init(struct worker *w, const struct frame *f)
{
	memset(w, 0, sizeof *w);
	w->arena = arena_create();
	w->step = arena_array(w->arena, uint32_t, f->children);
	w->rank = arena_array(w->arena, uint32_t, f->n);
	w->seen = arena_array(w->arena, uint32_t, f->children);
	w->keys = arena_array(w->arena, uint64_t, f->n);
	w->turn = arena_array(w->arena, uint32_t, f->n);
	w->time_s = arena_array(w->arena, int64_t, f->n);
	w->child = arena_array(w->arena, uint32_t, f->n);
	w->x_m = arena_array(w->arena, double, f->n);
	w->y_m = arena_array(w->arena, double, f->n);
}

/* Moves each child's series of ranks by a step of its own, then ranks all anew, so that
 * each of the observed times is given out once: for children with one episode each this
 * is a permutation of the times. */
static void shift_series(struct worker *w, const struct frame *f, struct stream *s)
{
	for (size_t c = 0; c < f->children; c++)
		w->step[c] = stream_below(s, (uint32_t)f->n);
	for (size_t i = 0; i < f->n; i++) {
		size_t rank = f->rank[i] + (size_t)w->step[f->child[i]];
		rank -= rank >= f->n ? f->n : 0;
		/* Chance decides between those that meet at one rank. */
		w->keys[i] =
			(uint64_t)rank << TIE_BITS | stream_u32(s) >> (32 - TIE_BITS);
		w->turn[i] = (uint32_t)i;
	}
	sort_by_key(w->arena, w->keys, w->turn, f->n, sort_bits(f->n) + TIE_BITS);
	for (size_t k = 0; k < f->n; k++)
		w->rank[w->turn[k]] = (uint32_t)k;
}

/* Gives each event the week of its rank, with its own weekday and hour, and brings the
 * events in turn. */
static void take_turns(struct worker *w, const struct frame *f)
{
	for (size_t i = 0; i < f->n; i++) {
		int64_t week_s = f->sorted_s[w->rank[i]] / WEEK_S * WEEK_S;
		w->keys[i] = (uint64_t)f->cell[i] << f->time_bits |
			     (uint64_t)(week_s + f->offset_s[i]);
		w->turn[i] = (uint32_t)i;
	}
	unsigned bits = f->time_bits + sort_bits(f->grid.cells.n);
	sort_by_key(w->arena, w->keys, w->turn, f->n, bits);
	uint64_t time_mask = (UINT64_C(1) << f->time_bits) - 1;
	for (size_t i = 0; i < f->n; i++) {
		uint32_t place = w->turn[i];
		w->time_s[i] = (int64_t)(w->keys[i] & time_mask);
		w->child[i] = f->child[place];
		w->x_m[i] = f->grid.x_m[place];
		w->y_m[i] = f->grid.y_m[place];
	}
}

/* Episodes before a time, taking those of a week as evenly spread over it: a figure
 * that is the same in all replicates. */
static double episodes_before(const struct frame *f, int64_t time_s)
{
	if (time_s <= 0)
		return 0;
	size_t week = (size_t)(time_s / WEEK_S);
	if (week >= f->weeks)
		return (double)f->n;
	double part = (double)(time_s % WEEK_S) / (double)WEEK_S;
	uint32_t before = f->week_start[week];
	return before + part * (f->week_start[week + 1] - before);
}

/* The share of all episodes within the window of a time; at least that of one. */
static double share_of_window(const struct frame *f, int64_t time_s)
{
	double in = episodes_before(f, time_s + f->window_s + 1) -
		    episodes_before(f, time_s - f->window_s);
	return fmax(in, 1) / (double)f->n;
}

static double log_ratio(double seen, double expected)
{
	return seen > expected ? seen * log(seen / expected) - (seen - expected) : 0;
}

/* The statistic of the event at `at` in turn, which has so many others near. Where it
 * can't reach `worth` (above 0) the answer is 0. */
static double statistic_at(const struct frame *f, const struct worker *w, size_t at,
	uint32_t others, double worth, double *expected)
{
	size_t place = w->turn[at];
	double share = share_of_window(f, w->time_s[at]);
	/* Each child comes in at least one bout. */
	double least = share * (double)(f->visitors.visitors[place].children - 1);
	if (worth > 0 && log_ratio(others, least) < worth)
		return 0;
	*expected = visitors_expected(&f->visitors, place, share);
	return log_ratio(others, *expected);
}

/* One neighbouring cell, and the first of its events that is not yet too early. */
struct lane {
	uint32_t next, end;
};

static uint32_t count_others(
	const struct frame *f, struct worker *w, size_t at, struct lane *lanes, int n)
{
	int64_t time_s = w->time_s[at];
	double x_m = w->x_m[at], y_m = w->y_m[at];
	uint32_t others = 0;
	w->stamp++;
	w->seen[w->child[at]] = w->stamp;
	for (int k = 0; k < n; k++) {
		struct lane *lane = &lanes[k];
		while (lane->next < lane->end &&
			w->time_s[lane->next] < time_s - f->window_s)
			lane->next++;
		for (uint32_t i = lane->next; i < lane->end; i++) {
			if (w->time_s[i] > time_s + f->window_s)
				break;
			double dx = w->x_m[i] - x_m, dy = w->y_m[i] - y_m;
			if (w->seen[w->child[i]] == w->stamp ||
				dx * dx + dy * dy > f->radius2_m2)
				continue;
			w->seen[w->child[i]] = w->stamp;
			others++;
		}
	}
	return others;
}

static void reset_stamps(struct worker *w, const struct frame *f)
{
	if (w->stamp < UINT32_MAX - f->n - 1)
		return;
	memset(w->seen, 0, f->children * sizeof *w->seen);
	w->stamp = 0;
}

/* The statistics of all events where they now are; the largest in w->best. */
static void look(const struct frame *f, struct worker *w, struct observed *observed)
{
	const uint32_t *start = f->grid.cells.start;
	w->best = 0;
	reset_stamps(w, f);
	for (size_t cell = 0; cell < f->grid.cells.n; cell++) {
		struct lane lanes[NEIGHBOURS];
		int n = f->near_n[cell];
		for (int k = 0; k < n; k++) {
			uint32_t other = f->near[cell * NEIGHBOURS + (size_t)k];
			lanes[k] = (struct lane){start[other], start[other + 1]};
		}
		for (size_t at = start[cell]; at < start[cell + 1]; at++) {
			uint32_t others = count_others(f, w, at, lanes, n);
			double expected = 0, worth = observed ? 0 : w->best;
			double statistic = 0;
			if (others || observed)
				statistic = statistic_at(
					f, w, at, others, worth, &expected);
			w->best = fmax(w->best, statistic);
			if (!observed)
				continue;
			uint32_t id = f->grid.id[w->turn[at]];
			observed->statistic[id] = statistic;
			observed->expected[id] = expected;
			observed->others[id] = others;
		}
	}
}

static void find_peaks(struct cluster_test *test, const struct labels *labels,
	const struct observed *observed)
{
	for (size_t i = 0; i < labels->n; i++) {
		if (labels->label[i] == 0)
			continue;
		size_t c = labels->label[i] - 1;
		if (test->children_near[c] &&
			observed->statistic[i] <= test->statistic[c])
			continue;
		test->statistic[c] = observed->statistic[i];
		test->children_expected[c] = 1 + observed->expected[i];
		test->children_near[c] = 1 + observed->others[i];
		test->peak[c] = (uint32_t)i;
	}
}

static void observe(struct context *ctx, const struct frame *f,
	struct cluster_test *test, const struct labels *labels)
{
	struct observed observed = {arena_array(ctx->scratch, double, f->n),
		arena_array(ctx->scratch, double, f->n),
		arena_array(ctx->scratch, uint32_t, f->n)};
	struct worker w;
	worker_init(&w, f);
	memcpy(w.rank, f->rank, f->n * sizeof *w.rank);
	take_turns(&w, f);
	look(f, &w, &observed);
	arena_free(w.arena);
	find_peaks(test, labels, &observed);
}

static void replicate(struct context *ctx, const struct frame *f, double *maxima,
	uint32_t replications)
{
	uint32_t workers = (uint32_t)ctx->threads;
	uint64_t seed = ctx->seed;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (uint32_t k = 0; k < workers; k++) {
		struct worker w;
		worker_init(&w, f);
		for (uint32_t r = k; r < replications; r += workers) {
			struct stream s = stream_make(seed, STREAM_CLUSTER_TEST, r);
			shift_series(&w, f, &s);
			take_turns(&w, f);
			look(f, &w, NULL);
			maxima[r] = w.best;
		}
		arena_free(w.arena);
	}
}

static void rank(struct cluster_test *test, uint32_t clusters_n)
{
	for (uint32_t c = 0; c < clusters_n; c++) {
		uint32_t extreme = 0;
		for (uint32_t r = 0; r < test->replications; r++)
			extreme += test->maxima[r] >= test->statistic[c];
		test->p_value[c] = (1.0 + extreme) / (1.0 + test->replications);
	}
}

enum err_code cluster_test_run(struct context *ctx, struct cluster_test *test,
	struct points points, const uint32_t *child, const struct labels *labels,
	const struct cluster_test_options *options)
{
	uint32_t clusters = labels->clusters_n;
	test->replications = options->replications;
	test->statistic = arena_array(ctx->arena, double, clusters);
	test->p_value = arena_array(ctx->arena, double, clusters);
	test->children_expected = arena_array(ctx->arena, double, clusters);
	test->children_near = arena_array(ctx->arena, uint32_t, clusters);
	test->peak = arena_array(ctx->arena, uint32_t, clusters);
	test->maxima = arena_array(ctx->arena, double, options->replications);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct frame frame;
	enum err_code code = frame_init(ctx, &frame, points, child, options);
	if (!code && points.n > 0) {
		observe(ctx, &frame, test, labels);
		replicate(ctx, &frame, test->maxima, test->replications);
		rank(test, clusters);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
