#include "stats/mannkendall.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static size_t pairs_of(size_t n)
{
	return n * (n - 1) / 2;
}

/* Orders of n things by their inversions: those of n - 1, the last put in at each
 * place. */
void mann_kendall_table(struct context *ctx, struct mann_kendall_table *table)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t most = pairs_of(MANN_KENDALL_EXACT) + 1;
	double *share = arena_array(ctx->scratch, double, most);
	double *next = arena_array(ctx->scratch, double, most);
	memset(table, 0, sizeof *table);
	share[0] = 1;
	for (size_t n = 2; n <= MANN_KENDALL_EXACT; n++) {
		size_t last = pairs_of(n);
		double window = 0, sum = 0;
		table->tail[n] = arena_array(ctx->arena, double, last + 1);
		for (size_t k = 0; k <= last; k++) {
			/* Summed anew: a running difference would lose the tails. */
			window = 0;
			for (size_t back = 0; back < n && back <= k; back++)
				window += share[k - back];
			next[k] = window / (double)n;
			sum += next[k];
			table->tail[n][k] = sum;
		}
		memcpy(share, next, (last + 1) * sizeof *share);
	}
	arena_reset(ctx->scratch, mark);
}

/* Sorts values by merging, bottom up; returns the pairs that stood the wrong way
 * round. */
static uint64_t merge_sort(double *values, double *other, size_t n)
{
	uint64_t inversions = 0;
	double *from = values, *to = other;
	for (size_t width = 1; width < n; width *= 2) {
		for (size_t start = 0; start < n; start += 2 * width) {
			size_t middle = start + width < n ? start + width : n;
			size_t end = middle + width < n ? middle + width : n;
			size_t a = start, b = middle;
			for (size_t at = start; at < end; at++) {
				bool right =
					a == middle || (b < end && from[b] < from[a]);
				if (right)
					inversions += middle - a;
				to[at] = right ? from[b++] : from[a++];
			}
		}
		double *kept = from;
		from = to;
		to = kept;
	}
	if (from != values)
		memcpy(values, from, n * sizeof *values);
	return inversions;
}

/* Sums over groups of t equal values. */
struct ties {
	double pairs, spread;
	bool any;
};

static struct ties count_ties(const double *sorted, size_t n)
{
	struct ties ties = {0, 0, false};
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first + 1; end < n && sorted[end] == sorted[first];)
			end++;
		double t = (double)(end - first);
		ties.any = ties.any || t > 1;
		ties.pairs += t * (t - 1) / 2;
		ties.spread += t * (t - 1) * (2 * t + 5);
	}
	return ties;
}

static void set_exact(struct mann_kendall *m, const double *tail, size_t n)
{
	/* S = pairs - 2 inversions, and is spread evenly about 0. */
	size_t pairs = pairs_of(n);
	size_t falls = (size_t)(((int64_t)pairs - m->s) / 2), rises = pairs - falls;
	m->p_rising = tail[falls];
	m->p_falling = tail[rises];
	m->p_value = fmin(1, 2 * tail[falls < rises ? falls : rises]);
}

static void set_normal(struct mann_kendall *m)
{
	double s = (double)m->s, sd = sqrt(m->variance);
	m->p_rising = gsl_cdf_ugaussian_Q((s - 1) / sd);
	m->p_falling = gsl_cdf_ugaussian_P((s + 1) / sd);
	m->p_value = 2 * gsl_cdf_ugaussian_Q(fabs(m->z));
}

struct mann_kendall mann_kendall(const struct mann_kendall_table *table,
	const double *values, size_t n, double *room)
{
	struct mann_kendall m = {0, 0, 0, 0, 1, 1, 1};
	if (n < 3)
		return m;
	memcpy(room, values, n * sizeof *values);
	uint64_t falls = merge_sort(room, room + n, n);
	struct ties ties = count_ties(room, n);
	double pairs = (double)pairs_of(n), steps = (double)n;
	m.s = (int64_t)pairs_of(n) - (int64_t)ties.pairs - 2 * (int64_t)falls;
	m.variance = (steps * (steps - 1) * (2 * steps + 5) - ties.spread) / 18;
	if (!(pairs - ties.pairs > 0))
		return m;
	m.tau = (double)m.s / sqrt(pairs * (pairs - ties.pairs));
	m.z = m.s == 0 ? 0 : (double)(m.s - (m.s > 0 ? 1 : -1)) / sqrt(m.variance);
	if (!ties.any && n <= MANN_KENDALL_EXACT)
		set_exact(&m, table->tail[n], n);
	else
		set_normal(&m);
	return m;
}
