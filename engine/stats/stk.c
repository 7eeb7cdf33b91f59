#include "stats/stk.h"
#include "base/random.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

#define PAIRS_MOST ((size_t)1 << 27)
#define VALUES_MOST ((size_t)1 << 27)
#define BANDS_MOST 10000

/* Two events near in space; the weight is of the first. */
struct near_pair {
	uint32_t a, b, row;
	double weight;
};

struct frame {
	const struct stk_options *o;
	struct points points;
	int64_t *time; /* from the begin of the period */
	int64_t length_s;
	struct near_pair *pairs;
	size_t pairs_n, cells_n;
};

/* The first band that holds a value; n beyond all. */
static size_t band_of(const double *edges, size_t n, double value)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (edges[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static size_t window_of(const struct stk_options *o, int64_t apart)
{
	size_t low = 0, high = o->windows_n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (o->window_s[middle] < apart)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static double time_weight(const struct frame *f, int64_t time, int64_t apart)
{
	return time - apart < 0 || time + apart > f->length_s ? 2 : 1;
}

static size_t pairs_of(const struct frame *f, const struct grid *grid, uint32_t a,
	uint32_t *ids, struct near_pair *to)
{
	const struct stk_options *o = f->o;
	struct point at = {f->points.x_m[a], f->points.y_m[a]};
	size_t n = grid_within(grid, at, o->radius_m[o->radii_n - 1], ids, f->points.n);
	bool known = o->edge == RIPLEY_ISOTROPIC && !o->area->rectangle;
	double border_m = known ? study_area_border_m(o->area, at) : 0;
	for (size_t i = 0, k = 0; i < n; i++) {
		uint32_t b = ids[i];
		double dx = f->points.x_m[b] - at.x_m, dy = f->points.y_m[b] - at.y_m;
		double distance_m = sqrt(dx * dx + dy * dy);
		if (b == a)
			continue;
		size_t row = band_of(o->radius_m, o->radii_n, distance_m);
		/* The root may round up to beyond the last edge. */
		row = row < o->radii_n ? row : o->radii_n - 1;
		to[k++] = (struct near_pair){a, b, (uint32_t)row,
			study_area_weight(o->area, o->edge, at, border_m, dx, dy)};
	}
	return n - 1;
}

static enum err_code find_pairs(struct context *ctx, struct frame *f)
{
	double reach_m = f->o->radius_m[f->o->radii_n - 1];
	size_t n = f->points.n;
	struct grid grid;
	enum err_code code = grid_build(
		ctx, &grid, ctx->scratch, f->points, reach_m > 0 ? reach_m : 1);
	if (code)
		return code;
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, n);
	for (size_t a = 0; a < n; a++)
		f->pairs_n +=
			grid_count(&grid,
				(struct point){f->points.x_m[a], f->points.y_m[a]},
				reach_m) -
			1;
	if (f->pairs_n > PAIRS_MOST)
		return err_set(ctx, ERR_DATA,
			"%zu pairs are near in space, which is too many: give shorter "
			"bands of distance",
			f->pairs_n);
	f->pairs = arena_array(ctx->scratch, struct near_pair, f->pairs_n);
	size_t at = 0;
	for (uint32_t a = 0; a < n; a++)
		at += pairs_of(f, &grid, a, ids, f->pairs + at);
	return ERR_OK;
}

static enum err_code check(
	struct context *ctx, struct points p, const struct stk_options *o)
{
	if (o->radii_n == 0 || o->windows_n == 0 || o->radii_n > BANDS_MOST ||
		o->windows_n > BANDS_MOST)
		return err_set(ctx, ERR_USAGE,
			"K of space and time needs distances and times, and not "
			"thousands of them");
	for (size_t i = 0; i < o->radii_n; i++)
		if (!(o->radius_m[i] >= 0) || !isfinite(o->radius_m[i]) ||
			(i > 0 && !(o->radius_m[i] > o->radius_m[i - 1])))
			return err_set(
				ctx, ERR_USAGE, "distances must ascend from 0 on");
	for (size_t i = 0; i < o->windows_n; i++)
		if (o->window_s[i] < 0 ||
			(i > 0 && o->window_s[i] <= o->window_s[i - 1]))
			return err_set(ctx, ERR_USAGE, "times must ascend from 0 on");
	if (o->edge == RIPLEY_BORDER)
		return err_set(ctx, ERR_USAGE,
			"K of space and time has no border correction: take isotropic, "
			"translation or none");
	if (!p.t_s)
		return err_set(ctx, ERR_USAGE,
			"K of space and time needs a time for each event");
	if (p.n < 2)
		return err_set(ctx, ERR_DATA,
			"K of space and time needs at least two events; there are %zu",
			p.n);
	size_t cells = o->radii_n * o->windows_n;
	if (((size_t)o->replications + 1) > VALUES_MOST / cells)
		return err_set(ctx, ERR_USAGE,
			"so many bands and permutations are too many to keep: ask for "
			"fewer");
	return study_area_check(ctx, o->area, p);
}

static enum err_code take_times(struct context *ctx, struct frame *f)
{
	const struct stk_options *o = f->o;
	int64_t from_s = o->from_s, to_s = o->to_s;
	size_t n = f->points.n;
	const int64_t *t = f->points.t_s;
	for (size_t i = 0; o->from_s == 0 && o->to_s == 0 && i < n; i++) {
		from_s = i == 0 || t[i] < from_s ? t[i] : from_s;
		to_s = i == 0 || t[i] > to_s ? t[i] : to_s;
	}
	if (to_s <= from_s || (uint64_t)to_s - (uint64_t)from_s > INT64_MAX / 4)
		return err_set(ctx, ERR_DATA,
			"the events are all at one time, or too far apart: there is no "
			"period");
	f->length_s = to_s - from_s;
	f->time = arena_array(ctx->scratch, int64_t, n);
	for (size_t i = 0; i < n; i++) {
		if (t[i] < from_s || t[i] > to_s)
			return err_set(ctx, ERR_DATA,
				"event %zu lies outside of the period", i + 1);
		f->time[i] = t[i] - from_s;
	}
	return ERR_OK;
}

/* Sums of weights by cell, each pair in its own alone. */
static void sum_cells(const struct frame *f, const int64_t *time, double *sums)
{
	size_t windows = f->o->windows_n;
	memset(sums, 0, f->cells_n * sizeof *sums);
	for (size_t k = 0; k < f->pairs_n; k++) {
		const struct near_pair *p = &f->pairs[k];
		int64_t a = time[p->a], b = time[p->b], apart = a > b ? a - b : b - a;
		size_t column = window_of(f->o, apart);
		if (column < windows)
			sums[p->row * windows + column] +=
				p->weight * time_weight(f, a, apart);
	}
}

/* d of each cell: what is in it and those before it, less what is expected. */
static void finish_cells(const struct frame *f, const struct stk *s, double *values)
{
	size_t windows = f->o->windows_n, rows = f->o->radii_n;
	double n = (double)f->points.n;
	double scale = f->o->area->area_m2 * (double)f->length_s / (n * (n - 1));
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < windows; c++) {
			double *at = &values[r * windows + c];
			*at += c > 0 ? at[-1] : 0;
		}
	for (size_t c = 0; c < windows; c++)
		for (size_t r = 1; r < rows; r++)
			values[r * windows + c] += values[(r - 1) * windows + c];
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < windows; c++)
			values[r * windows + c] = scale * values[r * windows + c] -
						  s->k_space_m2[r] * s->k_time_s[c];
}

/* How many of n ascending times are at most `limit`. */
static size_t up_to(const int64_t *sorted, size_t n, int64_t limit)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (sorted[middle] <= limit)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Others no further apart in time than this. */
static double others_within(
	const int64_t *sorted, size_t n, int64_t time, int64_t apart)
{
	return (double)(up_to(sorted, n, time + apart) -
			up_to(sorted, n, time - apart - 1)) -
	       1;
}

/* Weights by window over all ordered pairs: an event's pairs weigh 1 up to its time from
 * the nearer end of the period, 2 beyond. */
static void sum_times(struct context *ctx, const struct frame *f, double *sums)
{
	size_t n = f->points.n;
	uint32_t *order = arena_array(ctx->scratch, uint32_t, n);
	int64_t *sorted = arena_array(ctx->scratch, int64_t, n);
	sort_order_i64(ctx->scratch, f->time, order, n);
	for (size_t i = 0; i < n; i++)
		sorted[i] = f->time[order[i]];
	for (size_t c = 0; c < f->o->windows_n; c++)
		for (size_t i = 0; i < n; i++) {
			int64_t time = sorted[i], window = f->o->window_s[c];
			int64_t free =
				time < f->length_s - time ? time : f->length_s - time;
			window = window < f->length_s ? window : f->length_s;
			free = free < window ? free : window;
			sums[c] += 2 * others_within(sorted, n, time, window) -
				   others_within(sorted, n, time, free);
		}
}

static void make_margins(struct context *ctx, const struct frame *f, struct stk *s)
{
	const struct stk_options *o = f->o;
	double n = (double)f->points.n;
	for (size_t k = 0; k < f->pairs_n; k++)
		s->k_space_m2[f->pairs[k].row] += f->pairs[k].weight;
	sum_times(ctx, f, s->k_time_s);
	for (size_t r = 1; r < o->radii_n; r++)
		s->k_space_m2[r] += s->k_space_m2[r - 1];
	for (size_t r = 0; r < o->radii_n; r++)
		s->k_space_m2[r] *= o->area->area_m2 / (n * (n - 1));
	for (size_t c = 0; c < o->windows_n; c++)
		s->k_time_s[c] *= (double)f->length_s / (n * (n - 1));
}

static void permute(
	struct context *ctx, const struct frame *f, const struct stk *s, double *sets)
{
	size_t n = f->points.n, workers = (size_t)ctx->threads;
	uint64_t seed = ctx->seed;
	int64_t *times = arena_array(ctx->scratch, int64_t, n * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t k = 1 + (uint32_t)w; k <= s->replications;
			k += (uint32_t)workers) {
			struct stream stream =
				stream_make(seed, STREAM_SPACE_TIME_K, k);
			int64_t *time = times + w * n;
			memcpy(time, f->time, n * sizeof *time);
			stream_shuffle_i64(&stream, time, n);
			double *own = sets + k * f->cells_n;
			sum_cells(f, time, own);
			finish_cells(f, s, own);
		}
}

/* sd, r and p of each cell. Sums of one set of pairs in another order differ in their last
 * digits: those are ties. */
static void rank_cells(const struct frame *f, struct stk *s, const double *sets)
{
	size_t all = (size_t)s->replications + 1;
	for (size_t c = 0; c < f->cells_n; c++) {
		struct stk_cell *cell = &s->cells[c];
		double mean = 0, squares = 0, extreme = 0;
		double near = 1e-12 * (fabs(cell->k) + fabs(cell->d));
		for (size_t k = 0; k < all; k++) {
			double off = sets[k * f->cells_n + c] - mean;
			mean += off / (double)(k + 1);
			squares += off * (sets[k * f->cells_n + c] - mean);
			extreme += sets[k * f->cells_n + c] >= cell->d - near;
		}
		double sd = sqrt(squares / (double)(all - 1));
		if (!(sd > near))
			continue;
		cell->sd = sd;
		cell->r = cell->d / sd;
		cell->p_value = extreme / (double)all;
	}
}

static void rank_all(const struct frame *f, struct stk *s, const double *sets)
{
	size_t all = (size_t)s->replications + 1;
	double first_sum = 0, first_most = 0, sums = 0, mosts = 0;
	for (size_t k = 0; k < all; k++) {
		double sum = 0, most = -INFINITY;
		for (size_t c = 0; c < f->cells_n; c++) {
			if (isnan(s->cells[c].sd))
				continue;
			double r = sets[k * f->cells_n + c] / s->cells[c].sd;
			sum += r;
			most = fmax(most, r);
		}
		if (k == 0) {
			first_sum = sum - 1e-9 * (1 + fabs(sum));
			first_most = most - 1e-9 * (1 + fabs(most));
		}
		sums += sum >= first_sum;
		mosts += most >= first_most;
	}
	s->p_sum = sums / (double)all;
	s->p_largest = mosts / (double)all;
}

static void conclude(struct context *ctx, const struct frame *f, struct stk *s)
{
	size_t windows = s->windows_n;
	double *sets = arena_array(
		ctx->scratch, double, ((size_t)s->replications + 1) * f->cells_n);
	make_margins(ctx, f, s);
	sum_cells(f, f->time, sets);
	finish_cells(f, s, sets);
	for (size_t c = 0; c < f->cells_n; c++) {
		double expected = s->k_space_m2[c / windows] * s->k_time_s[c % windows];
		s->cells[c] = (struct stk_cell){.k = sets[c] + expected,
			.d = sets[c],
			.d0 = expected > 0 ? sets[c] / expected : NAN,
			.sd = NAN,
			.r = NAN,
			.p_value = NAN};
	}
	if (s->replications == 0)
		return;
	permute(ctx, f, s, sets);
	rank_cells(f, s, sets);
	rank_all(f, s, sets);
}

enum err_code stk_run(struct context *ctx, struct stk *s, struct points points,
	const struct stk_options *o)
{
	memset(s, 0, sizeof *s);
	struct frame f = {
		.o = o, .points = points, .cells_n = o->radii_n * o->windows_n};
	enum err_code code = check(ctx, points, o);
	if (code)
		return code;
	s->n = points.n;
	s->radii_n = o->radii_n;
	s->windows_n = o->windows_n;
	s->replications = o->replications;
	s->p_sum = s->p_largest = NAN;
	s->k_space_m2 = arena_array(ctx->arena, double, o->radii_n);
	s->k_time_s = arena_array(ctx->arena, double, o->windows_n);
	s->cells = arena_array(ctx->arena, struct stk_cell, f.cells_n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	code = take_times(ctx, &f);
	if (!code)
		code = find_pairs(ctx, &f);
	if (!code)
		conclude(ctx, &f, s);
	arena_reset(ctx->scratch, mark);
	return code;
}
