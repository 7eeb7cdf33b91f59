#include "base/map.h"
#include "geo/grid.h"
#include "geo/sort.h"
#include "stats/scanstat_frame.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Counts above this, expected in the longest run, are left to scanstat_dense.c, or
 * scanstat_children.c: measured, not reckoned. */
#define SPARSE_EXPECTED 2
#define SPARSE_CHILDREN 16
#define ENTRIES_MOST ((size_t)1 << 31)

double scanstat_distance2(const struct scanstat_coordinates *a, size_t i,
	const struct scanstat_coordinates *b, size_t j)
{
	double dx = a->x_m[i] - b->x_m[j], dy = a->y_m[i] - b->y_m[j];
	double dz = a->z_m && b->z_m ? a->z_m[i] - b->z_m[j] : 0;
	return dx * dx + dy * dy + dz * dz;
}

/* ---- distinct places ------------------------------------------------------------ */

void scanstat_places(struct context *ctx, struct scanstat_coordinates at,
	struct scanstat_coordinates *places, uint32_t **place)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *x_m = arena_array(ctx->arena, double, at.n);
	double *y_m = arena_array(ctx->arena, double, at.n);
	double *z_m = at.z_m ? arena_array(ctx->arena, double, at.n) : NULL;
	*place = arena_array(ctx->arena, uint32_t, at.n);
	struct map seen;
	map_init(&seen, ctx->scratch);
	size_t n = 0;
	for (size_t i = 0; i < at.n; i++) {
		/* Zero has two signs but is one place. */
		double xyz[3] = {
			at.x_m[i] + 0.0, at.y_m[i] + 0.0, z_m ? at.z_m[i] + 0.0 : 0};
		char key[3 * 16 + 1];
		for (int k = 0; k < 3; k++) {
			uint64_t bits;
			memcpy(&bits, &xyz[k], sizeof bits);
			for (int digit = 0; digit < 16; digit++)
				key[16 * k + digit] =
					(char)('A' + (bits >> 4 * digit & 15));
		}
		key[sizeof key - 1] = '\0';
		size_t number = map_intern(&seen, key);
		(*place)[i] = (uint32_t)number;
		if (number < n)
			continue;
		x_m[n] = xyz[0];
		y_m[n] = xyz[1];
		if (z_m)
			z_m[n] = xyz[2];
		n++;
	}
	*places = (struct scanstat_coordinates){n, x_m, y_m, z_m};
	arena_reset(ctx->scratch, mark);
}

/* ---- events by place --------------------------------------------------------------
 */

struct by_day {
	uint32_t day, child, slot;
};

static int by_day_compare(const void *a, const void *b)
{
	const struct by_day *x = a, *y = b;
	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->child != y->child)
		return x->child < y->child ? -1 : 1;
	return x->slot < y->slot ? -1 : 1;
}

/* What a child does on a day is one stay. */
static void find_stays(struct context *ctx, struct scanstat_frame *f)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct by_day *order = arena_array(ctx->scratch, struct by_day, f->n);
	for (size_t i = 0; i < f->n; i++)
		order[i] = (struct by_day){f->day[i], f->child[i], (uint32_t)i};
	qsort(order, f->n, sizeof *order, by_day_compare);
	f->stays = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct by_day *o = &order[i];
		if (i == 0 || o->day != o[-1].day || o->child != o[-1].child) {
			f->stay_day[f->stays] = o->day;
			f->stay_child[f->stays++] = o->child;
		}
		f->stay[o->slot] = f->stays - 1;
	}
	arena_reset(ctx->scratch, mark);
}

static void arrange_events(
	struct context *ctx, struct scanstat_frame *f, const struct scanstat_input *in)
{
	struct arena *arena = ctx->scratch;
	f->first = arena_array(arena, uint32_t, f->places + 1);
	f->event = arena_array(arena, uint32_t, f->n);
	f->day = arena_array(arena, uint16_t, f->n);
	f->control = in->control ? arena_array(arena, uint8_t, f->n) : NULL;
	f->child = in->child ? arena_array(arena, uint32_t, f->n) : NULL;
	if (in->child) {
		f->stay = arena_array(arena, uint32_t, f->n);
		f->stay_day = arena_array(arena, uint32_t, f->n);
		f->stay_child = arena_array(arena, uint32_t, f->n);
	}
	uint32_t *at = arena_array(arena, uint32_t, f->places + 1);
	for (size_t i = 0; i < f->n; i++)
		f->first[in->place[i] + 1]++;
	for (size_t p = 0; p < f->places; p++)
		at[p + 1] = f->first[p + 1] += f->first[p];
	for (size_t i = 0; i < f->n; i++) {
		uint32_t slot = at[in->place[i]]++;
		f->event[slot] = (uint32_t)i;
		f->day[slot] = (uint16_t)(f->units > 1 ? in->unit[i] : 0);
		if (f->control)
			f->control[slot] = in->control[i] != 0;
		if (!f->child)
			continue;
		f->child[slot] = in->child[i];
		if (in->child[i] >= f->children)
			f->children = in->child[i] + 1;
	}
	if (f->child)
		find_stays(ctx, f);
}

/* What runs and places hold: events under permutation, else units and population. */
static void measure(
	struct context *ctx, struct scanstat_frame *f, const struct scanstat_input *in)
{
	struct arena *arena = ctx->scratch;
	double total = 0;
	f->size = arena_array(arena, double, f->places);
	f->run = arena_array(arena, uint32_t, f->units + 1);
	for (size_t p = 0; p < f->places; p++) {
		f->size[p] = f->model == SCANSTAT_POISSON
				     ? in->population[p]
				     : f->first[p + 1] - f->first[p];
		total += f->size[p];
	}
	for (size_t i = 0; i < f->n && f->model != SCANSTAT_POISSON && !f->child; i++)
		f->run[f->day[i] + 1]++;
	for (uint32_t i = 0; i < f->stays; i++)
		f->run[f->stay_day[i] + 1]++;
	for (uint32_t u = 0; u < f->units; u++) {
		if (f->model == SCANSTAT_POISSON)
			f->run[u + 1] =
				in->unit_days && f->units > 1 ? in->unit_days[u] : 1;
		f->run[u + 1] += f->run[u];
	}
	for (uint32_t u = 0; u + f->window <= f->units; u++)
		f->longest_run = fmax(
			f->longest_run, (double)(f->run[u + f->window] - f->run[u]));
	f->scale = (double)f->cases / (total * f->run[f->units]);
	if (f->child)
		f->scale = 1.0 / f->stays;
	if (f->model != SCANSTAT_POISSON)
		return;
	f->population_to = arena_array(arena, double, f->places);
	double sum = 0;
	for (size_t p = 0; p < f->places; p++)
		f->population_to[p] = sum += f->size[p];
}

/* Events, or stays, by stratum: what is shuffled among itself. */
static void measure_strata(struct context *ctx, struct scanstat_frame *f)
{
	struct arena *arena = ctx->scratch;
	size_t slots = f->child ? f->stays : f->n;
	uint32_t n[SCANSTAT_STRATA] = {0}, at[SCANSTAT_STRATA];
	uint8_t *stratum = arena_array(arena, uint8_t, slots);
	f->slots = arena_array(arena, uint32_t, slots);
	for (size_t i = 0; i < slots; i++) {
		uint32_t day = f->child ? f->stay_day[i] : f->day[i];
		stratum[i] = f->stratum ? f->stratum[day] : 0;
		n[stratum[i]]++;
	}
	for (int k = 0; k < SCANSTAT_STRATA; k++) {
		at[k] = f->slots_from[k];
		f->slots_from[k + 1] = f->slots_from[k] + n[k];
	}
	for (size_t i = 0; i < slots; i++)
		f->slots[at[stratum[i]]++] = (uint32_t)i;
	if (!f->stratum || f->child)
		return;
	f->run_stratum = arena_array(arena, uint32_t, (f->units + 1) * SCANSTAT_STRATA);
	f->share_stratum = arena_array(arena, double, f->places *SCANSTAT_STRATA);
	for (uint32_t u = 0; u < f->units; u++) {
		uint32_t *to = f->run_stratum + (size_t)(u + 1) * SCANSTAT_STRATA;
		memcpy(to, to - SCANSTAT_STRATA, SCANSTAT_STRATA * sizeof *to);
		to[f->stratum[u]] += f->run[u + 1] - f->run[u];
	}
	for (size_t p = 0; p < f->places; p++)
		for (uint32_t i = f->first[p]; i < f->first[p + 1]; i++) {
			uint8_t k = f->stratum[f->day[i]];
			f->share_stratum[p * SCANSTAT_STRATA + k] +=
				(double)f->n / n[k];
		}
}

/* ---- zones --------------------------------------------------------------------------
 */

struct near_place {
	double distance2;
	uint32_t place;
};

static int near_compare(const void *a, const void *b)
{
	const struct near_place *x = a, *y = b;
	if (x->distance2 != y->distance2)
		return x->distance2 < y->distance2 ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

struct zoning {
	struct scanstat_frame *f;
	double max_distance2, max_size;
	struct near_place *near;
	uint32_t *ids;
	struct grid grid;
	bool gridded;
	size_t n, seq_capacity, level_capacity;
};

static size_t places_within(struct zoning *z, size_t centre)
{
	const struct scanstat_frame *f = z->f;
	size_t n = 0, candidates = f->places;
	if (z->gridded) {
		struct point at = {f->about->x_m[centre], f->about->y_m[centre]};
		/* A little further, as the grid's verdict is its own. */
		candidates = grid_within(&z->grid, at,
			sqrt(z->max_distance2) * (1 + 1e-9), z->ids, f->places);
	}
	for (size_t i = 0; i < candidates; i++) {
		size_t place = z->gridded ? z->ids[i] : i;
		double d2 = scanstat_distance2(f->about, centre, f->at, place);
		/* Without events a place changes nothing under permutation. */
		if (d2 <= z->max_distance2 && f->size[place] > 0)
			z->near[n++] = (struct near_place){d2, (uint32_t)place};
	}
	qsort(z->near, n, sizeof *z->near, near_compare);
	return n;
}

static size_t step_of(const double *steps, size_t n, double size)
{
	size_t low = 0, high = n;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (steps[middle] <= size)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void add_zones(struct context *ctx, struct zoning *z, size_t centre)
{
	struct scanstat_frame *f = z->f;
	size_t n = places_within(z, centre), taken = 0, from = z->n;
	double size = 0;
	f->dense_from[centre] = SIZE_MAX;
	arena_reserve(ctx->scratch, f->seq, z->seq_capacity, z->n + n);
	arena_reserve(ctx->scratch, f->level, z->level_capacity, z->n + n);
	while (taken < n) {
		size_t end = taken;
		do
			size += f->size[z->near[end++].place];
		while (end < n && z->near[end].distance2 == z->near[taken].distance2);
		if (size > z->max_size)
			break;
		bool dense = size > f->sparse_size;
		size_t level = dense ? step_of(f->dense_step, f->dense_steps, size)
				     : step_of(f->sparse_step, f->sparse_steps, size);
		if (dense && f->dense_from[centre] == SIZE_MAX)
			f->dense_from[centre] = from + taken;
		for (size_t i = taken; i < end; i++) {
			f->seq[z->n] = z->near[i].place;
			f->level[z->n++] = (uint16_t)level;
		}
		f->seq[z->n - 1] |= ZONE_END;
		taken = end;
	}
	f->start[centre + 1] = z->n;
	if (f->dense_from[centre] == SIZE_MAX)
		f->dense_from[centre] = z->n;
}

/* The grids of sizes: those of small zones close together, those of large ones so far
 * apart that a count is expected to grow by about its spread from one to the next.
 */
static void make_steps(struct context *ctx, struct scanstat_frame *f)
{
	double least = INFINITY, most = 0;
	for (size_t p = 0; p < f->places; p++) {
		if (f->size[p] > 0)
			least = fmin(least, f->size[p]);
		most += f->size[p];
	}
	/* A zone holds fewer children than events. */
	if (f->child)
		least = 1;
	f->sparse_size = (f->child ? SPARSE_CHILDREN : SPARSE_EXPECTED) /
			 (f->longest_run * f->scale);
	size_t capacity = 0;
	for (double s = least; f->sparse_steps == 0 || s <= f->sparse_size;
		s = fmax(s * 1.06, s + least)) {
		arena_reserve(
			ctx->scratch, f->sparse_step, capacity, f->sparse_steps + 1);
		f->sparse_step[f->sparse_steps++] = s;
		if (f->sparse_steps == UINT16_MAX)
			break;
	}
	capacity = 0;
	for (double s = f->sparse_size; f->dense_steps == 0 || s <= most;) {
		arena_reserve(
			ctx->scratch, f->dense_step, capacity, f->dense_steps + 1);
		f->dense_step[f->dense_steps++] = s;
		s += s / sqrt(s * f->longest_run * f->scale);
		if (f->dense_steps == UINT16_MAX)
			break;
	}
}

static enum err_code make_zones(
	struct context *ctx, struct scanstat_frame *f, const struct scanstat_options *o)
{
	struct zoning z = {.f = f, .max_distance2 = INFINITY, .max_size = INFINITY};
	double total = 0, share = o->max_share;
	for (size_t p = 0; p < f->places; p++)
		total += f->size[p];
	if (o->shape == SCANSTAT_TIME)
		share = 1;
	else if (o->max_radius_m > 0)
		z.max_distance2 = o->max_radius_m * o->max_radius_m;
	else if (share <= 0)
		share = 0.5;
	if (share > 0 && share < 1)
		z.max_size = share * total * (1 + 1e-12);
	z.near = arena_array(ctx->scratch, struct near_place, f->places);
	z.ids = arena_array(ctx->scratch, uint32_t, f->places);
	if (isfinite(z.max_distance2) && !f->at->z_m) {
		struct points points = {f->places, f->at->x_m, f->at->y_m, NULL};
		enum err_code err = grid_build(
			ctx, &z.grid, ctx->scratch, points, sqrt(z.max_distance2));
		if (err)
			return err;
		z.gridded = true;
	}
	for (size_t k = 0; k < f->centres; k++) {
		add_zones(ctx, &z, k);
		if (z.n > ENTRIES_MOST)
			return err_set(ctx, ERR_DATA,
				"the circles hold too many places together: give a "
				"smaller radius or share, or fewer centres");
	}
	return ERR_OK;
}

/* One zone of all places. */
static void make_whole(struct context *ctx, struct scanstat_frame *f)
{
	f->seq = arena_array(ctx->scratch, uint32_t, f->places);
	f->level = arena_array(ctx->scratch, uint16_t, f->places);
	double size = 0;
	for (size_t p = 0; p < f->places; p++) {
		f->seq[p] = (uint32_t)p;
		size += f->size[p];
	}
	f->seq[f->places - 1] |= ZONE_END;
	f->start[1] = f->places;
	bool dense = size > f->sparse_size;
	f->dense_from[0] = dense ? 0 : f->places;
	size_t level = dense ? step_of(f->dense_step, f->dense_steps, size)
			     : step_of(f->sparse_step, f->sparse_steps, size);
	for (size_t p = 0; p < f->places; p++)
		f->level[p] = (uint16_t)level;
}

/* Centres that are places of their own are counted once. */
static void mark_shared(struct context *ctx, struct scanstat_frame *f)
{
	size_t places = f->at->n, n = places + f->about->n;
	double *x_m = arena_array(ctx->scratch, double, n);
	double *y_m = arena_array(ctx->scratch, double, n);
	double *z_m = arena_array(ctx->scratch, double, n);
	for (size_t i = 0; i < n; i++) {
		const struct scanstat_coordinates *c = i < places ? f->at : f->about;
		size_t k = i < places ? i : i - places;
		x_m[i] = c->x_m[k];
		y_m[i] = c->y_m[k];
		z_m[i] = c->z_m ? c->z_m[k] : 0;
	}
	struct scanstat_coordinates all = {n, x_m, y_m, z_m}, distinct;
	uint32_t *number;
	scanstat_places(ctx, all, &distinct, &number);
	uint8_t *seen = arena_array(ctx->scratch, uint8_t, n);
	f->shared = arena_array(ctx->scratch, uint8_t, f->about->n);
	for (size_t i = 0; i < n; i++) {
		if (i < places && !(f->size[i] > 0))
			continue;
		if (i >= places)
			f->shared[i - places] = seen[number[i]];
		seen[number[i]] = 1;
	}
}

enum err_code scanstat_frame_init(struct context *ctx, struct scanstat_frame *f,
	const struct scanstat_input *in, const struct scanstat_options *o)
{
	memset(f, 0, sizeof *f);
	f->model = o->model;
	f->n = f->cases = in->n;
	for (size_t i = 0; in->control && i < in->n; i++)
		f->cases -= in->control[i] != 0;
	f->places = in->places.n;
	f->at = &in->places;
	f->about = in->centres.n ? &in->centres : &in->places;
	f->centres = o->shape == SCANSTAT_TIME ? 1 : f->about->n;
	f->units = o->shape == SCANSTAT_SPACE ? 1 : in->units;
	uint32_t half = f->units > 1 ? f->units / 2 : 1;
	f->window = o->max_units ? o->max_units : half;
	f->window = f->window > f->units ? f->units : f->window;
	f->last_only = o->prospective || f->units == 1;
	f->high = o->rates != SCANSTAT_LOW;
	f->low = o->rates != SCANSTAT_HIGH;
	f->min_cases = o->min_cases ? o->min_cases : 2;
	f->stratum = in->stratum;
	arrange_events(ctx, f, in);
	measure(ctx, f, in);
	measure_strata(ctx, f);
	make_steps(ctx, f);
	f->start = arena_array(ctx->scratch, size_t, f->centres + 1);
	f->dense_from = arena_array(ctx->scratch, size_t, f->centres);
	enum err_code err = ERR_OK;
	if (o->shape == SCANSTAT_TIME)
		make_whole(ctx, f);
	else
		err = make_zones(ctx, f, o);
	if (!err && f->about != f->at)
		mark_shared(ctx, f);
	return err;
}
