#include "stats/knee.h"
#include "base/random.h"
#include "geo/grid.h"
#include "geo/kdtree.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <math.h>

enum { ASKED_MOST = 10000, K_MOST = 1000, LOOKS_MOST = 50000000, ASKED_LEAST = 20 };
#define DAY 86400.0
#define HOUR 3600.0

bool knee_find(const double *values, size_t n, struct knee *knee)
{
	size_t kept = n - n / 20;
	*knee = (struct knee){.asked = n};
	if (kept < 5 || !(values[kept - 1] > values[0]))
		return false;
	double span = values[kept - 1] - values[0];
	for (size_t i = 0; i < kept; i++) {
		double x = (double)i / (double)(kept - 1);
		double below = x - (values[i] - values[0]) / span;
		if (below <= knee->height_01)
			continue;
		knee->height_01 = below;
		knee->value = values[i];
		knee->share_01 = (double)(i + 1) / (double)n;
	}
	return knee->height_01 > 0 && knee->value > 0;
}

uint32_t knee_min_points(size_t n)
{
	return (uint32_t)fmax(5, ceil(log(fmax(1, (double)n))));
}

/* The points that are asked: the first ASKED_MOST of a shuffle. */
static uint32_t *draw_points(struct context *ctx, size_t n, size_t *asked)
{
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	struct stream s = stream_make(ctx->seed, STREAM_KNEE, 0);
	*asked = n < ASKED_MOST ? n : ASKED_MOST;
	for (size_t i = 0; i < n; i++)
		order[i] = (uint32_t)i;
	for (size_t i = 0; i < *asked && i + 1 < n; i++) {
		size_t j = i + stream_below(&s, (uint32_t)(n - i));
		uint32_t kept = order[i];
		order[i] = order[j];
		order[j] = kept;
	}
	return order;
}

/* Sorts the values and finds their bend. */
static bool find_bend(
	struct context *ctx, const double *values, size_t n, struct knee *knee)
{
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	double *sorted = arena_array(ctx->scratch, double, n);
	sort_order_double(ctx->scratch, values, order, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = values[order[i]];
	return knee_find(sorted, n, knee);
}

static enum err_code check_count(struct context *ctx, struct points points,
	const uint32_t *count, uint32_t min_points)
{
	uint64_t total = 0;
	for (size_t i = 0; i < points.n; i++)
		total += count ? count[i] : 1;
	if (min_points > K_MOST)
		return err_set(ctx, ERR_USAGE,
			"nothing is chosen by the data for more than %d points to a "
			"place: give the radius and the window as numbers",
			K_MOST);
	if (total < min_points || min_points < 1)
		return err_set(ctx, ERR_DATA,
			"%llu points are too few for %u to a place: give fewer points "
			"to a place, or the radius and the window as numbers",
			(unsigned long long)total, min_points);
	return points_check(ctx, points);
}

static double *k_distances(struct context *ctx, struct points points,
	const uint32_t *count, uint32_t k, const struct kdtree *tree, size_t *n)
{
	uint32_t *asked = draw_points(ctx, points.n, n), *counts = NULL;
	double *distances = arena_array(ctx->scratch, double, *n);
	size_t workers = (size_t)ctx->threads, room = (size_t)k + 1;
	struct kdtree_near *near =
		arena_array(ctx->scratch, struct kdtree_near, room * workers);
	if (count)
		counts = arena_array(ctx->scratch, uint32_t, points.n);
	for (size_t i = 0; count && i < points.n; i++)
		counts[i] = count[tree->id[i]];
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (size_t i = w; i < *n; i += workers) {
			struct point at = {points.x_m[asked[i]], points.y_m[asked[i]]};
			struct kdtree_near *mine = near + w * room;
			size_t found =
				kdtree_nearest(tree, at, k, counts, UINT32_MAX, mine);
			distances[i] = sqrt(mine[found - 1].distance2_m2);
		}
	return distances;
}

/* To two digits. */
static double round_value(double value)
{
	double unit = pow(10, floor(log10(value)) - 1);
	/* Powers below 1 are not exact, their inverses are. */
	return unit < 1 ? round(value * round(1 / unit)) / round(1 / unit)
			: round(value / unit) * unit;
}

enum err_code knee_radius(struct context *ctx, struct knee *knee, struct points points,
	const uint32_t *count, uint32_t min_points)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kdtree tree;
	size_t n;
	*knee = (struct knee){0};
	enum err_code code = check_count(ctx, points, count, min_points);
	if (!code)
		code = kdtree_build(ctx, &tree, ctx->scratch, points);
	if (!code) {
		const double *distances =
			k_distances(ctx, points, count, min_points, &tree, &n);
		if (!find_bend(ctx, distances, n, knee))
			code = err_set(ctx, ERR_DATA,
				"no radius can be chosen: the distances to the nearest "
				"%u points don't bend anywhere (too few points, or "
				"nearly all at one place): give a radius such as 250m",
				min_points);
		else
			knee->value = round_value(knee->value);
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

/* ---- the window -------------------------------------------------------------------- */

struct times {
	const struct grid *grid;
	struct points points;
	const uint32_t *count;
	double radius_m;
	uint32_t k;
	uint32_t *near; /* room for all */
	int64_t *away;
	uint64_t looks;
};

/* The k-th nearest in time of those near in space, itself counted; below 0 where there
 * are fewer. */
static double kth_in_time(struct context *ctx, struct times *t, uint32_t point)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct point at = {t->points.x_m[point], t->points.y_m[point]};
	size_t n = grid_within(t->grid, at, t->radius_m, t->near, t->points.n);
	double found = -1;
	uint64_t so_far = 0;
	for (size_t i = 0; i < n; i++) {
		int64_t a = t->points.t_s[t->near[i]], b = t->points.t_s[point];
		uint64_t apart =
			a > b ? (uint64_t)a - (uint64_t)b : (uint64_t)b - (uint64_t)a;
		t->away[i] = apart > INT64_MAX ? INT64_MAX : (int64_t)apart;
	}
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	sort_order_i64(ctx->scratch, t->away, order, n);
	for (size_t i = 0; i < n && found < 0; i++) {
		so_far += t->count ? t->count[t->near[order[i]]] : 1;
		if (so_far >= t->k)
			found = (double)t->away[order[i]];
	}
	t->looks += n;
	arena_reset(ctx->scratch, mark);
	return found;
}

static double round_time(double seconds)
{
	double unit = seconds >= 2 * DAY ? DAY : seconds >= 2 * HOUR ? HOUR : 60;
	return fmax(unit, round(seconds / unit) * unit);
}

static enum err_code bend_in_time(
	struct context *ctx, struct knee *knee, struct times *t)
{
	size_t most, n = 0;
	uint32_t *asked = draw_points(ctx, t->points.n, &most);
	double *values = arena_array(ctx->scratch, double, most);
	t->near = arena_array(ctx->scratch, uint32_t, t->points.n);
	t->away = arena_array(ctx->scratch, int64_t, t->points.n);
	for (size_t i = 0; i < most && t->looks < LOOKS_MOST; i++) {
		double value = kth_in_time(ctx, t, asked[i]);
		if (value >= 0)
			values[n++] = value;
	}
	if (n < ASKED_LEAST || !find_bend(ctx, values, n, knee))
		return err_set(ctx, ERR_DATA,
			"no window can be chosen: of the points that were asked %zu "
			"have %u within %g m, and the times to those don't bend "
			"anywhere: give a window such as 14d",
			n, t->k, t->radius_m);
	knee->value = round_time(knee->value);
	return ERR_OK;
}

enum err_code knee_window(struct context *ctx, struct knee *knee, struct points points,
	const uint32_t *count, double radius_m, uint32_t min_points)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct grid grid;
	struct times times = {.grid = &grid,
		.points = points,
		.count = count,
		.radius_m = radius_m,
		.k = min_points};
	*knee = (struct knee){0};
	enum err_code code = check_count(ctx, points, count, min_points);
	if (!code)
		code = grid_build(ctx, &grid, ctx->scratch, points, radius_m);
	if (!code)
		code = bend_in_time(ctx, knee, &times);
	arena_reset(ctx->scratch, mark);
	return code;
}
