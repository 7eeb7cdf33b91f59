#include "stats/local_permute.h"
#include "base/random.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

/* Apart from the streams of the statistics over all (stats/moran.c). */
#define STREAM_FIRST ((uint64_t)1 << 40)

/* A row as all permutations see it: where its weights are equal, their value. */
struct rows {
	enum local_form form;
	const struct weights *w;
	const double *values;
	const double *known;
	double *equal;    /* NAN: they differ */
	double *observed; /* the sum */
	double *slack;    /* below it, sums are the same */
	size_t cards;     /* what the longest row may need */
};

/* What a worker deals: the first cards of a shuffled deck. */
struct dealer {
	uint32_t *deck;        /* in order between two deals */
	uint32_t *swapped;     /* by card: with which place of the deck */
	uint32_t *place;       /* by value: among the cards, or UINT32_MAX */
	double *sum, *squares; /* of the first cards */
	uint32_t *above, *below;
};

static double own_part(const struct rows *r, size_t i)
{
	return r->form == LOCAL_SQUARES ? r->values[i] : 0;
}

static void prepare(struct context *ctx, struct rows *r)
{
	const struct weights *w = r->w;
	double largest = 0;
	for (size_t i = 0; i < w->n; i++)
		largest = fmax(largest, fabs(r->values[i]));
	r->equal = arena_array(ctx->scratch, double, w->n);
	r->observed = arena_array(ctx->scratch, double, w->n);
	r->slack = arena_array(ctx->scratch, double, w->n);
	for (size_t i = 0; i < w->n; i++) {
		size_t first = w->from[i], k = w->from[i + 1] - first;
		double size = 0;
		r->equal[i] = k ? w->weight[first] : 0;
		r->cards = k > r->cards ? k : r->cards;
		for (size_t e = first; e < first + k; e++) {
			double off = r->values[w->to[e]] - own_part(r, i);
			r->observed[i] += w->weight[e] *
					  (r->form == LOCAL_SQUARES ? off * off : off);
			size += fabs(w->weight[e]);
			if (w->weight[e] != w->weight[first])
				r->equal[i] = NAN;
		}
		r->slack[i] = 1e-12 * size * largest *
			      (r->form == LOCAL_SQUARES ? 4 * largest : 1);
	}
	/* A place that finds its own card takes one more. */
	r->cards += !w->self && r->cards < w->n;
}

static void deal(const struct rows *r, struct dealer *d, struct stream *s)
{
	uint32_t n = (uint32_t)r->w->n;
	for (uint32_t c = 0; c < r->cards; c++) {
		uint32_t with = c + stream_below(s, n - c), card = d->deck[with];
		d->deck[with] = d->deck[c];
		d->deck[c] = card;
		d->swapped[c] = with;
		d->place[card] = c;
		double v = r->values[card];
		d->sum[c + 1] = d->sum[c] + v;
		d->squares[c + 1] = d->squares[c] + v * v;
	}
}

static void gather(const struct rows *r, struct dealer *d)
{
	for (size_t c = r->cards; c-- > 0;) {
		uint32_t with = d->swapped[c], card = d->deck[c];
		d->place[card] = UINT32_MAX;
		d->deck[c] = d->deck[with];
		d->deck[with] = card;
	}
}

/* The sum of a row whose weights are equal, from the sums of the first cards. */
static double sum_equal(
	const struct rows *r, const struct dealer *d, size_t i, size_t k)
{
	double own = r->values[i], sum, squares;
	bool holds = !r->w->self && d->place[i] < k;
	sum = holds ? d->sum[k + 1] - own : d->sum[k];
	if (r->form == LOCAL_SUM)
		return r->equal[i] * sum;
	squares = holds ? d->squares[k + 1] - own * own : d->squares[k];
	return r->equal[i] * ((double)k * own * own - 2 * own * sum + squares);
}

static double sum_cards(
	const struct rows *r, const struct dealer *d, size_t i, size_t k)
{
	const double *weight = r->w->weight + r->w->from[i];
	size_t held = r->w->self ? UINT32_MAX : d->place[i];
	double sum = 0, own = own_part(r, i);
	for (size_t e = 0; e < k; e++) {
		double off = r->values[d->deck[e + (e >= held)]] - own;
		sum += weight[e] * (r->form == LOCAL_SQUARES ? off * off : off);
	}
	return sum;
}

static void judge(const struct rows *r, struct dealer *d)
{
	const struct weights *w = r->w;
	for (size_t i = 0; i < w->n; i++) {
		size_t k = w->from[i + 1] - w->from[i];
		if (isnan(r->known[i]))
			continue;
		double sum = isnan(r->equal[i]) ? sum_cards(r, d, i, k)
						: sum_equal(r, d, i, k);
		d->above[i] += sum >= r->observed[i] - r->slack[i];
		d->below[i] += sum <= r->observed[i] + r->slack[i];
	}
}

static struct dealer *hire(struct context *ctx, const struct rows *r, size_t workers)
{
	size_t n = r->w->n;
	struct dealer *dealers = arena_array(ctx->scratch, struct dealer, workers);
	for (size_t k = 0; k < workers; k++) {
		struct dealer *d = &dealers[k];
		d->deck = arena_array(ctx->scratch, uint32_t, n);
		d->swapped = arena_array(ctx->scratch, uint32_t, r->cards);
		d->place = arena_array(ctx->scratch, uint32_t, n);
		d->sum = arena_array(ctx->scratch, double, r->cards + 2);
		d->squares = arena_array(ctx->scratch, double, r->cards + 2);
		d->above = arena_array(ctx->scratch, uint32_t, n);
		d->below = arena_array(ctx->scratch, uint32_t, n);
		for (size_t i = 0; i < n; i++) {
			d->deck[i] = (uint32_t)i;
			d->place[i] = UINT32_MAX;
		}
	}
	return dealers;
}

void local_permute(struct context *ctx, double *p_folded, enum local_form form,
	const double *values, const double *known, const struct weights *w,
	uint32_t permutations)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t workers = (size_t)ctx->threads;
	uint64_t seed = ctx->seed;
	struct rows rows = {.form = form, .w = w, .values = values, .known = known};
	prepare(ctx, &rows);
	struct dealer *dealers = hire(ctx, &rows, workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (uint64_t p = k; p < permutations; p += workers) {
			struct stream s = stream_make(
				seed, STREAM_AUTOCORRELATION, STREAM_FIRST + p);
			deal(&rows, &dealers[k], &s);
			judge(&rows, &dealers[k]);
			gather(&rows, &dealers[k]);
		}
	for (size_t i = 0; i < w->n; i++) {
		uint32_t above = 0, below = 0;
		for (size_t k = 0; k < workers; k++) {
			above += dealers[k].above[i];
			below += dealers[k].below[i];
		}
		uint32_t fewer = above < below ? above : below;
		p_folded[i] =
			isnan(known[i]) ? NAN : (1.0 + fewer) / (1.0 + permutations);
	}
	arena_reset(ctx->scratch, mark);
}
