#include "stats/visitors.h"
#include "geo/sort.h"

struct builder {
	struct context *ctx;
	struct visitor_table *table;
	const struct grid *grid;
	double radius_m;
	const uint32_t *child, *rank;
	uint32_t gap;
	unsigned rank_bits;
	size_t used, capacity; /* of table->bouts */
	uint64_t *keys;        /* room for all points: child << rank_bits | rank */
	uint32_t *ids, *tally; /* tally[bouts]: children with so many */
	uint32_t *of_child;    /* bouts of each child at the present place */
};

/* Puts (child, rank) of all events within the radius into b->keys, sorted. */
static size_t gather(struct builder *b, size_t place)
{
	const struct grid *grid = b->grid;
	struct point at = {grid->x_m[place], grid->y_m[place]};
	double radius2 = b->radius_m * b->radius_m;
	size_t count = 0;
	uint64_t largest = 0;
	uint32_t from, to;
	struct grid_walk walk = grid_walk(grid, at, b->radius_m);
	while (grid_next(&walk, &from, &to))
		for (uint32_t i = from; i < to; i++) {
			double dx = grid->x_m[i] - at.x_m, dy = grid->y_m[i] - at.y_m;
			if (dx * dx + dy * dy > radius2)
				continue;
			uint64_t key =
				(uint64_t)b->child[i] << b->rank_bits | b->rank[i];
			largest = key > largest ? key : largest;
			b->keys[count++] = key;
		}
	sort_by_key(b->ctx->scratch, b->keys, b->ids, count, sort_bits(largest));
	return count;
}

/* The bouts in the sorted keys [from, to) of one child. */
static uint32_t count_bouts(const struct builder *b, size_t from, size_t to)
{
	uint64_t n = b->grid->n, ranks = ((uint64_t)1 << b->rank_bits) - 1;
	uint32_t bouts = 0;
	for (size_t i = from; i < to; i++) {
		uint64_t here = b->keys[i] & ranks;
		uint64_t before = b->keys[i == from ? to - 1 : i - 1] & ranks;
		uint64_t apart = here > before ? here - before : here + n - before;
		bouts += apart > b->gap;
	}
	return bouts ? bouts : 1;
}

static size_t end_of_child(const struct builder *b, size_t from, size_t count)
{
	size_t to = from + 1;
	while (to < count &&
		b->keys[to] >> b->rank_bits == b->keys[from] >> b->rank_bits)
		to++;
	return to;
}

static struct visitors describe(struct builder *b, size_t place)
{
	size_t count = gather(b, place);
	struct visitors v = {.from = (uint32_t)b->used};
	uint32_t most = 0;
	for (size_t from = 0, to; from < count; from = to) {
		to = end_of_child(b, from, count);
		uint32_t bouts = count_bouts(b, from, to);
		b->of_child[b->keys[from] >> b->rank_bits] = bouts;
		b->tally[bouts]++;
		most = bouts > most ? bouts : most;
		v.children++;
	}
	for (uint32_t bouts = 1; bouts <= most; bouts++) {
		if (b->tally[bouts] == 0)
			continue;
		arena_reserve(b->ctx->arena, b->table->bouts, b->capacity, b->used + 1);
		b->table->bouts[b->used++] = (struct bouts){bouts, b->tally[bouts]};
		b->tally[bouts] = 0;
	}
	v.to = (uint32_t)b->used;
	return v;
}

/* Places in an order in which those of equal coordinates follow each other. */
static uint32_t *order_by_coordinates(struct context *ctx, const struct grid *grid)
{
	size_t n = grid->n;
	uint32_t *by_x = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *by_y = arena_array(ctx->scratch, uint32_t, n);
	double *y_m = arena_array(ctx->scratch, double, n);
	sort_order_double(ctx->scratch, grid->x_m, by_x, n);
	for (size_t i = 0; i < n; i++)
		y_m[i] = grid->y_m[by_x[i]];
	sort_order_double(ctx->scratch, y_m, by_y, n);
	for (size_t i = 0; i < n; i++)
		by_y[i] = by_x[by_y[i]];
	return by_y;
}

static bool same_coordinates(const struct grid *grid, size_t a, size_t b)
{
	return grid->x_m[a] == grid->x_m[b] && grid->y_m[a] == grid->y_m[b];
}

void visitors_build(struct context *ctx, struct visitor_table *table,
	const struct grid *grid, double radius_m, const uint32_t *child,
	const uint32_t *rank, uint32_t gap)
{
	size_t n = grid->n;
	table->bouts = NULL;
	table->visitors = arena_array(ctx->arena, struct visitors, n);
	table->own_bouts = arena_array(ctx->arena, uint32_t, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct builder b = {ctx, table, grid, radius_m, child, rank, gap,
		.rank_bits = sort_bits(n)};
	b.keys = arena_array(ctx->scratch, uint64_t, n);
	b.ids = arena_array(ctx->scratch, uint32_t, n);
	b.tally = arena_array(ctx->scratch, uint32_t, n + 1);
	b.of_child = arena_array(ctx->scratch, uint32_t, n);
	const uint32_t *order = order_by_coordinates(ctx, grid);
	for (size_t i = 0; i < n; i++) {
		size_t place = order[i];
		if (i > 0 && same_coordinates(grid, place, order[i - 1]))
			table->visitors[place] = table->visitors[order[i - 1]];
		else
			table->visitors[place] = describe(&b, place);
		table->own_bouts[place] = b.of_child[child[place]];
	}
	arena_reset(ctx->scratch, mark);
}

static double whole_power(double base, uint32_t exponent)
{
	double power = 1;
	for (; exponent; exponent >>= 1, base *= base)
		if (exponent & 1)
			power *= base;
	return power;
}

double visitors_expected(
	const struct visitor_table *table, size_t place, double share_01)
{
	struct visitors v = table->visitors[place];
	double missing_01 = 1 - share_01, expected = 0;
	for (uint32_t i = v.from; i < v.to; i++)
		expected += table->bouts[i].children *
			    (1 - whole_power(missing_01, table->bouts[i].bouts));
	return expected - (1 - whole_power(missing_01, table->own_bouts[place]));
}
