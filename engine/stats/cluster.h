/* What every method that puts points into clusters gives back. */
#ifndef LASTSEEN_STATS_CLUSTER_H
#define LASTSEEN_STATS_CLUSTER_H

#include "geo/point.h"

/* label[i] is 0 for noise, else 1 … clusters_n, numbered by first member in the order
 * of input. core[i] is 1 for a core point. */
struct labels {
	size_t n;
	uint32_t *label;
	uint8_t *core;
	uint32_t clusters_n;
	size_t noise_n;
};

struct cluster {
	uint32_t label;
	size_t n;
	size_t units;         /* distinct units (children); n where none were given */
	double x_m, y_m;      /* mean centre */
	double radius_m;      /* from the centre to the farthest member */
	int64_t from_s, to_s; /* first and last time; 0 without times */
};

/* One per label, in order, in ctx->arena. unit: a number per point below 2^31, or NULL.
 * O(n log n). */
struct cluster *cluster_summaries(struct context *ctx, struct points points,
	const uint32_t *unit, const struct labels *labels);

/* The same of points that stand for several events each (n, the centre and noise count
 * events); count: by point, or NULL. */
struct cluster *cluster_summaries_counted(struct context *ctx, struct points points,
	const uint32_t *count, const struct labels *labels);

/* Numbers any labels (0 stays noise, others below `limit`) anew by first member; sets
 * clusters_n and noise_n. O(n + limit). */
void labels_renumber(struct context *ctx, struct labels *labels, uint32_t limit);

#endif
