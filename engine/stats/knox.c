#include "stats/knox.h"
#include "base/random.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

/* More pairs than this are not kept but found again in each replicate. */
#define PAIRS_KEPT ((int64_t)1 << 28)

/* Events in the order of the grid, so that what is near in space is near in memory. */
struct frame {
	size_t n;
	double radius_m, radius2_m2;
	struct grid grid;
	int64_t *time;   /* by place, from 0 */
	uint64_t window; /* in units of time */
	size_t *from;    /* n + 1: neighbours after place i are near[from[i] …) */
	uint32_t *near;  /* later places within the radius; NULL: not kept */
};

static bool close_in_time(const struct frame *f, int64_t a, int64_t b)
{
	uint64_t apart = a > b ? (uint64_t)(a - b) : (uint64_t)(b - a);
	return apart <= f->window;
}

/* The later places within the radius of place i: counted, and listed where wanted. */
static size_t later_neighbours(const struct frame *f, size_t i, uint32_t *list)
{
	const struct grid *grid = &f->grid;
	struct point at = {grid->x_m[i], grid->y_m[i]};
	struct grid_walk walk = grid_walk(grid, at, f->radius_m);
	uint32_t from, to;
	size_t found = 0;
	while (grid_next(&walk, &from, &to)) {
		for (size_t j = from > i ? from : i + 1; j < to; j++) {
			double dx = grid->x_m[j] - at.x_m, dy = grid->y_m[j] - at.y_m;
			if (dx * dx + dy * dy > f->radius2_m2)
				continue;
			if (list)
				list[found] = (uint32_t)j;
			found++;
		}
	}
	return found;
}

static void find_pairs(struct context *ctx, struct frame *f, bool keep)
{
	size_t n = f->n;
	f->from = arena_array(ctx->scratch, size_t, n + 1);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t i = 0; i < n; i++)
		f->from[i + 1] = later_neighbours(f, i, NULL);
	for (size_t i = 0; i < n; i++)
		f->from[i + 1] += f->from[i];
	if (!keep || (int64_t)f->from[n] > PAIRS_KEPT)
		return;
	f->near = arena_array(ctx->scratch, uint32_t, f->from[n]);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t i = 0; i < n; i++)
		later_neighbours(f, i, f->near + f->from[i]);
}

/* Pairs close in space whose times, by place, are close too. */
static int64_t count_both(const struct frame *f, const int64_t *time)
{
	int64_t both = 0;
	uint64_t window = f->window,
		 twice = window > INT64_MAX ? UINT64_MAX : 2 * window;
	for (size_t i = 0; f->near && i < f->n; i++) {
		/* |a - b| <= w as one comparison: a - b + w is in 0 … 2 w. */
		uint64_t base = (uint64_t)time[i] + window;
		for (size_t k = f->from[i]; k < f->from[i + 1]; k++)
			both += base - (uint64_t)time[f->near[k]] <= twice;
	}
	if (f->near)
		return both;
	const struct grid *grid = &f->grid;
	for (size_t i = 0; i < f->n; i++) {
		struct point at = {grid->x_m[i], grid->y_m[i]};
		struct grid_walk walk = grid_walk(grid, at, f->radius_m);
		uint32_t from, to;
		while (grid_next(&walk, &from, &to))
			for (size_t j = from > i ? from : i + 1; j < to; j++) {
				double dx = grid->x_m[j] - at.x_m;
				double dy = grid->y_m[j] - at.y_m;
				both += dx * dx + dy * dy <= f->radius2_m2 &&
					close_in_time(f, time[i], time[j]);
			}
	}
	return both;
}

/* Sums over events of their neighbours and of the squares of that. */
struct degrees {
	double sum, squares;
};

static struct degrees degrees_in_space(struct context *ctx, const struct frame *f)
{
	struct degrees d = {0, 0};
	uint32_t *degree = arena_array(ctx->scratch, uint32_t, f->n);
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t i = 0; i < f->n; i++) {
		struct point at = {f->grid.x_m[i], f->grid.y_m[i]};
		degree[i] = (uint32_t)grid_count(&f->grid, at, f->radius_m) - 1;
	}
	for (size_t i = 0; i < f->n; i++) {
		d.sum += degree[i];
		d.squares += (double)degree[i] * degree[i];
	}
	return d;
}

static struct degrees degrees_in_time(struct context *ctx, const struct frame *f)
{
	struct degrees d = {0, 0};
	uint32_t *order = arena_array(ctx->scratch, uint32_t, f->n);
	sort_order_i64(ctx->scratch, f->time, order, f->n);
	size_t low = 0, high = 0;
	for (size_t i = 0; i < f->n; i++) {
		int64_t time = f->time[order[i]];
		while (!close_in_time(f, f->time[order[low]], time))
			low++;
		while (high < f->n && close_in_time(f, f->time[order[high]], time))
			high++;
		double near = (double)(high - low - 1);
		d.sum += near;
		d.squares += near * near;
	}
	return d;
}

/* Barton and David: the variance of close_both when times are permuted, from the
 * numbers of close pairs and of pairs of close pairs that share an event. */
static double permutation_variance(
	const struct knox *k, struct degrees space, struct degrees time)
{
	if (k->n < 4)
		return NAN;
	double n = (double)k->n, s = space.sum / 2, t = time.sum / 2;
	double shared_s = space.squares / 2 - s, shared_t = time.squares / 2 - t;
	double mean = k->expected;
	return mean + 4 * shared_s * shared_t / (n * (n - 1) * (n - 2)) +
	       4 * (s * (s - 1) - 2 * shared_s) * (t * (t - 1) - 2 * shared_t) /
		       (n * (n - 1) * (n - 2) * (n - 3)) -
	       mean * mean;
}

static void permute(struct context *ctx, const struct frame *f, struct knox *k)
{
	size_t n = f->n, workers = (size_t)ctx->threads;
	uint32_t replications = k->replications;
	uint64_t seed = ctx->seed;
	int64_t *counts = arena_array(ctx->scratch, int64_t, replications);
	int64_t *times = arena_array(ctx->scratch, int64_t, n * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (size_t r = w; r < replications; r += workers) {
			struct stream s = stream_make(seed, STREAM_KNOX, r);
			int64_t *shuffled = times + w * n;
			memcpy(shuffled, f->time, n * sizeof *shuffled);
			stream_shuffle_i64(&s, shuffled, n);
			counts[r] = count_both(f, shuffled);
		}
	double mean = 0, squares = 0;
	uint32_t extreme = 0;
	for (uint32_t r = 0; r < replications; r++) {
		double off = (double)counts[r] - mean;
		mean += off / (r + 1.0);
		squares += off * ((double)counts[r] - mean);
		extreme += counts[r] >= k->close_both;
	}
	k->permuted_mean = mean;
	k->permuted_sd = replications > 1 ? sqrt(squares / (replications - 1.0)) : NAN;
	k->p_permutation = (1.0 + extreme) / (1.0 + replications);
}

static enum err_code frame_init(struct context *ctx, struct frame *f,
	struct points points, const struct knox_options *o)
{
	memset(f, 0, sizeof *f);
	if (!(o->radius_m >= 0) || !isfinite(o->radius_m) || o->window_s < 0)
		return err_set(ctx, ERR_USAGE,
			"Knox's test needs a radius and a window of 0 or more");
	if (!points.t_s)
		return err_set(
			ctx, ERR_USAGE, "Knox's test needs a time for each event");
	if (points.n < 2)
		return err_set(ctx, ERR_DATA,
			"Knox's test needs at least two events; there are %zu",
			points.n);
	f->n = points.n;
	f->radius_m = o->radius_m;
	f->radius2_m2 = o->radius_m * o->radius_m;
	f->window = (uint64_t)o->window_s;
	double cell_m = o->radius_m > 0 ? o->radius_m : 1;
	enum err_code code = grid_build(ctx, &f->grid, ctx->scratch, points, cell_m);
	if (code)
		return code;
	int64_t first = INT64_MAX, last = INT64_MIN;
	for (size_t i = 0; i < points.n; i++) {
		first = points.t_s[i] < first ? points.t_s[i] : first;
		last = points.t_s[i] > last ? points.t_s[i] : last;
	}
	if ((uint64_t)last - (uint64_t)first > INT64_MAX / 4)
		return err_set(
			ctx, ERR_DATA, "the times lie too far apart to be times");
	f->time = arena_array(ctx->scratch, int64_t, f->n);
	for (size_t i = 0; i < f->n; i++)
		f->time[i] = points.t_s[f->grid.id[i]] - first;
	return ERR_OK;
}

enum err_code knox_run(struct context *ctx, struct knox *k, struct points points,
	const struct knox_options *options)
{
	memset(k, 0, sizeof *k);
	k->n = points.n;
	k->replications = options->replications;
	k->p_permutation = k->permuted_mean = k->permuted_sd = NAN;
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct frame frame;
	enum err_code code = frame_init(ctx, &frame, points, options);
	if (!code) {
		find_pairs(ctx, &frame, k->replications > 0);
		struct degrees space = degrees_in_space(ctx, &frame);
		struct degrees time = degrees_in_time(ctx, &frame);
		k->pairs = (int64_t)(k->n * (k->n - 1) / 2);
		k->close_space = (int64_t)frame.from[frame.n];
		k->close_time = (int64_t)(time.sum / 2);
		k->close_both = count_both(&frame, frame.time);
		k->expected = (double)k->close_space * (double)k->close_time /
			      (double)k->pairs;
		k->ratio = k->expected > 0 ? (double)k->close_both / k->expected : NAN;
		k->variance = permutation_variance(k, space, time);
		k->p_poisson = poisson_p_upper(k->close_both, k->expected);
		if (k->replications > 0)
			permute(ctx, &frame, k);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
