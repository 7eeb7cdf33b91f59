/* Hotspots by space-time clusters: ST-DBSCAN with children as a condition. */
#include "stats/cluster_test.h"
#include "stats/dbscan.h"
#include "stats/usual.h"
#include "work/hotspots_parts.h"

#define MANY_POINTS 50000

static void choose(struct search *s)
{
	if (s->o->min_points == 0)
		s->o->min_points = usual_min_points(
			s->ctx, s->points, &s->grid, s->o->radius_m, s->o->window_s);
	if (s->o->permutations == 0)
		s->o->permutations = s->points.n > MANY_POINTS ? 199 : 999;
}

static enum err_code label(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	return stdbscan_run(ctx, labels, points, how);
}

enum err_code hotspots_clusters(struct search *s, struct hotspots *out)
{
	struct labels labels;
	struct cluster_test test;
	choose(s);
	struct dbscan_options dbscan = {.radius_m = s->o->radius_m,
		.window_s = s->o->window_s,
		.min_points = (uint32_t)s->o->min_points,
		.min_units = (uint32_t)s->o->min_children,
		.unit = s->unit};
	enum err_code code = stdbscan_run(s->ctx, &labels, s->points, &dbscan);
	if (code || labels.clusters_n == 0)
		return code;
	struct cluster_test_options o = {.radius_m = s->o->radius_m,
		.window_s = s->o->window_s,
		.replications = (uint32_t)s->o->permutations,
		.from_s = s->from_s,
		.to_s = s->to_s};
	code = cluster_test_run(s->ctx, &test, s->points, s->unit, &labels, &o);
	if (code)
		return code;
	struct cluster *clusters =
		cluster_summaries(s->ctx, s->points, s->unit, &labels);
	struct hotspot *items = hotspots_gather(s, &labels, out);
	for (uint32_t i = 0; i < labels.clusters_n; i++) {
		struct hotspot *h = &items[i];
		h->method = "stdbscan";
		h->x_m = clusters[i].x_m;
		h->y_m = clusters[i].y_m;
		h->radius_m = clusters[i].radius_m;
		h->from_day = london_day(clusters[i].from_s);
		h->to_day = london_day(clusters[i].to_s);
		h->p_value = test.p_value[i];
		h->children_expected = test.children_expected[i];
		h->children_near = test.children_near[i];
		h->state = hotspot_state_of(
			s, &labels, i + 1, (struct point){h->x_m, h->y_m}, h->radius_m);
	}
	return hotspots_draw(s, &labels, label, &dbscan, items);
}
