#include "stats/joincount.h"
#include "base/random.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

/* Apart from the streams of stats/moran.c and local_permute.c. */
#define STREAM_FIRST ((uint64_t)2 << 40)

/* What is counted, as a matrix over the places: 1 for a pair of such colours. Sums over
 * it and over its rows, as those of the weights. */
struct pairs {
	double d0, d1, d2;
};

/* Mantel's moments of half the sum of weight times pair, over all permutations. */
static void set_moments(
	struct join *j, const struct weights_sums *s, double n, struct pairs d)
{
	double two = n * (n - 1), three = two * (n - 2), four = three * (n - 3);
	double square =
		s->s1 * d.d1 / (2 * two) +
		(s->s2 - 2 * s->s1) * (d.d2 - 2 * d.d1) / (4 * three) +
		(s->s0 * s->s0 + s->s1 - s->s2) * (d.d0 * d.d0 + d.d1 - d.d2) / four;
	double mean = s->s0 * d.d0 / two;
	j->expected = mean / 2;
	j->variance = (square - mean * mean) / 4;
}

static struct pairs same_colour(double k)
{
	double pairs = k * (k - 1);
	return (struct pairs){pairs, 2 * pairs, 4 * pairs * (k - 1)};
}

static struct pairs two_colours(double k, double m)
{
	return (struct pairs){2 * k * m, 4 * k * m, 4 * k * m * (k + m)};
}

static struct pairs unlike_colours(const struct join_counts *r)
{
	struct pairs d = {0, 0, 0};
	double n = (double)r->n;
	for (size_t c = 0; c < r->colours_n; c++) {
		double k = (double)r->places[c];
		d.d0 += k * (n - k);
		d.d2 += 4 * k * (n - k) * (n - k);
	}
	d.d1 = 2 * d.d0;
	return d;
}

static void judge(struct join *j)
{
	/* What rounding leaves of a variance of 0 is no spread. */
	bool spread = j->variance > 1e-12 * j->expected * j->expected;
	j->z = spread ? (j->count - j->expected) / sqrt(j->variance) : NAN;
	j->p_value = spread ? 2 * gsl_cdf_ugaussian_Q(fabs(j->z)) : NAN;
	j->p_greater = spread ? gsl_cdf_ugaussian_Q(j->z) : NAN;
	j->p_less = spread ? gsl_cdf_ugaussian_P(j->z) : NAN;
	j->p_permutation_greater = j->p_permutation_less = NAN;
}

/* counts: by colour of the first, then of the second. */
static void count_joins(const struct weights *w, const uint32_t *colour,
	size_t colours_n, double *counts)
{
	memset(counts, 0, colours_n * colours_n * sizeof *counts);
	for (size_t i = 0; i < w->n; i++)
		for (size_t e = w->from[i]; e < w->from[i + 1]; e++)
			counts[colour[i] * colours_n + colour[w->to[e]]] +=
				w->weight[e] / 2;
}

/* Into the order of the joins, the unlike ones last. */
static void gather(const struct join_counts *r, const double *counts, double *joins)
{
	double *unlike = joins + r->joins_n;
	*unlike = 0;
	for (size_t a = 0; a < r->colours_n; a++)
		for (size_t b = a; b < r->colours_n; b++, joins++) {
			*joins = counts[a * r->colours_n + b];
			if (a == b)
				continue;
			*joins += counts[b * r->colours_n + a];
			*unlike += *joins;
		}
}

struct tally {
	uint32_t *colour, *above, *below;
	double *counts, *joins;
};

static void tally_one(const struct join_counts *r, const struct weights *w,
	const uint32_t *colour, struct tally *t, struct stream *s)
{
	memcpy(t->colour, colour, r->n * sizeof *colour);
	stream_shuffle_u32(s, t->colour, r->n);
	count_joins(w, t->colour, r->colours_n, t->counts);
	gather(r, t->counts, t->joins);
	for (size_t j = 0; j <= r->joins_n; j++) {
		double seen = j < r->joins_n ? r->joins[j].count : r->unlike.count;
		/* Sums of the same weights in another order. */
		double slack = 1e-12 * (fabs(seen) + fabs(t->joins[j]));
		t->above[j] += t->joins[j] >= seen - slack;
		t->below[j] += t->joins[j] <= seen + slack;
	}
}

static void permute(struct context *ctx, struct join_counts *r, const uint32_t *colour,
	const struct weights *w, uint32_t permutations)
{
	size_t workers = (size_t)ctx->threads, kinds = r->joins_n + 1;
	uint64_t seed = ctx->seed;
	struct tally *tallies = arena_array(ctx->scratch, struct tally, workers);
	for (size_t k = 0; k < workers; k++)
		tallies[k] = (struct tally){arena_array(ctx->scratch, uint32_t, r->n),
			arena_array(ctx->scratch, uint32_t, kinds),
			arena_array(ctx->scratch, uint32_t, kinds),
			arena_array(ctx->scratch, double, r->colours_n * r->colours_n),
			arena_array(ctx->scratch, double, kinds)};
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t k = 0; k < workers; k++)
		for (uint64_t p = k; p < permutations; p += workers) {
			struct stream s = stream_make(
				seed, STREAM_AUTOCORRELATION, STREAM_FIRST + p);
			tally_one(r, w, colour, &tallies[k], &s);
		}
	for (size_t j = 0; j < kinds; j++) {
		struct join *join = j < r->joins_n ? &r->joins[j] : &r->unlike;
		uint32_t above = 0, below = 0;
		for (size_t k = 0; k < workers; k++) {
			above += tallies[k].above[j];
			below += tallies[k].below[j];
		}
		join->p_permutation_greater = (1.0 + above) / (1.0 + permutations);
		join->p_permutation_less = (1.0 + below) / (1.0 + permutations);
	}
}

static enum err_code check(
	struct context *ctx, size_t colours_n, const struct weights *w)
{
	if (w->self)
		return err_set(ctx, ERR_USAGE, "join counts need weights without self");
	if (w->n < 4)
		return err_set(ctx, ERR_DATA,
			"join counts need at least 4 places; there are %zu", w->n);
	if (colours_n < 2 || colours_n > JOIN_COLOURS_MOST)
		return err_set(ctx, ERR_DATA,
			"join counts need 2 to %d colours; there are %zu",
			JOIN_COLOURS_MOST, colours_n);
	return ERR_OK;
}

enum err_code join_counts_run(struct context *ctx, struct join_counts *r,
	const uint32_t *colour, size_t colours_n, const struct weights *w,
	uint32_t permutations)
{
	memset(r, 0, sizeof *r);
	enum err_code code = check(ctx, colours_n, w);
	if (code)
		return code;
	r->n = w->n;
	r->islands = weights_islands(w);
	r->colours_n = colours_n;
	r->joins_n = colours_n * (colours_n + 1) / 2;
	r->places = arena_array(ctx->arena, size_t, colours_n);
	r->joins = arena_array(ctx->arena, struct join, r->joins_n);
	for (size_t i = 0; i < w->n; i++)
		r->places[colour[i]]++;
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *counts = arena_array(ctx->scratch, double, colours_n *colours_n);
	double *joins = arena_array(ctx->scratch, double, r->joins_n + 1);
	count_joins(w, colour, colours_n, counts);
	gather(r, counts, joins);
	struct weights_sums s = weights_sums(ctx, w);
	struct join *j = r->joins;
	for (uint32_t a = 0; a < colours_n; a++)
		for (uint32_t b = a; b < colours_n; b++, j++) {
			double k = (double)r->places[a], m = (double)r->places[b];
			j->a = a;
			j->b = b;
			j->count = *joins++;
			set_moments(j, &s, (double)r->n,
				a == b ? same_colour(k) : two_colours(k, m));
			judge(j);
		}
	r->unlike.count = *joins;
	set_moments(&r->unlike, &s, (double)r->n, unlike_colours(r));
	judge(&r->unlike);
	if (permutations > 0)
		permute(ctx, r, colour, w, permutations);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
