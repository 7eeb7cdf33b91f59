/* Journeys: how far, which way, over which border, and from which home to which place?
 *
 *	episodes_load(); journeys_compute(); journeys_result()      or work_journeys()
 *
 * A journey runs in a straight line from where a child went to where they were last
 * seen or found. Both ends must be known to precision_m or better; a child found where
 * they belong has made none. A flow goes from one home (its URN; else a circle of 500 m)
 * to one place (a circle of 250 m, work/circles.h). Expected is the number of children
 * it would have if where they go were nothing to do with where they come from but for
 * how often they go; p_value, p_family and q_value by whole children that swap where they
 * go (stats/flows.h).
 *
 * O(n log n + n * points near + replications * n).
 */
#ifndef LASTSEEN_WORK_JOURNEYS_H
#define LASTSEEN_WORK_JOURNEYS_H

#include "stats/circular.h"
#include "stats/decay.h"
#include "work/episodes.h"

struct journeys_options {
	double precision_m;
	int64_t min_children;         /* of a flow */
	int64_t replications;         /* of its test, and of how well a curve fits */
	double shortest_m, longest_m; /* of the decay; longest 0: no end */
};
#define JOURNEYS_DEFAULT                                                               \
	{                                                                              \
		.precision_m = 1000, .min_children = 2, .replications = 999,           \
		.shortest_m = 100                                                      \
	}

#define JOURNEY_BANDS_N 7
#define JOURNEY_SECTORS_N 8
enum journey_end { JOURNEY_FOUND, JOURNEY_LAST_SEEN, JOURNEY_ENDS_N };

struct journey_end_figures {
	int64_t episodes, children;
	double quartile_1_m, median_m, quartile_3_m; /* of episodes; NAN without any */
	double median_of_children_m;                 /* of each child's median */
	int64_t band_episodes[JOURNEY_BANDS_N], band_children[JOURNEY_BANDS_N];
	int64_t sector_episodes[JOURNEY_SECTORS_N], sector_children[JOURNEY_SECTORS_N];
	int64_t not_known, too_coarse, where_they_belong;
	/* Degrees clockwise from north, one a child: the direction of the sum of the unit
	 * steps of its journeys. n 0: none. */
	struct circular bearing;
	struct decay decay; /* of lengths, each child once */
};

/* A layer of boundaries: do journeys to where children are found leave their area? */
struct journey_border {
	const char *layer;
	int64_t within, over, within_children, over_children, not_covered;
};

struct journey_flow {
	int64_t id;
	const char *urn; /* NULL: not from a home with a URN */
	double from_x_m, from_y_m, to_x_m, to_y_m, distance_m;
	int64_t to_address_id; /* where all were found at one address, else 0 */
	uint32_t episodes_n, children_n;
	const uint32_t *episodes;
	double expected, excess, p_value, p_family, q_value;
};

struct journeys {
	struct journeys_options options;
	struct journey_end_figures ends[JOURNEY_ENDS_N];
	struct journey_border *borders;
	size_t borders_n;
	struct journey_flow *flows; /* by q, children, id */
	size_t flows_n;
	int64_t flows_seen; /* also those of too few children */
	double p_any_flow;  /* are there flows at all? p_family of the first */
};

MUST_USE enum err_code journeys_compute(struct work_case *c,
	const struct episode_set *set, const struct journeys_options *o,
	struct journeys *out);
/* Tables: journeys (one row an end); flows; distances; directions; borders; bearings
 * (one row an end); decay (one row an end and curve). */
MUST_USE enum err_code journeys_result(struct work_case *c,
	const struct episode_set *set, const struct journeys *x, struct result **out);
MUST_USE enum err_code work_journeys(struct context *ctx,
	const struct work_options *options, const struct journeys_options *o);

/* The steps of journeys_compute() with a file of their own. */
MUST_USE enum err_code journey_shape(struct context *ctx, const struct episode_set *set,
	enum journey_end end, const uint32_t *episodes, size_t n, struct journeys *out);
MUST_USE enum err_code journey_flows(struct work_case *c, const struct episode_set *set,
	const uint32_t *episodes, size_t n, struct journeys *out);
MUST_USE enum err_code journey_borders(struct work_case *c,
	const struct episode_set *set, const uint32_t *episodes, size_t n,
	struct journeys *out);

#endif
