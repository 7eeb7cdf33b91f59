#include "stats/stcd.h"
#include "base/random.h"
#include "geo/sort.h"
#include "stats/streams.h"
#include <float.h>
#include <math.h>
#include <string.h>

/* Events in order of time, and what is counted around each. */
struct watch {
	size_t n;
	const double *x, *y;
	uint32_t *near;  /* events up to now within the radius, at any time */
	uint32_t *since; /* of them, those from the event on */
	const struct stcd_options *o;
	double log_more; /* ln(1 + epsilon) */
};

static enum err_code check(
	struct context *ctx, struct points points, const struct stcd_options *o)
{
	if (!points.t_s)
		return err_set(
			ctx, ERR_USAGE, "the search for a new cluster needs times");
	if (!(o->radius_m > 0) || !(o->epsilon > 0) || !(o->threshold > 0) ||
		!isfinite(o->radius_m) || !(o->epsilon <= 1e6) ||
		!isfinite(o->threshold))
		return err_set(ctx, ERR_USAGE,
			"the search for a new cluster needs a radius, an epsilon and a "
			"threshold above 0");
	if (points.n > STCD_MOST)
		return err_set(ctx, ERR_DATA,
			"%zu events are more than the %d that this method takes: give "
			"a shorter period",
			points.n, (int)STCD_MOST);
	return points_check(ctx, points);
}

/* By time, then x, then y, then as given: stable sorts, the last one counts most. */
static size_t *order_of(struct context *ctx, struct points points)
{
	size_t n = points.n, *order = arena_array(ctx->arena, size_t, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *by = arena_array(ctx->scratch, uint32_t, n);
	uint32_t *then = arena_array(ctx->scratch, uint32_t, n);
	double *key = arena_array(ctx->scratch, double, n);
	int64_t *time = arena_array(ctx->scratch, int64_t, n);
	sort_order_double(ctx->scratch, points.y_m, by, n);
	for (size_t i = 0; i < n; i++)
		key[i] = points.x_m[by[i]];
	sort_order_double(ctx->scratch, key, then, n);
	for (size_t i = 0; i < n; i++)
		order[i] = by[then[i]];
	for (size_t i = 0; i < n; i++)
		time[i] = points.t_s[order[i]];
	sort_order_i64(ctx->scratch, time, by, n);
	for (size_t i = 0; i < n; i++)
		then[i] = (uint32_t)order[by[i]];
	for (size_t i = 0; i < n; i++)
		order[i] = then[i];
	arena_reset(ctx->scratch, mark);
	return order;
}

static void count_around(struct watch *w, size_t now)
{
	double x = w->x[now], y = w->y[now];
	double reach = w->o->radius_m * w->o->radius_m;
	uint32_t own = 1;
	for (size_t k = 0; k < now; k++) {
		double dx = w->x[k] - x, dy = w->y[k] - y;
		uint32_t close = dx * dx + dy * dy <= reach;
		w->near[k] += close;
		w->since[k] += close;
		own += close;
	}
	w->near[now] = own;
	w->since[now] = 1;
}

static double expected(const struct watch *w, size_t k, size_t now)
{
	return (double)w->near[k] * (double)(now - k + 1) / (double)(now + 1);
}

/* The log of the likelihood ratio of a cluster that began with event k. */
static double log_ratio(const struct watch *w, size_t k, size_t now)
{
	return (double)w->since[k] * w->log_more - w->o->epsilon * expected(w, k, now);
}

static double statistic(const struct watch *w, size_t begin, size_t now, size_t *centre)
{
	double sum = 0, most = -INFINITY;
	*centre = begin;
	for (size_t k = begin; k <= now; k++) {
		double ratio = log_ratio(w, k, now);
		sum += exp(ratio);
		if (ratio > most) {
			most = ratio;
			*centre = k;
		}
	}
	return fmin(w->o->cusum ? exp(most) : sum, DBL_MAX);
}

static void add_alarm(struct context *ctx, struct stcd *r, size_t *capacity,
	const struct watch *w, size_t now, size_t centre)
{
	arena_reserve(ctx->arena, r->alarms, *capacity, r->alarms_n + 1);
	r->alarms[r->alarms_n++] = (struct stcd_alarm){
		.at = r->order[now],
		.centre = r->order[centre],
		.n = w->since[centre],
		.expected = expected(w, centre, now),
		.ratio = fmin(exp(log_ratio(w, centre, now)), DBL_MAX),
	};
}

/* ---- what chance gives --------------------------------------------------------------- */

/* Only the order of the events counts: shuffled times are shuffled places. */
static double most_by_chance(struct watch *w, const uint32_t *places, const double *x,
	const double *y, double *own_x, double *own_y)
{
	double most = 0;
	size_t centre;
	for (size_t i = 0; i < w->n; i++) {
		own_x[i] = x[places[i]];
		own_y[i] = y[places[i]];
	}
	w->x = own_x;
	w->y = own_y;
	for (size_t now = 0; now < w->n; now++) {
		count_around(w, now);
		most = fmax(most, statistic(w, 0, now, &centre));
	}
	return most;
}

static void shuffle_all(struct context *ctx, struct points points,
	const struct stcd_options *o, uint32_t replications, double *most)
{
	size_t n = points.n, workers = (size_t)ctx->threads;
	struct arena *arena = ctx->scratch;
	uint64_t seed = ctx->seed;
	double *places = arena_array(arena, double, 2 * n * workers);
	uint32_t *ids = arena_array(arena, uint32_t, n * workers);
	uint32_t *counts = arena_array(arena, uint32_t, 2 * n * workers);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (size_t worker = 0; worker < workers; worker++)
		for (uint32_t k = (uint32_t)worker; k < replications;
			k += (uint32_t)workers) {
			struct stream s = stream_make(seed, STREAM_STCD, k);
			uint32_t *order = ids + worker * n;
			double *own = places + 2 * worker * n;
			struct watch w = {n, NULL, NULL, counts + 2 * worker * n,
				counts + (2 * worker + 1) * n, o, log1p(o->epsilon)};
			for (size_t i = 0; i < n; i++)
				order[i] = (uint32_t)i;
			stream_shuffle_u32(&s, order, n);
			most[k] = most_by_chance(
				&w, order, points.x_m, points.y_m, own, own + n);
		}
}

enum err_code stcd_threshold(struct context *ctx, double *threshold,
	struct points points, const struct stcd_options *options, double alpha,
	uint32_t replications)
{
	struct stcd_options o = *options;
	o.threshold = 1;
	*threshold = NAN;
	enum err_code err = check(ctx, points, &o);
	if (err)
		return err;
	if (!(alpha > 0) || !(alpha < 1) || replications < 1)
		return err_set(ctx, ERR_USAGE,
			"a threshold needs an alpha between 0 and 1 and a replication");
	if ((double)replications * (double)points.n * (double)points.n > STCD_WORK)
		return err_set(ctx, ERR_DATA,
			"%zu events are too many to find a threshold by shuffling: "
			"give one, or a shorter period",
			points.n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *most = arena_array(ctx->scratch, double, replications);
	uint32_t *order = arena_array(ctx->scratch, uint32_t, replications);
	shuffle_all(ctx, points, &o, replications, most);
	sort_order_double(ctx->scratch, most, order, replications);
	/* Passed by chance and by the events themselves alike: rank among both. */
	size_t passed = (size_t)floor(alpha * (1.0 + replications));
	passed = passed < 1 ? 1 : passed;
	*threshold = most[order[replications - passed]];
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

/* ---- the search ---------------------------------------------------------------------- */

enum err_code stcd_run(struct context *ctx, struct stcd *r, struct points points,
	const struct stcd_options *o)
{
	memset(r, 0, sizeof *r);
	enum err_code err = check(ctx, points, o);
	if (err)
		return err;
	size_t n = points.n, begin = 0, capacity = 0;
	r->n = n;
	r->order = order_of(ctx, points);
	r->statistic = arena_array(ctx->arena, double, n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *x = arena_array(ctx->scratch, double, n);
	double *y = arena_array(ctx->scratch, double, n);
	for (size_t i = 0; i < n; i++) {
		x[i] = points.x_m[r->order[i]];
		y[i] = points.y_m[r->order[i]];
	}
	struct watch w = {n, x, y, arena_array(ctx->scratch, uint32_t, n),
		arena_array(ctx->scratch, uint32_t, n), o, log1p(o->epsilon)};
	for (size_t now = 0; now < n; now++) {
		size_t centre;
		count_around(&w, now);
		double value = statistic(&w, begin, now, &centre);
		r->statistic[r->order[now]] = value;
		if (!(value > o->threshold) || (r->alarms_n > 0 && !o->restart))
			continue;
		add_alarm(ctx, r, &capacity, &w, now, centre);
		begin = o->restart ? now + 1 : begin;
	}
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}
