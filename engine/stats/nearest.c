#include "stats/nearest.h"
#include "base/random.h"
#include "geo/kdtree.h"
#include "stats/gest.h"
#include "stats/streams.h"
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846
#define CDF_RADII 513

enum err_code nearest_orders(struct context *ctx, struct points points, uint32_t k,
	double *distance_m, uint32_t *which)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kdtree tree;
	enum err_code code = kdtree_build(ctx, &tree, ctx->scratch, points);
	size_t room = (size_t)k + 1;
	struct kdtree_near *near = arena_array(
		ctx->scratch, struct kdtree_near, room * (size_t)ctx->threads);
#pragma omp parallel for num_threads(ctx->threads) schedule(static, 1)
	for (int w = 0; w < ctx->threads; w++) {
		struct kdtree_near *own = near + (size_t)w * room;
		for (size_t place = (size_t)w; !code && place < tree.n;
			place += (size_t)ctx->threads) {
			struct point at = {tree.x_m[place], tree.y_m[place]};
			uint32_t id = tree.id[place];
			size_t found = kdtree_nearest(&tree, at, k, NULL, id, own);
			for (size_t o = 0; o < k; o++) {
				bool is = o < found;
				distance_m[id * (size_t)k + o] =
					is ? sqrt(own[o].distance2_m2) : NAN;
				if (which)
					which[id * (size_t)k + o] =
						is ? tree.id[own[o].place] : id;
			}
		}
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

enum err_code nearest_distances(
	struct context *ctx, struct points points, double *distance_m, uint32_t *which)
{
	return nearest_orders(ctx, points, 1, distance_m, which);
}

/* Means of the distances by order. */
static enum err_code means(struct context *ctx, struct points points, uint32_t k,
	double *mean_m, size_t *duplicates)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *distance_m = arena_array(ctx->scratch, double, points.n *k);
	enum err_code code = nearest_orders(ctx, points, k, distance_m, NULL);
	memset(mean_m, 0, k * sizeof *mean_m);
	for (size_t i = 0; !code && i < points.n; i++) {
		const double *own = distance_m + i * k;
		for (uint32_t o = 0; o < k; o++)
			mean_m[o] += (own[o] - mean_m[o]) / (double)(i + 1);
		if (duplicates)
			*duplicates += own[0] == 0;
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

/* Replicates whose mean distance is at most, and at least, the observed one. */
struct ranks {
	uint32_t below, above;
};

static enum err_code rank_means(struct context *ctx, size_t n, uint32_t k,
	const struct study_area *area, uint32_t replications, const double *observed_m,
	struct ranks *ranks)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *x_m = arena_array(ctx->scratch, double, n);
	double *y_m = arena_array(ctx->scratch, double, n);
	double *mean_m = arena_array(ctx->scratch, double, k);
	enum err_code code = ERR_OK;
	for (uint32_t r = 1; !code && r <= replications; r++) {
		struct stream s = stream_make(ctx->seed, STREAM_ENVELOPE, r);
		study_area_throw(area, &s, n, x_m, y_m);
		code = means(ctx, (struct points){n, x_m, y_m, NULL}, k, mean_m, NULL);
		for (uint32_t o = 0; !code && o < k; o++) {
			ranks[o].below += mean_m[o] <= observed_m[o];
			ranks[o].above += mean_m[o] >= observed_m[o];
		}
	}
	arena_reset(ctx->scratch, mark);
	return code;
}

static double p_of(uint32_t extreme, uint32_t replications)
{
	return replications ? (1.0 + extreme) / (1.0 + replications) : NAN;
}

static enum err_code index_by_cdf(struct context *ctx, struct clark_evans *c,
	struct points points, const struct study_area *area)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *radius_m = arena_array(ctx->scratch, double, CDF_RADII);
	double most_m = gest_reach_m(area, points.n);
	for (size_t k = 0; k < CDF_RADII; k++)
		radius_m[k] = most_m * (double)k / (CDF_RADII - 1);
	struct gest_options o = {.area = area,
		.radii_n = CDF_RADII,
		.radius_m = radius_m,
		.without_hanisch = true};
	struct gest g;
	enum err_code code = gest_run(ctx, &g, points, &o);
	double sum = 0, all = code ? 0 : g.km[CDF_RADII - 1];
	for (size_t k = 0; !code && k + 1 < CDF_RADII; k++)
		sum += radius_m[k] * (g.km[k + 1] - g.km[k]);
	c->index_cdf = all > 0 ? sum / all / c->expected_m : NAN;
	arena_reset(ctx->scratch, mark);
	return code;
}

static void indices(struct clark_evans *c, const struct study_area *area)
{
	double n = (double)c->n, size = area->area_m2, around = area->around_m;
	c->expected_m = 0.5 / sqrt(n / size);
	c->index = c->mean_m / c->expected_m;
	c->z = (c->mean_m - c->expected_m) * n / sqrt((4 - PI) * size / (4 * PI));
	c->p_clustered = gsl_cdf_ugaussian_P(c->z);
	c->p_regular = gsl_cdf_ugaussian_Q(c->z);
	c->p_value = 2 * gsl_cdf_ugaussian_Q(fabs(c->z));
	c->index_donnelly = c->z_donnelly = c->p_donnelly = NAN;
	if (!area->rectangle)
		return;
	double expected_m = c->expected_m + (0.0514 + 0.0412 / sqrt(n)) * around / n;
	double variance =
		0.0703 * size / (n * n) + 0.037 * around * sqrt(size / pow(n, 5));
	c->index_donnelly = c->mean_m / expected_m;
	c->z_donnelly = (c->mean_m - expected_m) / sqrt(variance);
	c->p_donnelly = 2 * gsl_cdf_ugaussian_Q(fabs(c->z_donnelly));
}

static enum err_code few(struct context *ctx, size_t n)
{
	return err_set(ctx, ERR_DATA,
		"nearest neighbours need at least two points; there are %zu", n);
}

enum err_code clark_evans_in(struct context *ctx, struct clark_evans *c,
	struct points points, const struct study_area *area, uint32_t replications)
{
	memset(c, 0, sizeof *c);
	if (points.n < 2)
		return few(ctx, points.n);
	c->n = points.n;
	c->replications = replications;
	struct ranks ranks = {0, 0};
	enum err_code code = study_area_check(ctx, area, points);
	if (!code)
		code = means(ctx, points, 1, &c->mean_m, &c->duplicates);
	if (code)
		return code;
	indices(c, area);
	code = index_by_cdf(ctx, c, points, area);
	if (!code)
		code = rank_means(
			ctx, points.n, 1, area, replications, &c->mean_m, &ranks);
	c->p_rank_clustered = p_of(ranks.below, replications);
	c->p_rank_regular = p_of(ranks.above, replications);
	c->p_rank = replications
			    ? fmin(1, 2 * fmin(c->p_rank_clustered, c->p_rank_regular))
			    : NAN;
	return code;
}

enum err_code clark_evans_run(struct context *ctx, struct clark_evans *c,
	struct points points, struct box box)
{
	memset(c, 0, sizeof *c);
	if (points.n < 2)
		return few(ctx, points.n);
	if (box.min_x_m == 0 && box.max_x_m == 0 && box.min_y_m == 0 &&
		box.max_y_m == 0)
		box = points_box(points);
	struct study_area area;
	enum err_code code = study_area_box(ctx, &area, box);
	return code ? code : clark_evans_in(ctx, c, points, &area, 0);
}

enum err_code nearest_orders_test(struct context *ctx, struct nearest_order *orders,
	uint32_t k, struct points points, const struct study_area *area,
	uint32_t replications)
{
	if (points.n < 2)
		return few(ctx, points.n);
	if (k < 1 || k >= points.n)
		return err_set(ctx, ERR_DATA,
			"of %zu points each has from 1 to %zu neighbours", points.n,
			points.n - 1);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *mean_m = arena_array(ctx->scratch, double, k);
	struct ranks *ranks = arena_array(ctx->scratch, struct ranks, k);
	double n = (double)points.n, intensity = n / area->area_m2;
	enum err_code code = study_area_check(ctx, area, points);
	if (!code)
		code = means(ctx, points, k, mean_m, NULL);
	if (!code)
		code = rank_means(ctx, points.n, k, area, replications, mean_m, ranks);
	for (uint32_t o = 0; !code && o < k; o++) {
		/* k (2 k)! / (2^k k!)^2 is Gamma(k + 1/2) / (Gamma(k) sqrt(pi)). */
		double order = o + 1.0;
		double mean = exp(gsl_sf_lngamma(order + 0.5) - gsl_sf_lngamma(order)) /
			      sqrt(PI);
		double sd = sqrt((order / PI - mean * mean) / intensity / n);
		orders[o] = (struct nearest_order){.k = o + 1,
			.mean_m = mean_m[o],
			.expected_m = mean / sqrt(intensity),
			.p_clustered = p_of(ranks[o].below, replications),
			.p_regular = p_of(ranks[o].above, replications)};
		orders[o].index = mean_m[o] / orders[o].expected_m;
		orders[o].z = (mean_m[o] - orders[o].expected_m) / sd;
	}
	arena_reset(ctx->scratch, mark);
	return code;
}
