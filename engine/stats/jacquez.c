#include "stats/jacquez.h"
#include "base/random.h"
#include "stats/streams.h"
#include <math.h>
#include <string.h>

/* The k nearest of one event, so far: ascending. Equal ones come in order of index. */
struct nearest {
	double *distance;
	uint32_t *id;
	size_t n, k;
};

static void offer(struct nearest *near, double distance, uint32_t id)
{
	if (near->n == near->k && distance >= near->distance[near->k - 1])
		return;
	size_t at = near->n < near->k ? near->n++ : near->k - 1;
	for (; at > 0 && near->distance[at - 1] > distance; at--) {
		near->distance[at] = near->distance[at - 1];
		near->id[at] = near->id[at - 1];
	}
	near->distance[at] = distance;
	near->id[at] = id;
}

/* Whole seconds stay whole in doubles: times are compared as they are. */
static void find_nearest(
	struct points points, size_t i, bool in_time, struct nearest *near)
{
	near->n = 0;
	for (size_t j = 0; j < points.n; j++) {
		if (j == i)
			continue;
		double dx = points.x_m[i] - points.x_m[j];
		double dy = points.y_m[i] - points.y_m[j];
		double apart = in_time ? fabs((double)(points.t_s[i] - points.t_s[j]))
				       : dx * dx + dy * dy;
		offer(near, apart, (uint32_t)j);
	}
}

static int64_t count(const uint32_t *space, const uint32_t *time, size_t n, size_t k,
	const uint32_t *as)
{
	int64_t j = 0;
	for (size_t i = 0; i < n; i++) {
		const uint32_t *row = time + (size_t)as[i] * k;
		for (size_t a = 0; a < k; a++) {
			uint32_t other = as[space[i * k + a]];
			for (size_t b = 0; b < k; b++)
				j += row[b] == other;
		}
	}
	return j;
}

enum err_code jacquez_run(struct context *ctx, struct jacquez *r, struct points points,
	size_t k, uint32_t replications)
{
	memset(r, 0, sizeof *r);
	if (!points.t_s || k < 1 || k >= points.n)
		return err_set(ctx, ERR_USAGE,
			"Jacquez' test needs times, and from 1 to %zu neighbours",
			points.n > 0 ? points.n - 1 : 0);
	enum err_code err = points_check(ctx, points);
	if (err)
		return err;
	struct arena_mark mark = arena_mark(ctx->scratch);
	size_t n = points.n, workers = (size_t)ctx->threads;
	uint64_t seed = ctx->seed;
	uint32_t *space = arena_array(ctx->scratch, uint32_t, n * k);
	uint32_t *time = arena_array(ctx->scratch, uint32_t, n * k);
	uint32_t *as = arena_array(ctx->scratch, uint32_t, n * workers);
	double *room = arena_array(ctx->scratch, double, k *workers);
	int64_t *counts = arena_array(ctx->scratch, int64_t, replications);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (size_t i = w; i < n; i += workers) {
			struct nearest near = {room + w * k, space + i * k, 0, k};
			find_nearest(points, i, false, &near);
			near.id = time + i * k;
			find_nearest(points, i, true, &near);
		}
	for (uint32_t i = 0; i < n; i++)
		as[i] = i;
	r->n = n;
	r->k = k;
	r->replications = replications;
	r->j = count(space, time, n, k, as);
	r->expected = (double)n * (double)k * (double)k / (double)(n - 1);
	r->ratio = (double)r->j / r->expected;
	r->p_value = NAN;
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t w = 0; w < workers; w++)
		for (uint32_t m = (uint32_t)w; m < replications;
			m += (uint32_t)workers) {
			struct stream s = stream_make(seed, STREAM_JACQUEZ, m);
			uint32_t *own = as + w * n;
			for (uint32_t i = 0; i < n; i++)
				own[i] = i;
			stream_shuffle_u32(&s, own, n);
			counts[m] = count(space, time, n, k, own);
		}
	double extreme = 0;
	for (uint32_t m = 0; m < replications; m++)
		extreme += counts[m] >= r->j;
	if (replications > 0)
		r->p_value = (1 + extreme) / (1.0 + replications);
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
