#include "stats/nearest.h"
#include "geo/kdtree.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

enum err_code nearest_distances(
	struct context *ctx, struct points points, double *distance_m, uint32_t *which)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	struct kdtree tree;
	enum err_code code = kdtree_build(ctx, &tree, ctx->scratch, points);
	if (code) {
		arena_reset(ctx->scratch, mark);
		return code;
	}
#pragma omp parallel for num_threads(ctx->threads) schedule(dynamic, 256)
	for (size_t place = 0; place < tree.n; place++) {
		struct kdtree_near near[2];
		struct point at = {tree.x_m[place], tree.y_m[place]};
		uint32_t id = tree.id[place];
		size_t found = kdtree_nearest(&tree, at, 1, NULL, id, near);
		distance_m[id] = found ? sqrt(near[0].distance2_m2) : NAN;
		if (which)
			which[id] = found ? tree.id[near[0].place] : id;
	}
	arena_reset(ctx->scratch, mark);
	return ERR_OK;
}

enum err_code clark_evans_run(struct context *ctx, struct clark_evans *c,
	struct points points, struct box area)
{
	memset(c, 0, sizeof *c);
	if (points.n < 2)
		return err_set(ctx, ERR_DATA,
			"nearest neighbours need at least two points; there are %zu",
			points.n);
	struct arena_mark mark = arena_mark(ctx->scratch);
	double *distance_m = arena_array(ctx->scratch, double, points.n);
	enum err_code code = nearest_distances(ctx, points, distance_m, NULL);
	for (size_t i = 0; !code && i < points.n; i++) {
		c->mean_m += (distance_m[i] - c->mean_m) / (double)(i + 1);
		c->duplicates += distance_m[i] == 0;
	}
	arena_reset(ctx->scratch, mark);
	if (code)
		return code;
	if (area.min_x_m == 0 && area.max_x_m == 0 && area.min_y_m == 0 &&
		area.max_y_m == 0)
		area = points_box(points);
	double wide = area.max_x_m - area.min_x_m, high = area.max_y_m - area.min_y_m;
	double n = (double)points.n, size = wide * high;
	if (!(size > 0))
		return err_set(ctx, ERR_DATA,
			"the points lie on a line or at one place: there is no area");
	c->n = points.n;
	c->expected_m = 0.5 / sqrt(n / size);
	c->index = c->mean_m / c->expected_m;
	c->z = (c->mean_m - c->expected_m) * n / sqrt((4 - PI) * size / (4 * PI));
	c->p_clustered = gsl_cdf_ugaussian_P(c->z);
	c->p_regular = gsl_cdf_ugaussian_Q(c->z);
	c->p_value = 2 * gsl_cdf_ugaussian_Q(fabs(c->z));
	double around = 2 * (wide + high);
	c->index_donnelly =
		c->mean_m / (c->expected_m + (0.0514 + 0.0412 / sqrt(n)) * around / n);
	return ERR_OK;
}
