/* Hotspots by the space-time permutation scan of whole children (stats/scanstat.h).
 *
 * A hotspot's centre and radius are those of its members, as with clusters: the middle of
 * a circle is the place of one episode, and that may be one child's. */
#include "stats/scanstat.h"
#include "work/hotspots_parts.h"
#include <math.h>

/* Beyond, a scan of whole children takes minutes; many make replicates dear. */
#define SCAN_MOST 10000
#define SCAN_MANY 5000
#define SCAN_SOME 1000
/* What a cluster must have for its members to speak of the state of another. */
#define CORE_P 0.1

struct scanning {
	struct scanstat_options options;
	const uint32_t *unit, *child;
	uint32_t units;
};

static enum err_code run(struct context *ctx, const struct scanning *how,
	struct points points, struct scanstat *scan)
{
	struct scanstat_input in = {.n = points.n,
		.unit = how->unit,
		.units = how->units,
		.child = how->child};
	struct scanstat_coordinates at = {points.n, points.x_m, points.y_m, NULL};
	uint32_t *place;
	scanstat_places(ctx, at, &in.places, &place);
	in.place = place;
	return scanstat_run(ctx, scan, &in, &how->options);
}

/* Clusters that were told share no place, so that each point has one at most. */
static void label_members(struct context *ctx, const struct scanstat *scan, size_t n,
	struct labels *labels)
{
	*labels = (struct labels){.n = n,
		.label = arena_array(ctx->arena, uint32_t, n),
		.core = arena_array(ctx->arena, uint8_t, n),
		.clusters_n = scan->clusters_n,
		.noise_n = n};
	for (uint32_t i = 0; i < scan->clusters_n; i++) {
		const struct scanstat_cluster *c = &scan->clusters[i];
		labels->noise_n -= c->members_n;
		for (uint32_t m = 0; m < c->members_n; m++) {
			labels->label[c->members[m]] = i + 1;
			labels->core[c->members[m]] = c->p_value <= CORE_P;
		}
	}
}

static enum err_code label(
	struct context *ctx, struct labels *labels, struct points points, void *how)
{
	struct scanning again = *(const struct scanning *)how;
	struct scanstat scan;
	again.options.replications = 0;
	enum err_code err = run(ctx, &again, points, &scan);
	if (!err)
		label_members(ctx, &scan, points.n, labels);
	return err;
}

static struct scanning prepare(struct search *s)
{
	uint32_t *unit = arena_array(s->ctx->arena, uint32_t, s->points.n);
	int64_t first = london_day(s->from_s), last = london_day(s->to_s - 1);
	for (size_t i = 0; i < s->points.n; i++)
		unit[i] = (uint32_t)(london_day(s->points.t_s[i]) - first);
	double days = round((double)s->o->scan_window_s / (double)DAY_S);
	return (struct scanning){
		.options = {.model = SCANSTAT_PERMUTATION,
			.shape = SCANSTAT_SPACE_TIME,
			.max_radius_m = s->o->scan_radius_m,
			.max_units = (uint32_t)fmin(fmax(days, 1), 65535),
			.min_cases = (uint32_t)s->o->min_children,
			.replications = (uint32_t)s->o->scan_permutations},
		.unit = unit,
		.child = s->unit,
		.units = (uint32_t)(last - first + 1)};
}

static void fill(struct search *s, const struct scanstat_cluster *c,
	const struct cluster *members, struct hotspot *h)
{
	int64_t first = london_day(s->from_s);
	h->method = "scan";
	h->x_m = members->x_m;
	h->y_m = members->y_m;
	h->radius_m = members->radius_m;
	h->from_day = first + c->from_unit;
	h->to_day = first + c->to_unit;
	h->p_value = c->p_value;
	h->children_near = c->observed;
	h->children_expected = c->expected;
}

enum err_code hotspots_scan(struct search *s, struct hotspots *out)
{
	struct labels labels;
	struct scanstat scan;
	if (s->points.n < 2)
		return ERR_OK;
	if (s->points.n > SCAN_MOST) {
		out->scan_left_out = true;
		return ERR_OK;
	}
	s->o->scan_permutations = s->o->permutations;
	if (s->o->permutations == 0)
		s->o->scan_permutations = s->points.n > SCAN_MANY   ? 99
					  : s->points.n > SCAN_SOME ? 199
								    : 999;
	struct scanning how = prepare(s);
	enum err_code err = run(s->ctx, &how, s->points, &scan);
	if (err || scan.clusters_n == 0)
		return err;
	label_members(s->ctx, &scan, s->points.n, &labels);
	struct cluster *members =
		cluster_summaries(s->ctx, s->points, s->unit, &labels);
	struct hotspot *items = hotspots_gather(s, &labels, out);
	for (uint32_t i = 0; i < scan.clusters_n; i++) {
		struct hotspot *h = &items[i];
		fill(s, &scan.clusters[i], &members[i], h);
		h->state = hotspot_state_of(
			s, &labels, i + 1, (struct point){h->x_m, h->y_m}, h->radius_m);
	}
	return hotspots_draw(s, &labels, label, &how, items);
}
