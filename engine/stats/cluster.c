#include "stats/cluster.h"
#include "geo/sort.h"
#include <math.h>

void labels_renumber(struct context *ctx, struct labels *labels, uint32_t limit)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint32_t *number = arena_array(ctx->scratch, uint32_t, limit);
	labels->clusters_n = 0;
	labels->noise_n = 0;
	for (size_t i = 0; i < labels->n; i++) {
		uint32_t old = labels->label[i];
		if (old == 0) {
			labels->noise_n++;
			continue;
		}
		if (number[old] == 0)
			number[old] = ++labels->clusters_n;
		labels->label[i] = number[old];
	}
	arena_reset(ctx->scratch, mark);
}

static void add_members(struct cluster *clusters, struct points points,
	const uint32_t *count, const struct labels *labels)
{
	for (size_t i = 0; i < points.n; i++) {
		if (labels->label[i] == 0)
			continue;
		struct cluster *c = &clusters[labels->label[i] - 1];
		if (points.t_s) {
			int64_t t_s = points.t_s[i];
			c->from_s = c->n == 0 || t_s < c->from_s ? t_s : c->from_s;
			c->to_s = c->n == 0 || t_s > c->to_s ? t_s : c->to_s;
		}
		size_t events = count ? count[i] : 1;
		c->n += events;
		if (events == 0)
			continue;
		/* A running mean keeps all digits of large eastings. */
		double k = (double)events, n = (double)c->n;
		c->x_m += (points.x_m[i] - c->x_m) * k / n;
		c->y_m += (points.y_m[i] - c->y_m) * k / n;
	}
}

/* Sorts the points by (label, unit) and counts the changes of unit. */
static void count_units(struct context *ctx, struct cluster *clusters,
	const struct labels *labels, const uint32_t *unit)
{
	struct arena_mark mark = arena_mark(ctx->scratch);
	uint64_t *keys = arena_array(ctx->scratch, uint64_t, labels->n);
	uint32_t *ids = arena_array(ctx->scratch, uint32_t, labels->n);
	uint64_t largest = 0;
	for (size_t i = 0; i < labels->n; i++) {
		ids[i] = (uint32_t)i;
		keys[i] = (uint64_t)labels->label[i] << 32 | unit[i];
		largest = keys[i] > largest ? keys[i] : largest;
	}
	sort_by_key(ctx->scratch, keys, ids, labels->n, sort_bits(largest));
	for (size_t i = 0; i < labels->n; i++)
		if (keys[i] >> 32 && (i == 0 || keys[i] != keys[i - 1]))
			clusters[(keys[i] >> 32) - 1].units++;
	arena_reset(ctx->scratch, mark);
}

struct cluster *cluster_summaries_counted(struct context *ctx, struct points points,
	const uint32_t *count, const struct labels *labels)
{
	struct cluster *clusters =
		arena_array(ctx->arena, struct cluster, labels->clusters_n);
	add_members(clusters, points, count, labels);
	for (size_t i = 0; i < points.n; i++) {
		if (labels->label[i] == 0)
			continue;
		struct cluster *c = &clusters[labels->label[i] - 1];
		struct point at = {points.x_m[i], points.y_m[i]};
		struct point centre = {c->x_m, c->y_m};
		c->radius_m = fmax(c->radius_m, point_distance_m(at, centre));
	}
	for (uint32_t c = 0; c < labels->clusters_n; c++) {
		clusters[c].label = c + 1;
		clusters[c].units = clusters[c].n;
	}
	return clusters;
}

struct cluster *cluster_summaries(struct context *ctx, struct points points,
	const uint32_t *unit, const struct labels *labels)
{
	struct cluster *clusters = cluster_summaries_counted(ctx, points, NULL, labels);
	for (uint32_t c = 0; unit && c < labels->clusters_n; c++)
		clusters[c].units = 0;
	if (unit)
		count_units(ctx, clusters, labels, unit);
	return clusters;
}
