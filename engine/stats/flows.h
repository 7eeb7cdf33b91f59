/* Flows: do more children go from one place to another than chance gives? Whole children
 * are the unit.
 *
 * The null: where children go has nothing to do with where they come from, but for how
 * much they travel. A replicate gives each child the destinations of another one with
 * about as many journeys (1, 2-3, 4-7, 8-15 …), all of them together, so that forty
 * journeys of one child stay those of one child, and a home whose children go often is
 * not a flow to everywhere.
 *
 * A flow is a pair of places that some child has, one among its origins and one among
 * its destinations, and `children` those with an origin near the one and a destination
 * near the other. Under the null that is a sum of hypergeometric counts, given how many
 * children of each class have the one and the other: p_value is exact for a flow named
 * beforehand. Many are looked at; what ranks them is
 *
 *	excess = (children - expected) / sqrt(variance + 9)
 *
 * where the 9 keeps two children of two from outdoing all else, as they do by their
 * p-value: on towns like those of tests/unit/stats/test_flows.c it finds several times as
 * many planted flows as ranks of the p-value do (Tusher, Tibshirani, Chu, PNAS 98 (2001),
 * doi 10.1073/pnas.091062498, add such a constant for that reason).
 *
 *	p_family  the rank of excess among the largest of each replicate: the chance that
 *	          even one flow anywhere looks like this one
 *	q_value   the flows with so large an excess that a replicate has on average, over
 *	          those that there are: the share of false ones among them
 *
 * Both take the discreteness of small counts and the overlap of flows as they are. Ties
 * count as at least as extreme.
 *
 * Flows with significance: Tao, Thill, Geogr. Anal. 48 (2016), doi 10.1111/gean.12100;
 * scanning both ends: Gao, Li, Wang, Jeong, Soltani, Int. J. Geogr. Inf. Sci. 32 (2018),
 * doi 10.1080/13658816.2018.1426859. Ranks of the largest: Westfall, Young,
 * Resampling-based multiple testing, 1993.
 *
 * A null of nearness is another matter: children go to places near them, and a flow may be
 * more than chance for that alone.
 *
 * Cost: O(replications * (pairs of places + children near them)). Replicate k has stream
 * k.
 */
#ifndef LASTSEEN_STATS_FLOWS_H
#define LASTSEEN_STATS_FLOWS_H

#include "geo/point.h"

/* Lists of children by place: those of place u are child[start[u]] … up to
 * child[start[u + 1]], each once. */
struct flow_places {
	size_t n;
	const uint32_t *start, *child;
};

struct flows_input {
	size_t journeys_n, children_n;
	const uint32_t *child, *origin, *target; /* of each journey, numbers from 0 */
	/* Children with an origin near each origin, a destination near each target. */
	struct flow_places near_origins, near_targets;
};

struct flows_options {
	uint32_t min_children; /* at least 1; 2: one child makes no flow */
	uint32_t replications; /* 0: p_value alone */
};

struct flow {
	uint32_t origin, target;
	uint32_t children; /* with both */
	uint32_t children_origin, children_target;
	double expected, excess;
	double p_value, p_family, q_value; /* the last two NAN without replicates */
};

struct flows {
	size_t n;
	struct flow *flows; /* by excess (largest first), p, origin, target */
	size_t looked_at;   /* also those of too few children */
	uint32_t replications;
	double p_least; /* p_family of the first: is there any flow? NAN without */
};

/* Lists for places that are the same or not: near is the place itself. In
 * ctx->arena. */
struct flow_places flow_places_same(struct context *ctx, size_t journeys_n,
	const uint32_t *child, const uint32_t *place, size_t places_n);

/* Places that are the same coordinates, and the children within a radius of each. */
struct flow_ends {
	size_t places_n;
	double *x_m, *y_m; /* of each place */
	uint32_t *place;   /* of each journey */
	struct flow_places near;
};
/* points: where the journeys begin, or where they end. ERR_USAGE unless radius_m >= 0;
 * ERR_DATA where the lists would take more than 2 GiB. In ctx->arena. */
MUST_USE enum err_code flow_ends_make(struct context *ctx, struct flow_ends *ends,
	struct points points, const uint32_t *child, double radius_m);

MUST_USE enum err_code flows_run(struct context *ctx, struct flows *flows,
	const struct flows_input *input, const struct flows_options *options);

#endif
