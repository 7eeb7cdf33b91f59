#include "stats/density.h"
#include "geo/sort.h"
#include <math.h>
#include <string.h>

/* Small enough that no rounding of coordinates makes a cell's diagonal reach further
 * than the radius, for up to 2^30 cells side by side. */
#define CELL_SHARE (0.70710678118 * (1 - 1e-6))
#define SIDE_MOST ((double)(1 << 30))
#define KEYS_MOST (UINT64_C(1) << 62)

static enum err_code check_options(struct context *ctx, struct points points,
	const struct dbscan_options *options, bool in_time)
{
	if (!(options->radius_m > 0) || !isfinite(options->radius_m))
		return err_set(ctx, ERR_USAGE,
			"a radius of %g m can't be used: give one above 0",
			options->radius_m);
	if (options->min_points < 1)
		return err_set(ctx, ERR_USAGE, "at least 1 point must make a cluster");
	if (in_time && !points.t_s)
		return err_set(ctx, ERR_USAGE,
			"clusters in space and time need a time for each point");
	if (in_time && options->window_s < 0)
		return err_set(ctx, ERR_USAGE, "a time window can't be below 0");
	for (size_t i = 0; options->weight && i < points.n; i++)
		if (!(options->weight[i] >= 0) || !isfinite(options->weight[i]))
			return err_set(ctx, ERR_DATA,
				"the weight of point %zu is no number of 0 or more",
				i + 1);
	return points_check(ctx, points);
}

static enum err_code set_extent(struct context *ctx, struct density *d,
	struct points points, const struct dbscan_options *options)
{
	struct box box = points_box(points);
	d->min_x_m = box.min_x_m;
	d->min_y_m = box.min_y_m;
	d->per_m = 1 / (options->radius_m * CELL_SHARE);
	d->radius_cells = 1 / CELL_SHARE;
	double columns = (box.max_x_m - box.min_x_m) * d->per_m;
	double rows = (box.max_y_m - box.min_y_m) * d->per_m;
	if (!(columns < SIDE_MOST) || !(rows < SIDE_MOST))
		return err_set(ctx, ERR_USAGE,
			"a radius of %g m is too small for points that lie %g km "
			"apart: "
			"check the unit of the coordinates",
			options->radius_m,
			hypot(box.max_x_m - box.min_x_m, box.max_y_m - box.min_y_m) /
				1000);
	d->columns = (uint64_t)columns + 3;
	d->rows = (uint64_t)rows + 3;
	return ERR_OK;
}

static enum err_code set_slots(
	struct context *ctx, struct density *d, struct points points)
{
	d->slots = 1;
	if (d->window == UINT64_MAX)
		return ERR_OK;
	int64_t least = 0, most = 0;
	for (size_t i = 0; i < points.n; i++) {
		least = i == 0 || points.t_s[i] < least ? points.t_s[i] : least;
		most = i == 0 || points.t_s[i] > most ? points.t_s[i] : most;
	}
	d->min_t = least;
	d->slots = ((uint64_t)most - (uint64_t)least) / (d->window + 1) + 1;
	if (d->slots > KEYS_MOST / d->rows / d->columns)
		return err_set(ctx, ERR_USAGE,
			"the radius and the window are too small for the extent of "
			"these "
			"points: check the units");
	return ERR_OK;
}

static uint64_t key_of(const struct density *d, struct points points, size_t i)
{
	uint64_t column = (uint64_t)((points.x_m[i] - d->min_x_m) * d->per_m);
	uint64_t row = (uint64_t)((points.y_m[i] - d->min_y_m) * d->per_m);
	uint64_t slot = 0;
	if (d->slots > 1)
		slot = ((uint64_t)points.t_s[i] - (uint64_t)d->min_t) / (d->window + 1);
	return (slot * d->rows + row) * d->columns + column;
}

static void set_lanes(struct density *d)
{
	static const int rows[] = {0, -1, 1, -2, 2}, slots[] = {0, -1, 1};
	int64_t columns = (int64_t)d->columns, plane = (int64_t)d->rows * columns;
	d->lanes = d->slots > 1 ? 15 : 5;
	for (int lane = 0; lane < d->lanes; lane++)
		d->offset[lane] =
			slots[lane / 5] * plane + rows[lane % 5] * columns - 2;
}

static void copy_sorted(struct context *ctx, struct density *d, struct points points,
	const struct dbscan_options *options)
{
	struct arena *arena = ctx->scratch;
	size_t n = d->n;
	d->x_m = arena_array(arena, double, n);
	d->y_m = arena_array(arena, double, n);
	if (d->window != UINT64_MAX)
		d->t = arena_array(arena, int64_t, n);
	if (d->min_units > 1)
		d->unit = arena_array(arena, uint32_t, n);
	if (options->weight)
		d->weight = arena_array(arena, double, n);
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t i = 0; i < n; i++) {
		uint32_t id = d->id[i];
		d->x_m[i] = points.x_m[id];
		d->y_m[i] = points.y_m[id];
		if (d->t)
			d->t[i] = points.t_s[id];
		if (d->unit)
			d->unit[i] = options->unit[id];
		if (d->weight)
			d->weight[i] = options->weight[id];
	}
}

enum err_code density_init(struct context *ctx, struct density *d, struct points points,
	const struct dbscan_options *options, bool in_time)
{
	memset(d, 0, sizeof *d);
	enum err_code code = check_options(ctx, points, options, in_time);
	if (code)
		return code;
	d->n = points.n;
	d->radius2_m2 = options->radius_m * options->radius_m;
	d->window = in_time ? (uint64_t)options->window_s : UINT64_MAX;
	d->min_points = options->min_points;
	d->min_units = options->unit ? options->min_units : 0;
	if ((code = set_extent(ctx, d, points, options)) ||
		(code = set_slots(ctx, d, points)))
		return code;
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, d->n);
	d->id = arena_array(ctx->scratch, uint32_t, d->n);
#pragma omp parallel for num_threads(ctx->threads)
	for (size_t i = 0; i < d->n; i++) {
		keys[i] = key_of(d, points, i);
		d->id[i] = (uint32_t)i;
	}
	uint64_t limit = d->slots * d->rows * d->columns;
	sort_by_key(ctx->scratch, keys, d->id, d->n, sort_bits(limit - 1));
	cells_split(&d->cells, ctx->scratch, keys, d->n);
	set_lanes(d);
	copy_sorted(ctx, d, points, options);
	d->core = arena_array(ctx->scratch, uint8_t, d->n);
	d->core_n = arena_array(ctx->scratch, uint32_t, d->cells.n);
	d->touched = arena_array(ctx->scratch, uint8_t, d->cells.n);
	d->parent = arena_array(ctx->scratch, uint32_t, d->cells.n);
	d->owner = arena_array(ctx->scratch, uint32_t, d->n);
	return ERR_OK;
}

/* The first cell whose key is at least `key`. */
static uint32_t cell_from(const struct density *d, int64_t key)
{
	size_t low = 0, high = d->cells.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if ((int64_t)d->cells.key[middle] < key)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

const struct reach *sweep_to(struct sweep *sweep, size_t cell)
{
	const struct density *d = sweep->d;
	const int64_t *keys = (const int64_t *)d->cells.key;
	struct reach *reach = &sweep->reach;
	for (int lane = 0; lane < d->lanes; lane++) {
		int64_t first = keys[cell] + d->offset[lane];
		if (!sweep->begun)
			reach->from[lane] = reach->to[lane] = cell_from(d, first);
		uint32_t from = reach->from[lane], to = reach->to[lane];
		while (keys[from] < first)
			from++;
		while (keys[to] <= first + 4)
			to++;
		reach->from[lane] = from;
		reach->to[lane] = to;
	}
	sweep->begun = true;
	return reach;
}
