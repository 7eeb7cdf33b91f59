#include "stats/glr.h"
#include <math.h>

/* Of `points` counts that add up to `sum`, where each was expected to be `mean`. */
static double gain(double sum, double points, double mean)
{
	double expected = points * mean;
	return sum > expected ? sum * log(sum / expected) - (sum - expected) : 0;
}

/* Beginnings that can be the best: the points before them, and the counts up to there. */
struct hull {
	size_t n;
	size_t *begin;
	double *sum;
};

/* Whether the middle one lies on or above the line between its neighbours. */
static bool above(const struct hull *h, size_t begin, double sum)
{
	size_t b = h->n - 1, a = b - 1;
	double first = (h->sum[b] - h->sum[a]) * (double)(begin - h->begin[b]);
	double second = (sum - h->sum[b]) * (double)(h->begin[b] - h->begin[a]);
	return first >= second;
}

static void push(struct hull *h, size_t begin, double sum)
{
	while (h->n > 1 && above(h, begin, sum))
		h->n--;
	h->begin[h->n] = begin;
	h->sum[h->n++] = sum;
}

/* Up to a point after which `end` points have passed, with `sum` counts in all. */
static double statistic(const struct hull *h, size_t end, double sum, double mean)
{
	double best = 0;
	for (size_t i = 0; i < h->n; i++)
		best = fmax(
			best, gain(sum - h->sum[i], (double)(end - h->begin[i]), mean));
	return best;
}

/* The statistic ascends with the count of the point. */
static double least_count(
	const struct hull *h, size_t end, double before, double mean, double threshold)
{
	double low = -1, high = 1;
	while (statistic(h, end, before + high, mean) < threshold && high < 1e15)
		high *= 2;
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		if (statistic(h, end, before + middle, mean) < threshold)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static double mean_before(const int64_t *count, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (double)count[i];
	return n > 0 ? sum / (double)n : 0;
}

static void watch(struct context *ctx, struct surveillance *s, const int64_t *count,
	size_t from, double mean, double threshold)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct hull h = {0, arena_array(ctx->scratch, size_t, s->n),
		arena_array(ctx->scratch, double, s->n)};
	double sum = 0;
	for (size_t at = from; at < s->n; at++) {
		struct surveillance_point *p = &s->points[at];
		push(&h, at, sum);
		p->expected = mean;
		p->upper = least_count(&h, at + 1, sum, mean, threshold);
		sum += (double)count[at];
		p->statistic = statistic(&h, at + 1, sum, mean);
		p->alarm = p->statistic >= threshold;
		if (p->alarm) {
			h.n = 0;
			sum = 0;
		}
	}
	arena_reset(ctx->scratch, mark);
}

enum err_code glr_run(struct context *ctx, struct surveillance *s, size_t n,
	const int64_t *count, const struct glr_options *o)
{
	double threshold = o->threshold == 0 ? 5 : o->threshold;
	size_t from = o->from > 0 ? o->from : n / 2 < 52 ? n / 2 : 52;
	if (!(threshold > 0) || !isfinite(threshold) || !(o->mean >= 0) ||
		!isfinite(o->mean))
		return err_set(ctx, ERR_USAGE,
			"GLR needs a threshold above 0 and an expected count of 0 or "
			"more");
	surveillance_init(ctx, s, n);
	if (n == 0 || (from == 0 && o->mean == 0))
		return ERR_OK;
	double mean = o->mean > 0 ? o->mean : mean_before(count, from < n ? from : n);
	if (!(mean > 0))
		return err_set(ctx, ERR_DATA,
			"there are no counts before the first point that is watched: "
			"give the expected count, or watch later");
	watch(ctx, s, count, from, mean, threshold);
	return ERR_OK;
}
