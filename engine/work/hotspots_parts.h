/* What the parts of the hotspots share. For work/hotspots*.c alone. */
#ifndef LASTSEEN_WORK_HOTSPOTS_PARTS_H
#define LASTSEEN_WORK_HOTSPOTS_PARTS_H

#include "geo/grid.h"
#include "stats/cluster.h"
#include "stats/draws.h"
#include "work/cells.h"
#include "work/hotspots.h"

/* What all steps of one computation look at. */
struct search {
	struct context *ctx;
	const struct episode_set *set;
	struct hotspots_options *o; /* as used */
	struct episode_points found;
	struct points points;
	struct grid grid;
	uint32_t *unit; /* of each point: the child, or the household; below points.n */
	struct places known;  /* how well; for draws */
	int64_t from_s, to_s; /* the period */
};

/* The hotspots of one method. Fills a hotspot for each label, in order of labels. */
MUST_USE enum err_code hotspots_clusters(struct search *s, struct hotspots *out);
MUST_USE enum err_code hotspots_scan(struct search *s, struct hotspots *out);

/* Adds a hotspot for each label, with its episodes; the method fills in the rest. */
struct hotspot *hotspots_gather(
	struct search *s, const struct labels *labels, struct hotspots *out);

/* What the state of a hotspot is told from: episodes that are `core`, and those of the
 * label itself, within the radius of the centre. */
enum hotspot_state hotspot_state_of(struct search *s, const struct labels *labels,
	uint32_t label, struct point centre, double radius_m);

/* How often each label is found again; into the hotspots that were gathered. */
MUST_USE enum err_code hotspots_draw(struct search *s, const struct labels *labels,
	labels_method *method, void *how, struct hotspot *items);

#endif
