/* What is done to weights once they are there, and their sums. */
#include "stats/weights.h"
#include <math.h>
#include <string.h>

static void scale(struct weights *w, double factor)
{
	for (size_t e = 0; e < w->from[w->n]; e++)
		w->weight[e] *= factor;
}

static double sum_all(const struct weights *w)
{
	double sum = 0;
	for (size_t e = 0; e < w->from[w->n]; e++)
		sum += w->weight[e];
	return sum;
}

/* Each row over its sum, or over the root of its squares. */
static void scale_rows(struct weights *w, bool squares)
{
	for (size_t i = 0; i < w->n; i++) {
		double sum = 0;
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			sum += squares ? w->weight[e] * w->weight[e] : w->weight[e];
		sum = squares ? sqrt(sum) : sum;
		for (size_t e = w->from[i]; sum != 0 && e < w->from[i + 1]; e++)
			w->weight[e] /= sum;
	}
}

static size_t rows_filled(const struct weights *w)
{
	size_t filled = 0;
	for (size_t i = 0; i < w->n; i++)
		filled += w->from[i + 1] > w->from[i];
	return filled;
}

void weights_style(struct weights *w, enum weights_style style)
{
	if (style == WEIGHTS_W || style == WEIGHTS_S)
		scale_rows(w, style == WEIGHTS_S);
	if (style == WEIGHTS_B || style == WEIGHTS_W)
		return;
	double sum = sum_all(w);
	if (sum > 0)
		scale(w, (style == WEIGHTS_U ? 1 : (double)rows_filled(w)) / sum);
}

void weights_standardise(struct weights *w)
{
	weights_style(w, WEIGHTS_W);
}

size_t weights_islands(const struct weights *w)
{
	size_t islands = 0;
	for (size_t i = 0; i < w->n; i++) {
		size_t e = w->from[i];
		while (e < w->from[i + 1] && w->to[e] == i)
			e++;
		islands += e == w->from[i + 1];
	}
	return islands;
}

double weights_at(const struct weights *w, uint32_t i, uint32_t j)
{
	size_t low = w->from[i], high = w->from[i + 1];
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (w->to[middle] < j)
			low = middle + 1;
		else
			high = middle;
	}
	return low < w->from[i + 1] && w->to[low] == j ? w->weight[low] : 0;
}

struct weights_sums weights_sums(struct context *ctx, const struct weights *w)
{
	struct weights_sums s = {(double)(w->n - weights_islands(w)), 0, 0, 0};
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *both = arena_array(ctx->scratch, double, w->n);
	for (uint32_t i = 0; i < w->n; i++)
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++) {
			double there = w->weight[e];
			s.s0 += there;
			s.s1 += there * (there + weights_at(w, w->to[e], i));
			both[i] += there;
			both[w->to[e]] += there;
		}
	for (size_t i = 0; i < w->n; i++)
		s.s2 += both[i] * both[i];
	arena_reset(ctx->scratch, mark);
	return s;
}

void weights_with_self(
	struct context *ctx, struct weights *with, const struct weights *w)
{
	size_t n = w->n, at = 0;
	*with = (struct weights){.n = n, .self = true};
	with->from = arena_array(ctx->arena, size_t, n + 1);
	with->to = arena_array(ctx->arena, uint32_t, w->from[n] + n);
	with->weight = arena_array(ctx->arena, double, w->from[n] + n);
	for (uint32_t i = 0; i < n; i++) {
		bool there = false;
		for (size_t e = w->from[i]; e <= w->from[i + 1]; e++) {
			bool end = e == w->from[i + 1];
			there = there || (!end && w->to[e] == i);
			if (!there && (end || w->to[e] > i)) {
				with->to[at] = i;
				with->weight[at++] = 1;
				there = true;
			}
			if (!end) {
				with->to[at] = w->to[e];
				with->weight[at++] = w->weight[e];
			}
		}
		with->from[i + 1] = at;
	}
}

/* Steps in breadth from a place; those at the last step are what is wanted. */
struct walk {
	uint32_t *seen; /* by place: the place from which it was last reached, + 1 */
	uint32_t *queue;
};

/* The places `order` steps from i: queue[first] … queue[end - 1]. */
static size_t reach(const struct weights *w, struct walk *walk, uint32_t i,
	uint32_t order, size_t *end)
{
	size_t first = 0, last = 1;
	walk->queue[0] = i;
	walk->seen[i] = i + 1;
	for (uint32_t step = 0; step < order && first < last; step++) {
		size_t reached = last;
		for (size_t q = first; q < last; q++)
			for (size_t e = w->from[walk->queue[q]];
				e < w->from[walk->queue[q] + 1]; e++) {
				uint32_t to = w->to[e];
				if (walk->seen[to] == i + 1)
					continue;
				walk->seen[to] = i + 1;
				walk->queue[reached++] = to;
			}
		first = last;
		last = reached;
	}
	*end = last;
	return first;
}

enum err_code weights_lag(struct context *ctx, struct weights *further,
	const struct weights *w, uint32_t order)
{
	if (order < 1)
		return err_set(ctx, ERR_USAGE, "neighbours begin with order 1");
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct walk walk = {arena_array(ctx->scratch, uint32_t, w->n),
		arena_array(ctx->scratch, uint32_t, w->n)};
	uint32_t *i = NULL, *j = NULL;
	size_t edges = 0, i_capacity = 0, j_capacity = 0;
	for (uint32_t place = 0; place < w->n && edges <= WEIGHTS_MOST; place++) {
		size_t end, first = reach(w, &walk, place, order, &end);
		arena_reserve(ctx->scratch, i, i_capacity, edges + end - first);
		arena_reserve(ctx->scratch, j, j_capacity, edges + end - first);
		for (size_t q = first; q < end; q++, edges++) {
			i[edges] = place;
			j[edges] = walk.queue[q];
		}
	}
	double *one = arena_array(ctx->scratch, double, edges);
	for (size_t e = 0; e < edges; e++)
		one[e] = 1;
	enum err_code code = weights_from_edges(ctx, further, w->n, edges, i, j, one);
	arena_reset(ctx->scratch, mark);
	return code;
}
