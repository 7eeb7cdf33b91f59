#include "stats/drawsum.h"
#include <math.h>
#include <string.h>

#define DROPPED 1e-40
#define MOST_DRAWN 2000
/* Numbers in each of two tables. */
#define ROOM_MOST ((size_t)20000000)

/* P(j drawn add up to s), row by row of j, and where a row is not 0. */
struct layer {
	double *p;
	size_t *low, *high; /* high: past the last */
};

struct bag {
	size_t most, width;
	uint64_t held; /* numbers looked at so far */
	uint64_t work;
};

static struct layer layer_make(struct context *ctx, const struct bag *b)
{
	return (struct layer){
		arena_array(ctx->scratch, double, (b->most + 1) * b->width),
		arena_array(ctx->scratch, size_t, b->most + 1),
		arena_array(ctx->scratch, size_t, b->most + 1)};
}

/* The chance of k among j drawn from h and H others, at its largest k: as a product
 * whose partial products stay near 1. */
static double hypergeometric_at(double k, double j, double h, double others)
{
	double p = 1, total = h + others;
	double left_k = k, left_rest = j - k;
	for (size_t step = 0; step < (size_t)j; step++) {
		double i = (double)step;
		/* Takes what keeps the ratio, and spreads the binomial over the terms. */
		bool mine = left_k * (j - k) >= left_rest * k && left_k > 0;
		if (mine) {
			double taken = k - left_k;
			p *= (h - taken) / (total - i) * ((i + 1) / (taken + 1));
			left_k--;
		} else {
			double taken = (j - k) - left_rest;
			p *= (others - taken) / (total - i) * ((i + 1) / (taken + 1));
			left_rest--;
		}
	}
	return p;
}

static void add_shifted(const struct layer *from, const struct bag *b, size_t row,
	size_t shift, double share, double *to)
{
	const double *p = from->p + row * b->width;
	for (size_t s = from->low[row]; s < from->high[row]; s++)
		to[s + shift] += share * p[s];
}

/* Row j once h numbers of value v are in the bag too; returns the steps it took. */
static uint64_t next_row(const struct layer *from, const struct layer *to,
	const struct bag *b, size_t j, uint64_t v, uint64_t h)
{
	double *p = to->p + j * b->width, jd = (double)j, hd = (double)h;
	double others = (double)b->held;
	uint64_t work = b->width / 8 + 1;
	size_t least = j > b->held ? j - (size_t)b->held : 0,
	       most = h < j ? (size_t)h : j;
	memset(p, 0, b->width * sizeof *p);
	if (least > most) {
		to->low[j] = to->high[j] = 0;
		return work;
	}
	size_t top = (size_t)((jd + 1) * (hd + 1) / (hd + others + 2));
	top = top < least ? least : top > most ? most : top;
	double peak = hypergeometric_at((double)top, jd, hd, others), share = peak;
	for (size_t k = top; share > DROPPED; k++) {
		add_shifted(from, b, j - k, k * v, share, p);
		work += from->high[j - k] - from->low[j - k];
		if (k == most)
			break;
		double kd = (double)k;
		share *= (hd - kd) * (jd - kd) / ((kd + 1) * (others - jd + kd + 1));
	}
	share = peak;
	for (size_t k = top; k > least; k--) {
		double kd = (double)k;
		share *= kd * (others - jd + kd) / ((hd - kd + 1) * (jd - kd + 1));
		if (!(share > DROPPED))
			break;
		add_shifted(from, b, j - k + 1, (k - 1) * v, share, p);
		work += from->high[j - k + 1] - from->low[j - k + 1];
	}
	size_t low = 0, high = b->width;
	while (low < high && !(p[low] > DROPPED))
		low++;
	while (high > low && !(p[high - 1] > DROPPED))
		high--;
	to->low[j] = low;
	to->high[j] = high;
	return work;
}

/* The largest that `most` of them can add up to. */
static uint64_t largest_sum(
	const uint32_t *values, const uint32_t *howmany, size_t n, size_t most)
{
	uint64_t sum = 0;
	for (size_t i = n; i-- > 0 && most > 0;) {
		size_t taken = howmany[i] < most ? howmany[i] : most;
		sum += (uint64_t)values[i] * taken;
		most -= taken;
	}
	return sum;
}

static bool layers_run(struct context *ctx, struct bag *b, const uint32_t *values,
	const uint32_t *howmany, size_t n, struct layer *from)
{
	struct layer to = layer_make(ctx, b);
	*from = layer_make(ctx, b);
	from->p[0] = 1;
	from->high[0] = 1;
	for (size_t i = 0; i < n; i++) {
		uint64_t work = 0;
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 1)                \
	reduction(+ : work)
		for (size_t j = 0; j <= b->most; j++)
			work += next_row(from, &to, b, j, values[i], howmany[i]);
		struct layer kept = *from;
		*from = to;
		to = kept;
		b->held += howmany[i];
		b->work += work;
		if (b->work > DRAW_SUMS_WORK)
			return false;
	}
	return true;
}

/* From the small end in each direction, so that tails keep their digits. */
static void set_tails(struct context *ctx, struct draw_sums *d, const struct layer *l)
{
	size_t room = (d->most + 1) * d->width;
	d->at_least = arena_array(ctx->arena, double, room);
	d->at_most = arena_array(ctx->arena, double, room);
	for (size_t j = 0; j <= d->most; j++) {
		const double *p = l->p + j * d->width;
		double *up = d->at_least + j * d->width,
		       *down = d->at_most + j * d->width;
		double sum = 0;
		for (size_t s = d->width; s-- > 0;)
			up[s] = sum += p[s];
		sum = 0;
		for (size_t s = 0; s < d->width; s++)
			down[s] = sum += p[s];
	}
}

void draw_sums_make(struct context *ctx, struct draw_sums *d, const uint32_t *values,
	const uint32_t *howmany, size_t n, size_t most, bool *made)
{
	uint64_t width = largest_sum(values, howmany, n, most) + 1;
	*d = (struct draw_sums){most, (size_t)width, NULL, NULL};
	*made = false;
	if (most > MOST_DRAWN || width > ROOM_MOST || (most + 1) * width > ROOM_MOST)
		return;
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct bag bag = {most, (size_t)width, 0, 0};
	struct layer last;
	*made = layers_run(ctx, &bag, values, howmany, n, &last);
	if (*made)
		set_tails(ctx, d, &last);
	arena_reset(ctx->scratch, mark);
}

static double bounded(double tail)
{
	return fmin(1, fmax(tail, DRAW_SUMS_LEAST));
}

double draw_sums_at_least(const struct draw_sums *d, size_t m, uint64_t sum)
{
	return bounded(sum < d->width ? d->at_least[m * d->width + sum] : 0);
}

double draw_sums_at_most(const struct draw_sums *d, size_t m, uint64_t sum)
{
	return bounded(sum < d->width ? d->at_most[m * d->width + sum] : 1);
}
