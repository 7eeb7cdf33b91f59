#include "base/str.h"
#include "stats/flows.h"
#include "work/cells.h"
#include "work/circles.h"
#include "work/journeys.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ORIGIN_RADIUS_M 500.0
#define PLACE_RADIUS_M 250.0

/* Journeys as columns: where each begins and ends, as numbers of places. */
struct routes {
	struct context *ctx;
	const struct episode_set *set;
	const uint32_t *episodes;
	size_t n;
	uint32_t *origin, *target; /* of each */
	const char **urn;          /* by origin; NULL: a circle */
	double *x_m, *y_m;         /* by origin */
	size_t origins_n;
	struct circles places;
};

static const struct spot *spot_of(
	const struct routes *r, size_t i, enum place_role role)
{
	return &r->set->episodes[r->episodes[i]].spots[role];
}

static void origins_by_urn(struct routes *r, struct map *urns)
{
	map_init(urns, r->ctx->arena);
	for (size_t i = 0; i < r->n; i++) {
		const char *urn = r->set->episodes[r->episodes[i]].from_home_urn;
		r->origin[i] = urn ? (uint32_t)map_intern(urns, urn) : NO_KEY;
		if (!urn)
			continue;
		r->urn[r->origin[i]] = urns->keys[r->origin[i]];
		r->x_m[r->origin[i]] = spot_of(r, i, ROLE_FROM)->x_m;
		r->y_m[r->origin[i]] = spot_of(r, i, ROLE_FROM)->y_m;
	}
	r->origins_n = urns->n;
}

static enum err_code origins_elsewhere(struct routes *r)
{
	double *x_m = arena_array(r->ctx->arena, double, r->n);
	double *y_m = arena_array(r->ctx->arena, double, r->n);
	uint32_t *which = arena_array(r->ctx->arena, uint32_t, r->n);
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->origin[i] == NO_KEY) {
			x_m[n] = spot_of(r, i, ROLE_FROM)->x_m;
			y_m[n] = spot_of(r, i, ROLE_FROM)->y_m;
			which[n++] = (uint32_t)i;
		}
	struct circles circles;
	enum err_code code =
		circles_make(r->ctx, (struct points){.n = n, .x_m = x_m, .y_m = y_m},
			ORIGIN_RADIUS_M, &circles);
	if (code)
		return code;
	for (size_t k = 0; k < n; k++)
		r->origin[which[k]] = (uint32_t)r->origins_n + circles.of_point[k];
	for (size_t k = 0; k < circles.n; k++) {
		r->x_m[r->origins_n + k] = circles.x_m[k];
		r->y_m[r->origins_n + k] = circles.y_m[k];
	}
	r->origins_n += circles.n;
	return ERR_OK;
}

static enum err_code targets(struct routes *r)
{
	double *x_m = arena_array(r->ctx->arena, double, r->n);
	double *y_m = arena_array(r->ctx->arena, double, r->n);
	for (size_t i = 0; i < r->n; i++) {
		x_m[i] = spot_of(r, i, ROLE_FOUND)->x_m;
		y_m[i] = spot_of(r, i, ROLE_FOUND)->y_m;
	}
	enum err_code code =
		circles_make(r->ctx, (struct points){.n = r->n, .x_m = x_m, .y_m = y_m},
			PLACE_RADIUS_M, &r->places);
	r->target = r->places.of_point;
	return code;
}

static int compare_flows(const void *a, const void *b)
{
	const struct journey_flow *x = a, *y = b;
	if (x->q_value != y->q_value)
		return x->q_value < y->q_value ? -1 : 1;
	if (x->excess != y->excess)
		return x->excess > y->excess ? -1 : 1;
	if (x->children_n != y->children_n)
		return x->children_n > y->children_n ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static int64_t common_address(const struct routes *r, const uint32_t *items, size_t n)
{
	int64_t address = spot_of(r, items[0], ROLE_FOUND)->address_id;
	for (size_t i = 1; i < n; i++)
		if (spot_of(r, items[i], ROLE_FOUND)->address_id != address)
			return 0;
	return address;
}

static struct journey_flow flow_make(
	struct routes *r, const uint32_t *items, size_t n, int64_t id)
{
	uint32_t *episodes = arena_array(r->ctx->arena, uint32_t, n);
	for (size_t i = 0; i < n; i++)
		episodes[i] = r->episodes[items[i]];
	uint32_t o = r->origin[items[0]], t = r->target[items[0]];
	return (struct journey_flow){.id = id,
		.urn = r->urn[o],
		.from_x_m = r->x_m[o],
		.from_y_m = r->y_m[o],
		.to_x_m = r->places.x_m[t],
		.to_y_m = r->places.y_m[t],
		.distance_m = hypot(
			r->x_m[o] - r->places.x_m[t], r->y_m[o] - r->places.y_m[t]),
		.to_address_id = common_address(r, items, n),
		.episodes_n = (uint32_t)n,
		.children_n = (uint32_t)episodes_children(
			r->ctx->scratch, r->set, episodes, n),
		.episodes = episodes,
		.p_value = 1,
		.p_family = 1,
		.q_value = 1};
}

static const char *pair_key(char key[32], uint32_t origin, uint32_t target)
{
	snprintf(key, 32, "%x:%x", origin, target);
	return key;
}

/* What the test says of each pair of places that children went between; pairs with
 * fewer children than make a flow keep p 1. */
static enum err_code test_flows(struct routes *r, const struct map *pairs,
	struct journey_flow *flows, struct journeys *out)
{
	struct context *ctx = r->ctx;
	uint32_t *child = arena_array(ctx->arena, uint32_t, r->n);
	for (size_t i = 0; i < r->n; i++)
		child[i] = r->set->episodes[r->episodes[i]].child;
	struct flows_input in = {.journeys_n = r->n,
		.children_n = r->set->children_n,
		.child = child,
		.origin = r->origin,
		.target = r->target,
		.near_origins =
			flow_places_same(ctx, r->n, child, r->origin, r->origins_n),
		.near_targets =
			flow_places_same(ctx, r->n, child, r->target, r->places.n)};
	struct flows_options o = {.min_children = (uint32_t)out->options.min_children,
		.replications = (uint32_t)out->options.replications};
	struct flows tested;
	enum err_code code = flows_run(ctx, &tested, &in, &o);
	for (size_t i = 0; !code && i < tested.n; i++) {
		const struct flow *t = &tested.flows[i];
		char key[32];
		size_t at;
		/* Of a child with two homes, only one may lead to the place. */
		if (!map_get(pairs, pair_key(key, t->origin, t->target), &at))
			continue;
		flows[at].expected = t->expected;
		flows[at].excess = t->excess;
		flows[at].p_value = t->p_value;
		flows[at].p_family = t->p_family;
		flows[at].q_value = t->q_value;
	}
	out->p_any_flow = tested.p_least;
	return code;
}

static enum err_code gather(struct routes *r, struct journeys *out)
{
	struct arena *arena = r->ctx->arena;
	struct map pairs;
	map_init(&pairs, arena);
	uint32_t *pair = arena_array(arena, uint32_t, r->n);
	for (size_t i = 0; i < r->n; i++) {
		char key[32];
		pair[i] = (uint32_t)map_intern(
			&pairs, pair_key(key, r->origin[i], r->target[i]));
	}
	struct groups g = groups_make(arena, pair, r->n, pairs.n);
	struct journey_flow *flows = arena_array(arena, struct journey_flow, pairs.n);
	for (size_t k = 0; k < pairs.n; k++) {
		const uint32_t *items = groups_items(&g, k);
		flows[k] = flow_make(r, items, groups_size(&g, k), (int64_t)k);
	}
	enum err_code code = test_flows(r, &pairs, flows, out);
	out->flows_seen = (int64_t)pairs.n;
	out->flows = flows;
	for (size_t k = 0; k < pairs.n; k++)
		if (flows[k].children_n >= out->options.min_children)
			flows[out->flows_n++] = flows[k];
	qsort(flows, out->flows_n, sizeof *flows, compare_flows);
	for (size_t k = 0; k < out->flows_n; k++)
		flows[k].id = (int64_t)k + 1;
	return code;
}

enum err_code journey_flows(struct work_case *c, const struct episode_set *set,
	const uint32_t *episodes, size_t n, struct journeys *out)
{
	struct arena *arena = c->ctx->arena;
	if (n == 0)
		return ERR_OK;
	struct routes r = {.ctx = c->ctx,
		.set = set,
		.episodes = episodes,
		.n = n,
		.origin = arena_array(arena, uint32_t, n),
		.urn = arena_array(arena, const char *, n),
		.x_m = arena_array(arena, double, n),
		.y_m = arena_array(arena, double, n)};
	struct map urns;
	origins_by_urn(&r, &urns);
	enum err_code code = origins_elsewhere(&r);
	if (!code)
		code = targets(&r);
	if (!code)
		code = gather(&r, out);
	return code;
}
